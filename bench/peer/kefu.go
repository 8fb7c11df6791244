package peer

import (
	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/internal/baseline"
	"github.com/kefu-go/kefu/kb"
)

// Kefu is our own index.
var Kefu = Maker{"kefu", func(_ faqgen.Language, entries []kb.Entry) (Engine, error) {
	x := kb.NewIndex(nil)
	return &kefu{index: x}, x.Put(entries...)
}}

type kefu struct {
	index *kb.Index
	hits  []kb.Hit
}

func (k *kefu) Top(dst []string, query string, limit int) ([]string, error) {
	k.hits = k.index.AppendMatch(k.hits[:0], kb.Query{Text: query, Limit: limit})
	for _, h := range k.hits {
		dst = append(dst, h.Entry.ID)
	}
	return dst, nil
}

func (k *kefu) Close() error { return nil }

// BM25 is the plain baseline: the words of kefu, the textbook formula and a
// scan of all postings; characters in pairs. Wordings are ranked one by one.
var BM25 = BM25As(baseline.Variant{Pairs: true})

// BM25As is BM25 in one of its variants.
func BM25As(v baseline.Variant) Maker {
	return Maker{"bm25", func(_ faqgen.Language, entries []kb.Entry) (Engine, error) {
		b := &bm25{entries: entries}
		lines := make([][]string, len(entries))
		for i, e := range entries {
			lines[i] = append([]string{e.Question}, e.Phrasings...)
		}
		b.ranker = baseline.NewRanker(lines, v)
		return b, nil
	}}
}

type bm25 struct {
	ranker  *baseline.Ranker
	entries []kb.Entry
}

func (b *bm25) Top(dst []string, query string, limit int) ([]string, error) {
	for _, h := range b.ranker.Rank(query, limit) {
		dst = append(dst, b.entries[h.Doc].ID)
	}
	return dst, nil
}

func (b *bm25) Close() error { return nil }
