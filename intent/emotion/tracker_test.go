package emotion_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/intent/emotion"
)

func newTracker(t testing.TB, o *emotion.TrackerOptions) *emotion.Tracker {
	tracker, err := emotion.NewTracker(newDetector(t), o)
	require.NoError(t, err)
	return tracker
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// lines are what conversations of the properties are made of.
var lines = []string{
	"", "ok", "where is my order 4711", "This is ridiculous!!!", "thank you so much", "No, I said Friday", "Sorry, I don't understand",
	"I have booked it, anything else?", "你好", "太过分了,等了三天", "谢谢", "抱歉,没有找到", "😡", "\xff\xfe", "first line\nsecond \"quoted hate\" line",
}

func turnGen() *rapid.Generator[emotion.Turn] {
	return rapid.Custom(func(t *rapid.T) emotion.Turn {
		turn := emotion.Turn{
			Speaker: emotion.Speaker(rapid.IntRange(0, 2).Draw(t, "speaker")),
			Text:    rapid.OneOf(rapid.SampledFrom(lines), rapid.String()).Draw(t, "text"),
		}
		if rapid.Bool().Draw(t, "timed") {
			turn.At = noon.Add(time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "at")))
		}
		if rapid.IntRange(0, 4).Draw(t, "read") == 0 {
			any := rapid.Float64()
			turn.Emotion = &emotion.Emotion{
				Label: emotion.Angry, Score: any.Draw(t, "score"), Valence: any.Draw(t, "valence"), Intensity: math.NaN(), NeedsHuman: any.Draw(t, "human"),
				Cues: []emotion.Cue{{Weight: -any.Draw(t, "weight"), Start: rapid.IntRange(-1, 5).Draw(t, "start"), End: rapid.IntRange(-1, 9).Draw(t, "end")}},
			}
		}
		return turn
	})
}

func TestCourseStaysInItsRanges(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tracker := newTracker(t, nil)
		customer := 0
		for i, turn := range rapid.SliceOfN(turnGen(), 1, 20).Draw(r, "turns") {
			c := tracker.Add(turn)
			if turn.Speaker == emotion.Customer {
				customer++
			}
			require.True(t, c.Now >= -1 && c.Now <= 1, "%v", c)
			require.True(t, c.Trend >= -2 && c.Trend <= 2, "%v", c)
			require.True(t, c.Peak >= -1 && c.Peak <= 0 && (c.Peak == 0) == (c.PeakTurn == 0) && c.PeakTurn <= i+1, "%v", c)
			require.True(t, c.NeedsHuman >= 0 && c.NeedsHuman <= 1, "%v", c)
			require.True(t, utf8.ValidString(c.Cause) && utf8.RuneCountInString(c.Cause) <= 64 && c.CauseTurn <= i+1, "%v", c)
			require.Contains(t, emotion.Labels(), c.Label)
			require.Equal(t, customer, c.Turns)
		}
	})
}

func TestRestoringChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		whole, cut := newTracker(t, nil), newTracker(t, nil)
		for _, turn := range rapid.SliceOfN(turnGen(), 1, 20).Draw(r, "turns") {
			var data []byte
			var err error
			if rapid.Bool().Draw(r, "text") {
				data, err = json.Marshal(cut)
				cut = newTracker(t, nil)
				require.NoError(t, json.Unmarshal(data, cut))
			} else {
				data, err = cut.MarshalBinary()
				cut = newTracker(t, nil)
				require.NoError(t, cut.UnmarshalBinary(data))
			}
			require.NoError(t, err)
			require.Less(t, len(data), 1024)
			require.Equal(t, whole.Course(), cut.Course())
			require.Equal(t, whole.Add(turn), cut.Add(turn))
		}
	})
}

// The largest state that there can be is small, too.
func TestStateIsSmall(t *testing.T) {
	tracker := newTracker(t, nil)
	long := strings.Repeat("😡", 70)
	for i := range 20 {
		var words strings.Builder
		for j := range 60 {
			fmt.Fprintf(&words, "word%c%c ", 'a'+i, 'a'+j%26)
		}
		e := emotion.Emotion{Label: emotion.Angry, Valence: -.9, Cues: []emotion.Cue{{Weight: -3, End: len(long)}}}
		tracker.Add(emotion.Turn{Text: long + words.String(), Emotion: &e, At: noon})
		tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: words.String(), At: noon})
	}
	require.Equal(t, 64, utf8.RuneCountInString(tracker.Course().Cause))
	data, err := tracker.MarshalText()
	require.NoError(t, err)
	assert.Less(t, len(data), 1024)
}

func TestFeelingsFade(t *testing.T) {
	angry := emotion.Turn{Text: "This is terrible, I am furious!", At: noon}
	t.Run("turn by turn", func(t *testing.T) {
		tracker := newTracker(t, nil)
		last := tracker.Add(angry)
		for i, text := range []string{"the number is 12", "Main street 7", "Berlin", "the blue one", "on Friday", "two of them", "size 40", "by train"} {
			tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: "x", At: noon})
			c := tracker.Add(emotion.Turn{Text: text, At: noon})
			require.Greater(t, c.Now, last.Now)
			require.Less(t, c.NeedsHuman, last.NeedsHuman, i)
			require.Equal(t, last.Peak, c.Peak)
			last = c
		}
		assert.InDelta(t, 0, last.Now, 0.15)
		assert.Equal(t, emotion.Neutral, last.Label)
	})
	t.Run("with time", func(t *testing.T) {
		last := emotion.Course{Now: -1, NeedsHuman: 1}
		for _, pause := range []time.Duration{0, time.Hour, 5 * time.Hour, 48 * time.Hour} {
			tracker := newTracker(t, nil)
			tracker.Add(angry)
			c := tracker.Add(emotion.Turn{Text: "the number is 12", At: noon.Add(pause)})
			require.Greater(t, c.Now, last.Now)
			require.Less(t, c.NeedsHuman, last.NeedsHuman)
			last = c
		}
	})
	t.Run("after the half-lives", func(t *testing.T) {
		start := newTracker(t, nil).Add(angry).Now
		tracker := newTracker(t, &emotion.TrackerOptions{HalfLife: 1e9, HalfTime: time.Hour})
		tracker.Add(angry)
		c := tracker.Add(emotion.Turn{Speaker: emotion.Agent, Text: "x", At: noon.Add(time.Hour)})
		assert.InDelta(t, start/2, c.Now, 1e-9)
		tracker = newTracker(t, &emotion.TrackerOptions{HalfLife: 3, HalfTime: math.MaxInt64})
		tracker.Add(angry)
		for range 3 {
			c = tracker.Add(emotion.Turn{Text: "the number is 12", Emotion: &emotion.Emotion{Label: emotion.Neutral}})
		}
		assert.InDelta(t, start/2, c.Now, 1e-6)
	})
}

func TestTimes(t *testing.T) {
	angry, number := "This is terrible, I am furious!", "the number is 12"
	course := func(second time.Time) emotion.Course {
		tracker := newTracker(t, nil)
		tracker.Add(emotion.Turn{Text: angry, At: noon})
		return tracker.Add(emotion.Turn{Text: number, At: second})
	}
	assert.Equal(t, course(noon.Add(time.Minute)), course(time.Time{}), "no time is a minute later")
	assert.Equal(t, course(noon), course(noon.Add(-time.Hour)), "the past is now")
	assert.Equal(t, course(noon.Add(time.Hour)), course(noon.Add(time.Hour).In(time.FixedZone("", 3600))))
	tracker := newTracker(t, nil)
	tracker.Add(emotion.Turn{Text: angry})
	assert.Equal(t, course(time.Time{}), tracker.Add(emotion.Turn{Text: number}), "nor need there be any")
}

func TestOrderOfNeutralTurnsIsIrrelevant(t *testing.T) {
	texts := []string{"the first number is 12", "a second code follows 34", "third street in town 56"}
	a, b := newTracker(t, nil), newTracker(t, nil)
	for i := range texts {
		a.Add(emotion.Turn{Text: texts[i]})
		b.Add(emotion.Turn{Text: texts[len(texts)-1-i]})
	}
	want, got := a.Course(), b.Course()
	assert.InDelta(t, want.NeedsHuman, got.NeedsHuman, 0.01)
	assert.InDelta(t, want.Now, got.Now, 0.01)
}

// A reading of the host's counts instead of the tracker's own.
func TestEmotionOfTheHost(t *testing.T) {
	e := emotion.Emotion{Label: emotion.Angry, Valence: -0.9, Intensity: 0.8, NeedsHuman: 0.9, Cues: []emotion.Cue{{Weight: -2, Start: 0, End: 4}}}
	c := newTracker(t, nil).Add(emotion.Turn{Text: "fine", Emotion: &e})
	assert.Equal(t, emotion.Angry, c.Label)
	assert.InDelta(t, -0.9, c.Now, 1e-9)
	assert.Equal(t, "fine", c.Cause)
	assert.Greater(t, c.NeedsHuman, 0.8)
}

func TestServiceTurnsCountAtOnce(t *testing.T) {
	after := func(reply string) float64 {
		tracker := newTracker(t, nil)
		tracker.Add(emotion.Turn{Text: "where is my order"})
		return tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: reply}).NeedsHuman
	}
	neutral := after("the sky over the sea")
	for _, bad := range []string{"Sorry, I don't understand.", "Unfortunately we cannot help.", "抱歉,我没听懂", "无法查询", "Would you like to try another one?"} {
		assert.Greater(t, after(bad), neutral, bad)
	}
	for _, good := range []string{"It has been refunded.", "已为您退款成功", "Anything else? Have a nice day."} {
		assert.Less(t, after(good), neutral, good)
	}
}

func TestCopiesGoOnByThemselves(t *testing.T) {
	tracker := newTracker(t, nil)
	tracker.Add(emotion.Turn{Text: "where is my order"})
	before := tracker.Course()
	other := *tracker
	other.Add(emotion.Turn{Text: "This is terrible, I am furious!"})
	assert.Equal(t, before, tracker.Course())
	assert.NotEqual(t, before, other.Course())
}

func TestTrackerOptions(t *testing.T) {
	for name, o := range map[string]*emotion.TrackerOptions{
		"HalfLife": {HalfLife: -1}, "HalfLife ": {HalfLife: math.NaN()}, "HalfLife  ": {HalfLife: math.Inf(1)}, "HalfTime": {HalfTime: -1}, "Model": {Model: &emotion.TrackerModel{}},
	} {
		_, err := emotion.NewTracker(nil, o)
		var field *emotion.FieldError
		require.ErrorAs(t, err, &field)
		assert.Equal(t, strings.TrimSpace(name), field.Field)
	}
}

func TestMerge(t *testing.T) {
	d := newDetector(t)
	calm := d.Detect("it is fine")
	voice := emotion.Emotion{Label: emotion.Angry, Score: 0.9, Valence: -0.8, Intensity: 0.9, NeedsHuman: 0.7, Tone: emotion.Shouting}
	for _, c := range []struct {
		weight, same float64
	}{{0, 0}, {1, 1}, {-3, 0}, {7, 1}, {math.NaN(), 0}, {0.5, 0.5}} {
		e := emotion.Merge(calm, voice, c.weight)
		assert.InDelta(t, calm.Valence*(1-c.same)-0.8*c.same, e.Valence, 1e-9)
		assert.InDelta(t, calm.Shares[1]*(1-c.same)+0.9*c.same, e.Shares[1], 1e-9)
		assert.InDelta(t, calm.NeedsHuman*(1-c.same)+0.7*c.same, e.NeedsHuman, 1e-9)
		assert.Equal(t, calm.Cues, e.Cues)
		assert.NotZero(t, e.Tone&emotion.Shouting)
		sum := 0.0
		for _, p := range e.Shares {
			sum += p
		}
		assert.InDelta(t, 1, sum, 1e-9)
	}
	assert.Equal(t, emotion.Angry, emotion.Merge(calm, voice, 0.8).Label)
	odd := emotion.Emotion{Valence: math.Inf(-1), Intensity: math.NaN(), NeedsHuman: 7, Shares: [6]float64{math.NaN(), 3, -1}}
	e := emotion.Merge(odd, odd, 0.5)
	assert.Equal(t, emotion.Emotion{Label: emotion.Angry, Score: 1, Shares: [6]float64{0, 1}, Valence: -1, NeedsHuman: 1}, e)
	assert.Equal(t, emotion.Neutral, emotion.Merge(emotion.Emotion{}, emotion.Emotion{Label: "unknown"}, 0.5).Label)
}

func FuzzTrackerState(f *testing.F) {
	tracker := newTracker(f, nil)
	for _, text := range lines {
		tracker.Add(emotion.Turn{Text: text, At: noon})
		tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: text + " sorry, one moment please"})
		data, err := tracker.MarshalBinary()
		require.NoError(f, err)
		f.Add(data)
		f.Add(data[:len(data)-1])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tracker := newTracker(t, nil)
		before := *tracker
		if err := tracker.UnmarshalBinary(data); err != nil {
			require.True(t, errors.Is(err, emotion.ErrDamaged) || errors.Is(err, emotion.ErrNewer))
			require.Equal(t, before.Course(), tracker.Course())
			return
		}
		for _, turn := range []emotion.Turn{{Text: "no, I said Friday"}, {Speaker: emotion.Bot, Text: "sorry"}, {Text: "ok", At: noon}} {
			c := tracker.Add(turn)
			require.True(t, c.NeedsHuman >= 0 && c.NeedsHuman <= 1 && c.Now >= -1 && c.Now <= 1, "%v", c)
		}
		again, err := tracker.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, newTracker(t, nil).UnmarshalBinary(again))
	})
}

func TestDamagedState(t *testing.T) {
	tracker := newTracker(t, nil)
	tracker.Add(emotion.Turn{Text: "This is terrible, I am furious!", At: noon})
	data, err := tracker.MarshalBinary()
	require.NoError(t, err)
	for n := range data {
		require.ErrorIs(t, newTracker(t, nil).UnmarshalBinary(data[:n]), emotion.ErrDamaged)
	}
	require.ErrorIs(t, newTracker(t, nil).UnmarshalBinary(append(data, 0)), emotion.ErrDamaged)
	require.ErrorIs(t, newTracker(t, nil).UnmarshalText([]byte("*")), emotion.ErrDamaged)
	newer := append([]byte(nil), data...)
	newer[len("kefu course")]++
	require.ErrorIs(t, newTracker(t, nil).UnmarshalBinary(newer), emotion.ErrNewer)
}

func TestTrackerAllocates(t *testing.T) {
	if raceBuild {
		t.Skip("the race detector empties pools at random")
	}
	tracker := newTracker(t, nil)
	turns := []emotion.Turn{{Text: "I have been waiting for two weeks, this is ridiculous"}, {Speaker: emotion.Bot, Text: "Sorry, please wait."}}
	tracker.Add(turns[0])
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		for _, turn := range turns {
			tracker.Add(turn)
		}
	}), 2.0)
}

func BenchmarkTracker(b *testing.B) {
	for name, text := range map[string]string{
		"en": "I have been on hold for 2 hours and nobody answers, this is ridiculous!!!",
		"zh": "我等了三天了,你们还是没人理我,再不处理我就投诉",
	} {
		b.Run(name, func(b *testing.B) {
			tracker := newTracker(b, nil)
			turns := []emotion.Turn{{Text: text}, {Speaker: emotion.Bot, Text: "Sorry, please wait. 抱歉,请稍等。"}}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				tracker.Add(turns[i&1])
				i++
			}
		})
	}
	b.Run("state", func(b *testing.B) {
		tracker := newTracker(b, nil)
		tracker.Add(emotion.Turn{Text: "where is my order 4711"})
		b.ReportAllocs()
		for b.Loop() {
			data, _ := tracker.MarshalBinary()
			_ = tracker.UnmarshalBinary(data)
		}
	})
}
