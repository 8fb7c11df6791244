package emotion_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// script is a conversation of testdata/courses with what must be true of it:
//
//	quiet     nobody needs a human at any turn
//	human     somebody does at the end
//	calm      the feeling at the end is not bad
//	negative  it is
//	worse     the trend is down            better  it is up
//	rises     a human is needed more after the customer's last turn than after his first
//	falls     less
//	repeats   it rises less where the last turn is about something else
//	label=a|b, cause=part, peak=turn
type script struct {
	name  string
	want  []string
	turns []emotion.Turn
}

func readScripts(t testing.TB, file string) (list []script) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	speakers := map[string]emotion.Speaker{"C": emotion.Customer, "B": emotion.Bot, "A": emotion.Agent}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		head, rest, ok := strings.Cut(line, ": ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !ok:
			require.Fail(t, "broken line", line)
		case strings.HasPrefix(head, "== "):
			list = append(list, script{name: head[3:], want: strings.Fields(rest)})
		default:
			who, ok := speakers[head]
			require.True(t, ok, line)
			s := &list[len(list)-1]
			s.turns = append(s.turns, emotion.Turn{Speaker: who, Text: rest})
		}
	}
	return list
}

// play returns the course after each turn.
func play(t testing.TB, d *emotion.Detector, turns []emotion.Turn) (list []emotion.Course) {
	tracker, err := emotion.NewTracker(d, nil)
	require.NoError(t, err)
	for _, turn := range turns {
		list = append(list, tracker.Add(turn))
	}
	return list
}

const (
	quietBelow = 0.45
	humanFrom  = 0.5
)

func TestCourses(t *testing.T) {
	d := newDetector(t)
	for _, file := range []string{"en", "zh"} {
		scripts := readScripts(t, "testdata/courses/"+file+".txt")
		assert.GreaterOrEqual(t, len(scripts), 30)
		for _, s := range scripts {
			t.Run(file+"/"+s.name, func(t *testing.T) {
				courses := play(t, d, s.turns)
				for _, want := range s.want {
					checkCourse(t, d, s.turns, courses, want)
				}
			})
		}
	}
}

func checkCourse(t *testing.T, d *emotion.Detector, turns []emotion.Turn, courses []emotion.Course, want string) {
	end := courses[len(courses)-1]
	first, last := ends(turns)
	kind, value, _ := strings.Cut(want, "=")
	switch kind {
	case "quiet":
		for _, c := range courses {
			assert.Less(t, c.NeedsHuman, quietBelow)
		}
	case "human":
		assert.GreaterOrEqual(t, end.NeedsHuman, humanFrom)
	case "calm":
		assert.Greater(t, end.Now, -0.1)
		assert.NotContains(t, []emotion.Label{emotion.Angry, emotion.Frustrated, emotion.Anxious}, end.Label)
	case "negative":
		assert.Less(t, end.Now, -0.1)
	case "worse":
		assert.Less(t, end.Trend, -0.05)
	case "better":
		assert.Greater(t, end.Trend, 0.05)
	case "rises":
		assert.Greater(t, courses[last].NeedsHuman, courses[first].NeedsHuman+0.02)
	case "falls":
		assert.Less(t, courses[last].NeedsHuman, courses[first].NeedsHuman-0.02)
	case "repeats":
		other := append([]emotion.Turn(nil), turns...)
		other[last].Text = "Which colours does the bicycle come in? 自行车有什么颜色"
		assert.Greater(t, courses[last].NeedsHuman, play(t, d, other)[last].NeedsHuman+0.05)
	case "label":
		assert.Contains(t, strings.Split(value, "|"), string(end.Label))
	case "cause":
		assert.Contains(t, end.Cause, value)
	case "peak":
		assert.Equal(t, value, string(rune('0'+end.PeakTurn)))
	default:
		assert.Fail(t, "unknown check", want)
	}
}

// ends returns the customer's first and last turn.
func ends(turns []emotion.Turn) (first, last int) {
	first = -1
	for i, turn := range turns {
		if turn.Speaker == emotion.Customer {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	return first, last
}
