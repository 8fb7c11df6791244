package kb

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// facet is what many entries have in common and what queries filter by. An
// index keeps each different one once.
type facet struct {
	mode     Mode
	kind     Kind
	locale   string
	category string
	base     string
	priority int
	minScore float64
	// timed says that the entry has bounds of validity, and live that it has a live
	// answer.
	timed, live bool
	// row says that the entry has facts.
	row bool
}

func (e *Entry) facet() facet {
	return facet{
		mode: e.Mode, kind: e.Kind, locale: e.Locale, category: e.Category, base: e.Base,
		priority: e.Priority, minScore: e.MinScore, timed: e.timed(), live: e.Answer.Action != nil, row: len(e.Facts) > 0,
	}
}

func (f facet) clone() facet {
	f.kind, f.locale = Kind(strings.Clone(string(f.kind))), strings.Clone(f.locale)
	f.category, f.base = strings.Clone(f.category), strings.Clone(f.base)
	return f
}

// What a packed entry has beside its id and its question.
const (
	packedPhrasings = 1 << iota
	packedTimes
	packedAnswer
	packedVersion
	packedUpdated
	packedRelated
	packedTags
	packedFacts
	packedGuide
	packedOrigin
	packedEditor
	packedReason
)

// packed returns which of these an entry has.
func (e *Entry) packed() uint32 {
	var has uint32
	for i, present := range [...]bool{
		e.Phrasings != nil, !e.ValidFrom.IsZero() || !e.ValidTo.IsZero(), e.Answer.Parts != nil || e.Answer.Action != nil,
		e.Version != 0, !e.Updated.IsZero(), e.Related != nil, e.Tags != nil, e.Facts != nil, e.Guide != nil,
		e.Origin != nil, e.Editor != "", e.Reason != "",
	} {
		if present {
			has |= 1 << i
		}
	}
	return has
}

// appendPacked appends an entry, without its facet, as one record. Numbers are varints,
// texts have their length before them, and what is empty takes no room.
func appendPacked(b []byte, e *Entry) []byte {
	has := e.packed()
	b = binary.AppendUvarint(b, uint64(has))
	b = appendText(b, e.ID)
	if has&packedTimes != 0 {
		b = appendTime(appendTime(b, e.ValidFrom), e.ValidTo)
	}
	b = appendText(b, e.Question)
	if has&packedPhrasings != 0 {
		b = appendList(b, e.Phrasings)
	}
	if has&packedAnswer != 0 {
		b = appendAnswer(b, e.Answer)
	}
	if has&packedVersion != 0 {
		b = binary.AppendVarint(b, e.Version)
	}
	if has&packedUpdated != 0 {
		b = appendTime(b, e.Updated)
	}
	if has&packedRelated != 0 {
		b = appendList(b, e.Related)
	}
	if has&packedTags != 0 {
		b = appendList(b, e.Tags)
	}
	if has&packedFacts != 0 {
		b = appendLength(b, e.Facts)
		for _, f := range e.Facts {
			b = appendText(appendList(b, f.Names), f.Value)
		}
	}
	if has&packedGuide != 0 {
		b = appendGuide(b, e.Guide)
	}
	if has&packedOrigin != 0 {
		b = appendOrigin(b, e.Origin)
	}
	if has&packedEditor != 0 {
		b = appendText(b, e.Editor)
	}
	if has&packedReason != 0 {
		b = appendText(b, e.Reason)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendLength appends the length of a list and one, or 0 for one that is nil.
func appendLength[T any](b []byte, list []T) []byte {
	if list == nil {
		return append(b, 0)
	}
	return binary.AppendUvarint(b, uint64(len(list))+1)
}

func appendList(b []byte, list []string) []byte {
	b = appendLength(b, list)
	for _, s := range list {
		b = appendText(b, s)
	}
	return b
}

// The forms of a time.
const (
	zeroTime = iota
	utcTime
	zonedTime
)

func appendTime(b []byte, t time.Time) []byte {
	switch {
	case t.IsZero():
		return append(b, zeroTime)
	case t.Location() == time.UTC:
		b = binary.AppendVarint(append(b, utcTime), t.Unix())
		return binary.AppendUvarint(b, uint64(t.Nanosecond()))
	}
	at := len(b) + 1
	b = append(b, zonedTime, 0)
	b, err := t.AppendBinary(b)
	if err != nil { // the zone is a fraction of a minute off, or years
		b = b[:at-1]
		return appendTime(b, t.UTC())
	}
	b[at] = byte(len(b) - at - 1)
	return b
}

func appendAnswer(b []byte, a Answer) []byte {
	b = appendLength(b, a.Parts)
	for _, p := range a.Parts {
		known := slices.Index(partKinds[:], p.Kind) + 1
		b = append(b, byte(known))
		if known == 0 {
			b = appendText(b, string(p.Kind))
		}
		b = appendText(appendText(appendText(b, p.Text), p.URL), p.MIME)
	}
	if a.Action == nil {
		return append(b, 0)
	}
	b = appendText(append(b, 1), a.Action.Name)
	b = binary.AppendVarint(b, int64(a.Action.Timeout))
	if a.Action.Args == nil {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(a.Action.Args))+1)
	for name, value := range a.Action.Args {
		b = appendText(appendText(b, name), value)
	}
	return b
}

// partKinds are the kinds of parts that take one byte.
var partKinds = [...]PartKind{TextPart, MarkdownPart, HTMLPart, ImagePart, VideoPart, AudioPart, FilePart, LinkPart, ARPart}

func appendGuide(b []byte, g *Guide) []byte {
	b = appendLength(b, g.Steps)
	for _, s := range g.Steps {
		b = appendAnswer(appendText(b, s.ID), s.Say)
		b = appendLength(b, s.Options)
		for _, o := range s.Options {
			b = appendText(appendList(appendText(b, o.Label), o.Wordings), o.Next)
		}
		b = appendText(b, string(s.Outcome))
	}
	return b
}

func appendOrigin(b []byte, o *Origin) []byte {
	b = appendText(appendText(b, o.Document), o.Title)
	b = appendList(b, o.Path)
	b = binary.AppendVarint(binary.AppendVarint(b, int64(o.Start)), int64(o.End))
	return appendText(b, o.URL)
}
