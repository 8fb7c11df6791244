package ticket

// matches says whether an event is one that is described. The field of a comment is
// "public" or "internal", and of what went away New is what it was.
func (h *Happening) matches(e *Event) bool {
	field, what := e.Field, e.New
	if e.Type == EventCommented {
		field = "public"
		if e.Comment.Internal {
			field = "internal"
		}
	}
	if e.Type == EventUntagged || e.Type == EventUnwatched {
		what = e.Old
	}
	return (h.Type == "" || h.Type == e.Type) &&
		(h.Field == "" || h.Field == field) &&
		(h.State == "" || e.Kind != "" && (h.State == e.New || h.State == string(e.Kind))) &&
		(h.New == "" || h.New == what) &&
		(h.Role == "" || h.Role == e.Actor.Role)
}
