package ticketsql

import (
	"bytes"
	"strconv"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// On SQLite what a ticket is found by is kept as sets of serials, a row for each 4096 of
// them: one writer at a time changes them, and what has any number of things at once is
// found by reading some hundred short rows of each. On PostgreSQL it is a row for each
// ticket, because writers of different tickets would wait for each other there.

// setColumns are the columns of ticket_listing that are sets too, with what their terms
// begin with; see [termsOf] for the others.
var setColumns = [...]struct{ name, prefix string }{
	{"owner", "o:"}, {"team", "g:"}, {"state", "s:"}, {"type", "y:"}, {"kind", "k:"}, {"priority", "p:"},
}

// columnTerm is the term of a value of a column; nil if the column is no set.
func columnTerm(column string, value any) []byte {
	for _, c := range setColumns {
		if c.name != column {
			continue
		}
		if n, ok := value.(int64); ok {
			return strconv.AppendInt([]byte(c.prefix), n, 10)
		}
		return append([]byte(c.prefix), value.([]byte)...)
	}
	return nil
}

// columnTerms are the terms of values of the columns of [listed].
func columnTerms(values []any) (terms [][]byte) {
	for i, value := range values {
		if term := columnTerm(listed[i].name, value); term != nil {
			terms = append(terms, term)
		}
	}
	return terms
}

// enlist takes a ticket out of some sets, and into others.
func enlist(tx *sqldb.Tx, tenant string, serial int64, gone, came [][]byte) error {
	at, bit := blockOf(serial)
	terms := append(gone[:len(gone):len(gone)], came...)
	for begin := 0; begin < len(terms); begin += insertRows {
		some := terms[begin:min(begin+insertRows, len(terms))]
		blocks, err := readBlocks(tx, tenant, at, some)
		if err != nil {
			return err
		}
		var rows [][]any
		for i, term := range some {
			b := blocks[i]
			if b == nil {
				b = &block{at: at}
			}
			b.set(bit, begin+i >= len(gone))
			if members := b.encode(); members != nil {
				rows = append(rows, []any{tenant, term, at, members})
			} else if _, err := tx.Exec("DELETE FROM ticket_set WHERE tenant = ? AND term = ? AND block = ?", tenant, term, at); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			continue
		}
		var args []any
		for _, row := range rows {
			args = append(args, row...)
		}
		if _, err := tx.Exec("INSERT INTO ticket_set (tenant, term, block, members) VALUES "+sqldb.Repeat("(?,?,?,?)", len(rows))+
			" ON CONFLICT (tenant, term, block) DO UPDATE SET members = excluded.members", args...); err != nil {
			return err
		}
	}
	return nil
}

// readBlocks returns the blocks of some terms, nil for those that are not there.
func readBlocks(tx *sqldb.Tx, tenant string, at int64, terms [][]byte) ([]*block, error) {
	args := []any{tenant, at}
	for _, term := range terms {
		args = append(args, term)
	}
	blocks := make([]*block, len(terms))
	err := tx.Query(func(scan func(...any) error) error {
		var term, members []byte
		if err := scan(&term, &members); err != nil {
			return err
		}
		b, err := decodeBlock(at, members)
		for i := range terms {
			if bytes.Equal(terms[i], term) {
				blocks[i] = b
			}
		}
		return err
	}, "SELECT term, members FROM ticket_set WHERE tenant = ? AND block = ? AND term IN ("+parameters(len(terms))+")", args...)
	return blocks, err
}

// readSet returns the tickets that have a term, of the blocks of others; nil: of all.
func readSet(tx *sqldb.Tx, tenant string, term []byte, of members) (m members, err error) {
	query, args := "SELECT block, members FROM ticket_set WHERE tenant = ? AND term = ?", []any{tenant, term}
	if len(of) > 0 {
		query += " AND block BETWEEN ? AND ?"
		args = append(args, of[0].at, of[len(of)-1].at)
	}
	err = tx.Query(func(scan func(...any) error) error {
		var (
			at   int64
			data []byte
		)
		if err := scan(&at, &data); err != nil {
			return err
		}
		b, err := decodeBlock(at, data)
		m = append(m, b)
		return err
	}, query+" ORDER BY block", args...)
	return m, err
}
