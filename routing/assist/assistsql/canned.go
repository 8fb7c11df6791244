package assistsql

import (
	"cmp"
	"context"
	"database/sql"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing/assist"
)

// pageRows is how many rows a loop reads at a time.
const pageRows = 200

// PutCanned implements [assist.CannedStore].
func (s *Store) PutCanned(ctx context.Context, c assist.Canned) (assist.Canned, error) {
	if err := c.Validate(); err != nil {
		return assist.Canned{}, err
	}
	c.Updated = sqldb.Keep(c.Updated)
	body, err := encodeCanned(c)
	if err != nil {
		return assist.Canned{}, err
	}
	var put assist.Canned
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		cursor, err := s.next(tx)
		if err != nil {
			return err
		}
		found, err := canned(tx, "WHERE tenant = ? AND id = ?", s.tenant, c.ID)
		if err != nil {
			return err
		}
		var old assist.Canned
		if len(found) > 0 {
			old = found[0]
		}
		if c.Version != old.Version && (c.Version != 0 || !old.Deleted) || c.Deleted && old.Deleted {
			return assist.ErrConflict
		}
		slot := sql.NullString{String: c.Slot(), Valid: c.Slot() != ""}
		other := ""
		if taken, err := tx.Get([]any{&other}, "SELECT id FROM assist_canned WHERE tenant = ? AND slot = ? AND id <> ?", s.tenant, slot, c.ID); err != nil {
			return err
		} else if taken {
			return &assist.ShortcutError{Shortcut: c.Shortcut, Other: other}
		}
		put = c
		put.Version, put.Uses, put.Used, put.Cursor = old.Version+1, old.Uses, old.Used, cursor
		if len(found) == 0 {
			_, err = tx.Exec("INSERT INTO assist_canned (tenant, id, cursor, slot, version, deleted, uses, body) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
				s.tenant, c.ID, cursor, slot, put.Version, number(c.Deleted), body)
			return err
		}
		_, err = tx.Exec("UPDATE assist_canned SET cursor = ?, slot = ?, version = ?, deleted = ?, body = ? WHERE tenant = ? AND id = ?",
			cursor, slot, put.Version, number(c.Deleted), body, s.tenant, c.ID)
		return err
	})
	if err != nil {
		return assist.Canned{}, err
	}
	put.Tags = append([]string(nil), c.Tags...)
	return put, nil
}

// Canned implements [assist.CannedStore].
func (s *Store) Canned(ctx context.Context, id string) (assist.Canned, error) {
	var found []assist.Canned
	err := s.read(ctx, id, func(tx *sqldb.Tx) (err error) {
		found, err = canned(tx, "WHERE tenant = ? AND id = ?", s.tenant, id)
		return err
	})
	if err == nil && (len(found) == 0 || found[0].Deleted) {
		err = assist.ErrNotFound
	}
	if err != nil {
		return assist.Canned{}, err
	}
	return found[0], nil
}

// CannedChanges implements [assist.CannedStore]. A reply that changes during the
// loop is yielded again at its new cursor.
func (s *Store) CannedChanges(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
	return sqldb.Pages(ctx, pageRows, func(last *assist.Canned) (page []assist.Canned, err error) {
		from := after
		if last != nil {
			from = last.Cursor
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
			page, err = canned(tx, "WHERE tenant = ? AND cursor > ? ORDER BY cursor LIMIT ?", s.tenant, from, pageRows)
			return err
		})
		return page, err
	})
}

// UseCanned implements [assist.CannedStore].
func (s *Store) UseCanned(ctx context.Context, u assist.Use) (assist.Canned, error) {
	if err := u.Validate(); err != nil {
		return assist.Canned{}, err
	}
	var c assist.Canned
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		cursor, err := s.next(tx)
		if err != nil {
			return err
		}
		reply := ""
		again, err := tx.Get([]any{&reply}, "SELECT reply FROM assist_use WHERE tenant = ? AND key = ?", s.tenant, u.Key)
		switch {
		case err != nil:
			return err
		case again && reply != u.Reply:
			return assist.ErrConflict
		}
		found, err := canned(tx, "WHERE tenant = ? AND id = ?", s.tenant, u.Reply)
		if err != nil {
			return err
		}
		if len(found) == 0 || found[0].Deleted && !again {
			return assist.ErrNotFound
		}
		if c = found[0]; again {
			return nil
		}
		at := sqldb.Keep(u.At)
		c.Uses, c.Cursor = c.Uses+1, cursor
		if c.Uses == 1 || at.After(c.Used) {
			c.Used = at
		}
		if _, err := tx.Exec("INSERT INTO assist_use (tenant, key, reply, agent, at) VALUES (?, ?, ?, ?, ?)",
			s.tenant, u.Key, u.Reply, append([]byte{}, u.Agent...), sqldb.Micros(at)); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE assist_canned SET uses = ?, used = ?, cursor = ? WHERE tenant = ? AND id = ?",
			c.Uses, sqldb.Micros(c.Used), cursor, s.tenant, c.ID)
		return err
	})
	if err != nil {
		return assist.Canned{}, err
	}
	return c, nil
}

// encodeCanned leaves out what has a column of its own.
func encodeCanned(c assist.Canned) ([]byte, error) {
	c.Version, c.Uses, c.Used, c.Cursor = 0, 0, assist.Canned{}.Used, 0
	return encode(&c)
}

// canned reads rows of assist_canned.
func canned(tx *sqldb.Tx, where string, args ...any) (found []assist.Canned, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			c                     assist.Canned
			id                    string
			cursor, version, uses int64
			deleted               int
			used                  sql.NullInt64
			body                  []byte
		)
		if err := scan(&id, &cursor, &version, &deleted, &uses, &used, &body); err != nil {
			return err
		}
		err := decode(body, &c)
		c.ID, c.Cursor, c.Version, c.Uses, c.Deleted = id, cursor, version, uses, deleted != 0
		if used.Valid {
			c.Used = sqldb.Time(used.Int64)
		}
		found = append(found, c)
		return err
	}, "SELECT id, cursor, version, deleted, uses, used, body FROM assist_canned "+where, args...)
	return found, err
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// notFound prefers the context's error.
func notFound(ctx context.Context) error { return cmp.Or(ctx.Err(), assist.ErrNotFound) }
