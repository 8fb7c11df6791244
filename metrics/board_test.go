package metrics

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestBoardRefusesOptions(t *testing.T) {
	_, err := NewBoard(&BoardOptions{Quiet: -1, Late: time.Minute})
	require.ErrorIs(t, err, ErrInvalid)
	require.ErrorContains(t, err, "Quiet")
	require.ErrorContains(t, err, "Late")
	_, err = NewBoard(&BoardOptions{Quiet: time.Hour, Linger: 2 * time.Hour})
	require.ErrorContains(t, err, "Linger")
	_, err = NewBoard(nil)
	require.NoError(t, err)
}

// boardAt is a board whose clock is at the pointer.
func boardAt(t testing.TB, now *time.Time) *Board {
	b, err := NewBoard(&BoardOptions{Now: func() time.Time { return *now }})
	require.NoError(t, err)
	return b
}

func TestBoardLongestWaitWhereOthersLeaveFirst(t *testing.T) {
	now := boardEpoch.Add(10 * time.Minute)
	b := boardAt(t, &now)
	see := func(minute int, k Kind, conversation string) {
		b.Observe(context.Background(), []Event{{
			ID: fmt.Sprint(minute, k, conversation), Kind: k, Conversation: conversation, Queue: "q", Item: "i-" + conversation,
			At: boardEpoch.Add(time.Duration(minute) * time.Minute),
		}})
	}
	for i := range 5 {
		see(i, Queued, fmt.Sprint("c", i))
	}
	wait := func(minutes int) { require.Equal(t, time.Duration(minutes)*time.Minute, b.Now().LongestWait) }
	wait(10)
	see(9, LeftQueue, "c2") // from the middle
	wait(10)
	see(9, Assigned, "c0") // the first
	wait(9)
	see(9, Ended, "c1") // the customer is gone without a word about his item
	wait(7)
	see(9, Diverted, "c4") // the last
	wait(7)
	now = now.Add(time.Minute)
	wait(8)
	see(9, Assigned, "c3")
	wait(0)
}

// Nobody has to read the board for what is quiet to leave it, nor to sweep it for a reader to be told right.
func TestBoardQuietTalksLeave(t *testing.T) {
	now := boardEpoch
	b := boardAt(t, &now)
	b.Observe(context.Background(), []Event{{ID: "1", At: now, Kind: CustomerSpoke, Conversation: "c"}})
	require.Equal(t, 1, b.Now().Open)
	now = now.Add(24*time.Hour - time.Microsecond)
	require.Equal(t, 1, b.Now().Open)
	now = now.Add(time.Microsecond)
	require.Equal(t, 0, b.Now().Open)
	b.Sweep(now.Add(time.Hour))
	require.Len(t, b.talks, 1, "nothing has happened since that tells that nothing comes late")
	b.Observe(context.Background(), []Event{{ID: "2", At: now.Add(time.Hour), Kind: CustomerSpoke, Conversation: "d"}})
	require.Len(t, b.talks, 1)
}

// Thanks do not keep a settled talk on the board, and a question that comes later is another one.
func TestBoardSettledTalksLeave(t *testing.T) {
	now := boardEpoch
	b := boardAt(t, &now)
	see := func(k Kind) {
		b.Observe(context.Background(), []Event{{ID: now.String(), At: now, Kind: k, Conversation: "c"}})
	}
	see(CustomerSpoke)
	now = now.Add(time.Minute)
	see(Resolved)
	now = now.Add(20 * time.Minute)
	see(CustomerSpoke)
	now = now.Add(29 * time.Minute)
	require.Equal(t, 1, b.Now().Open)
	now = now.Add(time.Minute)
	require.Equal(t, 0, b.Now().Open)
	see(CustomerSpoke)
	require.Equal(t, 2, b.Now().Last1h)
	now = now.Add(23 * time.Hour)
	require.Equal(t, 1, b.Now().Open, "the new one is not settled")
	see(Resolved)
	see(Denied) // of the same instant: he denied, and then it was settled
	now = now.Add(time.Minute)
	see(Denied)
	now = now.Add(time.Hour)
	require.Equal(t, 1, b.Now().Open, "what was settled is not")
}

func TestBoardIsBoundedInALongTalk(t *testing.T) {
	now := boardEpoch
	b := boardAt(t, &now)
	for i := range 2000 { // a day and a half, never quiet
		now = now.Add(time.Minute)
		b.Observe(context.Background(), []Event{
			{ID: fmt.Sprint(i), At: now, Kind: CustomerSpoke, Conversation: "c"},
			{ID: fmt.Sprint(i), At: now, Kind: Queued, Conversation: "c", Item: fmt.Sprint(i)},
			{ID: fmt.Sprint(i), At: now, Kind: Completed, Conversation: "c", Item: fmt.Sprint(i)},
			{ID: fmt.Sprint(i), At: now, Kind: Unanswered, Conversation: "c"},
			{ID: fmt.Sprint(i), At: now, Kind: Resolved, Conversation: "c"},
			{ID: fmt.Sprint(i), At: now, Kind: BotSpoke, Conversation: "d"}, // opens nothing
		})
	}
	talk := b.talks["c"]
	require.Less(t, len(talk.openers), 600)
	require.Less(t, len(talk.items), 300)
	require.Less(t, len(talk.settled)+len(talk.withdrawn)+len(talk.alive)+len(talk.brief), 800)
	for m := range b.Talks() {
		require.Equal(t, 2000, m.FromCustomer)
		require.Equal(t, boardEpoch.Add(time.Minute), m.Start)
		require.Equal(t, m.Start, m.Unreplied)
		require.Equal(t, 16, m.Unanswered)
	}
	require.Len(t, b.talks, 2)
	require.Equal(t, 1, b.Now().Open)
}

func TestBoardIgnoresTickets(t *testing.T) {
	now := boardEpoch
	b := boardAt(t, &now)
	b.Observe(context.Background(), []Event{
		{ID: "1", At: now, Kind: TicketOpened, Ticket: "t", Conversation: "c"},
		{ID: "2", At: now, Kind: CustomerSpoke},
		{ID: "3", At: now, Kind: Presence, Step: "online"},
	})
	require.Equal(t, Moment{At: now}, b.Now())
}

// Readers and writers at once; the race detector looks on.
func TestBoardAtOnce(t *testing.T) {
	b, err := NewBoard(nil)
	require.NoError(t, err)
	from := time.Now()
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 200 {
				b.Observe(context.Background(), []Event{
					{ID: "a", At: from.Add(time.Duration(i)), Kind: CustomerSpoke, Conversation: fmt.Sprint(w, i)},
					{ID: "b", At: from.Add(time.Duration(i)), Kind: Presence, Agent: fmt.Sprint(w), Step: "online"},
				})
				m := b.Now()
				if m.Open != m.WithBot {
					t.Error("open talks are not the sum")
				}
				for range b.Talks() {
					break
				}
				b.Agents()
				b.Sweep(from)
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for m := range b.Talks() {
		require.False(t, seen[m.Conversation])
		seen[m.Conversation] = true
	}
	require.Len(t, seen, 800)
	require.Equal(t, 4, b.Now().Online)
}

func ExampleBoard() {
	now := time.Date(2026, 3, 2, 9, 10, 0, 0, time.UTC)
	board, _ := NewBoard(&BoardOptions{Now: func() time.Time { return now }})
	at := func(second int) time.Time { return now.Add(time.Duration(second-600) * time.Second) }
	board.Observe(context.Background(), []Event{
		{ID: "4", At: at(420), Kind: Assigned, Conversation: "c1", Item: "i1", Queue: "sales", Agent: "ann"}, // events come in any order
		{ID: "1", At: at(0), Kind: Presence, Agent: "ann", Step: "online"},
		{ID: "2", At: at(400), Kind: CustomerSpoke, Conversation: "c1", Channel: "web"},
		{ID: "3", At: at(410), Kind: Queued, Conversation: "c1", Item: "i1", Queue: "sales"},
		{ID: "5", At: at(555), Kind: Queued, Conversation: "c2", Item: "i2", Queue: "sales"},
	})
	out, _ := json.Marshal(board.Now())
	fmt.Println(string(out))
	// Output:
	// {"at":"2026-03-02T09:10:00Z","open":2,"with_bot":0,"waiting":1,"served":1,"longest_wait":45000000000,"online":1,"busy":0,"away":0,"wrapping":0,"last_5m":2,"last_1h":2,"queues":[{"queue":"sales","waiting":1,"served":1,"longest_wait":45000000000}],"channels":[{"channel":"","open":1},{"channel":"web","open":1}],"loads":[{"talks":1,"agents":1}]}
}

func fullBoard(tb testing.TB, talks int) *Board {
	now := boardEpoch.Add(2 * time.Hour)
	b := boardAt(tb, &now)
	for i := range talks {
		c := fmt.Sprint("c", i)
		at := boardEpoch.Add(time.Duration(i) * time.Hour / time.Duration(talks))
		events := []Event{{ID: "1", At: at, Kind: CustomerSpoke, Conversation: c, Channel: []string{"web", "app", "mail"}[i%3]}}
		if i%4 == 0 {
			events = append(events, Event{ID: "2", At: at, Kind: Queued, Conversation: c, Item: c, Queue: fmt.Sprint("q", i%5)})
		}
		if i%8 == 0 {
			events = append(events, Event{ID: "3", At: at, Kind: Assigned, Conversation: c, Item: c, Queue: fmt.Sprint("q", i%5), Agent: fmt.Sprint("agent", i%97)})
		}
		b.Observe(context.Background(), events)
	}
	return b
}

func BenchmarkBoardNow(b *testing.B) {
	for _, talks := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(talks), func(b *testing.B) {
			board := fullBoard(b, talks)
			b.ReportAllocs()
			for b.Loop() {
				board.Now()
			}
		})
	}
}

func BenchmarkBoardObserve(b *testing.B) {
	for _, talks := range []int{100, 100_000} {
		b.Run(fmt.Sprint(talks), func(b *testing.B) {
			board := fullBoard(b, talks)
			names := make([]string, talks)
			for i := range names {
				names[i] = fmt.Sprint("c", i)
			}
			b.ReportAllocs()
			i := 0
			events := make([]Event, 1)
			for b.Loop() {
				kind := BotSpoke
				if i%3 == 0 {
					kind = CustomerSpoke
				}
				events[0] = Event{ID: "x", At: boardEpoch.Add(time.Hour + time.Duration(i)*time.Millisecond), Kind: kind, Conversation: names[i%talks], Channel: "web"}
				board.Observe(context.Background(), events)
				i++
			}
		})
	}
}
