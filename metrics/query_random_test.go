package metrics_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

// episodes draws episodes as folding makes them: what belongs together fits together.
func episodes() *rapid.Generator[[]metrics.Episode] {
	word := func(words ...string) *rapid.Generator[string] { return rapid.SampledFrom(words) }
	n := rapid.IntRange(0, 3)
	return rapid.Custom(func(t *rapid.T) []metrics.Episode {
		list := make([]metrics.Episode, rapid.IntRange(0, 12).Draw(t, "episodes"))
		for i := range list {
			took := func() time.Duration {
				return time.Duration(rapid.Int64Range(0, 1e12).Draw(t, "took")) * time.Microsecond / 100
			}
			maybe := func() metrics.Span {
				return metrics.Span{Wall: took(), Hours: took(), Known: rapid.Bool().Draw(t, "known")}
			}
			e := &list[i]
			*e = metrics.Episode{
				ID: fmt.Sprint("c/", i), Subject: rapid.SampledFrom([]metrics.Subject{metrics.Talk, metrics.Talk, metrics.Case, metrics.Shift}).Draw(t, "subject"),
				Start: wednesday.Add(time.Duration(rapid.IntRange(-80, 80).Draw(t, "hour")) * 47 * time.Minute), Outcome: metrics.Outcome(rapid.IntRange(0, 5).Draw(t, "outcome")),
				Agent: word("", "mia", "tom").Draw(t, "agent"), Channel: word("", "web", "app").Draw(t, "channel"), Category: word("goods/a", "goods/b", "goods", "money").Draw(t, "category"),
				Customer: word("", "ann", "bob", "cid").Draw(t, "customer"), Reopened: rapid.Bool().Draw(t, "reopened"), Confirmed: rapid.Bool().Draw(t, "confirmed"),
				Labels:       []metrics.Label{{Name: "plan", Value: word("a", "b").Draw(t, "plan")}},
				FromCustomer: n.Draw(t, "n"), FromBot: n.Draw(t, "n"), FromAgents: n.Draw(t, "n"), Handoffs: n.Draw(t, "n"), HandoffReason: word("x", "y").Draw(t, "reason"),
				FirstReply: maybe(), FirstHuman: maybe(), Resolution: maybe(), Rating: float64(rapid.IntRange(0, 5).Draw(t, "rating")), Surveyed: rapid.Bool().Draw(t, "surveyed"),
				Answered: n.Draw(t, "n"), Unanswered: n.Draw(t, "n"), Helped: n.Draw(t, "n"), NotHelped: n.Draw(t, "n"), Soothed: n.Draw(t, "n"), Repeats: n.Draw(t, "n"), Failures: n.Draw(t, "n"),
				Moods: rapid.SliceOfN(rapid.Float32Range(-1, 1), 0, 3).Draw(t, "moods"),
			}
			e.Suggested = n.Draw(t, "n")
			e.Accepted = rapid.IntRange(0, e.Suggested).Draw(t, "n")
			e.JudgedAnswers, e.JudgedIntents = n.Draw(t, "n"), n.Draw(t, "n")
			e.RightAnswers = rapid.IntRange(0, 1000*e.JudgedAnswers).Draw(t, "n")
			e.RightIntents = rapid.IntRange(0, e.JudgedIntents).Draw(t, "n")
			if e.Outcome != metrics.Open {
				e.End = e.Start.Add(took())
			}
			for range n.Draw(t, "visits") {
				v := metrics.Visit{Queue: word("front", "back").Draw(t, "queue"), Wait: took(), End: word("", "answered", "abandoned", "diverted").Draw(t, "end")}
				v.Within = rapid.Bool().Draw(t, "within")
				v.Short = v.Within && rapid.Bool().Draw(t, "short")
				e.Visits = append(e.Visits, v)
			}
			for range n.Draw(t, "stints") {
				e.Stints = append(e.Stints, metrics.Stint{Agent: word("mia", "tom").Draw(t, "agent"), Queue: "front", Talk: took(), Wrap: took(), Over: rapid.Bool().Draw(t, "over")})
				e.Replies = append(e.Replies, metrics.ReplyTime{Agent: word("", "mia", "tom").Draw(t, "agent"), Wall: took()})
				e.States = append(e.States, metrics.State{Name: word("online", "busy", "wrap_up", "away").Draw(t, "state"), Took: took()})
				e.Goals = append(e.Goals, metrics.Goal{Name: word("first", "last").Draw(t, "goal"), Met: rapid.Bool().Draw(t, "met")})
				e.Flows = append(e.Flows, metrics.FlowRun{
					Flow: word("order", "refund").Draw(t, "flow"), End: word("", "completed", "handed_off", "left").Draw(t, "end"),
					Steps: []metrics.StepRun{{Step: "a", Filled: rapid.Bool().Draw(t, "filled"), Took: took()}, {Step: "b", Rejected: n.Draw(t, "n")}},
				})
			}
		}
		return list
	})
}

// valueParts are what a value is made of: the sum above and what it is of. Both add up.
func valueParts(v metrics.Value, d metrics.Definition) (top, of float64) {
	if strings.Contains(d.Formula, "/") || strings.HasPrefix(d.Formula, "mean") {
		return v.X * float64(v.Of), float64(v.Of)
	}
	return v.X, float64(v.Of)
}

func unitOf(t require.TestingT, m metrics.Metric) metrics.Unit {
	d, ok := metrics.Describe(m, "en")
	require.True(t, ok)
	return d.Unit
}

func TestRatesAreShares(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := collect(t, episodes().Draw(r, "episodes")...)
		values := ask(t, c, metrics.Query{Metrics: metrics.All()}).Rows[0].Values
		for i, m := range metrics.All() {
			v := values[i]
			require.False(r, math.IsNaN(v.X) || math.IsInf(v.X, 0), m)
			if unitOf(r, m) == metrics.Share {
				require.True(r, v.X >= 0 && v.X <= 1, "%s is %v", m, v.X)
				require.Equal(r, v.Of > 0, v.Known, m)
			}
			if !v.Known {
				require.Equal(r, metrics.Value{}, v, m)
			}
		}
	})
}

// Of whole numbers, so that nothing is lost: the talks of all outcomes are all talks that are over.
func TestOutcomesAddUp(t *testing.T) {
	outcomes := []metrics.Metric{metrics.BotResolutionRate, metrics.HumanResolutionRate, metrics.HandedOffRate, metrics.AbandonmentRate, metrics.UnresolvedRate}
	rapid.Check(t, func(r *rapid.T) {
		c := collect(t, episodes().Draw(r, "episodes")...)
		rows := ask(t, c, metrics.Query{Metrics: append(outcomes, metrics.HandoffRate, metrics.ContainmentRate), GroupBy: []metrics.Dimension{metrics.ByAgent}}).Rows
		for _, row := range rows {
			sum := 0.0
			for _, v := range row.Values[:5] {
				sum += math.Round(v.X * float64(v.Of))
			}
			require.Equal(r, float64(row.Values[0].Of), sum)
			people := math.Round(row.Values[5].X*float64(row.Values[5].Of)) + math.Round(row.Values[6].X*float64(row.Values[6].Of))
			require.Equal(r, float64(row.Values[0].Of), people)
		}
	})
}

func TestGroupsAndBucketsAddUp(t *testing.T) {
	dimensions := []metrics.Dimension{
		metrics.ByAgent, metrics.ByQueue, metrics.ByChannel, metrics.ByCategory, metrics.ByFlow, metrics.ByStep, metrics.ByReason, metrics.ByHour, metrics.ByWeekday, metrics.ByLabel("plan"),
	}
	zone, err := time.LoadLocation("America/New_York") // clocks change in this month
	require.NoError(t, err)
	rapid.Check(t, func(r *rapid.T) {
		c := collect(t, episodes().Draw(r, "episodes")...)
		m := rapid.SampledFrom(metrics.All()).Draw(r, "metric")
		q := metrics.Query{Metrics: []metrics.Metric{m}, Zone: zone, Limit: rapid.IntRange(1, 3).Draw(r, "limit"), Depth: rapid.IntRange(0, 2).Draw(r, "depth")}
		whole := ask(t, c, q).Rows[0].Values[0]
		d, _ := metrics.Describe(m, "en")
		for _, x := range dimensions {
			if slices.Contains(d.By, x) || x == metrics.ByLabel("plan") && slices.Contains(d.By, metrics.ByLabel("*")) {
				q.GroupBy = append(q.GroupBy, x)
			}
		}
		q.GroupBy = q.GroupBy[:min(len(q.GroupBy), rapid.IntRange(0, 4).Draw(r, "dimensions"))]
		q.Bucket = rapid.SampledFrom([]metrics.Bucket{metrics.Whole, metrics.Hourly, metrics.Daily, metrics.Weekly, metrics.Monthly}).Draw(r, "bucket")
		top, of := 0.0, 0.0
		for _, row := range ask(t, c, q).Rows {
			x, n := valueParts(row.Values[0], d)
			top, of = top+x, of+n
		}
		wantTop, wantOf := valueParts(whole, d)
		cut := 0.0 // what rounding seconds may cost
		if m == metrics.Occupancy || m == metrics.OnlineTime {
			cut = 50
		}
		require.InDelta(r, wantTop, top, 1e-6*(1+math.Abs(wantTop))+cut, m)
		require.InDelta(r, wantOf, of, cut, m)
	})
}

func TestPercentilesAreWithinOnePercent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		times := rapid.SliceOfN(rapid.Int64Range(0, 1e13), 1, 50).Draw(r, "times")
		percent := rapid.Float64Range(0, 100).Draw(r, "percent")
		list := make([]metrics.Episode, len(times))
		for i, us := range times {
			list[i] = metrics.Episode{ID: fmt.Sprint(i), FirstReply: metrics.Span{Wall: time.Duration(us) * time.Microsecond, Known: true}}
		}
		slices.Sort(times)
		exact := float64(times[max(0, int(math.Ceil(percent/100*float64(len(times))))-1)]) / 1e6
		got := one(t, collect(t, list...), metrics.FirstReply.P(percent))
		require.InDelta(r, exact, got.X, exact/100+1e-6)
		require.Equal(r, int64(len(times)), got.Of)
	})
}

// What an answer keeps and what it drops is all there is.
func TestWhereDivides(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := collect(t, episodes().Draw(r, "episodes")...)
		ask := func(where map[metrics.Dimension][]string) float64 {
			return ask(t, c, metrics.Query{Metrics: []metrics.Metric{metrics.Volume}, Where: where}).Rows[0].Values[0].X
		}
		goods := ask(map[metrics.Dimension][]string{metrics.ByCategory: {"goods"}})
		money := ask(map[metrics.Dimension][]string{metrics.ByCategory: {"money"}})
		assert.Equal(r, ask(nil), goods+money)
		assert.Equal(r, goods, ask(map[metrics.Dimension][]string{metrics.ByCategory: {"goods"}, metrics.ByLabel("plan"): {"a"}})+
			ask(map[metrics.Dimension][]string{metrics.ByCategory: {"goods"}, metrics.ByLabel("plan"): {"b", "c"}}))
	})
}
