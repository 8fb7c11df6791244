package peer

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// Bleve is bleve's scorch index in memory with BM25 scoring and its analyzer for
// the language: en, or cjk (pairs of characters).
var Bleve = Maker{"bleve", newBleve}

// field is what the text is called in the engines that name fields.
const field = "question"

func newBleve(l faqgen.Language, entries []kb.Entry) (Engine, error) {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = en.AnalyzerName
	if l == faqgen.Chinese {
		text.Analyzer = cjk.AnalyzerName
	}
	text.Store, text.IncludeInAll, text.IncludeTermVectors, text.DocValues = false, false, false, false
	m := bleve.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt(field, text)
	x, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	// One batch makes one segment: an index in memory is never merged.
	batch := x.NewBatch()
	err = wordings(entries, func(id, line string) error {
		return batch.Index(id, map[string]any{field: line})
	})
	if err == nil {
		err = x.Batch(batch)
	}
	return &bleveIndex{index: x, analyzer: text.Analyzer}, err
}

type bleveIndex struct {
	index    bleve.Index
	analyzer string
}

func (b *bleveIndex) Top(dst []string, query string, limit int) ([]string, error) {
	q := bleve.NewMatchQuery(query)
	q.SetField(field)
	q.Analyzer = b.analyzer
	result, err := b.index.Search(bleve.NewSearchRequestOptions(q, limit, 0, false))
	if err != nil {
		return dst, err
	}
	for _, h := range result.Hits {
		dst = append(dst, entryOf(h.ID))
	}
	return dst, nil
}

func (b *bleveIndex) Close() error { return b.index.Close() }
