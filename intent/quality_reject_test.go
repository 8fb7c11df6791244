package intent_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/text/respell"
)

const (
	rejectFile = "testdata/quality/reject.txt"
	rejectHead = `# What belongs to no intent, and what confidence is worth, on the dev splits; docs/quality.md explains the columns.
# hant: the same messages in traditional characters; wide: in full width (letters, digits, signs). massive/10 has ten examples
# of each label in both languages and the English dev split; mixed: half of each message in English, half of it in Chinese.
# gib: how many of 2,000 messages made up of random letters and common Chinese characters are taken confidently.
# Written by: go test ./intent -run TestRejectQuality -update
`
	rejectColumns = "%-20s %5s %5s  %5s %5s %5s %5s  %5s %5s %5s  %5s %5s %5s %5s %5s %5s %5s\n"
)

// rejectSet is one row of the table.
type rejectSet struct {
	name      string
	train     []string
	dev       string
	shots     int  // examples of each label and file, 0 is all
	calibrate bool // on the first of two messages of dev; the second are measured
	change    changer
	floor     func(t *testing.T, e *intent.Evaluation, kind map[string]float64)
}

var rejectSets = []rejectSet{
	{name: "clinc150", train: []string{"clinc150/train"}, dev: "clinc150/dev", floor: func(t *testing.T, e *intent.Evaluation, _ map[string]float64) {
		assert.Greater(t, e.OutOfScope.Recall, 0.6)
		assert.Greater(t, e.OutOfScope.AUROC, 0.96)
	}},
	{name: "clinc150+oos", train: []string{"clinc150/train", "clinc150/oos_train"}, dev: "clinc150/dev"},
	{name: "clinc150 calibrated", train: []string{"clinc150/train"}, dev: "clinc150/dev", calibrate: true},
	{name: "banking77_oos", train: []string{"banking77_oos/train"}, dev: "banking77_oos/dev", floor: func(t *testing.T, _ *intent.Evaluation, kind map[string]float64) {
		assert.Greater(t, kind["oos:in_domain"], 0.84)
		assert.Greater(t, kind["oos:out_of_domain"], 0.98)
	}},
	{name: "b77_oos calibrated", train: []string{"banking77_oos/train"}, dev: "banking77_oos/dev", calibrate: true},
	{name: "banking77", train: []string{"banking77/train"}, dev: "banking77/dev"},
	{name: "banking77/10", train: []string{"banking77/train"}, dev: "banking77/dev", shots: 10},
	{name: "banking77/5", train: []string{"banking77/train"}, dev: "banking77/dev", shots: 5},
	{name: "hwu64", train: []string{"hwu64/train"}, dev: "hwu64/dev"},
	{name: "massive_zh", train: []string{"massive_zh/train"}, dev: "massive_zh/dev"},
	{name: "smp2017_zh", train: []string{"smp2017_zh/train"}, dev: "smp2017_zh/dev"},
	{name: "smp2019_zh", train: []string{"smp2019_zh/train"}, dev: "smp2019_zh/dev"},
	{name: "massive_zh hant", train: []string{"massive_zh/train"}, dev: "massive_zh/dev", change: every(respell.Traditional)},
	{name: "smp2019_zh hant", train: []string{"smp2019_zh/train"}, dev: "smp2019_zh/dev", change: every(respell.Traditional)},
	{name: "clinc150 wide", train: []string{"clinc150/train"}, dev: "clinc150/dev", change: every(respell.FullWidth)},
	{name: "massive/10", train: []string{"massive_en/train", "massive_zh/train"}, dev: "massive_en/dev", shots: 10},
	{name: "massive/10 mixed", train: []string{"massive_en/train", "massive_zh/train"}, dev: "massive_en/dev", shots: 10, change: mixed},
}

// TestRejectQuality measures rejection and confidence on every data set and
// compares the figures with the golden file.
func TestRejectQuality(t *testing.T) {
	golden, err := os.ReadFile(rejectFile)
	if !*update {
		require.NoError(t, err)
	}
	rows := make([]string, len(rejectSets))
	models := map[string]*intent.Model{} // by their examples
	for i, set := range rejectSets {
		t.Run(set.name, func(t *testing.T) {
			e, kind := set.measure(t, models)
			m, _ := set.trained(t, models)
			data, err := m.MarshalBinary()
			require.NoError(t, err)
			assert.LessOrEqual(t, len(data), 20_000_000, "bytes of the stored model")
			gib := believedGibberish(t, m)
			rows[i] = rejectRow(set.name, e, kind, gib)
			assert.LessOrEqual(t, gib, 5, "gibberish that is believed")
			assert.Greater(t, e.ConfidentPrecision, 0.8, "precision of confident results")
			if set.floor != nil {
				set.floor(t, e, kind)
			}
			if !*update {
				assert.Equal(t, rejectGolden(string(golden), set.name), rows[i], "figures moved; if that is meant: go test ./intent -run TestRejectQuality -update, and say why in the commit")
			}
		})
	}
	if *update {
		require.NotContains(t, rows, "", "the file is written only when every set was measured")
		head := fmt.Sprintf(rejectColumns, "set", "n", "oos", "top", "in", "acc", "ece", "rec", "prec", "auroc", "near", "far", "conf", "c.pre", "ambig", "a.hit", "gib")
		require.NoError(t, os.WriteFile(rejectFile, []byte(rejectHead+head+strings.Join(rows, "")), 0o644))
	}
}

// rejectGolden returns the row of a set.
func rejectGolden(golden, name string) string {
	for line := range strings.Lines(golden) {
		if strings.HasPrefix(line, fmt.Sprintf("%-20s ", name)) {
			return line
		}
	}
	return ""
}

// measure evaluates the model, and returns the AUROC of each kind of messages
// that are out of scope, too.
func (set rejectSet) measure(t *testing.T, models map[string]*intent.Model) (*intent.Evaluation, map[string]float64) {
	m, key := set.trained(t, models)
	models[key] = m
	var err error
	dev := set.change.of(t, readSet(t, set.dev))
	if set.calibrate {
		var half [2][]intent.Example
		for i, e := range dev {
			half[i%2] = append(half[i%2], e)
		}
		m, err = m.Calibrate(t.Context(), half[0], nil)
		require.NoError(t, err)
		dev = half[1]
	}
	e, err := intent.Evaluate(t.Context(), m, dev)
	require.NoError(t, err)
	kind := map[string]float64{}
	for _, label := range []string{"oos:in_domain", "oos:out_of_domain"} {
		var some []intent.Example
		for _, e := range dev {
			if !strings.HasPrefix(e.Label, intent.OutOfScope) || e.Label == label {
				some = append(some, e)
			}
		}
		part, err := intent.Evaluate(t.Context(), m, some)
		require.NoError(t, err)
		if part.OutOfScope != nil && part.N < e.N {
			kind[label] = part.OutOfScope.AUROC
		}
	}
	return e, kind
}

// believedGibberish returns how many of 2,000 messages that say nothing, of four
// kinds and as many seeds, a model takes confidently.
func believedGibberish(t *testing.T, m *intent.Model) (n int) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 2026))
		for i := range 500 {
			got, err := m.Classify(t.Context(), intent.Input{Text: gibberish(r, []int{1, 2, 11, 12}[i%4])})
			require.NoError(t, err)
			if got.Decision == intent.Confident {
				n++
			}
		}
	}
	return n
}

// trained returns the model of a set and the name of its examples.
func (set rejectSet) trained(t *testing.T, models map[string]*intent.Model) (*intent.Model, string) {
	key := fmt.Sprint(set.train, set.shots)
	if m := models[key]; m != nil {
		return m, key
	}
	var train []intent.Example
	for _, name := range set.train {
		examples := readSet(t, name)
		if set.shots > 0 {
			examples = shots(examples, set.shots)
		}
		train = append(train, examples...)
	}
	m, err := intent.Train(t.Context(), train, nil)
	require.NoError(t, err)
	return m, key
}

func rejectRow(name string, e *intent.Evaluation, kind map[string]float64, gib int) string {
	f := func(x float64) string { return fmt.Sprintf("%.3f", x) }
	kinds := func(label string) string {
		if x, ok := kind[label]; ok {
			return f(x)
		}
		return "-"
	}
	out := []string{"-", "-", "-"}
	if o := e.OutOfScope; o != nil {
		out = []string{f(o.Recall), f(o.Precision), f(o.AUROC)}
	}
	return fmt.Sprintf(rejectColumns, name, fmt.Sprint(e.N), fmt.Sprint(e.N-e.InScope),
		f(e.TopAccuracy), f(e.InScopeAccuracy), f(e.Accuracy), f(e.ECE), out[0], out[1], out[2], kinds("oos:in_domain"), kinds("oos:out_of_domain"),
		f(e.Confident), f(e.ConfidentPrecision), f(e.Ambiguous), f(e.AmbiguousHit), fmt.Sprint(gib))
}
