package dialog

import (
	"context"
	"errors"
)

// Switchboard connects conversations with calls: it is the [Sender] and the
// [HandoffSink] of the channel [PhoneChannel], and hands everything else on. It is
// safe for concurrent use if what it uses is; do not change it once it is used.
type Switchboard struct {
	// Calls is the host's telephone system. Required.
	Calls CallControl
	// Call returns the call that a conversation is held by; "" if there is none.
	// Default: the conversation's id is the call's.
	Call func(ctx context.Context, conversation string) (string, error)
	// Queue returns where a call goes that is handed over, in the terms of the
	// telephone system. Default: the first skill that is needed, else "agents".
	Queue func(h Handoff) string
	// Number returns the number of a customer, in E.164; "" if there is none.
	// Default: nobody is called.
	Number func(ctx context.Context, customer string) (string, error)
	// Handoffs takes the records of all hand-offs, before a call is transferred.
	// Default: none is kept, and those of other channels are [ErrUndeliverable].
	Handoffs HandoffSink
	// Others sends on other channels. Default: what is to be sent there is
	// [ErrUndeliverable].
	Others Sender
}

// Offer hands the record over and transfers the call, if the conversation is one.
// A call that has ended meanwhile is [ErrUndeliverable] only if nobody took the
// record either.
func (s *Switchboard) Offer(ctx context.Context, h Handoff) error {
	if s.Handoffs != nil {
		if err := s.Handoffs.Offer(ctx, h); err != nil {
			return err
		}
	}
	if h.Channel != PhoneChannel || h.Offline {
		if s.Handoffs == nil {
			return ErrUndeliverable
		}
		return nil
	}
	call, err := s.call(ctx, h.Conversation)
	if err != nil {
		return err
	}
	if call != "" {
		err = s.Calls.Transfer(ctx, call, s.queue(h))
	}
	if call == "" || errors.Is(err, ErrNotFound) {
		if s.Handoffs == nil {
			return ErrUndeliverable
		}
		return nil
	}
	return err
}

// Send calls the customer, with the item's id as the key of the call: sent twice,
// it rings once. Whose number is not known is [ErrUndeliverable]. What is said in
// the call is the next turn of its conversation.
func (s *Switchboard) Send(ctx context.Context, out Outgoing) error {
	if out.Channel != PhoneChannel {
		if s.Others == nil {
			return ErrUndeliverable
		}
		return s.Others.Send(ctx, out)
	}
	number := ""
	if s.Number != nil {
		var err error
		if number, err = s.Number(ctx, out.Customer); err != nil {
			return err
		}
	}
	if number == "" {
		return ErrUndeliverable
	}
	_, err := s.Calls.Dial(ctx, PhoneCall{Key: out.ID, To: number, Customer: out.Customer, Conversation: out.Conversation})
	return err
}

func (s *Switchboard) call(ctx context.Context, conversation string) (string, error) {
	if s.Call == nil {
		return conversation, nil
	}
	return s.Call(ctx, conversation)
}

func (s *Switchboard) queue(h Handoff) string {
	switch {
	case s.Queue != nil:
		return s.Queue(h)
	case len(h.Skills) > 0:
		return h.Skills[0]
	}
	return "agents"
}

// Alarm is a [HandoffSink] that tells people of urgent hand-offs, and hands all of
// them on.
type Alarm struct {
	// Notifier tells them. Next takes the hand-offs. Both are required.
	Notifier Notifier
	Next     HandoffSink
	// Priority is from what priority on a hand-off is urgent. Default: 0, all of
	// them are.
	Priority int
	// To says who is to be told, in the host's terms. Default: whoever is on duty.
	To string
}

// Offer hands the record on first: who is told finds it. The notice has the id of
// the hand-off, its first reason and the summary or, without one, the open
// question.
func (a *Alarm) Offer(ctx context.Context, h Handoff) error {
	if err := a.Next.Offer(ctx, h); err != nil || h.Priority < a.Priority {
		return err
	}
	kind, text := string(h.Reason), h.Summary.Text
	if len(h.Reasons) > 0 {
		kind = h.Reasons[0]
	}
	if text == "" {
		text = h.Question
	}
	return a.Notifier.Notify(ctx, Notice{
		ID: h.ID, Kind: kind, To: a.To, Conversation: h.Conversation, Customer: h.Customer, Text: text, At: keep(h.At),
	})
}
