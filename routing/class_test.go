package routing

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is only asked about on the way to a queue is not kept for ever.
func TestClassesAreForgotten(t *testing.T) {
	skilled := Target{Queue: "q", Require: Require{Seniority: 5}, Wait: 1}
	r, err := New(NewMemoryStore(), &Options{Plan: Plan{
		Queues: []Queue{{ID: "q"}, {ID: "z"}}, Default: []Target{skilled, {Queue: "z"}},
	}})
	require.NoError(t, err)
	require.NoError(t, r.Register(t.Context(), Agent{ID: "a", Capacity: 1}))
	for i := range 3 * keepClasses {
		w, err := r.Submit(t.Context(), Item{ID: fmt.Sprint(i), Class: fmt.Sprint(i)})
		require.NoError(t, err)
		_, err = r.Cancel(t.Context(), w.Item.ID, "")
		require.NoError(t, err)
	}
	require.LessOrEqual(t, len(r.board.class), 2*keepClasses)
}
