package assist

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Act is what somebody wants to do with a reply.
type Act string

// The acts that [Rights] are asked about.
const (
	// EditShared: write or delete a reply that is shared by all.
	EditShared Act = "edit-shared"
	// EditTeam: write or delete a reply of a team.
	EditTeam Act = "edit-team"
	// EditOther: write or delete a reply that is another agent's own.
	EditOther Act = "edit-other"
)

// Rights say who may do what. They are safe for concurrent use. Agents may always
// edit their own replies.
type Rights interface {
	// May returns nil if the actor may do it to the reply. Its error is returned with
	// [ErrForbidden].
	May(ctx context.Context, actor string, act Act, c Canned) error
}

// RightsFunc is a function that is [Rights].
type RightsFunc func(ctx context.Context, actor string, act Act, c Canned) error

// May calls f.
func (f RightsFunc) May(ctx context.Context, actor string, act Act, c Canned) error {
	return f(ctx, actor, act, c)
}

// RepliesOptions are the settings of [Replies].
type RepliesOptions struct {
	// Rights say who may edit what. Default: everybody may edit what is shared or a
	// team's, and nobody what is another's.
	Rights Rights
	// Poll is how often Run looks for what other nodes have written. Default: 1 s.
	Poll time.Duration
	// Variables give values that no [Situation] has, by name. Default: none.
	Variables func(name string, s *Situation) (string, bool)
	// Logger is told when Run cannot read the store. Default: nobody is.
	Logger *slog.Logger
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// NewID makes ids of replies that have none. Default: UUIDs of version 7.
	NewID func() string
}

// Replies is a library of canned replies over a store, with an index in memory. It
// is safe for concurrent use. What is written through it is found at once; what
// other nodes write is found after Refresh, which Run calls again and again.
type Replies struct {
	store CannedStore
	opts  RepliesOptions

	refreshing sync.Mutex // held while the store is read
	mu         sync.RWMutex
	loaded     bool
	cursor     int64
	index      *index
	docs       []*doc  // by place
	facets     []facet // by place
	names      interned
	byID       map[string]*doc
	shortcuts  []shortcut       // in their order
	gone       map[string]int64 // cursors of deleted replies that Refresh has not come to
	mostUsed   float32          // logarithm of the uses that a reply has had
	pool       sync.Pool        // of *asking
}

// doc is a reply in the index.
type doc struct {
	Canned
	place    uint32
	template *Template
}

// shortcut is one way to a reply.
type shortcut struct {
	key string
	doc *doc
}

// NewReplies returns the library of a store. It reads nothing: the first call that
// needs it does, or Refresh. Nil options are the defaults.
func NewReplies(store CannedStore, opts *RepliesOptions) (*Replies, error) {
	if store == nil {
		return nil, &FieldError{"store", "is nil"}
	}
	r := &Replies{store: store, index: newIndex(), byID: map[string]*doc{}, gone: map[string]int64{}, names: interned{"": 0}}
	r.pool.New = func() any { return new(asking) }
	if opts != nil {
		r.opts = *opts
	}
	if r.opts.Poll < 0 {
		return nil, &FieldError{"Poll", "is negative"}
	}
	r.opts.Poll = cmp.Or(r.opts.Poll, time.Second)
	if r.opts.Logger == nil {
		r.opts.Logger = slog.New(slog.DiscardHandler)
	}
	if r.opts.Now == nil {
		r.opts.Now = time.Now
	}
	if r.opts.NewID == nil {
		r.opts.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	return r, nil
}

// Refresh reads what has changed in the store.
func (r *Replies) Refresh(ctx context.Context) error {
	r.refreshing.Lock()
	defer r.refreshing.Unlock()
	r.mu.RLock()
	cursor := r.cursor
	r.mu.RUnlock()
	var changes []Canned
	for c, err := range r.store.CannedChanges(ctx, cursor) {
		if err != nil {
			return err
		}
		changes = append(changes, c)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range changes {
		r.take(c)
		r.cursor = max(r.cursor, c.Cursor)
	}
	for id, cursor := range r.gone {
		if cursor <= r.cursor {
			delete(r.gone, id)
		}
	}
	r.loaded = true
	return nil
}

// Run refreshes until the context is done, and returns its error. The store's
// errors are logged and passed over: the next time may be better.
func (r *Replies) Run(ctx context.Context) error {
	timer := time.NewTicker(r.opts.Poll)
	defer timer.Stop()
	for {
		if err := r.Refresh(ctx); err != nil && ctx.Err() == nil {
			r.opts.Logger.WarnContext(ctx, "assist: the replies cannot be read", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// load refreshes unless that was done before.
func (r *Replies) load(ctx context.Context) error {
	r.mu.RLock()
	loaded := r.loaded
	r.mu.RUnlock()
	if loaded {
		return ctx.Err()
	}
	return r.Refresh(ctx)
}

// fieldsOf are the fields of a reply in the index.
func (c *Canned) fieldsOf() []field {
	return []field{
		{c.Title, 1},
		{strings.Join(c.Tags, "\n"), 0.95},
		{strings.TrimLeft(c.Shortcut, shortcutMarks), 0.9},
		{c.Category, 0.6},
		{c.Text, 0.7},
	}
}

// take puts a reply into the index, or out of it. The writer holds mu.
func (r *Replies) take(c Canned) {
	old := r.byID[c.ID]
	if old != nil && old.Cursor >= c.Cursor || r.gone[c.ID] >= c.Cursor {
		return
	}
	used := float32(math.Log1p(float64(c.Uses)))
	r.mostUsed = max(r.mostUsed, used)
	if old != nil && old.Version == c.Version { // only used
		next := *old
		next.Canned = c
		r.facets[old.place].used = used
		r.replace(old, &next)
		return
	}
	if old != nil {
		r.index.remove(old.place, language(old.Locale), old.fieldsOf()...)
		r.docs[old.place], r.facets[old.place] = nil, facet{}
		delete(r.byID, c.ID)
		r.unlist(old)
	}
	if c.Deleted {
		r.gone[c.ID] = c.Cursor
		return
	}
	template, err := ParseTemplate(c.Text)
	if err != nil { // a store that does not validate
		template = &Template{pieces: []piece{{text: c.Text}}}
	}
	d := &doc{Canned: c, template: template}
	d.place = r.index.add(language(c.Locale), c.fieldsOf()...)
	if int(d.place) == len(r.docs) {
		r.docs, r.facets = append(r.docs, nil), append(r.facets, facet{})
	}
	r.docs[d.place], r.facets[d.place] = d, r.facetOf(&c, used)
	r.byID[c.ID] = d
	if key := shortcutKey(c.Shortcut); key != "" {
		at, _ := slices.BinarySearchFunc(r.shortcuts, key, func(s shortcut, k string) int { return cmp.Compare(s.key, k) })
		r.shortcuts = slices.Insert(r.shortcuts, at, shortcut{key, d})
	}
}

// replace puts one doc in the place of another; documents never change, so that a
// search may go on reading what it has found.
func (r *Replies) replace(old, next *doc) {
	r.docs[old.place] = next
	r.byID[next.ID] = next
	if i := slices.IndexFunc(r.shortcuts, func(s shortcut) bool { return s.doc == old }); i >= 0 {
		r.shortcuts[i].doc = next
	}
}

func (r *Replies) unlist(d *doc) {
	r.shortcuts = slices.DeleteFunc(r.shortcuts, func(s shortcut) bool { return s.doc == d })
}

// Get returns a reply that the agent may see, or [ErrNotFound].
func (r *Replies) Get(ctx context.Context, agent string, teams []string, id string) (Canned, error) {
	if err := r.load(ctx); err != nil {
		return Canned{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	d := r.byID[id]
	if d == nil || !d.visible(agent, teams) {
		return Canned{}, ErrNotFound
	}
	return d.clone(), nil
}

// Put writes a reply on top of the version that it names, 0 for a new one, which gets an id if it has
// none. It returns it as it was stored; the next search finds it. It is
// [ErrConflict] if somebody was faster, a [*ShortcutError] if the shortcut is
// taken, [ErrForbidden] if the actor may not edit it as it was or as it would be.
func (r *Replies) Put(ctx context.Context, actor string, c Canned) (Canned, error) {
	if c.ID == "" {
		c.ID = r.opts.NewID()
	}
	c.Editor, c.Updated, c.Deleted = actor, r.opts.Now(), false
	return r.write(ctx, actor, c)
}

// Delete deletes a reply of this version. Its shortcut is free then.
func (r *Replies) Delete(ctx context.Context, actor, id string, version int64) error {
	c, err := r.store.Canned(ctx, id)
	if err != nil {
		return err
	}
	if c.Version != version {
		return ErrConflict
	}
	c.Editor, c.Updated, c.Deleted = actor, r.opts.Now(), true
	_, err = r.write(ctx, actor, c)
	return err
}

func (r *Replies) write(ctx context.Context, actor string, c Canned) (Canned, error) {
	if err := c.Validate(); err != nil {
		return Canned{}, err
	}
	// As it is in the store: another node may have written it.
	old, err := r.store.Canned(ctx, c.ID)
	switch {
	case err == nil:
		if err := r.may(ctx, actor, old); err != nil {
			return Canned{}, err
		}
	case !errors.Is(err, ErrNotFound):
		return Canned{}, err
	}
	if err := r.may(ctx, actor, c); err != nil {
		return Canned{}, err
	}
	put, err := r.store.PutCanned(ctx, c)
	if err != nil {
		return Canned{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	// The cursor stays: others may have written before.
	r.take(put.clone())
	return put, nil
}

// may asks the rights.
func (r *Replies) may(ctx context.Context, actor string, c Canned) error {
	act := EditShared
	switch {
	case c.Owner != "" && c.Owner == actor:
		return nil
	case c.Owner != "":
		act = EditOther
	case c.Team != "":
		act = EditTeam
	}
	if r.opts.Rights == nil {
		if act == EditOther {
			return ErrForbidden
		}
		return nil
	}
	err := contained(func() error { return r.opts.Rights.May(ctx, actor, act, c.clone()) })
	if err != nil {
		return errors.Join(ErrForbidden, err)
	}
	return nil
}

// Used counts that an agent has sent a reply. The same key, such as the id of the
// message, counts once.
func (r *Replies) Used(ctx context.Context, u Use) (Canned, error) {
	if u.At.IsZero() {
		u.At = r.opts.Now()
	}
	c, err := r.store.UseCanned(ctx, u)
	if err != nil {
		return Canned{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.take(c.clone())
	return c, nil
}

// Render returns the text of a reply that the agent of the situation may see, with its variables filled in.
// Where a value is missing the error is a [*MissingError], and the text has the gap
// for the agent to fill in.
func (r *Replies) Render(ctx context.Context, id string, s *Situation) (string, error) {
	if err := r.load(ctx); err != nil {
		return "", err
	}
	r.mu.RLock()
	d := r.byID[id]
	r.mu.RUnlock()
	if d == nil || !d.visible(s.Agent, s.Teams) {
		return "", ErrNotFound
	}
	return r.render(d, s)
}

func (r *Replies) render(d *doc, s *Situation) (string, error) {
	return d.template.Render(func(name string) (v string, ok bool) {
		if v, ok = s.Value(name); ok || r.opts.Variables == nil {
			return v, ok
		}
		err := contained(func() error {
			v, ok = r.opts.Variables(name, s)
			return nil
		})
		return v, ok && err == nil
	})
}
