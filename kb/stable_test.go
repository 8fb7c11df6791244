package kb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

// unrelated returns entries that share nothing with a shop but the words that
// hold sentences together.
func unrelated(n int) []kb.Entry {
	starts := strings.Split("is the,I do,can you,about my,I will have to,please get me the,is there a,do you have the,was my,here are the,could they have a,我的,可以,请问,我们是,你有,这个", ",")
	list := make([]kb.Entry, n)
	for i := range list {
		a, b, start := fmt.Sprintf("zq%dxv", i*7919%100003), fmt.Sprintf("wj%dyk", i*104729%100019), starts[i%len(starts)]
		list[i] = smart(fmt.Sprint("unrelated", i), start+" "+a+" "+b)
	}
	return list
}

// Which entry is the first does not depend on how much is known of other fields.
// Questions that fit two entries equally well are left out: which of two ties is
// first may change.
func TestUnrelatedEntriesChangeNoOrder(t *testing.T) {
	alone, crowded := indexOf(t, shop()...), indexOf(t, append(shop(), unrelated(1000)...)...)
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(shop()).Draw(t, "entry")
		wording := rapid.SampledFrom(append(e.Phrasings, e.Question)).Draw(t, "wording")
		sep, start := " ", "please"
		if wording[0] >= 0x80 {
			sep, start = "", "请问"
		}
		words := strings.Split(wording, sep)
		drop := rapid.IntRange(0, len(words)-1).Draw(t, "dropped")
		text := start + sep + strings.Join(append(words[:drop:drop], words[drop+1:]...), sep)
		a, b := alone.Match(kb.Query{Text: text}), crowded.Match(kb.Query{Text: text})
		if len(a) == 0 || len(a) > 1 && a[0].Score-a[1].Score < 0.3 {
			return
		}
		require.NotEmpty(t, b, text)
		require.Equal(t, a[0].Entry.ID, b[0].Entry.ID, text)
	})
}
