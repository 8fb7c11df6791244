package kb_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func desk(t testing.TB) *kb.Library {
	t.Helper()
	return libraryOf(t,
		kb.Entry{ID: "track", Question: "Where is my parcel?", Phrasings: []string{"track my delivery"}, Answer: kb.TextAnswer("Look under My orders.")},
		kb.Entry{ID: "time", Question: "How long does a refund take?", Answer: kb.TextAnswer("Five days.")},
		kb.Entry{ID: "refund", Question: "How do I get a refund?", Answer: kb.TextAnswer("Fill in the form.")},
		kb.Entry{ID: "terms", Question: "Refund terms", Phrasings: []string{"refund within 30 days of purchase"}, Category: "legal/policy", Answer: kb.TextAnswer("§ 4")},
		kb.Entry{ID: "doc", Question: "Damaged goods", Phrasings: []string{"the goods arrived damaged or broken"}, Kind: kb.Passage, Answer: kb.TextAnswer("§ 5")},
		kb.Entry{ID: "router", Question: "The router does not connect", Kind: kb.GuideKind, Answer: kb.TextAnswer("Step by step"), Guide: &kb.Guide{
			Steps: []kb.Step{{ID: "restart", Say: kb.TextAnswer("Switch it off and on.")}},
		}},
		kb.Entry{ID: "joke", Question: "tell me a joke about a parcel", Kind: kb.ChitChat, Answer: kb.TextAnswer("No.")},
		kb.Entry{ID: "退款", Question: "退款多久到账", Answer: kb.TextAnswer("三个工作日。")},
		kb.Entry{ID: "发票", Question: "怎么开发票", Answer: kb.TextAnswer("下单时选择。")})
}

func customer(text string) kb.Utterance { return kb.Utterance{By: kb.ByCustomer, Text: text} }

func advise(t testing.TB, l *kb.Library, q kb.Query, talk ...kb.Utterance) []kb.Advice {
	t.Helper()
	list, err := l.Suggest(t.Context(), talk, q)
	require.NoError(t, err)
	return list
}

func adviceIDs(list []kb.Advice) []string {
	ids := []string{}
	for _, a := range list {
		ids = append(ids, a.Entry.ID)
	}
	return ids
}

func TestSuggestLatestFirst(t *testing.T) {
	l := desk(t)
	list := advise(t, l, kb.Query{}, customer("where is my parcel"), customer("the router does not connect"))
	require.GreaterOrEqual(t, len(list), 2)
	assert.Equal(t, []string{"router", "track"}, adviceIDs(list[:2]))
	assert.Equal(t, 1, list[0].Turn)
	assert.Equal(t, "the router does not connect", list[0].Need)
	list = advise(t, l, kb.Query{Limit: 1}, customer("the router does not connect"), customer("could you track my delivery"))
	assert.Equal(t, []string{"track"}, adviceIDs(list), "an older need counts less, though its words fit better")
}

// Each need in one message gets an entry before any gets a second one.
func TestSuggestSeveralNeeds(t *testing.T) {
	l := desk(t)
	list := advise(t, l, kb.Query{Limit: 2}, customer("Hello! How do I get a refund? And also, where is my parcel"))
	assert.ElementsMatch(t, []string{"refund", "track"}, adviceIDs(list))
	list = advise(t, l, kb.Query{Limit: 2}, customer("你好，退款多久到账？另外怎么开发票"))
	assert.ElementsMatch(t, []string{"退款", "发票"}, adviceIDs(list))
}

// A short question is understood from what was said before.
func TestSuggestFollowUp(t *testing.T) {
	l := desk(t)
	alone := advise(t, l, kb.Query{}, customer("and how long?"))
	assert.NotContains(t, adviceIDs(alone), "track")
	l = libraryOf(t, smart("refund", "How long does a refund take?"), smart("delivery", "How long does a delivery take?"))
	for _, about := range []string{"refund", "delivery"} {
		list := advise(t, l, kb.Query{Limit: 1}, customer("it is about my "+about), kb.Utterance{By: kb.ByAgent, Text: "Yes?"}, customer("how long does it take"))
		require.Len(t, list, 1)
		assert.Equal(t, about, list[0].Entry.ID)
		assert.Equal(t, "how long does it take", list[0].Need)
	}
}

func TestSuggestMarksWhatWasShown(t *testing.T) {
	l := desk(t)
	talk := []kb.Utterance{
		customer("how do I get a refund"),
		{By: kb.ByBot, Text: "Fill in the form."},
		customer("and how do I get a refund quickly"),
		{By: kb.ByAgent, Text: "Here you are", Entries: []string{"time"}},
	}
	list := advise(t, l, kb.Query{}, talk...)
	require.NotEmpty(t, list)
	seenOne := false
	for _, a := range list {
		assert.Equal(t, a.Entry.ID == "refund" || a.Entry.ID == "time", a.Shown, a.Entry.ID)
		assert.False(t, seenOne && !a.Shown, "what is new comes first")
		seenOne = seenOne || a.Shown
	}
	assert.True(t, seenOne)
}

// What was shown gives way to what was not, where there is room for one.
func TestSuggestPrefersWhatIsNew(t *testing.T) {
	l := libraryOf(t, smart("a", "repair of a broken screen"), smart("b", "repair of a broken phone screen"))
	talk := customer("my screen is broken, repair it")
	first := advise(t, l, kb.Query{Limit: 1}, talk)
	require.Len(t, first, 1)
	second := advise(t, l, kb.Query{Limit: 1}, talk, kb.Utterance{By: kb.ByAgent, Entries: []string{first[0].Entry.ID}})
	require.Len(t, second, 1)
	assert.NotEqual(t, first[0].Entry.ID, second[0].Entry.ID)
}

func TestSuggestKinds(t *testing.T) {
	l := desk(t)
	for question, want := range map[string]kb.AdviceKind{
		"where is my parcel":                     kb.AnswerAdvice,
		"how do I get a refund":                  kb.HowToAdvice,
		"refund within 30 days of purchase":      kb.PolicyAdvice,
		"the goods arrived damaged and broken":   kb.PolicyAdvice,
		"my router does not connect to anything": kb.HowToAdvice,
		"怎么开发票":                                  kb.HowToAdvice,
		"退款多久到账":                                 kb.AnswerAdvice,
	} {
		list := advise(t, l, kb.Query{}, customer(question))
		if assert.NotEmpty(t, list, question) {
			assert.Equal(t, want, list[0].Kind, question)
		}
	}
}

func TestSuggestSearch(t *testing.T) {
	l := desk(t)
	list := advise(t, l, kb.Query{Text: "damaged goods"}, customer("where is my parcel"))
	require.GreaterOrEqual(t, len(list), 2)
	assert.Equal(t, []string{"doc", "track"}, adviceIDs(list[:2]))
	list = advise(t, l, kb.Query{Text: "refund terms", Category: "legal"}, customer("where is my parcel"))
	assert.Equal(t, []string{"terms"}, adviceIDs(list), "filters hold")
}

func TestSuggestNothing(t *testing.T) {
	l := desk(t)
	assert.Empty(t, advise(t, l, kb.Query{}))
	assert.Empty(t, advise(t, l, kb.Query{}, customer("hello"), customer("???"), customer("")))
	assert.Empty(t, advise(t, l, kb.Query{}, kb.Utterance{By: kb.ByAgent, Text: "where is my parcel"}), "an agent's words are no need")
	assert.NotContains(t, adviceIDs(advise(t, l, kb.Query{}, customer("tell me a joke about a parcel"))), "joke")
	long := strings.Repeat("where is my parcel? ", 10_000)
	assert.NotEmpty(t, advise(t, l, kb.Query{}, customer(long), customer("\xff\xfe"+long)))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := l.Suggest(ended, []kb.Utterance{customer("where is my parcel")}, kb.Query{})
	require.ErrorIs(t, err, context.Canceled)
}
