package kefu

import (
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// readTimeout is what reading itself may take, on a machine that is busy.
const readTimeout = 5 * time.Second

// conversations are the options of the engine.
func (b *Bot) conversations() *dialog.Options {
	o := b.opts.Dialog
	o.Reader, o.Knowledge = reader{b}, knowledge{b}
	o.Handoff, o.Sender, o.DeliverTimeout = b.opts.Handoff, b.opts.Sender, b.opts.DeliverTimeout
	o.MaxUnanswered, o.Locale, o.OnTurn = b.opts.MaxUnanswered, b.opts.Locale, b.opts.OnTurn
	if b.router != nil {
		o.Handoff = routed{b}
		if o.Available == nil {
			o.Available = b.people
		}
		o.OnTurn = b.noteTurn
	}
	if b.tickets != nil {
		o.Handoff = ticketed{b, o.Handoff}
	}
	o.Now, o.NewID, o.Logger = b.opts.Now, b.opts.NewID, b.opts.Logger
	o.Escalation = b.opts.Escalation
	if o.NarrowFrom == 0 {
		o.NarrowFrom = max(narrowFrom, b.opts.Policy.MaxSuggest+1)
	}
	o.Texts = engineTexts(b.opts.Texts, o.Texts)
	o.Intents = map[string]dialog.IntentAction{}
	for label, act := range b.opts.Understanding.Intents {
		o.Intents[label] = dialog.IntentAction{Entries: act.Entries, HandOff: act.HandOff, Recommend: act.Recommend}
	}
	if b.opts.Profiles != nil {
		o.Profiles = knownCustomers{b, o.Profiles}
		if o.HookTimeout == 0 { // the bot bounds what it asks the host itself
			o.HookTimeout = max(profileTimeout, 2*b.opts.ProfileTimeout)
		}
	}
	if o.ReadTimeout == 0 { // the reader bounds what it asks the host itself
		o.ReadTimeout = 10*b.opts.Understanding.Timeout + readTimeout
	}
	return &o
}

// noteTurn tells the router's follower of a turn, and the host.
func (b *Bot) noteTurn(msg Message, reply Reply) {
	select {
	case b.turned <- struct{}{}:
	default:
	}
	if b.opts.OnTurn != nil {
		b.opts.OnTurn(msg, reply)
	}
}

// The ledger knows the messages of agents and of the system by their ids behind
// these prefixes; see [dialog.AgentIDs].
const (
	AgentIDs  = dialog.AgentIDs
	SystemIDs = dialog.SystemIDs
)
