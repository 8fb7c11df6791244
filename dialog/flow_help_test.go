package dialog

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
)

// flowReader finds orders, cities with their roles, days and numbers, and intents that
// are words in brackets.
var flowReader = ReaderFunc(func(_ context.Context, in ReadInput) (Understood, error) {
	var u Understood
	add := func(typ string, at []int, value, role string) {
		for _, v := range u.Reading.Values {
			if at[0] < v.End && v.Start < at[1] {
				return
			}
		}
		u.Reading.Values = append(u.Reading.Values, Value{Type: typ, Value: value, Role: role, Start: at[0], End: at[1]})
	}
	words := in.Text
	for _, at := range regexp.MustCompile(`(?i)\b[A-Z]-\d+`).FindAllStringIndex(words, -1) {
		add("order", at, strings.ToUpper(words[at[0]:at[1]]), "")
	}
	for word, value := range map[string]string{"Shanghai": "Shanghai", "上海": "Shanghai", "Hangzhou": "Hangzhou", "杭州": "Hangzhou", "Beijing": "Beijing", "北京": "Beijing"} {
		for _, at := range regexp.MustCompile(word).FindAllStringIndex(words, -1) {
			before := strings.TrimRight(words[:at[0]], " ")
			role := ""
			for suffix, r := range map[string]string{"from": "origin", "从": "origin", "to": "destination", "到": "destination", "去": "destination", "not": "old", "不是": "old"} {
				if strings.HasSuffix(before, suffix) {
					role = r
				}
			}
			add("city", at, value, role)
		}
	}
	for word, value := range map[string]string{"Monday": "2026-11-23", "周一": "2026-11-23", "Tuesday": "2026-11-24", "周二": "2026-11-24"} {
		for _, at := range regexp.MustCompile(word).FindAllStringIndex(words, -1) {
			add("time", at, value, "")
		}
	}
	for _, at := range regexp.MustCompile(`\b\d+(\.\d+)?\b`).FindAllStringIndex(words, -1) {
		add("number", at, words[at[0]:at[1]], "")
	}
	slices.SortFunc(u.Reading.Values, func(a, b Value) int { return a.Start - b.Start })
	if m := regexp.MustCompile(`\[(\w+)\]`).FindStringSubmatch(words); m != nil {
		u.Reading.Intent, u.Reading.Sure, u.Reading.Confidence = m[1], true, 1
	}
	return u, nil
})

// flowTalk drives an engine with flows.
type flowTalk struct {
	t      testing.TB
	engine *Engine
	store  *MemoryStore
	opts   *Options
	n      int
	reply  Reply
	now    time.Time
}

// talkWith returns an engine with flows; prepare may change its options.
func talkWith(t testing.TB, prepare func(*Options), flows ...*Flow) *flowTalk {
	f := &flowTalk{t: t, store: NewMemoryStore(), now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	f.opts = &Options{Flows: flows, Reader: flowReader, Now: func() time.Time { return f.now }}
	if prepare != nil {
		prepare(f.opts)
	}
	f.deploy(flows...)
	return f
}

// deploy goes on with other flows.
func (f *flowTalk) deploy(flows ...*Flow) {
	f.t.Helper()
	f.opts.Flows = flows
	var err error
	f.engine, err = NewEngine(f.store, f.opts)
	require.NoError(f.t, err)
}

func (f *flowTalk) message(msg Message) Reply {
	f.t.Helper()
	f.n++
	msg.ID, msg.Conversation = fmt.Sprintf("m%d", f.n), "c"
	f.now = f.now.Add(time.Second)
	reply, err := f.engine.Handle(context.Background(), msg)
	require.NoError(f.t, err)
	f.reply = reply
	return reply
}

// say sends the customer's words and returns the text of the reply.
func (f *flowTalk) say(words string) string {
	f.t.Helper()
	return f.message(Message{Text: words}).Text
}

// pick presses a button.
func (f *flowTalk) pick(id string) string { f.t.Helper(); return f.message(Message{Choice: id}).Text }

// state is what the conversation is at.
func (f *flowTalk) state() *session {
	f.t.Helper()
	c, err := f.store.Load(context.Background(), "c")
	require.NoError(f.t, err)
	s, err := readSession(c.State)
	require.NoError(f.t, err)
	return s
}

// slots are the values of the run that talks.
func (f *flowTalk) slots() map[string]string {
	f.t.Helper()
	values := map[string]string{}
	if top := f.state().top(); top != nil {
		for name, value := range (Values{top.Slots}).All() {
			values[name] = value
		}
	}
	return values
}

// events are those of the last turn, of some types or of all, as "type slot=value".
func (f *flowTalk) events(types ...EventType) []string {
	f.t.Helper()
	r, err := f.store.Replied(context.Background(), "c", fmt.Sprintf("m%d", f.n))
	require.NoError(f.t, err)
	var lines []string
	for _, e := range r.Events {
		if len(types) == 0 && e.Type == EventSessionStarted || len(types) > 0 && !slices.Contains(types, e.Type) {
			continue
		}
		line := string(e.Type)
		if e.Slot != "" {
			line += " " + e.Slot
		}
		if e.Value != "" && e.Type != EventPrompted {
			line += "=" + e.Value
		}
		lines = append(lines, line)
	}
	return lines
}

// flowOutbox are the effects and hand-offs that wait.
func (f *flowTalk) outbox() (items []Outgoing) {
	f.t.Helper()
	for range 100 {
		got, err := f.store.Outbox().Claim(context.Background(), f.now.Add(time.Hour), f.now.Add(2*time.Hour), 100)
		require.NoError(f.t, err)
		if len(got) == 0 {
			break
		}
		for _, out := range got {
			require.NoError(f.t, f.store.Outbox().Settle(context.Background(), out.ID, out.Attempt, Outcome{}))
		}
		items = append(items, got...)
	}
	return items
}

// tripFlow asks for a journey: two cities, a day, how many, and books it.
func tripFlow(book Action) *Flow {
	from := ValueSlot[string]("from", "city", In("departure city", "出发城市"), In("Where from?", "从哪里出发？"), In("Which city do you leave from?", "请问出发城市？"))
	from.Role = "origin"
	to := ValueSlot[string]("to", "city", In("destination", "目的地"), In("Where to?", "去哪里？"))
	to.Role = "destination"
	hotel := TextSlot("hotel", In("hotel", "酒店"), In("Which hotel?", "住哪家酒店？"))
	hotel.DependsOn, hotel.Optional = []string{"to"}, true
	day := ValueSlot[string]("day", "time", In("day", "日期"), In("Which day?", "哪一天？"))
	count := NumberSlot[int]("count", In("number of people", "人数"), In("How many people?", "几个人？"), In("How many people, as a number?", "请说一下人数，例如 2。"))
	count.Min, count.Max = ptr(1.0), ptr(9.0)
	count.Invalid = In("{value} people cannot travel together.", "{value}个人不能一起预订。")
	return &Flow{
		Name: "trip", Label: In("the trip", "行程预订"), Phrases: []string{"book a trip", "订行程"}, Intents: []string{"trip"},
		Steps: []Step{
			Ask(from), Ask(to), Ask(day), Ask(count), Ask(hotel),
			Confirm(nil),
			Do("book", book),
			Say(In("Booked: {from} to {to}.", "已预订：{from}到{to}。")),
		},
	}
}

func ptr[T any](v T) *T { return &v }

// booked counts the calls of an action by key.
type booked struct {
	calls []Call
	do    func(Call) (Result, error)
}

func (b *booked) action(_ context.Context, c Call) (Result, error) {
	b.calls = append(b.calls, c)
	if b.do != nil {
		return b.do(c)
	}
	return Result{}, nil
}

func keyOf(words string) string { return text.Key(words) }
