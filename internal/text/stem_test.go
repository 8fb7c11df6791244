package text

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The stems that differ from the published Snowball stemmers on
// testdata/stems, without and with our corrections. The samples hold every
// word of the full vocabularies that differs, and each twenty-fourth of the
// rest; a change here is a change of the library or of a correction.
func TestStemAgainstSnowball(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang                  string
		words, raw, corrected int
	}{
		{"en", 1232, 1, 5},
		{"es", 1184, 1, 1},
		{"fr", 1066, 183, 0},
		{"hu", 1326, 80, 80},
		{"no", 860, 0, 0},
		{"ru", 2193, 124, 12},
		{"sv", 1276, 0, 0},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", "stems", c.lang+".txt"))
		require.NoError(t, err)
		s := NewStemmer(16)
		words, raw, corrected := 0, 0, 0
		var first string
		for line := range strings.Lines(string(data)) {
			word, want, ok := strings.Cut(strings.TrimSpace(line), " ")
			require.True(t, ok, line)
			words++
			if rawStem(stemLangOf(c.lang), word) != want {
				raw++
			}
			if got := s.Stem(c.lang, []byte(word)); got != want {
				corrected++
				if first == "" {
					first = fmt.Sprintf("first: %s -> %s, not %s", word, got, want)
				}
			}
		}
		assert.Equal(t, fmt.Sprint(c), fmt.Sprint(struct {
			lang                  string
			words, raw, corrected int
		}{c.lang, words, raw, corrected}), first)
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	s := NewStemmer(0)
	for _, c := range []struct{ lang, word, want string }{
		{"en", "refunds", "refund"},
		{"en-US", "refunding", "refund"},
		{"en", "the", "the"}, // stop words are words
		{"en", "not", "not"},
		{"en", "customer's", "custom"},
		{"en", "customers'", "custom"},
		{"en", "we'll", "we"},
		{"en", "i'd've", "i"},
		{"en", "don't", "dont"}, // as dont
		{"en", "o'clock", "oclock"},
		{"en", "'", "'"},
		{"fr", "l'article", "articl"},
		{"fr", "qu'elle", "elle"},
		{"fr", "aujourd'hui", "aujourd'hui"},
		{"fr", "héroïque", "héro"},
		{"fr", "maïs", "maï"},
		{"fr", "haïr", "haïr"},
		{"ru", "счёта", "счет"},
		{"es", "devoluciones", "devolu"},
		{"nb", "leveringen", "levering"},
		{"de", "lieferungen", "lieferungen"}, // no stemmer
		{"zh", "退", "退"},
		{"", "orders", "orders"},
		{"en", "", ""},
		{"en", strings.Repeat("ba", 30) + "ning", strings.Repeat("ba", 30) + "n"},
		{"en", strings.Repeat("ba", 31) + "ing", strings.Repeat("ba", 31) + "ing"}, // 65 runes
	} {
		assert.Equal(t, c.want, s.Stem(c.lang, []byte(c.word)), "%s %s", c.lang, c.word)
		assert.Equal(t, c.want, s.Stem(c.lang, []byte(c.word)), "again: %s %s", c.lang, c.word)
	}
}

func TestStemIsRememberedByLanguage(t *testing.T) {
	t.Parallel()
	s := NewStemmer(1) // one slot: every answer must be checked
	for range 3 {
		assert.Equal(t, "order", s.Stem("en", []byte("orders")))
		assert.Equal(t, "orders", s.Stem("de", []byte("orders")))
		assert.Equal(t, "refund", s.Stem("en", []byte("refunds")))
	}
}

func TestStemKeepsNoHoldOfTheWord(t *testing.T) {
	t.Parallel()
	s := NewStemmer(1)
	word := []byte("order")
	stem := s.Stem("en", word)
	copy(word, "xxxxx")
	assert.Equal(t, "order", stem)
	assert.Equal(t, "order", s.Stem("en", []byte("order")))
}

func TestStemConcurrently(t *testing.T) {
	t.Parallel()
	s := NewStemmer(8)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 2000 {
				n := (i*7 + g) % 50
				want := fmt.Sprintf("order%d", n)
				if got := s.Stem("en", []byte(want+"s")); got != want {
					t.Errorf("%s, not %s", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestRememberedStemDoesNotAllocate(t *testing.T) {
	s := NewStemmer(64)
	for _, lang := range []string{"en", "de"} {
		word := []byte("deliveries")
		s.Stem(lang, word)
		assert.Zero(t, testing.AllocsPerRun(100, func() { s.Stem(lang, word) }), lang)
	}
}

func FuzzStem(f *testing.F) {
	f.Add("en", "customers'")
	f.Add("fr", "l'ïë")
	f.Add("ru", "ёёй")
	f.Add("hu", "é")
	f.Add("sv", "\xff\x00")
	f.Fuzz(func(t *testing.T, lang, word string) {
		s := NewStemmer(1)
		for _, l := range []string{lang, "en", "es", "fr", "ru", "sv", "no", "hu"} {
			stem := s.Stem(l, []byte(word))
			if len(stem) > 3*len(word)+2 || stem == "" && word != "" {
				t.Fatalf("%s %+q: %+q", l, word, stem)
			}
			if again := s.Stem(l, []byte(word)); again != stem {
				t.Fatalf("%s %+q: %+q, then %+q", l, word, stem, again)
			}
		}
	})
}
