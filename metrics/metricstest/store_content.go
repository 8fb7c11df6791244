package metricstest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

// contents is how many random values the checks of content look at: enough that every field has a value in some of them.
const contents = 25

var contentChecks = []check{
	{Name: "content/events", Run: func(ctx context.Context, s metrics.Store) error {
		for seed := range contents {
			if err := storetest.First(write(ctx, s, randomEvent(seed)), comesBack(ctx, s, randomEvent(seed))); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/episodes", Run: func(ctx context.Context, s metrics.Store) error {
		var all []metrics.Episode
		for seed := range contents {
			key := fmt.Sprint("c/t", seed)
			if err := talk(ctx, s, key[2:], 1); err != nil {
				return err
			}
			t, err := load(ctx, s, key)
			if err != nil {
				return err
			}
			if err := s.Fold(ctx, metrics.Folded{Key: key, Version: t.Version, Episodes: []metrics.Episode{randomEpisode(seed)}}); err != nil {
				return err
			}
			all = append(all, kept(randomEpisode(seed)))
		}
		got, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
		return storetest.First(err, storetest.KeptTimes("an episode", got), has(ctx, s, "random ones", all...))
	}},
	{Name: "content/times", Run: func(ctx context.Context, s metrics.Store) error {
		for i, at := range []time.Time{storetest.Moment(), time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC)} {
			e := said("a", fmt.Sprint(i), 0)
			e.At = at
			if err := storetest.First(write(ctx, s, e), comesBack(ctx, s, e)); err != nil {
				return fmt.Errorf("an event at %s: %w", at, err)
			}
		}
		return nil
	}},
	{Name: "content/texts", Run: func(ctx context.Context, s metrics.Store) error {
		for i, text := range storetest.Texts() {
			e := said("a", fmt.Sprint(i), i)
			e.Customer, e.Channel, e.Category, e.Tier, e.Language, e.Region, e.Base = text, text, text, text, text, text, text
			e.Labels, e.Tags = []metrics.Label{{Name: text, Value: text}}, []string{text, text}
			e.Episode, e.Turn, e.Entry, e.Model, e.Rule, e.Flow, e.Step, e.Intent, e.Truth, e.Reason = text, text, text, text, text, text, text, text, text, text
			if err := storetest.First(write(ctx, s, e), comesBack(ctx, s, e)); err != nil {
				return fmt.Errorf("text %q: %w", text[:min(len(text), 30)], err)
			}
		}
		return nil
	}},
	{Name: "content/ids", Run: func(ctx context.Context, s metrics.Store) error {
		ids := storetest.IDs()
		for _, id := range ids {
			ticket := metrics.Event{ID: id, At: noon(), Kind: metrics.TicketOpened, Ticket: id}
			shift := metrics.Event{ID: id, At: noon(), Kind: metrics.Presence, Agent: id}
			tried := metrics.Event{ID: id, At: noon(), Kind: metrics.SurveyTried, Customer: id}
			if err := write(ctx, s, said("all of them", id, 0), said(id, id, 0), ticket, shift, tried); err != nil {
				return fmt.Errorf("events with the id %q: %w", id, err)
			}
		}
		want := []metrics.Episode{}
		for _, id := range ids {
			keys := []string{"c/" + id, "t/" + id, "s/" + id, "a/" + id + "/2026-03-01"}
			for i, key := range keys {
				if err := storetest.First(holds(ctx, s, key, id), fold(ctx, s, key, never, i)); err != nil {
					return err
				}
				want = append(want, episode(key, 0, i))
			}
		}
		return storetest.First(holds(ctx, s, "c/all of them", slices.Clone(ids)...), has(ctx, s, "of threads whose ids look alike", want...), stale(ctx, s, noon(), "c/all of them"))
	}},
	{Name: "content/what is given stays as it is", Run: func(ctx context.Context, s metrics.Store) error {
		for seed := range contents {
			e, key := randomEvent(seed), fmt.Sprint("c/u", seed)
			if err := storetest.First(write(ctx, s, e), storetest.Same("an event that the caller still holds", randomEvent(seed), e), talk(ctx, s, key[2:], 1)); err != nil {
				return err
			}
			t, err := load(ctx, s, key)
			if err != nil {
				return err
			}
			f := metrics.Folded{Key: key, Version: t.Version, Episodes: []metrics.Episode{randomEpisode(seed)}}
			if err := storetest.First(s.Fold(ctx, f), storetest.Same("an episode that the caller still holds", randomEpisode(seed), f.Episodes[0])); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/no shared memory", Run: func(ctx context.Context, s metrics.Store) error {
		event := func() metrics.Event {
			e := said("a", "x", 1)
			e.Labels, e.Tags = []metrics.Label{{Name: "segment", Value: "new"}}, []string{"quick"}
			return e
		}
		result := func(version int64) metrics.Folded {
			f := folded("c/a", version, 1)
			e := &f.Episodes[0]
			e.Labels, e.Tags, e.Moods = []metrics.Label{{Name: "segment", Value: "new"}}, []string{"quick"}, []float32{.5}
			e.Visits, e.Stints = []metrics.Visit{{Queue: "q", At: noon(), End: "answered"}}, []metrics.Stint{{Agent: "ann", From: noon()}}
			e.Flows = []metrics.FlowRun{{Flow: "f", Steps: []metrics.StepRun{{Step: "s"}}}}
			e.Goals, e.States = []metrics.Goal{{Name: "g"}}, []metrics.State{{Name: "online"}}
			return f
		}
		given := []metrics.Event{event()}
		if err := write(ctx, s, given...); err != nil {
			return err
		}
		storetest.Scramble(given)
		t, err := load(ctx, s, "c/a")
		if err != nil {
			return err
		}
		f := []metrics.Folded{result(t.Version)}
		if err := s.Fold(ctx, f...); err != nil {
			return err
		}
		storetest.Scramble(f)
		want := result(t.Version).Episodes
		if err := storetest.First(comesBack(ctx, s, event()), has(ctx, s, "after the caller changed what he had given", want...)); err != nil {
			return fmt.Errorf("after the caller changed what he had given: %w", err)
		}
		threads, err1 := storetest.Collect(s.Threads(ctx))
		feed, err2 := storetest.Collect(s.Feed(ctx, 0))
		episodes, err3 := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
		storetest.Scramble(threads)
		storetest.Scramble(feed)
		storetest.Scramble(episodes)
		return storetest.First(err1, err2, err3, comesBack(ctx, s, event()), has(ctx, s, "after the caller changed what he was given", want...))
	}},
}

// randomEvent returns an event in which every field may have a value. The same seed gives the same one.
func randomEvent(seed int) metrics.Event {
	e := storetest.Random[metrics.Event](seed)
	e.ID, e.Conversation, e.Ticket, e.Agent = fmt.Sprint("e", seed), fmt.Sprint("t", seed), "ticket", "agent"
	for e.Kind = metrics.Kind(seed); !e.Kind.Known() || e.Thread()[0] != 'c'; e.Kind++ {
	}
	return e
}

// randomEpisode returns an episode in which every field may have a value.
func randomEpisode(seed int) metrics.Episode {
	e := storetest.Random[metrics.Episode](seed)
	e.ID = fmt.Sprint("episode ", seed)
	e.Subject = metrics.Subject(seed%3 + 1)
	e.Outcome = metrics.Outcome(seed % 6)
	for i := range e.Moods {
		e.Moods[i] = float32(i%3) - 1
	}
	return e
}
