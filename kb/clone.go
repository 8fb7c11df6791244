package kb

import (
	"maps"
	"reflect"
	"slices"
	"time"
)

// clone returns a copy that shares no memory that can change.
func (e *Entry) clone() *Entry {
	c := *e
	c.Phrasings = slices.Clone(e.Phrasings)
	c.Answer = e.Answer.clone()
	c.Related = slices.Clone(e.Related)
	c.Tags = slices.Clone(e.Tags)
	c.Facts = slices.Clone(e.Facts)
	for i := range c.Facts {
		c.Facts[i].Names = slices.Clone(c.Facts[i].Names)
	}
	c.Guide = e.Guide.clone()
	if e.Origin != nil {
		origin := *e.Origin
		origin.Path = slices.Clone(origin.Path)
		c.Origin = &origin
	}
	return &c
}

func (a Answer) clone() Answer {
	a.Parts = slices.Clone(a.Parts)
	if a.Action != nil {
		action := *a.Action
		action.Args = maps.Clone(action.Args)
		a.Action = &action
	}
	return a
}

func (g *Guide) clone() *Guide {
	if g == nil {
		return nil
	}
	c := &Guide{Steps: slices.Clone(g.Steps)}
	for i := range c.Steps {
		s := &c.Steps[i]
		s.Say = s.Say.clone()
		s.Options = slices.Clone(s.Options)
		for j := range s.Options {
			s.Options[j].Wordings = slices.Clone(s.Options[j].Wordings)
		}
	}
	return c
}

// kept returns a copy with its times as stores keep them.
func (e *Entry) kept() Entry {
	c := e.clone()
	for _, t := range []*time.Time{&c.Updated, &c.ValidFrom, &c.ValidTo} {
		if !t.IsZero() {
			*t = t.UTC().Truncate(time.Microsecond)
		}
	}
	return *c
}

// sameContent reports whether two entries differ in nothing but when, by whom
// and why they were written.
func (e *Entry) sameContent(o *Entry) bool {
	return reflect.DeepEqual(e.content(), o.content())
}

// content returns a copy without what tells of its writing, and with nil for
// what is empty.
func (e *Entry) content() Entry {
	c := e.kept()
	c.Version, c.Updated, c.Editor, c.Reason = 0, time.Time{}, "", ""
	c.Phrasings, c.Related, c.Tags = orNil(c.Phrasings), orNil(c.Related), orNil(c.Tags)
	c.Facts, c.Answer.Parts = orNil(c.Facts), orNil(c.Answer.Parts)
	if c.Kind == FAQ {
		c.Kind = ""
	}
	return c
}

func orNil[S ~[]E, E any](s S) S {
	if len(s) == 0 {
		return nil
	}
	return s
}
