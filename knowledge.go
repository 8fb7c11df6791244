package kefu

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// knowledge answers the engine's questions from the bot's knowledge base.
type knowledge struct{ b *Bot }

// Prompt implements [dialog.Prompt]: what is the bot's own only computes.
func (k knowledge) Prompt() bool {
	o := &k.b.opts
	return o.Scope == nil && o.Profiles == nil && len(o.KB.Actions) == 0 && o.KB.Embedder == nil && o.KB.Guard == nil && o.KB.Recommender == nil
}

// Search implements [dialog.Knowledge].
func (k knowledge) Search(ctx context.Context, q dialog.Query) (dialog.Found, error) {
	query, err := k.b.query(ctx, q)
	if err != nil {
		return dialog.Found{}, err
	}
	hits, err := k.b.kb.Match(ctx, query)
	if errors.Is(err, kb.ErrBlocked) {
		return dialog.Found{Confidence: dialog.Blocked}, nil
	}
	if err != nil {
		return dialog.Found{}, err
	}
	policy := k.b.opts.Policy.WithDefaults()
	decision := policy.Decide(hits)
	found := dialog.Found{Confidence: dialog.Nothing, Identical: decision.Reason == kb.Identical}
	switch decision.Kind {
	case kb.Direct:
		found.Confidence, hits = dialog.Sure, decision.Hits
	case kb.Suggest:
		found.Confidence = dialog.Unsure
		found.More = alike(hits, len(decision.Hits), asGood)
		hits = decision.Hits
	default:
		// Many that are as good as each other take each other's confidence. If one of them
		// is likely meant, it can be asked which.
		if more := alike(hits, 0, possible); len(more) >= narrowFrom && sum(more) >= 2*policy.Suggest {
			shown := min(len(more), policy.MaxSuggest)
			found.Confidence, found.More, hits = dialog.Unsure, more[shown:], hits[:shown]
		}
	}
	found.Hits = slices.Grow(found.Hits, len(hits))
	for _, hit := range hits {
		found.Hits = append(found.Hits, hitOf(hit))
	}
	if len(found.Hits) > 0 {
		found.Hits[0].Near = k.near(hits, q.Offered)
	}
	return found, nil
}

// Recommend implements [dialog.Recommender].
func (k knowledge) Recommend(ctx context.Context, q dialog.Query, n int) (hits []dialog.Hit, err error) {
	query, err := k.b.query(ctx, q)
	if err != nil {
		return nil, err
	}
	if q.Topic != "" { // what he has just read about
		query.Profile.History = append(slices.Clone(query.Profile.History), q.Topic)
	}
	list, err := k.b.kb.Recommend(ctx, query.Profile, recommendFrom*n)
	for _, r := range list {
		e := r.Entry
		if len(hits) < n && k.b.kb.Visible(e, query) {
			hits = append(hits, dialog.Hit{ID: e.ID, Question: e.Question, Locale: e.Locale, Category: e.Category, Tags: e.Tags, Score: r.Score})
		}
	}
	return hits, err
}

// recommendFrom is of how many times as many entries those are taken that the customer may see.
const recommendFrom = 10

// alike are the hits behind the first few whose score is at least a share of the best.
func alike(hits []kb.Hit, from int, share float64) (more []dialog.Hit) {
	for _, hit := range hits[min(len(hits), from):] {
		if hit.Score >= hits[0].Score*share && hit.Doubts == 0 {
			more = append(more, hitOf(hit))
		}
	}
	return more
}

func sum(hits []dialog.Hit) (total float64) {
	for _, h := range hits {
		total += h.Score
	}
	return total
}

// narrowFrom is from how many candidates on the bot asks what tells them apart.
const narrowFrom = 6

// The parts of the best score from which on a hit may be meant as well as the best, and
// from which on it may be meant at all.
const (
	asGood   = 0.5
	possible = 0.02
)

func hitOf(hit kb.Hit) dialog.Hit {
	e := hit.Entry
	return dialog.Hit{
		ID: e.ID, Question: e.Question, Locale: e.Locale, Category: e.Category, Tags: e.Tags, Score: hit.Score, Data: hitData(hit),
	}
}

// near reports whether a rewording finds an entry that was offered: the best hit, if
// it was, is good enough to be suggested again, and is clearly ahead of the others
// that were offered.
func (k knowledge) near(hits []kb.Hit, offered []dialog.Choice) bool {
	var again []kb.Hit
	for _, hit := range hits {
		for _, c := range offered {
			if c.ID == hit.Entry.ID {
				again = append(again, hit)
			}
		}
	}
	if len(again) == 0 || again[0].Entry != hits[0].Entry {
		return false
	}
	policy := k.b.opts.Policy.WithDefaults()
	policy.Direct = policy.Suggest
	return policy.Decide(again).Kind == kb.Direct
}

// hitFacts is what an answer is made of besides its entry.
type hitFacts struct {
	Fact *kb.Fact          `json:"fact,omitempty"`
	Args map[string]string `json:"args,omitempty"`
}

func hitData(hit kb.Hit) json.RawMessage {
	if hit.Fact == nil && len(hit.Args) == 0 {
		return nil
	}
	data, err := json.Marshal(hitFacts{hit.Fact, hit.Args})
	if err != nil { // strings and numbers only
		return nil
	}
	return data
}

// Answer implements [dialog.Knowledge].
func (k knowledge) Answer(ctx context.Context, found dialog.Hit, q dialog.Query) (dialog.Answer, error) {
	id := found.ID
	query, err := k.b.query(ctx, q)
	if err != nil {
		return dialog.Answer{}, err
	}
	entry, err := k.b.kb.Get(ctx, id)
	if errors.Is(err, kb.ErrNotFound) || err == nil && !k.b.kb.Visible(&entry, query) { // a button may be older than what is offered today
		return dialog.Answer{}, dialog.ErrNotFound
	}
	if err != nil {
		return dialog.Answer{}, err
	}
	var facts hitFacts
	if len(found.Data) > 0 {
		if err := json.Unmarshal(found.Data, &facts); err != nil {
			return dialog.Answer{}, err
		}
	}
	said, err := k.b.kb.Answer(ctx, kb.Hit{Entry: &entry, Score: found.Score, Fact: facts.Fact, Args: facts.Args}, query)
	if errors.Is(err, kb.ErrBlocked) {
		return dialog.Answer{Entry: id, Withheld: true}, nil
	}
	if err != nil { // the answer is what to say then
		k.b.opts.Logger.WarnContext(ctx, "kefu: no live answer", "entry", id, "error", err)
	}
	if err := ctx.Err(); err != nil {
		return dialog.Answer{}, err
	}
	a := answerOf(&entry)
	a.say(said)
	if entry.Guide != nil {
		a.step(entry.Guide.Start())
	}
	return a.Answer, nil
}

// Follow implements [dialog.Guides].
func (k knowledge) Follow(ctx context.Context, id, at, said string, _ dialog.Query) (dialog.Answer, error) {
	entry, err := k.b.kb.Get(ctx, id)
	if errors.Is(err, kb.ErrNotFound) || err == nil && entry.Guide == nil { // gone since
		return dialog.Answer{}, dialog.ErrNotFound
	}
	if err != nil {
		return dialog.Answer{}, err
	}
	step, err := entry.Guide.Next(at, said)
	if err != nil { // no way on from here
		return dialog.Answer{}, dialog.ErrNotFound
	}
	a := answerOf(&entry)
	a.step(step)
	return a.Answer, nil
}

// shownAnswer is an answer while it is put together.
type shownAnswer struct{ dialog.Answer }

func answerOf(e *kb.Entry) *shownAnswer {
	return &shownAnswer{dialog.Answer{Entry: e.ID, Locale: e.Locale, Category: e.Category}}
}

// say adds what an entry or a step says.
func (a *shownAnswer) say(said kb.Answer) {
	words := said.PlainText()
	if parts := said.Parts; len(a.Parts) > 0 || len(parts) > 1 || len(parts) == 1 && parts[0].Kind != kb.TextPart {
		a.Parts = append(a.Parts, partsFromKB(parts)...)
	}
	if a.Text != "" && words != "" {
		a.Text += "\n"
	}
	a.Text += words
}

// step adds a step of a guide and the ways on from it.
func (a *shownAnswer) step(s kb.Step) {
	if len(a.Parts) == 0 && a.Text != "" && len(s.Options) > 0 {
		a.Parts = []Part{{Kind: dialog.TextPart, Text: a.Text}}
	}
	a.say(s.Say)
	a.HandOff = s.Outcome == kb.HandOff
	a.Step = ""
	for _, o := range s.Options {
		a.Step, a.Options = s.ID, append(a.Options, o.Label)
	}
}

// candidates is how many entries are looked at.
const candidates = 12

// query is a question of the engine's as the knowledge base takes it.
func (b *Bot) query(ctx context.Context, asked dialog.Query) (kb.Query, error) {
	q := kb.Query{
		Text: asked.Text, Locale: asked.Locale, At: b.now(), Limit: max(candidates, b.opts.Policy.MaxSuggest),
		Context: kb.Context{LastEntry: asked.Topic, Category: asked.Category},
	}
	if b.opts.Scope != nil {
		if err := contained(func() error { q.Scope = b.opts.Scope(asked.Message); return nil }); err != nil {
			return q, err // whose knowledge base it is must not be guessed
		}
	}
	if asked.Customer != "" && b.opts.Profiles != nil {
		q.Profile = b.profile(ctx, asked.Customer)
	}
	return q, ctx.Err()
}
