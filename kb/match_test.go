package kb_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// Each layer answers alone: a better layer silences the ones below it.
func TestLayers(t *testing.T) {
	x := indexOf(
		t,
		exact("exact", "opening hours"),
		contains("contains", "hours"),
		smart("smart", "what are your opening hours today"),
	)
	for _, c := range []struct {
		text string
		id   string
		mode kb.Mode
	}{
		{"opening hours", "exact", kb.Exact},
		{"tell me the opening hours", "contains", kb.Contains},
		{"are you opening today", "smart", kb.Smart},
		{"what are your opening hours today", "smart", kb.Smart}, // identical text is above contains
	} {
		hits := x.Match(kb.Query{Text: c.text})
		require.Equal(t, []string{c.id}, idsOf(hits), c.text)
		assert.Equal(t, c.mode, hits[0].Mode, c.text)
	}
}

func TestIdenticalText(t *testing.T) {
	x := indexOf(t, smart("refund", "Where's my refund?", "退款在哪里"), exact("price", "Price of an iPhone 15"))
	for _, c := range []struct{ text, id, phrasing string }{
		{"Where's my refund?", "refund", "Where's my refund?"},
		{"WHERE'S MY REFUND", "refund", "Where's my refund?"},
		{"  where’s   my\trefund?!  ", "refund", "Where's my refund?"},
		{"Ｗｈｅｒｅ＇ｓ ｍｙ ｒｅｆｕｎｄ？", "refund", "Where's my refund?"},
		{"退款在哪里？", "refund", "退款在哪里"},
		{"退款 在 哪里。", "refund", "退款在哪里"},
		{"退款在哪裡", "refund", "退款在哪里"}, // traditional script
		{"\u200b退款在哪里\u200b", "refund", "退款在哪里"},
		{"price of an iphone 15...", "price", "Price of an iPhone 15"},
	} {
		hits := x.Match(kb.Query{Text: c.text})
		if assert.Len(t, hits, 1, c.text) {
			assert.Equal(t, c.id, hits[0].Entry.ID, c.text)
			assert.Equal(t, c.phrasing, hits[0].Phrasing, c.text)
			assert.Equal(t, 1.0, hits[0].Score, c.text) //nolint:testifylint // exactly 1 is the promise
		}
	}
}

// An entry of mode exact is for its very text, however near the question is.
func TestExactMatchesNothingElse(t *testing.T) {
	x := indexOf(t, exact("a", "cancel my order"), exact("b", "取消订单"))
	for _, text := range []string{"cancel my orders", "cancel order", "please cancel my order", "cancel my order 5", "取消订单吧", "取消"} {
		assert.Empty(t, x.Match(kb.Query{Text: text}), text)
	}
}

// Identical text of a smart entry and of an exact one are equally good, so only
// the ties decide.
func TestTies(t *testing.T) {
	general := kb.Entry{ID: "general", Question: "delivery"}
	zh := kb.Entry{ID: "zh", Question: "delivery", Locale: "zh"}
	cn := kb.Entry{ID: "zh-CN", Question: "delivery", Locale: "zh-CN"}
	urgent := kb.Entry{ID: "urgent", Question: "delivery", Priority: 7, Mode: kb.Exact}
	twin := kb.Entry{ID: "a twin of general", Question: "delivery"}
	query := kb.Query{Text: "Delivery", Locale: "zh-CN"}
	want := []string{"zh-CN", "zh", "urgent", "a twin of general", "general"}
	assert.Equal(t, want, idsOf(indexOf(t, general, zh, cn, urgent, twin).Match(query)))
	assert.Equal(t, want, idsOf(indexOf(t, twin, urgent, cn, zh, general).Match(query)), "the order of Put does not matter")

	similar := kb.Query{Text: "when is the delivery", Locale: "zh-CN"}
	assert.Equal(t, []string{"zh-CN", "zh", "a twin of general", "general"},
		idsOf(indexOf(t, general, zh, cn, urgent, twin).Match(similar)), "smart matches too")
	phrases := []kb.Entry{general, zh, cn, twin}
	for i := range phrases {
		phrases[i].Mode = kb.Contains
	}
	assert.Equal(t, []string{"zh-CN", "zh", "a twin of general", "general"}, idsOf(indexOf(t, phrases...).Match(similar)))
}

func TestPriorityNeverLifts(t *testing.T) {
	plain := smart("better", "where is my parcel now")
	loud := smart("worse", "where is the nearest shop")
	loud.Priority = 1 << 30
	phrase, loudPhrase := contains("long", "gift card"), contains("short", "gift")
	loudPhrase.Priority = 1 << 30
	x := indexOf(t, plain, loud, phrase, loudPhrase)
	assert.Equal(t, []string{"better", "worse"}, idsOf(x.Match(kb.Query{Text: "where is my parcel"})))
	assert.Equal(t, []string{"long", "short"}, idsOf(x.Match(kb.Query{Text: "a gift card for my mother"})))
}

func TestLimit(t *testing.T) {
	var entries []kb.Entry
	for _, id := range strings.Split("abcdefgh", "") {
		entries = append(entries, smart("smart "+id, "shared question"), contains("contains "+id, "phrase"))
	}
	x := indexOf(t, entries...)
	for _, text := range []string{"shared question", "a shared question of mine", "with a phrase inside"} {
		all := x.Match(kb.Query{Text: text, Limit: 100})
		require.Len(t, all, 8, text)
		for limit, want := range map[int]int{-1: 5, 0: 5, 1: 1, 7: 7} {
			assert.Equal(t, seenOf(all[:want]), seenOf(x.Match(kb.Query{Text: text, Limit: limit})), "%s, limit %d", text, limit)
		}
	}
}

// AppendMatch leaves alone what is in the list already, better or worse.
func TestAppendMatchKeepsWhatIsThere(t *testing.T) {
	x := indexOf(t, smart("a", "track my order"), contains("b", "voucher"))
	before := kb.Hit{Entry: &kb.Entry{ID: "mine"}, Score: 0.01}
	for text, want := range map[string]string{"track my order": "a", "order tracking": "a", "voucher code": "b"} {
		hits := x.AppendMatch([]kb.Hit{before, before}, kb.Query{Text: text, Limit: 1})
		assert.Equal(t, []string{"mine", "mine", want}, idsOf(hits), text)
	}
	assert.Len(t, x.AppendMatch([]kb.Hit{before}, kb.Query{Text: "xyzzy"}), 1)
}

func TestLocales(t *testing.T) {
	x := indexOf(
		t,
		kb.Entry{ID: "any", Question: "shared"},
		kb.Entry{ID: "zh", Question: "shared", Locale: "zh"},
		kb.Entry{ID: "zh-CN", Question: "shared", Locale: "zh-CN"},
		kb.Entry{ID: "zh-TW", Question: "shared", Locale: "zh-tw"},
		kb.Entry{ID: "en", Question: "shared", Locale: "en"},
	)
	for locale, want := range map[string][]string{
		"zh-CN":         {"zh-CN", "zh", "any"},
		"ZH-cn":         {"zh-CN", "zh", "any"},
		"zh-CN-x-store": {"zh-CN", "zh", "any"},
		"zh":            {"zh", "any"},
		"zh-Hant-TW":    {"zh", "any"},
		"zh-TW":         {"zh-TW", "zh", "any"},
		"en-GB":         {"en", "any"},
		"eng":           {"any"},
		"e":             {"any"},
		"fr":            {"any"},
	} {
		assert.Equal(t, want, idsOf(x.Match(kb.Query{Text: "shared", Locale: locale})), locale)
	}
	assert.Len(t, x.Match(kb.Query{Text: "shared"}), 5, "no locale considers all")
}

func TestCategories(t *testing.T) {
	entry := func(id, category string) kb.Entry {
		return kb.Entry{ID: id, Question: "shared", Category: category}
	}
	x := indexOf(t, entry("1", "orders"), entry("2", "orders/returns"), entry("3", "orders/returns/late"), entry("4", "ordersheet"), entry("5", ""))
	for category, want := range map[string][]string{
		"":                {"1", "2", "3", "4", "5"},
		"orders":          {"1", "2", "3"},
		"orders/":         {"1", "2", "3"},
		"orders/returns":  {"2", "3"},
		"order":           {},
		"orders/returns/": {"2", "3"},
		"Orders":          {},
	} {
		for _, text := range []string{"shared", "a shared thing"} {
			assert.Equal(t, want, idsOf(x.Match(kb.Query{Text: text, Category: category})), "%q in %q", text, category)
		}
	}
}

// A filter takes entries away before the best layer is chosen.
func TestFiltersComeBeforeLayers(t *testing.T) {
	x := indexOf(
		t,
		kb.Entry{ID: "exact", Question: "return a parcel", Mode: kb.Exact, Category: "a"},
		kb.Entry{ID: "contains", Question: "parcel", Mode: kb.Contains, Category: "b"},
		kb.Entry{ID: "smart", Question: "how to return the parcel", Category: "c"},
	)
	assert.Equal(t, []string{"exact"}, idsOf(x.Match(kb.Query{Text: "return a parcel"})))
	assert.Equal(t, []string{"contains"}, idsOf(x.Match(kb.Query{Text: "return a parcel", Category: "b"})))
	assert.Equal(t, []string{"smart"}, idsOf(x.Match(kb.Query{Text: "return a parcel", Category: "c"})))
}

func TestNothingToFind(t *testing.T) {
	x := indexOf(t, smart("a", "track my order"), contains("b", "voucher"), exact("c", "!?"))
	for _, text := range []string{"", " \t\r\n", "\u200b", "\x00\x01", "\xff\xfe", "。", "zzzz qqqq", strings.Repeat(" ", 3*kb.MaxQuestion)} {
		assert.Nil(t, x.Match(kb.Query{Text: text}), "%q", text)
	}
	assert.Nil(t, kb.NewIndex(nil).Match(kb.Query{Text: "anything"}))
	assert.Equal(t, []string{"c"}, idsOf(x.Match(kb.Query{Text: "!?"})), "punctuation is a text like any other")
}

// Of a text that is longer than any wording, the beginning counts.
func TestLongText(t *testing.T) {
	x := indexOf(t, smart("a", "track my order"), contains("b", "voucher"))
	filler := strings.Repeat("中", kb.MaxQuestion) // its middle is cut inside a character
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "track my order " + filler})))
	assert.Equal(t, []string{"b"}, idsOf(x.Match(kb.Query{Text: "voucher " + filler})))
	assert.Empty(t, x.Match(kb.Query{Text: filler + " voucher"}))
}
