package alert

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

var signs = []Sign{Repeats, Unanswered, Failures, Messages, Mood, NoReply, ServedFor, WaitsFor, OpenFor}

var talkDimensions = []metrics.Dimension{
	metrics.ByAgent, metrics.ByQueue, metrics.ByChannel, metrics.ByCategory, metrics.ByTier, metrics.ByLanguage,
}

// values computes the numbers of a rule, without those that are of too little or no numbers at all.
func (r *Rule) values(ctx context.Context, now time.Time, s Source) (values []Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("alert: rule %q: panic: %v", r.Name, p)
		}
	}()
	switch {
	case r.Metric != "":
		values, err = r.metric(ctx, now, s)
	case r.Gauge != "":
		values = r.gauge(s.Live())
	case r.Talk != "":
		values = r.talks(now, s.Live())
	default:
		values, err = r.Check(ctx, now, s)
	}
	if err != nil {
		return nil, fmt.Errorf("alert: rule %q: %w", r.Name, err)
	}
	return slices.DeleteFunc(values, func(v Value) bool {
		return math.IsNaN(v.X) || math.IsInf(v.X, 0) || v.Of > 0 && v.Of < r.MinCount
	}), nil
}

func (r *Rule) metric(ctx context.Context, now time.Time, s Source) ([]Value, error) {
	table, err := s.Query(ctx, r.query(now))
	if err != nil {
		return nil, err
	}
	var values []Value
	for _, row := range table.Rows {
		v := row.Values[0]
		if !v.Known || slices.Contains(row.Group, metrics.Other) {
			continue
		}
		// A number of nothing is not judged where it has to be of something.
		if v.Of < r.MinCount {
			continue
		}
		labels := map[string]string{}
		for i, d := range r.GroupBy {
			labels[string(d)] = row.Group[i]
		}
		values = append(values, Value{Labels: labels, X: v.X, Of: v.Of})
	}
	return values, nil
}

func (r *Rule) gauge(b *metrics.Board) (values []Value) {
	if r.Gauge == AgentTalks {
		return r.agentTalks(b)
	}
	m := b.Now()
	if len(r.GroupBy) > 0 {
		for _, c := range m.Channels {
			if r.Gauge == Open {
				values = append(values, Value{Labels: map[string]string{"channel": c.Channel}, X: float64(c.Open)})
			}
		}
		for _, q := range m.Queues {
			v := Value{Labels: map[string]string{"queue": q.Queue}}
			switch r.Gauge {
			case Waiting:
				v.X = float64(q.Waiting)
			case Served:
				v.X = float64(q.Served)
			case LongestWait:
				v.X = q.LongestWait.Seconds()
			default:
				continue
			}
			values = append(values, v)
		}
		return values
	}
	var x float64
	switch r.Gauge {
	case Open:
		x = float64(m.Open)
	case BotTalks:
		x = float64(m.WithBot)
	case Waiting:
		x = float64(m.Waiting)
	case Served:
		x = float64(m.Served)
	case LongestWait:
		x = m.LongestWait.Seconds()
	case Online:
		x = float64(m.Online)
	case Last5m:
		x = float64(m.Last5m)
	case Last1h:
		x = float64(m.Last1h)
	}
	return []Value{{X: x}}
}

func (r *Rule) agentTalks(b *metrics.Board) (values []Value) {
	most := 0
	for _, a := range b.Agents() {
		most = max(most, a.Talks)
		if len(r.GroupBy) > 0 {
			values = append(values, Value{Labels: map[string]string{"agent": a.Agent}, X: float64(a.Talks)})
		}
	}
	if len(r.GroupBy) > 0 {
		return values
	}
	return []Value{{X: float64(most)}}
}

// talks are the values of open talks near or beyond the limit: the others would only take room.
func (r *Rule) talks(now time.Time, b *metrics.Board) (values []Value) {
	for t := range b.Talks() {
		x, known := r.Talk.of(&t, now)
		if !known || !r.concerns(&t) || !r.passed(x, true) && !r.passed(x, false) {
			continue
		}
		v := Value{X: x, Labels: map[string]string{"conversation": t.Conversation}, Notes: map[string]string{}}
		if t.Episode != "" {
			v.Labels["episode"] = t.Episode
		}
		for name, text := range map[string]string{
			"agent": t.Agent, "queue": t.Queue, "channel": t.Channel, "category": t.Category, "customer": t.Customer,
		} {
			if text != "" {
				v.Notes[name] = text
			}
		}
		values = append(values, v)
	}
	return values
}

// of is the sign of a talk at a time.
func (s Sign) of(t *metrics.TalkMoment, now time.Time) (x float64, known bool) {
	since := func(from time.Time, is bool) (float64, bool) { return now.Sub(from).Seconds(), is && !from.IsZero() }
	switch s {
	case Repeats:
		return float64(t.Repeats), true
	case Unanswered:
		return float64(t.Unanswered), true
	case Failures:
		return float64(t.Failures), true
	case Messages:
		return float64(t.FromCustomer), t.Phase == metrics.WithBot
	case Mood:
		return t.Mood, t.Felt
	case NoReply:
		return since(t.Unreplied, true)
	case ServedFor:
		return since(t.Since, t.Phase == metrics.WithAgent)
	case WaitsFor:
		return since(t.Since, t.Phase == metrics.WithNobody)
	}
	return since(t.Start, true)
}

func (r *Rule) concerns(t *metrics.TalkMoment) bool {
	for d, values := range r.Where {
		var has string
		switch d {
		case metrics.ByAgent:
			has = t.Agent
		case metrics.ByQueue:
			has = t.Queue
		case metrics.ByChannel:
			has = t.Channel
		case metrics.ByCategory:
			has = t.Category
		case metrics.ByTier:
			has = t.Tier
		case metrics.ByLanguage:
			has = t.Language
		}
		if !slices.ContainsFunc(values, func(v string) bool {
			return v == has || d == metrics.ByCategory && strings.HasPrefix(has, v+"/")
		}) {
			return false
		}
	}
	return true
}

// keyOf identifies what a value is about, by its labels.
func keyOf(labels map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(&b, "%q=%q,", name, labels[name])
	}
	return b.String()
}
