package dialog

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// versionFlow asks for an order, does something and asks for a reason.
func versionFlow(version int, b *booked, more ...Step) *Flow {
	steps := append([]Step{Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""))), Do("hold", b.action)}, more...)
	return &Flow{Name: "f", Version: version, Phrases: []string{"go"}, Steps: append(steps, Ask(TextSlot("why", nil, In("Why?", ""))), Say(In("{order}: {why}", "")))}
}

func TestFlowVersionsKeepWhatWasCollected(t *testing.T) {
	b := &booked{}
	f := talkWith(t, nil, versionFlow(1, b))
	f.say("go with A-1")
	require.Equal(t, "Why?", f.reply.Text)
	f.deploy(versionFlow(2, b, Ask(NumberSlot[int]("count", nil, In("How many?", "")))))
	f.say("3")
	assert.Equal(t, "Why?", f.reply.Text)
	assert.Contains(t, f.events(), "migrated")
	assert.Equal(t, map[string]string{"order": "A-1", "count": "3"}, f.slots(), "the new question is the one that was answered")
	assert.Len(t, b.calls, 1, "what was done is not done again")
	f.say("because")
	assert.Equal(t, "A-1: because", f.reply.Text)
}

func TestFlowMigrate(t *testing.T) {
	b := &booked{}
	for name, c := range map[string]struct {
		migrate func(Saved) (Saved, error)
		want    map[string]string
		event   string
	}{
		"renames": {func(s Saved) (Saved, error) {
			s.Slots["ticket"] = s.Slots["order"]
			delete(s.Slots, "order")
			return s, nil
		}, map[string]string{"ticket": "A-1"}, "migrated"},
		"fails":  {func(Saved) (Saved, error) { return Saved{}, errors.New("no") }, map[string]string{"order": "A-1"}, "internal_error"},
		"panics": {func(s Saved) (Saved, error) { delete(s.Slots, "order"); panic("boom") }, map[string]string{"order": "A-1"}, "internal_error"},
	} {
		t.Run(name, func(t *testing.T) {
			f := talkWith(t, nil, versionFlow(1, b))
			f.say("go with A-1")
			next := versionFlow(2, b)
			next.Migrate = c.migrate
			f.deploy(next)
			f.say("hold on")
			assert.Equal(t, c.want, f.slots())
			assert.Contains(t, f.events(), c.event)
		})
	}
}

func TestFlowThatIsGone(t *testing.T) {
	f := talkWith(t, nil, versionFlow(1, &booked{}))
	f.say("go with A-1")
	f.deploy()
	assert.Contains(t, f.say("because"), "can no longer be done")
	assert.Contains(t, f.events(), "flow_cancelled")
	assert.Nil(t, f.state().top())
}

func TestFlowOfANewerVersionIsLeftAlone(t *testing.T) {
	b := &booked{}
	f := talkWith(t, nil, versionFlow(2, b))
	f.say("go with A-1")
	f.deploy(versionFlow(1, b)) // a node that was not deployed to yet
	assert.Contains(t, f.say("because"), "updating")
	assert.NotContains(t, f.say("hello?"), "updating", "that is said once")
	assert.Empty(t, f.slots())
	f.deploy(versionFlow(2, b))
	f.say("because")
	assert.Equal(t, "A-1: because", f.reply.Text)
	assert.Len(t, b.calls, 1)
}

func TestWhichFlowAMessageStarts(t *testing.T) {
	flow := func(name string, intents []string, phrases ...string) *Flow {
		return &Flow{Name: name, Intents: intents, Phrases: phrases, Steps: []Step{Say(In(name, ""))}}
	}
	flows := []*Flow{
		flow("return", []string{"return"}, "return", "退货"),
		flow("return policy", nil, "return policy"),
		flow("track", []string{"track"}, "where is my parcel", "物流"),
	}
	for say, want := range map[string]string{
		"I want to return this":            "return",
		"what about your return policy":    "return policy", // the longer phrase
		"RETURN policy!":                   "return policy",
		"[track] I had to return the call": "track",  // an intent before a phrase
		"[other] return":                   "return", // one of nobody
		"returning":                        "",       // no word
		"我要退货":                             "return",
		"查一下物流，谢谢":                         "track",
		"hm":                               "",
	} {
		f := talkWith(t, nil, flows...)
		reply := f.say(say)
		if want == "" {
			assert.Equal(t, Unanswered, f.reply.Kind, say)
			continue
		}
		assert.Equal(t, want, reply, say)
	}
	f := talkWith(t, nil, flows...)
	assert.Equal(t, "return", f.say("return"), "a message that is a phrase wins over any intent")
}
