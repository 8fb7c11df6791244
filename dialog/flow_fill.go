package dialog

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
)

// filling says what a message did to the slots of a run.
type filling struct {
	// Slots are those that the message filled or changed, in the order of the flow.
	Slots []string
	// Asked says that the one that was asked for is among them, or was skipped or answered by yes or no.
	Asked bool
	// Refused are slots whose new value was refused; the old one stays.
	Refused []string
}

// fill takes the values of the message, its choice and its words into the slots of
// a run. It says nothing but why a value was refused. With words, the message as it
// stands may fill a slot of [TextKind] that was asked for; slots that are Raw take it
// in any case.
func (t *Talk) fill(ctx context.Context, f *frame, words bool) (filling, error) {
	p := t.plan(f)
	if p == nil {
		return filling{}, nil
	}
	h := t.hear(0, len(t.text))
	if choice := t.choice; choice != "" {
		value, ours := strings.CutPrefix(choice, slotChoice)
		if !ours {
			return filling{}, nil
		}
		h.choice, h.values = value, nil
	}
	t.social(h)
	n := p.waiting(f)
	if s, value := t.buttonOf(f, h.choice); s != nil {
		if s != t.asked(f) {
			return t.fillButton(ctx, f, s, value)
		}
		h.choice = value
	}
	of, answer := path.Split(h.choice)
	if of = strings.TrimSuffix(of, "/"); of != "" && (answer == "yes" || answer == "no") && (n == nil || n.kind != askStep || n.slot.Kind != ChoiceKind) {
		if n == nil || of != t.questionOf(f, n) {
			return t.fillOld(ctx, f, answer, of)
		}
		h.choice = answer
	}
	if n != nil && n.kind == confirmStep {
		return t.fillConfirm(ctx, f, n, h)
	}
	if n != nil && n.kind == doStep {
		return t.fillRetry(ctx, f, h)
	}
	asked := t.asked(f)
	if h.choice != "" && (asked == nil || !asked.fits(h.choice)) {
		return t.fillLate(ctx, f, h)
	}
	if asked != nil && asked.Kind == TextKind && !asked.Raw && !words && !h.covered() {
		return filling{}, nil // the words are the answer, once nothing else takes them
	}
	found := p.assign(h, asked, words, func(s *slot) bool {
		_, filled := f.Slots[s.Name]
		return !filled && !s.Raw
	})
	again := t.retold(f, h, asked, found)
	got, err := t.take(ctx, f, append(found, again...), asked)
	for _, v := range again {
		if slices.Contains(got.Slots, v.slot.Name) {
			t.sayChanged(f, v.slot)
		}
	}
	if f.Asking == anew {
		got.Asked = true
	}
	return got, err
}

// retold are new values for slots that are filled, told without a word of correction: "a
// guesthouse in the north, then". An answer to what was asked changes nothing else, nor
// does a question, unless it proposes something: "how about Tuesday?".
func (t *Talk) retold(f *frame, h *heard, asked *slot, found []foundValue) (news []foundValue) {
	if h.choice != "" || asks(t.text) && !proposes(h.key) || asked != nil && (asked.Raw || asked.Kind == TextKind) ||
		slices.ContainsFunc(found, func(v foundValue) bool { return v.slot == asked }) {
		return nil
	}
	p := t.plan(f)
	filled := func(s *slot) bool {
		v, ok := f.Slots[s.Name]
		return ok && v.Source != Omitted && s != asked && !s.Raw && !s.Hidden
	}
	var numbers []*slot
	for _, s := range p.slots {
		if s.Kind == NumberKind && filled(s) {
			numbers = append(numbers, s) // a number means nothing without the name of a slot
		}
	}
	all := p.assign(h, nil, false, func(s *slot) bool { return s.Kind != NumberKind && s.Kind != PatternKind && filled(s) })
	p.assignNamed(h, numbers, func(v foundValue) { all = append(all, v) })
	for _, v := range all {
		if f.Slots[v.slot.Name].Value != v.value {
			news = append(news, v)
		}
	}
	return news
}

// proposes reports whether a question asks for something to be done, not to be told.
func proposes(key string) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return contains(key, w) })
	}
	if has("tell me", "know", "let me see", "告诉", "知道", "请问", "是不是", "多少", "几点", "什么") {
		return false
	}
	return has("how about", "what about", "can you", "could you", "would you", "can we", "could we", "can i", "could i", "change", "instead", "please",
		"要不", "换", "改", "呢", "帮我", "可以给我", "能给我")
}

// covered reports whether the message is little else than values.
func (h *heard) covered() bool {
	n := 0
	for _, v := range h.values {
		n += v.End - v.Start
	}
	return len(h.values) > 0 && n*5 >= len(strings.TrimSpace(h.text))*4
}

// take fills slots with the values that are fine.
func (t *Talk) take(ctx context.Context, f *frame, values []foundValue, asked *slot) (got filling, err error) {
	p := t.plan(f)
	slices.SortStableFunc(values, func(a, b foundValue) int { return slices.Index(p.slots, a.slot) - slices.Index(p.slots, b.slot) })
	for _, v := range values {
		t.overhear(v.slot, v.value, v.raw)
		attempt := 0
		if v.slot == asked {
			attempt = f.Attempts + 1
		}
		value, ok, err := t.accept(ctx, f, v, attempt)
		if err != nil {
			return got, err
		}
		if !ok {
			got.Refused = append(got.Refused, v.slot.Name)
			continue
		}
		got.Slots = append(got.Slots, v.slot.Name)
		if v.slot == asked {
			got.Asked, f.Asking, f.Attempts = true, "", 0
		}
		t.set(f, v.slot, value)
	}
	return got, nil
}

// verdict is what a check says of a value.
type verdict struct {
	Value   string `json:"v,omitempty"`
	Refused bool   `json:"r,omitempty"`
	Why     Words  `json:"w,omitempty"`
}

// accept checks a value and says to the customer why it cannot be used. The attempt
// is 0 for a value that was not asked for.
func (t *Talk) accept(ctx context.Context, f *frame, v foundValue, attempt int) (SlotValue, bool, error) {
	s := v.slot
	raw := v.raw
	if s.Secret {
		raw = ""
	}
	result := verdict{Value: v.value, Refused: !s.fits(v.value) || !s.offers(v.value, Values{f.Slots})}
	a := Attempt{Number: attempt, Raw: cmp.Or(v.raw, v.value), Slots: Values{f.Slots}, Conversation: t.turn.Conversation.ID, Now: t.Now(), Locale: t.Locale()}
	judge := func(ctx context.Context) (verdict, error) {
		value, err := s.accept(ctx, v.value, a)
		var why *Refusal
		switch {
		case errors.As(err, &why):
			return verdict{Refused: true, Why: why.Why}, nil
		case err != nil && (ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded)):
			return verdict{}, err
		case err != nil:
			return verdict{Refused: true}, nil //nolint:nilerr // refusing it is the verdict
		}
		return verdict{Value: value}, nil
	}
	var err error
	broken := false
	switch {
	case result.Refused || s.accept == nil:
	case !s.calls:
		result, err = judge(ctx)
	default:
		a.Slots = Values{maps.Clone(f.Slots)} // for one that is late
		result, err = call(ctx, t, "check/"+f.Flow+"/"+s.Name, "", t.engine.opts.HookTimeout, judge)
	}
	if err != nil {
		if ctx.Err() != nil {
			return SlotValue{}, false, ctx.Err()
		}
		t.failed(ctx, "no check of slot "+s.Name, err)
		broken, result.Refused = true, true
	}
	if !result.Refused {
		return SlotValue{Value: result.Value, Raw: raw}, true, nil
	}
	t.event(Event{Type: EventSlotRejected, Flow: f.Flow, Slot: s.Name, Value: s.publicly(v.value), Detail: map[bool]string{true: "the check failed"}[broken]})
	why := result.Why
	if len(why) == 0 {
		why = s.Invalid
	}
	if len(why) == 0 || broken {
		t.sayOwn(map[bool]TextID{false: TextInvalid, true: TextInternal}[broken])
		return SlotValue{}, false, nil
	}
	t.tell(t.wordsFor(f, why, map[string]string{"value": s.publicly(v.value), "label": s.label(t.Locale(), t.engine.opts.Locale)}))
	return SlotValue{}, false, nil
}

// publicly is a value as events may show it.
func (s *slot) publicly(value string) string {
	if s != nil && s.Secret {
		return masked
	}
	return value
}

// set puts a value into a slot, and clears what depended on the former one.
func (t *Talk) set(f *frame, s *slot, v SlotValue) {
	t.hush(s, v.Value)
	old, had := f.Slots[s.Name]
	f.put(s.Name, v)
	f.Last = s.Name
	if f.Again == s.Name {
		f.Again = ""
	}
	e := Event{Type: EventSlotFilled, Flow: f.Flow, Slot: s.Name, Value: s.publicly(v.Value), Detail: string(v.Source)}
	if had && old.Source != Omitted {
		if old.Value == v.Value {
			return
		}
		e.Type, f.Wrong = EventSlotCorrected, false
	}
	t.event(e)
	if had {
		t.clearDependents(f, s.Name)
	}
}

// clearDependents empties the slots that depend on one, and those that depend on them.
func (t *Talk) clearDependents(f *frame, base string) {
	for _, s := range t.plan(f).slots {
		if !slices.Contains(s.DependsOn, base) {
			continue
		}
		if _, filled := f.Slots[s.Name]; filled {
			delete(f.Slots, s.Name)
			t.event(Event{Type: EventSlotCleared, Flow: f.Flow, Slot: s.Name, Detail: base + " has changed"})
			t.clearDependents(f, s.Name)
		}
	}
}

// fillLate takes a button of an earlier question: it changes that value.
func (t *Talk) fillLate(ctx context.Context, f *frame, h *heard) (filling, error) {
	for _, s := range slices.Backward(t.plan(f).slots) {
		if old, filled := f.Slots[s.Name]; s.Kind == ChoiceKind && filled && s.fits(h.choice) && old.Value != h.choice {
			got, err := t.take(ctx, f, []foundValue{{slot: s, value: h.choice}}, nil)
			if len(got.Slots) > 0 {
				t.sayChanged(f, s)
			}
			return got, err
		}
	}
	return filling{}, nil
}

// fillOld takes yes or no for an earlier question: it changes that value, or nothing, as
// when a button was pressed twice; then what is asked now is asked again.
func (t *Talk) fillOld(ctx context.Context, f *frame, answer, question string) (filling, error) {
	p := t.plan(f)
	for _, s := range p.slots {
		n := p.asks[s.Name]
		if old, filled := f.Slots[s.Name]; s.Kind != YesNoKind || n == nil || !filled || old.Value == answer || t.questionOf(f, n) != question {
			continue
		}
		got, err := t.take(ctx, f, []foundValue{{slot: s, value: answer}}, nil)
		if len(got.Slots) > 0 {
			t.sayChanged(f, s)
		}
		return got, err
	}
	return filling{Asked: true}, nil
}

// sayChanged says what a value is now.
func (t *Talk) sayChanged(f *frame, s *slot) {
	value, _ := t.shownValue(f, s.Name)
	names := map[string]string{"label": s.label(t.Locale(), t.engine.opts.Locale), "value": value}
	t.tell(expand(t.own(TextChanged), func(name string) (string, bool) { v, ok := names[name]; return v, ok }))
}

// fillRetry reads the answer to whether a failed action should be tried again.
func (t *Talk) fillRetry(_ context.Context, f *frame, h *heard) (filling, error) {
	answer := 0
	switch {
	case h.choice == "yes" || h.choice == "" && wantsRetry(h.key):
		answer = 1
	case h.choice == "no":
		answer = -1
	case h.choice == "":
		rest := ""
		if answer, rest = readYesNo(h.text); answer > 0 && rest != "" && !assents(rest) {
			answer = 0
		}
	}
	if answer < 0 {
		t.sayCancelled(f)
		t.close(f, EventFlowCancelled)
		t.turn.Reply.Kind = Completed
	}
	return filling{Asked: answer != 0}, nil
}

// wantsRetry reports whether words ask to try once more.
func wantsRetry(key string) bool {
	for _, again := range []string{"again", "retry", "once more", "再试", "重试", "再来", "试试"} {
		if contains(key, again) {
			return true
		}
	}
	return false
}
