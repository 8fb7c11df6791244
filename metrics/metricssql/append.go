package metricssql

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// Append implements [metrics.Store]. An error that is [ErrUnknownOutcome] leaves open
// whether the events were written; appending them again tells.
func (s *Store) Append(ctx context.Context, events ...metrics.Event) (added int, err error) {
	keys := make([]string, len(events))
	for i := range events {
		if err := events[i].Storable(); err != nil {
			if fault, ok := errors.AsType[*metrics.EventError](err); ok {
				fault.Index = i
			}
			return 0, err
		}
		keys[i] = events[i].Thread()
	}
	if len(events) == 0 {
		return 0, ctx.Err()
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		a := &appending{store: s, tx: tx}
		added, err = a.append(events, keys)
		return err
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// appending is one call of Append.
type appending struct {
	store   *Store
	tx      *sqldb.Tx
	keys    []string // in order
	threads map[string]*thread
}

// thread is a row of metrics_thread, and what is added to it.
type thread struct {
	key     string
	no      int64
	version int64
	events  int64
	chunk   int64
	last    *int64
	chunks  []*chunk // those without body, but for the last
	fresh   []*chunk // those to be written; the first may be the last one of chunks
	ids     map[string]bool
}

func (t *thread) pruned() bool { return t.version > 0 && t.last == nil }

func (a *appending) append(events []metrics.Event, keys []string) (added int, err error) {
	if err := a.load(unique(keys)); err != nil {
		return 0, err
	}
	log := rows{into: "metrics_log (tenant, chunk, pos, n)", width: 4}
	var run struct{ chunk, pos, n int64 }
	for i := range events {
		t := a.threads[keys[i]]
		known, err := a.known(t, &events[i])
		if err != nil {
			return 0, err
		}
		if known {
			continue
		}
		c, err := t.add(&events[i])
		if err != nil {
			return 0, err
		}
		if at := int64(c.events() - 1); run.n > 0 && run.chunk == c.number {
			run.n++
		} else {
			if run.n > 0 {
				log.add(a.store.tenant, run.chunk, run.pos, run.n)
			}
			run.chunk, run.pos, run.n = c.number, at, 1
		}
		added++
	}
	if added == 0 {
		return 0, nil
	}
	log.add(a.store.tenant, run.chunk, run.pos, run.n)
	if _, err := log.write(a.tx); err != nil {
		return 0, err
	}
	return added, a.save()
}

// load reads the threads, and locks them on PostgreSQL, in the order of their keys. Those that
// there are not yet are made.
func (a *appending) load(keys []string) error {
	a.keys, a.threads = keys, make(map[string]*thread, len(keys))
	if err := a.find(keys); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return a.threads[key] != nil })
	if len(missing) > 0 {
		fresh := rows{into: "metrics_thread (tenant, name, version, events, chunk)", width: 5, conflict: " ON CONFLICT DO NOTHING"}
		for _, key := range missing {
			fresh.add(a.store.tenant, key, 0, 0, 0)
		}
		if _, err := fresh.write(a.tx); err != nil {
			return err
		}
		if err := a.find(missing); err != nil {
			return err
		}
	}
	return a.chunks(keys)
}

func (a *appending) find(keys []string) error {
	return in(a.tx, keys, func(scan func(...any) error) error {
		t := &thread{}
		err := scan(&t.key, &t.no, &t.version, &t.events, &t.chunk, &t.last)
		if t.version == 0 {
			t.chunk = firstChunk(t.no)
		}
		a.threads[t.key] = t
		return err
	}, "SELECT name, no, version, events, chunk, last FROM metrics_thread WHERE tenant = ? AND name",
		" ORDER BY name"+a.tx.Dialect().ForUpdate(), a.store.tenant)
}

// chunks reads the last chunk of each thread, and the ids of the others.
func (a *appending) chunks(keys []string) error {
	var last []int64
	threads := map[int64]*thread{}
	for _, key := range keys {
		t := a.threads[key]
		if t == nil {
			return fmt.Errorf("metricssql: a thread has vanished: %w", metrics.ErrDamaged)
		}
		if t.events == 0 || t.pruned() {
			continue
		}
		threads[t.no] = t
		last = append(last, t.chunk)
		if t.chunk == firstChunk(t.no) {
			continue
		}
		err := a.tx.Query(func(scan func(...any) error) error {
			c := &chunk{}
			t.chunks = append(t.chunks, c)
			return scan(&c.number, &c.ids)
		}, "SELECT chunk, ids FROM metrics_chunk WHERE tenant = ? AND chunk >= ? AND chunk < ? ORDER BY chunk",
			a.store.tenant, firstChunk(t.no), t.chunk)
		if err != nil {
			return err
		}
	}
	return in(a.tx, last, func(scan func(...any) error) error {
		c := &chunk{}
		if err := scan(&c.number, &c.ids, &c.body); err != nil {
			return err
		}
		t := threads[threadOf(c.number)]
		t.chunks = append(t.chunks, c)
		return nil
	}, "SELECT chunk, ids, body FROM metrics_chunk WHERE tenant = ? AND chunk", "", a.store.tenant)
}

// known tells whether an event is left out: the thread was forgotten, or has one of its id.
func (a *appending) known(t *thread, e *metrics.Event) (bool, error) {
	if t.pruned() || t.ids[e.ID] {
		return true, nil
	}
	h := hash(e.ID)
	for _, c := range t.chunks {
		if !mayHave(c.ids, h) {
			continue
		}
		if len(c.body) == 0 {
			if _, err := a.tx.Get([]any{&c.body}, "SELECT body FROM metrics_chunk WHERE tenant = ? AND chunk = ?", a.store.tenant, c.number); err != nil {
				return false, err
			}
		}
		if found, err := c.has(e.ID); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// add puts an event into the last chunk, or into another one.
func (t *thread) add(e *metrics.Event) (*chunk, error) {
	if t.ids == nil {
		t.ids = map[string]bool{}
		c := &chunk{number: firstChunk(t.no)}
		if len(t.chunks) > 0 {
			c = t.chunks[len(t.chunks)-1]
		}
		t.fresh = append(t.fresh, c)
	}
	t.ids[e.ID] = true
	t.events++
	if at := sqldb.Micros(e.At); t.last == nil || at > *t.last {
		t.last = &at
	}
	c := t.fresh[len(t.fresh)-1]
	done, err := c.add(e)
	if done || err != nil {
		return c, err
	}
	if threadOf(c.number+1) != t.no {
		return nil, fmt.Errorf("%w: a thread has too many events", metrics.ErrInvalid)
	}
	c = &chunk{number: c.number + 1}
	t.fresh = append(t.fresh, c)
	_, err = c.add(e)
	return c, err
}

// save writes what was added. Threads of which all was known stay as they are.
func (a *appending) save() error {
	chunks := rows{
		into: "metrics_chunk (chunk, tenant, ids, body)", width: 4,
		conflict: " ON CONFLICT (" + map[bool]string{true: "tenant, "}[a.tx.Dialect() == PostgreSQL] + "chunk) DO UPDATE SET ids = excluded.ids, body = excluded.body",
	}
	threads := rows{
		into: "metrics_thread (tenant, name, version, events, chunk, last)", width: 6,
		conflict: " ON CONFLICT (tenant, name) DO UPDATE SET version = excluded.version, events = excluded.events, chunk = excluded.chunk, last = excluded.last",
	}
	stale := rows{
		into: "metrics_stale (tenant, thread, version)", width: 3,
		conflict: " ON CONFLICT (tenant, thread) DO UPDATE SET version = excluded.version",
	}
	for _, key := range a.keys {
		t := a.threads[key]
		if len(t.fresh) == 0 {
			continue
		}
		for _, c := range t.fresh {
			chunks.add(c.number, a.store.tenant, c.ids, c.body)
		}
		threads.add(a.store.tenant, t.key, t.version+1, t.events, t.fresh[len(t.fresh)-1].number, *t.last)
		stale.add(a.store.tenant, t.no, t.version+1)
	}
	for _, r := range []*rows{&chunks, &threads, &stale} {
		if _, err := r.write(a.tx); err != nil {
			return err
		}
	}
	return nil
}
