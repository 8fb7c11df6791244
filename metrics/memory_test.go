package metrics

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/storetest"
)

// Whatever is done to it, the store in memory is what plain maps would be.
func TestMemoryStoreIsLikeItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &storePair{store: NewMemoryStore(), model: newModelStore()}
		t.Repeat(map[string]func(*rapid.T){
			"append":  p.append,
			"fold":    p.fold,
			"prune":   p.prune,
			"rebuild": p.rebuild,
		})
		p.compare(t)
	})
}

// Pages, chunks and tables that grow and are pruned hold what they held.
func TestMemoryStoreGrowsAndForgets(t *testing.T) {
	p := &storePair{store: NewMemoryStore(), model: newModelStore()}
	ctx := t.Context()
	both := func(f func(s anyStore) error) {
		require.NoError(t, f(p.store))
		require.NoError(t, f(p.model))
	}
	const threads = 3 * threadChunk / 2
	for round := range 4 {
		var events []Event
		for i := range 2 * pageEvents {
			thread := round*threads/4 + i*7919%(threads/4) // each round has threads of its own, and some of the first
			if i%100 == 99 && i > pageEvents {
				thread = -1 // one that goes on
			}
			e := Event{ID: fmt.Sprint(round, "/", i), Kind: CustomerSpoke, Conversation: fmt.Sprint("t", thread), At: hourAt(round*2000 + i%500)}
			if i%300 == 0 {
				e.Reason = string(make([]byte, 10_000))
			}
			events = append(events, e)
		}
		both(func(s anyStore) error {
			_, err := s.Append(ctx, events...)
			return err
		})
		p.foldAll(t, ctx)
		if round%2 == 1 {
			before := hourAt(round*2000 - 1)
			both(func(s anyStore) error {
				n, err := s.Prune(ctx, before)
				require.Positive(t, n)
				return err
			})
		}
		p.compare(t)
		both(func(s anyStore) error { // what is known is known after all that
			n, err := s.Append(ctx, events...)
			require.Zero(t, n)
			return err
		})
	}
	require.True(t, p.store.log.pages[0] == nil, "a page of which all is forgotten takes no memory")
	packed := 0
	for _, part := range p.store.sums.parts {
		if part.sheet == nil {
			packed++
		}
	}
	require.Greater(t, packed, len(p.store.sums.parts)/2, "sums that do not change are packed")
}

// A call with very many events leaves no room behind that later ones do not need.
func TestMemoryStoreReturnsItsScratch(t *testing.T) {
	s := NewMemoryStore()
	e := Event{ID: "x", At: hourAt(1), Kind: CustomerSpoke, Conversation: "c", Reason: string(make([]byte, 2*keptScratch))}
	_, err := s.Append(t.Context(), e)
	require.NoError(t, err)
	require.Nil(t, s.log.packed)
}

type anyStore interface {
	Store
	Rebuilder
	Archive
}

// storePair is a store and what it has to be like.
type storePair struct {
	store *MemoryStore
	model *modelStore
	n     int
}

func hourAt(n int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}

func (p *storePair) append(t *rapid.T) {
	var events []Event
	for range rapid.IntRange(1, 100).Draw(t, "events") {
		p.n++
		e := Event{ID: fmt.Sprint(p.n), At: hourAt(p.n % 400), Kind: CustomerSpoke, Conversation: fmt.Sprint("t", p.n*31%97), Agent: "ann", Ticket: "T"}
		switch p.n % 10 {
		case 0:
			e.Kind = Presence
		case 1:
			e.Kind = TicketReplied
		case 2:
			e.ID = fmt.Sprint(p.n / 2)
		}
		events = append(events, e)
	}
	ours, err := p.store.Append(t.Context(), events...)
	require.NoError(t, err)
	theirs, err := p.model.Append(t.Context(), events...)
	require.NoError(t, err)
	require.Equal(t, theirs, ours)
}

// modelFolded folds a thread to episodes that depend on its events and on a number.
func modelFolded(thread Thread, by int) Folded {
	f := Folded{Key: thread.Key, Version: thread.Version}
	if by%4 == 0 {
		f.Due = hourAt(by % 300)
	}
	for i := range by % 3 {
		n := len(thread.Events)
		f.Episodes = append(f.Episodes, Episode{
			ID: fmt.Sprintf("%s#%d", thread.Key, i), Subject: Talk, Agent: fmt.Sprint("agent", by%5), FromCustomer: n + by,
			Start:      hourAt((n*by + 97*i) % 500).Add(time.Duration(by%60) * time.Minute),
			FirstReply: Span{Wall: time.Duration(by) * time.Second, Known: true},
		})
	}
	return f
}

func (p *storePair) fold(t *rapid.T) {
	now := hourAt(rapid.IntRange(0, 300).Draw(t, "now"))
	keys, err := p.model.Stale(t.Context(), now, 1000)
	require.NoError(t, err)
	by := rapid.IntRange(0, 1000).Draw(t, "by")
	var folded []Folded
	for thread, err := range p.model.Threads(t.Context(), append(keys, "c/nobody")...) {
		require.NoError(t, err)
		if by++; by%5 == 0 {
			continue
		}
		f := modelFolded(thread, by)
		if by%11 == 0 {
			f.Version--
		}
		folded = append(folded, f)
	}
	require.NoError(t, p.store.Fold(t.Context(), folded...))
	require.NoError(t, p.model.Fold(t.Context(), folded...))
}

func (p *storePair) foldAll(t *testing.T, ctx context.Context) {
	t.Helper()
	var folded []Folded
	for thread, err := range p.model.Threads(ctx) {
		require.NoError(t, err)
		folded = append(folded, modelFolded(thread, 1+4*len(folded)))
	}
	for batch := range slices.Chunk(folded, 50) {
		require.NoError(t, p.store.Fold(ctx, batch...))
		require.NoError(t, p.model.Fold(ctx, batch...))
	}
}

func (p *storePair) prune(t *rapid.T) {
	before := hourAt(rapid.IntRange(0, 450).Draw(t, "before"))
	ours, err := p.store.Prune(t.Context(), before)
	require.NoError(t, err)
	theirs, err := p.model.Prune(t.Context(), before)
	require.NoError(t, err)
	require.Equal(t, theirs, ours)
}

func (p *storePair) rebuild(t *rapid.T) {
	by := rapid.IntRange(0, 1000).Draw(t, "by")
	fold := func(thread Thread) Folded { return modelFolded(thread, by+len(thread.Key)) }
	require.NoError(t, p.store.Rebuild(t.Context(), fold))
	require.NoError(t, p.model.Rebuild(t.Context(), fold))
}

// compare reads everything from both.
func (p *storePair) compare(t rapid.TB) {
	ctx := context.Background()
	same := func(what string, ours, theirs any) {
		if !reflect.DeepEqual(theirs, ours) { // require would show everything
			t.Fatalf("the %s are not those of the model", what)
		}
	}
	same("threads", readAll(t, p.store.Threads(ctx)), readAll(t, p.model.Threads(ctx)))
	for _, after := range []int64{0, int64(p.n) / 3, int64(p.n) - 5} {
		same("feed", readAll(t, p.store.Feed(ctx, after)), readAll(t, p.model.Feed(ctx, after)))
	}
	for _, now := range []time.Time{hourAt(-1), hourAt(100), hourAt(250)} {
		ours, err := p.store.Stale(ctx, now, 10_000)
		require.NoError(t, err)
		theirs, err := p.model.Stale(ctx, now, 10_000)
		require.NoError(t, err)
		slices.Sort(ours)
		slices.Sort(theirs)
		same("stale", ours, theirs)
	}
	for _, r := range [][2]time.Time{{hourAt(-1), hourAt(9999)}, {hourAt(33).Add(Slot), hourAt(210).Add(3 * Slot)}, {hourAt(50).Add(Slot), hourAt(50).Add(2 * Slot)}} {
		same("episodes", readAll(t, p.store.Episodes(ctx, r[0], r[1])), readAll(t, p.model.Episodes(ctx, r[0], r[1])))
		require.Equal(t, sheetBytes(t, p.model.Sheets(ctx, r[0], r[1])), sheetBytes(t, p.store.Sheets(ctx, r[0], r[1])))
	}
}

func readAll[T any](t rapid.TB, seq iter.Seq2[T, error]) []T {
	all, err := storetest.Collect(seq)
	require.NoError(t, err)
	return all
}

func sheetBytes(t rapid.TB, sheets iter.Seq2[*Sheet, error]) []byte {
	sum := NewSheet()
	for _, sheet := range readAll(t, sheets) {
		sum.Merge(sheet)
	}
	data, err := sum.MarshalBinary()
	require.NoError(t, err)
	return data
}
