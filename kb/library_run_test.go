package kb_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// run starts Run and returns how to end it; that checks how it ended.
func run(t *testing.T, l *kb.Library) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	synctest.Wait()
	return func() {
		cancel()
		require.NoError(t, <-ended)
	}
}

func TestRunFollowsOtherNodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &faultyStore{Store: kb.NewMemoryStore()}
		here, there := libraryOver(t, s, &kb.LibraryOptions{Poll: 10 * time.Second}), libraryOver(t, s.Store, nil)
		put, err := there.Put(t.Context(), smart("a", "before the start"))
		require.NoError(t, err)
		end := run(t, here)
		assert.Len(t, identicalIn(t, here, "before the start"), 1)

		put[0].Question = "after the start"
		_, err = there.Put(t.Context(), put[0], smart("b", "another one"))
		require.NoError(t, err)
		assert.Empty(t, identicalIn(t, here, "after the start"), "not before the next poll")
		time.Sleep(10 * time.Second) // of a fake clock
		synctest.Wait()
		assert.Len(t, identicalIn(t, here, "after the start"), 1)
		assert.Empty(t, identicalIn(t, here, "before the start"))

		require.NoError(t, there.Delete(t.Context(), "b"))
		reads, _ := s.calls()
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Empty(t, identicalIn(t, here, "another one"))
		nowReads, asked := s.calls()
		assert.Equal(t, reads+1, nowReads, "changes are read only when there is a new revision")
		assert.Equal(t, 8, asked)
		end()
		time.Sleep(time.Minute)
		_, asked = s.calls()
		assert.Equal(t, 8, asked, "nothing goes on after the end")
	})
}

// A store that is away for a while is asked again; what it holds by then is
// there one poll after it is back.
func TestRunOutlivesAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &faultyStore{Store: kb.NewMemoryStore()}
		var log bytes.Buffer
		l := libraryOver(t, s, &kb.LibraryOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		end := run(t, l)
		s.set(func() { s.revision = failFrom(0) })
		_, err := s.Put(t.Context(), smart("a", "written meanwhile"))
		require.NoError(t, err)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		assert.Equal(t, 3, strings.Count(log.String(), "cannot follow the store"))
		assert.Contains(t, log.String(), errDisk.Error())

		s.set(func() { s.revision, s.changes = nil, failFrom(0) })
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, 4, strings.Count(log.String(), "cannot follow the store"))
		assert.Empty(t, identicalIn(t, l, "written meanwhile"))

		s.set(func() { s.changes = nil })
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Len(t, identicalIn(t, l, "written meanwhile"), 1)
		end()
		assert.Equal(t, 4, strings.Count(log.String(), "level=WARN"), "the end is no failure")
	})
}
