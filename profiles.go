package kefu

import (
	"context"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// Profiles tells what is known of a customer, so that answers and
// recommendations can be his own, and flows need not ask for what is known: a slot with
// [dialog.SlotSpec.Profile] is filled with the attribute of that name.
type Profiles interface {
	// Profile returns what is known, the zero Profile if nothing is. It is asked
	// once for each message of a known customer and once for each look into the knowledge base,
	// and has [Options.ProfileTimeout]
	// to answer: without one in time, the question is answered all the same.
	Profile(ctx context.Context, customer string) (kb.Profile, error)
}

// ProfilesFunc is a function as [Profiles].
type ProfilesFunc func(ctx context.Context, customer string) (kb.Profile, error)

// Profile calls f.
func (f ProfilesFunc) Profile(ctx context.Context, customer string) (kb.Profile, error) {
	return f(ctx, customer)
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

// knownCustomers tells the engine what is known of a customer, so that flows need not ask for it:
// what the engine's own provider says, and the attributes of the host's profiles.
type knownCustomers struct {
	b   *Bot
	own dialog.ProfileProvider
}

// Profile implements [dialog.ProfileProvider].
func (k knownCustomers) Profile(ctx context.Context, customer string) (p dialog.Profile, err error) {
	if k.own != nil {
		if p, err = k.own.Profile(ctx, customer); err != nil {
			return p, err
		}
	}
	p.Customer = customer
	var known []dialog.Attribute
	for name, value := range k.b.profile(ctx, customer).Attributes {
		known = append(known, dialog.Attribute{Name: name, Value: value, Source: dialog.OnRecord})
	}
	return p.Merge(known...), nil
}
