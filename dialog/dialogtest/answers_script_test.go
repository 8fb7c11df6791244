package dialogtest

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered reads the complaints and requirements that scripts may answer: lines of
// the form "id | what it is about".
func answered(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/scripts/answers.txt")
	require.NoError(t, err)
	known := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		id, what, ok := strings.Cut(strings.TrimSpace(line), " | ")
		require.True(t, ok && id != "" && what != "", "%q", line)
		require.NotContains(t, known, id)
		known[id] = what
	}
	return known
}

func TestScriptsAnswerKnownComplaintsAndRequirements(t *testing.T) {
	known := answered(t)
	used := map[string]bool{}
	titles := map[string]string{}
	talks := map[string]string{}
	for _, s := range scriptsOf(t) {
		for _, id := range s.Answers {
			assert.Contains(t, known, id, s.Name)
			used[id] = true
		}
		assert.Empty(t, titles[s.Title], "%s has the title of another script", s.Name)
		titles[s.Title] = s.Name
		var happens strings.Builder
		happens.WriteString(s.Settings["people"] + s.Settings["lives"] + s.Settings["locale"])
		for _, l := range s.lines {
			if !l.expects() {
				happens.WriteString("\n" + l.verb + " " + l.text)
			}
		}
		assert.Empty(t, talks[happens.String()], "%s is the same conversation", s.Name)
		talks[happens.String()] = s.Name
	}
	for id := range known {
		assert.True(t, used[id], "no script answers %s", id)
	}
}

func TestHalfOfTheScriptsAreChinese(t *testing.T) {
	chinese, all := 0, 0
	for _, s := range scriptsOf(t) {
		all++
		for _, l := range s.lines {
			if l.verb == verbSays && strings.ContainsFunc(l.text, func(r rune) bool { return r >= '一' && r <= '鿿' }) {
				chinese++
				break
			}
		}
	}
	assert.GreaterOrEqual(t, all, 80)
	assert.GreaterOrEqual(t, chinese, max(40, all*2/5))
	assert.GreaterOrEqual(t, all-chinese, all*2/5)
}
