package emotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/intent/emotion"
)

func customer(text string) emotion.Turn { return emotion.Turn{Speaker: emotion.Customer, Text: text} }
func bot(text string) emotion.Turn      { return emotion.Turn{Speaker: emotion.Bot, Text: text} }

// feeling is a turn of the customer that somebody has read.
func feeling(valence float64) emotion.Turn {
	return emotion.Turn{Text: "so it is", Emotion: &emotion.Emotion{Label: emotion.Neutral, Valence: valence, NeedsHuman: 0.17}}
}

// In each pair of conversations one thing differs, and the first needs a human
// more.
func TestEvidence(t *testing.T) {
	const neutral, other = "Please restart the router and wait outside.", "Mountains rivers forests lakes valleys islands."
	d := newDetector(t)
	for name, c := range map[string]struct {
		more, less []emotion.Turn
		by         float64
	}{
		"the service repeats itself": {
			[]emotion.Turn{customer("router dark"), bot(neutral), customer("did it"), bot(neutral), customer("and now")},
			[]emotion.Turn{customer("router dark"), bot(other), customer("did it"), bot(neutral), customer("and now")},
			0.02,
		},
		"nobody answers": {
			[]emotion.Turn{customer("router dark"), customer("did it"), customer("and now")},
			[]emotion.Turn{customer("router dark"), bot(other), customer("did it"), bot(other[:20]), customer("and now")},
			0.02,
		},
		"failures add up": {
			[]emotion.Turn{customer("router dark"), bot("It failed."), customer("did it"), bot("It failed."), customer("and now"), bot("x"), customer("fine street")},
			[]emotion.Turn{customer("router dark"), bot("It is."), customer("did it"), bot("It failed."), customer("and now"), bot("x"), customer("fine street")},
			0.015,
		},
		"nothing went wrong yet": {
			[]emotion.Turn{customer("main street"), bot("x"), customer("router dark")}, []emotion.Turn{customer("router dark")}, 0.02,
		},
		"thanks calm for good": {
			[]emotion.Turn{customer("This is terrible, I hate it"), bot(other), feeling(0.5), bot("x"), customer("and now")},
			[]emotion.Turn{customer("This is terrible, I hate it"), bot(other), {Text: "thank you", Emotion: feeling(0.5).Emotion}, bot("x"), customer("and now")},
			0.01,
		},
	} {
		t.Run(name, func(t *testing.T) {
			more, less := play(t, d, c.more), play(t, d, c.less)
			assert.Greater(t, more[len(more)-1].NeedsHuman, less[len(less)-1].NeedsHuman+c.by)
		})
	}
}

func TestTrendIsTheMedianSlope(t *testing.T) {
	d := newDetector(t)
	trend := func(valences ...float64) float64 {
		var turns []emotion.Turn
		for _, v := range valences {
			turns = append(turns, feeling(v), bot("ok"))
		}
		c := play(t, d, turns)
		return c[len(c)-1].Trend
	}
	assert.Zero(t, trend(0.7))
	assert.InDelta(t, -0.1, trend(0.4, 0.3, 0.2, 0.1, 0), 1e-9)
	assert.InDelta(t, (0.05+0.2/3)/2, trend(0, 0.5, 0.1, 0.2), 1e-9)
	assert.InDelta(t, -0.1, trend(0.4, 0.3, -1, 0.1, 0, -0.1), 0.05, "one outlier changes little")
	assert.InDelta(t, 0, trend(-1, -1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2), 1e-9, "only the last eight count")
}

func TestCauseGivesWay(t *testing.T) {
	d := newDetector(t)
	turns := []emotion.Turn{customer("You are disgusting idiots!"), customer("and now"), customer("a bit slow")}
	c := play(t, d, turns)
	assert.Equal(t, 1, c[2].CauseTurn, "what is worst stays the cause for a while")
	for range 8 {
		turns = append(turns, customer("main street 7"))
	}
	c = play(t, d, append(turns, customer("a bit slow")))
	assert.Equal(t, "slow", c[len(c)-1].Cause, "until something else is fresher")
	assert.Equal(t, len(c), c[len(c)-1].CauseTurn)
	assert.Equal(t, 1, c[len(c)-1].PeakTurn)
}
