package routingsim

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What an hour of a service costs: arrivals, give-ups and completions through the
// router, and the report.
func BenchmarkRun(b *testing.B) {
	for name, agents := range map[string]int{"10 agents": 10, "200 agents": 200} {
		b.Run(name, func(b *testing.B) {
			s := Scenario{
				Streams: []Stream{{
					Name: "s", Arrivals: Poisson(float64(agents) * 30), Handling: Exponential(2 * time.Minute), Patience: Exponential(time.Minute),
				}},
				Agents: crew(agents, "a"), Horizon: 10000 / time.Duration(agents) / 30 * time.Hour, Replications: 1,
			}
			b.ReportAllocs()
			events := 0.0
			for b.Loop() {
				r, err := Run(b.Context(), s)
				require.NoError(b, err)
				events += float64(r.Events)
			}
			b.ReportMetric(events/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// Staffing is asked for each half-hour of a week.
func BenchmarkStaff(b *testing.B) {
	m := Model{PerHour: 6000, Handling: 3 * time.Minute, Patience: 2 * time.Minute}
	for b.Loop() {
		_, err := m.Staff(Goal{Level: 0.8, Within: 20 * time.Second})
		require.NoError(b, err)
	}
}
