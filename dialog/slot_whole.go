package dialog

import "strings"

// A message that is as a whole one thing is no other: "suite" as the answer to which room is
// not the customer's name as well, and neither is 谢谢.

// chosen fills the slots of which the message is word for word an option, the one that was
// asked for first, and takes the message from the others.
func (h *heard) chosen(p *plan, slots []*slot, asked *slot, give func(foundValue, bool)) {
	if h.choice != "" || h.key == "" {
		return
	}
	for _, s := range slots {
		if s.Kind != ChoiceKind {
			continue
		}
		o := s.worded(h.key)
		if o == nil || s != asked && p.wordedTwice(s, o) {
			continue
		}
		for i, v := range h.values {
			if s == asked || guessed[v.Type] {
				h.taken[i] = true
			}
		}
		if s == asked {
			give(foundValue{s, o.Value, rawOf(strings.TrimSpace(h.text), o.Value)}, true)
			return
		}
	}
}

// worded returns the only option of which a text is a wording.
func (s *slot) worded(key string) (found *Option) {
	for i := range s.Options {
		for w := range s.Options[i].wordings() {
			if w == key {
				if found != nil && found != &s.Options[i] {
					return nil
				}
				found = &s.Options[i]
			}
		}
	}
	return found
}

// social drops the values of a message that only greets, thanks or chats: "How are you
// today?" is no day to arrive.
func (t *Talk) social(h *heard) {
	c := readCommand(h.text)
	if !c.Whole {
		return
	}
	switch c.What {
	case commandGreeting, commandThanks, commandSmallTalk, commandGoodbye, commandHold:
		h.values, h.taken, h.parts = nil, nil, nil
	}
}
