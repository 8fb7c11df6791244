package intent_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// manyCorrections returns a store with n corrections that no model has folded in.
func manyCorrections(t testing.TB, n int) intent.Store {
	t.Helper()
	store := intent.NewMemoryStore()
	r := newRegistry(t, store, nil)
	publish(t, r, train(t, shop, nil))
	for i := range n {
		_, err := store.PutCorrection(t.Context(), intent.Correction{
			ID: fmt.Sprint("c", i), Text: fmt.Sprintf("widget %d of kind %d rattles", i, i*i), Label: "complaint", At: time.Unix(int64(i), 0),
		})
		require.NoError(t, err)
	}
	return store
}

// A node that learns many corrections at once, one that learned them one by one,
// and one that saw some of them undone later, answer the same.
func TestRegistryLearnsManyAtOnce(t *testing.T) {
	store := manyCorrections(t, 30)
	followed := newRegistry(t, store, nil)
	require.NoError(t, followed.Load(t.Context()))
	single := followed.Model()
	for _, c := range []struct{ id, text string }{{"d1", "widget 3 of kind 9 rattles"}, {"d2", "Widget 3 of kind 9 rattles!"}, {"d3", "a gizmo hums"}} {
		correct(t, followed, c.id, c.text, "refund")
		var err error
		single, err = single.With(intent.Example{ID: "correction/" + c.id, Text: c.text, Label: "refund"})
		require.NoError(t, err)
	}
	fresh := newRegistry(t, store, nil)
	require.NoError(t, fresh.Load(t.Context()))
	for _, undone := range []string{"", "d2", "c7", "d1"} {
		if undone != "" {
			require.NoError(t, followed.Undo(t.Context(), undone))
			fresh = newRegistry(t, store, nil)
			require.NoError(t, fresh.Load(t.Context()))
			var err error
			single, err = single.Without("correction/" + undone)
			require.NoError(t, err)
		}
		require.Equal(t, fresh.Model().Version(), followed.Model().Version())
		for _, text := range []string{"widget 3 of kind 9 rattles", "widget 7 of kind 49 rattles", "a gizmo hums", "where is my parcel"} {
			require.Equal(t, ask(t, fresh, text), ask(t, followed, text), text)
			result, err := single.Classify(t.Context(), intent.Input{Text: text})
			require.NoError(t, err)
			require.Equal(t, ask(t, fresh, text).Predictions, result.Predictions, text)
		}
	}
}

// Starting a node and undoing one of many corrections cost what the corrections
// do, not their square.
func BenchmarkRegistryMany(b *testing.B) {
	for _, n := range []int{1000, 4000} {
		store := manyCorrections(b, n)
		b.Run(fmt.Sprintf("load/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, newRegistry(b, store, nil).Load(b.Context()))
			}
		})
		b.Run(fmt.Sprintf("undo/%d", n), func(b *testing.B) {
			r := newRegistry(b, store, nil)
			require.NoError(b, r.Load(b.Context()))
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, r.Undo(b.Context(), fmt.Sprint("c", i%n)))
				i++
			}
		})
	}
}
