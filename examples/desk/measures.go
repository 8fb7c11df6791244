package main

import (
	"context"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
	"github.com/kefu-go/kefu/metrics/report"
	"github.com/kefu-go/kefu/metrics/survey"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// numbersTopic wakes the pages that show numbers. No conversation has such an id.
const numbersTopic = "numbers"

// answeredWithin is what the shop promises to who waits for a person.
const answeredWithin = time.Minute

// measuring says how the service is measured: in the hours of the shop, by what it promises.
func (d *desk) measuring(hours *bizhours.Calendar, asks *survey.Options) *kefu.Metrics {
	return &kefu.Metrics{
		Options: metrics.Options{
			Rules:    metrics.Rules{Hours: hours, Within: answeredWithin},
			OnEvents: func(context.Context, []metrics.Event) { d.hub.tell(numbersTopic) },
		},
		Alerts: alertRules(), Notifier: alert.NotifierFunc(d.alerted),
		Survey: asks,
	}
}

// surveying says who is asked for stars a day later: everybody who was served and was not asked yet, once in a week, by day. Here
// nobody ends a talk: it is over when nobody goes on with it, and that is no reason not to ask.
func surveying(hours *bizhours.Calendar) *survey.Options {
	return &survey.Options{Policy: survey.Policy{NotAfter: []string{}, Zone: hours.Location()}}
}

// targets are what the shop wants to reach. Its people see them beside the numbers.
func targets() map[metrics.Metric]float64 {
	return map[metrics.Metric]float64{
		metrics.CSAT: 0.85, metrics.ServiceLevel: 0.8, metrics.Coverage: 0.8, metrics.BotResolutionRate: 0.5,
		metrics.FirstHumanReply.P(90): (3 * time.Minute).Seconds(),
	}
}

// period is a time that the page of numbers is about, and the one that it is compared with.
type period struct {
	kind   report.Kind
	now    report.Range
	before report.Range
	bucket metrics.Bucket
}

// periodOf returns the time that a name stands for, false if it is none: today until now, compared with the same
// hours a week ago; seven or 28 days until now, compared with as many before. Days are those of the shop.
func (s *site) periodOf(name string) (p period, ok bool) {
	now := s.now().In(s.zone())
	days := 0
	switch name {
	case "", "day":
		p = period{kind: report.KindDaily, now: report.Day(now, s.zone()), bucket: metrics.Hourly}
		p.before = report.Range{From: p.now.From.AddDate(0, 0, -7), To: now.AddDate(0, 0, -7)}
		if !p.before.To.After(p.before.From) { // it is midnight
			p.before = report.Range{}
		}
		return p, true
	case "week":
		days = 7
	case "month":
		days = 28 // as many of each weekday
	default:
		return p, false
	}
	to := report.Day(now, s.zone()).To
	p = period{kind: report.KindWeekly, now: report.Range{From: to.AddDate(0, 0, -days), To: to}, bucket: metrics.Daily}
	p.before = report.Range{From: p.now.From.AddDate(0, 0, -days), To: now.AddDate(0, 0, -days)}
	return p, true
}

// zone is where the days of the shop begin.
func (s *site) zone() *time.Location { return s.hours.Location() }

// reporting are the choices of all reports of the shop, in a language.
func (s *site) reporting(lang string, before report.Range) *report.Options {
	return &report.Options{
		Locale: lang, Zone: s.zone(), Now: s.now, Before: before, Targets: targets(), Questions: s.unanswered, Prices: s.prices,
		Name: func(d metrics.Dimension, value string) string { return s.called(d, value, lang) },
	}
}

// called is what people call a value: queues and tasks have names.
func (s *site) called(d metrics.Dimension, value, lang string) string {
	switch d {
	case metrics.ByQueue:
		if name := queueNames[value]; name != nil {
			return words(name, lang)
		}
	case metrics.ByFlow:
		if label := s.tasks.label(value); label != nil {
			return words(label, lang)
		}
	}
	return value
}

// unanswered are questions that customers asked and got no answer to, or a bad one: what the knowledge base wants to
// learn now.
func (s *site) unanswered(ctx context.Context, _ report.Range, limit int) (list []report.Question, err error) {
	wanted, err := s.learn(ctx)
	for _, one := range wanted[:min(limit, len(wanted))] {
		list = append(list, report.Question{Text: one.Question, Category: one.Category, Times: int64(one.Count)})
	}
	return list, err
}
