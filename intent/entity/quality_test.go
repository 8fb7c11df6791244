package entity

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/internal/text/respell"
)

var update = flag.Bool("update", false, "write testdata/quality/stats.txt anew")

const (
	statsFile = "testdata/quality/stats.txt"
	statsHead = `# Entities in real messages beside plain regular expressions. A value is found where an entity of a
# right type overlaps it; exact: has its very stretch. Precision is over the entities of these types.
# crosswoz is Chinese; /hant: in traditional characters; /wide: in full width (letters, digits, signs); /mix: behind an
# English message of restaurant8k, without a blank.
# Written by: go test ./intent/entity -run TestQuality -update
`
	statsColumns = "%-14s%-9s%6s%8s%7s%8s%11s%9s\n"
	statsRow     = "%-14s%-9s%6d%8.3f%7.3f%8.3f%11.3f%9.3f\n"
)

// slotKind is what is measured of a set: slots, and the types that are right
// for them.
type slotKind struct {
	name  string
	slots []string
	types []Type
	plain string // the regular expression beside it
}

const (
	plainCount  = `\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b`
	plainWhen   = `(?i)\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\d{1,2}:\d\d|today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september|october|november|december)`
	plainPerson = `(?i)(?:name is|name's|i am|i'm|this is) ([a-z]+(?: [a-z]+)?)`
)

// measured returns the sets, and some of them in other spellings.
func measured() []spelling {
	when := []Type{Time}
	count := []Type{Number, Quantity}
	restaurant := []slotKind{
		{"people", []string{"people"}, count, plainCount},
		{"when", []string{"date", "time"}, when, plainWhen},
		{"person", []string{"first_name", "last_name"}, []Type{Person}, plainPerson},
	}
	return []spelling{
		{"restaurant8k", "restaurant8k", "en", restaurant, same},
		{"multidogo", "multidogo", "en", []slotKind{
			{"person", []string{"name"}, []Type{Person}, plainPerson},
			{"phone", []string{"phone_number", "phonenumber"}, []Type{Phone}, `\d{10,11}|\d{3} \d{3} \d{4}`},
			{"address", []string{"address"}, []Type{Address}, `(?i)\d+ [a-z ]+ (?:street|st|road|rd|avenue|ave|lane|drive)\b`},
		}, same},
		{"nlupp", "nlupp", "en", []slotKind{
			{"when", []string{"date", "date_from", "date_to", "time", "time_from", "time_to"}, []Type{Time}, plainWhen},
			{"money", []string{"amount_of_money"}, []Type{Money}, `[$€£]\d+(?:\.\d+)?|\d+(?:\.\d+)? ?(?:dollars|euros|pounds|[$€£])`},
			{"people", []string{"adults", "kids", "rooms", "people", "number"}, count, plainCount},
			{"person", []string{"person_name"}, []Type{Person}, plainPerson},
		}, same},
		{"dstc8_spans", "dstc8_spans", "en", []slotKind{
			{"when", []string{"date", "visit_date", "leaving_date", "pickup_date", "pickup_time", "dropoff_date"}, when, plainWhen},
		}, same},
		{"crosswoz", "crosswoz", "zh", crosswozKinds(), same},
		{"crosswoz/hant", "crosswoz", "zh", crosswozKinds(), each(respell.Traditional)},
		{"crosswoz/wide", "crosswoz", "zh", crosswozKinds(), each(respell.FullWidth)},
		{"crosswoz/mix", "crosswoz", "zh", crosswozKinds(), behindEnglish},
		{"rest8k/wide", "restaurant8k", "en", restaurant, each(respell.FullWidth)},
	}
}

// dataTurn is a message of the data sets with its labelled slots.
type dataTurn struct {
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
	Labels  struct {
		Slots     []dataSlot      `json:"slots"`
		Requested []string        `json:"requested"`
		Acts      json.RawMessage `json:"acts"`
	} `json:"labels"`
}

type dataSlot struct {
	Slot       string          `json:"slot"`
	Value      json.RawMessage `json:"value"`
	Start, End int
}

type stretch struct{ start, end int }

func (s stretch) overlaps(t stretch) bool { return s.start < t.end && t.start < s.end }

// score counts one kind over the turns.
type score struct{ gold, found, exact, said, right int }

func (s *score) add(gold, got []stretch) {
	for _, g := range gold {
		s.gold++
		if slices.ContainsFunc(got, g.overlaps) {
			s.found++
		}
		if slices.Contains(got, g) {
			s.exact++
		}
	}
	for _, e := range got {
		s.said++
		if slices.ContainsFunc(gold, e.overlaps) {
			s.right++
		}
	}
}

func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }

// TestQuality measures the extractor on labelled messages of real people. The
// figures are kept; no text of the sets is.
func TestQuality(t *testing.T) {
	x, err := New(nil)
	require.NoError(t, err)
	var rows []string
	for _, set := range measured() {
		turns, now, change := readTurns(t, set.set), moment(t, set.lang), set.change(t)
		for _, kind := range set.kinds {
			plain := regexp.MustCompile(kind.plain)
			var ours, theirs score
			for i, turn := range turns {
				gold, ok := kind.gold(turn)
				if !ok {
					continue
				}
				text := change(i, turn.Text)
				gold = moved(gold, turn.Text, func(s string) string { return change(i, s) })
				var expect []Type
				if turn.asked(kind.slots) {
					expect = kind.types
				}
				var got, base []stretch
				for _, e := range x.ExtractExpecting(text, now, expect...) {
					if slices.Contains(kind.types, e.Type) {
						got = append(got, stretch{e.Start, e.End})
					}
				}
				for _, m := range plain.FindAllStringSubmatchIndex(text, -1) {
					base = append(base, stretch{m[len(m)-2], m[len(m)-1]})
				}
				ours.add(gold, got)
				theirs.add(gold, base)
			}
			rows = append(rows, fmt.Sprintf(
				statsRow, set.name, kind.name, ours.gold, ratio(ours.found, ours.gold), ratio(ours.exact, ours.gold), ratio(ours.right, ours.said),
				ratio(theirs.found, theirs.gold), ratio(theirs.right, theirs.said),
			))
		}
	}
	got := statsHead + fmt.Sprintf(statsColumns, "set", "kind", "n", "recall", "exact", "precis", "re recall", "re prec") + strings.Join(rows, "")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(statsFile), 0o755))
		require.NoError(t, os.WriteFile(statsFile, []byte(got), 0o644))
	}
	want, err := os.ReadFile(statsFile)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "go test -run TestQuality -update writes the file anew")
}

// gold returns the stretches of the slots of a kind; false where the label does
// not say where one stands.
func (k slotKind) gold(turn dataTurn) ([]stretch, bool) {
	var gold []stretch
	for _, s := range turn.Labels.Slots {
		if !slices.Contains(k.slots, s.Slot) {
			continue
		}
		var value string
		if json.Unmarshal(s.Value, &value) != nil || value == "" {
			return nil, false
		}
		at := s.Start
		if s.End == 0 || s.End > len(turn.Text) || turn.Text[s.Start:s.End] != value {
			if at = strings.Index(strings.ToLower(turn.Text), strings.ToLower(value)); at < 0 {
				return nil, false
			}
		}
		gold = append(gold, stretch{at, at + len(value)})
	}
	return gold, true
}

func readTurns(t *testing.T, set string) (turns []dataTurn) {
	lines := bufio.NewScanner(bytes.NewReader(storetest.Data(t, os.Getenv, "dialogs/"+set+".dev.jsonl.gz")))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var dialog struct {
			Turns []dataTurn `json:"turns"`
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &dialog))
		for _, turn := range dialog.Turns {
			if turn.Speaker == "user" && turn.Text != "" {
				if set == "crosswoz" {
					turn.told(t)
				}
				turns = append(turns, turn)
			}
		}
	}
	require.NoError(t, lines.Err())
	return turns
}
