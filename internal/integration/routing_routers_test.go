package integration

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingtest"
	"github.com/stretchr/testify/require"
)

// Three nodes, each with connections of its own.
func TestRoutersOnADatabase(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		routingtest.RunRouters(t, func(t *testing.T) []routing.Store {
			all := make([]routing.Store, 3)
			for i := range all {
				all[i] = newRouting(t, d.shared(t), "")
			}
			return all
		})
	})
}

// BenchmarkRoutingClaims measures how fast ten agents work a queue off through a
// router: each completes what he has and has the next item with the same commit.
func BenchmarkRoutingClaims(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		for _, workers := range []int{1, 10, 100} {
			runs := 0
			b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
				runs++
				ctx := b.Context()
				store := newRouting(b, d.shared(b), fmt.Sprintf("%d workers, run %d", workers, runs))
				var next sync.Map // what was decided for an agent: his once the command is done
				r, err := routing.New(store, &routing.Options{Lease: -1, OnDecision: func(d *routing.Decision) {
					next.Store(d.Chosen, routing.Assignment{Item: d.Item.ID, Agent: d.Chosen, Epoch: 1})
				}})
				require.NoError(b, err)
				submitted(b, r, b.N+workers)
				held := make([]routing.Assignment, workers)
				for i := range held {
					agent := fmt.Sprint("agent ", i)
					require.NoError(b, r.Register(ctx, routing.Agent{ID: agent, Capacity: 1, Skills: map[string]int{"orders": 5}}))
					require.NoError(b, r.SetPresence(ctx, agent, routing.Online, ""))
					held[i] = holds(b, r, agent)
				}
				before, err := r.Load(ctx)
				require.NoError(b, err)
				parallel(b, workers, func(ctx context.Context, w, _ int) error {
					a := held[w]
					if _, err := r.Complete(ctx, a, "solved"); err != nil {
						return err
					}
					decided, _ := next.Load(a.Agent)
					held[w] = decided.(routing.Assignment)
					if held[w] == a {
						return fmt.Errorf("%v has nothing new", a)
					}
					return nil
				})
				report(b, "claims/s")
				after, err := r.Load(ctx)
				require.NoError(b, err)
				b.ReportMetric(float64(b.N)/float64(after.Revision-before.Revision), "claims/commit")
			})
		}
	})
}

// BenchmarkRawClaims measures the same on bare tables: ten workers who each end what
// they have and claim the next row that nobody else is about to have, in one
// transaction. No skill, capacity, offer, history or place in a queue is looked at.
func BenchmarkRawClaims(b *testing.B) {
	d := newPostgreSQL(b)
	for _, workers := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			db, ctx := d.open(b), b.Context()
			_, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS raw_item")
			require.NoError(b, err)
			_, err = db.ExecContext(ctx, "CREATE TABLE raw_item (tenant text, id text, due bigint, state int, agent text, body bytea, PRIMARY KEY (tenant, id))")
			require.NoError(b, err)
			_, err = db.ExecContext(ctx, "CREATE INDEX raw_due ON raw_item (tenant, due, id) WHERE state = 0")
			require.NoError(b, err)
			_, err = db.ExecContext(ctx, "INSERT INTO raw_item SELECT 't', 'item ' || i, i, 0, '', convert_to(repeat('x', 300), 'UTF8') FROM generate_series(1, $1) i", b.N+workers)
			require.NoError(b, err)
			had := make([]string, workers)
			var claimed sync.Map
			parallel(b, workers, func(ctx context.Context, w, _ int) error {
				tx, err := db.BeginTx(ctx, nil)
				if err != nil {
					return err
				}
				defer tx.Rollback() //nolint:errcheck // after a commit it says so
				if had[w] != "" {
					if _, err := tx.ExecContext(ctx, "UPDATE raw_item SET state = 2 WHERE tenant = 't' AND id = $1", had[w]); err != nil {
						return err
					}
				}
				err = tx.QueryRowContext(ctx, "UPDATE raw_item SET state = 1, agent = $1 WHERE tenant = 't' AND id ="+
					" (SELECT id FROM raw_item WHERE tenant = 't' AND state = 0 ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
					fmt.Sprint("agent ", w)).Scan(&had[w])
				if err != nil {
					return err
				}
				if _, twice := claimed.LoadOrStore(had[w], w); twice {
					return fmt.Errorf("%s was claimed twice", had[w])
				}
				return tx.Commit()
			})
			report(b, "claims/s")
		})
	}
}

// submitted brings so many items in.
func submitted(b *testing.B, r *routing.Router, n int) {
	b.Helper()
	var all sync.WaitGroup
	for w := range 100 {
		all.Go(func() {
			for i := w; i < n; i += 100 {
				_, err := r.Submit(b.Context(), routing.Item{
					ID: fmt.Sprint("item ", i), Channel: "chat", Category: "orders/refund", Skills: []routing.Need{{Skill: "orders", Min: 3}},
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// holds returns the one item that an agent has.
func holds(b *testing.B, r *routing.Router, agent string) routing.Assignment {
	b.Helper()
	state, err := r.Agent(b.Context(), agent)
	if err != nil || len(state.Assignments) != 1 {
		b.Errorf("agent %q has %d items: %v", agent, len(state.Assignments), err)
		return routing.Assignment{}
	}
	return state.Assignments[0]
}
