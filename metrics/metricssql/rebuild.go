package metricssql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// How much a rebuild does at a time: threads in one transaction, and episodes whose sums are held in memory.
const (
	buildThreads  = 1000
	buildEpisodes = 1 << 15
	buildSlots    = 192
)

// Rebuild implements [metrics.Rebuilder]. It writes a new generation beside the one that is read, thread by
// thread, while others append and fold, and then makes it the one that is read. A rebuild that fails or
// is killed changes nothing; what it has written is removed by the next one. Of two at once the later one goes
// on, and the other ends with [ErrOvertaken].
func (s *Store) Rebuild(ctx context.Context, fold func(metrics.Thread) metrics.Folded) (err error) {
	b := &build{store: s, sheets: map[int64]*metrics.Sheet{}}
	if err := b.begin(ctx); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			b.giveUp(ctx)
		}
	}()
	if err := s.clear(ctx, b.from, b.gen); err != nil {
		return err
	}
	if err := b.threads(ctx, fold); err != nil {
		return err
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	if err := b.swap(ctx); err != nil {
		return err
	}
	// It is done. What remains of the former generation costs only space, and time to fold again what is not stale.
	_ = s.settle(ctx, b.gen)
	_ = s.clear(ctx, b.gen, b.gen)
	return nil
}

// build is a generation in the making.
type build struct {
	store    *Store
	from     int64 // the generation that is read
	gen      int64
	episodes int // that are in sheets
	sheets   map[int64]*metrics.Sheet
}

func (b *build) begin(ctx context.Context) error {
	s := b.store
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec("INSERT INTO metrics_state (tenant, gen, building, last) VALUES (?, 0, 0, 0) ON CONFLICT DO NOTHING", s.tenant); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE metrics_state SET building = last + 1, last = last + 1 WHERE tenant = ?", s.tenant); err != nil {
			return err
		}
		st, err := s.state(tx)
		b.from, b.gen = st.gen, st.building
		return err
	})
}

// giveUpTime is how long an end may take that leaves things as they were before.
const giveUpTime = 5 * time.Second

// giveUp tells others not to fold for this generation any more. If that fails too, they do so until the next rebuild.
func (b *build) giveUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), giveUpTime)
	defer cancel()
	_ = b.store.db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("UPDATE metrics_state SET building = 0 WHERE tenant = ? AND building = ?", b.store.tenant, b.gen)
		return err
	})
}

// threads folds all threads.
func (b *build) threads(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
	page := make(map[int64]*folded, buildThreads)
	numbers := make([]int64, 0, buildThreads)
	var room []metrics.Event
	for t, err := range b.store.all(ctx, &room) {
		if err != nil {
			return err
		}
		p := &folded{key: t.Key, version: t.Version} // forgotten: it keeps what it has
		if len(t.Events) > 0 {
			if p, err = b.fold(t, fold); err != nil {
				return err
			}
		}
		page[t.no] = p
		if numbers = append(numbers, t.no); len(numbers) == buildThreads {
			if err := b.write(ctx, numbers, page); err != nil {
				return err
			}
			clear(page)
			numbers = numbers[:0]
		}
	}
	return b.write(ctx, numbers, page)
}

// fold calls the caller's function.
func (b *build) fold(t numbered, fold func(metrics.Thread) metrics.Folded) (p *folded, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("metricssql: the fold panicked: %T", fault)
		}
	}()
	f := fold(t.Thread)
	f.Key, f.Version = t.Key, t.Version
	return prepare(&f)
}

// errAgain: another node has folded one of the threads at the same moment.
var errAgain = errors.New("metricssql: folded meanwhile")

// write writes what threads come to, but for those that were folded meanwhile, which is not older.
func (b *build) write(ctx context.Context, numbers []int64, page map[int64]*folded) error {
	if len(numbers) == 0 {
		return ctx.Err()
	}
	var written []int64
	for {
		err := b.store.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			written, err = b.put(tx, numbers, page)
			return err
		})
		if err == nil {
			break
		}
		if !errors.Is(err, errAgain) {
			return err
		}
	}
	for _, no := range written {
		for _, e := range page[no].episodes {
			slot := slotOf(e.start)
			sheet := b.sheets[slot]
			if sheet == nil {
				sheet = metrics.NewSheet()
				b.sheets[slot] = sheet
			}
			sheet.Add(e.of)
			b.episodes++
		}
	}
	if b.episodes >= buildEpisodes {
		return b.flush(ctx)
	}
	return nil
}

func (b *build) put(tx *sqldb.Tx, numbers []int64, page map[int64]*folded) (written []int64, err error) {
	if err := b.check(tx, ""); err != nil {
		return nil, err
	}
	known := map[int64]bool{}
	err = tx.Query(func(scan func(...any) error) error {
		var no int64
		err := scan(&no)
		known[no] = true
		return err
	}, "SELECT thread FROM metrics_fold WHERE tenant = ? AND gen = ? AND thread >= ? AND thread <= ?",
		b.store.tenant, b.gen, numbers[0], numbers[len(numbers)-1])
	if err != nil {
		return nil, err
	}
	folds, fresh := foldRows(" ON CONFLICT DO NOTHING"), episodeRows("")
	for _, no := range numbers {
		if known[no] {
			continue
		}
		p := page[no]
		if p.list == nil {
			if err := b.keep(tx, no, p); err != nil {
				return nil, err
			}
		}
		folds.add(b.store.tenant, b.gen, no, p.version, p.due, p.list)
		for i := range p.episodes {
			e := &p.episodes[i]
			fresh.add(b.store.tenant, b.gen, e.start, []byte(e.id), no, e.body)
		}
		written = append(written, no)
	}
	n, err := folds.write(tx)
	if err != nil {
		return nil, err
	}
	if n < int64(len(written)) {
		return nil, errAgain
	}
	_, err = fresh.write(tx)
	return written, err
}

// keep takes over the episodes of a thread whose events were forgotten.
func (b *build) keep(tx *sqldb.Tx, no int64, p *folded) error {
	w := &folding{store: b.store, tx: tx, gen: b.from, sheets: map[int64]*change{}}
	before, err := w.before([]int64{no})
	if err != nil {
		return err
	}
	p.episodes = before[no]
	for i := range p.episodes {
		e := &p.episodes[i]
		if e.of, e.body, err = w.read(no, e); err != nil {
			return err
		}
	}
	p.list = list(p.episodes)
	return nil
}

// check fails when another rebuild has begun.
func (b *build) check(tx *sqldb.Tx, lock string) error {
	var building int64
	_, err := tx.Get([]any{&building}, "SELECT building FROM metrics_state WHERE tenant = ?"+lock, b.store.tenant)
	if err == nil && building != b.gen {
		err = ErrOvertaken
	}
	return err
}

// flush adds the sums that are held in memory to those that are written.
func (b *build) flush(ctx context.Context) error {
	for slots := range slices.Chunk(slices.Sorted(maps.Keys(b.sheets)), buildSlots) {
		err := b.store.db.Write(ctx, func(tx *sqldb.Tx) error {
			if err := b.check(tx, ""); err != nil {
				return err
			}
			return b.store.change(tx, b.gen, slots, func(slot int64, sheet *metrics.Sheet) *metrics.Sheet {
				if len(sheet.Cells()) == 0 {
					return b.sheets[slot]
				}
				sheet.Merge(b.sheets[slot])
				return sheet
			})
		})
		if err != nil {
			return err
		}
	}
	b.episodes = 0
	clear(b.sheets)
	return nil
}

// swap makes the generation the one that is read.
func (b *build) swap(ctx context.Context) error {
	return b.store.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := b.check(tx, tx.Dialect().ForUpdate()); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE metrics_state SET gen = building, building = 0 WHERE tenant = ?", b.store.tenant)
		return err
	})
}
