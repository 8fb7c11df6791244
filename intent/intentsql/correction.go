package intentsql

import (
	"context"
	"iter"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// correctionRows is how many corrections a loop reads at a time.
const correctionRows = 500

// PutCorrection implements [intent.Store].
func (s *Store) PutCorrection(ctx context.Context, c intent.Correction) (intent.Correction, error) {
	if err := c.Validate(); err != nil {
		return intent.Correction{}, err
	}
	var stored intent.Correction
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := s.own(tx); err != nil {
			return err
		}
		// The lock on this row makes the order of cursors that of commits.
		var cursor int64
		if _, err := tx.Get([]any{&cursor}, "UPDATE intent_store SET cursor = cursor + 1 WHERE tenant = ? RETURNING cursor", s.tenant); err != nil {
			return err
		}
		old, err := corrections(tx, "WHERE tenant = ? AND id = ?", s.tenant, c.ID)
		if err != nil {
			return err
		}
		if len(old) == 0 {
			stored = c
			stored.At, stored.Cursor = sqldb.Keep(c.At), cursor
			_, err = tx.Exec("INSERT INTO intent_correction (tenant, id, cursor, undone, at, text, label, wrong, actor)"+
				" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", s.tenant, c.ID, cursor, number(c.Undone), sqldb.Micros(c.At),
				bytesOf(c.Text), bytesOf(c.Label), bytesOf(c.Wrong), bytesOf(c.Actor))
			return err
		}
		stored = old[0]
		switch {
		case stored.Text != c.Text || stored.Label != c.Label:
			return intent.ErrConflict
		case stored.Undone == c.Undone:
			return nil
		}
		stored.Undone, stored.Cursor = c.Undone, cursor
		_, err = tx.Exec("UPDATE intent_correction SET undone = ?, cursor = ? WHERE tenant = ? AND id = ?",
			number(c.Undone), cursor, s.tenant, c.ID)
		return err
	})
	if err != nil {
		return intent.Correction{}, err
	}
	return stored, nil
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Corrections implements [intent.Store]. A correction that changes during the
// loop is yielded again at its new cursor.
func (s *Store) Corrections(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
	return sqldb.Pages(ctx, correctionRows, func(last *intent.Correction) (page []intent.Correction, err error) {
		from := after
		if last != nil {
			from = last.Cursor
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
			page, err = corrections(tx, "WHERE tenant = ? AND cursor > ? ORDER BY cursor LIMIT ?", s.tenant, from, correctionRows)
			return err
		})
		return page, err
	})
}

// corrections reads rows of intent_correction.
func corrections(tx *sqldb.Tx, where string, args ...any) (found []intent.Correction, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			c                         intent.Correction
			at                        int64
			undone                    int
			text, label, wrong, actor []byte
		)
		if err := scan(&c.ID, &c.Cursor, &undone, &at, &text, &label, &wrong, &actor); err != nil {
			return err
		}
		c.Undone, c.At = undone != 0, sqldb.Time(at)
		c.Text, c.Label, c.Wrong, c.Actor = string(text), string(label), string(wrong), string(actor)
		found = append(found, c)
		return nil
	}, "SELECT id, cursor, undone, at, text, label, wrong, actor FROM intent_correction "+where, args...)
	return found, err
}
