package kb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// learningShop is a small knowledge base to learn for.
func learningShop(t testing.TB, opts *kb.LibraryOptions) *kb.Library {
	t.Helper()
	l := libraryOver(t, kb.NewMemoryStore(), opts)
	_, err := l.Put(t.Context(),
		kb.Entry{ID: "track", Question: "Where is my parcel?", Phrasings: []string{"track my delivery"}, Answer: kb.TextAnswer("Under My orders."), Category: "orders"},
		kb.Entry{ID: "return", Question: "How do I send something back?", Answer: kb.TextAnswer("Within 30 days."), Category: "orders/returns"},
		kb.Entry{ID: "invoice", Question: "Can I get an invoice?", Answer: kb.TextAnswer("By e-mail."), Category: "orders"},
		kb.Entry{ID: "退货", Question: "怎么申请退货？", Answer: kb.TextAnswer("七天内可以退货。"), Category: "订单"},
		kb.Entry{ID: "发票", Question: "可以开发票吗？", Answer: kb.TextAnswer("下单时选择。"), Category: "订单"})
	require.NoError(t, err)
	return l
}

// askAll decides, logs and returns each question, asked in a conversation of its
// own.
func askAll(t testing.TB, l *kb.Library, prefix string, questions ...string) []kb.Asked {
	t.Helper()
	var asked []kb.Asked
	for i, text := range questions {
		q := kb.Query{Text: text}
		d, err := l.Decide(t.Context(), q)
		require.NoError(t, err)
		a := kb.NewAsked(fmt.Sprint(prefix, i), q, d)
		a.Conversation, a.At = a.ID, time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
		require.NoError(t, l.Log(t.Context(), a))
		asked = append(asked, a)
	}
	return asked
}

func learn(t testing.TB, l *kb.Library, opts kb.LearnOptions) []kb.Suggestion {
	t.Helper()
	list, err := l.Learn(t.Context(), opts)
	require.NoError(t, err)
	return list
}

// gift are questions that no entry of the shop answers, 会员 in Chinese.
var (
	gift = []string{"do you gift wrap presents", "can you gift wrap presents please", "is gift wrap for presents possible", "gift wrap presents"}
	会员   = []string{"会员积分怎么用", "会员积分怎么使用", "会员积分能用吗", "请问会员积分怎么用呢"}
)

func TestLearnNewEntries(t *testing.T) {
	l := learningShop(t, nil)
	asked := askAll(t, l, "gift", gift...)
	askAll(t, l, "会员", 会员...)
	askAll(t, l, "other", "do you hire drivers")
	for i := range 4 {
		askAll(t, l, fmt.Sprint("trivial ", i, " "), "hello", "你好", "12345678", "asdfgh", "？？？", "a", "哈哈哈哈", "在吗？", "转人工")
	}
	say(t, l, "off", asked[0].ID, kb.HandedOff, "")
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 2)
	slices.SortFunc(list, func(a, b kb.Suggestion) int { return strings.Compare(a.Language, b.Language) })
	en, zh := list[0], list[1]
	assert.Equal(t, kb.NewEntry, en.Kind)
	assert.Equal(t, "en", en.Language)
	assert.Empty(t, en.Locale, "none was logged")
	assert.Contains(t, gift, en.Question)
	assert.ElementsMatch(t, gift, append([]string{en.Question}, en.Phrasings...))
	assert.Equal(t, 4, en.Count)
	assert.Equal(t, 4, en.Conversations)
	unanswered := 0
	for _, a := range asked {
		if a.Decision == kb.None {
			unanswered++
		}
	}
	assert.Equal(t, unanswered, en.Unanswered)
	assert.InDelta(t, 0.25, en.HandOffRate(), 1e-9)
	assert.Len(t, en.Examples, 4)
	assert.Equal(t, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), en.First)
	assert.Equal(t, time.Date(2026, 1, 1, 0, 0, 3, 0, time.UTC), en.Last)
	assert.Equal(t, "zh", zh.Language)
	assert.Contains(t, 会员, zh.Question)
	for _, s := range list {
		assert.Greater(t, s.Confidence, 0.3)
		assert.LessOrEqual(t, s.Confidence, 1.0)
		assert.NotEmpty(t, s.Reasons)
	}
	assert.Len(t, learn(t, l, kb.LearnOptions{Locale: "zh-CN"}), 1)
	assert.Len(t, learn(t, l, kb.LearnOptions{Max: 1}), 1)
	assert.Empty(t, learn(t, l, kb.LearnOptions{MinCount: 5}))
	assert.Empty(t, learn(t, l, kb.LearnOptions{MinConfidence: 0.99}))
	assert.Empty(t, learn(t, l, kb.LearnOptions{Base: "elsewhere"}))
	assert.Empty(t, learn(t, l, kb.LearnOptions{Since: time.Date(2026, 1, 1, 0, 0, 2, 0, time.UTC)}))
	assert.Empty(t, learn(t, l, kb.LearnOptions{Until: time.Date(2026, 1, 1, 0, 0, 2, 0, time.UTC)}))
}

// Three questions in one conversation are one customer.
func TestLearnCountsConversations(t *testing.T) {
	l := learningShop(t, nil)
	for i, text := range gift {
		require.NoError(t, l.Log(t.Context(), kb.Asked{ID: fmt.Sprint(i), Conversation: fmt.Sprint(i % 2), Text: text}))
	}
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))
	list := learn(t, l, kb.LearnOptions{MinCount: 2})
	require.Len(t, list, 1)
	assert.Equal(t, 4, list[0].Count)
	assert.Equal(t, 2, list[0].Conversations)
}

// What customers pick from a list becomes a wording of the entry.
func TestLearnPhrasings(t *testing.T) {
	l := learningShop(t, nil)
	shown := []kb.Shown{{Entry: "return"}, {Entry: "invoice"}}
	picked := []string{"I want a refund for shoes", "refund for these shoes please", "how does a refund for shoes work", "refund shoes"}
	for i, text := range picked {
		id := fmt.Sprint(i)
		ask(t, l, id, text, kb.Suggest, shown...)
		say(t, l, id, id, kb.Picked, "return")
	}
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	s := list[0]
	assert.Equal(t, kb.NewPhrasing, s.Kind)
	assert.Equal(t, "return", s.Entry)
	assert.Equal(t, 4, s.Picks)
	assert.Zero(t, s.Against)
	assert.Greater(t, s.Confidence, 0.75)
	assert.Equal(t, kb.Evidence{
		Asked: s.Examples[0].Asked, Text: s.Examples[0].Text,
		Offered: []string{"return", "invoice"}, Verdict: kb.Picked, Entry: "return",
	}, s.Examples[0], "what was offered is named by the ids to pick from")

	// Who says that nothing of it was right speaks against it.
	for i := range 6 {
		id := fmt.Sprint("none ", i)
		ask(t, l, id, "refund for shoes", kb.Suggest, shown...)
		say(t, l, id, id, kb.NoneOfThese, "")
	}
	list = learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	assert.Equal(t, kb.NewEntry, list[0].Kind)
	assert.Equal(t, 6, list[0].Bad)
	assert.Equal(t, 6, list[0].Against)
}

// One verdict of somebody who knows is enough; customers who are of two minds are
// not.
func TestLearnFromTeachers(t *testing.T) {
	l := learningShop(t, nil)
	ask(t, l, "q", "my box never showed up", kb.None)
	say(t, l, "f", "q", kb.Answers, "track")
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	assert.Equal(t, "track", list[0].Entry)
	assert.Equal(t, "my box never showed up", list[0].Question)

	l = learningShop(t, nil)
	for i := range 4 {
		id := fmt.Sprint(i)
		ask(t, l, id, "I need the paper thing", kb.Suggest, kb.Shown{Entry: "return"}, kb.Shown{Entry: "invoice"})
		say(t, l, id, id, kb.Picked, []string{"return", "invoice"}[i%2])
	}
	for _, s := range learn(t, l, kb.LearnOptions{}) {
		assert.NotEqual(t, kb.NewPhrasing, s.Kind)
	}
}

// Wordings picked for one entry, each by one customer and none like another, are
// a suggestion together.
func TestLearnPoolsSinglePicks(t *testing.T) {
	l := learningShop(t, nil)
	for i, text := range []string{"please take back this broken lamp", "wrong size, I send the shoes", "something does not fit me"} {
		id := fmt.Sprint(i)
		ask(t, l, id, text, kb.Suggest, kb.Shown{Entry: "return"}, kb.Shown{Entry: "track"})
		say(t, l, id, id, kb.Picked, "return")
	}
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	assert.Equal(t, "return", list[0].Entry)
	assert.Equal(t, 3, list[0].Conversations)
}

// What is answered by now is not learned again; a wrong answer that still stands
// is.
func TestLearnForgetsWhatIsSolved(t *testing.T) {
	l := learningShop(t, nil)
	asked := askAll(t, l, "gift", gift...)
	require.Len(t, learn(t, l, kb.LearnOptions{}), 1)
	put, err := l.Put(t.Context(), kb.Entry{ID: "gift", Question: gift[0], Phrasings: gift[1:], Answer: kb.TextAnswer("Yes.")})
	require.NoError(t, err)
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))
	for _, a := range asked {
		ask(t, l, "again "+a.ID, a.Text, kb.Direct, kb.Shown{Entry: "gift", Version: put[0].Version})
		say(t, l, "bad "+a.ID, "again "+a.ID, kb.NotUseful, "")
	}
	require.Len(t, learn(t, l, kb.LearnOptions{}), 1)
	put[0].Answer = kb.TextAnswer("Yes, for two pounds.")
	_, err = l.Put(t.Context(), put[0])
	require.NoError(t, err)
	assert.Empty(t, learn(t, l, kb.LearnOptions{}), "the verdicts were about the version before")
}

// A wording that another entry answers is reported, not suggested, unless people
// said that it is the wrong answer.
func TestLearnReportsConflicts(t *testing.T) {
	l := learningShop(t, nil)
	const taken = "how do I send something back again"
	for i, text := range []string{"a paper for the tax office", "tax paper for my office", "the tax office wants a paper", taken} {
		id := fmt.Sprint(i)
		ask(t, l, id, text, kb.Suggest, kb.Shown{Entry: "invoice"}, kb.Shown{Entry: "return"})
		say(t, l, id, id, kb.Answers, "invoice")
	}
	wordings := func() (all []string, conflicts []kb.Clash) {
		for _, s := range learn(t, l, kb.LearnOptions{}) {
			assert.Equal(t, "invoice", s.Entry)
			if len(s.Conflicts) > 0 {
				assert.Less(t, s.Confidence, 0.5, "nothing else is proposed")
				conflicts = append(conflicts, s.Conflicts...)
				continue
			}
			all = append(append(all, s.Question), s.Phrasings...)
		}
		return all, conflicts
	}
	all, conflicts := wordings()
	require.Len(t, conflicts, 1)
	assert.Equal(t, taken, conflicts[0].Phrasing)
	assert.NotContains(t, all, taken)
	assert.Equal(t, "return", conflicts[0].Entry)
	assert.GreaterOrEqual(t, conflicts[0].Score, 0.6)
	ask(t, l, "bad", taken, kb.Direct, kb.Shown{Entry: "return"})
	say(t, l, "bad", "bad", kb.NotUseful, "")
	more, conflicts := wordings()
	assert.Empty(t, conflicts)
	assert.Contains(t, more, taken)
	assert.GreaterOrEqual(t, len(more), len(all))
}

// Personal data is in no suggestion, and questions that differ in it only are
// one.
func TestLearnMasksPersonalData(t *testing.T) {
	l := learningShop(t, nil)
	for i := range 4 {
		text := fmt.Sprintf("gift wrap order 48210%d77 and write to jo%d@example.org", i, i)
		require.NoError(t, l.Log(t.Context(), kb.Asked{ID: fmt.Sprint(i), Text: text}))
	}
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	assert.Equal(t, "gift wrap order and write to", list[0].Question)
	assert.Equal(t, 4, list[0].Conversations)
	data, err := json.Marshal(list)
	require.NoError(t, err)
	assert.NotContains(t, string(data), "example.org")
	assert.NotContains(t, string(data), "48210")
	assert.Equal(t, "gift wrap order *** and write to ***", list[0].Examples[0].Text)
}

// Questions of different languages or bases are never one.
func TestLearnKeepsApart(t *testing.T) {
	l := learningShop(t, nil)
	for i := range 3 {
		for _, base := range []string{"", "dealers"} {
			for _, locale := range []string{"en", "fr-CA"} {
				id := fmt.Sprint(i, base, locale)
				require.NoError(t, l.Log(t.Context(), kb.Asked{ID: id, Text: "garage capacity", Locale: locale, Base: base}))
			}
		}
	}
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 4)
	for _, s := range list {
		assert.Contains(t, []string{"en", "fr-CA"}, s.Locale)
		assert.Equal(t, s.Locale[:2], s.Language)
	}
	assert.Len(t, learn(t, l, kb.LearnOptions{Base: "dealers", Locale: "fr"}), 1)
}

// The same log gives the same suggestions, whatever order hash tables have.
func TestLearnIsDeterministic(t *testing.T) {
	var first []byte
	for range 5 {
		l := learningShop(t, nil)
		askAll(t, l, "gift", gift...)
		askAll(t, l, "会员", 会员...)
		for i, a := range askAll(t, l, "back", "sending trousers back to you", "trousers back to you", "back to you with these trousers") {
			say(t, l, fmt.Sprint(i), a.ID, kb.Answers, "return")
		}
		data, err := json.Marshal(learn(t, l, kb.LearnOptions{}))
		require.NoError(t, err)
		if first == nil {
			first = data
		}
		require.JSONEq(t, string(first), string(data))
	}
}

// A question is asked again in the locale in which it was asked.
func TestLearnAsksInTheSameLocale(t *testing.T) {
	l := libraryOf(t, kb.Entry{ID: "gift", Question: gift[0], Phrasings: gift[1:], Locale: "en-GB"})
	for i, text := range gift {
		require.NoError(t, l.Log(t.Context(), kb.Asked{ID: fmt.Sprint("gb", i), Text: text, Locale: "en-GB"}))
	}
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))
}

func TestLearnBounds(t *testing.T) {
	l := learningShop(t, nil)
	askAll(t, l, "gift", gift...)
	list := learn(t, l, kb.LearnOptions{MaxQuestions: 3})
	require.Len(t, list, 1)
	assert.Equal(t, 3, list[0].Count)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := l.Learn(ended, kb.LearnOptions{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, learn(t, learningShop(t, nil), kb.LearnOptions{}), "an empty log")
	hostile := learningShop(t, nil)
	for i, text := range []string{strings.Repeat("界", 1<<20), strings.Repeat("spam ", 1<<18), "\xff\xfe\x00", "", " ", strings.Repeat("a b c ", 5000)} {
		require.NoError(t, hostile.Log(t.Context(), kb.Asked{ID: fmt.Sprint(i), Text: text}))
	}
	for _, s := range learn(t, hostile, kb.LearnOptions{MinCount: 1}) {
		assert.LessOrEqual(t, len(s.Question), kb.MaxQuestion)
	}
}
