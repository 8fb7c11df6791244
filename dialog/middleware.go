package dialog

import "context"

// Handler handles a customer's message, as [Engine.Handle] does.
type Handler func(ctx context.Context, msg Message) (Reply, error)

// Middleware stands around the turns of customers' messages: it may look at a message
// and its reply, change the message, pass an error on, or answer without a turn, in
// which case nothing is stored. What it changes in a reply reaches the caller of Handle
// only: the store, and whoever sends the message again, has the reply as it was. It is called for
// repeated messages too.
type Middleware func(next Handler) Handler

// around puts middleware around a handler, the first outermost.
func around(h Handler, all []Middleware) Handler {
	for i := len(all) - 1; i >= 0; i-- {
		h = all[i](h)
	}
	if len(all) == 0 {
		return h
	}
	return func(ctx context.Context, msg Message) (Reply, error) {
		return unpanicked(ctx, func(ctx context.Context) (Reply, error) { return h(ctx, msg) })
	}
}
