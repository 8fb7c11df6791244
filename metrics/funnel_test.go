package metrics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

func known(x float64, of int64) metrics.Value { return metrics.Value{X: x, Known: true, Of: of} }

func TestFunnel(t *testing.T) {
	walk := func(end string, steps ...metrics.StepRun) metrics.FlowRun {
		return metrics.FlowRun{Flow: "order", End: end, Steps: steps}
	}
	done := func(step string, took time.Duration, rejected int) metrics.StepRun {
		return metrics.StepRun{Step: step, Filled: true, Took: took, Rejected: rejected}
	}
	c := collect(t,
		metrics.Episode{Channel: "web", Flows: []metrics.FlowRun{
			walk("completed", done("what", 2*time.Second, 0), done("when", 4*time.Second, 1), done("agree", time.Second, 0)),
			{Flow: "refund", End: "left", Steps: []metrics.StepRun{{Step: "what"}}},
		}},
		metrics.Episode{Channel: "web", Flows: []metrics.FlowRun{walk("left", done("what", 2*time.Second, 0), metrics.StepRun{Step: "when", Rejected: 2})}},
		metrics.Episode{Channel: "app", Flows: []metrics.FlowRun{walk("handed_off", done("when", 8*time.Second, 0), metrics.StepRun{Step: "what"})}},
		metrics.Episode{Channel: "app", Flows: []metrics.FlowRun{walk("")}},
	)
	q := metrics.FunnelQuery{Flow: "order", From: wednesday, To: wednesday.Add(time.Hour)}
	f, err := c.Funnel(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, [5]int64{4, 1, 1, 1, 1}, [5]int64{f.Started, f.Completed, f.HandedOff, f.Left, f.Running})
	assert.Equal(t, known(1./3, 3), f.Completion)
	assert.Equal(t, known(1./3, 3), f.DropOff)
	require.Len(t, f.Steps, 3)
	what, when, agree := f.Steps[0], f.Steps[1], f.Steps[2]
	assert.Equal(t, []string{"what", "when", "agree"}, []string{what.Step, when.Step, agree.Step}, "by their mean place, not by how many reached them")
	assert.InDelta(t, 4./3, what.Place, 1e-9)
	assert.InDelta(t, 5./3, when.Place, 1e-9)
	assert.Equal(t, [4]int64{3, 2, 3, 1}, [4]int64{when.Reached, when.Filled, when.Rejected, when.Left})
	assert.Equal(t, known(.75, 4), when.Arrival)
	assert.Equal(t, known(1./3, 3), when.DropOff)
	assert.Equal(t, known(1, 3), when.Retries)
	assert.InDelta(t, 4, when.Median.X, .04)
	assert.InDelta(t, 8, when.P90.X, .08)
	assert.Equal(t, known(0, 3), what.DropOff, "who was handed off has not left")

	q.Where = map[metrics.Dimension][]string{metrics.ByChannel: {"app"}, metrics.ByFlow: {"refund"}}
	f, err = c.Funnel(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, int64(2), f.Started, "the flow is the one that was asked for")
	assert.Equal(t, metrics.Value{}, f.Steps[1].Median, "nobody filled it")

	f, err = c.Funnel(t.Context(), metrics.FunnelQuery{Flow: "none", From: wednesday, To: wednesday.Add(time.Hour)})
	require.NoError(t, err)
	assert.Empty(t, f.Steps)
	assert.Equal(t, metrics.Value{}, f.Completion)

	_, err = c.Funnel(t.Context(), metrics.FunnelQuery{Where: map[metrics.Dimension][]string{metrics.ByReason: {"x"}}})
	var fault *metrics.QueryError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, []string{"Flow", "From", "To", "Where"}, faultFields(fault)[:4])
}

func faultFields(e *metrics.QueryError) (list []string) {
	for _, f := range e.Faults {
		list = append(list, f.Field)
	}
	return list
}
