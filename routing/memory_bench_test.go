package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkMemoryCommit measures what completing one item and giving the agent the
// next writes, with many items in the store: two statuses, a seat, what was learned,
// and three events.
func BenchmarkMemoryCommit(b *testing.B) {
	for _, waiting := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			s, err := NewBoundedMemoryStore(&MemoryOptions{KeepEvents: 100_000, KeepEnded: 1000})
			require.NoError(b, err)
			revision := fill(b, s, 0, waiting, 1000)
			ctx, now := b.Context(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			ids := make([]string, waiting)
			for i := range ids {
				ids[i] = itemID(i)
			}
			seats := make([]Seat, 1000)
			for i := range seats {
				seats[i] = benchSeat(i)
			}
			statuses := make([]StatusOf, 2)
			learned := make([]Learned, 1)
			events := make([]Event, 3)
			control := Control{}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				now = now.Add(time.Microsecond)
				seat := &seats[i%len(seats)]
				seat.Idle, seat.Turn, seat.Given = now, int64(i), now
				for k, state := range []State{Wrapping, Active} {
					st := &statuses[k]
					st.Item = ids[(i*7919+k)%waiting]
					st.Status = benchStatus()
					st.Status.State, st.Status.Since, st.Status.Agent, st.Status.Version = state, now, seat.Agent.ID, int64(i)
				}
				learned[0] = Learned{Agent: seat.Agent.ID, Category: "after_sales/refund", Experience: Experience{Done: 3, Seconds: 4}}
				for k := range events {
					events[k] = Event{At: now, Type: EventAssigned, Item: statuses[k%2].Item, Agent: seat.Agent.ID, Queue: "orders"}
				}
				control.Turn++
				revision, err = s.Commit(ctx, Commit{
					After: revision, Statuses: statuses, Seats: seats[i%len(seats) : i%len(seats)+1],
					Learned: learned, Control: &control, Events: events,
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMemoryChanges measures what a router that follows another one reads:
// what one commit of two statuses wrote, whatever else is kept.
func BenchmarkMemoryChanges(b *testing.B) {
	for _, waiting := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			s := NewMemoryStore()
			last := fill(b, s, 0, waiting, 1000)
			_, err := s.Commit(b.Context(), Commit{After: last, Statuses: []StatusOf{
				{Item: itemID(1), Status: benchStatus()}, {Item: itemID(2), Status: benchStatus()},
			}})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				c, err := s.Changes(b.Context(), last)
				if err != nil || len(c.Works) != 2 {
					b.Fatal(err, len(c.Works))
				}
			}
		})
	}
}

func itemID(i int) string { return fmt.Sprintf("item-%08d", i) }

func benchStatus() Status {
	return Status{
		State: Waiting, Weight: 1, Arrived: time.Unix(1_700_000_000, 0).UTC(),
		Stage: Stage{Rule: "orders", Queue: "orders", Require: Require{Language: "zh", Skills: []Need{{"refund", 3}}}, Priority: 5},
	}
}

func benchSeat(i int) Seat {
	return Seat{Presence: Online, Agent: Agent{
		ID: fmt.Sprintf("agent-%04d", i), Name: "Ann", Languages: []string{"zh", "en"}, Capacity: 5,
		Skills: map[string]int{"refund": 5, "invoice": 3, "delivery": 8}, Limits: map[string]int{"chat": 3},
	}}
}

// fill commits items and seats and returns the revision.
func fill(t testing.TB, s Store, revision int64, items, seats int) int64 {
	t.Helper()
	c := Commit{After: revision}
	for i := range items {
		c.Items = append(c.Items, Item{
			ID: itemID(i), Conversation: "c", Customer: "u", Channel: "chat", Category: "after_sales/refund",
			Skills: []Need{{"refund", 3}}, Attributes: map[string]string{"order": "7"},
		})
		st := benchStatus()
		st.Version = 1
		c.Statuses = append(c.Statuses, StatusOf{Item: itemID(i), Status: st})
		c.Events = append(c.Events, Event{Type: EventSubmitted, Item: itemID(i)})
	}
	for i := range seats {
		c.Seats = append(c.Seats, benchSeat(i))
	}
	revision, err := s.Commit(t.Context(), c)
	require.NoError(t, err)
	return revision
}
