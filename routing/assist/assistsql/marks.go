package assistsql

import (
	"context"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing/assist"
)

// AddMark implements [assist.MarkStore].
func (s *Store) AddMark(ctx context.Context, m assist.Mark) (assist.Topic, error) {
	if err := m.Validate(); err != nil {
		return assist.Topic{}, err
	}
	id := m.Topic()
	m.At = sqldb.Keep(m.At)
	body, err := encode(&m)
	if err != nil {
		return assist.Topic{}, err
	}
	var t assist.Topic
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		// The lock on the tenant's row is what makes reading the topic and writing it
		// one step.
		cursor, err := s.next(tx)
		if err != nil {
			return err
		}
		old := ""
		again, err := tx.Get([]any{&old}, "SELECT topic FROM assist_mark WHERE tenant = ? AND key = ?", s.tenant, m.Key)
		switch {
		case err != nil:
			return err
		case again && old != id:
			return assist.ErrConflict
		}
		if t, _, err = s.topic(tx, id); err != nil || again {
			return err
		}
		t = t.Add(m)
		if _, err := tx.Exec("INSERT INTO assist_mark (tenant, key, cursor, topic, at, body) VALUES (?, ?, ?, ?, ?, ?)",
			s.tenant, m.Key, cursor, id, sqldb.Micros(m.At), body); err != nil {
			return err
		}
		return s.putTopic(tx, &t)
	})
	if err != nil {
		return assist.Topic{}, err
	}
	return t, nil
}

// Decide implements [assist.MarkStore].
func (s *Store) Decide(ctx context.Context, d assist.Decision) (t assist.Topic, err error) {
	if !usable(d.Topic) {
		return assist.Topic{}, notFound(ctx)
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := s.next(tx); err != nil {
			return err
		}
		old, found, err := s.topic(tx, d.Topic)
		switch {
		case err != nil:
			return err
		case !found:
			return assist.ErrNotFound
		}
		if t, err = old.Decide(d); err != nil {
			return err
		}
		return s.putTopic(tx, &t)
	})
	if err != nil {
		return assist.Topic{}, err
	}
	return t, nil
}

// Topic implements [assist.MarkStore].
func (s *Store) Topic(ctx context.Context, id string) (t assist.Topic, err error) {
	found := false
	err = s.read(ctx, id, func(tx *sqldb.Tx) (err error) {
		t, found, err = s.topic(tx, id)
		return err
	})
	if err == nil && !found {
		err = assist.ErrNotFound
	}
	return t, err
}

func (s *Store) topic(tx *sqldb.Tx, id string) (t assist.Topic, found bool, err error) {
	var body []byte
	found, err = tx.Get([]any{&body}, "SELECT body FROM assist_topic WHERE tenant = ? AND id = ?", s.tenant, id)
	if err != nil || !found {
		return t, false, err
	}
	return t, true, decode(body, &t)
}

func (s *Store) putTopic(tx *sqldb.Tx, t *assist.Topic) error {
	body, err := encode(t)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO assist_topic (tenant, id, state, count, body) VALUES (?, ?, ?, ?, ?)"+
		" ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, count = excluded.count, body = excluded.body",
		s.tenant, t.ID, string(t.State), t.Count, body)
	return err
}

// Topics implements [assist.MarkStore].
func (s *Store) Topics(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error] {
	return sqldb.Pages(ctx, pageRows, func(last *assist.Topic) (page []assist.Topic, err error) {
		where, args := "tenant = ?", []any{s.tenant}
		if state != "" {
			where, args = where+" AND state = ?", append(args, string(state))
		}
		if last != nil {
			where, args = where+" AND (count, id) < (?, ?)", append(args, last.Count, last.ID)
		}
		err = s.read(ctx, string(state), func(tx *sqldb.Tx) error {
			return tx.Query(func(scan func(...any) error) error {
				var (
					t    assist.Topic
					body []byte
				)
				if err := scan(&body); err != nil {
					return err
				}
				err := decode(body, &t)
				page = append(page, t)
				return err
			}, "SELECT body FROM assist_topic WHERE "+where+" ORDER BY count DESC, id DESC LIMIT ?", append(args, pageRows)...)
		})
		return page, err
	})
}

// Marks implements [assist.MarkStore].
func (s *Store) Marks(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
	return sqldb.Pages(ctx, pageRows, func(last *assist.Mark) (page []assist.Mark, err error) {
		from := after
		if last != nil {
			from = last.Cursor
		}
		where, args := "tenant = ? AND cursor > ?", []any{s.tenant, from}
		if topic != "" {
			where, args = "tenant = ? AND topic = ? AND cursor > ?", []any{s.tenant, topic, from}
		}
		err = s.read(ctx, topic, func(tx *sqldb.Tx) error {
			return tx.Query(func(scan func(...any) error) error {
				var (
					m    assist.Mark
					n    int64
					body []byte
				)
				if err := scan(&n, &body); err != nil {
					return err
				}
				err := decode(body, &m)
				m.Cursor = n
				page = append(page, m)
				return err
			}, "SELECT cursor, body FROM assist_mark WHERE "+where+" ORDER BY cursor LIMIT ?", append(args, pageRows)...)
		})
		return page, err
	})
}
