package kbsql

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// Log is a [kb.LogStore] on an SQL database, under the same terms as a [Store].
// On PostgreSQL Append and a loop over Items never wait for each other. After
// [ErrUnknownOutcome] append the same items again: each counts once.
type Log struct{ tables }

var _ kb.LogStore = (*Log)(nil)

// OpenLog returns the log of one tenant in db, under the terms of [Open].
func OpenLog(db *sql.DB, dialect Dialect, opts *Options) (*Log, error) {
	return open(db, dialect, opts, NewLog)
}

// NewLog is [OpenLog] for a program that keeps several stores in one database.
func NewLog(shared *sqldb.DB, opts *Options) (*Log, error) {
	t, err := newTables(shared, opts)
	if err != nil {
		return nil, err
	}
	return &Log{t}, nil
}

// logKey identifies an item.
type logKey struct {
	feedback int64
	id       string
}

// logRow is an item, ready to be written.
type logRow struct {
	logKey
	at   int64
	body []byte
	item kb.Logged
}

// Append implements [kb.LogStore].
func (s *Log) Append(ctx context.Context, items ...kb.Logged) error {
	rows := make([]logRow, 0, len(items))
	seen := make(map[logKey]bool, len(items))
	for _, item := range items {
		r, err := newLogRow(item)
		if err != nil {
			return err
		}
		if !seen[r.logKey] {
			rows = append(rows, r)
		}
		seen[r.logKey] = true
	}
	if len(rows) == 0 {
		return ctx.Err()
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		fresh := make([]logRow, 0, len(rows))
		for part := range slices.Chunk(rows, writeRows) {
			claimed, err := s.claim(tx, part)
			if err != nil {
				return err
			}
			for _, r := range part {
				if claimed[r.logKey] {
					fresh = append(fresh, r)
				}
			}
		}
		for part := range slices.Chunk(fresh, writeRows) {
			if err := s.insert(tx, part); err != nil {
				return err
			}
		}
		return s.count(tx, fresh)
	})
}

func newLogRow(item kb.Logged) (logRow, error) {
	if err := item.Validate(); err != nil {
		return logRow{}, err
	}
	r := logRow{item: item}
	if item.Feedback != nil {
		r.logKey, r.at = logKey{1, item.Feedback.ID}, sqldb.Micros(item.Feedback.At)
	} else {
		r.logKey, r.at = logKey{0, item.Asked.ID}, sqldb.Micros(item.Asked.At)
	}
	var err error
	r.body, err = encodeLogged(&item)
	return r, err
}

// claim writes the ids of items and returns those that are new.
func (s *Log) claim(tx *sqldb.Tx, rows []logRow) (map[logKey]bool, error) {
	args := make([]any, 0, 3*len(rows))
	for _, r := range rows {
		args = append(args, s.tenant, r.feedback, r.id)
	}
	claimed := make(map[logKey]bool, len(rows))
	err := tx.Query(func(scan func(...any) error) error {
		var k logKey
		err := scan(&k.feedback, &k.id)
		claimed[k] = true
		return err
	}, "INSERT INTO kb_log_id (tenant, feedback, id) VALUES "+sqldb.Repeat("(?,?,?)", len(rows))+
		" ON CONFLICT DO NOTHING RETURNING feedback, id", args...)
	return claimed, err
}

func (s *Log) insert(tx *sqldb.Tx, rows []logRow) error {
	args := make([]any, 0, 5*len(rows))
	for _, r := range rows {
		args = append(args, s.tenant, r.feedback, r.id, r.at, r.body)
	}
	_, err := tx.Exec("INSERT INTO kb_log (tenant, feedback, id, at, body) VALUES "+sqldb.Repeat("(?,?,?,?,?)", len(rows)), args...)
	return err
}

// count adds items to the usage of their entries. The entries come in order, so
// that two transactions cannot wait for each other.
func (s *Log) count(tx *sqldb.Tx, rows []logRow) error {
	byEntry := make(map[string]*kb.Usage)
	var usage []*kb.Usage
	for i := range rows {
		rows[i].item.Count(func(entry string) *kb.Usage {
			if byEntry[entry] == nil {
				byEntry[entry] = &kb.Usage{Entry: entry}
				usage = append(usage, byEntry[entry])
			}
			return byEntry[entry]
		})
	}
	slices.SortFunc(usage, func(a, b *kb.Usage) int { return cmp.Compare(a.Entry, b.Entry) })
	for part := range slices.Chunk(usage, writeRows) {
		args := make([]any, 0, 10*len(part))
		for _, u := range part {
			var last any
			if !u.Last.IsZero() {
				last = sqldb.Micros(u.Last)
			}
			args = append(args, s.tenant, u.Entry, u.Answered, u.Offered, u.Picked, u.Useful, u.NotUseful, u.Wrong, u.HandedOff, last)
		}
		if _, err := tx.Exec("INSERT INTO kb_usage"+
			" (tenant, entry, answered, offered, picked, useful, not_useful, wrong, handed_off, last) VALUES "+
			sqldb.Repeat("(?,?,?,?,?,?,?,?,?,?)", len(part))+" ON CONFLICT (tenant, entry) DO UPDATE SET"+
			" answered = kb_usage.answered + excluded.answered, offered = kb_usage.offered + excluded.offered,"+
			" picked = kb_usage.picked + excluded.picked, useful = kb_usage.useful + excluded.useful,"+
			" not_useful = kb_usage.not_useful + excluded.not_useful, wrong = kb_usage.wrong + excluded.wrong,"+
			" handed_off = kb_usage.handed_off + excluded.handed_off,"+
			" last = CASE WHEN kb_usage.last IS NULL OR excluded.last > kb_usage.last THEN excluded.last ELSE kb_usage.last END",
			args...); err != nil {
			return err
		}
	}
	return nil
}
