package kb

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// DecidedState is what became of a [Suggestion].
type DecidedState string

// What becomes of suggestions.
const (
	SuggestionAccepted DecidedState = "accepted"
	SuggestionRejected DecidedState = "rejected"
)

// Decided is a suggestion that somebody has decided about.
type Decided struct {
	// Suggestion is what was decided about, as it was at that time.
	Suggestion Suggestion `json:"suggestion"`
	// State is what became of it.
	State DecidedState `json:"state"`
	// Actor decided, At some time; Reason is why, of one that was rejected.
	Actor  string    `json:"actor"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
	// Entry is the id of the entry that learned, of one that was accepted.
	Entry string `json:"entry,omitempty"`
}

// AcceptOptions are the choices of [Library.Accept].
type AcceptOptions struct {
	// Wordings replace those of the suggestion, the question of a new entry first.
	// Default: those of the suggestion.
	Wordings []string
	// Answer is that of a new entry. It is required with Put.
	Answer Answer
	// Category of a new entry. Default: that of the suggestion.
	Category string
	// Locale of a new entry. Default: none, it serves every language.
	Locale string
	// Put writes the entry at once. Otherwise it is only returned, for an editor
	// to propose as a draft. Default: false.
	Put bool
}

const suggestionKind = "suggestion"

// Accept accepts a suggestion, remembers that, and returns the entry with what it
// learns: the one of the library with more wordings, or a new one. With Put it is
// written, and the next match sees it; if the entry changes meanwhile, the wordings
// are added to what it has become.
//
// Wordings that another entry has word for word are [ErrInvalid], for customers
// would not get one answer, and so are those for an entry of another mode than
// [Smart]. Accepting again gives the same entry; what somebody
// has rejected is [ErrConflict], see [Library.Reconsider]. The authorizer is
// asked for [MayLearn].
func (l *Library) Accept(ctx context.Context, actor string, s Suggestion, opts AcceptOptions) (Entry, error) {
	if s.ID == "" {
		return Entry{}, &FieldError{Field: "id", Reason: "is empty"}
	}
	if err := l.Refresh(ctx); err != nil {
		return Entry{}, err
	}
	e, err := l.learned(ctx, actor, &s, &opts)
	if err != nil {
		return Entry{}, err
	}
	if err := l.may(ctx, actor, MayLearn, &e, nil); err != nil {
		return Entry{}, err
	}
	d := Decided{Suggestion: s, State: SuggestionAccepted, Actor: actor, Entry: e.ID}
	if err := l.decideSuggestion(ctx, d); err != nil || !opts.Put {
		return e, err
	}
	err = attempt(func() error {
		if known, err := l.Get(ctx, e.ID); err == nil && known.sameContent(&e) {
			e = known // accepted before
			return nil
		}
		put, err := l.Put(ctx, e)
		if err == nil {
			e = put[0]
			return nil
		}
		if !errors.Is(err, ErrConflict) {
			return err
		}
		if err := l.Refresh(ctx); err != nil {
			return err
		}
		fresh, again := l.learned(ctx, actor, &s, &opts)
		if again != nil {
			return again
		}
		e = fresh
		return err
	})
	return e, err
}

// learned returns the entry of a suggestion with what it learns.
func (l *Library) learned(ctx context.Context, actor string, s *Suggestion, opts *AcceptOptions) (Entry, error) {
	wordings := opts.Wordings
	if len(wordings) == 0 {
		wordings = append([]string{s.Question}, s.Phrasings...)
	}
	var e Entry
	switch s.Kind {
	case NewPhrasing:
		known, err := l.Get(ctx, s.Entry)
		if err != nil {
			return Entry{}, err
		}
		if !known.learns() {
			return Entry{}, &FieldError{Field: "entry", Reason: "is of a mode that learns no wordings"}
		}
		e = known
	case NewEntry:
		e = Entry{
			ID: "learned-" + s.ID, Question: wordings[0], Answer: opts.Answer.clone(), Base: s.Base, Locale: opts.Locale,
			Category: cmp.Or(opts.Category, s.Category),
		}
		if known, err := l.Get(ctx, e.ID); err == nil { // accepted before
			e = known
			break
		} else if !errors.Is(err, ErrNotFound) {
			return Entry{}, err
		}
		if opts.Put && len(e.Answer.Parts) == 0 && e.Answer.Action == nil {
			return Entry{}, &FieldError{Field: "answer", Reason: "is empty"}
		}
	default:
		return Entry{}, &FieldError{Field: "kind", Reason: "is unknown"}
	}
	if err := e.teach(wordings...); err != nil {
		return Entry{}, err
	}
	if other := l.identicalElsewhere(&e, wordings); other != "" {
		return Entry{}, &FieldError{Field: "phrasings", Reason: "are those of entry " + other}
	}
	e.Editor, e.Reason = actor, "suggestion "+s.ID
	return e, e.Validate()
}

// learns reports whether a question may become a wording of the entry. One of mode
// pattern or contains has expressions and phrases, which no question is; one of mode
// exact answers what its editor wrote and nothing else.
func (e *Entry) learns() bool { return e.Mode == Smart }

// teach adds wordings that the entry does not have yet.
func (e *Entry) teach(wordings ...string) error {
	known := map[string]bool{text.Key(e.Question): true}
	for _, p := range e.Phrasings {
		known[text.Key(p)] = true
	}
	for _, w := range wordings {
		key := text.Key(w)
		if err := validateWording("phrasings", w); err != nil {
			return err
		}
		if !known[key] {
			known[key] = true
			e.Phrasings = append(e.Phrasings, w)
		}
	}
	return nil
}

// identicalElsewhere returns another entry that is found by one of these very
// wordings, or "".
func (l *Library) identicalElsewhere(e *Entry, wordings []string) string {
	for _, w := range append([]string{e.Question}, wordings...) {
		q := Query{Text: w, Locale: e.Locale}
		if e.Base != "" {
			q.Scope = Scope{Bases: []string{e.Base}}
		}
		for _, h := range l.index.Match(q) {
			if h.Score >= 1 && h.Entry.ID != e.ID && h.Entry.Locale == e.Locale && h.Entry.Base == e.Base {
				return h.Entry.ID
			}
		}
	}
	return ""
}

// Reject remembers that a suggestion is unwanted, and why. Rejecting again changes
// nothing; what somebody has accepted is [ErrConflict]. The authorizer is asked
// for [MayLearn].
func (l *Library) Reject(ctx context.Context, actor string, s Suggestion, reason string) error {
	if s.ID == "" {
		return &FieldError{Field: "id", Reason: "is empty"}
	}
	if err := l.may(ctx, actor, MayLearn, nil, nil); err != nil {
		return err
	}
	return l.decideSuggestion(ctx, Decided{Suggestion: s, State: SuggestionRejected, Actor: actor, Reason: reason})
}

// Reconsider forgets what was decided about a suggestion, so that Learn may make
// it again. What an entry has learned stays. The authorizer is asked for
// [MayLearn].
func (l *Library) Reconsider(ctx context.Context, actor, id string) error {
	if err := l.may(ctx, actor, MayLearn, nil, nil); err != nil {
		return err
	}
	r, err := l.opts.Records.Record(ctx, suggestionKind, id)
	if err != nil {
		return err
	}
	return l.opts.Records.DeleteRecord(ctx, suggestionKind, id, r.Version)
}

// decideSuggestion keeps a decision unless there is one. The same one again is
// fine, another one is a conflict.
func (l *Library) decideSuggestion(ctx context.Context, d Decided) error {
	d.At = l.now()
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("kb: writing a decision: %w", err)
	}
	r := Record{Kind: suggestionKind, ID: d.Suggestion.ID, State: string(d.State), Updated: d.At, Data: data}
	_, err = l.opts.Records.PutRecord(ctx, r)
	if !errors.Is(err, ErrConflict) {
		return err
	}
	known, read := l.Decided(ctx, d.Suggestion.ID)
	if read != nil {
		return errors.Join(err, read)
	}
	if known.State != d.State {
		return err
	}
	return nil
}

// Decided returns what was decided about a suggestion, or [ErrNotFound].
func (l *Library) Decided(ctx context.Context, id string) (Decided, error) {
	r, err := l.opts.Records.Record(ctx, suggestionKind, id)
	if err != nil {
		return Decided{}, err
	}
	return readDecided(r)
}

// AllDecided yields the decisions in this state, or all if it is empty, in the
// order of the ids of the suggestions.
func (l *Library) AllDecided(ctx context.Context, state DecidedState) iter.Seq2[Decided, error] {
	return readRecords(l.opts.Records.Records(ctx, suggestionKind, string(state)), readDecided)
}

func readDecided(r Record) (Decided, error) {
	d := Decided{}
	if err := json.Unmarshal(r.Data, &d); err != nil {
		return Decided{}, fmt.Errorf("kb: reading a decision: %w", err)
	}
	return d, nil
}

// growth is how many times as many conversations bring back what was decided.
const growth = 2

// leaveOutDecided drops what was decided before and has not grown much since. A
// suggestion is known again by its id, or by at least half of its questions.
func (l *Library) leaveOutDecided(ctx context.Context, list []Suggestion) ([]Suggestion, error) {
	decided := map[string][]Suggestion{}
	subject := func(s *Suggestion) string { return string(s.Kind) + "\x00" + s.Entry + "\x00" + s.Base }
	for d, err := range l.AllDecided(ctx, "") {
		if err != nil {
			return nil, err
		}
		key := subject(&d.Suggestion)
		decided[key] = append(decided[key], d.Suggestion)
	}
	kept := list[:0]
	for _, s := range list {
		then := 0
		for _, old := range decided[subject(&s)] {
			if old.ID == s.ID || sharesHalf(old.Members, s.Members) {
				then = max(then, old.Conversations)
			}
		}
		switch {
		case then == 0:
		case s.Conversations < growth*then:
			continue
		default:
			s.ID = shortHash(s.ID, strconv.Itoa(then))
			s.Reasons = append(s.Reasons, fmt.Sprintf("was decided about when it had been asked in %d conversations", then))
		}
		kept = append(kept, s)
	}
	return kept, nil
}

// sharesHalf reports whether two sorted lists have half of the shorter one in
// common.
func sharesHalf(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for _, x := range a {
		if _, found := slices.BinarySearch(b, x); found {
			n++
		}
	}
	return n > 0 && 2*n >= len(a)
}
