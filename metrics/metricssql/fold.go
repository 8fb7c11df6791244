package metricssql

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// folded is what a thread comes to, ready to be written.
type folded struct {
	key      string
	version  int64
	due      any // microseconds, or nil
	episodes []episode
	list     []byte // of episodes
}

// episode is an episode that is written, or was: then body is nil until it is needed.
type episode struct {
	start int64 // microseconds
	id    string
	sum   uint64 // hash of the body
	body  []byte
	of    *metrics.Episode
}

// prepare does what can be done before the transaction.
func prepare(f *metrics.Folded) (*folded, error) {
	p := &folded{key: f.Key, version: f.Version, episodes: make([]episode, len(f.Episodes))}
	if !f.Due.IsZero() {
		p.due = sqldb.Micros(f.Due)
	}
	for i := range f.Episodes {
		e := &f.Episodes[i]
		body, err := e.AppendBinary(nil)
		if err != nil {
			return nil, err
		}
		p.episodes[i] = episode{start: sqldb.Micros(e.Start), id: e.ID, sum: hash(body), body: body, of: e}
		if find(p.episodes[:i], &p.episodes[i]) != nil {
			return nil, fmt.Errorf("%w: two episodes of a thread have one id", metrics.ErrInvalid)
		}
	}
	p.list = list(p.episodes)
	return p, nil
}

// find returns the episode of the same key.
func find(episodes []episode, like *episode) *episode {
	for i := range episodes {
		if e := &episodes[i]; e.start == like.start && e.id == like.id {
			return e
		}
	}
	return nil
}

// list packs what is kept with a thread of its episodes: by it they are found, and known to be the same.
func list(episodes []episode) []byte {
	data := []byte{}
	for _, e := range episodes {
		data = binary.AppendVarint(data, e.start)
		data = append(binary.AppendUvarint(data, uint64(len(e.id))), e.id...)
		data = binary.LittleEndian.AppendUint64(data, e.sum)
	}
	return data
}

func unlist(data []byte) (episodes []episode, err error) {
	for len(data) > 0 {
		var e episode
		n, size := 0, uint64(0)
		if e.start, n = binary.Varint(data); n <= 0 {
			return nil, metrics.ErrDamaged
		}
		data = data[n:]
		if size, n = binary.Uvarint(data); n <= 0 || size > uint64(len(data)-n) || len(data)-n-int(size) < 8 {
			return nil, metrics.ErrDamaged
		}
		e.id, data = string(data[n:n+int(size)]), data[n+int(size):]
		e.sum, data = binary.LittleEndian.Uint64(data), data[8:]
		episodes = append(episodes, e)
	}
	return episodes, nil
}

// Fold implements [metrics.Store]. Of two for one thread the last one counts. What did not change is not
// written. While a rebuild is under way the new generation is changed as well. An error that is
// [ErrUnknownOutcome] leaves open whether it was written; folding again is right in both cases.
func (s *Store) Fold(ctx context.Context, all ...metrics.Folded) error {
	ready := make(map[string]*folded, len(all))
	for i := range all {
		p, err := prepare(&all[i])
		if err != nil {
			return err
		}
		ready[p.key] = p
	}
	keys := make([]string, 0, len(ready))
	for key := range ready {
		keys = append(keys, key)
	}
	if keys = named(keys); len(keys) == 0 {
		return ctx.Err()
	}
	for {
		var st state
		err := s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			if st, err = s.state(tx); err != nil {
				return err
			}
			return s.foldIn(tx, st, keys, ready)
		})
		if !errors.Is(err, metrics.ErrDamaged) {
			return err
		}
		// On PostgreSQL a rebuild may have ended meanwhile, and have removed what this was about to change.
		now := st
		if fault := s.db.Read(ctx, func(tx *sqldb.Tx) (err error) { now, err = s.state(tx); return err }); fault != nil || now == st {
			return err
		}
	}
}

// foldIn replaces the episodes of threads in the generations of a state.
func (s *Store) foldIn(tx *sqldb.Tx, st state, keys []string, ready map[string]*folded) error {
	threads := map[int64]*folded{}
	err := in(tx, keys, func(scan func(...any) error) error {
		var (
			key         string
			no, version int64
		)
		if err := scan(&key, &no, &version); err != nil {
			return err
		}
		if p := ready[key]; version > 0 && p.version == version {
			threads[no] = p
		}
		return nil
	}, "SELECT name, no, version FROM metrics_thread WHERE tenant = ? AND name", " ORDER BY name"+tx.Dialect().ForUpdate(), s.tenant)
	if err != nil || len(threads) == 0 {
		return err
	}
	numbers := make([]int64, 0, len(threads))
	for no := range threads {
		numbers = append(numbers, no)
	}
	slices.Sort(numbers)
	for _, gen := range st.written() {
		w := &folding{store: s, tx: tx, gen: gen, sheets: map[int64]*change{}}
		if err := w.fold(numbers, threads); err != nil {
			return err
		}
	}
	// No event has come meanwhile: that needs the thread's row.
	_, err = remove(tx, numbers, "DELETE FROM metrics_stale WHERE tenant = ? AND thread", s.tenant)
	return err
}

// state is the row of metrics_state.
type state struct{ gen, building, last int64 }

func (s *Store) state(tx *sqldb.Tx) (st state, err error) {
	_, err = tx.Get([]any{&st.gen, &st.building, &st.last}, "SELECT gen, building, last FROM metrics_state WHERE tenant = ?", s.tenant)
	return st, err
}

// written are the generations that a fold changes.
func (st state) written() []int64 {
	if st.building != 0 {
		return []int64{st.gen, st.building}
	}
	return []int64{st.gen}
}

// folding replaces episodes of threads in one generation.
type folding struct {
	store  *Store
	tx     *sqldb.Tx
	gen    int64
	sheets map[int64]*change // by slot
}

// change is what is taken from a sheet and added to it.
type change struct{ gone, come []*metrics.Episode }

func (w *folding) fold(numbers []int64, threads map[int64]*folded) error {
	before, err := w.before(numbers)
	if err != nil {
		return err
	}
	folds := foldRows(" ON CONFLICT (tenant, gen, thread) DO UPDATE SET version = excluded.version, due = excluded.due, episodes = excluded.episodes")
	fresh := episodeRows(" ON CONFLICT (tenant, gen, start, id, thread) DO UPDATE SET body = excluded.body")
	for _, no := range numbers {
		p := threads[no]
		folds.add(w.store.tenant, w.gen, no, p.version, p.due, p.list)
		former := before[no]
		for i := range former {
			old := &former[i]
			now := find(p.episodes, old)
			if now != nil && now.sum == old.sum {
				continue
			}
			if err := w.take(no, old); err != nil {
				return err
			}
			if now == nil {
				if _, err := w.tx.Exec("DELETE FROM metrics_episode WHERE tenant = ? AND gen = ? AND start = ? AND id = ? AND thread = ?",
					w.store.tenant, w.gen, old.start, []byte(old.id), no); err != nil {
					return err
				}
			}
		}
		for i := range p.episodes {
			e := &p.episodes[i]
			if old := find(former, e); old != nil && old.sum == e.sum {
				continue
			}
			fresh.add(w.store.tenant, w.gen, e.start, []byte(e.id), no, e.body)
			w.at(e.start).come = append(w.at(e.start).come, e.of)
		}
	}
	for _, r := range []*rows{folds, fresh} {
		if _, err := r.write(w.tx); err != nil {
			return err
		}
	}
	return w.sum()
}

func foldRows(conflict string) *rows {
	return &rows{into: "metrics_fold (tenant, gen, thread, version, due, episodes)", width: 6, conflict: conflict}
}

func episodeRows(conflict string) *rows {
	return &rows{into: "metrics_episode (tenant, gen, start, id, thread, body)", width: 6, conflict: conflict}
}

// before returns which episodes the threads have.
func (w *folding) before(numbers []int64) (map[int64][]episode, error) {
	before := map[int64][]episode{}
	return before, in(w.tx, numbers, func(scan func(...any) error) error {
		var (
			no   int64
			data []byte
		)
		if err := scan(&no, &data); err != nil {
			return err
		}
		episodes, err := unlist(data)
		before[no] = episodes
		return err
	}, "SELECT thread, episodes FROM metrics_fold WHERE tenant = ? AND gen = ? AND thread", "", w.store.tenant, w.gen)
}

// take takes an episode that is in the store from its sheet.
func (w *folding) take(no int64, old *episode) error {
	e, _, err := w.read(no, old)
	if err == nil {
		w.at(old.start).gone = append(w.at(old.start).gone, e)
	}
	return err
}

// read reads an episode.
func (w *folding) read(no int64, old *episode) (e *metrics.Episode, body []byte, err error) {
	found, err := w.tx.Get([]any{&body}, "SELECT body FROM metrics_episode WHERE tenant = ? AND gen = ? AND start = ? AND id = ? AND thread = ?",
		w.store.tenant, w.gen, old.start, []byte(old.id), no)
	if err != nil {
		return nil, nil, err
	}
	if !found {
		return nil, nil, fmt.Errorf("metricssql: an episode is missing: %w", metrics.ErrDamaged)
	}
	e = &metrics.Episode{}
	return e, body, e.UnmarshalBinary(body)
}

func (w *folding) at(start int64) *change {
	slot := slotOf(start)
	c := w.sheets[slot]
	if c == nil {
		c = &change{}
		w.sheets[slot] = c
	}
	return c
}

// slotOf numbers the slot of a time in microseconds.
func slotOf(micros int64) int64 {
	width := metrics.Slot.Microseconds()
	return (micros - (micros%width+width)%width) / width
}

// slotAt is [slotOf] for a bound of a range, which is a multiple of [metrics.Slot].
func slotAt(t time.Time) int64 { return slotOf(sqldb.Micros(t)) }
