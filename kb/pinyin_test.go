package kb_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/pinyin"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

// Characters that were written for others of the same sound find what was
// meant, whether or not some entry has them elsewhere.
func TestHomophones(t *testing.T) {
	x := indexOf(t, append(shop(), smart("漂亮", "衣服真漂亮"), smart("红枣", "红枣多少钱"))...)
	for _, c := range []struct{ how, text, id string }{
		{"a character that another entry has", "想开发漂", "发票"},
		{"a character that nobody has", "想开发飘", "发票"},
		{"both characters", "法飘", "发票"},
		{"the first character", "块递呢", "物流"},
		{"z for zh, and a character in between", "地止填错", "地址"},
		{"an for ang", "帮我查物流信心", "物流"},
		{"n for l", "我的快弟到拉里", "物流"},
		{"traditional script", "想開發飄", "发票"},
	} {
		assert.Equal(t, c.id, best(x, c.text).Entry.ID, "%s: %s", c.how, c.text)
	}
	assert.Less(t, best(x, "想开发飘").Score, best(x, "想开发票").Score, "what is written right is better")
	assert.Equal(t, "漂亮", best(x, "漂亮").Entry.ID, "what is known is not heard as something else")
	assert.Empty(t, x.Match(kb.Query{Text: "鼻涕"}), "what sounds like nothing finds nothing")
}

// The lexicon's words are heard, too.
func TestHomophonesOfTheLexicon(t *testing.T) {
	x := indexWith(t, kb.Words{Terms: []string{"花呗"}, Synonyms: [][]string{{"发票", "收据"}}},
		append(shop(), smart("花呗", "花呗怎么还款"), smart("花被", "花被子怎么洗"))...)
	assert.Equal(t, "花呗", best(x, "花贝怎么还").Entry.ID)
	assert.Equal(t, "发票", best(x, "开收剧").Entry.ID, "a synonym, misheard")
}

func TestPinyinLetters(t *testing.T) {
	x := indexOf(t, append(shop(), smart("app", "How do I use the app?"), smart("小票", "纸质小票能补打吗"))...)
	for text, id := range map[string]string{
		"fapiao zenme kai":        "发票",
		"FA PIAO ZEN ME KAI?":     "发票",
		"fapiaozenmekai":          "发票",
		"kuaidi dao nali le":      "物流",
		"tuikuan duojiu daozhang": "退款",
		"wo xiang tui huo":        "退货",
		"请问fapiao怎么kai":           "发票",
		"dianzi发票":                "发票",
		"fa piao, qing wen":       "发票",
		"wangji mima le zenmeban": "密码",
	} {
		assert.Equal(t, id, best(x, text).Entry.ID, text)
	}
	for _, text := range []string{"xyz", "ai", strings.Repeat("zhuang", 500), strings.Repeat("shuang ", 500)} {
		assert.Empty(t, x.Match(kb.Query{Text: "qqq " + text}), text)
	}
	assert.Equal(t, "app", best(x, "the app").Entry.ID, "English stays English")
	assert.Empty(t, best(indexOf(t, smart("en", "How do I use the app?")), "fapiao zenme kai").Entry.ID)
}

// What was added after the sounds were first needed is heard as well, by
// everybody at once.
func TestSoundsGrow(t *testing.T) {
	x := indexOf(t, shop()...)
	assert.Empty(t, best(x, "译栈").Entry.ID)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 100 {
				assert.Equal(t, "发票", best(x, "想开发飘").Entry.ID)
			}
		})
	}
	for i := range 50 {
		require.NoError(t, x.Put(smart(string(rune('一'+i)), string([]rune{'机', rune(0x5200 + i)}))))
	}
	require.NoError(t, x.Put(smart("驿站", "驿站怎么走")))
	readers.Wait()
	assert.Equal(t, "驿站", best(x, "译栈").Entry.ID)
	x.Delete("驿站")
	assert.Empty(t, best(x, "译栈").Entry.ID)
}

// The loss through slips of the keyboard is bounded: homophones in Chinese,
// Chinese in letters, and wrong letters in English.
func TestNoise(t *testing.T) {
	for _, set := range qualitySets {
		switch set.name {
		case "shop_zh", "bq", "lcqmc":
			t.Run(set.name, func(t *testing.T) {
				t.Parallel()
				entries, cases := set.load(t)
				cases = cases[:min(len(cases), 1000)]
				clean := firstRight(t, entries, cases)
				common := commonest(entries, cases)
				bounded(t, clean, entries, noisy(cases, func(r *rand.Rand, q string) string { return mishear(r, common, q, 1) }), 0.06)
				bounded(t, clean, entries, noisy(cases, func(r *rand.Rand, q string) string { return mishear(r, common, q, 2) }), 0.10)
				bounded(t, clean, entries, noisy(cases, inLetters), 0.20)
			})
		case "shop_en", "banking77/10":
			t.Run(set.name, func(t *testing.T) {
				t.Parallel()
				entries, cases := set.load(t)
				bounded(t, firstRight(t, entries, cases), entries, noisy(cases, mistype), 0.10)
			})
		}
	}
}

// bounded checks the share of right first answers against that of clean
// questions; the loss is relative.
func bounded(t *testing.T, clean float64, entries []kb.Entry, cases []kbtest.Case, loss float64) {
	t.Helper()
	got := firstRight(t, entries, cases)
	t.Logf("right first: %.3f clean, %.3f noisy", clean, got)
	assert.Greater(t, got, clean*(1-loss))
}

func firstRight(t *testing.T, entries []kb.Entry, cases []kbtest.Case) float64 {
	x := indexOf(t, entries...)
	report, err := kbtest.Evaluate(t.Context(), func(_ context.Context, query string) ([]kb.Hit, error) {
		return x.Match(kb.Query{Text: query, Limit: 1}), nil
	}, kb.Policy{}, cases)
	require.NoError(t, err)
	return *report.S1
}

func noisy(cases []kbtest.Case, slip func(*rand.Rand, string) string) []kbtest.Case {
	random := rand.New(rand.NewPCG(7, 8))
	changed := make([]kbtest.Case, len(cases))
	for i, c := range cases {
		changed[i] = c
		changed[i].Query = slip(random, text.Fold(c.Query))
	}
	return changed
}

// commonest returns the characters of the texts by their usual reading.
func commonest(entries []kb.Entry, cases []kbtest.Case) map[pinyin.Syllable][]rune {
	all := ""
	for _, e := range entries {
		all += text.Fold(e.Question)
	}
	for _, c := range cases {
		all += text.Fold(c.Query)
	}
	seen, list := map[rune]bool{}, map[pinyin.Syllable][]rune{}
	for _, r := range all {
		if s := pinyin.AppendOf(nil, r); len(s) > 0 && !seen[r] {
			seen[r] = true
			list[s[0]] = append(list[s[0]], r)
		}
	}
	return list
}

// mishear writes n characters of a question as others of the same sound.
func mishear(random *rand.Rand, common map[pinyin.Syllable][]rune, q string, n int) string {
	runes := []rune(q)
	for range 50 {
		at := random.IntN(len(runes))
		s := pinyin.AppendOf(nil, runes[at])
		if len(s) == 0 || text.IsFunctionWord("zh", []byte(string(runes[at]))) || len(common[s[0]]) < 2 {
			continue
		}
		if r := common[s[0]][random.IntN(len(common[s[0]]))]; r != runes[at] {
			runes[at] = r
			if n--; n == 0 {
				break
			}
		}
	}
	return string(runes)
}

// inLetters writes a question in pinyin, with spaces or without.
func inLetters(random *rand.Rand, q string) string {
	var b strings.Builder
	space := random.IntN(2) == 0
	for _, r := range q {
		s := pinyin.AppendOf(nil, r)
		if len(s) == 0 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(s[0].String())
		if space {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// mistype drops, doubles, changes or swaps a letter of one of the longer words.
func mistype(random *rand.Rand, q string) string {
	words := strings.Fields(q)
	var long []int
	for i, w := range words {
		if len(w) >= 5 {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return q
	}
	i := long[random.IntN(len(long))]
	w := []byte(words[i])
	at := 1 + random.IntN(len(w)-1)
	switch random.IntN(4) {
	case 0:
		w = append(w[:at], w[at+1:]...)
	case 1:
		w[at] = byte('a' + random.IntN(26))
	case 2:
		w = append(w[:at+1], w[at:]...)
	default:
		w[at], w[at-1] = w[at-1], w[at]
	}
	words[i] = string(w)
	return strings.Join(words, " ")
}
