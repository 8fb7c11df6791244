package metricstest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// minute is some minutes after noon.
func minute(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }

// said is an event of a conversation, a minute per n after noon.
func said(conversation, id string, n int) metrics.Event {
	return metrics.Event{ID: id, At: minute(n), Kind: metrics.CustomerSpoke, Conversation: conversation, Customer: "eve", Channel: "web"}
}

// write appends events, all of which have to be new.
func write(ctx context.Context, s metrics.Store, events ...metrics.Event) error {
	return writeSome(ctx, s, len(events), events...)
}

// writeSome appends events of which some are new.
func writeSome(ctx context.Context, s metrics.Store, want int, events ...metrics.Event) error {
	added, err := s.Append(ctx, events...)
	if err == nil && added != want {
		err = fmt.Errorf("append says that %d of %d events were new, want %d", added, len(events), want)
	}
	return err
}

// talk writes a conversation with one event for each n, at that minute.
func talk(ctx context.Context, s metrics.Store, conversation string, minutes ...int) error {
	events := make([]metrics.Event, len(minutes))
	for i, n := range minutes {
		events[i] = said(conversation, fmt.Sprint("e", n), n)
	}
	return write(ctx, s, events...)
}

// load returns a thread; one without events if it is not there.
func load(ctx context.Context, s metrics.Store, key string) (metrics.Thread, error) {
	all, err := storetest.Collect(s.Threads(ctx, key))
	if err != nil || len(all) == 0 {
		return metrics.Thread{}, err
	}
	if len(all) > 1 || all[0].Key != key {
		return metrics.Thread{}, fmt.Errorf("asked for the thread %q, got %d threads, the first %q", key, len(all), all[0].Key)
	}
	return all[0], nil
}

// holds returns an error unless a thread has the events of these ids.
func holds(ctx context.Context, s metrics.Store, key string, want ...string) error {
	t, err := load(ctx, s, key)
	if err != nil {
		return err
	}
	got := make([]string, 0, len(t.Events))
	for i := range t.Events {
		got = append(got, t.Events[i].ID)
	}
	slices.Sort(got)
	slices.Sort(want)
	return sameList(fmt.Sprintf("the events of the thread %q", key), want, got)
}

// fed returns an error unless the feed behind a cursor has these events, written as thread and id.
func fed(ctx context.Context, s metrics.Store, after int64, want ...string) error {
	var got []string
	last := after
	for e, err := range s.Feed(ctx, after) {
		if err != nil {
			return err
		}
		if e.Seq <= last {
			return fmt.Errorf("the feed has Seq %d after %d", e.Seq, last)
		}
		last = e.Seq
		got = append(got, e.Thread()+" "+e.ID)
	}
	return sameList(fmt.Sprintf("the feed after %d", after), want, got)
}

// stale returns an error unless these threads are stale, in whatever order.
func stale(ctx context.Context, s metrics.Store, now time.Time, want ...string) error {
	got, err := s.Stale(ctx, now, 1000)
	if err != nil {
		return err
	}
	slices.Sort(got)
	slices.Sort(want)
	return sameList(fmt.Sprintf("the stale threads at %s", now.Format(time.TimeOnly)), want, got)
}

// sameList compares lists, of which an empty one may be nil.
func sameList[T any](what string, want, got []T) error {
	if len(want) == 0 && len(got) == 0 {
		return nil
	}
	return storetest.Same(what, want, got)
}

// episode is one of a thread, that begins some minutes after noon. Its sums differ from those of others.
func episode(thread string, n, start int) metrics.Episode {
	return metrics.Episode{
		ID: fmt.Sprintf("%s#%d", thread, n), Subject: metrics.Talk, Conversation: strings.TrimPrefix(thread, "c/"), Agent: "ann", Channel: "web",
		Start: minute(start), Last: minute(start + 1), Outcome: metrics.Open, FromCustomer: 1 + n + len(thread),
		Replies: []metrics.ReplyTime{{Agent: "bob", Wall: time.Duration(n+1) * time.Second, Hours: time.Second}},
	}
}

// folded is what a thread with a version comes to: an episode at each of these minutes.
func folded(key string, version int64, starts ...int) metrics.Folded {
	f := metrics.Folded{Key: key, Version: version}
	for i, start := range starts {
		f.Episodes = append(f.Episodes, episode(key, i, start))
	}
	return f
}

// fold replaces the episodes of a thread as it is now.
func fold(ctx context.Context, s metrics.Store, key string, due time.Time, starts ...int) error {
	t, err := load(ctx, s, key)
	if err != nil {
		return err
	}
	f := folded(key, t.Version, starts...)
	f.Due = due
	return s.Fold(ctx, f)
}

// never is the time of what is never due.
var never time.Time

// longAgo and farAway bound everything.
func longAgo() time.Time { return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }
func farAway() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// summed returns the packed sum of all sheets of a range.
func summed(ctx context.Context, s metrics.Store, from, to time.Time) ([]byte, error) {
	sum := metrics.NewSheet()
	for sheet, err := range s.Sheets(ctx, from, to) {
		if err != nil {
			return nil, err
		}
		sum.Merge(sheet)
	}
	return sum.MarshalBinary()
}

// sheetOf returns the packed sums of episodes.
func sheetOf(episodes ...metrics.Episode) ([]byte, error) {
	sum := metrics.NewSheet()
	for i := range episodes {
		sum.Add(&episodes[i])
	}
	return sum.MarshalBinary()
}

// adds returns an error unless the sums of a range are those of episodes.
func adds(ctx context.Context, s metrics.Store, what string, from, to time.Time, episodes ...metrics.Episode) error {
	got, err := summed(ctx, s, from, to)
	if err != nil {
		return err
	}
	want, err := sheetOf(episodes...)
	if err != nil {
		return err
	}
	if !slices.Equal(want, got) {
		return fmt.Errorf("%s: the sheets from %s to %s are not the sums of %d episodes", what, from.Format(time.RFC3339), to.Format(time.RFC3339), len(episodes))
	}
	return nil
}

// has returns an error unless the store has exactly these episodes, and their sums.
func has(ctx context.Context, s metrics.Store, what string, want ...metrics.Episode) error {
	want = slices.Clone(want)
	sortEpisodes(want)
	got, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
	return storetest.First(err, sameEpisodes(what, want, got), adds(ctx, s, what, longAgo(), farAway(), want...))
}

func sameEpisodes(what string, want, got []metrics.Episode) error {
	return sameList("the episodes: "+what, want, got)
}

func sortEpisodes(all []metrics.Episode) {
	slices.SortFunc(all, func(a, b metrics.Episode) int {
		if n := a.Start.Compare(b.Start); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// keep makes all times in what v points to as they have to be kept.
func keep(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			keep(v.Elem())
		}
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = storetest.Kept(*at)
			return
		}
		for i := range v.NumField() {
			keep(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			keep(v.Index(i))
		}
	}
}

// kept returns a value with its times as they have to be kept.
func kept[T any](v T) T {
	keep(reflect.ValueOf(&v))
	return v
}

// errOf is the error of a call that returns something else besides.
func errOf[T any](_ T, err error) error { return err }
