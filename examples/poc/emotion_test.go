package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// tsv makes a file of lines whose cells are separated by | here; || stays.
func tsv(t *testing.T, lines ...string) string {
	return write(t, strings.NewReplacer("||", "||", "|", "\t").Replace(strings.Join(lines, "\n"))+"\n")
}

// emotionKeys runs poc emotion and returns its figures; absent ones are nil.
func emotionKeys(t *testing.T, args ...string) map[string]*float64 {
	status, stdout, stderr := poc(append([]string{"emotion", "-json"}, args...)...)
	require.Zero(t, status, stderr)
	var got map[string]*float64
	require.NoError(t, json.Unmarshal([]byte(stdout), &got), stdout)
	return got
}

func TestEmotionTasks(t *testing.T) {
	const all = "n auc recall_at_5fpr precision_at_5fpr macro_f1 accuracy pearson cpu_us_per_message"
	for _, c := range []struct {
		task  string
		lines []string
		want  map[string]float64 // the others are null
		keys  string
	}{
		{
			"needs-human",
			[]string{"This is ridiculous, useless idiots!|1", "What are your opening hours?|0", "太过分了,垃圾客服,我要投诉你们|1", "几点开门?|0"},
			map[string]float64{"n": 4, "auc": 1, "recall_at_5fpr": 1, "precision_at_5fpr": 1, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"negative",
			[]string{"I love it, thank you|positive", "worst flight ever, I hate it|negative", "The order number is 4711.|neutral"},
			map[string]float64{"n": 3, "auc": 1, "recall_at_5fpr": 1, "precision_at_5fpr": 1, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"negative",
			[]string{"I love it, thank you|2.5", "worst flight ever, I hate it|-3"},
			map[string]float64{"n": 2, "auc": 1, "recall_at_5fpr": 1, "precision_at_5fpr": 1, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"negative",
			[]string{"I love it, thank you|0", "worst flight ever, I hate it|1"},
			map[string]float64{"n": 2, "auc": 1, "recall_at_5fpr": 1, "precision_at_5fpr": 1, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"classes",
			[]string{"I am furious, I hate you|anger,annoyance", "thank you so much|gratitude", "I am scared and worried|fear", "the sky|neutral"},
			map[string]float64{"n": 4, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"classes",
			[]string{"气死我了|angry", "太开心了,真棒|happy", "好害怕,很担心|fear", "几点开门|neutral"},
			map[string]float64{"n": 4, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{
			"classes",
			[]string{"I love it, thank you|positive", "worst flight ever, I hate it|negative", "I am scared and worried|negative"},
			map[string]float64{"n": 3, "macro_f1": 1, "accuracy": 1},
			all,
		},
		{"valence", []string{"I love it|3", "I hate it|-3"}, map[string]float64{"n": 2, "pearson": 1}, all},
		{
			"handoff",
			[]string{"let me talk to a real person|1", "转人工|1", "What are your opening hours?|0"},
			map[string]float64{
				"n": 3, "auc": 1, "recall_at_5fpr": 1, "precision_at_5fpr": 1, "macro_f1": 1, "accuracy": 1, "f1": 1, "precision": 1, "recall": 1,
			},
			all + " f1 precision recall",
		},
	} {
		t.Run(c.task+" "+c.lines[0], func(t *testing.T) {
			got := emotionKeys(t, "-task", c.task, "-test", tsv(t, c.lines...))
			assert.Len(t, got, len(strings.Fields(c.keys)))
			require.NotNil(t, got["cpu_us_per_message"])
			assert.Positive(t, *got["cpu_us_per_message"])
			delete(got, "cpu_us_per_message")
			for key := range strings.FieldsSeq(c.keys) {
				want, ok := c.want[key]
				switch {
				case !ok:
					assert.Nil(t, got[key], key)
				default:
					require.NotNil(t, got[key], key)
					assert.InDelta(t, want, *got[key], 1e-9, key)
				}
			}
		})
	}
}

// What stands in other columns decides between messages that are the same.
func TestConversationsOfColumns(t *testing.T) {
	for name, lines := range map[string][]string{
		"turns before": {
			"ok|1|x|Sorry, I don't understand.|This is terrible, I hate it!|d-1|2", "ok|0|x|It is done.|thank you|d-1|4",
			"ok|0|x| | |d-2|0",
		},
		"whole dialogs": {
			"ok|1|-0.5|C: This is terrible, I hate it! || H: Sorry, I don't understand. || C: ok|id", "ok|0|0.5|C: thank you || H: It is done. || C: ok|id2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := emotionKeys(t, "-task", "needs-human", "-test", tsv(t, lines...))
			assert.InDelta(t, 1, *got["auc"], 1e-9)
		})
	}
	got := emotionKeys(t, "-task", "needs-human", "-test", tsv(t, "ok|1|0.9|Late Flight|Unit Air", "ok|0|0.7|Bad Words, I hate it|Unit Air"))
	assert.InDelta(t, 0.5, *got["auc"], 1e-9, "columns that are no conversation")
}

// A line that is not like the others is told, and not that no conversation was
// found.
func TestRaggedConversations(t *testing.T) {
	for want, lines := range map[string][]string{
		":2: has 3 columns, the first line has 7\n": {"ok|1|x|Sorry.|This is terrible!|d-1|2", "ok|0|x"},
		":3: column 4 is no conversation": {
			"ok|1|x|C: terrible || C: ok", "ok|1|x|H: hello || C: ok", "ok|0|x|thank you",
		},
		":1: does not end with the name of a conversation and the number of a turn": {
			"ok|1|x|Sorry.|This is terrible!|d-1|two", "ok|0|x|It is done.|thank you|d-1|4", "ok|0|x|It is done.|thank you|d-1|6",
		},
	} {
		file := tsv(t, lines...)
		status, stdout, stderr := poc("emotion", "-task", "needs-human", "-test", file)
		assert.Equal(t, 1, status)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, file+want)
	}
	assert.InDelta(t, 2, *emotionKeys(t, "-task", "negative", "-test", tsv(t, "good|positive|x|y", "bad|negative"))["n"], 0, "other tasks read no further columns")
}

// A blank line, a byte order mark and the line ends of Windows change no figure, and
// faults have the number of their line.
func TestEmotionReadsWhatEditorsWrite(t *testing.T) {
	lines := []string{"I want a person!|1|x|Sorry.|This is terrible!|d-1|2", "it works, thank you|0|x|It is done.|ok|d-2|2"}
	marked := "\ufeff" + strings.Join(lines, "\r\n\r\n \r\n") + "\r\n\r\n"
	plain, odd := emotionKeys(t, "-task", "needs-human", "-test", tsv(t, lines...)), emotionKeys(t, "-task", "needs-human", "-test", tsv(t, marked))
	delete(plain, "cpu_us_per_message")
	delete(odd, "cpu_us_per_message")
	assert.Equal(t, plain, odd)
	read, err := readMessages(tsv(t, "\ufefffine|positive"), taskClasses, emotion.Customer)
	require.NoError(t, err)
	assert.Equal(t, "fine", read[0].text, "the mark is no text")
	file := tsv(t, "\ufeff", "I love it|positive", "", "no label")
	status, _, stderr := poc("emotion", "-task", "classes", "-test", file)
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, file+":4: label is missing\n")
	file = tsv(t, lines[0], "", "ok|0")
	_, _, stderr = poc("emotion", "-task", "needs-human", "-test", file)
	assert.Contains(t, stderr, file+":3: has 2 columns")
}

// Who speaks for the service is told by what customers do: they write again before a
// person has answered, and never before a bot has.
func TestEmotionTellsWhoAnswers(t *testing.T) {
	var bot, agent []string
	for i := range 20 {
		said := fmt.Sprintf("is it still not there?|1|x|We will look into it.|where is it|d-%d|2", i)
		bot, agent = append(bot, said), append(agent, said)
		if i%4 == 0 {
			agent = append(agent, fmt.Sprintf("ok|0|x| |is it there|d-%d|3", i))
		} else if i%4 == 1 {
			bot = append(bot, fmt.Sprintf("ok|0|x| | |d-%d|0", i))
		}
	}
	for want, lines := range map[emotion.Speaker][]string{emotion.Bot: bot, emotion.Agent: agent} {
		name := map[emotion.Speaker]string{emotion.Bot: "bot", emotion.Agent: "agent"}
		for _, who := range []emotion.Speaker{emotion.Customer, emotion.Bot, emotion.Agent} {
			read, err := readMessages(tsv(t, lines...), taskHuman, who)
			require.NoError(t, err)
			assert.Equal(t, cmp.Or(who, want), read[0].turns[1].Speaker, name[want])
		}
	}
	whole, err := readMessages(tsv(t, "x|1|C: hello || H: hi || C: help"), taskHuman, emotion.Customer)
	require.NoError(t, err)
	assert.Equal(t, emotion.Agent, whole[0].turns[1].Speaker)
	status, _, _ := poc("emotion", "-task", "needs-human", "-service", "robot", "-test", tsv(t, agent...))
	assert.Equal(t, 2, status)
}

func TestEmotionTrains(t *testing.T) {
	var human, other, classes []string
	for range 20 {
		human, other = append(human, "zebra|1", "apple|0"), append(other, "zebra|0", "apple|1")
		classes = append(classes, "zebra|negative", "apple|positive")
	}
	test := tsv(t, "zebra|1", "apple|0")
	assert.InDelta(t, 0, *emotionKeys(t, "-task", "needs-human", "-test", test, "-train", tsv(t, other...))["auc"], 1e-9)
	assert.InDelta(t, 1, *emotionKeys(t, "-task", "needs-human", "-test", test, "-train", tsv(t, human...))["auc"], 1e-9)
	test = tsv(t, classes[:2]...)
	for _, task := range []string{"negative", "classes"} {
		assert.InDelta(t, 1, *emotionKeys(t, "-task", task, "-test", test, "-train", tsv(t, classes...))["accuracy"], 1e-9, task)
	}
	var stars []string // numbers are far below or above the mean
	for range 20 {
		stars = append(stars, "zebra|5", "apple|1", "the table|3")
	}
	for first, want := range map[string]float64{"5": 1, "1": -1} {
		test := tsv(t, "zebra|"+first, "apple|3")
		assert.InDelta(t, want, *emotionKeys(t, "-task", "valence", "-test", test, "-train", tsv(t, stars...))["pearson"], 1e-9, first)
	}
	status, _, stderr := poc("emotion", "-task", "classes", "-test", test, "-train", tsv(t, append(classes, " |positive")...))
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "line 41 of the training file is empty")
}

func TestEmotionReadsGzipAndNothing(t *testing.T) {
	plain, err := os.ReadFile(tsv(t, "I love it|3", "I hate it|-3"))
	require.NoError(t, err)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(plain)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	file := filepath.Join(t.TempDir(), "any name")
	require.NoError(t, os.WriteFile(file, packed.Bytes(), 0o600))
	assert.InDelta(t, 1, *emotionKeys(t, "-task", "valence", "-rules", "-test", file)["pearson"], 1e-9)
	for _, task := range []string{"needs-human", "negative", "classes", "valence", "handoff"} {
		for key, value := range emotionKeys(t, "-task", task, "-test", write(t, "")) {
			if key != "n" {
				assert.Nil(t, value, key)
			}
		}
	}
}

func TestEmotionTable(t *testing.T) {
	status, stdout, stderr := poc("emotion", "-task", "handoff", "-test", tsv(t, "let me talk to a real person|1", "opening hours?|0"))
	require.Zero(t, status, stderr)
	assert.Regexp(t, `(?m)^messages +2 *$`, stdout)
	assert.Regexp(t, `(?m)^F1 +1\.000 `, stdout)
	assert.Regexp(t, `(?m)^Pearson +- `, stdout)
}

func TestEmotionFaults(t *testing.T) {
	file := tsv(t, "text|angry", "no label", "text|blue", "text|1")
	status, stdout, stderr := poc("emotion", "-task", "classes", "-test", file, "-train", "testdata/absent.tsv")
	assert.Equal(t, 1, status)
	assert.Empty(t, stdout)
	for _, want := range []string{":2: label is missing\n", ":3: label is the name of no feeling\n", ":4: label is the name of no feeling\n"} {
		assert.Contains(t, stderr, file+want)
	}
	assert.Contains(t, stderr, "testdata/absent.tsv")
	for name, args := range map[string][]string{
		"no task": {"-test", file}, "unknown task": {"-test", file, "-task", "mood"}, "no test": {"-task", "classes"},
		"no training": {"-test", file, "-task", "handoff", "-train", file}, "more": {"-test", file, "-task", "classes", "more"},
	} {
		status, _, stderr := poc(append([]string{"emotion"}, args...)...)
		assert.Equal(t, 2, status, name)
		assert.Contains(t, stderr, "usage: poc emotion -test", name)
		assert.NotContains(t, stderr, "poc kb", name)
	}
}
