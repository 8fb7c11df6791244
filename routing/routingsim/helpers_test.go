package routingsim

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// crew are n equal agents who can do one thing at a time.
func crew(n int, id string, queues ...string) []Agent {
	return Team(n, Agent{Agent: routing.Agent{ID: id, Capacity: 1, Queues: queues}})
}

// steady makes a scenario of what is watched in its steady state: so many hours of
// warm-up, and of each of 20 slices. In short tests it is an eighth of that.
func steady(s Scenario, warmUp, slice time.Duration) Scenario {
	if testing.Short() {
		slice /= 8
	}
	s.WarmUp, s.Slices, s.Replications = warmUp, 20, 1
	s.Horizon = warmUp + 20*slice
	s.Confidence, s.Seed = 0.99, 1
	return s
}

func run(t *testing.T, s Scenario) Report {
	t.Helper()
	r, err := Run(context.Background(), s)
	require.NoError(t, err)
	return r
}

// agrees says that a simulated figure and the exact one are the same as far as can
// be told, and that this tells something: the interval is at most so wide, relative
// to the exact figure.
func agrees(t *testing.T, what string, want float64, got Interval, precision float64) {
	t.Helper()
	t.Logf("%s: %.5g, simulated %s", what, want, got)
	assert.True(t, got.Contains(want), "%s is %.5g in theory, and %s in the simulation", what, want, got)
	if !testing.Short() {
		assert.LessOrEqual(t, got.Half(), precision*math.Abs(want), "%s: the interval is too wide to say anything", what)
	}
}
