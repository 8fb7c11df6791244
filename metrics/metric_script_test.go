package metrics_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// script reads events of a script, one in a line: the time since wednesday, the kind, and fields as key=value:
//
//	c conversation ("c" by default)  T ticket  u customer  a agent  q queue  i item  r reason  s score
//	f flow  p step  k took  t turn  e entry  v valence  tag  ch channel  intent  truth  confirmed
func script(t testing.TB, text string) (events []metrics.Event) {
	t.Helper()
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		kind, err := metrics.ParseKind(words[1])
		require.NoError(t, err)
		e := metrics.Event{ID: fmt.Sprint("e", len(events)), At: wednesday.Add(spanOf(t, words[0])), Kind: kind, Conversation: "c"}
		if strings.HasPrefix(words[1], "ticket") || strings.HasPrefix(words[1], "goal") {
			e.Conversation, e.Ticket = "", "T"
		}
		if kind == metrics.Presence {
			e.Conversation = ""
		}
		for _, w := range words[2:] {
			key, value, _ := strings.Cut(w, "=")
			setField(t, &e, key, value)
		}
		events = append(events, e)
	}
	return events
}

func spanOf(t testing.TB, text string) time.Duration {
	t.Helper()
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		require.NoError(t, err)
		return time.Duration(n) * oneDay
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err)
	return d
}

func setField(t testing.TB, e *metrics.Event, key, value string) {
	t.Helper()
	texts := map[string]*string{
		"c": &e.Conversation, "T": &e.Ticket, "u": &e.Customer, "a": &e.Agent, "q": &e.Queue, "i": &e.Item, "r": &e.Reason, "f": &e.Flow, "p": &e.Step,
		"t": &e.Turn, "e": &e.Entry, "ch": &e.Channel, "intent": &e.Intent, "truth": &e.Truth,
	}
	if to, ok := texts[key]; ok {
		*to = value
		return
	}
	number := func() float64 {
		x, err := strconv.ParseFloat(value, 64)
		require.NoError(t, err)
		return x
	}
	switch key {
	case "confirmed":
		e.Confirmed = true
	case "s":
		e.Score = number()
	case "v":
		e.Felt, e.Valence = true, number()
	case "k":
		e.Took = spanOf(t, value)
	case "tag":
		e.Tags = append(e.Tags, value)
	default:
		t.Fatalf("no field %q", key)
	}
}

// recorded is a collector that has heard of a script, 60 days later.
func recorded(t testing.TB, text string) *metrics.Collector {
	t.Helper()
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return wednesday.Add(60 * oneDay) }, Rules: metrics.Rules{Hours: nineToFive{}}})
	require.NoError(t, err)
	require.NoError(t, c.Record(t.Context(), script(t, text)...))
	return c
}

// nineToFive are the business hours of every day (UTC).
type nineToFive struct{}

func (nineToFive) Between(from, to time.Time) (open time.Duration) {
	for d := from.UTC().Truncate(oneDay); d.Before(to); d = d.Add(oneDay) {
		start, end := d.Add(9*time.Hour), d.Add(17*time.Hour)
		if start.Before(from) {
			start = from
		}
		if end.After(to) {
			end = to
		}
		open += max(0, end.Sub(start))
	}
	return open
}
