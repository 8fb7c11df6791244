package emotion_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// isTrouble reports whether who asks about a category has something to complain
// of, or makes small talk.
func isTrouble(category string) bool {
	part, topic, _ := strings.Cut(category, "/")
	return slices.Contains([]string{"chat", "complaints", "faults"}, part) ||
		slices.Contains([]string{"damaged", "lost", "missed", "failed", "twice", "coupon", "confirmation", "refund-missing", "cancelled-by-shop"}, topic)
}

// shopQuestions are the questions of the example shop that are neither small talk
// nor trouble: what customers ask who want to know something.
func shopQuestions(t testing.TB, language string) (questions []string) {
	const dir = "../../examples/desk/shop"
	trouble := map[string]bool{}
	read := func(name string, take func(line []byte)) {
		f, err := os.Open(filepath.Join(dir, name))
		require.NoError(t, err)
		defer func() { _ = f.Close() }()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			take(lines.Bytes())
		}
		require.NoError(t, lines.Err())
	}
	read(language+".jsonl", func(line []byte) {
		var entry struct {
			ID, Question, Category string
			Similar                []string
		}
		require.NoError(t, json.Unmarshal(line, &entry))
		if isTrouble(entry.Category) {
			trouble[entry.ID] = true
			return
		}
		questions = append(append(questions, entry.Question), entry.Similar...)
	})
	read("questions_"+language+".jsonl", func(line []byte) {
		var asked struct {
			Query    string
			Relevant []string
		}
		require.NoError(t, json.Unmarshal(line, &asked))
		if len(asked.Relevant) > 0 && !trouble[asked.Relevant[0]] {
			questions = append(questions, asked.Query)
		}
	})
	return questions
}

// What a shop is asked all day is no feeling. The examples hold some real trouble
// ("my order never arrived"), which may be read as such.
func TestPlainQuestionsAreNeutral(t *testing.T) {
	d := newDetector(t)
	for language, least := range map[string]int{"en": 500, "zh": 500} {
		felt, questions := 0, shopQuestions(t, language)
		require.Greater(t, len(questions), least)
		for _, q := range questions {
			if e := d.Detect(q); e.Label != emotion.Neutral && math.Abs(e.Valence) > 0.3 {
				felt++
				t.Logf("%s %+.2f %.2f %s", e.Label, e.Valence, e.NeedsHuman, q)
			}
		}
		assert.LessOrEqual(t, float64(felt), 0.05*float64(len(questions)), "%s: %d of %d", language, felt, len(questions))
	}
}
