package alert

import (
	"context"
	"fmt"
	"slices"
	"time"
)

const (
	mostBackoff    = time.Hour
	mostDeliveries = 32 // of a group in one evaluation
)

// deliver tells what there is to tell of a group, the oldest first: a notice that fails holds up what comes after it, so that nobody hears of
// an end before the beginning.
func (e *Engine) deliver(ctx context.Context, group string, now time.Time) error {
	for range mostDeliveries {
		n, err := e.claim(ctx, group, now)
		if err != nil || n == nil {
			return err
		}
		_, failure := bounded(ctx, e.opts.Timeout, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, e.notifier.Notify(ctx, *n)
		})
		if err := e.settle(ctx, group, n, failure == nil, now); err != nil {
			return err
		}
		if failure != nil {
			return fmt.Errorf("alert: notice %s: %w", n.ID, failure)
		}
	}
	return nil
}

// claim takes the oldest notice, nil where there is none to be tried now. Whoever saves the claim has it until it is settled, or
// for as long as a delivery can take twice.
func (e *Engine) claim(ctx context.Context, group string, now time.Time) (n *Notice, err error) {
	err = e.change(ctx, group, func(rec *record) bool {
		n = nil
		if len(rec.Outbox) == 0 || now.Before(rec.Outbox[0].Next) {
			return false
		}
		q := &rec.Outbox[0]
		q.Attempt++
		q.Next = now.Add(2 * e.opts.Timeout)
		notice := q.Notice
		n = &notice
		return true
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// settle takes a delivered notice out of the record, or says when to try again. Who was too slow, so that another one has claimed it since,
// changes nothing, unless he did deliver it. It is done even if ctx ends meanwhile.
func (e *Engine) settle(ctx context.Context, group string, n *Notice, delivered bool, now time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.opts.Timeout)
	defer cancel()
	return e.change(ctx, group, func(rec *record) bool {
		i := slices.IndexFunc(rec.Outbox, func(q queued) bool { return q.ID == n.ID })
		switch {
		case i < 0:
			return false
		case delivered:
			rec.Outbox = slices.Delete(rec.Outbox, i, i+1)
		case rec.Outbox[i].Attempt != n.Attempt:
			return false
		default:
			rec.Outbox[i].Next = now.Add(e.backoff(n.Attempt))
		}
		return true
	})
}

func (e *Engine) backoff(attempt int) time.Duration {
	d := e.opts.Backoff
	for ; attempt > 1 && d < mostBackoff; attempt-- {
		d *= 2
	}
	return min(d, max(mostBackoff, e.opts.Backoff))
}
