package kb_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// BenchmarkLearn learns from logs of made-up questions: half of them about
// entries that exist, each worded by chance from the words of its subject.
func BenchmarkLearn(b *testing.B) {
	for _, n := range []int{5_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := askedOften(b, n)
			b.ReportAllocs()
			for b.Loop() {
				list, err := l.Learn(b.Context(), kb.LearnOptions{})
				require.NoError(b, err)
				require.NotEmpty(b, list)
			}
		})
	}
}

// askedOften returns a library of 500 entries with n questions in its log.
func askedOften(tb testing.TB, n int) *kb.Library {
	chance := rand.New(rand.NewPCG(3, 4))
	word := func(i int) string {
		const syllables = "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te ti to tu"
		list := strings.Fields(syllables)
		return list[i%len(list)] + list[i/len(list)%len(list)] + list[(i*7+3)%len(list)]
	}
	wording := func(subject int) string {
		var words []string
		for range 3 + chance.IntN(4) {
			words = append(words, word(subject*6+chance.IntN(6)))
		}
		for range 1 + chance.IntN(3) {
			words = append(words, word(10_000+chance.IntN(300)))
		}
		return strings.Join(words, " ")
	}
	l := libraryOver(tb, kb.NewMemoryStore(), nil)
	var entries []kb.Entry
	for i := range 500 {
		entries = append(entries, smart(fmt.Sprint(i), wording(i), wording(i), wording(i)))
	}
	_, err := l.Put(tb.Context(), entries...)
	require.NoError(tb, err)
	for i := range n {
		a := kb.Asked{ID: fmt.Sprint(i), Conversation: fmt.Sprint(i), Text: wording(chance.IntN(1000)), At: time.Unix(int64(i), 0)}
		require.NoError(tb, l.Log(tb.Context(), a))
	}
	return l
}
