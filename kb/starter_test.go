package kb_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

var starters = [][2]string{
	{"shop", "en"},
	{"banking", "en"},
	{"telecom", "en"},
	{"travel", "en"},
	{"shop", "zh"},
	{"banking", "zh"},
	{"telecom", "zh-CN"},
	{"travel", "zh-Hans"},
}

// The starter words are sound, alone and all together.
func TestStarterWords(t *testing.T) {
	var all []kb.Words
	for _, s := range starters {
		words, err := kb.StarterWords(s[0], s[1])
		require.NoError(t, err)
		assert.GreaterOrEqual(t, len(words.Synonyms), 45, s)
		_, err = kb.NewLexicon(words)
		require.NoError(t, err, s)
		seen := map[string]bool{}
		for _, group := range words.Synonyms {
			for _, word := range group {
				assert.False(t, seen[text.Key(word)], "%s: %q is in two groups", s, word)
				seen[text.Key(word)] = true
			}
		}
		all = append(all, words)
	}
	_, err := kb.NewLexicon(all...)
	require.NoError(t, err)
	for _, s := range [][2]string{{"shop", "fr"}, {"mining", "en"}, {"", ""}, {"../starter/shop", "en"}} {
		_, err := kb.StarterWords(s[0], s[1])
		assert.ErrorIs(t, err, kb.ErrNotFound)
	}
}

// A shop that knows nothing but its own words understands those of its
// customers.
func TestStarterWordsHelp(t *testing.T) {
	en, err := kb.StarterWords("shop", "en")
	require.NoError(t, err)
	zh, err := kb.StarterWords("shop", "zh")
	require.NoError(t, err)
	lexicon, err := kb.NewLexicon(en, zh)
	require.NoError(t, err)
	x := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	entries := append(shop(), smart("basket", "How do I remove something from my cart?"), smart("code", "How do I redeem a voucher?"), smart("运费", "运费是多少"))
	require.NoError(t, x.Put(entries...))
	plain := indexOf(t, entries...)
	for query, id := range map[string]string{
		"shopping basket":               "basket",
		"i have a promo code":           "code",
		"is there a guarantee":          "warranty",
		"reimbursement":                 "refund",
		"what are your business hours?": "hours",
		"邮费贵吗":                          "运费",
		"质保多久":                          "保修",
	} {
		assert.Equal(t, id, best(x, query).Entry.ID, query)
		assert.Greater(t, best(x, query).Score, best(plain, query).Score, query)
	}
}
