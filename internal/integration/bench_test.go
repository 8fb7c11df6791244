package integration

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/stretchr/testify/require"
)

// BenchmarkTurns measures whole turns, a load and a commit each, of many
// conversations at once. Beside it stands what the same database does with one
// insert per transaction.
func BenchmarkTurns(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		runs := 0
		for _, writers := range []int{1, 16, 64, 256} {
			b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
				store := newDialog(b, d.shared(b), "")
				runs++
				parallel(b, writers, func(ctx context.Context, w, i int) error {
					// Eight turns to a conversation.
					return oneTurn(ctx, store, fmt.Sprintf("conversation-%d-%d-%d", runs, w, i/8), i)
				})
				report(b, "turns/s")
			})
		}
		b.Run("raw insert", func(b *testing.B) {
			db := d.open(b)
			_, err := db.ExecContext(b.Context(), "CREATE TABLE raw (id INTEGER PRIMARY KEY, body TEXT)")
			require.NoError(b, err)
			insert := d.dialect.Rebind("INSERT INTO raw (id, body) VALUES (?, ?)")
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				_, err := db.ExecContext(b.Context(), insert, n, "body")
				require.NoError(b, err)
			}
			report(b, "inserts/s")
		})
	})
}

// BenchmarkClaim measures claiming and settling, ten items at a time.
func BenchmarkClaim(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		store := newDialog(b, d.shared(b), "")
		ctx := b.Context()
		var turns atomic.Int64
		b.ReportAllocs()
		claimed := 0
		for b.Loop() {
			b.StopTimer()
			for range 10 {
				n := turns.Add(1)
				t := aTurn(fmt.Sprint("c", n), 0, fmt.Sprint("m", n))
				t.Outbox = []dialog.Outgoing{{ID: fmt.Sprint("o", n), Due: noon, Reply: &dialog.Reply{ID: "r"}}}
				_, err := store.Commit(ctx, t)
				require.NoError(b, err)
			}
			b.StartTimer()
			items, err := store.Outbox().Claim(ctx, noon, noon.Add(time.Minute), 10)
			require.NoError(b, err)
			claimed += len(items)
			for _, o := range items {
				require.NoError(b, store.Outbox().Settle(ctx, o.ID, o.Attempt, dialog.Outcome{}))
			}
		}
		b.ReportMetric(float64(claimed)/b.Elapsed().Seconds(), "items/s")
	})
}

// BenchmarkPut measures one Put of many entries, and reading them all again.
func BenchmarkPut(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		const size = 5000
		shared := d.shared(b)
		n := 0
		entries := someEntries(size)
		b.ReportAllocs()
		for b.Loop() {
			n++
			store := newKB(b, shared, fmt.Sprint("tenant ", n))
			_, err := store.Put(b.Context(), entries...)
			require.NoError(b, err)
			read := 0
			for _, err := range store.Changes(b.Context(), 0) {
				require.NoError(b, err)
				read++
			}
			require.Equal(b, size, read)
		}
		b.ReportMetric(float64(n*size)/b.Elapsed().Seconds(), "entries/s")
	})
}

// BenchmarkLogAppend measures logging answered questions: one at a time, as a bot
// does, by one writer and by many, and in batches, as an import does. Two thirds
// of them go to a few popular entries, whose counters the writers share.
func BenchmarkLogAppend(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		log := newLog(b, d.shared(b), "")
		for _, c := range []struct{ writers, batch int }{{1, 1}, {16, 1}, {1, 100}, {16, 100}} {
			runs := 0
			b.Run(fmt.Sprintf("writers=%d/batch=%d", c.writers, c.batch), func(b *testing.B) {
				runs++
				parallel(b, c.writers, func(ctx context.Context, w, i int) error {
					return log.Append(ctx, someItems(fmt.Sprintf("%d-%d-%d-%d-%d", c.writers, c.batch, runs, w, i), c.batch)...)
				})
				b.ReportMetric(float64(b.N*c.batch)/b.Elapsed().Seconds(), "items/s")
			})
		}
	})
}

// BenchmarkLogItems measures reading a log that nobody has read yet, which on
// PostgreSQL numbers the items first, and then again.
func BenchmarkLogItems(b *testing.B) {
	const size = 5000
	benchEach(b, func(b *testing.B, d database) {
		shared := d.shared(b)
		for _, again := range []bool{false, true} {
			b.Run(fmt.Sprintf("again=%t", again), func(b *testing.B) {
				tenant := 0
				read := func(log *kbsql.Log) {
					n := 0
					for _, err := range log.Items(b.Context(), 0) {
						require.NoError(b, err)
						n++
					}
					require.Equal(b, size, n)
				}
				for b.Loop() {
					b.StopTimer()
					tenant++
					log := newLog(b, shared, fmt.Sprint(again, tenant))
					require.NoError(b, log.Append(b.Context(), someItems("i", size)...))
					if again {
						read(log)
					}
					b.StartTimer()
					read(log)
				}
				b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "items/s")
			})
		}
	})
}

// parallel spreads b.N calls over goroutines.
func parallel(b *testing.B, writers int, call func(ctx context.Context, writer, i int) error) {
	b.Helper()
	b.ReportAllocs()
	var (
		left atomic.Int64
		wg   sync.WaitGroup
		errs = make([]error, writers)
	)
	left.Store(int64(b.N))
	b.ResetTimer()
	for w := range writers {
		wg.Go(func() {
			for i := 0; left.Add(-1) >= 0 && errs[w] == nil; i++ {
				errs[w] = call(b.Context(), w, i)
			}
		})
	}
	wg.Wait()
	require.NoError(b, errors.Join(errs...))
}

func report(b *testing.B, unit string) {
	b.Helper()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), unit)
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// oneTurn does what handling a message costs the store.
func oneTurn(ctx context.Context, store dialog.Store, conversation string, n int) error {
	c, err := store.Load(ctx, conversation)
	if err != nil && !errors.Is(err, dialog.ErrNotFound) {
		return err
	}
	_, err = store.Commit(ctx, aTurn(conversation, c.Version, fmt.Sprint("message-", n)))
	return err
}

// aTurn is a turn of ordinary size on top of a version.
func aTurn(conversation string, version int64, message string) dialog.Turn {
	return dialog.Turn{
		Conversation: dialog.Conversation{
			ID: conversation, Customer: "customer-1", Channel: "web", Locale: "zh-Hans", Owner: dialog.Bot, Version: version,
			Created: noon, Updated: noon, Due: noon.Add(time.Hour), State: []byte(`{"unanswered":0,"suggested":["returns","refund"]}`),
		},
		Message: dialog.Message{ID: message, Conversation: conversation, From: dialog.Customer, Text: "请问七天无理由退货怎么申请？", At: noon},
		Reply: dialog.Reply{
			ID: "reply-" + message, Conversation: conversation, Message: message, Kind: dialog.Answered, From: dialog.Bot, Owner: dialog.Bot,
			Locale: "zh-Hans", Text: "签收后七天内，在订单页点击“申请退货”，填写原因并提交，审核通过后把商品寄回即可。", Source: "returns", Score: 0.93, At: noon,
		},
	}
}

func someEntries(n int) []kb.Entry {
	entries := make([]kb.Entry, n)
	for i := range entries {
		entries[i] = kb.Entry{
			ID: fmt.Sprintf("entry-%06d", i), Question: fmt.Sprintf("How do I return order number %d?", i),
			Phrasings: []string{"return an order", "send something back", "退货怎么办"},
			Answer:    kb.TextAnswer("Open the order, choose Return, and print the label."), Locale: "en", Category: "orders/returns", Updated: noon,
		}
	}
	return entries
}

// someItems are answered questions of ordinary size.
func someItems(prefix string, n int) []kb.Logged {
	items := make([]kb.Logged, n)
	for i := range items {
		entry := fmt.Sprint("entry-", i%7)
		if i%3 == 0 {
			entry = fmt.Sprintf("entry-%s-%d", prefix, i)
		}
		items[i].Asked = &kb.Asked{
			ID: fmt.Sprintf("%s-%d", prefix, i), At: noon, Text: "请问七天无理由退货怎么申请？", Locale: "zh-Hans", Conversation: prefix,
			Decision: kb.Direct, Shown: []kb.Shown{{Entry: entry, Version: 7, Score: 0.93}},
		}
	}
	return items
}

func newRecords(t testing.TB, shared *sqldb.DB, tenant string) *kbsql.Records {
	t.Helper()
	s, err := kbsql.NewRecords(shared, &kbsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func newLog(t testing.TB, shared *sqldb.DB, tenant string) *kbsql.Log {
	t.Helper()
	s, err := kbsql.NewLog(shared, &kbsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func newDialog(t testing.TB, shared *sqldb.DB, tenant string) *dialogsql.Store {
	t.Helper()
	s, err := dialogsql.New(shared, &dialogsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func newKB(t testing.TB, shared *sqldb.DB, tenant string) *kbsql.Store {
	t.Helper()
	s, err := kbsql.New(shared, &kbsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}
