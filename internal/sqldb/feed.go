package sqldb

import (
	"context"
	"strings"
)

// Feed numbers the rows of a table in the order of their commits, so that a
// saved number skips nothing. Numbers that a database gives out before the commit
// do not: a transaction that took a low one may commit after one that took a high
// one.
//
// The table has the columns tenant and feed. On SQLite, where one writes at a
// time, feed is the INTEGER PRIMARY KEY AUTOINCREMENT. On PostgreSQL it is NULL at
// first and a reader sets it, so that writers never wait for each other; there is
// a column seq besides, an identity, and an index of (tenant, seq) of the rows
// without a feed.
type Feed struct {
	// Table holds the rows.
	Table string
	// Key are the columns that, with the tenant, are the primary key of the table
	// on PostgreSQL. By it the rows are found again to be numbered: the index of
	// those without a number would do, but a planner without statistics reads all
	// of it for each row.
	Key []string
	// Counter is a table of tenant and last, the last number given out. It is
	// used on PostgreSQL only.
	Counter string
}

// End returns the number of the last row of a tenant, after numbering those that
// have none. No row that is committed later gets a number up to that.
func (f Feed) End(ctx context.Context, feature *Feature, tenant string) (last int64, err error) {
	if feature.db.dialect == SQLite {
		err = feature.Read(ctx, func(tx *Tx) error {
			_, err := tx.Get([]any{&last}, "SELECT COALESCE(MAX(feed), 0) FROM "+f.Table+" WHERE tenant = ?", tenant)
			return err
		})
		return last, err
	}
	for {
		var unnumbered bool
		err := feature.Read(ctx, func(tx *Tx) (err error) {
			// In this order: a row that needs no number at the first statement has
			// one below the counter that the second reads.
			unnumbered, err = tx.Get([]any{new(int)}, "SELECT 1 FROM "+f.Table+" WHERE tenant = ? AND feed IS NULL LIMIT 1", tenant)
			if err != nil || unnumbered {
				return err
			}
			_, err = tx.Get([]any{&last}, "SELECT last FROM "+f.Counter+" WHERE tenant = ?", tenant)
			return err
		})
		if err != nil || !unnumbered {
			return last, err
		}
		n := int64(0)
		err = feature.Write(ctx, func(tx *Tx) (err error) {
			last, n, err = f.number(tx, tenant)
			return err
		})
		if err != nil || n < numberRows {
			return last, err
		}
	}
}

// numberRows is how many rows one transaction numbers.
const numberRows = 1000

// number gives the next numbers to the oldest rows that have none, in the order
// of seq: so rows of which one was committed before the other was begun keep
// their order. The lock on the counter makes that one reader's work at a time:
// the numbers that are visible have no gap that could be filled later. A row that
// is deleted at the same moment leaves its number unused.
func (f Feed) number(tx *Tx, tenant string) (last, n int64, err error) {
	if _, err := tx.Exec("INSERT INTO "+f.Counter+" (tenant, last) VALUES (?, 0) ON CONFLICT DO NOTHING", tenant); err != nil {
		return 0, 0, err
	}
	if _, err := tx.Get([]any{&last}, "SELECT last FROM "+f.Counter+" WHERE tenant = ? FOR UPDATE", tenant); err != nil {
		return 0, 0, err
	}
	key, same := strings.Join(f.Key, ", "), ""
	for _, column := range f.Key {
		same += " AND t." + column + " = p." + column
	}
	if _, err = tx.Get([]any{&n}, "WITH picked AS MATERIALIZED ("+
		"SELECT "+key+", row_number() OVER (ORDER BY seq) AS n FROM "+f.Table+
		" WHERE tenant = ? AND feed IS NULL ORDER BY seq LIMIT ?"+
		"), numbered AS (UPDATE "+f.Table+" t SET feed = CAST(? AS BIGINT) + p.n FROM picked p"+
		" WHERE t.tenant = ?"+same+")"+
		" SELECT COUNT(*) FROM picked", tenant, numberRows, last, tenant); err != nil || n == 0 {
		return last, 0, err
	}
	last += n
	_, err = tx.Exec("UPDATE "+f.Counter+" SET last = ? WHERE tenant = ?", last, tenant)
	return last, n, err
}
