package kb_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// faultyStore fails where a test wants it to. What is not set works.
type faultyStore struct {
	kb.Store
	mu                 sync.Mutex // guards what follows
	put                func(call int) error
	changes            func(call int) error // after the first change
	revision           func(call int) error
	puts, reads, asked int
}

// set changes what fails while others use the store.
func (s *faultyStore) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// calls returns how often Changes and Revision were called.
func (s *faultyStore) calls() (reads, asked int) {
	s.set(func() { reads, asked = s.reads, s.asked })
	return reads, asked
}

// fault counts a call and returns how it fails.
func (s *faultyStore) fault(calls *int, fault *func(int) error) (err error) {
	s.set(func() {
		if *calls++; *fault != nil {
			err = (*fault)(*calls)
		}
	})
	return err
}

func (s *faultyStore) Put(ctx context.Context, entries ...kb.Entry) (int64, error) {
	if err := s.fault(&s.puts, &s.put); err != nil {
		return 0, err
	}
	return s.Store.Put(ctx, entries...)
}

func (s *faultyStore) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
	if err := s.fault(&s.puts, &s.put); err != nil {
		return 0, err
	}
	return s.Store.Write(ctx, put, gone)
}

func (s *faultyStore) Changes(ctx context.Context, after int64) iter.Seq2[kb.Change, error] {
	fault := s.fault(&s.reads, &s.changes)
	return func(yield func(kb.Change, error) bool) {
		for change, err := range s.Store.Changes(ctx, after) {
			if !yield(change, err) {
				return
			}
			if fault != nil {
				yield(kb.Change{}, fault)
				return
			}
		}
	}
}

func (s *faultyStore) Revision(ctx context.Context) (int64, error) {
	if err := s.fault(&s.asked, &s.revision); err != nil {
		return 0, err
	}
	return s.Store.Revision(ctx)
}

var errDisk = errors.New("the disk is full")

func failFrom(first int) func(int) error {
	return func(call int) error {
		if call >= first {
			return errDisk
		}
		return nil
	}
}

// The counts of a report are of what is stored, however the import ends.
func TestImportEndsInTheMiddle(t *testing.T) {
	for name, run := range map[string]func(t *testing.T, l *kb.Library, s *faultyStore, opts kb.ImportOptions) (kb.ImportReport, error){
		"store": func(t *testing.T, l *kb.Library, s *faultyStore, opts kb.ImportOptions) (kb.ImportReport, error) {
			s.put = failFrom(3)
			report, err := l.Import(t.Context(), strings.NewReader(numbered(1700)), opts)
			require.ErrorIs(t, err, errDisk)
			return report, err
		},
		"reader": func(t *testing.T, l *kb.Library, _ *faultyStore, opts kb.ImportOptions) (kb.ImportReport, error) {
			file := io.MultiReader(strings.NewReader(numbered(1200)), iotest.ErrReader(errDisk))
			report, err := l.Import(t.Context(), file, opts)
			require.ErrorIs(t, err, errDisk)
			return report, err
		},
		"context": func(t *testing.T, l *kb.Library, _ *faultyStore, opts kb.ImportOptions) (kb.ImportReport, error) {
			ctx, cancel := context.WithCancel(t.Context())
			batches := 0
			told := opts.OnCommit
			opts.OnCommit = func(rows []kb.RowResult) {
				told(rows)
				if batches++; batches == 2 {
					cancel()
				}
			}
			report, err := l.Import(ctx, strings.NewReader(numbered(1700)), opts)
			require.ErrorIs(t, err, context.Canceled)
			return report, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &faultyStore{Store: kb.NewMemoryStore()}
			l := libraryOver(t, s, nil)
			told := 0
			report, _ := run(t, l, s, kb.ImportOptions{OnCommit: func(rows []kb.RowResult) { told += len(rows) }})
			n, err := l.Len(t.Context())
			require.NoError(t, err)
			assert.Equal(t, 1000, n)
			assert.Equal(t, n, report.Added)
			assert.Equal(t, n, told)

			// The rest comes with the same file, and what is there stays.
			s.put = nil
			report, err = l.Import(t.Context(), strings.NewReader(numbered(1700)), kb.ImportOptions{})
			require.NoError(t, err)
			assert.Equal(t, 1000, report.Unchanged)
			assert.Equal(t, 700, report.Added)
		})
	}
}

func TestImportCannotBegin(t *testing.T) {
	s := &faultyStore{Store: kb.NewMemoryStore(), changes: failFrom(1)}
	_, err := s.Put(t.Context(), smart("a", "something"))
	require.NoError(t, err)
	report, err := libraryOver(t, s, nil).Import(t.Context(), strings.NewReader(numbered(1)), kb.ImportOptions{})
	require.ErrorIs(t, err, errDisk)
	assert.Empty(t, report.Rows)
}
