package kefu_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/internal/storetest"
)

var update = flag.Bool("update", false, "write the golden files of quality anew")

const (
	escalationFile = "testdata/quality/escalation.txt"
	escalationHead = `# When the default policy of dialog/escalation calls for a person, on the dev splits of public data. Only figures are kept.
# Written by: go test . -run TestEscalationQuality -update
# How to read it: docs/quality.md, "Escalation".
`
)

// ratedTurn is a message of a customer with what a policy sees of it.
type ratedTurn struct {
	signals escalation.Signals
	memory  escalation.Memory // before it
	score   float64
	action  escalation.Action
	share   float64 // of anger
	upset   float64 // of anger and frustration
	bad     int     // what people say: 1 dissatisfied, 0 not, -1 not asked
	failed  int     // failures up to here
}

// ratedDialog is a conversation of which people said how contented the customer
// was.
type ratedDialog struct {
	turns []ratedTurn
	bad   bool
}

// rawDialog is a line of the data.
type rawDialog struct {
	Labels struct {
		Dissatisfied *int     `json:"dissatisfied"`
		Overall      *float64 `json:"overall_sat_mean"`
	} `json:"labels"`
	Turns []struct {
		Speaker, Text string
		Labels        struct {
			Sat    *float64        `json:"sat"`
			Sat3   string          `json:"sat3"`
			Action json.RawMessage `json:"action"`
			Nugget string          `json:"nugget"`
		} `json:"labels"`
	} `json:"turns"`
}

// escalationDialogs reads a set, or skips the test where it is missing.
func escalationDialogs(t testing.TB, name string) (list []rawDialog) {
	lines := bufio.NewScanner(bytes.NewReader(storetest.Data(t, os.Getenv, "dialogs/"+name+".jsonl.gz")))
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var d rawDialog
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d), name)
		list = append(list, d)
	}
	require.NoError(t, lines.Err())
	return list
}

// escalationFailure is what the service says when it fails.
var escalationFailure = regexp.MustCompile(`(?i)\b(sorry|apolog\w+|unfortunately|unable|cannot|can't|couldn't|could not|failed|no \w+ (available|match\w*)|not available|(don't|do not|didn't) understand)\b|` +
	`抱歉|对不起|不好意思|无法|没有找到|查不到|不支持|没办法|没法`)

// trigrams are the pieces of three characters of a text.
func trigrams(s string) map[string]bool {
	r, set := []rune(strings.ToLower(s)), map[string]bool{}
	for i := 3; i <= len(r); i++ {
		set[string(r[i-3:i])] = true
	}
	return set
}

// alike is the share of pieces that two texts have in common; 0 for short ones.
func alike(a, b map[string]bool) float64 {
	if len(a) < 4 || len(b) < 4 {
		return 0
	}
	both := 0
	for k := range a {
		if b[k] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// escalationRead is what a policy is shown of a conversation: feelings by the
// built-in detector and tracker, the wish for a person and urgency by package intent,
// repetitions and failures as the baseline counts them.
type escalationRead struct {
	detector *emotion.Detector
	wish     *intent.HandoffWish
	policy   *escalation.Policy
}

// dialog runs the policy over a conversation.
func (r *escalationRead) dialog(t testing.TB, raw rawDialog) ratedDialog {
	tracker, err := emotion.NewTracker(r.detector, nil)
	require.NoError(t, err)
	var d ratedDialog
	var said []map[string]bool
	var m escalation.Memory
	row, all, repeats := 0, 0, 0
	failed, answered := false, false
	for _, turn := range raw.Turns {
		if strings.TrimSpace(turn.Text) == "" {
			continue
		}
		if turn.Speaker != "user" {
			tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: turn.Text})
			failed = failed || failedTurn(string(turn.Labels.Action), turn.Labels.Nugget, turn.Text)
			answered = true
			continue
		}
		e := r.detector.Detect(turn.Text)
		course := tracker.Add(emotion.Turn{Speaker: emotion.Customer, Text: turn.Text, Emotion: &e})
		pieces, again := trigrams(turn.Text), false
		for _, old := range said {
			again = again || alike(pieces, old) >= 0.5
		}
		said = append(said, pieces)
		if again {
			repeats++
		}
		switch {
		case failed || again:
			row, all = row+1, all+1
		case answered:
			row = 0
		}
		failed, answered = false, false
		wish, _ := r.wish.Detect(turn.Text)
		s := escalation.Signals{
			Feeling: string(e.Label), Valence: e.Valence, Intensity: e.Intensity, Trend: course.Trend, Peak: course.Peak,
			NeedsHuman: course.NeedsHuman, Failures: row, Repeats: repeats, WantsHuman: wish, Topics: escalation.Topics(turn.Text),
			Urgency: int(intent.ReadUrgency(turn.Text).Level), Turns: course.Turns,
		}
		rated := ratedTurn{signals: s, memory: m, score: r.policy.Score(s, m), share: e.Shares[1], upset: e.Shares[1] + e.Shares[2], bad: -1, failed: all}
		var decision escalation.Decision
		decision, m = r.policy.Decide(s, m)
		rated.action = decision.Action
		if sat := turn.Labels.Sat; sat != nil {
			rated.bad = number01(*sat <= 2)
		}
		if turn.Labels.Sat3 != "" {
			rated.bad = number01(turn.Labels.Sat3 == "dissatisfied")
		}
		d.turns = append(d.turns, rated)
	}
	d.bad = dissatisfied(raw, d.turns)
	return d
}

// failedTurn reports whether the service failed: its act says so, or its words.
func failedTurn(act, nugget, words string) bool {
	act = strings.Trim(act, `"`)
	return act == "NOTIFY_FAILURE" || strings.HasSuffix(act, "NoOffer") || strings.HasSuffix(act, "NoBook") || nugget == "HNaN" ||
		escalationFailure.MatchString(words)
}

// dissatisfied says which conversations went wrong: labelled so (stc3), a mean
// rating of the whole below 3 of 5 (uss), or half of the rated turns (jddc).
func dissatisfied(raw rawDialog, turns []ratedTurn) bool {
	switch {
	case raw.Labels.Dissatisfied != nil:
		return *raw.Labels.Dissatisfied == 1
	case raw.Labels.Overall != nil:
		return *raw.Labels.Overall < 3
	}
	rated, bad := 0, 0
	for _, turn := range turns {
		if turn.bad >= 0 {
			rated, bad = rated+1, bad+turn.bad
		}
	}
	return rated > 0 && 2*bad >= rated
}

func number01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// The baselines, and the score that is compared with them.
func scoreOf(t *ratedTurn) float64    { return t.score }
func angerOf(t *ratedTurn) float64    { return t.share }
func upsetOf(t *ratedTurn) float64    { return t.upset }
func failuresOf(t *ratedTurn) float64 { return float64(t.failed) }
func inARow(t *ratedTurn) float64     { return float64(t.signals.Failures) }
func angryNow(t *ratedTurn) float64 {
	return float64(number01(t.signals.Feeling == string(emotion.Angry)))
}

func upsetNow(t *ratedTurn) float64 {
	return float64(number01(t.signals.Feeling == string(emotion.Angry) || t.signals.Feeling == string(emotion.Frustrated)))
}

func (d duel) String() string {
	return fmt.Sprintf("%7.3f %7.3f %7.3f %+7.2f %5.0f %5.0f %7.3f", d.alarms, d.found, d.ours, d.saved, d.more, d.less, d.chance())
}

// escalationBaselines call for a person at the first message that reaches from:
// the first angry one; the first angry or frustrated one; two failures in a row;
// the second failure.
var escalationBaselines = []struct {
	name  string
	alarm alarm
	from  float64
}{{"angry", angryNow, 1}, {"upset", upsetNow, 1}, {"two", inARow, 2}, {"twice", failuresOf, 2}}

var escalationSets = []string{"uss_sgd", "uss_mwoz", "uss_ccpe", "uss_redial", "jddc", "stc3_en", "stc3_zh"}

// figure formats a number that may not exist.
func figure(x float64) string {
	if math.IsNaN(x) {
		return "      -"
	}
	return fmt.Sprintf("%7.3f", x)
}

// escalationTable measures all sets.
func escalationTable(t testing.TB, split string) string {
	detector, err := emotion.New(nil)
	require.NoError(t, err)
	read := &escalationRead{detector: detector, wish: intent.NewHandoffWish(), policy: escalation.Default()}
	var curve, duels, actions strings.Builder
	all, allTurns := make([]duel, len(escalationBaselines)), make([]duel, len(escalationBaselines))
	fmt.Fprintf(&curve, "%-18s %6s %6s %7s %7s %7s %7s %7s %7s\n", "area", "n", "bad", "turn", "anger", "fails", "dialog", "anger", "fails")
	fmt.Fprintf(&duels, "%-18s %7s %7s %7s %7s %5s %5s %7s %7s %7s %7s\n", "duel", "alarms", "found", "ours", "saved", "more", "less", "chance", "t.alarm", "t.found", "t.ours")
	fmt.Fprintf(&actions, "%-18s %7s %7s %7s %7s %7s\n", "default", "dialogs", "soothe", "offer", "person", "at")
	for _, set := range escalationSets {
		var list []ratedDialog
		bad := 0
		for _, raw := range escalationDialogs(t, set+"."+split) {
			d := read.dialog(t, raw)
			if len(d.turns) > 0 {
				list, bad = append(list, d), bad+number01(d.bad)
			}
		}
		turn, whole := areas(list, scoreOf)
		anger, wholeAnger := better(areas(list, angerOf))(areas(list, upsetOf))
		fails, wholeFails := better(areas(list, inARow))(areas(list, failuresOf))
		if !math.IsNaN(turn) {
			assert.Greater(t, turn, max(anger, fails), "messages of %s", set)
		}
		fmt.Fprintf(&curve, "area/%-13s %6d %6d %s %s %s %s %s %s\n", set, len(list), bad,
			figure(turn), figure(anger), figure(fails), figure(whole), figure(wholeAnger), figure(wholeFails))
		for i, b := range escalationBaselines {
			d, single := against(list, scoreOf, b.alarm, b.from), againstTurns(list, scoreOf, b.alarm, b.from)
			fmt.Fprintf(&duels, "%-18s %s %s %s %s\n", b.name+"/"+set, d, figure(single.alarms), figure(single.found), figure(single.ours))
			all[i] = all[i].plus(d)
			if single.n > 0 {
				allTurns[i] = allTurns[i].plus(single)
			}
		}
		for i, name := range []string{"calm", "bad"} {
			fmt.Fprintf(&actions, "%-18s %s\n", name+"/"+set, actionShares(list, i == 1))
		}
	}
	for i, b := range escalationBaselines {
		single := allTurns[i]
		fmt.Fprintf(&duels, "%-18s %s %s %s %s\n", b.name+"/all", all[i], figure(single.alarms), figure(single.found), figure(single.ours))
		assert.Greater(t, all[i].ours, all[i].found, "more dissatisfied customers than %q finds", b.name)
		assert.Positive(t, all[i].saved, "earlier than %q", b.name)
		assert.Greater(t, single.ours, single.found, "more dissatisfied messages than %q finds", b.name)
	}
	for _, set := range []string{"multidogo", "multiwoz", "crosswoz"} {
		if split != "dev" {
			break
		}
		var list []ratedDialog
		for _, raw := range escalationDialogs(t, set+".dev") {
			list = append(list, read.dialog(t, raw))
		}
		fmt.Fprintf(&actions, "%-18s %s\n", "any/"+set, actionShares(list, false))
	}
	return curve.String() + duels.String() + actions.String()
}

// better returns the larger ones of two pairs.
func better(a, b float64) func(c, d float64) (float64, float64) {
	return func(c, d float64) (float64, float64) { return max(a, c), max(b, d) }
}

// actionShares says in which share of conversations the default policy soothes,
// offers, and hands over (not looking at what comes after that), and at which
// message the last is, in the mean.
func actionShares(list []ratedDialog, bad bool) string {
	var n, soothe, offer, person, at float64
	for _, d := range list {
		if d.bad != bad {
			continue
		}
		n++
		var soothed, offered bool
		for i := range d.turns {
			a := d.turns[i].action
			soothed, offered = soothed || a == escalation.Soothe, offered || a == escalation.Offer
			if a >= escalation.HandOff {
				person++
				at += float64(i + 1)
				break
			}
		}
		soothe, offer = soothe+float64(number01(soothed)), offer+float64(number01(offered))
	}
	return fmt.Sprintf("%7.0f %7.3f %7.3f %7.3f %7.2f", n, soothe/n, offer/n, person/n, at/max(1, person))
}

// TestEscalationQuality measures the default policy on conversations that people
// rated, beside "the first angry message" and "two failures", and compares the
// figures with the golden file.
func TestEscalationQuality(t *testing.T) {
	table := escalationHead + escalationTable(t, "dev")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(escalationFile), 0o755))
		require.NoError(t, os.WriteFile(escalationFile, []byte(table), 0o644))
	}
	golden, err := os.ReadFile(escalationFile)
	require.NoError(t, err)
	was, is := strings.Split(string(golden), "\n"), strings.Split(table, "\n")
	require.Len(t, is, len(was), "rows came or went")
	for i := range is {
		assert.Equal(t, was[i], is[i], "figures moved; if that is meant: -update, and say why")
	}
}

// TestEscalationTrain prints the table of the train splits, by which constants
// may be chosen.
func TestEscalationTrain(t *testing.T) {
	if os.Getenv("KEFU_ESCALATION_TRAIN") == "" {
		t.Skip("for choosing constants: set KEFU_ESCALATION_TRAIN")
	}
	t.Log("\n" + escalationTable(t, "train"))
}
