package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// raceRuns is how often at most a check of a race runs to notice a fault. The
// least willing one seen notices in 24 runs of 25.
const raceRuns = 50

// Fault is a store that breaks one obligation, and the checks that must
// notice.
type Fault[S any] struct {
	What   string
	Checks []string
	New    func() S
}

// Prove tests a suite: each fault must be noticed by the checks that it names,
// and each check must be named by a fault, or nobody knows whether it can fail.
// A check that just waits until its time is over has noticed nothing. A check
// of a race notices when the scheduler lets the race happen, so it may run
// several times, each time on a new store.
func Prove[S any](t *testing.T, checks []Check[S], faults []Fault[S]) {
	t.Helper()
	byName := make(map[string]Check[S], len(checks))
	unproven := make(map[string]bool, len(checks))
	for _, c := range checks {
		require.NotContains(t, byName, c.Name)
		byName[c.Name] = c
		unproven[c.Name] = true
	}
	for _, f := range faults {
		for _, name := range f.Checks {
			delete(unproven, name)
			t.Run(name+"/"+f.What, func(t *testing.T) {
				require.Contains(t, byName, name)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				err := byName[name].Run(ctx, f.New())
				for again := raceRuns; err == nil && again > 1 && strings.Contains(name, "race/"); again-- {
					err = byName[name].Run(ctx, f.New())
				}
				require.Error(t, err)
				require.NotErrorIs(t, err, context.DeadlineExceeded)
			})
		}
	}
	require.Empty(t, unproven, "checks that no broken store fails")
}
