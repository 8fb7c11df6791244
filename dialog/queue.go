package dialog

import (
	"context"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// queued is a task that a customer named beside another one: it begins when that is over.
type queued struct {
	Flow string `json:"f"`
	// Words are those of the message that were about it.
	Words string `json:"w,omitempty"`
}

// task is a part of a message that asks for a flow.
type task struct {
	flow *Flow
	stretch
}

// The bounds of what is queued: how many tasks, of how many of their words, and how many parts
// of a message are read by themselves.
const (
	mostQueued      = 3
	mostQueuedWords = 512
	mostPartsRead   = 4
)

// tasks are the flows that the parts of a message ask for, where these are several: "I want
// to return the kettle and track order KF-100234".
func (t *Talk) tasks(ctx context.Context) ([]task, error) {
	parts := partsOf(t.text)
	if len(parts) < 2 {
		return nil, nil
	}
	var all []task
	add := func(flow *Flow, part stretch) {
		if flow != nil && !slices.ContainsFunc(all, func(other task) bool { return other.flow == flow }) {
			all = append(all, task{flow, part})
		}
	}
	for _, part := range parts {
		words := part.of(t.text)
		if flow, how, phrase := t.byPhrase(words); how == wishSure && (len(all) == 0 || asksOnlyFor(text.Key(words), phrase)) {
			add(flow, part)
		}
	}
	if len(all) < 2 && t.severalIntents() {
		all = nil
		for _, part := range parts[:min(len(parts), mostPartsRead)] {
			flow, err := t.byIntent(ctx, part.of(t.text))
			if err != nil {
				return nil, err
			}
			add(flow, part)
		}
	}
	for i := range all {
		if all[i].to = len(t.text); i+1 < len(all) {
			all[i].to = all[i+1].from
		}
	}
	return all, nil
}

// severalIntents reports whether the reader saw intents of several flows in the message.
func (t *Talk) severalIntents() bool {
	if t.reading == nil || t.readText != t.text {
		return false
	}
	seen := map[string]bool{}
	for _, label := range t.reading.Intents {
		for _, f := range t.engine.opts.Flows {
			if slices.Contains(f.Intents, label) {
				seen[f.Name] = true
			}
		}
	}
	return len(seen) > 1
}

// byIntent is the flow of the intent that a part of the message is sure to show.
func (t *Talk) byIntent(ctx context.Context, words string) (*Flow, error) {
	in := ReadInput{Message: t.turn.Message, Text: words, Memory: t.s.Memory, Profile: t.profile}
	u, err := t.understood(ctx, in)
	if err != nil {
		t.failed(ctx, "not understood", err)
		return nil, ctx.Err()
	}
	for _, f := range t.engine.opts.Flows {
		if u.Reading.Sure && slices.Contains(f.Intents, u.Reading.Intent) {
			return f, nil
		}
	}
	return nil, nil
}

// partsOf cuts a text into clauses, and before the words that join two wishes.
func partsOf(s string) (parts []stretch) {
	for _, c := range clausesOf(s, true) {
		from := c.from
		for at := c.from + 1; at < c.to; at++ {
			for _, joint := range wishJoints {
				if end := at + len(joint); end <= c.to && strings.EqualFold(s[at:end], joint) {
					parts = append(parts, stretch{from, at})
					from, at = at, end-1
					break
				}
			}
		}
		parts = append(parts, stretch{from, c.to})
	}
	return parts
}

var wishJoints = []string{" and ", " then ", " plus ", " also ", " as well as ", "并且", "然后", "还有", "还要", "还想", "顺便", "另外", "以及", "同时", "再", "和"}

// asksOnlyFor reports whether the words before a phrase say no more than that it is wanted.
func asksOnlyFor(key, phrase string) bool {
	before, _, _ := strings.Cut(key, phrase)
	for _, joint := range wishJoints {
		before = strings.TrimPrefix(before, strings.TrimLeft(joint, " "))
	}
	for word := range strings.FieldsSeq(before) {
		if !slices.Contains(wishLight, word) && len(word) == strings.Count(word, "")-1 {
			return false
		}
	}
	for _, light := range wishLightAlso {
		before = strings.ReplaceAll(before, light, "")
	}
	return !strings.ContainsFunc(before, func(r rune) bool { return r >= 0x80 })
}

var (
	wishLight = []string{
		"i", "we", "i'd", "we'd", "i'm", "would", "want", "wanna", "need", "like", "wish", "have", "to", "can", "could", "may", "you", "please", "help", "me", "us", "let", "also", "and", "then", "plus", "just", "too", "next",
		"secondly", "second", "afterwards", "after", "that",
	}
	wishLightAlso = []string{"需要", "麻烦", "可以", "顺便", "办理", "申请", "一下", "帮", "请", "我", "你", "您", "想", "要", "还", "再", "也", "能", "给", "办"}
)

// enter begins a flow with what the message tells already. Where the message asks for several
// flows, the first of them begins and the others wait for its end.
func (t *Talk) enter(ctx context.Context, flow *Flow) error {
	t.s.Guide, t.s.Unanswered, t.s.Followed = nil, 0, 0
	all, err := t.tasks(ctx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x task) bool { return t.running(x.flow.Name) })
	several := len(all) > 1 && slices.ContainsFunc(all, func(x task) bool { return x.flow == flow })
	if several {
		flow = all[0].flow
	}
	f := t.begin(flow, t.turn.Message.ID, nil)
	if several {
		for _, next := range all[1:] {
			t.queue(f, next)
		}
		t.aside = stretch{all[1].from, len(t.text)}
	}
	_, err = t.fill(ctx, f, false)
	t.aside = stretch{}
	if err != nil {
		return err
	}
	return t.advance(ctx, f)
}

// queue puts a task off to the end of a run, and says so.
func (t *Talk) queue(f *frame, x task) {
	s := t.s
	if len(s.Next) >= mostQueued || slices.ContainsFunc(s.Next, func(q queued) bool { return q.Flow == x.flow.Name }) {
		return
	}
	words := x.of(t.text)
	words = strings.ToValidUTF8(words[:min(len(words), mostQueuedWords)], "")
	s.Next = append(s.Next, queued{Flow: x.flow.Name, Words: words})
	t.event(Event{Type: EventFlowQueued, Flow: x.flow.Name})
	now, next := t.labelled(t.engine.flows[f.Flow]), t.labelled(x.flow)
	t.tell(expand(t.own(TextQueued), func(name string) (string, bool) {
		if name == "next" {
			return next("flow")
		}
		return now(name)
	}))
}

// queueBeside takes what the message tells for the flow that talks, and puts off what else it
// asks for: "2 pieces. And please track order KF-1".
func (t *Talk) queueBeside(ctx context.Context, f *frame) (bool, error) {
	asked := t.asked(f)
	if !t.worded() || asked == nil || asked.Raw || asked.Kind == TextKind {
		return false, nil
	}
	for _, part := range partsOf(t.text) {
		words := part.of(t.text)
		flow, how, phrase := t.byPhrase(words)
		if flow == nil || how != wishSure || t.running(flow.Name) || !asksOnlyFor(text.Key(words), phrase) || t.tellsBeside(f, asked, part) == 0 {
			continue
		}
		t.aside = part
		got, err := t.fill(ctx, f, false)
		t.aside = stretch{}
		if err != nil {
			return false, err
		}
		t.queue(f, task{flow, part})
		if len(got.Slots) == 0 && !got.Asked {
			return true, t.missed(ctx, f)
		}
		return true, t.advance(ctx, f)
	}
	return false, nil
}

// beginNext begins the next task that waits, and reports whether there was one.
func (t *Talk) beginNext(ctx context.Context) (bool, error) {
	for len(t.s.Next) > 0 && t.turn.Conversation.Owner == Bot {
		next := t.s.Next[0]
		t.s.Next = t.s.Next[1:]
		flow := t.engine.flows[next.Flow]
		if flow == nil || t.running(next.Flow) {
			continue
		}
		t.tell(expand(t.own(TextNext), t.labelled(flow)))
		f := t.begin(flow, t.turn.Message.ID+"#"+flow.Name, nil) // the message may have begun another one
		err := t.hearing(ctx, next.Words, func() error {
			_, err := t.fill(ctx, f, false)
			return err
		})
		if err != nil {
			return true, err
		}
		return true, t.advance(ctx, f)
	}
	return false, nil
}

// hearing does something as if the customer had said other words in this turn.
func (t *Talk) hearing(ctx context.Context, words string, do func() error) error {
	before, reply := *t, t.turn.Reply.Reading
	memory := t.s.Memory
	t.text, t.choice, t.found, t.aside = words, "", nil, stretch{}
	if before.reading != nil {
		t.read(ctx)
	}
	err := do()
	t.text, t.choice, t.found, t.aside = before.text, before.choice, before.found, before.aside
	t.reading, t.readText, t.uttered = before.reading, before.readText, before.uttered
	t.turn.Reply.Reading, t.s.Memory = reply, memory
	return err
}
