package kb_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestWordGuard(t *testing.T) {
	g, err := kb.NewGuard([]string{"ass", "son of a gun", "敏感词", "赌博网站", "赌博"}, &kb.GuardOptions{Block: []string{"kill you", "炸弹"}})
	require.NoError(t, err)
	for text, want := range map[string]string{
		"an ass, he is":          "an ***, he is",
		"first class assistance": "first class assistance",
		"ASS！ａｓｓ":                "***！***",
		"You son of  a Gun.":     "You *************.",
		"这是敏感词吗":                 "这是***吗",
		"這是敏感詞嗎":                 "這是***嗎",
		"敏.感 词":                  "*****",
		"敏#感*词":                  "*****",
		"敏感的词":                   "敏感的词",
		"敏，因为太多人感词":              "敏，因为太多人感词",
		"赌博网站和赌博":                "****和**",
		"":                       "",
		"\xff\xfe":               "\xff\xfe",
	} {
		got, err := g.Check(t.Context(), kb.In, text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
		assert.Equal(t, got != text, g.Contains(text), text)
	}
	for _, text := range []string{"I will KILL  you", "有炸  弹", "ass 炸弹"} {
		_, err := g.Check(t.Context(), kb.Out, text)
		assert.ErrorIs(t, err, kb.ErrBlocked, text)
		assert.True(t, g.Contains(text))
	}
}

func TestWordGuardOptions(t *testing.T) {
	g, err := kb.NewGuard([]string{"敏感"}, &kb.GuardOptions{Mask: '某', Gaps: -1})
	require.NoError(t, err)
	got, err := g.Check(t.Context(), kb.In, "敏感 敏-感")
	require.NoError(t, err)
	assert.Equal(t, "某某 敏-感", got)
	_, err = kb.NewGuard([]string{"a", "..."}, nil)
	assertField(t, "words[1]", err)
	_, err = kb.NewGuard(nil, &kb.GuardOptions{Block: []string{""}})
	assertField(t, "block[0]", err)
	empty, err := kb.NewGuard(nil, nil)
	require.NoError(t, err)
	assert.False(t, empty.Contains("anything"))
}

// A guard is not kept busy by what nobody will match, and sees all that may be.
func TestGuardedLength(t *testing.T) {
	var sizes []int
	guard := kb.GuardFunc(func(_ context.Context, _ kb.Way, text string) (string, error) {
		assert.True(t, utf8.ValidString(text))
		sizes = append(sizes, len(text))
		return text, nil
	})
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Guard: guard})
	for _, text := range []string{strings.Repeat("e\u0301\u0302", 200_000), strings.Repeat("款", 1_000_000), strings.Repeat("a", kb.MaxGuarded)} {
		_, err := l.Match(t.Context(), kb.Query{Text: text})
		require.NoError(t, err)
	}
	assert.Equal(t, []int{kb.MaxGuarded - 1, kb.MaxGuarded - 1, kb.MaxGuarded}, sizes)
}

func FuzzGuard(f *testing.F) {
	g, err := kb.NewGuard([]string{"ab", "a b c", "敏感"}, nil)
	require.NoError(f, err)
	f.Add("a.b c ab 敏 感 \xff")
	f.Add("ℂ℃ﷺ ab\u0301")
	f.Fuzz(func(t *testing.T, text string) {
		masked, err := g.Check(t.Context(), kb.In, text)
		require.NoError(t, err)
		if !g.Contains(text) {
			require.Equal(t, text, masked)
		}
	})
}
