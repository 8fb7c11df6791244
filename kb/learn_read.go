package kb

import (
	"context"
	"hash/fnv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// askedText is a question that went badly, or was picked an answer for, with all
// that was said of it. Questions with the same key in the same language and base
// are one.
type askedText struct {
	text, key string
	// lang is the primary language, guessed where no locale was logged.
	lang, locale, base string
	count              int
	people             map[uint64]struct{}
	unanswered         int
	bad                int
	handedOff          int
	// picks are the verdicts for entries, of which taught came from people who
	// know.
	picks  map[string]int
	taught map[string]int
	// against are the verdicts against entries, refused the last version of each
	// that was refused.
	against  map[string]int
	refused  map[string]int64
	first    time.Time
	last     time.Time
	examples []Evidence

	hits   []Hit // what the library finds now
	list   []uint32
	vector []feature
}

// opinion is a verdict without what Learn does not need.
type opinion struct {
	verdict Verdict
	entry   string
}

// readLessons reads the log twice: first the verdicts, which may stand before or
// behind their question, then the questions. Only questions to learn from are
// kept.
func (l *Library) readLessons(ctx context.Context, opts LearnOptions) ([]*askedText, error) {
	said := map[uint64][]opinion{}
	for item, err := range l.opts.Log.Items(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if f := item.Feedback; f != nil {
			id := hashOf(f.Asked)
			said[id] = append(said[id], opinion{verdict: f.Verdict, entry: f.Entry})
		}
	}
	var lessons []*askedText
	byKey := map[string]*askedText{}
	for item, err := range l.opts.Log.Items(ctx, 0) {
		if err != nil {
			return nil, err
		}
		a := item.Asked
		if a == nil || a.At.Before(opts.Since) || !opts.Until.IsZero() && !a.At.Before(opts.Until) || opts.Base != "" && a.Base != opts.Base {
			continue
		}
		opinions := said[hashOf(a.ID)]
		if !worthLearning(a, opinions) {
			continue
		}
		masked := Mask(cut(a.Text, MaxQuestion))
		plain, key := withoutPersonal(masked)
		if trivial(key) {
			continue
		}
		lang := languageOf(a)
		if opts.Locale != "" && !strings.EqualFold(lang, primary(opts.Locale)) {
			continue
		}
		name := lang + "\x00" + a.Base + "\x00" + key
		s := byKey[name]
		if s == nil {
			if len(lessons) == opts.MaxQuestions {
				continue
			}
			s = &askedText{
				text: plain, key: key, lang: lang, locale: a.Locale, base: a.Base, first: a.At, last: a.At, people: map[uint64]struct{}{},
				picks: map[string]int{}, taught: map[string]int{}, against: map[string]int{}, refused: map[string]int64{},
			}
			byKey[name] = s
			lessons = append(lessons, s)
		}
		s.add(a, masked, opinions)
	}
	return lessons, nil
}

// worthLearning reports whether something went wrong with a question, or somebody
// said what is right.
func worthLearning(a *Asked, opinions []opinion) bool {
	if a.Decision != Direct {
		return true
	}
	for _, o := range opinions {
		if o.verdict != Useful {
			return true
		}
	}
	return false
}

func (s *askedText) add(a *Asked, masked string, opinions []opinion) {
	s.count++
	if a.Conversation != "" {
		s.people[hashOf("c", a.Conversation)] = struct{}{}
	} else {
		s.people[hashOf("q", a.ID)] = struct{}{}
	}
	if a.At.Before(s.first) {
		s.first = a.At
	}
	if a.At.After(s.last) {
		s.last = a.At
	}
	if a.Decision == None {
		s.unanswered++
	}
	bad, off := false, false
	example := Evidence{Asked: a.ID, Text: masked}
	for _, shown := range a.Shown {
		example.Offered = append(example.Offered, shown.Entry)
	}
	for _, o := range opinions {
		switch o.verdict {
		case Picked:
			s.picks[o.entry]++
		case Answers:
			s.picks[o.entry]++
			s.taught[o.entry]++
		case NoneOfThese:
			bad = true
			for _, shown := range a.Shown {
				s.refuse(shown.Entry, a)
			}
		case NotUseful, Wrong:
			bad = true
			s.refuse(o.entry, a)
		case HandedOff:
			off = true
			s.refuse(o.entry, a)
		case Useful:
			continue
		}
		example.Verdict, example.Entry = o.verdict, o.entry
	}
	if bad {
		s.bad++
	}
	if off {
		s.handedOff++
	}
	if len(s.examples) < maxExamples {
		s.examples = append(s.examples, example)
	}
}

func (s *askedText) refuse(entry string, a *Asked) {
	if entry != "" {
		s.against[entry]++
		s.refused[entry] = max(s.refused[entry], a.versionShown(entry))
	}
}

// solved reports whether the library has an answer by now that nobody refused,
// and nobody picked another one.
func (s *askedText) solved(d Decision) bool {
	if d.Kind != Direct {
		return false
	}
	e := d.Hits[0].Entry
	for id, n := range s.picks {
		if id != e.ID && n > s.picks[e.ID] {
			return false
		}
	}
	version, refused := s.refused[e.ID]
	return !refused || e.Version > version || s.picks[e.ID] > s.against[e.ID]
}

// favourite returns the entry that most verdicts are for, "" without any.
func favourite(votes map[string]int) (entry string, n int) {
	for id, k := range votes {
		if k > n || k == n && id < entry {
			entry, n = id, k
		}
	}
	return entry, n
}

// languageOf returns the primary language of a question, "" if it is not clear.
func languageOf(a *Asked) string {
	if a.Locale != "" {
		return primary(a.Locale)
	}
	lang, confidence := text.Detect(a.Text)
	if confidence < 0.6 {
		return ""
	}
	return lang
}

func primary(locale string) string {
	lang, _, _ := strings.Cut(locale, "-")
	return strings.ToLower(lang)
}

func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum64()
}
