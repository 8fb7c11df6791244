package kb_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// indexWith returns an index of the entries that knows the words.
func indexWith(t testing.TB, words kb.Words, entries ...kb.Entry) *kb.Index {
	t.Helper()
	lexicon, err := kb.NewLexicon(words)
	require.NoError(t, err)
	x := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	require.NoError(t, x.Put(entries...))
	return x
}

// best returns the first hit, or a hit of no entry.
func best(x *kb.Index, text string) kb.Hit {
	if hits := x.Match(kb.Query{Text: text}); len(hits) > 0 {
		return hits[0]
	}
	return kb.Hit{Entry: &kb.Entry{}}
}

// A question with a synonym scores nearly what it does with the word itself, in
// both directions.
func TestLexiconSynonyms(t *testing.T) {
	words := kb.Words{Synonyms: [][]string{
		{"invoice", "bill"},
		{"refund", "credit note"},
		{"pod", "collection locker"},
		{"notebook", "laptop"},
		{"发票", "收据"},
		{"快递", "包裹", "物流"},
		{"花呗", "先用后付"},
	}}
	x := indexWith(t, words, append(shop(),
		smart("locker", "Where is the collection locker?"),
		smart("laptop", "Which laptops do you sell?"),
		smart("花呗", "怎么开通花呗"))...)
	for _, c := range []struct{ word, synonym, id string }{
		{"i need invoices", "i need bills", "invoice"},
		{"when does the refund come", "when does the credit note come", "refund"},
		{"is there a collection locker near me", "is there a pod near me", "locker"},
		{"what laptop do you have", "what notebooks do you have", "laptop"},
		{"想开发票", "想开收据", "发票"},
		{"花呗要怎么开通", "先用后付要怎么开通", "花呗"},
	} {
		word, synonym := best(x, c.word), best(x, c.synonym)
		assert.Equal(t, c.id, word.Entry.ID, c.word)
		assert.Equal(t, c.id, synonym.Entry.ID, c.synonym)
		assert.InDelta(t, word.Score, synonym.Score, 0.1, c.synonym)
		assert.Greater(t, word.Score, best(indexOf(t, shop()...), c.synonym).Score, "without the lexicon it is worse")
	}
}

// Where one entry has the word and another its synonym, the word decides.
func TestLexiconPrefersTheWord(t *testing.T) {
	x := indexWith(t, kb.Words{Synonyms: [][]string{{"laptop", "notebook"}}},
		smart("a", "Where are the laptop bags?"), smart("b", "Where are the notebook bags?"), smart("c", "What are the opening hours?"))
	assert.Equal(t, []string{"a", "b"}, idsOf(x.Match(kb.Query{Text: "laptop bags please"}))[:2])
	assert.Equal(t, []string{"b", "a"}, idsOf(x.Match(kb.Query{Text: "notebook bags please"}))[:2])
}

// An entry that has a word and its synonym in different wordings is not counted
// twice for it.
func TestLexiconCountsOnce(t *testing.T) {
	question := func(words kb.Words) float64 {
		x := indexWith(t, words, append(shop(), smart("bags", "Where are the laptop bags?", "Do you sell notebook bags?"))...)
		return best(x, "a bag for the laptop").Score
	}
	with, without := question(kb.Words{Synonyms: [][]string{{"laptop", "notebook"}}}), question(kb.Words{})
	assert.InDelta(t, without, with, 0.1)
}

func TestLexiconTyped(t *testing.T) {
	x := indexWith(t, kb.Words{Typed: map[string]string{
		"pw": "password", "4got": "forgot", "pwd": "pw", "发漂": "发票",
	}}, shop()...)
	for text, id := range map[string]string{"4got pw": "password", "PWD!": "password", "发漂怎么开": "发票"} {
		assert.Equal(t, id, best(x, text).Entry.ID, text)
	}
	assert.InDelta(t, best(x, "i forgot the password").Score, best(x, "i 4got the pwd").Score, 1e-9)
	assert.NotEqual(t, "password", best(x, "4 got").Entry.ID, "what is typed apart is something else")

	y := indexWith(t, kb.Words{Typed: map[string]string{"pw": "password"}}, smart("a", "Lost my pw"), smart("b", "Opening hours"))
	assert.Equal(t, "a", best(y, "password").Entry.ID, "entries are read the same way")
}

func TestLexiconTerms(t *testing.T) {
	entries := append(shop(),
		smart("headset", "How do I pair the blue tooth headset?"), smart("teeth", "Does the dentist paint a tooth blue?"),
		smart("花呗", "花呗怎么还款"), smart("花朵", "一呗一花怎么还"), smart("kefa", "How do I clean a Kefa?"), smart("kefi", "How do I clean a kefir glass?"))
	terms := kb.Words{Terms: []string{"blue tooth headset", "花呗", "Kefa"}}
	x, plain := indexWith(t, terms, entries...), indexOf(t, entries...)
	assert.Equal(t, "headset", best(x, "my blue tooth headset").Entry.ID)
	assert.Equal(t, "花呗", best(x, "花呗什么时候还").Entry.ID)
	two := []kb.Entry{smart("a", "zemta brolt"), smart("b", "korda friqa"), smart("hours", "opening hours")}
	assert.Equal(t, "a", best(indexWith(t, kb.Words{Terms: []string{"zemta"}}, two...), "zemta friqa").Entry.ID, "a term tells more")
	assert.Equal(t, "b", best(indexWith(t, kb.Words{Terms: []string{"friqa"}}, two...), "zemta friqa").Entry.ID)
	assert.Equal(t, "headset", best(x, "headset").Entry.ID, "parts of a term find it")
	assert.Equal(t, "headset", best(x, "pair a heatset").Entry.ID, "misspelt, too")
	assert.Equal(t, "kefa", best(x, "clean a kefe").Entry.ID, "what is misspelt is rather a term")

	y := indexWith(t, kb.Words{Terms: []string{"Pasword"}}, shop()...)
	assert.Equal(t, "password", best(plain, "pasword").Entry.ID)
	assert.Empty(t, best(y, "pasword").Entry.ID, "a term is never taken for a misspelling")
}

// Numbers inside of a term go on to tell apart what differs.
func TestLexiconTermsWithNumbers(t *testing.T) {
	x := indexWith(t, kb.Words{Terms: []string{"Kefa 15"}}, append(shop(), smart("15", "How much is the Kefa 15?"))...)
	assert.Greater(t, best(x, "how much is a kefa 15").Score, best(x, "how much is a kefa 14").Score+0.2)
}

func TestLexiconStop(t *testing.T) {
	entries := append(shop(), smart("robot", "What can the assistant robot do?"))
	x, plain := indexWith(t, kb.Words{Stop: []string{"robot", "assistant", "小助手"}}, entries...), indexOf(t, entries...)
	assert.Equal(t, "robot", best(plain, "robot assistant refund").Entry.ID)
	assert.Equal(t, "refund", best(x, "robot assistant refund").Entry.ID)
	assert.InDelta(t, best(x, "refund").Score, best(x, "robot refund").Score, 0.02)
	assert.InDelta(t, best(x, "怎么退款").Score, best(x, "小助手怎么退款").Score, 0.02)
	assert.Equal(t, "robot", best(x, "robot").Entry.ID, "where there is nothing else, a stop word will do")
}

func TestLexiconFaults(t *testing.T) {
	_, err := kb.NewLexicon(kb.Words{
		Synonyms: [][]string{{"buy", "purchase"}, {"only"}, {"c", "?!"}, {}},
		Terms:    []string{"", "\xff", strings.Repeat("x ", kb.MaxWordTokens+1), strings.Repeat("x", kb.MaxQuestion+1), "typed"},
		Stop:     []string{"fine", "Purchases"}, // stems decide
		Typed:    map[string]string{"typed": "x", "p": "q r", "r": "p", "lol": "lol lol", "e": "", "": "e", "P": "s", "deep": "p"},
	})
	fields := map[string]string{}
	var list interface{ Unwrap() []error }
	require.ErrorAs(t, err, &list)
	for _, one := range list.Unwrap() {
		fault := (*kb.FieldError)(nil)
		require.ErrorAs(t, one, &fault)
		fields[fault.Field] = fault.Reason
	}
	assert.Equal(t, map[string]string{
		"synonyms[1]":    "has less than two words",
		"synonyms[2][1]": "is empty",
		"synonyms[3]":    "has less than two words",
		"terms[0]":       "is empty",
		"terms[1]":       "is not valid UTF-8",
		"terms[2]":       "has more than 12 words or characters",
		"terms[3]":       "is longer than 4096 bytes",
		"terms[4]":       "is also a typed form, so that it would never be seen",
		"stop[1]":        "is also a term or a synonym",
		`typed["e"]`:     "is empty",
		`typed[""]`:      "is empty",
		`typed["p"]`:     "is the same as another typed form",
		`typed["lol"]`:   "leads back to itself",
	}, fields)
	assert.ErrorIs(t, err, kb.ErrInvalid)

	_, err = kb.NewLexicon(kb.Words{Typed: map[string]string{"p": "q r", "r": "p", "deep": "a p"}})
	for _, field := range []string{`typed["p"]`, `typed["r"]`, `typed["deep"]`} {
		assert.ErrorContains(t, err, field+" leads back to itself")
	}
	_, err = kb.NewLexicon(kb.Words{Terms: make([]string, kb.MaxLexicon+1)})
	assertField(t, "lexicon", err)
}

// Lexicons are put together: all synonyms, the later meaning of a typed form.
func TestLexiconMerge(t *testing.T) {
	lexicon, err := kb.NewLexicon(
		kb.Words{Synonyms: [][]string{{"refund", "reimbursement"}}, Typed: map[string]string{"hrs": "horses"}},
		kb.Words{Synonyms: [][]string{{"warranty", "guarantee"}}, Typed: map[string]string{"hrs": "hours"}, Stop: []string{"robot"}, Terms: []string{"Kefa"}})
	require.NoError(t, err)
	assert.Equal(t, kb.Words{
		Synonyms: [][]string{{"refund", "reimbursement"}, {"warranty", "guarantee"}}, Typed: map[string]string{"hrs": "hours"}, Stop: []string{"robot"}, Terms: []string{"Kefa"},
	}, lexicon.Words())
	x := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	require.NoError(t, x.Put(shop()...))
	for text, id := range map[string]string{"reimbursement": "refund", "guarantee": "warranty", "what hrs": "hours"} {
		assert.Equal(t, id, best(x, text).Entry.ID, text)
	}
}

func TestReadLexicon(t *testing.T) {
	lexicon, err := kb.ReadLexicon(strings.NewReader(`{"synonyms": [["a", "b"]], "terms": ["c"], "stop": ["d"], "typed": {"e": "f"}}`))
	require.NoError(t, err)
	assert.Equal(t, kb.Words{Synonyms: [][]string{{"a", "b"}}, Terms: []string{"c"}, Stop: []string{"d"}, Typed: map[string]string{"e": "f"}}, lexicon.Words())
	for text, reason := range map[string]string{
		``:                      "ends too early",
		`{"terms": ["a"`:        "ends too early",
		`{"terms": [1]}`:        `has a value of the wrong kind in "terms"`,
		`{"terms": ]}`:          "is no JSON at byte 11",
		`{"words": ["secret"]}`: `has a field that is none of "synonyms", "terms", "stop", "typed"`,
		`{} {}`:                 "has something after its end",
		`{} x`:                  "is no JSON at byte 3",
	} {
		_, err := kb.ReadLexicon(strings.NewReader(text))
		assertField(t, "lexicon", err)
		assert.ErrorContains(t, err, reason, text)
	}
	_, err = kb.ReadLexicon(broken{})
	assert.ErrorIs(t, err, errBroken)
	_, err = kb.ReadLexicon(strings.NewReader(strings.Repeat(" ", 17<<20)))
	assertField(t, "lexicon", err)
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

// A new lexicon holds for the entries that are there and those that come, and
// matching goes on while it is set.
func TestSetLexicon(t *testing.T) {
	l := libraryOf(t, shop()...)
	match := func(text string) string {
		hits, err := l.Match(t.Context(), kb.Query{Text: text})
		require.NoError(t, err)
		if len(hits) == 0 {
			return ""
		}
		return hits[0].Entry.ID
	}
	assert.Empty(t, match("reimbursement"))
	lexicon, err := kb.NewLexicon(kb.Words{Synonyms: [][]string{{"refund", "reimbursement"}, {"laptop", "notebook"}}})
	require.NoError(t, err)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				hits, err := l.Match(t.Context(), kb.Query{Text: "when is my refund"})
				assert.NoError(t, err)
				assert.NotEmpty(t, hits)
			}
		})
	}
	for range 10 {
		require.NoError(t, l.SetLexicon(t.Context(), nil))
		require.NoError(t, l.SetLexicon(t.Context(), lexicon))
	}
	readers.Wait()
	assert.Equal(t, "refund", match("reimbursement"))
	_, err = l.Put(t.Context(), smart("laptop", "Do you sell laptops?"))
	require.NoError(t, err)
	assert.Equal(t, "laptop", match("notebook"))
	require.NoError(t, l.SetLexicon(t.Context(), nil))
	assert.Empty(t, match("reimbursement"))
}

// Any words and any text: what compiles matches without fault, and ranks.
func FuzzLexicon(f *testing.F) {
	f.Add("blue tooth", "发票", "plz", "please 发票", "plz blue tooth 发票")
	f.Add("a", "a a", "b", "a", "b a a")
	f.Add("15", "a 15", "x2", "2 x", "x2 a15")
	f.Fuzz(func(t *testing.T, a, b, from, to, question string) {
		lexicon, err := kb.NewLexicon(kb.Words{Synonyms: [][]string{{a, b}}, Terms: []string{b}, Typed: map[string]string{from: to}})
		if err != nil {
			require.ErrorIs(t, err, kb.ErrInvalid)
			return
		}
		x := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
		for i, line := range []string{a, b, a + " " + b, from, to, "how do I " + a} {
			_ = x.Put(kb.Entry{ID: string(rune('a' + i)), Question: line, Phrasings: []string{question + a + "?"}})
		}
		requireRanked(t, x.Match(kb.Query{Text: question}))
		requireRanked(t, x.Match(kb.Query{Text: question + from + b}))
	})
}
