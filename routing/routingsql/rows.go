package routingsql

import (
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// column is a list of values, one for each row that is to be written.
type column struct {
	name string
	kind string // on PostgreSQL
	list any    // as PostgreSQL gets it: a slice
	at   func(i int) any
}

func texts(name string, list []string) column {
	return column{name, "text", list, func(i int) any { return list[i] }}
}

func bytes(name string, list [][]byte) column {
	return column{name, "bytea", list, func(i int) any { return list[i] }}
}

func numbers(name string, list []int64) column {
	return column{name, "bigint", list, func(i int) any { return list[i] }}
}

// optional is a column with NULLs.
func optional[T int64 | string](name, kind string, list []*T) column {
	return column{name, kind, list, func(i int) any {
		if list[i] == nil {
			return nil
		}
		return *list[i]
	}}
}

// sqliteRows is how many rows one statement writes on SQLite, which has a limit on
// parameters. PostgreSQL gets each column as one array: the statement is the same
// for any number of rows, and is prepared and planned once.
const sqliteRows = 50

// insert writes n rows of a tenant. Then is what follows in the statement, and got,
// if it is not nil, is called for each row that this returns.
func (s *Store) insert(tx *sqldb.Tx, table string, n int, then string, got func(scan func(...any) error) error, columns ...column) error {
	if n == 0 {
		return nil
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	list := strings.Join(names, ", ")
	run := func(query string, args []any) error {
		if got != nil {
			return tx.Query(got, query, args...)
		}
		_, err := tx.Exec(query, args...)
		return err
	}
	head := "INSERT INTO " + table + " (tenant, " + list + ") "
	if tx.Dialect() == sqldb.PostgreSQL {
		arrays, args := make([]string, len(columns)), []any{s.tenant}
		for i, c := range columns {
			arrays[i] = "?::" + c.kind + "[]"
			args = append(args, c.list)
		}
		return run(head+"SELECT ?::text, v.* FROM unnest("+strings.Join(arrays, ", ")+") AS v ("+list+") "+then, args)
	}
	row := "(?" + strings.Repeat(",?", len(columns)) + ")"
	for from := 0; from < n; from += sqliteRows {
		rows := min(n-from, sqliteRows)
		args := make([]any, 0, rows*(len(columns)+1))
		for i := from; i < from+rows; i++ {
			args = append(args, s.tenant)
			for _, c := range columns {
				args = append(args, c.at(i))
			}
		}
		if err := run(head+"VALUES "+sqldb.Repeat(row, rows)+" "+then, args); err != nil {
			return err
		}
	}
	return nil
}

// planned ends a statement that is seldom run and may be about many rows. With a
// text of its own it gets a plan of its own, on PostgreSQL: one that was kept from
// when the tables were small would read all of them.
func planned(numbers ...int64) string { return fmt.Sprintf(" /* %d */", numbers) }

// amongRows is how many ids one statement names on SQLite.
const amongRows = 500

// among calls each with a condition on a column, that it is one of some of the
// ids, and its parameters, until that returns an error.
func among(tx *sqldb.Tx, column string, ids []string, each func(condition string, args []any) error) error {
	if tx.Dialect() == sqldb.PostgreSQL {
		return each(column+" = ANY(?::text[])", []any{ids})
	}
	for from := 0; from < len(ids); from += amongRows {
		part := ids[from:min(from+amongRows, len(ids))]
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		if err := each(column+" IN ("+sqldb.Repeat("?", len(part))+")", args); err != nil {
			return err
		}
	}
	return nil
}
