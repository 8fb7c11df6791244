package ticket

import (
	"context"
	"log/slog"
	"time"
)

// Guard has a say in a move that the life cycle allows: its error refuses it. It must
// have no effects, for a move may be tried again.
type Guard func(ctx context.Context, t *Ticket, to string) error

// Numbering writes serials as people read them, and reads them back. Both have to be
// pure.
type Numbering interface {
	Number(serial int64) string
	// Serial reads what somebody typed; ok is false if it is no number of a ticket.
	Serial(number string) (serial int64, ok bool)
}

// Options are what a [Desk] can be told. The zero value is the default.
type Options struct {
	// Rules are the rules. Default: [DefaultRules].
	Rules *Rules
	// Hours are the calendars that rules name; "" is the one of policies that name none.
	// Default: around the clock.
	Hours map[string]Hours
	// Guards are the host's, by name; "children" and "steps" are there already.
	Guards map[string]Guard
	// Authorizer replaces the roles of the rules. Default: nil, the roles decide.
	Authorizer Authorizer
	// Notifier takes the notices; [Desk.Run] and [Desk.Deliver] call it. Default: nil,
	// notices are thrown away as they arise.
	Notifier Notifier
	// Numbering is how numbers look. Default: "T-" and the serial plus 1000.
	Numbering Numbering
	// Summarizer makes summaries. Default: the sentences that say most, taken from the
	// comments.
	Summarizer Summarizer
	// Texts replaces texts of notices, by locale and kind; see [DefaultTexts].
	Texts map[string]map[string]string
	// OnEvent is called with each event that this desk committed, for logs and tests. A
	// panic is logged.
	OnEvent func(e Event)
	// HookTimeout bounds each call of Guards, Authorizer and Summarizer, DeliverTimeout
	// that of Notifier. Defaults: 300 ms, 10 s.
	HookTimeout    time.Duration
	DeliverTimeout time.Duration
	// Poll is how often Run looks for what other desks committed. Default: 1 s.
	Poll time.Duration
	// NewID makes ids. Default: UUIDs of version 7.
	NewID func() string
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// Logger takes what goes wrong in the background. Default: none.
	Logger *slog.Logger
}
