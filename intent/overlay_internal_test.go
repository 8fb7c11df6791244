package intent

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text/linear"
)

func smallModel(t testing.TB) *Model {
	m, err := Train(t.Context(), []Example{
		{ID: "a", Text: "where is my parcel", Label: "track"},
		{ID: "b", Text: "give me my money back", Label: "refund"},
	}, nil)
	require.NoError(t, err)
	return m
}

// What is read as lessons is either refused or a model that is written the same
// way again.
func FuzzDecodeOverlay(f *testing.F) {
	base := smallModel(f)
	written := func(m *Model, err error) []byte {
		require.NoError(f, err)
		var e linear.Encoder
		m.overlay.encode(&e, m.base)
		return e.Data
	}
	taught, err := base.With(Example{ID: "c", Text: "我要退款", Label: "refund"})
	f.Add(written(taught, err))
	f.Add(written(taught.Without("a")))
	f.Add(written(taught.With(Example{ID: "b", Text: "it is broken", Label: "oos"})))
	f.Add([]byte{0})
	f.Fuzz(func(t *testing.T, data []byte) {
		m := base.fork(nil)
		d := &linear.Decoder{Data: data}
		if !m.decodeOverlay(d) || d.Err != nil || len(d.Data) > 0 {
			return
		}
		var e linear.Encoder
		m.overlay.encode(&e, m.base)
		again := base.fork(nil)
		require.True(t, again.decodeOverlay(&linear.Decoder{Data: e.Data}))
		require.Equal(t, m.overlay.version(m.base), again.overlay.version(again.base))
		for _, l := range m.overlay.all() {
			_, err := m.Classify(t.Context(), Input{Text: l.example.Text})
			require.NoError(t, err)
		}
	})
}

// Each of these would be a model that With and Without cannot make.
func TestDecodeOverlayRefuses(t *testing.T) {
	lesson := func(id, text, label string) func(*linear.Encoder) {
		return func(e *linear.Encoder) {
			e.Uint(0)
			encodeExample(e, Example{ID: id, Text: text, Label: label})
		}
	}
	unlearn := func(id string) func(*linear.Encoder) {
		return func(e *linear.Encoder) {
			e.Uint(1)
			e.String(id)
		}
	}
	for what, c := range map[string]struct {
		lessons []func(*linear.Encoder)
		good    bool
	}{
		"what With makes":                   {[]func(*linear.Encoder){unlearn("a"), lesson("a", "x", "y")}, true},
		"an id twice":                       {[]func(*linear.Encoder){lesson("c", "x", "y"), lesson("c", "z", "y")}, false},
		"no id":                             {[]func(*linear.Encoder){lesson("", "x", "y")}, false},
		"no text":                           {[]func(*linear.Encoder){lesson("c", "…", "y")}, false},
		"no label":                          {[]func(*linear.Encoder){lesson("c", "x", "")}, false},
		"an id of the training":             {[]func(*linear.Encoder){lesson("a", "x", "y")}, false},
		"unlearned twice":                   {[]func(*linear.Encoder){unlearn("a"), unlearn("a")}, false},
		"unlearned without being known":     {[]func(*linear.Encoder){unlearn("c")}, false},
		"a kind that does not exist":        {[]func(*linear.Encoder){func(e *linear.Encoder) { e.Uint(2); e.String("a") }}, false},
		"more lessons than there are bytes": {[]func(*linear.Encoder){func(e *linear.Encoder) { e.Data[0] = 120 }}, false},
	} {
		var e linear.Encoder
		e.Uint(uint64(len(c.lessons)))
		e.String("base")
		for _, write := range c.lessons {
			write(&e)
		}
		m := smallModel(t).fork(nil)
		d := &linear.Decoder{Data: e.Data}
		require.Equal(t, c.good, m.decodeOverlay(d) && d.Err == nil, what)
	}
}

// The index and the slots hold the lessons that have a say, and nothing else, after
// any of them was taken out.
func TestIndexForgetsLessons(t *testing.T) {
	m := smallModel(t)
	postings := func(o *overlay) (n int) {
		for _, bucket := range o.index.buckets {
			n += len(bucket)
		}
		return n
	}
	var err error
	for i, text := range []string{"it is broken", "Broken it is", "IT IS BROKEN!", "two of them"} {
		m, err = m.With(Example{ID: string(rune('p' + i)), Text: text, Label: "x"})
		require.NoError(t, err)
	}
	full := postings(m.overlay)
	for _, id := range []string{"p", "q", "r", "s"} {
		less, err := m.Without(id)
		require.NoError(t, err)
		indexed := 0
		for _, l := range less.overlay.slots {
			if l != nil {
				indexed += l.indexed
			}
		}
		require.Equal(t, indexed, postings(less.overlay))
		require.Equal(t, full, postings(m.overlay), "the model before does not change")
	}
}
