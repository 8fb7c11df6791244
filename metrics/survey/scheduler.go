package survey

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// A Survey is a question to a customer: what does he think of this talk?
type Survey struct {
	// ID is the same however often the survey is sent; see [ID]. It can be the ID of the rating, too: the first answer counts then.
	ID string
	// Episode is the talk. Its ID goes into the [metrics.Rating].
	Episode metrics.Episode
	// Try counts from 1.
	Try int
	// Until is when it is too late to ask.
	Until time.Time
}

// An Asker sends surveys: into the conversation, as a short message, as a mail. It may be called again with a survey that it has sent,
// and drops it then, or lets the receiver do so. It returns when ctx is done. An error that is [ErrUndeliverable] ends the survey; after
// any other it is tried again.
type Asker interface {
	Ask(ctx context.Context, s Survey) error
}

// AskerFunc is a function as an [Asker].
type AskerFunc func(ctx context.Context, s Survey) error

// Ask calls the function.
func (f AskerFunc) Ask(ctx context.Context, s Survey) error { return f(ctx, s) }

// ErrUndeliverable is what an [Asker] returns, wrapped or not, where trying again is of no use.
var ErrUndeliverable = errors.New("survey: undeliverable")

// ErrRunning is what [Scheduler.Run] returns where it runs already.
var ErrRunning = errors.New("survey: the scheduler runs already")

// Options are the choices of a [Scheduler].
type Options struct {
	// Policy says who is asked.
	Policy Policy
	// Now is the clock of Run; a pass measures with it how much time it takes. Default: time.Now.
	Now func() time.Time
	// Every is how often Run makes a pass. Default: 1 minute, at least a second.
	Every time.Duration
	// Timeout is how long an [Asker] has for one survey; it is shorter than the policy's Retry. Default: 10 seconds.
	Timeout time.Duration
	// Longest is how long talks last at most: longer ones are not asked about. Default: 7 days.
	Longest time.Duration
	// Zone tells where a customer lives, nil where that is not known. A panic counts as that. Default: not known.
	Zone func(ctx context.Context, e *metrics.Episode) *time.Location
	// Logger hears of what goes wrong. Default: nobody.
	Logger *slog.Logger
}

// A Scheduler sends surveys that are due. It is safe for concurrent use, on any number of nodes over the same store.
type Scheduler struct {
	collector *metrics.Collector
	asker     Asker
	opts      Options
	policy    Policy
	running   atomic.Bool

	mu   sync.Mutex
	mark time.Time // what began before is decided
	full time.Time // when all was looked at last
}

// New returns a scheduler over the store of a collector. Nil options are the defaults. It starts nothing.
func New(c *metrics.Collector, asker Asker, opts *Options) (*Scheduler, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	var faults []error
	wrong := func(field, reason string) { faults = append(faults, &FieldError{field, reason}) }
	if c == nil {
		wrong("collector", "is missing")
	}
	if asker == nil {
		wrong("asker", "is missing")
	}
	if err := o.Policy.Validate(); err != nil {
		faults = append(faults, err)
	}
	p := o.Policy.filled()
	fill := func(d *time.Duration, standard, least time.Duration, field, reason string) {
		if *d == 0 {
			*d = standard
		}
		if *d < least || *d > longest {
			wrong(field, reason)
		}
	}
	fill(&o.Every, time.Minute, time.Second, "Every", "is below a second or longer than a year")
	fill(&o.Timeout, min(10*time.Second, p.Retry/2), 1, "Timeout", "is negative or longer than a year")
	fill(&o.Longest, 7*day, 1, "Longest", "is negative or longer than a year")
	if o.Timeout >= p.Retry {
		wrong("Timeout", "is not shorter than Policy.Retry: a survey could be sent twice at once")
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Scheduler{collector: c, asker: asker, opts: o, policy: p}, nil
}

// window are the starts of the talks that can be due.
func (s *Scheduler) window(now time.Time) (from, to time.Time) {
	return now.Add(-s.policy.Until - s.opts.Longest), now.Add(-s.policy.earliest()).Add(time.Microsecond)
}

// Due returns the surveys that are due at a time, the oldest talk first, and sends nothing. Of two talks of one customer it has both, of
// which a pass sends one.
func (s *Scheduler) Due(ctx context.Context, now time.Time) ([]Survey, error) {
	if _, err := s.collector.Roll(ctx); err != nil {
		return nil, err
	}
	from, to := s.window(now)
	c, err := s.candidates(ctx, from, to, now)
	if err != nil {
		return nil, err
	}
	var due []Survey
	for i := range c.due {
		p, d, err := s.look(ctx, &c.due[i], now)
		if err != nil {
			return nil, err
		}
		if d.Verdict == Ask {
			due = append(due, p.survey(d))
		}
	}
	return due, nil
}

// candidates are the talks that may be asked about, as they were folded last.
type candidates struct {
	due     []metrics.Episode // oldest first
	refused []metrics.Episode
	waiting int
	// pending is the start of the earliest talk that is not decided.
	pending time.Time
}

func (c *candidates) undecided(e *metrics.Episode) {
	c.waiting++
	if e.Start.Before(c.pending) {
		c.pending = e.Start
	}
}

func (s *Scheduler) candidates(ctx context.Context, from, to, now time.Time) (*candidates, error) {
	c := &candidates{pending: to}
	for e, err := range s.collector.Store().Episodes(ctx, from, to) {
		if err != nil {
			return nil, err
		}
		if e.Subject == metrics.Talk && e.Refused {
			c.refused = append(c.refused, e)
		}
		switch s.policy.decide(&e, &History{Zone: s.zone(ctx, &e)}, now).Verdict {
		case Ask:
			c.due = append(c.due, e)
		case Wait:
			c.undecided(&e)
		case Never:
		}
	}
	return c, nil
}

func (p *past) survey(d Decision) Survey {
	return Survey{ID: ID(p.episode.ID), Episode: p.episode, Try: p.history.Tries + 1, Until: d.Until}
}

// look decides about an episode by what is known now.
func (s *Scheduler) look(ctx context.Context, e *metrics.Episode, now time.Time) (*past, Decision, error) {
	p, err := s.read(ctx, e, now)
	if err != nil {
		return nil, Decision{}, err
	}
	if !p.found {
		return p, Decision{Verdict: Wait, Reason: StillOpen}, nil
	}
	return p, s.policy.decide(&p.episode, &p.history, now), nil
}

// Result is what a pass did.
type Result struct {
	// Sent surveys; Failed tries, which come again; surveys that were GivenUp as undeliverable.
	Sent, Failed, GivenUp int
	// Lost are talks with whose customers another scheduler was faster. Waiting are all that may be asked about later, Lost and
	// Failed included.
	Lost, Waiting int
}

// Pass sends what is due at a time. It reads the talks that began since the earliest one that was not decided by the
// last pass, and once an hour all that can be due: those of [Policy.Until] and [Options.Longest]. An error is one of the
// store; what was sent before it stays sent.
func (s *Scheduler) Pass(ctx context.Context, now time.Time) (Result, error) {
	var r Result
	if _, err := s.collector.Roll(ctx); err != nil {
		return r, err
	}
	from, to := s.window(now)
	s.mu.Lock()
	full := s.full.IsZero() || now.Sub(s.full) >= time.Hour || now.Before(s.full)
	if !full && s.mark.After(from) {
		from = s.mark
	}
	s.mu.Unlock()
	c, err := s.candidates(ctx, from, to, now)
	if err != nil {
		return r, err
	}
	for i := range c.refused {
		if err := s.remember(ctx, &c.refused[i]); err != nil {
			return r, err
		}
	}
	begin := s.opts.Now()
	for i := range c.due {
		e := &c.due[i]
		decided, err := s.send(ctx, e, now.Add(max(0, s.opts.Now().Sub(begin))), &r)
		if err != nil {
			return r, err
		}
		if !decided {
			c.undecided(e)
		}
	}
	r.Waiting = c.waiting
	s.mu.Lock()
	s.mark = c.pending
	if full {
		s.full = now
	}
	s.mu.Unlock()
	return r, nil
}

// send asks one customer if that is due by what is known now. It says whether nothing more is to do about this talk.
func (s *Scheduler) send(ctx context.Context, e *metrics.Episode, now time.Time, r *Result) (decided bool, err error) {
	p, d, err := s.look(ctx, e, now)
	if err != nil || d.Verdict != Ask {
		return d.Verdict == Never, err
	}
	survey := p.survey(d)
	ours, err := s.claim(ctx, &p.ledger, survey.ID, now)
	if err != nil {
		return false, err
	}
	if !ours {
		r.Lost++
		return false, nil
	}
	err = s.ask(ctx, survey)
	// What was done is written down even if nobody waits for the pass any more.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opts.Timeout)
	defer cancel()
	switch {
	case err == nil:
		r.Sent++
		return true, s.settle(ctx, p, survey.ID, sent, now)
	case errors.Is(err, ErrUndeliverable):
		r.GivenUp++
		return true, s.settle(ctx, p, survey.ID, undeliverable, now)
	}
	r.Failed++
	s.opts.Logger.WarnContext(ctx, "survey: not sent", "survey", survey.ID, "try", survey.Try, "error", err)
	return false, nil
}

// ask calls the host.
func (s *Scheduler) ask(ctx context.Context, survey Survey) (err error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("survey: the asker panicked: %v", v)
		}
	}()
	return s.asker.Ask(ctx, survey)
}

// zone asks the host where a customer lives.
func (s *Scheduler) zone(ctx context.Context, e *metrics.Episode) (zone *time.Location) {
	if s.opts.Zone == nil {
		return nil
	}
	defer func() {
		if v := recover(); v != nil {
			zone = nil
			s.opts.Logger.ErrorContext(ctx, "survey: Zone broke", "error", fmt.Sprint(v))
		}
	}()
	return s.opts.Zone(ctx, e)
}

// Run makes a pass at once and then every [Options.Every], until ctx is done, whose error it returns. A fault of the store is
// logged, and tried again.
func (s *Scheduler) Run(ctx context.Context) error {
	if !s.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer s.running.Store(false)
	tick := time.NewTicker(s.opts.Every)
	defer tick.Stop()
	for {
		if _, err := s.Pass(ctx, s.opts.Now()); err != nil && ctx.Err() == nil {
			s.opts.Logger.WarnContext(ctx, "survey: a pass broke off", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
