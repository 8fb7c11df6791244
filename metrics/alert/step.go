package alert

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Phase is where an alert is.
type Phase string

// The phases.
const (
	Pending  Phase = "pending"  // the limit is passed, not yet for long enough
	Firing   Phase = "firing"   //
	Resolved Phase = "resolved" // it is over; in notices only
)

// An Alert is a rule whose limit is passed, by one value.
type Alert struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity,omitempty"`
	Phase    Phase  `json:"phase"`
	// Labels say what it is about; with the rule they identify the alert. Notes say more.
	Labels map[string]string `json:"labels,omitempty"`
	Notes  map[string]string `json:"notes,omitempty"`
	// Limit is the rule's; Above says on which side of it the number must not be.
	Limit float64 `json:"limit"`
	Above bool    `json:"above"`
	// Value is the number when the phase was reached. Known is false where the alert is over because
	// there is no number any more: a talk ended, a queue is empty, a metric is of too little.
	Value float64 `json:"value"`
	Known bool    `json:"known"`
	// What is the metric, gauge or sign; empty for a check.
	What string `json:"what,omitempty"`
	// Since is when the limit was passed, At when the phase was reached.
	Since time.Time `json:"since"`
	At    time.Time `json:"at"`
}

// A Notice is what there is to tell of a group of rules at a time.
type Notice struct {
	// ID never changes and is never used again: a receiver drops what it has seen.
	ID    string    `json:"id"`
	Group string    `json:"group"`
	At    time.Time `json:"at"`
	// Alerts began, are over, or go on since they were told last ([Rule.Repeat]).
	Alerts []Alert `json:"alerts"`
	// Attempt counts the deliveries, from 1.
	Attempt int `json:"attempt"`
}

// tracked is an alert that is kept: pending, firing, or over but not to be told again yet.
type tracked struct {
	Alert
	Key string `json:"key"`
	// Told is when this firing was told last, LastTold when the alert was told last at all.
	Told     time.Time `json:"told,omitzero"`
	LastTold time.Time `json:"last_told,omitzero"`
}

// record is what is kept of a group.
type record struct {
	// Notices counts the notices so far.
	Notices int64     `json:"notices"`
	Alerts  []tracked `json:"alerts,omitempty"`
	Outbox  []queued  `json:"outbox,omitempty"`
}

// queued is a notice that was not delivered yet. It is not to be tried before Next: somebody tries, or it failed.
type queued struct {
	Notice
	Next time.Time `json:"next,omitzero"`
}

// judged are the values of a rule, or that they are not known.
type judged struct {
	rule   *Rule
	values []Value
	failed bool
}

const (
	mostAlerts  = 1000 // of a group
	mostNotices = 200  // that wait to be delivered
)

// step brings a record to a time: a function of its arguments. It says whether anything changed, and how many values found no
// room.
func (rec *record) step(group string, rules []judged, silent func(rule string, labels map[string]string) bool, now time.Time) (changed bool, overflow int) {
	var tell []Alert
	var kept []tracked
	left := map[string]bool{} // the alerts of these rules are gone through
	for i := range rules {
		left[rules[i].rule.Name] = true
		was := rec.of(rules[i].rule.Name)
		if rules[i].failed {
			kept = append(kept, was...)
			continue
		}
		alerts, news, other := rules[i].step(was, mostAlerts-len(kept), silent, now)
		kept, tell, changed = append(kept, alerts...), append(tell, news...), changed || other
		overflow += rules[i].overflow(alerts)
	}
	for _, t := range rec.Alerts { // of rules that are gone
		if left[t.Rule] {
			continue
		}
		changed = true
		if t.Phase == Firing && !t.Told.IsZero() {
			tell = append(tell, t.over(Value{}, false, now))
		}
	}
	slices.SortFunc(kept, func(a, b tracked) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key, b.Key)) })
	rec.Alerts = kept
	if len(tell) > 0 {
		changed = true
		rec.Notices++
		rec.Outbox = append(rec.Outbox, queued{Notice: Notice{
			ID: fmt.Sprintf("%s/%d/%d", group, now.UnixMicro(), rec.Notices), Group: group, At: now, Alerts: tell,
		}})
	}
	return changed, overflow
}

func (rec *record) of(rule string) (alerts []tracked) {
	for _, t := range rec.Alerts {
		if t.Rule == rule {
			alerts = append(alerts, t)
		}
	}
	return alerts
}

// step goes through the alerts of one rule.
func (j *judged) step(was []tracked, room int, silent func(string, map[string]string) bool, now time.Time) (kept []tracked, tell []Alert, changed bool) {
	values := map[string]Value{}
	for _, v := range j.values {
		values[keyOf(v.Labels)] = v
	}
	for _, t := range was {
		v, there := values[t.Key]
		delete(values, t.Key)
		before := t
		news := t.step(j.rule, v, there, silent(t.Rule, t.Labels), now)
		if news != nil {
			tell = append(tell, *news)
		}
		if t.Phase == Resolved && (t.LastTold.IsZero() || now.Sub(t.LastTold) >= j.rule.Cooldown) {
			changed = true
			continue
		}
		changed = changed || t.Phase != before.Phase || !t.Told.Equal(before.Told) || !t.Since.Equal(before.Since)
		kept = append(kept, t)
	}
	var keys []string
	for key, v := range values {
		if j.rule.passed(v.X, false) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if len(kept) >= room {
			break
		}
		t := tracked{Key: key, Alert: Alert{Rule: j.rule.Name, Phase: Resolved, Labels: values[key].Labels}}
		if news := t.step(j.rule, values[key], true, silent(t.Rule, t.Labels), now); news != nil {
			tell = append(tell, *news)
		}
		kept, changed = append(kept, t), true
	}
	return kept, tell, changed
}

// overflow is how many values that pass the limit are not among the alerts.
func (j *judged) overflow(alerts []tracked) (n int) {
	if len(j.values) <= len(alerts) {
		return 0
	}
	has := map[string]bool{}
	for _, t := range alerts {
		has[t.Key] = true
	}
	for _, v := range j.values {
		if j.rule.passed(v.X, false) && !has[keyOf(v.Labels)] {
			n++
		}
	}
	return n
}

// step brings one alert to a time and returns what there is to tell of it.
func (t *tracked) step(r *Rule, v Value, there, silent bool, now time.Time) *Alert {
	t.describe(r)
	if !there || !r.passed(v.X, t.Phase == Firing) {
		if t.Phase != Firing || t.Told.IsZero() {
			t.Phase, t.Told = Resolved, time.Time{}
			return nil
		}
		over := t.over(v, there, now)
		t.Phase, t.Told = Resolved, time.Time{}
		return &over
	}
	if t.Phase == Resolved {
		t.Phase, t.Since, t.At = Pending, now, now
		t.Value, t.Known, t.Notes = v.X, true, v.Notes
	}
	if t.Phase == Pending {
		if now.Sub(t.Since) < r.For || !t.LastTold.IsZero() && now.Sub(t.LastTold) < r.Cooldown {
			return nil
		}
		t.Phase, t.At = Firing, now
		t.Value, t.Notes = v.X, v.Notes
	}
	if silent || !t.Told.IsZero() && (r.Repeat == 0 || now.Sub(t.Told) < r.Repeat) {
		return nil
	}
	t.Value, t.Notes = v.X, v.Notes
	t.Told, t.LastTold = now, now
	alert := t.Alert
	return &alert
}

// describe takes over what the rule says now.
func (t *tracked) describe(r *Rule) {
	t.Severity, t.Limit, t.Above = r.Severity, r.limit(), r.Above != nil
	t.What = cmp.Or(string(r.Metric), string(r.Gauge), string(r.Talk))
}

// over is the alert as it ends.
func (t *tracked) over(v Value, known bool, now time.Time) Alert {
	a := t.Alert
	a.Phase, a.At, a.Value, a.Known = Resolved, now, v.X, known
	if v.Notes != nil {
		a.Notes = v.Notes
	}
	return a
}
