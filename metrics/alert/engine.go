package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"
)

// Options are the choices of an [Engine].
type Options struct {
	// Store keeps what is pending, firing and to be told. Default: a new [MemoryStore], which forgets with the
	// process.
	Store Store
	// Every is how often Run evaluates. Default: 15 seconds.
	Every time.Duration
	// Timeout is how long a query, a check, a notifier or a call of the store may take. Default: 10 seconds.
	Timeout time.Duration
	// Backoff is how long after a failed delivery the next one is tried; it doubles with each, up to an hour. Default: 10
	// seconds.
	Backoff time.Duration
	// GiveUp is how old a notice may get that cannot be delivered. Default: 24 hours.
	GiveUp time.Duration
	// Now is the clock of Run. Default: time.Now.
	Now func() time.Time
	// Logger hears of what goes wrong in Run. Default: nobody.
	Logger *slog.Logger
}

// Notifier tells people. The same notice may come more than once, with the same ID. It returns an error for what has to be tried again.
type Notifier interface {
	Notify(ctx context.Context, n Notice) error
}

// NotifierFunc is a function as a [Notifier].
type NotifierFunc func(ctx context.Context, n Notice) error

// Notify implements [Notifier].
func (f NotifierFunc) Notify(ctx context.Context, n Notice) error { return f(ctx, n) }

// An Engine evaluates rules and tells what they find. It is safe for concurrent use, also by several processes on one [Store].
type Engine struct {
	groups   []group
	source   Source
	notifier Notifier
	opts     Options
	running  atomic.Bool
}

type group struct {
	name  string
	rules []*Rule
}

// New returns an engine. Nil options are the defaults. The error names every fault of every rule and option. It starts nothing.
func New(rules []Rule, source Source, notifier Notifier, opts *Options) (*Engine, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	faults := []error{checkRules(rules)}
	if source == nil {
		faults = append(faults, fmt.Errorf("%w: no source", ErrInvalid))
	}
	if notifier == nil {
		faults = append(faults, fmt.Errorf("%w: no notifier", ErrInvalid))
	}
	for _, d := range []struct {
		name       string
		value      *time.Duration
		least, def time.Duration
	}{
		{"Every", &o.Every, time.Millisecond, 15 * time.Second},
		{"Timeout", &o.Timeout, time.Millisecond, 10 * time.Second},
		{"Backoff", &o.Backoff, time.Millisecond, 10 * time.Second},
		{"GiveUp", &o.GiveUp, time.Minute, 24 * time.Hour},
	} {
		if *d.value == 0 {
			*d.value = d.def
		} else if *d.value < d.least {
			faults = append(faults, fmt.Errorf("%w: %s is below %v", ErrInvalid, d.name, d.least))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if o.Store == nil {
		o.Store = new(MemoryStore)
	}
	o.Store = timely{o.Store, o.Timeout}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	e := &Engine{source: source, notifier: notifier, opts: o}
	for i := range rules {
		r := rules[i]
		at := slices.IndexFunc(e.groups, func(g group) bool { return g.name == r.group() })
		if at < 0 {
			at = len(e.groups)
			e.groups = append(e.groups, group{name: r.group()})
		}
		e.groups[at].rules = append(e.groups[at].rules, &r)
	}
	return e, nil
}

// Evaluate computes all rules at a time, saves what became of the alerts and delivers what there is to tell. A rule that cannot be computed
// stays as it is and does not hold up others; the error names all faults.
func (e *Engine) Evaluate(ctx context.Context, now time.Time) error {
	now = now.UTC().Truncate(time.Microsecond)
	silences, _, err := e.silences(ctx)
	faults := []error{err}
	for _, g := range e.groups {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		faults = append(faults, e.evaluate(ctx, g, silences, now))
	}
	undelivered := 0
	for _, g := range e.groups {
		if undelivered == mostFailures || ctx.Err() != nil {
			break
		}
		if err := e.deliver(ctx, g.name, now); err != nil {
			undelivered++
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// mostFailures is after how many groups whose delivery failed an evaluation leaves the others for the next one.
const mostFailures = 3

// evaluate brings a group to a time.
func (e *Engine) evaluate(ctx context.Context, g group, silences []Silence, now time.Time) error {
	var faults []error
	rules := make([]judged, len(g.rules))
	for i, r := range g.rules {
		values, err := bounded(ctx, e.opts.Timeout, func(ctx context.Context) ([]Value, error) { return r.values(ctx, now, e.source) })
		if err != nil {
			err = fmt.Errorf("alert: rule %q: %w", r.Name, err)
		}
		rules[i] = judged{rule: r, values: values, failed: err != nil}
		faults = append(faults, err)
	}
	silent := func(rule string, labels map[string]string) bool {
		return slices.ContainsFunc(silences, func(s Silence) bool { return s.covers(rule, labels, now) })
	}
	var overflow, dropped int
	err := e.change(ctx, g.name, func(rec *record) bool {
		var changed bool
		changed, overflow = rec.step(g.name, rules, silent, now)
		before := len(rec.Outbox)
		rec.Outbox = slices.DeleteFunc(rec.Outbox, func(q queued) bool { return now.Sub(q.At) > e.opts.GiveUp })
		if n := len(rec.Outbox) - mostNotices; n > 0 {
			rec.Outbox = slices.Delete(rec.Outbox, 0, n)
		}
		dropped = before - len(rec.Outbox)
		return changed || dropped > 0
	})
	if err == nil && overflow > 0 {
		err = fmt.Errorf("alert: group %q has more than %d alerts: %d are not followed", g.name, mostAlerts, overflow)
	}
	if err == nil && dropped > 0 {
		err = fmt.Errorf("alert: group %q: %d notices could not be delivered in time and are dropped", g.name, dropped)
	}
	return errors.Join(append(faults, err)...)
}

// Active returns the alerts that are pending or firing, by rule and what they are about.
func (e *Engine) Active(ctx context.Context) ([]Alert, error) {
	var active []Alert
	for _, g := range e.groups {
		rec, _, err := e.load(ctx, g.name)
		if err != nil {
			return nil, err
		}
		for _, t := range rec.Alerts {
			if t.Phase != Resolved {
				active = append(active, t.Alert)
			}
		}
	}
	return active, nil
}

// Run evaluates until ctx is done, whose error it returns.
func (e *Engine) Run(ctx context.Context) error {
	if !e.running.CompareAndSwap(false, true) {
		return fmt.Errorf("%w: the engine runs already", ErrInvalid)
	}
	defer e.running.Store(false)
	tick := time.NewTicker(e.opts.Every)
	defer tick.Stop()
	for {
		if err := e.Evaluate(ctx, e.opts.Now()); err != nil && ctx.Err() == nil {
			e.opts.Logger.WarnContext(ctx, "alert: not all was evaluated or delivered", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

const mostTries = 8 // of a change that others are faster with

// change changes the record of a group, compare-and-set; the function is called again where somebody else was faster.
func (e *Engine) change(ctx context.Context, name string, f func(*record) bool) error {
	for range mostTries {
		rec, version, err := e.load(ctx, name)
		if err != nil {
			return err
		}
		if !f(rec) {
			return nil
		}
		data, err := json.Marshal(rec)
		if err != nil {
			return fmt.Errorf("alert: group %q: %w", name, err)
		}
		if err = e.opts.Store.Save(ctx, groupKey(name), data, version); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("alert: group %q: %w", name, ErrConflict)
}

func groupKey(name string) string { return "group/" + name }

func (e *Engine) load(ctx context.Context, name string) (*record, int64, error) {
	rec := &record{}
	data, version, err := e.opts.Store.Load(ctx, groupKey(name))
	if err != nil || len(data) == 0 {
		return rec, version, err
	}
	if err := json.Unmarshal(data, rec); err != nil {
		return nil, 0, fmt.Errorf("alert: the record of group %q cannot be read: %w", name, err)
	}
	return rec, version, nil
}

// bounded calls a hook of the host's and waits for it no longer than it may take. One that does not honour its context
// goes on alone, and what it returns is dropped.
func bounded[T any](ctx context.Context, timeout time.Duration, call func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("panic: %v", p)
			}
			done <- r
		}()
		r.value, r.err = call(ctx)
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
