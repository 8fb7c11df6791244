package metrics

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func aPacked(id string) Event {
	return Event{
		ID: id, At: time.Date(2026, 3, 1, 12, 0, 0, 123000, time.UTC), Kind: CustomerSpoke, Conversation: "c", Customer: "anna", Channel: "web",
		Labels: []Label{{"segment", "frequent"}}, Tags: []string{"fast"}, Turn: "m-" + id, Felt: true, Valence: -.5, Took: time.Second, Version: 3,
	}
}

// What goes in comes out, whether events share much or nothing, and however often the pack was put away in between.
func TestEventPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var (
			p    = &EventPack{}
			want []Event
		)
		some := rapid.SampledFrom([]string{"", "a", "bb", "客服"})
		for i := range rapid.IntRange(1, 8).Draw(t, "events") {
			e := aPacked(some.Draw(t, "id"))
			for _, text := range e.texts() {
				*text = some.Draw(t, "text")
			}
			if i%2 == rapid.IntRange(0, 2).Draw(t, "labels") {
				e.Labels = nil
			}
			p.Add(&e)
			want = append(want, e)
			if rapid.Bool().Draw(t, "put away") {
				var err error
				p, err = ContinuePack(p.Bytes())
				require.NoError(t, err)
			}
		}
		before := []Event{{ID: "before"}}
		got, err := UnpackEvents(p.Bytes(), before)
		require.NoError(t, err)
		require.Equal(t, append(before, want...), got)
	})
}

// Events of one conversation do not repeat what they have in common, and their labels are their own.
func TestEventPackShares(t *testing.T) {
	p := &EventPack{}
	first := 0
	for _, id := range []string{"1", "2"} {
		e := aPacked(id)
		p.Add(&e)
		if id == "1" {
			first = len(p.Bytes())
		}
	}
	require.Less(t, len(p.Bytes())-first, first*2/3)
	events, err := UnpackEvents(p.Bytes(), nil)
	require.NoError(t, err)
	events[0].Labels[0].Value = "changed"
	require.Equal(t, "frequent", events[1].Labels[0].Value)
	data := p.Bytes()
	q, err := ContinuePack(data[: len(data) : len(data)+0])
	require.NoError(t, err)
	e := aPacked("3")
	q.Add(&e)
	again, err := UnpackEvents(data, nil)
	require.NoError(t, err)
	require.Len(t, again, 2, "what was given stays as it is")
}

func FuzzUnpackEvents(f *testing.F) {
	p := &EventPack{}
	for _, id := range []string{"1", "2"} {
		e := aPacked(id)
		p.Add(&e)
		f.Add(p.Bytes())
	}
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, data []byte) {
		events, err := UnpackEvents(data, nil)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		p := &EventPack{}
		for i := range events {
			p.Add(&events[i])
		}
		again, err := UnpackEvents(p.Bytes(), nil)
		require.NoError(t, err)
		require.Equal(t, events, again)
	})
}
