package assisttest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	*assist.MemoryStore
	putCanned func(ctx context.Context, c assist.Canned) (assist.Canned, error)
	canned    func(ctx context.Context, id string) (assist.Canned, error)
	changes   func(ctx context.Context, after int64) iter.Seq2[assist.Canned, error]
	use       func(ctx context.Context, u assist.Use) (assist.Canned, error)
	mark      func(ctx context.Context, m assist.Mark) (assist.Topic, error)
	decide    func(ctx context.Context, d assist.Decision) (assist.Topic, error)
	topic     func(ctx context.Context, id string) (assist.Topic, error)
	topics    func(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error]
	marks     func(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error]
	prune     func(ctx context.Context, before time.Time) (int, error)
}

func newBroken() *broken {
	s := assist.NewMemoryStore()
	return &broken{
		MemoryStore: s, putCanned: s.PutCanned, canned: s.Canned, changes: s.CannedChanges, use: s.UseCanned, mark: s.AddMark,
		decide: s.Decide, topic: s.Topic, topics: s.Topics, marks: s.Marks, prune: s.Prune,
	}
}

func (b *broken) PutCanned(ctx context.Context, c assist.Canned) (assist.Canned, error) {
	return b.putCanned(ctx, c)
}

func (b *broken) Canned(ctx context.Context, id string) (assist.Canned, error) {
	return b.canned(ctx, id)
}

func (b *broken) CannedChanges(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
	return b.changes(ctx, after)
}

func (b *broken) UseCanned(ctx context.Context, u assist.Use) (assist.Canned, error) {
	return b.use(ctx, u)
}

func (b *broken) AddMark(ctx context.Context, m assist.Mark) (assist.Topic, error) {
	return b.mark(ctx, m)
}

func (b *broken) Decide(ctx context.Context, d assist.Decision) (assist.Topic, error) {
	return b.decide(ctx, d)
}

func (b *broken) Topic(ctx context.Context, id string) (assist.Topic, error) { return b.topic(ctx, id) }

func (b *broken) Topics(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error] {
	return b.topics(ctx, state)
}

func (b *broken) Marks(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
	return b.marks(ctx, topic, after)
}

func (b *broken) Prune(ctx context.Context, before time.Time) (int, error) {
	return b.prune(ctx, before)
}

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	store  func(b *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[assist.Store]
	for _, f := range slices.Concat(cannedFaults, markFaults, otherFaults) {
		faults = append(faults, storetest.Fault[assist.Store]{What: f.what, Checks: f.checks, New: func() assist.Store {
			b := newBroken()
			f.store(b)
			return b
		}})
	}
	storetest.Prove(t, storeChecks(), faults)
}

var errBusy = errors.New("the database is busy")

// onPut changes what is put.
func onPut(change func(c *assist.Canned)) func(*broken) {
	return func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			change(&c)
			return b.MemoryStore.PutCanned(ctx, c)
		}
	}
}

// onUse changes what is used.
func onUse(change func(u *assist.Use)) func(*broken) {
	return func(b *broken) {
		b.use = func(ctx context.Context, u assist.Use) (assist.Canned, error) {
			change(&u)
			return b.MemoryStore.UseCanned(ctx, u)
		}
	}
}

// onMark changes what is marked.
func onMark(change func(m *assist.Mark)) func(*broken) {
	return func(b *broken) {
		b.mark = func(ctx context.Context, m assist.Mark) (assist.Topic, error) {
			change(&m)
			return b.MemoryStore.AddMark(ctx, m)
		}
	}
}

// edited changes what a loop yields.
func edited[T any](seq iter.Seq2[T, error], change func([]T) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		all, err := storetest.Collect(seq)
		for _, v := range change(all) {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func onChanges(change func([]assist.Canned) []assist.Canned) func(*broken) {
	return func(b *broken) {
		b.changes = func(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
			return edited(b.MemoryStore.CannedChanges(ctx, after), change)
		}
	}
}

func onTopics(change func([]assist.Topic) []assist.Topic) func(*broken) {
	return func(b *broken) {
		b.topics = func(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error] {
			return edited(b.MemoryStore.Topics(ctx, state), change)
		}
	}
}

func onMarks(change func([]assist.Mark) []assist.Mark) func(*broken) {
	return func(b *broken) {
		b.marks = func(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
			return edited(b.MemoryStore.Marks(ctx, topic, after), change)
		}
	}
}

// first cuts what a loop yields to n.
func first[T any](n int) func([]T) []T { return func(all []T) []T { return all[:min(n, len(all))] } }

// stubborn goes on after its loop was left.
func stubborn[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			yield(v, err)
		}
	}
}

// guarded marks that a loop runs.
func guarded[T any](running *atomic.Int64, seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		running.Add(1)
		defer running.Add(-1)
		seq(yield)
	}
}

var unique atomic.Int64

var cannedFaults = []fault{
	{"tags are lost", []string{"canned/content", "canned/copies"}, onPut(func(c *assist.Canned) { c.Tags = nil })},
	{"times are kept as they come", []string{"canned/content"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			put, err := b.MemoryStore.PutCanned(ctx, c)
			put.Updated = c.Updated
			return put, err
		}
	}},
	{"uses are the caller's to set", []string{"canned/content"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			put, err := b.MemoryStore.PutCanned(ctx, c)
			put.Uses = c.Uses
			return put, err
		}
	}},
	{"ids lose their case", []string{"canned/ids"}, onPut(func(c *assist.Canned) { c.ID = strings.ToLower(c.ID) })},
	{"nothing is validated", []string{"canned/invalid"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			put, err := b.MemoryStore.PutCanned(ctx, c)
			if errors.Is(err, assist.ErrInvalid) {
				return c, nil
			}
			return put, err
		}
	}},
	{"the last writer wins", []string{"canned/versions"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			for {
				old, _ := b.MemoryStore.Canned(ctx, c.ID)
				c.Version = old.Version
				put, err := b.MemoryStore.PutCanned(ctx, c)
				if _, slot := errors.AsType[*assist.ShortcutError](err); slot || !errors.Is(err, assist.ErrConflict) {
					return put, err
				}
			}
		}
	}},
	{"each fifth write is acknowledged and forgotten", []string{"race/versions"}, func(b *broken) {
		var puts atomic.Int64
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			if puts.Add(1)%5 == 0 {
				return c, nil
			}
			return b.MemoryStore.PutCanned(ctx, c)
		}
	}},
	{"deleted replies are read", []string{"canned/delete"}, func(b *broken) {
		b.canned = func(ctx context.Context, id string) (assist.Canned, error) {
			for c := range b.MemoryStore.CannedChanges(ctx, 0) {
				if c.ID == id {
					return c, nil
				}
			}
			return assist.Canned{}, assist.ErrNotFound
		}
	}},
	{"shortcuts may be doubled", []string{"canned/shortcut", "race/shortcut"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			short := c.Shortcut
			c.Shortcut = ""
			put, err := b.MemoryStore.PutCanned(ctx, c)
			put.Shortcut = short
			return put, err
		}
	}},
	{"the other reply is not named", []string{"canned/shortcut"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			put, err := b.MemoryStore.PutCanned(ctx, c)
			if taken, ok := errors.AsType[*assist.ShortcutError](err); ok {
				taken.Other = c.ID
			}
			return put, err
		}
	}},
	{"a reply is in its own way", []string{"canned/shortcut changes"}, func(b *broken) {
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			if old, err := b.MemoryStore.Canned(ctx, c.ID); err == nil && old.Slot() != "" && old.Slot() == c.Slot() {
				return assist.Canned{}, &assist.ShortcutError{Shortcut: c.Shortcut, Other: c.ID}
			}
			return b.MemoryStore.PutCanned(ctx, c)
		}
	}},
	{"deleted replies are no change", []string{"canned/changes"}, onChanges(func(all []assist.Canned) []assist.Canned {
		return slices.DeleteFunc(all, func(c assist.Canned) bool { return c.Deleted })
	})},
	{"a use is no change", []string{"canned/changes", "race/follow"}, onChanges(func(all []assist.Canned) []assist.Canned {
		for i := range all {
			all[i].Uses = 0
		}
		return all
	})},
	{"only the first page of changes", []string{"canned/many"}, onChanges(first[assist.Canned](200))},
	{"loops over changes cannot be left", []string{"canned/leave early"}, func(b *broken) {
		b.changes = func(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
			return stubborn(b.MemoryStore.CannedChanges(ctx, after))
		}
	}},
	{"loops over changes lock the store", []string{"canned/use the store"}, func(b *broken) {
		var running atomic.Int64
		b.changes = func(ctx context.Context, after int64) iter.Seq2[assist.Canned, error] {
			return guarded(&running, b.MemoryStore.CannedChanges(ctx, after))
		}
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			if running.Load() > 0 {
				return c, errBusy
			}
			return b.MemoryStore.PutCanned(ctx, c)
		}
	}},
	{"what is put is shared", []string{"canned/copies"}, func(b *broken) {
		var mu sync.Mutex
		tags := map[string][]string{}
		b.putCanned = func(ctx context.Context, c assist.Canned) (assist.Canned, error) {
			mu.Lock()
			defer mu.Unlock()
			tags[c.ID] = c.Tags
			return b.MemoryStore.PutCanned(ctx, c)
		}
		b.canned = func(ctx context.Context, id string) (assist.Canned, error) {
			mu.Lock()
			defer mu.Unlock()
			c, err := b.MemoryStore.Canned(ctx, id)
			c.Tags = tags[id]
			return c, err
		}
	}},
	{"the latest use is the last counted", []string{"use/counts"}, func(b *broken) {
		b.use = func(ctx context.Context, u assist.Use) (assist.Canned, error) {
			c, err := b.MemoryStore.UseCanned(ctx, u)
			c.Used = u.At
			return c, err
		}
	}},
	{"a use is an edit", []string{"use/counts"}, func(b *broken) {
		b.use = func(ctx context.Context, u assist.Use) (assist.Canned, error) {
			c, err := b.MemoryStore.UseCanned(ctx, u)
			if err == nil {
				_, err = b.MemoryStore.PutCanned(ctx, c)
			}
			return c, err
		}
	}},
	{"keys do not count", []string{"use/twice", "race/uses"}, onUse(func(u *assist.Use) { u.Key = fmt.Sprint(unique.Add(1)) })},
	{"keys lose their case", []string{"use/keys"}, onUse(func(u *assist.Use) { u.Key = strings.ToLower(u.Key) })},
	{"keys lose their blanks", []string{"use/keys"}, onUse(func(u *assist.Use) { u.Key = strings.TrimSpace(u.Key) })},
}

var markFaults = []fault{
	{"notes are lost", []string{"mark/content"}, onMark(func(m *assist.Mark) { m.Note = "" })},
	{"text ends at a NUL", []string{"mark/content"}, onMark(func(m *assist.Mark) { m.Answer, _, _ = strings.Cut(m.Answer, "\x00") })},
	{"keys of marks lose their case", []string{"mark/keys"}, onMark(func(m *assist.Mark) { m.Key = strings.ToLower(m.Key) })},
	{"each mark counts", []string{"mark/twice", "race/marks"}, onMark(func(m *assist.Mark) { m.Key = fmt.Sprint(unique.Add(1)) })},
	{"wordings are topics", []string{"mark/topics"}, onMark(func(m *assist.Mark) { m.Question += fmt.Sprint(unique.Add(1)) })},
	{"the topic of marks does not matter", []string{"mark/topics"}, func(b *broken) {
		b.marks = func(ctx context.Context, _ string, after int64) iter.Seq2[assist.Mark, error] {
			return b.MemoryStore.Marks(ctx, "", after)
		}
	}},
	{"only the first page of marks", []string{"mark/many"}, onMarks(first[assist.Mark](200))},
	{"loops over marks cannot be left", []string{"mark/leave early"}, func(b *broken) {
		b.marks = func(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
			return stubborn(b.MemoryStore.Marks(ctx, topic, after))
		}
	}},
	{"loops over topics cannot be left", []string{"mark/leave early"}, func(b *broken) {
		b.topics = func(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error] {
			return stubborn(b.MemoryStore.Topics(ctx, state))
		}
	}},
	{"loops over topics lock the store", []string{"mark/use the store"}, func(b *broken) {
		var running atomic.Int64
		b.topics = func(ctx context.Context, state assist.TopicState) iter.Seq2[assist.Topic, error] {
			return guarded(&running, b.MemoryStore.Topics(ctx, state))
		}
		b.topic = func(ctx context.Context, id string) (assist.Topic, error) {
			if running.Load() > 0 {
				return assist.Topic{}, errBusy
			}
			return b.MemoryStore.Topic(ctx, id)
		}
	}},
	{"topics are shared", []string{"mark/copies"}, func(b *broken) {
		var mu sync.Mutex
		agents := map[string][]string{}
		b.topic = func(ctx context.Context, id string) (assist.Topic, error) {
			mu.Lock()
			defer mu.Unlock()
			t, err := b.MemoryStore.Topic(ctx, id)
			if agents[id] == nil {
				agents[id] = t.Agents
			}
			t.Agents = agents[id]
			return t, err
		}
	}},
	{"the rarest come first", []string{"topic/order"}, onTopics(func(all []assist.Topic) []assist.Topic {
		slices.Reverse(all)
		return all
	})},
	{"counts are texts", []string{"topic/order"}, onTopics(func(all []assist.Topic) []assist.Topic {
		slices.SortStableFunc(all, func(a, b assist.Topic) int { return strings.Compare(fmt.Sprint(b.Count), fmt.Sprint(a.Count)) })
		return all
	})},
	{"only the first page of topics", []string{"topic/many"}, onTopics(first[assist.Topic](200))},
	{"the last decision wins", []string{"topic/decide", "topic/opens again", "race/decide"}, func(b *broken) {
		b.decide = func(ctx context.Context, d assist.Decision) (assist.Topic, error) {
			for {
				t, err := b.MemoryStore.Topic(ctx, d.Topic)
				if err != nil {
					return t, err
				}
				d.Version = t.Version
				if t, err = b.MemoryStore.Decide(ctx, d); !errors.Is(err, assist.ErrConflict) {
					return t, err
				}
			}
		}
	}},
	{"rejections need no reason", []string{"topic/decide"}, func(b *broken) {
		b.decide = func(ctx context.Context, d assist.Decision) (assist.Topic, error) {
			if d.Reason == "" {
				d.Reason = "none"
			}
			return b.MemoryStore.Decide(ctx, d)
		}
	}},
	{"done is done", []string{"topic/opens again"}, onMark(func(m *assist.Mark) { m.At = noon() })},
}

var otherFaults = []fault{
	{"nothing is pruned", []string{"prune/old", "prune/nothing"}, func(b *broken) {
		b.prune = func(ctx context.Context, _ time.Time) (int, error) { return 0, ctx.Err() }
	}},
	{"more is pruned than was asked for", []string{"prune/old"}, func(b *broken) {
		b.prune = func(ctx context.Context, before time.Time) (int, error) {
			return b.MemoryStore.Prune(ctx, before.Add(time.Microsecond))
		}
	}},
	{"the time to prune is cut", []string{"prune/nothing"}, func(b *broken) {
		b.prune = func(ctx context.Context, before time.Time) (int, error) {
			return b.MemoryStore.Prune(ctx, before.Truncate(time.Microsecond))
		}
	}},
	{"late marks are skipped", []string{"race/follow"}, func(b *broken) {
		// As a database with numbers that are given out before the commit.
		b.marks = func(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
			return edited(b.MemoryStore.Marks(ctx, topic, after), func(all []assist.Mark) []assist.Mark {
				return slices.DeleteFunc(all, func(m assist.Mark) bool { return m.Cursor%7 == 0 })
			})
		}
	}},
	{"reads do not look at the context", []string{"context/reads", "context/loops"}, func(b *broken) {
		b.topic = func(ctx context.Context, id string) (assist.Topic, error) {
			return b.MemoryStore.Topic(context.WithoutCancel(ctx), id)
		}
		b.marks = func(ctx context.Context, topic string, after int64) iter.Seq2[assist.Mark, error] {
			return b.MemoryStore.Marks(context.WithoutCancel(ctx), topic, after)
		}
	}},
	{"writes do not look at the context", []string{"context/writes"}, func(b *broken) {
		b.use = func(ctx context.Context, u assist.Use) (assist.Canned, error) {
			return b.MemoryStore.UseCanned(context.WithoutCancel(ctx), u)
		}
	}},
	{"a cancelled write was done", []string{"context/writes"}, func(b *broken) {
		b.decide = func(ctx context.Context, d assist.Decision) (assist.Topic, error) {
			t, err := b.MemoryStore.Decide(context.WithoutCancel(ctx), d)
			if ctx.Err() != nil {
				return assist.Topic{}, ctx.Err()
			}
			return t, err
		}
	}},
}
