package dialog

import (
	"context"
	"strconv"
)

// Outlet is the way out to one channel.
type Outlet struct {
	// Abilities are what the channel shows.
	Abilities Abilities
	// Sender hands single pieces to the channel, each in an [Outgoing] of its own
	// with a Reply that [Render] made.
	Sender Sender
}

// Outlets is a [Sender] over all channels of a host: it brings each reply into
// the shape of its channel and sends it piece by piece. It is safe for concurrent
// use if its senders are; do not change it once it is used.
type Outlets struct {
	// By are the outlets by the name of the channel; the one of the name "" takes
	// what has no other. Without one a reply is [ErrUndeliverable].
	By map[string]Outlet
	// Expression translates and speaks. Default: replies are rendered only.
	Expression *Expression
	// Language returns the language of a customer, as a BCP 47 tag, for the
	// translator. Default: replies stay in theirs.
	Language func(out Outgoing) string
	// Left takes what the channel cannot carry ([Rendered].Left), once all the rest
	// is sent: to mail a link that was mentioned in a call. Default: it is dropped.
	Left func(ctx context.Context, out Outgoing, parts []Part) error
}

// Send renders a reply for the channel of an item and hands its pieces to the
// outlet, in order: with the item's own id if there is one, else with "/1", "/2" ...
// behind it. The first error ends it; all of it is tried again then with the same
// ids, by which a channel drops what it has. Hooks that fail leave the reply as it
// was.
func (o *Outlets) Send(ctx context.Context, out Outgoing) error {
	outlet, ok := o.By[out.Channel]
	if !ok {
		outlet, ok = o.By[""]
	}
	if !ok || outlet.Sender == nil || out.Reply == nil {
		return ErrUndeliverable
	}
	language := ""
	if o.Language != nil {
		language = o.Language(out)
	}
	e := o.Expression
	if e == nil {
		e = &Expression{}
	}
	rendered, _ := e.Express(ctx, outlet.Abilities, *out.Reply, language)
	for i := range rendered.Pieces {
		piece := out
		piece.Reply = &rendered.Pieces[i]
		if len(rendered.Pieces) > 1 {
			piece.ID = out.ID + "/" + strconv.Itoa(i+1)
		}
		if err := outlet.Sender.Send(ctx, piece); err != nil {
			return err
		}
	}
	if o.Left != nil && len(rendered.Left) > 0 {
		return o.Left(ctx, out, rendered.Left)
	}
	return nil
}
