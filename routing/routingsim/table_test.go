package routingsim

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// shown is small enough to be read as a whole.
func shown() Scenario {
	s := byHand(10*time.Minute, 0, 1, 2, 40)
	s.Name, s.Replications = "a | b", 2
	s.Streams = append(s.Streams, Stream{Name: "late", Arrivals: minutes(30), Handling: Always(time.Minute)})
	s.Options.Plan.Queues = []routing.Queue{{ID: "calls"}}
	return s
}

func TestReportText(t *testing.T) {
	r := run(t, shown())
	want := strings.TrimPrefix(`
Simulation of a | b
2 observations of 1h0m0s each; intervals of 95 % confidence; in time is within 1m0s.

               all items  stream s   stream late
offered        5          4          1
service level  60 %       50 %       100 %
wait           5.4 min    6.75 min   0 s
wait p50       0 s        4.5 min    0 s
wait p90       14.4 min   15.3 min   0 s
wait p95       16.2 min   16.65 min  0 s
wait of all    5.4 min    6.75 min   0 s
waiting        0.45       0.45       0
served         100 %      100 %      100 %

Agents
Occupancy 68.33 %, standard deviation among agents 0 %.

agent  hours  items  occupancy
a1     1      5      68.33 %
`, "\n")
	assert.Equal(t, want, r.String())
	md := r.Markdown()
	assert.Contains(t, md, "## Simulation of a | b\n")
	assert.Contains(t, md, "|  | all items | stream s | stream late |\n| --- | --- | --- | --- |\n| offered | 5 | 4 | 1 |\n")

	var back map[string]any
	out, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, map[string]any{"mean": 324.0, "low": 324.0, "high": 324.0}, back["total"].(map[string]any)["wait"])
	assert.Equal(t, 60.0, back["within"])
}

func TestComparisonText(t *testing.T) {
	more := shown()
	more.Name = "two | agents"
	more.Agents = crew(2, "a")
	c, err := Compare(t.Context(), shown(), more)
	require.NoError(t, err)
	lines := strings.Split(c.String(), "\n")
	assert.Equal(t, "Comparison", lines[0])
	assert.Equal(t, []string{"a", "|", "b", "two", "|", "agents", "difference"}, strings.Fields(lines[3]))
	assert.Equal(t, []string{"wait", "5.4", "min", "96", "s", "-3.8", "min", "*"}, strings.Fields(lines[6]))
	assert.Equal(t, []string{"stream", "s", "offered", "4", "4", "0"}, strings.Fields(lines[12]))
	assert.Contains(t, c.Markdown(), `| a \| b | two \| agents |`)
}
