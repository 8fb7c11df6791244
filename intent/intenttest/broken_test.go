package intenttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right         *intent.MemoryStore
	putModel      func(ctx context.Context, m intent.StoredModel) error
	model         func(ctx context.Context, version string) (intent.StoredModel, error)
	models        func(ctx context.Context) iter.Seq2[intent.StoredModel, error]
	live          func(ctx context.Context) (intent.Live, error)
	setLive       func(ctx context.Context, live intent.Live) (intent.Live, error)
	putCorrection func(ctx context.Context, c intent.Correction) (intent.Correction, error)
	corrections   func(ctx context.Context, after int64) iter.Seq2[intent.Correction, error]
}

func (b *broken) PutModel(ctx context.Context, m intent.StoredModel) error {
	if b.putModel != nil {
		return b.putModel(ctx, m)
	}
	return b.right.PutModel(ctx, m)
}

func (b *broken) Model(ctx context.Context, version string) (intent.StoredModel, error) {
	if b.model != nil {
		return b.model(ctx, version)
	}
	return b.right.Model(ctx, version)
}

func (b *broken) Models(ctx context.Context) iter.Seq2[intent.StoredModel, error] {
	if b.models != nil {
		return b.models(ctx)
	}
	return b.right.Models(ctx)
}

func (b *broken) Live(ctx context.Context) (intent.Live, error) {
	if b.live != nil {
		return b.live(ctx)
	}
	return b.right.Live(ctx)
}

func (b *broken) SetLive(ctx context.Context, live intent.Live) (intent.Live, error) {
	if b.setLive != nil {
		return b.setLive(ctx, live)
	}
	return b.right.SetLive(ctx, live)
}

func (b *broken) PutCorrection(ctx context.Context, c intent.Correction) (intent.Correction, error) {
	if b.putCorrection != nil {
		return b.putCorrection(ctx, c)
	}
	return b.right.PutCorrection(ctx, c)
}

func (b *broken) Corrections(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
	if b.corrections != nil {
		return b.corrections(ctx, after)
	}
	return b.right.Corrections(ctx, after)
}

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	store  func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[intent.Store]
	for _, f := range slices.Concat(modelFaults, liveFaults, correctionFaults, otherFaults) {
		faults = append(faults, storetest.Fault[intent.Store]{What: f.what, Checks: f.checks, New: func() intent.Store {
			s := &broken{right: intent.NewMemoryStore()}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, storeChecks(), faults)
}

var errBusy = errors.New("the database is busy")

// onPutModel changes what is put; nil is a put that is lost.
func onPutModel(change func(m *intent.StoredModel)) func(*broken) {
	return func(s *broken) {
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			change(&m)
			return s.right.PutModel(ctx, m)
		}
	}
}

// onModels changes what a list yields.
func onModels(change func(all []intent.StoredModel) []intent.StoredModel) func(*broken) {
	return func(s *broken) {
		s.models = func(ctx context.Context) iter.Seq2[intent.StoredModel, error] {
			all, err := storetest.Collect(s.right.Models(ctx))
			return yieldAll(change(all), err)
		}
	}
}

// onCorrections changes what a loop yields.
func onCorrections(change func(after int64, all []intent.Correction) []intent.Correction) func(*broken) {
	return func(s *broken) {
		s.corrections = func(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
			all, err := storetest.Collect(s.right.Corrections(ctx, 0))
			return yieldAll(change(after, all), err)
		}
	}
}

func since(after int64, all []intent.Correction) []intent.Correction {
	return slices.DeleteFunc(all, func(c intent.Correction) bool { return c.Cursor <= after })
}

func yieldAll[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// goesOn calls yield after its loop was left.
func goesOn[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			yield(v, err)
		}
	}
}

var modelFaults = []fault{
	{"it holds a model from the start", []string{"model/nothing yet"}, func(s *broken) {
		s.models = func(context.Context) iter.Seq2[intent.StoredModel, error] {
			return yieldAll([]intent.StoredModel{model("ghost", 1)}, nil)
		}
	}},
	{"a missing model is an empty one", []string{"model/nothing yet"}, func(s *broken) {
		s.model = func(ctx context.Context, version string) (intent.StoredModel, error) {
			m, err := s.right.Model(ctx, version)
			if errors.Is(err, intent.ErrNotFound) {
				return m, nil
			}
			return m, err
		}
	}},
	{"versions are compared without case", []string{"model/versions"}, func(s *broken) {
		s.model = func(ctx context.Context, version string) (intent.StoredModel, error) {
			m, err := s.right.Model(ctx, strings.ToLower(version))
			return m, err
		}
	}},
	{"an empty version is a version", []string{"model/versions"}, func(s *broken) {
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			if m.Version == "" {
				return nil
			}
			return s.right.PutModel(ctx, m)
		}
	}},
	{"bytes that are not UTF-8 are replaced", []string{"model/content"}, onPutModel(func(m *intent.StoredModel) {
		m.Data = bytes.ToValidUTF8(m.Data, []byte("?"))
	})},
	{"notes are trimmed", []string{"model/content"}, onPutModel(func(m *intent.StoredModel) { m.Note = strings.TrimSpace(m.Note) })},
	{"times are cut to seconds", []string{"model/content"}, onPutModel(func(m *intent.StoredModel) { m.Created = m.Created.Truncate(time.Second) })},
	{"models are cut at 16 MB", []string{"model/20 MB"}, onPutModel(func(m *intent.StoredModel) { m.Data = m.Data[:min(len(m.Data), 16<<20)] })},
	{"bytes are compared by their length", []string{"model/twice", "model/20 MB"}, func(s *broken) {
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			if old, err := s.right.Model(ctx, m.Version); err == nil && len(old.Data)/9 == len(m.Data)/9 {
				return nil
			}
			return s.right.PutModel(ctx, m)
		}
	}},
	{"the same model again is a conflict", []string{"model/twice"}, func(s *broken) {
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			if _, err := s.right.Model(ctx, m.Version); err == nil {
				return intent.ErrConflict
			}
			return s.right.PutModel(ctx, m)
		}
	}},
	{"the list is the oldest first", []string{"model/list"}, onModels(func(all []intent.StoredModel) []intent.StoredModel {
		slices.Reverse(all)
		return all
	})},
	{"the list has the data", []string{"model/list"}, onModels(func(all []intent.StoredModel) []intent.StoredModel {
		for i := range all {
			all[i].Data = []byte("data")
		}
		return all
	})},
	{"the list forgets what was folded", []string{"model/list"}, onModels(func(all []intent.StoredModel) []intent.StoredModel {
		for i := range all {
			all[i].Folded = 0
		}
		return all
	})},
	{"the list is one page", []string{"model/many"}, onModels(func(all []intent.StoredModel) []intent.StoredModel {
		return all[:min(len(all), 200)]
	})},
	{"it keeps the caller's slice", []string{"model/no shared memory"}, func(s *broken) {
		kept := map[string][]byte{}
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			kept[m.Version] = m.Data
			return s.right.PutModel(ctx, m)
		}
		s.model = func(ctx context.Context, version string) (intent.StoredModel, error) {
			m, err := s.right.Model(ctx, version)
			m.Data = kept[version]
			return m, err
		}
	}},
	{"a loop over models goes on when it was left", []string{"model/leave early"}, func(s *broken) {
		s.models = func(ctx context.Context) iter.Seq2[intent.StoredModel, error] { return goesOn(s.right.Models(ctx)) }
	}},
	{"the store is locked during a loop over models", []string{"model/use the store"}, func(s *broken) {
		var busy atomic.Bool
		s.models = func(ctx context.Context) iter.Seq2[intent.StoredModel, error] {
			return func(yield func(intent.StoredModel, error) bool) {
				busy.Store(true)
				defer busy.Store(false)
				s.right.Models(ctx)(yield)
			}
		}
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			if busy.Load() {
				return errBusy
			}
			return s.right.PutModel(ctx, m)
		}
	}},
}

var liveFaults = []fault{
	{"something is live from the start", []string{"live/nothing yet"}, func(s *broken) {
		s.live = func(context.Context) (intent.Live, error) { return intent.Live{Revision: 1}, nil }
	}},
	{"the shadow is not kept", []string{"live/replace"}, func(s *broken) {
		s.setLive = func(ctx context.Context, live intent.Live) (intent.Live, error) {
			shadow := live.Shadow
			live.Shadow = ""
			live, err := s.right.SetLive(ctx, live)
			live.Shadow = shadow
			return live, err
		}
	}},
	{"the old revision is returned", []string{"live/replace"}, func(s *broken) {
		s.setLive = func(ctx context.Context, live intent.Live) (intent.Live, error) {
			_, err := s.right.SetLive(ctx, live)
			return live, err
		}
	}},
	{"the last one wins", []string{"live/conflict"}, func(s *broken) {
		s.setLive = func(ctx context.Context, live intent.Live) (intent.Live, error) {
			now, err := s.right.Live(ctx)
			if err != nil {
				return now, err
			}
			live.Revision = now.Revision
			return s.right.SetLive(ctx, live)
		}
	}},
	{"only the version that answers must be there", []string{"live/unknown version"}, func(s *broken) {
		s.setLive = func(ctx context.Context, live intent.Live) (intent.Live, error) {
			live.Shadow = ""
			return s.right.SetLive(ctx, live)
		}
	}},
	{"compare and set are two steps", []string{"race/live"}, func(s *broken) {
		var mu sync.Mutex
		stored := intent.Live{}
		s.live = func(context.Context) (intent.Live, error) {
			mu.Lock()
			defer mu.Unlock()
			return stored, nil
		}
		s.setLive = func(_ context.Context, live intent.Live) (intent.Live, error) {
			mu.Lock()
			now := stored
			mu.Unlock()
			if now.Revision != live.Revision {
				return intent.Live{}, intent.ErrConflict
			}
			time.Sleep(time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			live.Revision++
			stored = live
			return live, nil
		}
	}},
}

var correctionFaults = []fault{
	{"ids are trimmed", []string{"correction/ids"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			c.ID = strings.TrimSpace(c.ID)
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"an empty text is stored", []string{"correction/empty"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			if c.Text == "" {
				c.Text = "?"
			}
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"texts are made valid", []string{"correction/content"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			c.Text = strings.ToValidUTF8(c.Text, "?")
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"another cursor is returned than kept", []string{"correction/content"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			c, err := s.right.PutCorrection(ctx, c)
			c.Cursor += 100
			return c, err
		}
	}},
	{"the same correction again is a new one", []string{"correction/twice"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			turn := c
			turn.Undone = !turn.Undone
			if all, err := storetest.Collect(s.right.Corrections(ctx, 0)); err == nil && len(all) > 0 {
				if _, err := s.right.PutCorrection(ctx, turn); err != nil {
					return c, err
				}
			}
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"the label is not compared", []string{"correction/conflict"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			if c.Label == "another" {
				return c, nil
			}
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"an undone correction keeps its cursor", []string{"correction/undo"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			for old, err := range s.right.Corrections(ctx, 0) {
				if err == nil && old.ID == c.ID && old.Undone != c.Undone {
					old.Undone = c.Undone
					return old, nil
				}
			}
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"who undoes replaces who corrected", []string{"correction/undo"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			actor := c.Actor
			c, err := s.right.PutCorrection(ctx, c)
			c.Actor = actor
			return c, err
		}
	}},
	{"undone is not read", []string{"correction/undo"}, onCorrections(func(after int64, all []intent.Correction) []intent.Correction {
		all = since(after, all)
		for i := range all {
			all[i].Undone = false
		}
		return all
	})},
	{"a loop is one page", []string{"correction/many"}, onCorrections(func(after int64, all []intent.Correction) []intent.Correction {
		all = since(after, all)
		return all[:min(len(all), 500)]
	})},
	{"a loop is in the order of ids", []string{"correction/many"}, onCorrections(func(after int64, all []intent.Correction) []intent.Correction {
		slices.SortFunc(all, func(a, b intent.Correction) int { return strings.Compare(a.ID, b.ID) })
		return since(after, all)
	})},
	{"a loop over corrections goes on when it was left", []string{"correction/leave early"}, func(s *broken) {
		s.corrections = func(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
			return goesOn(s.right.Corrections(ctx, after))
		}
	}},
	{"the store is locked during a loop over corrections", []string{"correction/use the store"}, func(s *broken) {
		var busy atomic.Bool
		s.corrections = func(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
			return func(yield func(intent.Correction, error) bool) {
				busy.Store(true)
				defer busy.Store(false)
				s.right.Corrections(ctx, after)(yield)
			}
		}
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			if busy.Load() {
				return c, errBusy
			}
			return s.right.PutCorrection(ctx, c)
		}
	}},
	{"a correction appears late, below a cursor that was shown", []string{"race/corrections"}, func(s *broken) {
		var shown atomic.Int64
		onCorrections(func(after int64, all []intent.Correction) []intent.Correction {
			all = slices.DeleteFunc(since(after, all), func(c intent.Correction) bool { return c.Cursor%3 == 0 && c.Cursor > shown.Load() })
			if len(all) > 0 {
				shown.Store(all[len(all)-1].Cursor)
			}
			return all
		})(s)
	}},
	{"two can put the same version", []string{"race/one model"}, func(s *broken) {
		s.putModel = func(context.Context, intent.StoredModel) error { return nil }
	}},
}

var otherFaults = []fault{
	{"reads do not look at the context", []string{"context/reads"}, func(s *broken) {
		s.live = func(ctx context.Context) (intent.Live, error) { return s.right.Live(context.WithoutCancel(ctx)) }
	}},
	{"a model is kept although the context is done", []string{"context/writes"}, func(s *broken) {
		s.putModel = func(ctx context.Context, m intent.StoredModel) error {
			return cmpErr(s.right.PutModel(context.WithoutCancel(ctx), m), ctx.Err())
		}
	}},
	{"a correction is kept although the context is done", []string{"context/writes"}, func(s *broken) {
		s.putCorrection = func(ctx context.Context, c intent.Correction) (intent.Correction, error) {
			c, err := s.right.PutCorrection(context.WithoutCancel(ctx), c)
			return c, cmpErr(err, ctx.Err())
		}
	}},
	{"loops do not look at the context", []string{"context/loops"}, func(s *broken) {
		s.corrections = func(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
			return s.right.Corrections(context.WithoutCancel(ctx), after)
		}
	}},
}

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("broken: %w", err)
		}
	}
	return nil
}
