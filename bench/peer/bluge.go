package peer

import (
	"context"
	"errors"

	"github.com/blugelabs/bluge"
	"github.com/blugelabs/bluge/analysis"
	"github.com/blugelabs/bluge/analysis/lang/cjk"
	"github.com/blugelabs/bluge/analysis/lang/en"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// Bluge is bluge in memory with its analyzer for the language.
var Bluge = Maker{"bluge", newBluge}

func newBluge(l faqgen.Language, entries []kb.Entry) (Engine, error) {
	analyzer := en.NewAnalyzer()
	if l == faqgen.Chinese {
		analyzer = cjk.Analyzer()
	}
	w, err := bluge.OpenWriter(bluge.InMemoryOnlyConfig())
	if err != nil {
		return nil, err
	}
	batch := bluge.NewBatch()
	err = wordings(entries, func(id, line string) error {
		doc := bluge.NewDocument(id)
		doc.AddField(bluge.NewTextField(field, line).WithAnalyzer(analyzer))
		batch.Insert(doc)
		return nil
	})
	if err == nil {
		err = w.Batch(batch)
	}
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	r, err := w.Reader()
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return &blugeIndex{writer: w, reader: r, analyzer: analyzer}, nil
}

type blugeIndex struct {
	writer   *bluge.Writer
	reader   *bluge.Reader
	analyzer *analysis.Analyzer
}

func (b *blugeIndex) Top(dst []string, query string, limit int) ([]string, error) {
	q := bluge.NewMatchQuery(query).SetField(field).SetAnalyzer(b.analyzer)
	found, err := b.reader.Search(context.Background(), bluge.NewTopNSearch(limit, q))
	if err != nil {
		return dst, err
	}
	for {
		match, err := found.Next()
		if match == nil || err != nil {
			return dst, err
		}
		err = match.VisitStoredFields(func(name string, value []byte) bool {
			if name == "_id" {
				dst = append(dst, entryOf(string(value)))
				return false
			}
			return true
		})
		if err != nil {
			return dst, err
		}
	}
}

func (b *blugeIndex) Close() error { return errors.Join(b.reader.Close(), b.writer.Close()) }
