package kefu

import (
	"context"
	"sync"
	"time"
)

// logPoll is how long questions wait at most to reach the log.
const logPoll = time.Second

// Run follows the knowledge base and the models, delivers what waits in the outbox,
// routes hand-offs, watches over tickets, measures and does what is due, until ctx is done; then it returns nil, and everything that
// it started has ended. Run it on each node. What fails is logged and tried again.
func (b *Bot) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { _ = b.kb.Run(ctx) }) // its only result is nil
	running.Go(func() { _ = b.intents.Run(ctx) })
	running.Go(func() { _ = b.engine.Run(ctx) })
	running.Go(func() { _ = b.assist.Replies.Run(ctx) })
	if b.router != nil {
		running.Go(func() { _ = b.router.Run(ctx) })
		running.Go(func() { b.followRouting(ctx) })
		running.Go(func() { b.followDiverted(ctx) })
		running.Go(func() { b.followTurns(ctx) })
		running.Go(func() { b.followPlaces(ctx) })
	}
	if b.tickets != nil {
		running.Go(func() { _ = b.tickets.Run(ctx) })
		running.Go(func() { b.followTalk(ctx) })
		if b.router != nil {
			running.Go(func() { b.followOutcomes(ctx) })
			running.Go(func() { b.followUntaken(ctx) })
		}
	}
	if b.metrics != nil {
		running.Go(func() { _ = b.metrics.Run(ctx) })
		running.Go(func() { b.followMeters(ctx) })
		if b.alerts != nil {
			running.Go(func() { _ = b.alerts.Run(ctx) })
		}
		if b.surveys != nil {
			running.Go(func() { _ = b.surveys.Run(ctx) })
		}
		if b.opts.Metrics.Improve > 0 {
			running.Go(func() { b.followRatings(ctx) })
		}
	}
	tick := time.NewTicker(logPoll)
	defer tick.Stop()
	for {
		if err := b.logAsked(ctx); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, "kefu: questions not logged yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
