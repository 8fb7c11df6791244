package dialog

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// phraseCase is a line of the corpus: what is expected of an utterance.
type phraseCase struct{ where, want, utterance string }

// phraseCases reads a file of the corpus.
func phraseCases(t testing.TB, name string) (cases []phraseCase) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "phrases", name))
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		want, utterance, ok := strings.Cut(line, " | ")
		require.True(t, ok, "%s:%d", name, n)
		cases = append(cases, phraseCase{fmt.Sprintf("%s:%d", name, n), want, utterance})
	}
	require.NoError(t, lines.Err())
	return cases
}

// commandNames are the readings as the corpus writes them.
var commandNames = map[command]string{
	commandNone: "-", commandGreeting: "greeting", commandThanks: "thanks", commandSmallTalk: "smallTalk", commandYes: "yes", commandNo: "no", commandUnsure: "unsure",
	commandHold: "hold", commandResume: "resume", commandGoodbye: "goodbye", commandClarify: "clarify", commandRepeat: "repeat", commandCorrect: "correct", commandSkip: "skip",
	commandBack: "back", commandRestart: "restart", commandCancel: "cancel", commandOptIn: "optIn", commandOptOut: "optOut", commandHuman: "human",
}

// restOf writes what is left of an utterance as the corpus does.
func restOf(rest string) string {
	if rest == "" {
		return ""
	}
	return " > " + rest
}

func TestReadCommand(t *testing.T) {
	for _, file := range []string{"commands_en.txt", "commands_zh.txt"} {
		for _, c := range phraseCases(t, file) {
			got := readCommand(c.utterance)
			want := strings.ToLower(c.want)
			assert.Equal(t, want, strings.ToLower(commandNames[got.What]+restOf(got.Rest)), "%s: %s", c.where, c.utterance)
			assert.Equal(t, got.What != commandNone && got.Rest == "", got.Whole, c.where)
		}
	}
}

func TestReadYesNo(t *testing.T) {
	for _, c := range phraseCases(t, "yesno.txt") {
		answer, rest := readYesNo(c.utterance)
		sign := map[int]string{1: "+1", -1: "-1", 0: "0"}[answer]
		assert.Equal(t, c.want, sign+restOf(rest), "%s: %s", c.where, c.utterance)
	}
}

// correctionOf writes a correction as the corpus does.
func correctionOf(c correction, ok bool) string {
	if !ok {
		return "-"
	}
	var parts []string
	for _, p := range [][2]string{{"field", c.Field}, {"old", c.Old}, {"new", c.New}} {
		if p[1] != "" {
			parts = append(parts, p[0]+"="+p[1])
		}
	}
	return strings.Join(parts, "; ")
}

func TestReadCorrection(t *testing.T) {
	for _, c := range phraseCases(t, "corrections.txt") {
		got, ok := readCorrection(c.utterance)
		assert.Equal(t, c.want, correctionOf(got, ok), "%s: %s", c.where, c.utterance)
		assert.Equal(t, got.New, c.utterance[got.NewStart:got.NewEnd], c.where)
		assert.Equal(t, got.Old, c.utterance[got.OldStart:got.OldEnd], c.where)
	}
}

func TestElliptic(t *testing.T) {
	for _, c := range phraseCases(t, "elliptic.txt") {
		assert.Equal(t, c.want == "yes", (&utterance{of: c.utterance}).elliptic(), "%s: %s", c.where, c.utterance)
	}
}

func TestSameQuestion(t *testing.T) {
	for _, c := range phraseCases(t, "same.txt") {
		before, now, ok := strings.Cut(c.utterance, " || ")
		require.True(t, ok, c.where)
		assert.Equal(t, c.want == "same", (&utterance{of: now}).asksAgain(before), "%s: %s", c.where, c.utterance)
	}
}

func TestFieldOf(t *testing.T) {
	names := [][]string{
		{"to", "destination", "目的地", "到达城市"},
		{"address", "delivery address", "收货地址"},
		{"phone", "phone number", "mobile", "电话", "手机号"},
		{"quantity", "how many", "数量"},
		{"departure date", "出发日期"},
		{"return date", "返程日期"},
	}
	for words, want := range map[string]int{
		"address": 1, "my adress": 1, "the delivery address please": 1, "地址": 1, "我的收貨地址": 1,
		"phone number": 2, "手机号码": 2, "电话": 2, "目的地": 0, "DESTINATION": 0, "destinations": 0,
		"数量": 3, "质量": -1, "return date": 5, "返程的日期": 5, "date": -1, "日期": -1,
		"the second one": 1, "第三个": 2, "4": 3, "the last one": 5, "最后一个": 5, "7": -1, "0": -1, "two or three": -1,
		"order number": -1, "": -1, "colour": -1, "the": -1,
	} {
		assert.Equal(t, want, fieldOf(words, names), words)
	}
	assert.Equal(t, -1, fieldOf("address", nil))
	assert.Equal(t, 1, fieldOf("address", [][]string{{"order"}, {"full postal delivery street address"}}), "all of the words are in the name")
	assert.Equal(t, 0, fieldOf("the number", [][]string{{"number"}, {"name"}}), "a name that is an article elsewhere")
}

func TestResolved(t *testing.T) {
	for _, c := range [][3]string{
		{"那运费呢?", "怎么退货", "退货 那运费呢?"},
		{"and how long does it take?", "How do I return my shoes", "return shoes and how long does it take?"},
		{"what about the shoes", "Can I return my Shoes?", "return what about the shoes"},
		{"how much is it", "iPhone15 Pro", "iPhone15 Pro how much is it"},
		{"多久能到", "多少钱", "多久能到"},
		{"那個呢", "退貨", "退貨 那個呢"},
		{"when?", "", "when?"},
		{"how much is shoe polish", "shoe", "how much is shoe polish"},
		{"how much are shoelaces", "shoe", "shoe how much are shoelaces"},
	} {
		assert.Equal(t, c[2], resolved(c[0], c[1]), "%s | %s", c[0], c[1])
	}
}
