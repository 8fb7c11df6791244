package kbtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/kefu-go/kefu/kb"
)

// version tells the version of an entry as stored, 0 if there is none.
func (b *broken) version(ctx context.Context, id string) int64 {
	e, _ := b.right.Get(ctx, id)
	return e.Version
}

// force puts entries on top of whatever versions there are.
func (b *broken) force(ctx context.Context, entries []kb.Entry) (int64, error) {
	for {
		entries = slices.Clone(entries)
		for i := range entries {
			entries[i].Version = b.version(ctx, entries[i].ID)
		}
		revision, err := b.right.Put(ctx, entries...)
		if !errors.Is(err, kb.ErrConflict) {
			return revision, err
		}
	}
}

var writeFaults = []fault{
	{"an unknown entry is an empty one", []string{"put/empty store"}, func(s *broken) {
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			e, err := s.right.Get(ctx, id)
			if errors.Is(err, kb.ErrNotFound) {
				err = nil
			}
			return e, err
		}
	}},
	{"an empty field is left as it was", []string{"put/create and update"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			entries = slices.Clone(entries)
			for i, e := range entries {
				if old, err := s.right.Get(ctx, e.ID); err == nil && e.Question == "" {
					entries[i].Question = old.Question
				}
			}
			return s.right.Put(ctx, entries...)
		}
	}},
	{"the caller's entries are written to", []string{"put/create and update"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			for i := range entries {
				entries[i].Version = revision
			}
			return revision, err
		}
	}},
	{"the revision that is returned is the one before", []string{"put/create and update"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			return revision - 1, err
		}
	}},
	{"writing nothing makes a revision", []string{"put/nothing", "put/empty store"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			if len(entries) == 0 {
				entries = []kb.Entry{entry("nothing", s.version(ctx, "nothing"))}
			}
			return s.right.Put(ctx, entries...)
		}
	}},
	{"versions are not compared", []string{"put/conflict", "delete/create again"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) { return s.force(ctx, entries) }
	}},
	{"only the first entry's version is compared", []string{"put/conflict", "put/thousands", "race/one creates"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			if len(entries) > 0 && entries[0].Version != s.version(ctx, entries[0].ID) {
				return 0, &kb.ConflictError{IDs: []string{entries[0].ID}}
			}
			return s.force(ctx, entries)
		}
	}},
	{"entries are written one by one", []string{"put/conflict", "put/thousands", "put/invalid", "race/one creates"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			var revision int64
			for _, e := range entries {
				var err error
				if revision, err = s.right.Put(ctx, e); err != nil {
					return 0, err
				}
			}
			return revision, nil
		}
	}},
	{"a conflict names the first entry only", []string{"put/conflict"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			var conflict *kb.ConflictError
			if errors.As(err, &conflict) {
				conflict.IDs = conflict.IDs[:1]
			}
			return revision, err
		}
	}},
	{"a conflict names nothing", []string{"put/conflict"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			if errors.Is(err, kb.ErrConflict) {
				err = kb.ErrConflict
			}
			return revision, err
		}
	}},
	{"of an id twice the last one counts", []string{"put/invalid"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			seen := map[string]bool{}
			slices.Reverse(entries)
			entries = slices.DeleteFunc(entries, func(e kb.Entry) bool {
				twice := seen[e.ID]
				seen[e.ID] = true
				return twice
			})
			return s.right.Put(ctx, entries...)
		}
	}},
	{"what does not exist is deleted", []string{"delete/conflict"}, func(s *broken) {
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			refs = slices.DeleteFunc(slices.Clone(refs), func(r kb.Ref) bool { return s.version(ctx, r.ID) == 0 })
			return s.right.Delete(ctx, refs...)
		}
	}},
	{"version 0 deletes whatever there is", []string{"delete/conflict"}, func(s *broken) {
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			refs = slices.Clone(refs)
			for i, r := range refs {
				if r.Version == 0 {
					refs[i].Version = s.version(ctx, r.ID)
				}
			}
			return s.right.Delete(ctx, refs...)
		}
	}},
	{"of a ref twice one counts", []string{"delete/invalid"}, func(s *broken) {
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			return s.right.Delete(ctx, slices.Compact(slices.Clone(refs))...)
		}
	}},
	{"a deleted entry stays", []string{"delete/entry"}, func(s *broken) {
		var old sync.Map
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			for _, r := range refs {
				e, _ := s.right.Get(ctx, r.ID)
				old.Store(r.ID, e)
			}
			return s.right.Delete(ctx, refs...)
		}
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			if e, ok := old.Load(id); ok {
				return e.(kb.Entry), nil
			}
			return s.right.Get(ctx, id)
		}
	}},
	{"a deleted entry cannot be created again", []string{"delete/create again"}, func(s *broken) {
		var gone sync.Map
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			for _, r := range refs {
				gone.Store(r.ID, true)
			}
			return s.right.Delete(ctx, refs...)
		}
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			for _, e := range entries {
				if _, ok := gone.Load(e.ID); ok {
					return 0, &kb.ConflictError{IDs: []string{e.ID}}
				}
			}
			return s.right.Put(ctx, entries...)
		}
	}},
	{"versions are compared before the transaction", []string{"race/no lost update"}, func(s *broken) {
		var arrived atomic.Int64
		both := make(chan struct{})
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			if entries[0].Version != s.version(ctx, entries[0].ID) {
				return 0, kb.ErrConflict
			}
			switch arrived.Add(1) { // the first two have both seen that there is none
			case 1:
				<-both
			case 2:
				close(both)
			}
			return s.force(ctx, entries)
		}
	}},
}
