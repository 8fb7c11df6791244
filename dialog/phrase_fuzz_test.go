package dialog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// checkPhrases is what holds of every utterance.
func checkPhrases(t require.TestingT, s, other string) {
	c := readCommand(s)
	require.True(t, strings.Contains(s, c.Rest))
	require.Equal(t, c.What != commandNone && c.Rest == "", c.Whole)
	require.Less(t, c.What, command(phraseRhetoric))
	answer, rest := readYesNo(s)
	require.True(t, strings.Contains(s, rest))
	require.True(t, answer == 0 && rest == "" || answer == 1 || answer == -1)
	if k, ok := readCorrection(s); ok {
		require.Equal(t, k.New, s[k.NewStart:k.NewEnd])
		require.Equal(t, k.Old, s[k.OldStart:k.OldEnd])
		require.True(t, strings.Contains(s, k.Field))
		require.NotEmpty(t, k.New+k.Old+k.Field)
	} else {
		require.Zero(t, k)
	}
	joined := resolved(s, other)
	require.True(t, strings.HasSuffix(joined, s))
	require.Equal(t, joined, resolved(s, other))
	(&utterance{of: s}).elliptic()
	(&utterance{of: other}).asksAgain(s)
	at := fieldOf(s, [][]string{{other}, {"date", "日期"}})
	require.True(t, at >= -1 && at < 2)
}

func FuzzPhrases(f *testing.F) {
	for _, file := range []string{"commands_en.txt", "commands_zh.txt", "yesno.txt", "corrections.txt", "elliptic.txt", "same.txt"} {
		for i, c := range phraseCases(f, file) {
			if i%9 == 0 {
				f.Add(c.utterance, "运费 address")
			}
		}
	}
	f.Add("no, (555) 1", "a\xffb")
	f.Add("不是\u3000", "e\u0301")
	f.Fuzz(func(t *testing.T, s, other string) { checkPhrases(t, s, other) })
}

// phrasePieces are what utterances are put together of.
func phrasePieces(t testing.TB) (pieces []string) {
	for _, file := range []string{"commands_en.txt", "commands_zh.txt", "yesno.txt", "corrections.txt", "elliptic.txt"} {
		for _, c := range phraseCases(t, file) {
			pieces = append(pieces, c.utterance)
		}
	}
	return append(pieces, ",", "。", " ", "?", "ok ", "不", "(", `"`, "5", "\xff", "👍", "to ", "是")
}

func TestPhrasesOfManyPieces(t *testing.T) {
	pieces := phrasePieces(t)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "utterance"), "")
		checkPhrases(t, s, rapid.SampledFrom(pieces).Draw(t, "topic"))
	})
}

// What is searched with keeps the topic however often it is joined, and nothing is
// added that is there already.
func TestResolvedTwice(t *testing.T) {
	pieces := phrasePieces(t)
	rapid.Check(t, func(t *rapid.T) {
		s, topic := rapid.SampledFrom(pieces).Draw(t, "utterance"), rapid.SampledFrom(pieces).Draw(t, "topic")
		once := resolved(s, topic)
		assert.Equal(t, once, resolved(once, topic))
	})
}

// A command stays what it is in capitals, in full width, with politeness and
// pictures around it.
func TestCommandsInAnyDress(t *testing.T) {
	var whole []phraseCase
	for _, file := range []string{"commands_en.txt", "commands_zh.txt"} {
		for _, c := range phraseCases(t, file) {
			if c.want != "-" && !strings.Contains(c.want, ">") {
				whole = append(whole, c)
			}
		}
	}
	wide := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F {
				return r - '!' + 0xFF01
			}
			return r
		}, s)
	}
	for _, c := range whole {
		for _, s := range []string{strings.ToUpper(c.utterance), wide(c.utterance), "  " + c.utterance + " 😊", "oh, " + c.utterance, "嗯嗯，" + strings.TrimRight(c.utterance, "?") + "。"} {
			got := readCommand(s)
			assert.Equal(t, strings.ToLower(c.want), strings.ToLower(commandNames[got.What]), "%s: %s", c.where, s)
			assert.True(t, got.Whole, "%s: %s", c.where, s)
		}
	}
}

// A long story holds no command, and takes no time.
func TestPhrasesInAStory(t *testing.T) {
	for _, unit := range []string{"ok ", "cancel ", "不", "不是", "no not ", "change the ", "that, ", "it should be "} {
		checkPhrases(t, strings.Repeat(unit, maxPhraseTokens/len(strings.Fields(unit))-1), unit)
		checkPhrases(t, strings.Repeat(unit, 5000), unit)
		assert.Zero(t, readCommand(strings.Repeat(unit, 5000)))
	}
	story := strings.Repeat("the parcel came late and the box was open ", 20)
	assert.Equal(t, commandNone, readCommand(story+", never mind").What)
	assert.True(t, (&utterance{of: strings.ToUpper(story)}).asksAgain(story))
	assert.False(t, (&utterance{of: story + "now"}).asksAgain(story))
}

func BenchmarkPhrases(b *testing.B) {
	phrases() // made once
	for _, s := range []struct{ name, text string }{
		{"command", "ok, cancel that please, I want to track a parcel instead"},
		{"request", "Can you help me find a cheap hotel in the north with free parking?"},
		{"correction", "sorry, please change the address to 5 High Street, Leeds"},
		{"chinese", "不用了,帮我查一下物流到哪里了"},
		{"chineseRequest", "我想退掉上周买的那件红色的外套，运费谁出？"},
	} {
		b.Run("command/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				readCommand(s.text)
			}
		})
		b.Run("correction/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				readCorrection(s.text)
			}
		})
		b.Run("yesno/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				readYesNo(s.text)
			}
		})
		b.Run("elliptic/"+s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				(&utterance{of: s.text}).elliptic()
			}
		})
	}
}
