package metricstest

import (
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var appendFaults = []fault{
	{"there is something in an empty store", []string{"append/empty store"}, func(s *broken) {
		s.stale = func(context.Context, time.Time, int) ([]string, error) { return []string{"c/"}, nil }
	}},
	{"a repeat is kept beside the first", []string{"append/repeats across calls", "append/repeats in one call"}, func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (added int, err error) {
			for _, e := range events {
				n, err := s.right.Append(ctx, e)
				if err != nil {
					return added, err
				}
				if n == 0 {
					e.ID += " again"
					n, _ = s.right.Append(ctx, e)
				}
				added += n
			}
			return added, nil
		}
	}},
	{"the last of several wins within a call", []string{"append/repeats in one call"}, onAppend(func(events []metrics.Event) []metrics.Event {
		slices.Reverse(events)
		return events
	})},
	{"a repeat makes its thread stale", []string{"append/repeats change nothing"}, func(s *broken) {
		var touched []string
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			added, err := s.right.Append(ctx, events...)
			if added == 0 && len(events) > 0 {
				touched = append(touched, events[0].Thread())
			}
			return added, err
		}
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			keys, err := s.right.Stale(ctx, now, limit)
			return append(keys, touched...), err
		}
	}},
	{"ids are the store's own", []string{"append/ids are a thread's own", "content/ids"}, func(s *broken) {
		seen := map[string]bool{}
		onAppend(func(events []metrics.Event) []metrics.Event {
			return slices.DeleteFunc(events, func(e metrics.Event) bool {
				was := seen[e.ID]
				seen[e.ID] = true
				return was
			})
		})(s)
	}},
	{"days are those of a zone", []string{"append/ids are a thread's own"}, onEach(func(e *metrics.Event) {
		_, offset := e.At.Zone()
		e.At = e.At.Add(time.Duration(offset) * time.Second)
	})},
	{"versions do not rise", []string{"append/versions rise"}, func(s *broken) {
		s.threads = func(ctx context.Context, keys []string) threadSeq {
			return mapped(s.right.Threads(ctx, keys...), func(t *metrics.Thread) bool { t.Version = 1; return true })
		}
	}},
	{"what is too much for one statement is lost", []string{"append/many"}, onAppend(func(events []metrics.Event) []metrics.Event {
		return events[:min(len(events), 500)]
	})},
	{"what is good is written, what is bad is not", []string{"refusal/ids", "refusal/numbers"}, onAppend(func(events []metrics.Event) []metrics.Event {
		return slices.DeleteFunc(events, func(e metrics.Event) bool { return e.Storable() != nil })
	})},
	{"what is bad is made good", []string{"refusal/numbers"}, onEach(func(e *metrics.Event) {
		if math.IsNaN(e.Score) || math.IsInf(e.Score, 0) {
			e.Score = 0
		}
	})},
	{"no text may have a NUL", []string{"refusal/what is not needed may be anything"}, func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			for i := range events {
				if strings.Contains(events[i].Agent+events[i].Ticket+events[i].Conversation, "\x00") {
					return 0, metrics.ErrInvalid
				}
			}
			return s.right.Append(ctx, events...)
		}
	}},
}

var contentFaults = []fault{
	{"a field of events is lost", []string{"content/events"}, onEach(func(e *metrics.Event) { e.Labels = nil })},
	{"a field of episodes is lost", []string{"content/episodes"}, onEpisode(func(e *metrics.Episode) { e.Moods = nil })},
	{"times are milliseconds", []string{"content/times"}, onEach(func(e *metrics.Event) { e.At = e.At.Truncate(time.Millisecond) })},
	{"times have the zone of the database", []string{"content/times"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq {
			return mapped(s.right.Feed(ctx, after), func(e *metrics.Event) bool {
				e.At = e.At.In(time.FixedZone("", 3600))
				return true
			})
		}
	}},
	{"texts are trimmed", []string{"content/texts"}, onEach(func(e *metrics.Event) { e.Reason = strings.TrimSpace(e.Reason) })},
	{"ids are alike in upper and lower case", []string{"content/ids"}, onEach(func(e *metrics.Event) { e.Conversation = strings.ToLower(e.Conversation) })},
	{"what is given is cleaned in place", []string{"content/what is given stays as it is"}, func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			for i := range events {
				for j := range events[i].Tags {
					events[i].Tags[j] = strings.ToUpper(events[i].Tags[j] + "!")
				}
			}
			return s.right.Append(ctx, events...)
		}
	}},
	{"callers share memory", []string{"content/no shared memory"}, func(s *broken) {
		shared := map[string][]string{}
		s.threads = func(ctx context.Context, keys []string) threadSeq {
			return mapped(s.right.Threads(ctx, keys...), func(t *metrics.Thread) bool {
				for i := range t.Events {
					e := &t.Events[i]
					if shared[e.ID] == nil {
						shared[e.ID] = e.Tags
					}
					e.Tags = shared[e.ID]
				}
				return true
			})
		}
	}},
}

var foldFaults = []fault{
	{"what a thread was folded to before stays", []string{"fold/replaces", "fold/random"}, func(s *broken) {
		was := map[string][]metrics.Episode{}
		onFold(func(_ *broken, folded []metrics.Folded) []metrics.Folded {
			for i, f := range folded {
				was[f.Key] = append(was[f.Key], f.Episodes...)
				folded[i].Episodes = was[f.Key]
			}
			return folded
		})(s)
	}},
	{"any version is folded", []string{"fold/another version", "fold/random"}, onFold(func(s *broken, folded []metrics.Folded) []metrics.Folded {
		for i := range folded {
			folded[i].Version = s.current(folded[i].Key).Version
		}
		return folded
	})},
	{"one that was overtaken stops all", []string{"fold/another version"}, onFold(func(s *broken, folded []metrics.Folded) []metrics.Folded {
		for _, f := range folded {
			if s.current(f.Key).Version != f.Version {
				return nil
			}
		}
		return folded
	})},
	{"the first of two counts", []string{"fold/twice in a call"}, onFold(func(_ *broken, folded []metrics.Folded) []metrics.Folded {
		slices.Reverse(folded)
		return folded
	})},
}

var raceFaults = []fault{
	{"append counts what it was given", []string{"race/one event from many sides"}, func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			_, err := s.right.Append(ctx, events...)
			return len(events), err
		}
	}},
	{"some commits are seen after later ones", []string{"race/cursors skip nothing"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq {
			all, err := storetest.Collect(s.right.Feed(ctx, 0))
			if err != nil {
				panic(err)
			}
			return mapped(s.right.Feed(ctx, after), func(e *metrics.Event) bool {
				return e.Seq%7 != 0 || int64(len(all)) > e.Seq+3
			})
		}
	}},
	{"a fold makes fresh what came meanwhile", []string{"race/append and fold"}, func(s *broken) {
		var mu sync.Mutex
		more := 0
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			mu.Lock()
			defer mu.Unlock()
			folded = slices.Clone(folded)
			for i := range folded {
				if more++; more%5 == 0 {
					folded[i].Version = s.current(folded[i].Key).Version
					folded[i].Episodes = nil
				}
			}
			return s.right.Fold(ctx, folded...)
		}
	}},
	{"what a thread was is taken out before what it is is put in", []string{"race/reads see whole folds"}, func(s *broken) {
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			for _, f := range folded {
				if err := s.right.Fold(ctx, metrics.Folded{Key: f.Key, Version: f.Version}); err != nil {
					return err
				}
			}
			for range 50 {
				runtime.Gosched()
			}
			return s.right.Fold(ctx, folded...)
		}
	}},
}
