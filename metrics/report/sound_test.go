package report

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// noNumber is what a number looks like that is none. Words such as "information" are none of these.
var noNumber = regexp.MustCompile(`(?i)\bnan\b|[+-]inf\b|\binf\b|\binfinity\b`)

// forms are all that a report is written as.
func forms(t *testing.T, r *Report) map[string]string {
	t.Helper()
	return map[string]string{"JSON": text(t, r.JSON), "CSV": text(t, r.CSV), "Markdown": text(t, r.Markdown), "HTML": text(t, r.HTML)}
}

// Of a time in which nothing happened no report has a rate, a mean or a time, in no form: a number is not there, and not 0. Counts are 0.
func TestReportsOfNothing(t *testing.T) {
	empty, err := metrics.New(metrics.NewMemoryStore(), nil)
	require.NoError(t, err)
	for _, src := range []Source{empty, collector(t, 5)} { // nothing at all, and nothing in these weeks
		for _, locale := range []string{"en", "zh"} {
			for _, k := range allKinds {
				week := Week(monday.AddDate(0, 0, -70), shanghai)
				r, err := Make(t.Context(), k, src, week, fixed(locale))
				require.NoError(t, err)
				for name, written := range forms(t, r) {
					require.False(t, noNumber.MatchString(written), "%s of %s: %s", name, k, noNumber.FindString(written))
				}
				for _, f := range r.Sections[0].Figures {
					isCount := f.Unit == metrics.Count
					require.Equal(t, isCount, f.Now.Known, "%s of %s", f.Metric, k)
					require.Equal(t, isCount, f.Before.Known)
					require.False(t, f.Delta.Known)
					require.NotContains(t, []Verdict{Better, Worse, Changed}, f.Verdict)
				}
				require.Empty(t, r.Findings)
				rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text(t, r.CSV), byteOrderMark))).ReadAll()
				require.NoError(t, err)
				for _, row := range rows[1:] {
					if row[2] == "figure" && row[5] != "count" {
						require.Empty(t, row[6], "%v", row)
					}
				}
				var read struct {
					Sections []struct {
						Figures []struct {
							Unit string
							Now  struct{ Value *float64 }
						}
					}
				}
				require.NoError(t, json.Unmarshal([]byte(text(t, r.JSON)), &read))
				for _, f := range read.Sections[0].Figures {
					require.Equal(t, f.Unit == "count", f.Now.Value != nil)
				}
				for _, line := range strings.Split(text(t, r.Markdown), "\n") {
					if name := r.Sections[0].Figures[len(r.Sections[0].Figures)-1].Title; strings.HasPrefix(line, "| "+name+" |") {
						require.Contains(t, line, "| - | - | - |")
					}
				}
			}
		}
	}
	_, err = Weekly(t.Context(), empty, Range{monday, monday}, nil)
	require.ErrorIs(t, err, metrics.ErrInvalid, "a range of nothing is none")
}

// What is no number, in what a source answers or a host writes into a report, has no value in any form.
func TestWhatIsNoNumberHasNoValue(t *testing.T) {
	c := collector(t, 20)
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		odd := SourceFunc(func(ctx context.Context, q metrics.Query) (*metrics.Table, error) {
			table, err := c.Query(ctx, q)
			for i := range table.Rows {
				for k := range table.Rows[i].Values {
					table.Rows[i].Values[k].X = x
				}
			}
			return table, err
		})
		for _, k := range allKinds {
			r, err := Make(t.Context(), k, odd, Week(monday, shanghai), fixed("en"))
			require.NoError(t, err)
			for name, written := range forms(t, r) {
				require.False(t, noNumber.MatchString(written), "%s of %s", name, k)
			}
		}
		n := Number{X: x, Known: true, Of: 30}
		r := sample("name")
		s := &r.Sections[0]
		s.Figures = append(s.Figures, Figure{Title: "of the host", Unit: metrics.Share, Now: n, Before: n, Delta: n, Target: n})
		s.Tables[0].Rows = append(s.Tables[0].Rows, Row{Names: []string{"of", "the host"}, Cells: []Number{n, n}})
		for _, kind := range []ChartKind{Trend, Stack, Columns, Compare, Spread, Heat, Funnel} {
			for _, values := range [][]Number{{n}, {n, Some(.5, 30), n, Some(.7, 30)}} {
				s.Charts = append(s.Charts, Chart{
					Kind: kind, Title: "of the host", Unit: metrics.Share, Labels: []string{"a", "b", "c", "d"}[:len(values)], Line: n,
					Series: []Series{{Name: "x", Values: values}, {Name: "y", Values: values}, {Values: values}, {Values: values}, {Values: values}},
				})
			}
		}
		r.Findings = append(r.Findings, Finding{Text: "of the host", Strength: x})
		for name, written := range forms(t, r) {
			assert.False(t, noNumber.MatchString(written), "%s has %q", name, noNumber.FindString(written))
		}
		assert.False(t, noNumber.MatchString(text(t, s.Tables[0].CSV)))
		for _, chart := range s.Charts {
			assert.False(t, noNumber.Match(chart.SVG("en", "x")), chart.Kind)
		}
		assert.Contains(t, text(t, r.Markdown), "| of the host | - | - | - |")
		require.True(t, s.Figures[len(s.Figures)-1].Now.Known, "what the host holds stays as it is")
		alone, err := json.Marshal(n)
		require.NoError(t, err)
		assert.JSONEq(t, `{"value": null, "of": 30}`, string(alone))
	}
}
