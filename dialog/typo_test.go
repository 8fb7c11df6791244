package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// One letter that is wrong, missing, too many, or in the place of its neighbour does not hide
// a wish; another word is another word, and a name is a name.
func TestMistypedPhrasesStartFlows(t *testing.T) {
	flows := []*Flow{
		{Name: "return", Phrases: []string{"return"}, Steps: []Step{Say(In("ok", "ok"))}},
		{Name: "change", Phrases: []string{"change my address"}, Steps: []Step{Say(In("ok", "ok"))}},
		{Name: "track", Phrases: []string{"track"}, Steps: []Step{Say(In("ok", "ok"))}},
		{Name: "exchange", Phrases: []string{"exchange"}, Steps: []Step{Say(In("ok", "ok"))}},
	}
	for words, want := range map[string]string{
		"I want to retrun the kettle": "return", "I'd like to retunr it": "return", "Please retrn this": "return", "Reeturn it": "return", "i want to recturn it": "return",
		"please chnage my addres": "change", "Chagne my address": "change", "tarck my order": "track", "trakc it": "track", "I need an exchnge": "exchange",
		"I don't want to retrun it": "", "charge my address": "", "I am Tracy": "", "my truck is broken": "", "the crack in it": "", "I want to retain it": "",
		"my name is John Retrun": "", "teurn": "", "we want the trackk": "",
	} {
		d := talkWith(t, nil, flows...)
		d.say(words)
		started := ""
		for _, e := range d.events(EventFlowStarted) {
			started = e
		}
		flow := ""
		if started != "" {
			r, err := d.store.Replied(t.Context(), "c", "m1")
			assert.NoError(t, err)
			for _, e := range r.Events {
				if e.Type == EventFlowStarted {
					flow = e.Flow
				}
			}
		}
		assert.Equal(t, want, flow, words)
	}
}
