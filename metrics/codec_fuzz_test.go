package metrics

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func fullEvent() Event {
	return Event{
		ID: "e", At: time.UnixMicro(1772366400_000001).UTC(), Kind: Rated, Conversation: "c", Customer: "客户", Agent: "ann", Turn: "t", Version: 3,
		Felt: true, Valence: -.5, Score: 4, Took: time.Second, Confirmed: true, Labels: []Label{{"a", "b"}}, Tags: []string{"quick", "friendly"},
	}
}

func fullEpisode() Episode {
	at := time.UnixMicro(1772366400_000001).UTC()
	return Episode{
		ID: "c/c#1", Subject: Talk, Outcome: ByHuman, Agent: "ann", Start: at, End: at.Add(time.Hour), Last: at.Add(time.Minute), Rating: 4,
		FirstReply: Span{Wall: time.Second, Hours: -1, Known: true}, Labels: []Label{{"a", "b"}}, Tags: []string{"quick"},
		Replies: []ReplyTime{{"ann", 1, 2}}, Visits: []Visit{{Queue: "q", At: at, End: "answered", Within: true}}, Stints: []Stint{{Agent: "ann", From: at, Over: true}},
		Moods: []float32{-1, .5}, Flows: []FlowRun{{Flow: "f", Steps: []StepRun{{Step: "s", Asked: 1}}}}, Goals: []Goal{{"g", true, 5}}, States: []State{{"online", 7}},
	}
}

type packer interface {
	AppendBinary(b []byte) ([]byte, error)
	UnmarshalBinary(data []byte) error
}

// Every cut of a packed form, and whatever is behind it, is damage; and what was to be read stays as it was.
func TestDamageIsNotRead(t *testing.T) {
	event, episode := fullEvent(), fullEpisode()
	for _, p := range []packer{&event, &episode} {
		data, err := p.AppendBinary(nil)
		require.NoError(t, err)
		for n := range data {
			require.ErrorIs(t, p.UnmarshalBinary(data[:n]), ErrDamaged)
		}
		require.ErrorIs(t, p.UnmarshalBinary(append(data, 0)), ErrDamaged)
		data[0]++
		require.ErrorIs(t, p.UnmarshalBinary(data), ErrDamaged, "another format")
	}
	require.Equal(t, fullEvent(), event)
	require.Equal(t, fullEpisode(), episode)
}

func TestNoNumbersAreDamage(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for name, p := range map[string]packer{
			"valence": &Event{Valence: x}, "score": &Event{Score: x}, "rating": &Episode{Rating: x}, "mood": &Episode{Moods: []float32{float32(x)}},
		} {
			data, err := p.AppendBinary(nil)
			require.NoError(t, err)
			require.ErrorIs(t, p.UnmarshalBinary(data), ErrDamaged, name)
		}
	}
}

// A length that is larger than the data is damage before anything is made of that size.
func TestAbsurdSizesTakeNoMemory(t *testing.T) {
	event, episode := fullEvent(), fullEpisode()
	for _, p := range []packer{&event, &episode} {
		data, err := p.AppendBinary(nil)
		require.NoError(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for at := range data {
			_ = p.UnmarshalBinary(slices.Concat(data[:at], []byte{0xff, 0xff, 0xff, 0xff, 0x7f}, data[at:]))
		}
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(len(data))*32<<10)
	}
}

// What was read refers to nothing of the data.
func TestReadsKeepNothingOfTheData(t *testing.T) {
	want := fullEvent()
	data, err := want.AppendBinary(nil)
	require.NoError(t, err)
	var event Event
	require.NoError(t, event.UnmarshalBinary(data))
	clear(data)
	require.Equal(t, want, event)
}

func FuzzUnpackEvent(f *testing.F) {
	e := fullEvent()
	data, _ := e.AppendBinary(nil)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second Event
		if first.UnmarshalBinary(data) != nil {
			return
		}
		again, err := first.AppendBinary(nil)
		require.NoError(t, err)
		require.NoError(t, second.UnmarshalBinary(again))
		require.Equal(t, first, second)
	})
}

func FuzzUnpackEpisode(f *testing.F) {
	e := fullEpisode()
	data, _ := e.AppendBinary(nil)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second Episode
		if first.UnmarshalBinary(data) != nil {
			return
		}
		again, err := first.AppendBinary(nil)
		require.NoError(t, err)
		require.NoError(t, second.UnmarshalBinary(again))
		require.Equal(t, first, second)
	})
}

func FuzzUnpackSheet(f *testing.F) {
	e, s := fullEpisode(), NewSheet()
	s.Add(&e)
	data, _ := s.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		first, second := NewSheet(), NewSheet()
		if first.UnmarshalBinary(data) != nil {
			return
		}
		again, err := first.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, second.UnmarshalBinary(again))
		third, err := second.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, again, third)
	})
}
