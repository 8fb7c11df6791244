package peer

import (
	"database/sql"
	"errors"
	"strings"
	"unicode"

	_ "modernc.org/sqlite" // the driver that is called sqlite

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// FTS5 is the full-text index of SQLite in a database in memory, any word of
// the query, ranked by bm25: stemmed words in English, runs of three characters
// in Chinese.
var FTS5 = Maker{"fts5", newFTS5}

func newFTS5(l faqgen.Language, entries []kb.Entry) (Engine, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	f := &fts5{db: db, chinese: l == faqgen.Chinese}
	if err := f.fill(entries); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return f, nil
}

type fts5 struct {
	db      *sql.DB
	find    *sql.Stmt
	chinese bool
}

func (f *fts5) fill(entries []kb.Entry) error {
	tokenizer := "porter unicode61"
	if f.chinese {
		tokenizer = "trigram"
	}
	if _, err := f.db.Exec(`CREATE VIRTUAL TABLE wording USING fts5(id UNINDEXED, question, tokenize='` + tokenizer + `')`); err != nil {
		return err
	}
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	err = wordings(entries, func(id, line string) error {
		_, err := tx.Exec(`INSERT INTO wording (id, question) VALUES (?, ?)`, id, line)
		return err
	})
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	f.find, err = f.db.Prepare(`SELECT id FROM wording WHERE wording MATCH ? ORDER BY rank LIMIT ?`)
	return err
}

func (f *fts5) Top(dst []string, query string, limit int) (_ []string, err error) {
	q := f.expression(query)
	if q == "" {
		return dst, nil
	}
	rows, err := f.find.Query(q, limit)
	if err != nil {
		return dst, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return dst, err
		}
		dst = append(dst, entryOf(id))
	}
	return dst, rows.Err()
}

// expression asks for any of the words or runs of a query.
func (f *fts5) expression(query string) string {
	parts := strings.FieldsFunc(query, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if f.chinese {
		words := parts
		parts = nil
		for _, w := range words {
			r := []rune(w)
			for i := 0; i+3 <= len(r); i++ {
				parts = append(parts, string(r[i:i+3]))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return `"` + strings.Join(parts, `" OR "`) + `"`
}

func (f *fts5) Close() error { return errors.Join(f.find.Close(), f.db.Close()) }
