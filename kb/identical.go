package kb

import "github.com/kefu-go/kefu/internal/text"

// identical calls see with each entry that has this wording, and with the line
// that it is (-1 for the question), in no particular order. see must not call
// the index.
func (x *Index) identical(wording string, see func(e *Entry, line int)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	each := func(list *refs) {
		for r := list.head.Load(); r != nil; r = r.next {
			if r.slot.died.Load() == 0 {
				see(r.slot.entry, r.line)
			}
		}
	}
	if found := x.core.wordings.get(text.AppendKey(nil, wording)); found != nil {
		each(&found.refs)
	}
	var last *phrase
	lines := &x.core.lines
	lines.eachStep(lines.buffer.Segment(wording), func(path []byte) { last = x.core.phrases.get(path) })
	if last != nil {
		each(&last.refs)
	}
}

// sameQuestion returns the id of the entry with this question in this locale and
// base, or "". Of several it is the smallest.
func (x *Index) sameQuestion(question, locale, base string) string {
	id := ""
	x.identical(question, func(e *Entry, line int) {
		if line == -1 && e.Locale == locale && e.Base == base && (id == "" || e.ID < id) {
			id = e.ID
		}
	})
	return id
}
