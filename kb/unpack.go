package kb

import (
	"encoding/binary"
	"time"
)

// unpacker reads a packed entry. The texts that it returns share the memory of
// the record.
type unpacker struct{ rest []byte }

// unpack fills in an entry from its record and facet. parts is room for the
// parts of its answer.
func unpack(record []byte, f *facet, e *Entry, parts []Part) {
	u := unpacker{record}
	has := u.number()
	e.Mode, e.Kind, e.Locale, e.Category, e.Base = f.mode, f.kind, f.locale, f.category, f.base
	e.Priority, e.MinScore = f.priority, f.minScore
	e.ID = u.text()
	if has&packedTimes != 0 {
		e.ValidFrom, e.ValidTo = u.time(), u.time()
	}
	e.Question = u.text()
	if has&packedPhrasings != 0 {
		e.Phrasings = u.list()
	}
	if has&packedAnswer != 0 {
		e.Answer = u.answer(parts)
	}
	if has&packedVersion != 0 {
		e.Version = u.signed()
	}
	if has&packedUpdated != 0 {
		e.Updated = u.time()
	}
	if has&packedRelated != 0 {
		e.Related = u.list()
	}
	if has&packedTags != 0 {
		e.Tags = u.list()
	}
	if has&packedFacts != 0 {
		e.Facts = room[Fact](&u)
		for i := range e.Facts {
			e.Facts[i] = Fact{Names: u.list(), Value: u.text()}
		}
	}
	if has&packedGuide != 0 {
		e.Guide = &Guide{Steps: room[Step](&u)}
		for i := range e.Guide.Steps {
			e.Guide.Steps[i] = u.step()
		}
	}
	if has&packedOrigin != 0 {
		e.Origin = &Origin{
			Document: u.text(), Title: u.text(), Path: u.list(), Start: int(u.signed()), End: int(u.signed()), URL: u.text(),
		}
	}
	if has&packedEditor != 0 {
		e.Editor = u.text()
	}
	if has&packedReason != 0 {
		e.Reason = u.text()
	}
}

// packedID returns the id of a packed entry.
func packedID(record []byte) string {
	u := unpacker{record}
	u.number()
	return u.text()
}

// packedValidity returns the bounds of validity of a packed entry.
func packedValidity(record []byte) (from, to time.Time) {
	u := unpacker{record}
	if has := u.number(); has&packedTimes != 0 {
		u.text()
		from, to = u.time(), u.time()
	}
	return from, to
}

// packedWording returns the question (-1) or a phrasing of a packed entry.
func packedWording(record []byte, i int) string {
	u := unpacker{record}
	has := u.number()
	u.text()
	if has&packedTimes != 0 {
		u.time()
		u.time()
	}
	question := u.text()
	if i < 0 {
		return question
	}
	u.number()
	for range i {
		u.text()
	}
	return u.text()
}

func (u *unpacker) number() (x uint32) {
	x, u.rest = uvarint(u.rest)
	return x
}

func (u *unpacker) signed() int64 {
	x, n := binary.Varint(u.rest)
	u.rest = u.rest[n:]
	return x
}

func (u *unpacker) text() string {
	n := u.number()
	s := shared(u.rest[:n])
	u.rest = u.rest[n:]
	return s
}

// room returns a list of the length that appendLength has written.
func room[T any](u *unpacker) []T {
	n := u.number()
	if n == 0 {
		return nil
	}
	return make([]T, n-1)
}

func (u *unpacker) list() []string {
	list := room[string](u)
	for i := range list {
		list[i] = u.text()
	}
	return list
}

func (u *unpacker) time() time.Time {
	form := u.rest[0]
	u.rest = u.rest[1:]
	switch form {
	case utcTime:
		seconds := u.signed()
		return time.Unix(seconds, int64(u.number())).UTC()
	case zonedTime:
		n := u.number()
		var t time.Time
		_ = t.UnmarshalBinary(u.rest[:n]) // it reads what AppendBinary wrote
		u.rest = u.rest[n:]
		return t
	}
	return time.Time{}
}

// answer reads an answer, into the given room if its parts fit.
func (u *unpacker) answer(parts []Part) (a Answer) {
	if n := int(u.number()); n > 0 {
		if parts == nil || n-1 > len(parts) {
			parts = make([]Part, n-1)
		}
		a.Parts = parts[: n-1 : n-1]
	}
	for i := range a.Parts {
		p := &a.Parts[i]
		if known := u.number(); known > 0 {
			p.Kind = partKinds[known-1]
		} else {
			p.Kind = PartKind(u.text())
		}
		p.Text, p.URL, p.MIME = u.text(), u.text(), u.text()
	}
	if u.number() == 0 {
		return a
	}
	a.Action = &Action{Name: u.text(), Timeout: time.Duration(u.signed())}
	if n := u.number(); n > 0 {
		a.Action.Args = make(map[string]string, n-1)
		for range n - 1 {
			name := u.text()
			a.Action.Args[name] = u.text()
		}
	}
	return a
}

func (u *unpacker) step() Step {
	s := Step{ID: u.text(), Say: u.answer(nil), Options: room[Option](u)}
	for i := range s.Options {
		s.Options[i] = Option{Label: u.text(), Wordings: u.list(), Next: u.text()}
	}
	s.Outcome = Outcome(u.text())
	return s
}
