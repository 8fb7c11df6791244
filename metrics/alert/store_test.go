package alert

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// stuck is a store of which one call never ends, and does not honour its context.
type stuck struct {
	MemoryStore
	load, save chan struct{}
}

func wait(c chan struct{}) {
	if c != nil {
		<-c
	}
}

func (s *stuck) Load(ctx context.Context, key string) ([]byte, int64, error) {
	wait(s.load)
	return s.MemoryStore.Load(ctx, key)
}

func (s *stuck) Save(ctx context.Context, key string, data []byte, version int64) error {
	wait(s.save)
	return s.MemoryStore.Save(ctx, key, data, version)
}

func TestStoreIsNotWaitedForLong(t *testing.T) {
	for _, loads := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			hold, store := make(chan struct{}), &stuck{}
			if loads {
				store.load = hold
			} else {
				store.save = hold
			}
			e := engine(t, []Rule{dial(new(11.))}, new(told), &Options{Store: store, Timeout: time.Second})
			began := time.Now()
			require.ErrorIs(t, e.Evaluate(t.Context(), minute(0)), context.DeadlineExceeded)
			require.LessOrEqual(t, time.Since(began), 3*time.Second, "silences, the group and its deliveries")
			close(hold)
		})
	}
}
