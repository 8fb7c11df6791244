package kb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// courier has two entries whose wordings share nearly everything, so that only
// what all of them have in common tells the entries apart.
func courier() []kb.Entry {
	things := strings.Fields("phone lamp chair table shirt watch bottle camera jacket basket")
	early, late := smart("early", "parcel with a mirror came too soon"), smart("late", "parcel with a mirror came too slowly")
	for _, thing := range things {
		early.Phrasings = append(early.Phrasings, "the parcel with my "+thing+" arrived sooner than promised to my house")
		late.Phrasings = append(late.Phrasings, "the parcel with my "+thing+" arrived later than promised to my house")
	}
	return []kb.Entry{early, late, smart("hours", "opening hours"), smart("pay", "payment methods", "ways to pay")}
}

// share is how much of the first two scores the first hit has.
func share(t *testing.T, x *kb.Index, text, want string) float64 {
	hits := x.Match(kb.Query{Text: text})
	require.Greater(t, len(hits), 1, text)
	require.Equal(t, want, hits[0].Entry.ID, text)
	return hits[0].Score / (hits[0].Score + hits[1].Score)
}

// After Refine, words that tell two entries apart count for more than the many
// that they share.
func TestRefineLearnsWhatTellsApart(t *testing.T) {
	x := indexOf(t, courier()...)
	const asked = "parcel with my mirror promised to my house later or sooner"
	before := share(t, x, asked, "early")
	require.NoError(t, x.Refine(t.Context()))
	assert.NotEqual(t, before, share(t, x, asked, "early"), "and it is still the first")
}

func TestRefineIsDeterministic(t *testing.T) {
	x, y := indexOf(t, courier()...), indexOf(t, courier()...)
	require.NoError(t, x.Refine(t.Context()))
	require.NoError(t, y.Refine(t.Context()))
	require.NoError(t, y.Refine(t.Context()), "again, from the refined state")
	for _, text := range []string{"my parcel arrived sooner", "later than promised", "how can i pay", "hours"} {
		assert.Equal(t, seenOf(x.Match(kb.Query{Text: text})), seenOf(y.Match(kb.Query{Text: text})), text)
	}
}

// What is put after Refine is found at once and is not crowded out by what the
// model knows; what is deleted is gone.
func TestRefineThenChange(t *testing.T) {
	x := indexOf(t, courier()...)
	require.NoError(t, x.Refine(t.Context()))
	require.NoError(t, x.Put(smart("wet", "the parcel with my camera arrived in the rain", "the parcel got soaked by rain")))
	hits := x.Match(kb.Query{Text: "parcel with my camera soaked by the rain"})
	require.NotEmpty(t, hits)
	assert.Equal(t, "wet", hits[0].Entry.ID)

	changed := courier()[0]
	changed.Question, changed.Phrasings = "do you wrap presents", []string{"can you wrap my order as a present"}
	require.NoError(t, x.Put(changed))
	hits = x.Match(kb.Query{Text: "wrap it as a present"})
	require.NotEmpty(t, hits)
	assert.Equal(t, "early", hits[0].Entry.ID, "an entry that asks something else now is judged by that alone")

	x.Delete("late")
	assert.NotContains(t, idsOf(x.Match(kb.Query{Text: "arrived later than promised"})), "late")
}

// An entry keeps what was learned about it when only its answer changes.
func TestRefineOutlivesAnswers(t *testing.T) {
	x := indexOf(t, courier()...)
	require.NoError(t, x.Refine(t.Context()))
	const asked = "my lamp arrived sooner than promised"
	want := seenOf(x.Match(kb.Query{Text: asked}))
	changed := courier()[0]
	changed.Answer = kb.TextAnswer("Good for you.")
	require.NoError(t, x.Put(changed))
	got := seenOf(x.Match(kb.Query{Text: asked}))
	require.Len(t, got, len(want))
	for i := range got {
		assert.Equal(t, want[i].id, got[i].id)
		assert.InDelta(t, want[i].score, got[i].score, 0.02)
	}
}

func TestRefineNothing(t *testing.T) {
	x := kb.NewIndex(nil)
	require.NoError(t, x.Refine(t.Context()), "an empty index")
	require.NoError(t, x.Put(smart("a", "one wording"), smart("b", "another wording"), exact("c", "the exact one")))
	want := seenOf(x.Match(kb.Query{Text: "some wording"}))
	require.NoError(t, x.Refine(t.Context()))
	assert.Equal(t, want, seenOf(x.Match(kb.Query{Text: "some wording"})), "entries with one wording stay as they are")
}

func TestRefineCancelled(t *testing.T) {
	x := indexOf(t, courier()...)
	want := seenOf(x.Match(kb.Query{Text: "arrived sooner"}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, x.Refine(ctx), context.Canceled)
	assert.Equal(t, want, seenOf(x.Match(kb.Query{Text: "arrived sooner"})))
}

// Matching, changing and refining at once: the race detector watches.
func TestRefineBesideOthers(t *testing.T) {
	x := indexOf(t, courier()...)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 50 {
			assert.NoError(t, x.Put(smart("n", fmt.Sprint("number ", i), "a number of things")))
		}
	}()
	for range 5 {
		assert.NoError(t, x.Refine(t.Context()))
		requireRanked(t, x.Match(kb.Query{Text: "a parcel with a number of things"}))
	}
	<-done
}

func TestRunRefines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const asked = "parcel with my mirror promised to my house later or sooner"
		for _, unrefined := range []bool{false, true} {
			l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Poll: time.Second, Unrefined: unrefined})
			_, err := l.Put(t.Context(), courier()...)
			require.NoError(t, err)
			hits := func() []seen {
				found, err := l.Match(t.Context(), kb.Query{Text: asked})
				require.NoError(t, err)
				return seenOf(found)
			}
			before := hits()
			end := run(t, l)
			time.Sleep(3 * time.Second)
			synctest.Wait()
			if unrefined {
				assert.Equal(t, before, hits())
				require.NoError(t, l.Refine(t.Context()), "but whoever asks for it gets it")
			}
			assert.NotEqual(t, before, hits())
			end()
		}
	})
}
