package kb

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Library is an [Index] over a [Store]: the knowledge base of a service. It is
// safe for concurrent use. When Put, Delete or Import has returned, the next Match
// of this Library sees the change; other Libraries over the same store see it
// at their next Refresh, which Run calls whenever the store has a new revision.
//
// Nothing is read before the first call: that one loads the index.
type Library struct {
	index   *Index
	meaning meaning
	store   Store
	opts    LibraryOptions

	following following
}

// LibraryOptions are the choices of a [Library].
type LibraryOptions struct {
	// Policy decides for Library.Decide. Default: the zero Policy.
	Policy Policy
	// Index are the choices of the index; its clock is that of the library.
	// Default: those of [NewIndex].
	Index IndexOptions
	// Actions are the functions behind live answers, by name. Default: none.
	Actions map[string]ActionFunc
	// Embedder adds a host's model to smart matching. Default: none.
	Embedder Embedder
	// EmbedTimeout is when the context of the Embedder's call for a query ends; the
	// match goes on without a vector when the call returns. It runs in the caller's
	// goroutine and is not abandoned: an Embedder that does not heed its context delays
	// the match. After three failures in a row, late vectors among them, queries are
	// matched without it for a second, and longer each time it fails again, up to 30 s.
	// Default: 300 ms.
	EmbedTimeout time.Duration
	// Guard checks queries before they are matched, and what [Library.Answer]
	// returns. Default: none.
	Guard Guard
	// Recommender recommends in place of [Library.Recommend]'s own rules. Default:
	// none.
	Recommender Recommender
	// Records keeps drafts, tasks, checkpoints and what was decided about
	// suggestions. Default: in memory.
	Records RecordStore
	// Log keeps what was asked and what was said of the answers. Default: in
	// memory.
	Log LogStore
	// Correction says when complaints open a correction [Task]. Default: the zero
	// CorrectionOptions.
	Correction CorrectionOptions
	// Online says what is learned from each verdict at once. Default: nothing.
	Online OnlineOptions
	// Authorizer says who may do what through an [Editor], through Import, Export
	// and Sync where they are told who acts, with a [Task] and with a [Suggestion].
	// What else a host calls is not asked about. Default: everybody may do
	// everything.
	Authorizer Authorizer
	// Poll is how often Run asks the store for a new revision. Default: 1 s.
	Poll time.Duration
	// Unrefined keeps Run from refining the index. Default: Run calls
	// [Library.Refine] when a tenth of the entries have changed since the last time,
	// as soon as a poll finds nothing new, or after a minute of changes without end.
	Unrefined bool
	// Now tells the time. Default: time.Now.
	Now func() time.Time
	// NewID makes the ids of entries that come without one. Default: a UUID of
	// version 7.
	NewID func() string
	// Logger hears about what cannot be returned as an error. Default: nobody.
	Logger *slog.Logger
}

// NewLibrary returns a library over a store.
func NewLibrary(store Store, opts *LibraryOptions) (*Library, error) {
	l := &Library{store: store}
	l.following.init()
	l.meaning.asking.free = askingFaults
	if opts != nil {
		l.opts = *opts
	}
	if store == nil {
		return nil, &FieldError{Field: "store", Reason: "is nil"}
	}
	if err := l.opts.Policy.Validate(); err != nil {
		return nil, err
	}
	if l.opts.EmbedTimeout < 0 {
		return nil, &FieldError{Field: "embed_timeout", Reason: "is negative"}
	}
	if l.opts.Poll < 0 {
		return nil, &FieldError{Field: "poll", Reason: "is negative"}
	}
	if l.opts.Poll == 0 {
		l.opts.Poll = time.Second
	}
	if l.opts.Now == nil {
		l.opts.Now = time.Now
	}
	if l.opts.Records == nil {
		l.opts.Records = NewMemoryRecords()
	}
	if l.opts.Log == nil {
		l.opts.Log = NewMemoryLog()
	}
	l.opts.Index.Now = l.opts.Now
	l.index = NewIndex(&l.opts.Index)
	if l.opts.NewID == nil {
		l.opts.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if l.opts.Logger == nil {
		l.opts.Logger = slog.New(slog.DiscardHandler)
	}
	return l, nil
}

// Match returns the entries that fit a query; see [Index.Match]. With a [Guard] the
// masked query is matched; if the guard forbids it, the error is [ErrBlocked]. With an
// [Embedder] smart matching also knows what is near in meaning; see [Library.Refine].
// If ctx is done at the beginning, the error is its own.
func (l *Library) Match(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	if err := l.guardQuery(ctx, &q); err != nil {
		return nil, err
	}
	return l.match(ctx, q), nil
}

// Decide matches a query and applies the library's policy. A query that a [Guard]
// forbids is decided as None, with the reason [Blocked].
func (l *Library) Decide(ctx context.Context, q Query) (Decision, error) {
	if q.Limit == 0 {
		q.Limit = max(defaultLimit, l.opts.Policy.MaxSuggest)
	}
	hits, err := l.Match(ctx, q)
	if errors.Is(err, ErrBlocked) {
		return Decision{Kind: None, Reason: Blocked}, nil
	}
	if err != nil {
		return Decision{}, err
	}
	return l.opts.Policy.Decide(hits), nil
}

// Len returns the number of entries.
func (l *Library) Len(ctx context.Context) (int, error) {
	err := l.load(ctx)
	return l.index.Len(), err
}

// Get returns an entry as this Library sees it, or [ErrNotFound].
func (l *Library) Get(ctx context.Context, id string) (Entry, error) {
	if err := l.load(ctx); err != nil {
		return Entry{}, err
	}
	e, ok := l.index.Get(id)
	if !ok {
		return Entry{}, ErrNotFound
	}
	return e, nil
}

// Visible reports whether the filters of a query let an entry through, whatever
// its text: for showing an entry that is not a hit, such as one that a customer was
// offered some time ago.
func (l *Library) Visible(e *Entry, q Query) bool { return q.passes(e, q.at(l.opts.Now)) }

// putAttempts bounds how often Put and Delete start over when other writers are
// faster. Each failure means that somebody else's write succeeded.
const putAttempts = 10

// Put writes entries, all or none, and returns them as stored. An entry with
// Version 0 is created or replaces whatever has its ID; one with another Version
// replaces exactly that version, else the error is [ErrConflict]. An empty ID is
// filled in. A faulty entry is reported as a [*FieldError].
func (l *Library) Put(ctx context.Context, entries ...Entry) ([]Entry, error) {
	put := make([]Entry, len(entries))
	for i := range entries {
		put[i] = *entries[i].clone()
		if err := put[i].Validate(); err != nil {
			return nil, err
		}
		if put[i].ID == "" {
			put[i].ID = l.opts.NewID()
		}
		put[i].Updated = l.opts.Now().UTC().Truncate(time.Microsecond)
	}
	revision, err := l.retry(ctx, func() (int64, error) {
		for i := range put {
			if entries[i].Version == 0 {
				put[i].Version = l.version(put[i].ID)
			}
		}
		return l.store.Put(ctx, put...)
	}, func(id string) bool {
		at := slices.IndexFunc(put, func(e Entry) bool { return e.ID == id })
		return at >= 0 && entries[at].Version == 0
	})
	if err != nil {
		return nil, err
	}
	for i := range put {
		put[i].Version = revision
	}
	return put, nil
}

// Delete removes entries, all or none, whatever their version. If one does not
// exist, nothing is removed and the error is [ErrNotFound].
func (l *Library) Delete(ctx context.Context, ids ...string) error {
	refs := make([]Ref, len(ids))
	_, err := l.retry(ctx, func() (int64, error) {
		for i, id := range ids {
			refs[i] = Ref{ID: id, Version: l.version(id)}
			if refs[i].Version == 0 {
				return 0, ErrNotFound
			}
		}
		return l.store.Delete(ctx, refs...)
	}, func(string) bool { return true })
	return err
}

// retry runs a write on top of what the store has, until no conflict is left
// that may be overcome, and makes it visible.
func (l *Library) retry(ctx context.Context, write func() (int64, error), mayRepeat func(id string) bool) (int64, error) {
	if err := l.load(ctx); err != nil {
		return 0, err
	}
	for attempt := 1; ; attempt++ {
		revision, err := write()
		if err == nil {
			l.readBack(ctx, revision)
			return revision, nil
		}
		var conflict *ConflictError
		if !errors.As(err, &conflict) || attempt == putAttempts || !slices.ContainsFunc(conflict.IDs, mayRepeat) {
			return 0, err
		}
		if err := l.Refresh(ctx); err != nil {
			return 0, err
		}
	}
}

func (l *Library) version(id string) int64 {
	if e, ok := l.index.Get(id); ok {
		return e.Version
	}
	return 0
}

// SetLexicon changes the lexicon as [Index.SetLexicon] does, when the entries are
// there. The lexicon is not kept in the store: each node sets its own.
func (l *Library) SetLexicon(ctx context.Context, lexicon *Lexicon) error {
	if err := l.load(ctx); err != nil {
		return err
	}
	l.index.SetLexicon(lexicon)
	return nil
}

// Run follows the store until ctx is done, and then returns nil. It needs one
// small query each Poll. Failures are logged and tried again. It refines the
// index when enough has changed (see LibraryOptions.Unrefined), beside the polls.
func (l *Library) Run(ctx context.Context) error {
	tick := time.NewTicker(l.opts.Poll)
	defer tick.Stop()
	var refiner refiner
	defer refiner.wait()
	for {
		if err := l.poll(ctx); err != nil && ctx.Err() == nil {
			l.opts.Logger.WarnContext(ctx, "kb: cannot follow the store", "error", err)
		}
		refiner.tick(ctx, l)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (l *Library) poll(ctx context.Context) error {
	revision, err := l.store.Revision(ctx)
	if err != nil {
		return err
	}
	return l.refresh(ctx, revision)
}
