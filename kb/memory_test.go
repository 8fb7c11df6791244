package kb_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

func TestMemoryStore(t *testing.T) {
	kbtest.RunStore(t, func(*testing.T) kb.Store { return kb.NewMemoryStore() })
}

// A store that is edited for a year must not pay for every edit when it is
// read: what was overwritten is dropped, and nothing else is.
func TestMemoryStoreAfterManyEdits(t *testing.T) {
	ctx := t.Context()
	s := kb.NewMemoryStore()
	versions := map[string]int64{}
	for i := range 5000 {
		// Entry 0 is written in each round, entry 3 only in each eighth.
		id := fmt.Sprint(i % 8 & (i >> 3 % 8))
		revision, err := s.Put(ctx, kb.Entry{ID: id, Version: versions[id], Question: fmt.Sprint(i)})
		require.NoError(t, err)
		versions[id] = revision
	}
	for after := range int64(5001) {
		if after%499 != 0 && after < 4950 {
			continue
		}
		changes, err := storetest.Collect(s.Changes(ctx, after))
		require.NoError(t, err)
		want := 0
		for _, version := range versions {
			if version > after {
				want++
			}
		}
		require.Len(t, changes, want, "after %d", after)
		for _, c := range changes {
			require.Equal(t, versions[c.Entry.ID], c.Revision)
		}
	}
}

func BenchmarkMemoryStorePoll(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ctx := b.Context()
			s := kb.NewMemoryStore()
			entries := make([]kb.Entry, n)
			for i := range entries {
				entries[i].ID = fmt.Sprint(i)
			}
			revision, err := s.Put(ctx, entries...)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range s.Changes(ctx, revision) {
					require.NoError(b, err)
					b.Fatal("nothing has changed")
				}
			}
		})
	}
}
