package dialog_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/internal/text"
)

var updateSummaries = flag.Bool("update-summaries", false, "write testdata/quality/summary.txt anew")

const summaryStats = "testdata/quality/summary.txt"

// measuredDialog is a dialog of the evaluation data.
type measuredDialog struct {
	Turns []struct {
		Speaker string `json:"speaker"`
		Text    string `json:"text"`
		Labels  struct {
			Nugget string          `json:"nugget"`
			State  json.RawMessage `json:"state"`
		} `json:"labels"`
	} `json:"turns"`
}

// measuredDialogs reads a file of the evaluation data.
func measuredDialogs(t *testing.T, name string) []measuredDialog {
	t.Helper()
	var out []measuredDialog
	scan := bufio.NewScanner(bytes.NewReader(storetest.Data(t, os.Getenv, "dialogs/"+name+".jsonl.gz")))
	scan.Buffer(nil, 4<<20)
	for scan.Scan() {
		var d measuredDialog
		require.NoError(t, json.Unmarshal(scan.Bytes(), &d))
		out = append(out, d)
	}
	require.NoError(t, scan.Err())
	return out
}

// lines returns the dialog as a transcript.
func (d measuredDialog) lines() []dialog.Line {
	var out []dialog.Line
	for _, turn := range d.Turns {
		if turn.Text == "OVERALL" { // where jddc has the grade of the whole
			continue
		}
		from := dialog.Bot
		if turn.Speaker == "user" {
			from = dialog.Customer
		}
		out = append(out, dialog.Line{From: from, Text: turn.Text})
	}
	return out
}

// keyTerms are what a text says: its words that are no function words, its
// numbers and its pairs of characters.
func keyTerms(s string) map[string]bool {
	var b text.Buffer
	out := map[string]bool{}
	tokens := b.Segment(s)
	for i, t := range tokens {
		w := b.Bytes(t)
		switch {
		case t.Kind == text.Number, t.Kind == text.Word && !text.IsFunctionWord("en", w):
			out[string(w)] = true
		case t.Kind == text.Char && i+1 < len(tokens):
			both, ok := b.Bigram(t, tokens[i+1])
			if ok && !text.IsFunctionWord("zh", both) && !text.IsFunctionWord("zh", w) && !text.IsFunctionWord("zh", b.Bytes(tokens[i+1])) {
				out[string(both)] = true
			}
		}
	}
	return out
}

// kept returns the share of the wanted terms that a text has.
func kept(want map[string]bool, s string) float64 {
	have, n := keyTerms(s), 0
	for w := range want {
		if have[w] {
			n++
		}
	}
	return float64(n) / float64(len(want))
}

// customerLines returns what the customer said, from the first line or from the
// last, up to so many runes.
func customerLines(lines []dialog.Line, backward bool, room int) string {
	var said []string
	for _, l := range lines {
		if l.From == dialog.Customer {
			said = append(said, l.Text)
		}
	}
	all := []rune(strings.Join(said, "\n"))
	if len(all) <= room {
		return string(all)
	}
	if backward {
		return string(all[len(all)-room:])
	}
	return string(all[:room])
}

// statedValues are the values that the customer had asked for at the end.
func (d measuredDialog) statedValues() map[string]bool {
	out := map[string]bool{}
	add := func(v any) {
		if s, ok := v.(string); ok && s != "" && s != "not mentioned" && s != "dontcare" {
			for w := range keyTerms(s) {
				out[w] = true
			}
		}
	}
	for _, turn := range d.Turns {
		var flat map[string]any
		if turn.Speaker == "user" && len(turn.Labels.State) > 0 && json.Unmarshal(turn.Labels.State, &flat) == nil {
			for _, v := range flat {
				switch v := v.(type) {
				case map[string]any:
					for _, w := range v {
						add(w)
					}
				default:
					add(v)
				}
			}
		}
	}
	return out
}

func TestSummaryQuality(t *testing.T) {
	var b strings.Builder
	fmt.Fprintln(&b, "# What summaries keep of real dialogs, beside as many characters of the customer's first and last lines.")
	fmt.Fprintln(&b, "# problem: words of the turn labelled as the problem, in dialogs of three lines or more. values: words of what the customer asked for.")
	fmt.Fprintln(&b, "# Written by: go test ./dialog -run TestSummaryQuality -update-summaries")
	fmt.Fprintf(&b, "%-10s %-8s %7s %7s %7s %7s %7s %7s\n", "set", "kept", "limit", "dialogs", "runes", "summary", "first", "last")
	for _, set := range []struct {
		name, kind string
		limit      int
	}{
		{"stc3_zh", "problem", 100},
		{"stc3_zh", "problem", 200},
		{"stc3_en", "problem", 200},
		{"stc3_en", "problem", 400},
		{"multiwoz", "values", 200},
		{"multiwoz", "values", 400},
		{"crosswoz", "values", 100},
		{"crosswoz", "values", 200},
	} {
		n, runes := 0, 0
		var sum, first, last float64
		for _, d := range measuredDialogs(t, set.name+".dev") {
			lines := d.lines()
			want := map[string]bool{}
			if set.kind == "problem" {
				for _, turn := range d.Turns {
					if turn.Labels.Nugget == "CNUG0" && len(d.Turns) >= 3 {
						for w := range keyTerms(turn.Text) {
							want[w] = true
						}
					}
				}
			} else {
				want = d.statedValues()
			}
			if len(want) == 0 {
				continue
			}
			s := dialog.Summarize(lines, dialog.SummaryOptions{Max: set.limit})
			said := s.Problem
			if set.kind == "values" {
				said += s.Open + strings.Join(s.Details, "")
			}
			room := utf8.RuneCountInString(said)
			n, runes = n+1, runes+room
			sum += kept(want, said)
			first += kept(want, customerLines(lines, false, room))
			last += kept(want, customerLines(lines, true, room))
		}
		f := float64(n)
		fmt.Fprintf(&b, "%-10s %-8s %7d %7d %7d %7.3f %7.3f %7.3f\n", set.name, set.kind, set.limit, n, runes/n, sum/f, first/f, last/f)
	}
	if *updateSummaries {
		require.NoError(t, os.WriteFile(summaryStats, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(summaryStats)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}
