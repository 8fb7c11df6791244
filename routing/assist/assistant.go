package assist

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// Options are the settings of an [Assistant].
type Options struct {
	// Timeout is how long a source, the profiles and the histories may take.
	// Default: 300 ms.
	Timeout time.Duration
	// PerKind is how many suggestions of a kind there are at most. Default: 3.
	PerKind int
	// Limit is how many suggestions there are at most. Default: 12.
	Limit int
	// MinScore is the score below which something is no suggestion. Default: 0.05.
	MinScore float64
	// MaxCalls is how many calls of one source may be under way at once; further
	// ones are [ErrBusy]. So a source that never returns costs a bounded number of
	// goroutines. Default: 256.
	MaxCalls int
	// Profiles knows customers. Default: none.
	Profiles Profiles
	// Histories knows earlier conversations, Past is how many of them are asked
	// for. Default: none, and 5.
	Histories Histories
	Past      int
	// Brief are the settings of the brief of [Assistant.Open]. Default: those of
	// [BriefOf].
	Brief BriefOptions
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// Assistant asks sources for what may help an agent, all at once, and makes one
// list of what they say. It is safe for concurrent use. Each call starts a goroutine
// for each source; it returns when all have answered or run out of time, and a
// source that does not honour its context keeps its goroutine until it returns, and
// may still read the situation: what that refers to must not be changed.
type Assistant struct {
	origins []*origin
	opts    Options
	pool    sync.Pool // of *merger
	profile origin
	past    origin
}

// origin is an [Origin] that is asked.
type origin struct {
	Origin
	max   int64
	calls atomic.Int64 // under way
}

// New returns an assistant over these sources, which may be none. Nil options are
// the defaults.
func New(sources []Origin, opts *Options) (*Assistant, error) {
	a := &Assistant{}
	if opts != nil {
		a.opts = *opts
	}
	o := &a.opts
	var faults []error
	for _, n := range []struct {
		name string
		bad  bool
	}{
		{"Timeout", o.Timeout < 0},
		{"PerKind", o.PerKind < 0},
		{"Limit", o.Limit < 0},
		{"MinScore", !(o.MinScore >= 0 && o.MinScore <= 1)},
		{"MaxCalls", o.MaxCalls < 0},
		{"Past", o.Past < 0},
	} {
		if n.bad {
			faults = append(faults, &FieldError{n.name, "is out of range"})
		}
	}
	o.Timeout = cmp.Or(o.Timeout, 300*time.Millisecond)
	o.PerKind = cmp.Or(o.PerKind, 3)
	o.Limit = cmp.Or(o.Limit, 12)
	o.MinScore = cmp.Or(o.MinScore, 0.05)
	o.MaxCalls = cmp.Or(o.MaxCalls, 256)
	o.Past = cmp.Or(o.Past, 5)
	if o.Now == nil {
		o.Now = time.Now
	}
	names := map[string]bool{"profiles": true, "histories": true}
	for i, from := range sources {
		at := fmt.Sprintf("source %d", i)
		switch {
		case from.Name == "" || names[from.Name]:
			faults = append(faults, &FieldError{at, "has no name of its own"})
		case from.Source == nil:
			faults = append(faults, &FieldError{at, "is nil"})
		case from.Timeout < 0:
			faults = append(faults, &FieldError{at, "has a negative timeout"})
		case math.IsNaN(from.Weight) || from.Weight < 0 || from.Weight > 1:
			faults = append(faults, &FieldError{at, "has a weight outside of (0,1]"})
		}
		names[from.Name] = true
		from.Timeout, from.Weight = cmp.Or(from.Timeout, o.Timeout), cmp.Or(from.Weight, 1)
		a.origins = append(a.origins, &origin{Origin: from, max: int64(o.MaxCalls)})
	}
	a.profile = origin{Origin: Origin{Name: "profiles", Timeout: o.Timeout}, max: int64(o.MaxCalls)}
	a.past = origin{Origin: Origin{Name: "histories", Timeout: o.Timeout}, max: int64(o.MaxCalls)}
	a.pool.New = func() any { return new(merger) }
	return a, errors.Join(faults...)
}

// Suggest asks all sources. A source that fails, panics or takes too long costs
// only its own suggestions, and is named in Failed. The error is the context's,
// when that ends first. If s.Attributes is nil, the profiles are asked before.
func (a *Assistant) Suggest(ctx context.Context, s Situation) (Suggestions, error) {
	var failed []*SourceError
	if s.Attributes == nil {
		attributes, err := a.profileOf(ctx, s.Customer)
		if err != nil {
			failed = append(failed, err)
		}
		s.Attributes = attributes
	}
	return a.suggest(ctx, s, failed, false)
}

// Live is Suggest for each key stroke: it asks neither the profiles nor the sources
// that are slow. Cancel the context of the call before when the next key is
// struck.
func (a *Assistant) Live(ctx context.Context, s Situation) (Suggestions, error) {
	return a.suggest(ctx, s, nil, true)
}

// Bundle is what an agent sees when he opens a conversation.
type Bundle struct {
	// Attributes are what is known about the customer: hand them over in the
	// [Situation] of later calls.
	Attributes map[string]string `json:"attributes,omitempty"`
	// Past are his earlier conversations, the latest first.
	Past []Past `json:"past,omitempty"`
	// Brief is the conversation so far.
	Brief Brief `json:"brief"`
	// Suggestions are what may be said next; in Failed there are the profiles and
	// the "histories" too.
	Suggestions Suggestions `json:"suggestions"`
}

// Open returns all that is known for an agent who takes a conversation over: the
// profile and the earlier conversations of the customer, a brief, and suggestions.
// What fails is missing, and named in Suggestions.Failed. The error is the
// context's.
func (a *Assistant) Open(ctx context.Context, s Situation) (Bundle, error) {
	var (
		b      Bundle
		past   []Past
		failed []*SourceError
		late   *SourceError
		done   = make(chan struct{})
	)
	go func() {
		defer close(done)
		if a.opts.Histories != nil && s.Customer != "" {
			past, late = ask(ctx, &a.past, func(ctx context.Context) ([]Past, error) {
				return a.opts.Histories.History(ctx, s.Customer, a.opts.Past)
			})
		}
	}()
	if s.Attributes == nil {
		attributes, err := a.profileOf(ctx, s.Customer)
		if err != nil {
			failed = append(failed, err)
		}
		s.Attributes = attributes
	}
	list, err := a.suggest(ctx, s, failed, false)
	<-done
	if err != nil {
		return Bundle{}, err
	}
	if late != nil {
		list.Failed = append(list.Failed, late)
	}
	b.Attributes, b.Suggestions = s.Attributes, list
	b.Past = past[:min(len(past), a.opts.Past)]
	b.Brief = BriefOf(&s, &a.opts.Brief)
	return b, nil
}

func (a *Assistant) profileOf(ctx context.Context, customer string) (map[string]string, *SourceError) {
	if a.opts.Profiles == nil || customer == "" {
		return nil, nil
	}
	return ask(ctx, &a.profile, func(ctx context.Context) (map[string]string, error) {
		return a.opts.Profiles.Profile(ctx, customer)
	})
}

func (a *Assistant) suggest(ctx context.Context, s Situation, failed []*SourceError, live bool) (Suggestions, error) {
	if err := ctx.Err(); err != nil {
		return Suggestions{}, err
	}
	if s.Now.IsZero() {
		s.Now = a.opts.Now()
	}
	asked := make([]*call[[]Suggestion], 0, len(a.origins))
	for _, from := range a.origins {
		if live && from.Slow {
			continue
		}
		asked = append(asked, start(ctx, from, func(ctx context.Context) ([]Suggestion, error) {
			return from.Source.Suggest(ctx, &s)
		}))
	}
	for _, c := range asked {
		c.wait()
	}
	if err := ctx.Err(); err != nil {
		return Suggestions{}, err
	}
	m, ok := a.pool.Get().(*merger)
	if !ok {
		m = new(merger)
	}
	defer a.pool.Put(m)
	m.begin(&s)
	for _, c := range asked {
		if c.err != nil {
			failed = append(failed, &SourceError{c.from.Name, c.err})
			continue
		}
		m.add(c.from, c.value)
	}
	return Suggestions{List: m.list(&a.opts), Failed: failed}, nil
}

// call is one call of something of the host's.
type call[T any] struct {
	from   *origin
	ctx    context.Context
	cancel context.CancelFunc
	done   chan result[T]
	result[T]
}

// result is what a call returned.
type result[T any] struct {
	value T
	err   error
}

// start begins a call.
func start[T any](ctx context.Context, from *origin, do func(context.Context) (T, error)) *call[T] {
	c := &call[T]{from: from, done: make(chan result[T], 1)}
	c.ctx, c.cancel = context.WithTimeout(ctx, from.Timeout)
	if from.calls.Add(1) > from.max {
		from.calls.Add(-1)
		c.done <- result[T]{err: ErrBusy}
		return c
	}
	go func() {
		defer from.calls.Add(-1)
		var r result[T]
		r.err = contained(func() (err error) {
			r.value, err = do(c.ctx)
			return err
		})
		c.done <- r
	}()
	return c
}

// wait waits for the result, as long as its time is. What comes later is lost.
func (c *call[T]) wait() {
	defer c.cancel()
	select {
	case c.result = <-c.done:
	case <-c.ctx.Done():
		c.err = c.ctx.Err()
	}
}

// ask is start and wait.
func ask[T any](ctx context.Context, from *origin, do func(context.Context) (T, error)) (T, *SourceError) {
	c := start(ctx, from, do)
	if c.wait(); c.err != nil {
		var none T
		return none, &SourceError{from.Name, c.err}
	}
	return c.value, nil
}
