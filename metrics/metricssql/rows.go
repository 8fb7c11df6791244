package metricssql

import (
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// listed is how many values one statement names at most.
const listed = 250

// in asks for the rows of which a column has one of many values, some of these at a time. Where
// the statement says IN, the values are; other parameters come before.
func in[T any](tx *sqldb.Tx, values []T, row func(scan func(...any) error) error, before, after string, args ...any) error {
	for some := range slices.Chunk(values, listed) {
		all := slices.Clone(args)
		for _, v := range some {
			all = append(all, v)
		}
		if err := tx.Query(row, before+" IN ("+sqldb.Repeat("?", len(some))+")"+after, all...); err != nil {
			return err
		}
	}
	return nil
}

// remove is [in] for statements that change rows.
func remove[T any](tx *sqldb.Tx, values []T, before string, args ...any) (n int64, err error) {
	for some := range slices.Chunk(values, listed) {
		all := slices.Clone(args)
		for _, v := range some {
			all = append(all, v)
		}
		gone, err := tx.Exec(before+" IN ("+sqldb.Repeat("?", len(some))+")", all...)
		if err != nil {
			return n, err
		}
		n += gone
	}
	return n, nil
}

// rows are what an INSERT writes.
type rows struct {
	into     string // the table and its columns
	width    int    // how many of these
	conflict string // what follows VALUES
	args     []any
}

func (r *rows) add(values ...any) { r.args = append(r.args, values...) }

// write runs the INSERT, with many rows at a time, and returns how many it wrote.
func (r *rows) write(tx *sqldb.Tx) (n int64, err error) {
	one := "(" + sqldb.Repeat("?", r.width) + ")"
	for some := range slices.Chunk(r.args, r.width*insertRows) {
		written, err := tx.Exec("INSERT INTO "+r.into+" VALUES "+sqldb.Repeat(one, len(some)/r.width)+r.conflict, some...)
		if err != nil {
			return n, err
		}
		n += written
	}
	return n, nil
}

// insertRows is how many rows one statement writes.
const insertRows = 64

// unique returns the values in order, each once.
func unique[T ~int64 | ~string](values []T) []T {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}
