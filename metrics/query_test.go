package metrics_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// groups are the groups of a table with their first values, in its order.
func groups(table *metrics.Table) (list []string) {
	for _, row := range table.Rows {
		list = append(list, strings.Join(row.Group, "+")+" "+row.Values[0].String())
	}
	return list
}

func by(d ...metrics.Dimension) []metrics.Dimension { return d }

var volume = []metrics.Metric{metrics.Volume}

func TestQueryGroups(t *testing.T) {
	c := collect(t,
		metrics.Episode{Outcome: metrics.ByBot, Channel: "web"},
		metrics.Episode{Outcome: metrics.ByHuman, Channel: "web", Agent: "mia"},
		metrics.Episode{Outcome: metrics.ByBot, Channel: "app"},
		metrics.Episode{Channel: "app"},
		metrics.Episode{Channel: "app"},
		metrics.Episode{Start: wednesday.Add(time.Hour)},
	)
	table := ask(t, c, metrics.Query{Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate}, GroupBy: by(metrics.ByChannel)})
	assert.Equal(t, []string{"app 3", "web 2", " 1"}, groups(table), "largest first, unknown is empty")
	assert.Equal(t, []metrics.Value{{X: 2, Known: true, Of: 2}, {X: .5, Known: true, Of: 2}}, table.Rows[1].Values)
	assert.Equal(t, metrics.Value{}, table.Rows[2].Values[1], "0 of 0")
	assert.Equal(t, wednesday.Add(30*oneDay), table.Through)
	assert.Equal(t, []string{"app+12 3", "web+12 2", "+13 1"}, groups(ask(t, c, metrics.Query{Metrics: volume, GroupBy: by(metrics.ByChannel, metrics.ByHour)})))
	assert.Equal(t, []string{"3 6"}, groups(ask(t, c, metrics.Query{Metrics: volume, GroupBy: by(metrics.ByWeekday)})))
}

// What an agent did himself is his; what became of the talk is that of the agent of the talk.
func TestQueryOfAgents(t *testing.T) {
	c := recorded(t, person+`
6m25s customer_spoke c=two
7m assigned c=two a=mia i=j
8m agent_spoke c=two a=mia
9m completed c=two a=mia i=j
9m assigned c=two a=tom i=j
10m agent_spoke c=two a=tom
11m resolved c=two a=tom
12m ended c=two r=agent`)
	for m, want := range map[metrics.Metric][]string{
		metrics.Volume:        {"mia 1", "tom 1"},
		metrics.HumanReply:    {"mia 67.5"},
		metrics.HandleTime:    {"mia 240", "tom 180"},
		metrics.SpeedOfAnswer: {"mia 15"},
	} {
		table := ask(t, c, metrics.Query{Metrics: []metrics.Metric{m}, GroupBy: by(metrics.ByAgent)})
		assert.Equal(t, want, groups(table), m)
	}
}

func TestQueryLimit(t *testing.T) {
	var list []metrics.Episode
	for channel, n := range map[string]int{"a": 3, "b": 2, "c": 2, "d": 1, "e": 1} {
		for range n {
			list = append(list, metrics.Episode{Channel: channel, FirstReply: metrics.Span{Wall: time.Duration(channel[0]-'a') * time.Second, Known: true}})
		}
	}
	c := collect(t, list...)
	q := metrics.Query{Metrics: volume, GroupBy: by(metrics.ByChannel), Limit: 2}
	assert.Equal(t, []string{"a 3", "b 2", "(other) 4"}, groups(ask(t, c, q)), "of b and c, which are equal, the first of the alphabet")
	q.Limit = 5
	assert.Equal(t, []string{"a 3", "b 2", "c 2", "d 1", "e 1"}, groups(ask(t, c, q)))
	q.Limit, q.Metrics = 4, []metrics.Metric{metrics.FirstReply.P(100)}
	assert.Equal(t, "(other)", ask(t, c, q).Rows[4].Group[0])
	q.Limit = 1
	assert.InDelta(t, 4, ask(t, c, q).Rows[1].Values[0].X, .04, "the spread of others is theirs together")
}

func TestQueryWhere(t *testing.T) {
	c := collect(t,
		metrics.Episode{Category: "goods", Labels: []metrics.Label{{Name: "plan", Value: "a"}}},
		metrics.Episode{Category: "goods/shoes/red", Labels: []metrics.Label{{Name: "my plan", Value: "a"}}},
		metrics.Episode{Category: "goods/hats"},
		metrics.Episode{Category: "goodsandmore"},
		metrics.Episode{Start: wednesday.Add(13 * time.Hour)},
	)
	where := func(d metrics.Dimension, values ...string) string {
		return ask(t, c, metrics.Query{Metrics: volume, Where: map[metrics.Dimension][]string{d: values}}).Rows[0].Values[0].String()
	}
	assert.Equal(t, "3", where(metrics.ByCategory, "goods"))
	assert.Equal(t, "2", where(metrics.ByCategory, "goods/shoes", "goods/hats"))
	assert.Equal(t, "1", where(metrics.ByCategory, ""), "the unknown one, not all")
	assert.Equal(t, "1", where(metrics.ByLabel("plan"), "a"), "not that of another name")
	assert.Equal(t, "4", where(metrics.ByLabel("plan"), ""))
	assert.Equal(t, "1", where(metrics.ByWeekday, "4"))
	assert.Equal(t, "4", where(metrics.ByHour, "12", "13"))
	q := metrics.Query{Metrics: volume, GroupBy: by(metrics.ByCategory), Depth: 1}
	assert.Equal(t, []string{"goods 3", " 1", "goodsandmore 1"}, groups(ask(t, c, q)))
	q.Depth = 2
	assert.Equal(t, []string{" 1", "goods 1", "goods/hats 1", "goods/shoes 1", "goodsandmore 1"}, groups(ask(t, c, q)))
	assert.Equal(t, []string{" 4", "a 1"}, groups(ask(t, c, metrics.Query{Metrics: volume, GroupBy: by(metrics.ByLabel("plan"))})))
}

func TestQueryBuckets(t *testing.T) {
	utc := func(month time.Month, d, h, m int) time.Time { return time.Date(2026, month, d, h, m, 0, 0, time.UTC) }
	for _, tc := range []struct {
		name, zone string
		bucket     metrics.Bucket
		from, to   time.Time
		starts     []string
	}{
		{"hours of the day on which clocks go forward", "Europe/Berlin", metrics.Hourly, utc(3, 29, 0, 0), utc(3, 29, 3, 0), []string{"29T01:00+01:00", "29T03:00+02:00", "29T04:00+02:00"}},
		{"the hour that is there twice", "Europe/Berlin", metrics.Hourly, utc(10, 25, 0, 0), utc(10, 25, 2, 0), []string{"25T02:00+02:00", "25T02:00+01:00"}},
		{"a day of 23 hours", "Europe/Berlin", metrics.Daily, utc(3, 28, 23, 0), utc(3, 30, 22, 0), []string{"29T00:00+01:00", "30T00:00+02:00"}},
		{"a day of 25 hours", "America/New_York", metrics.Daily, utc(11, 1, 4, 0), utc(11, 2, 6, 0), []string{"01T00:00-04:00", "02T00:00-05:00"}},
		{"a day that begins at one", "Africa/Cairo", metrics.Daily, utc(4, 23, 0, 0), utc(4, 25, 0, 0), []string{"23T00:00+02:00", "24T01:00+03:00", "25T00:00+03:00"}},
		{"hours of a zone of quarters", "Asia/Kathmandu", metrics.Hourly, utc(3, 4, 0, 0), utc(3, 4, 1, 0), []string{"04T05:00+05:45", "04T06:00+05:45"}},
		{"half hours", "Asia/Shanghai", metrics.HalfHour, utc(3, 4, 0, 10), utc(3, 4, 0, 31), []string{"04T08:00+08:00", "04T08:30+08:00"}},
		{"quarters, moved outwards", "UTC", metrics.QuarterHour, utc(3, 4, 0, 14), utc(3, 4, 0, 16), []string{"04T00:00Z", "04T00:15Z"}},
		{"weeks from Monday", "UTC", metrics.Weekly, utc(3, 4, 0, 0), utc(3, 10, 0, 0), []string{"02T00:00Z", "09T00:00Z"}},
		{"months", "Asia/Shanghai", metrics.Monthly, utc(2, 28, 16, 0), utc(3, 31, 17, 0), []string{"01T00:00+08:00", "01T00:00+08:00"}},
		{"the whole", "Asia/Shanghai", metrics.Whole, utc(3, 4, 0, 0), utc(3, 10, 0, 0), []string{"04T08:00+08:00"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tc.zone)
			require.NoError(t, err)
			rows := ask(t, collect(t), metrics.Query{Metrics: volume, From: tc.from, To: tc.to, Bucket: tc.bucket, Zone: zone}).Rows
			var starts []string
			for _, row := range rows {
				starts = append(starts, row.Start.Format("02T15:04Z07:00"))
				assert.Equal(t, metrics.Value{Known: true}, row.Values[0], "there is nothing in it")
			}
			assert.Equal(t, tc.starts, starts)
		})
	}
}

// A talk is in the bucket in which it began, the last moment of a range is not in it.
func TestQueryPlacesTalks(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	c := collect(t,
		metrics.Episode{Start: time.Date(2026, 3, 3, 23, 59, 59, 0, zone)},
		metrics.Episode{Start: time.Date(2026, 3, 4, 0, 0, 0, 0, zone)},
		metrics.Episode{Start: time.Date(2026, 3, 4, 23, 59, 59, 0, zone)},
		metrics.Episode{Start: time.Date(2026, 3, 5, 0, 0, 0, 0, zone)},
	)
	q := metrics.Query{Metrics: volume, From: time.Date(2026, 3, 3, 0, 0, 0, 0, zone), To: time.Date(2026, 3, 5, 0, 0, 0, 0, zone), Bucket: metrics.Daily, Zone: zone}
	assert.Equal(t, []string{" 1", " 2"}, groups(ask(t, c, q)))
}

func TestQueryFaultsAreNamedTogether(t *testing.T) {
	c := collect(t)
	for name, tc := range map[string]struct {
		q    metrics.Query
		want []string
	}{
		"nothing": {metrics.Query{}, []string{"Metrics", "From", "To"}},
		"names": {
			metrics.Query{Metrics: []metrics.Metric{"fun", metrics.CSAT.P(50), metrics.FirstReply.P(101), metrics.FirstReply + ".pNaN"}, From: wednesday, To: wednesday, GroupBy: by("mood"), Where: map[metrics.Dimension][]string{"label:": {"x"}, metrics.ByHour: {"7", "24"}, metrics.ByTier: {}}},
			[]string{"Metrics[0]", "Metrics[1]", "Metrics[2]", "Metrics[3]", "To", "GroupBy[0]", "Where[hour]", "Where[hour]", "Where[label:]", "Where[tier]"},
		},
		"numbers": {
			metrics.Query{Metrics: volume, From: wednesday, To: wednesday.Add(oneDay), Bucket: "year", Limit: 10_001, Depth: -1, GroupBy: by(metrics.ByTier, metrics.ByTier)},
			[]string{"Bucket", "GroupBy[1]", "Depth", "Limit"},
		},
		"too many buckets": {metrics.Query{Metrics: volume, From: wednesday, To: wednesday.AddDate(5, 0, 0), Bucket: metrics.QuarterHour}, []string{"Bucket"}},
		"too long":         {metrics.Query{Metrics: volume, From: wednesday, To: wednesday.AddDate(200, 0, 0), Bucket: metrics.Monthly}, []string{"To"}},
		"what is not known": {
			metrics.Query{
				Metrics: []metrics.Metric{metrics.Volume, metrics.ServiceLevel, metrics.OnlineTime}, From: wednesday, To: wednesday.Add(oneDay), Bucket: metrics.HalfHour,
				GroupBy: by(metrics.ByQueue, metrics.ByAgent), Where: map[metrics.Dimension][]string{metrics.ByChannel: {"web"}},
			},
			[]string{"Metrics[0]", "Metrics[1]", "Metrics[2]", "Metrics[2]", "Metrics[2]"},
		},
		"dimensions": {metrics.Query{Metrics: volume, From: wednesday, To: wednesday.Add(oneDay), GroupBy: by("label:1", "label:2", "label:3", "label:4", "label:5", "label:6", "label:7", "label:8", "label:9")}, []string{"GroupBy"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Query(t.Context(), tc.q)
			var fault *metrics.QueryError
			require.ErrorAs(t, err, &fault)
			require.ErrorIs(t, err, metrics.ErrInvalid)
			var fields []string
			for _, f := range fault.Faults {
				fields = append(fields, f.Field)
				assert.Contains(t, err.Error(), f.Field+" "+f.Reason)
			}
			assert.Equal(t, tc.want, fields)
		})
	}
}

func TestTableForPrograms(t *testing.T) {
	c := collect(t, metrics.Episode{Channel: "=1+1", Outcome: metrics.ByBot}, metrics.Episode{Channel: "-7", Start: wednesday.Add(time.Minute)})
	table := ask(t, c, metrics.Query{Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate}, GroupBy: by(metrics.ByChannel), Bucket: metrics.Daily, From: wednesday, To: wednesday.Add(time.Hour)})
	var b strings.Builder
	require.NoError(t, table.WriteCSV(&b))
	assert.Equal(t, "start,channel,volume,volume_of,bot_resolution_rate,bot_resolution_rate_of\n2026-03-04T00:00:00Z,-7,1,1,,\n2026-03-04T00:00:00Z,'=1+1,1,1,1,1\n", b.String())
	data, err := json.Marshal(table)
	require.NoError(t, err)
	assert.JSONEq(t, `{"metrics":["volume","bot_resolution_rate"],"group_by":["channel"],"bucket":"day","through":"2026-04-03T12:00:00Z","rows":[
		{"start":"2026-03-04T00:00:00Z","group":["-7"],"values":[{"x":1,"of":1},null]},
		{"start":"2026-03-04T00:00:00Z","group":["=1+1"],"values":[{"x":1,"of":1},{"x":1,"of":1}]}]}`, string(data))
	var back struct{ Rows []metrics.Row }
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, table.Rows[0].Values, back.Rows[0].Values)
}

// brokenSheets is a store whose sheets end in an error.
type brokenSheets struct{ finished }

var errBroken = errors.New("broken")

func TestQueryFailsWithItsStore(t *testing.T) {
	table, err := collectFrom(t, brokenSheets{}).Query(t.Context(), metrics.Query{Metrics: volume, From: wednesday, To: wednesday.Add(oneDay)})
	require.ErrorIs(t, err, errBroken)
	assert.Nil(t, table)
}
