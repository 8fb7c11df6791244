package alert

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

func TestRuleFaults(t *testing.T) {
	good := Rule{Name: "r", Gauge: Open, Above: new(1.)}
	require.NoError(t, good.Validate())
	for name, c := range map[string]struct {
		change func(*Rule)
		fault  string
	}{
		"no name":           {func(r *Rule) { r.Name = "" }, "Name is not"},
		"long name":         {func(r *Rule) { r.Name = strings.Repeat("x", 101) }, "Name is not"},
		"long group":        {func(r *Rule) { r.Group = strings.Repeat("x", 101) }, "Group is longer"},
		"two sources":       {func(r *Rule) { r.Talk = Mood }, "exactly one of Metric"},
		"no source":         {func(r *Rule) { r.Gauge = "" }, "exactly one of Metric"},
		"no limit":          {func(r *Rule) { r.Above = nil }, "exactly one of Above"},
		"two limits":        {func(r *Rule) { r.Below = new(2.) }, "exactly one of Above"},
		"no number":         {func(r *Rule) { r.Above = new(math.NaN()) }, "not a number"},
		"endless":           {func(r *Rule) { r.Clear = new(math.Inf(-1)) }, "not a number"},
		"clear above":       {func(r *Rule) { r.Clear = new(2.) }, "Clear is beyond"},
		"clear below":       {func(r *Rule) { r.Above, r.Below, r.Clear = nil, new(1.), new(0.) }, "Clear is beyond"},
		"negative for":      {func(r *Rule) { r.For = -1 }, "For is negative"},
		"negative cooldown": {func(r *Rule) { r.Cooldown = -1 }, "Cooldown is negative"},
		"negative repeat":   {func(r *Rule) { r.Repeat = -1 }, "Repeat is negative"},
		"flood":             {func(r *Rule) { r.Repeat = time.Second }, "Repeat is below"},
		"window of a gauge": {func(r *Rule) { r.Window = time.Hour }, "Window is for"},
		"count of a gauge":  {func(r *Rule) { r.MinCount = 1 }, "MinCount is for"},
		"negative count":    {func(r *Rule) { r.MinCount = -1 }, "MinCount is negative"},
		"unknown gauge":     {func(r *Rule) { r.Gauge = "x" }, "Gauge is none"},
		"gauge by another":  {func(r *Rule) { r.GroupBy = []metrics.Dimension{metrics.ByQueue} }, "cannot be grouped"},
		"gauge by two":      {func(r *Rule) { r.GroupBy = []metrics.Dimension{metrics.ByChannel, metrics.ByChannel} }, "cannot be grouped"},
		"gauge by nothing":  {func(r *Rule) { r.Gauge, r.GroupBy = Last5m, []metrics.Dimension{""} }, "cannot be grouped"},
		"gauge where":       {func(r *Rule) { r.Where = map[metrics.Dimension][]string{metrics.ByQueue: {"x"}} }, "Where is for"},
		"unknown sign":      {func(r *Rule) { r.Gauge, r.Talk = "", "x" }, "no sign"},
		"grouped talks":     {func(r *Rule) { r.Gauge, r.Talk, r.GroupBy = "", Mood, []metrics.Dimension{metrics.ByQueue} }, "GroupBy is not"},
		"talks of a base": {func(r *Rule) {
			r.Gauge, r.Talk, r.Where = "", Mood, map[metrics.Dimension][]string{metrics.ByBase: {"x"}}
		}, "no base"},
		"unknown metric":     {func(r *Rule) { r.Gauge, r.Metric = "", "x" }, "Metrics[0]"},
		"metric by nonsense": {func(r *Rule) { r.Gauge, r.Metric, r.GroupBy = "", metrics.CSAT, []metrics.Dimension{"x"} }, "GroupBy[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			c.change(&r)
			err := r.Validate()
			require.ErrorIs(t, err, ErrInvalid)
			require.ErrorContains(t, err, c.fault)
		})
	}
	var all *RuleError
	require.ErrorAs(t, (&Rule{For: -1}).Validate(), &all)
	require.Len(t, all.Faults, 4, "every fault is named: %v", all.Faults)
}

func TestReadyRulesAreUsable(t *testing.T) {
	rules := readyRules()
	require.NoError(t, checkRules(rules))
	data, err := json.Marshal(rules)
	require.NoError(t, err)
	back, err := ReadRules(strings.NewReader(string(data)))
	require.NoError(t, err)
	require.Equal(t, rules, back)
}

func readyRules() []Rule {
	rules := []Rule{ComplexTooLong(time.Hour, "refund"), LowCSAT(.7, metrics.ByAgent), Traffic(100), KnowledgeGap(.2)}
	return append(append(rules, AbnormalTalk()...), SLAAtRisk(time.Minute, .8)...)
}

func TestReadRulesNamesEveryFault(t *testing.T) {
	_, err := ReadRules(strings.NewReader(`[{"name":"a","gauge":"open","above":1,"for":"1m30s"},{"name":"a","gauge":"open","below":3},{"name":"b"}]`))
	require.ErrorIs(t, err, ErrInvalid)
	require.ErrorContains(t, err, `rule 1 ("a"): another rule has the name`)
	require.ErrorContains(t, err, `rule 2 ("b")`)
	for _, bad := range []string{``, `{}`, `[{"nmae":"a"}]`, `[{"name":"a","gauge":"open","above":1,"for":"soon"}]`, `[] []`} {
		_, err := ReadRules(strings.NewReader(bad))
		require.ErrorIs(t, err, ErrInvalid, bad)
	}
	_, err = json.Marshal(Rule{Name: "c", Check: func() CheckFunc { return nil }()})
	require.NoError(t, err)
	_, err = json.Marshal(checked(0))
	require.ErrorIs(t, err, ErrInvalid, "a function would be lost")
}

func FuzzReadRules(f *testing.F) {
	data, _ := json.Marshal(readyRules())
	f.Add(string(data))
	f.Add(`[{"name":"a","gauge":"open","above":1e308,"clear":-1e308,"for":"1h"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := ReadRules(strings.NewReader(text))
		if err != nil {
			require.ErrorIs(t, err, ErrInvalid)
			return
		}
		data, err := json.Marshal(rules)
		require.NoError(t, err)
		back, err := ReadRules(strings.NewReader(string(data)))
		require.NoError(t, err)
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(data), string(again))
	})
}

func TestText(t *testing.T) {
	a := Alert{
		Rule: "complex_too_long", What: string(ServedFor), Phase: Firing, Above: true, Limit: 1800, Value: 1900.4, Known: true,
		Labels: map[string]string{"conversation": "c1"}, Notes: map[string]string{"agent": "ann"},
	}
	require.Equal(t, `complex_too_long: time with the agent 31m40s, above the limit (30m0s); agent "ann"; conversation "c1"`, a.Text("en"))
	require.Equal(t, `complex_too_long：人工处理时长 31m40s，高于阈值（30m0s）；agent "ann"；conversation "c1"`, a.Text("zh-CN"))
	b := Alert{Rule: "low_csat", What: string(metrics.CSAT), Phase: Firing, Limit: .7, Value: .55, Known: true}
	d, _ := metrics.Describe(metrics.CSAT, "en")
	require.Equal(t, "low_csat: "+d.Title+" 55.0 %, below the limit (70.0 %)", b.Text("en-GB"))
	b.Phase, b.Known, b.What = Resolved, false, ""
	require.Equal(t, "low_csat: the number, over (limit 0.7)", b.Text(""))
	for name := range titles { // nothing is without a title
		a.What = name
		require.NotContains(t, a.Text("zh"), "数值")
	}
	for _, s := range signs {
		require.Contains(t, titles, string(s))
	}
	for g := range gauges {
		require.Contains(t, titles, string(g))
	}
}
