package kb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// OnlineOptions say what an entry learns from single verdicts at once, without an
// editor. The zero value learns nothing.
type OnlineOptions struct {
	// Picks is in how many different conversations customers must have picked the
	// same entry for the same question, so that it becomes a wording of the entry.
	// 5 is a careful choice. Default: 0, never.
	Picks int
	// Agreement is the least part of all picks for that question that must be for
	// that entry, in (0.5,1]. Default: 0.8.
	Agreement float64
	// Answers takes over a question as soon as one verdict of [Answers] says what
	// the right entry is. Default: false.
	Answers bool
}

// onlineKind are records of what was picked for one question.
const (
	onlineKind  = "pick"
	onlineState = "learned"
	mostPickers = 200 // of one question, that are remembered
)

// onlineEditor is the editor of versions that came from verdicts.
const onlineEditor = "learning"

// pickRecord is what was picked for one question, by conversation.
type pickRecord struct {
	Picks   map[string]string `json:"picks"`
	Learned string            `json:"learned,omitempty"` // the entry
}

// learnOnline makes a question a wording of the entry that was picked for it, as
// soon as that is certain enough. It is idempotent.
func (l *Library) learnOnline(ctx context.Context, f *Feedback, asked *Asked) error {
	opts := l.opts.Online
	sure := f.Verdict == Answers && opts.Answers
	if !sure && (f.Verdict != Picked || opts.Picks <= 0) {
		return nil
	}
	plain, key := withoutPersonal(Mask(cut(asked.Text, MaxQuestion)))
	if trivial(key) || len([]rune(plain)) > longWording {
		return nil
	}
	if !sure {
		certain, err := l.countPick(ctx, shortHash(key, primary(asked.Locale), asked.Base), f.Entry, who(f, asked))
		if err != nil || !certain {
			return err
		}
	}
	return l.teachOnline(ctx, f.Entry, plain)
}

// countPick notes who picked an entry for a question, and reports whether enough
// people did. The last pick of each counts.
func (l *Library) countPick(ctx context.Context, id, entry, picker string) (certain bool, err error) {
	opts := l.opts.Online
	agreement := opts.Agreement
	if agreement <= 0 {
		agreement = 0.8
	}
	err = attempt(func() error {
		r, err := l.opts.Records.Record(ctx, onlineKind, id)
		if errors.Is(err, ErrNotFound) {
			r, err = Record{Kind: onlineKind, ID: id, Data: []byte("{}")}, nil
		}
		if err != nil {
			return err
		}
		var p pickRecord
		if err := json.Unmarshal(r.Data, &p); err != nil {
			return fmt.Errorf("kb: reading picks: %w", err)
		}
		if p.Picks == nil {
			p.Picks = map[string]string{}
		}
		picker := shortHash(picker)[:12]
		known, again := p.Picks[picker]
		if !again && len(p.Picks) == mostPickers {
			return nil
		}
		p.Picks[picker] = entry
		n := 0
		for _, e := range p.Picks {
			if e == entry {
				n++
			}
		}
		certain = n >= opts.Picks && float64(n) >= agreement*float64(len(p.Picks))
		if again && known == entry && (!certain || p.Learned == entry) {
			return nil
		}
		if certain {
			p.Learned, r.State = entry, onlineState
		}
		if r.Data, err = json.Marshal(p); err != nil {
			return fmt.Errorf("kb: writing picks: %w", err)
		}
		r.Updated = l.now()
		_, err = l.opts.Records.PutRecord(ctx, r)
		return err
	})
	return certain, err
}

// teachOnline adds a wording to an entry, unless another entry has that very one,
// the entry is not matched by likeness, or there is no room.
func (l *Library) teachOnline(ctx context.Context, id, wording string) error {
	return attempt(func() error {
		if err := l.Refresh(ctx); err != nil {
			return err
		}
		e, err := l.Get(ctx, id)
		if errors.Is(err, ErrNotFound) || err == nil && (!e.learns() || len(e.Phrasings) >= MaxPhrasings) {
			return nil
		}
		if err != nil {
			return err
		}
		old := slices.Clone(e.Phrasings)
		if err := e.teach(wording); err != nil {
			return err
		}
		if len(e.Phrasings) == len(old) || l.identicalElsewhere(&e, []string{wording}) != "" {
			return nil
		}
		e.Editor, e.Reason = onlineEditor, "picked by customers or given by an agent"
		_, err = l.Put(ctx, e)
		return err
	})
}
