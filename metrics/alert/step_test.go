package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// checked is a rule that checks something.
func checked(above float64) Rule {
	return Rule{Name: "r", Above: &above, Check: func(context.Context, time.Time, Source) ([]Value, error) { return nil, nil }}
}

// A script is what a rule sees minute by minute: a number, "-" for none, "!" for a failure, with "s" in front in silence. What
// is told follows in brackets.
func TestStep(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Rule)
		script string
	}{
		"at once":                       {nil, "10 11[firing] 12 10[resolved] 10"},
		"it takes time":                 {func(r *Rule) { r.For = 2 * time.Minute }, "11 11 10 11 11 11[firing] 9[resolved] 11 11 11[firing]"},
		"it has to come back far":       {func(r *Rule) { r.Clear = new(5.) }, "11[firing] 9 6 11 5[resolved] 9 11[firing]"},
		"back far below":                {func(r *Rule) { r.Above, r.Below, r.Clear = nil, new(10.), new(15.) }, "10 9[firing] 14 15[resolved] 14 9[firing]"},
		"not again so soon":             {func(r *Rule) { r.Cooldown = 4 * time.Minute }, "11[firing] 9[resolved] 11 11 11[firing] 9[resolved] 9 9 9 11[firing]"},
		"never, if it does not last":    {func(r *Rule) { r.Cooldown = 4 * time.Minute }, "11[firing] 9[resolved] 11 9 9 11[firing]"},
		"told again":                    {func(r *Rule) { r.Repeat = 2 * time.Minute }, "11[firing] 11 11[firing] 11 9[resolved]"},
		"no number is an end":           {nil, "11[firing] -[resolved] -"},
		"a failure is none":             {nil, "11[firing] ! ! 11 ! 9[resolved]"},
		"a failure does not stop For":   {func(r *Rule) { r.For = 2 * time.Minute }, "11 ! 11[firing]"},
		"silence":                       {nil, "s11 s11 s9 11[firing]"},
		"silence is over and it fires":  {nil, "s11 s11 11[firing] 9[resolved]"},
		"what was told ends in silence": {nil, "11[firing] s11 s9[resolved] s11 s9"},
		"silence holds a repetition":    {func(r *Rule) { r.Repeat = time.Minute }, "11[firing] s11 s11 11[firing]"},
	} {
		t.Run(name, func(t *testing.T) {
			r := checked(10)
			if c.change != nil {
				c.change(&r)
			}
			var rec record
			var got []string
			for minute, word := range strings.Fields(c.script) {
				now := epoch.Add(time.Duration(minute) * time.Minute)
				text, _, _ := strings.Cut(word, "[")
				value, silent := strings.CutPrefix(text, "s")
				j := judged{rule: &r}
				switch value {
				case "-":
				case "!":
					j.failed = true
				default:
					var x float64
					_, err := fmt.Sscan(value, &x)
					require.NoError(t, err)
					j.values = []Value{{X: x}}
				}
				before := len(rec.Outbox)
				rec.step("g", []judged{j}, func(string, map[string]string) bool { return silent }, now)
				for _, q := range rec.Outbox[before:] {
					text += "[" + string(q.Alerts[0].Phase) + "]"
				}
				got = append(got, text)

				data, err := json.Marshal(&rec) // a restart
				require.NoError(t, err)
				rec = record{}
				require.NoError(t, json.Unmarshal(data, &rec))
			}
			require.Equal(t, c.script, strings.Join(got, " "))
		})
	}
}

func loud(string, map[string]string) bool { return false }

func TestStepTellsAGroupAtOnce(t *testing.T) {
	a, b := checked(1), checked(1)
	b.Name = "b"
	of := func(names ...string) (values []Value) {
		for _, n := range names {
			values = append(values, Value{X: 2, Labels: map[string]string{"agent": n}})
		}
		return values
	}
	var rec record
	rec.step("g", []judged{{rule: &a, values: of("x", "y")}, {rule: &b, values: of("x")}}, loud, epoch)
	require.Len(t, rec.Outbox, 1)
	require.Len(t, rec.Outbox[0].Alerts, 3)
	rec.step("g", []judged{{rule: &a, values: of("y", "z")}, {rule: &b, values: of("x")}}, loud, epoch.Add(time.Minute))
	require.Len(t, rec.Outbox, 2)
	require.Equal(t, Resolved, rec.Outbox[1].Alerts[0].Phase)
	require.Equal(t, Firing, rec.Outbox[1].Alerts[1].Phase)
	require.NotEqual(t, rec.Outbox[0].ID, rec.Outbox[1].ID)

	// A rule that is gone takes its alerts along, and says so.
	changed, _ := rec.step("g", []judged{{rule: &a, values: of("y", "z")}}, loud, epoch.Add(2*time.Minute))
	require.True(t, changed)
	require.Len(t, rec.Alerts, 2)
	require.Equal(t, "b", rec.Outbox[2].Alerts[0].Rule)
	require.Equal(t, Resolved, rec.Outbox[2].Alerts[0].Phase)
	changed, _ = rec.step("g", []judged{{rule: &a, values: of("y", "z")}}, loud, epoch.Add(3*time.Minute))
	require.False(t, changed, "nothing to save")
}

func TestStepHasBounds(t *testing.T) {
	r := checked(1)
	var values []Value
	for i := range mostAlerts + 7 {
		values = append(values, Value{X: 2, Labels: map[string]string{"agent": fmt.Sprint(i)}})
	}
	var rec record
	_, overflow := rec.step("g", []judged{{rule: &r, values: values}}, loud, epoch)
	require.Equal(t, 7, overflow)
	require.Len(t, rec.Alerts, mostAlerts)
}

// Whatever the numbers do: of an alert, an end follows a beginning and a beginning an end, no two beginnings are nearer than
// the cool-down, and nothing is told that did not last.
func TestStepAlternates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := checked(10)
		minutes := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(0, 5).Draw(t, name)) * time.Minute
		}
		r.For, r.Cooldown = minutes("for"), minutes("cooldown")
		if rapid.Bool().Draw(t, "clear") {
			r.Clear = new(5.)
		}
		var rec record
		var last Phase = Resolved
		var begun time.Time
		beyond := 0 // evaluations without a break
		for minute := range rapid.IntRange(1, 60).Draw(t, "minutes") {
			now := epoch.Add(time.Duration(minute) * time.Minute)
			j := judged{rule: &r}
			x := float64(rapid.IntRange(0, 15).Draw(t, "x"))
			if x > 0 {
				j.values = []Value{{X: x}}
			}
			if beyond++; x <= 10 {
				beyond = 0
			}
			rec.Outbox = nil
			rec.step("g", []judged{j}, loud, now)
			for _, q := range rec.Outbox {
				for _, a := range q.Alerts {
					if a.Phase == last {
						t.Fatalf("%s twice", last)
					}
					last = a.Phase
					if a.Phase == Resolved {
						continue
					}
					if !begun.IsZero() && now.Sub(begun) < r.Cooldown {
						t.Fatal("told again too soon")
					}
					if time.Duration(beyond-1)*time.Minute < r.For {
						t.Fatal("told too early")
					}
					begun = now
				}
			}
			if on := last == Firing; on && x <= 5 {
				t.Fatal("over and not told")
			}
		}
	})
}
