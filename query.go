package kefu

import (
	"context"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// Profiles tells what is known of a customer, so that answers and
// recommendations can be his own.
type Profiles interface {
	// Profile returns what is known, the zero Profile if nothing is. It is asked
	// once for each question of a known customer, and has [Options.ProfileTimeout]
	// to answer: without one in time, the question is answered all the same.
	Profile(ctx context.Context, customer string) (kb.Profile, error)
}

// ProfilesFunc is a function as [Profiles].
type ProfilesFunc func(ctx context.Context, customer string) (kb.Profile, error)

// Profile calls f.
func (f ProfilesFunc) Profile(ctx context.Context, customer string) (kb.Profile, error) {
	return f(ctx, customer)
}

// query is the question that a message asks the knowledge base.
func (b *Bot) query(ctx context.Context, turn *dialog.Turn, s *state) (kb.Query, error) {
	msg := &turn.Message
	q := kb.Query{
		Text: msg.Text, Locale: b.queryLocale(msg), At: b.now(), Limit: max(5, b.opts.Policy.MaxSuggest),
		Context: kb.Context{LastEntry: s.Shown},
	}
	if b.opts.Scope != nil {
		if err := contained(func() error { q.Scope = b.opts.Scope(*msg); return nil }); err != nil {
			return q, err // whose knowledge base it is must not be guessed
		}
	}
	if customer := turn.Conversation.Customer; customer != "" && b.opts.Profiles != nil {
		q.Profile = b.profile(ctx, customer)
	}
	return q, ctx.Err()
}

// profile asks the host, and does without if that fails.
func (b *Bot) profile(ctx context.Context, customer string) (p kb.Profile) {
	ctx, done := context.WithTimeout(ctx, b.opts.ProfileTimeout)
	defer done()
	err := contained(func() (err error) {
		p, err = b.opts.Profiles.Profile(ctx, customer)
		return err
	})
	if err != nil {
		b.opts.Logger.WarnContext(ctx, "kefu: no profile", "error", err)
		return kb.Profile{}
	}
	return p
}

const profileTimeout = 300 * time.Millisecond
