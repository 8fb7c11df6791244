package main

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/forecast"
	"github.com/kefu-go/kefu/metrics/staffing"
)

// outlookView is what tomorrow brings, and how many people it takes.
type outlookView struct {
	Day time.Time `json:"day"`
	// Have and Need are days with customers, where there are too few of them to look ahead.
	Have int `json:"have"`
	Need int `json:"need"`
	// Talks are expected, four times out of five between Low and High. Closed says that nobody works.
	Talks  float64 `json:"talks"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Closed bool    `json:"closed,omitempty"`
	// Handed is the share of talks that people get, Handle how many seconds they have each; both are known from
	// the last weeks, or else there are no People.
	Handed *float64  `json:"handed"`
	Handle *float64  `json:"handle"`
	People []seating `json:"people"`
}

// seating is how many agents have to be there from a time on.
type seating struct {
	From   time.Time `json:"from"`
	Talks  float64   `json:"talks"` // for people
	Agents int       `json:"agents"`
}

// remembered is how much of the past is looked at.
const remembered = 26 * 7

// seatsFor is for how long agents are seated.
const seatsFor = 30 * time.Minute

func (s *site) numbersOutlook(w http.ResponseWriter, r *http.Request) {
	v, err := s.outlook(r.Context())
	s.reply(w, r, v, err)
}

// outlook looks at tomorrow, as far as the past half year tells.
func (s *site) outlook(ctx context.Context) (v outlookView, err error) {
	now := s.now().In(s.zone())
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	tomorrow, after := today.AddDate(0, 0, 1), today.AddDate(0, 0, 2)
	v = outlookView{Day: tomorrow, People: []seating{}}
	span := metrics.Query{From: today.AddDate(0, 0, -remembered), To: tomorrow, Zone: s.zone(), Bucket: metrics.Daily, Metrics: []metrics.Metric{metrics.Volume}}
	table, err := s.bot.Metrics().Query(ctx, span)
	if err != nil {
		return v, err
	}
	model, err := forecast.Fit(historyOf(table), nil)
	var short *forecast.ShortError
	if errors.As(err, &short) {
		v.Have, v.Need = short.Have, short.Need
		return v, nil
	}
	if err != nil {
		return v, err
	}
	points, err := model.Forecast(1)
	if err != nil {
		return v, err
	}
	p := points[0]
	likely, _ := p.Interval(0.8)
	v.Talks, v.Low, v.High, v.Closed = p.Mean, likely.Low, likely.High, p.Closed
	return v, s.seat(ctx, &v, tomorrow, after)
}

// historyOf is how many customers came from the first day on that had any. Of the last day, which is not over,
// nobody knows.
func historyOf(table *metrics.Table) forecast.Series {
	last := len(table.Rows) - 1
	first := slices.IndexFunc(table.Rows, func(row metrics.Row) bool { return row.Values[0].X > 0 })
	if first < 0 {
		first = last
	}
	history := forecast.Series{Start: table.Rows[first].Start, Step: 24 * time.Hour}
	for _, row := range table.Rows[first:last] {
		history.Values = append(history.Values, row.Values[0].X)
	}
	history.Values = append(history.Values, math.NaN())
	return history
}

// seat says how many agents the talks of a day take, from half hour to half hour: as the day goes on such
// weekdays, at what was handed over and how long that took in the last four weeks, so that four of five wait no
// longer than the shop promises.
func (s *site) seat(ctx context.Context, v *outlookView, from, to time.Time) error {
	weeks := metrics.Query{From: from.AddDate(0, 0, -28), To: from, Zone: s.zone(), Metrics: []metrics.Metric{metrics.HandoffRate, metrics.TalkTime}}
	table, err := s.bot.Metrics().Query(ctx, weeks)
	if err != nil {
		return err
	}
	handed, handle := table.Rows[0].Values[0], table.Rows[0].Values[1]
	if !handed.Known || !handle.Known || handle.X <= 0 || v.Closed {
		return nil
	}
	v.Handed, v.Handle = &handed.X, &handle.X
	weeks.Metrics, weeks.Bucket = []metrics.Metric{metrics.Volume}, metrics.HalfHour
	if table, err = s.bot.Metrics().Query(ctx, weeks); err != nil {
		return err
	}
	shares, all := map[string]float64{}, 0.0
	for _, row := range table.Rows {
		if n := row.Values[0].X; n > 0 && row.Start.Weekday() == from.Weekday() {
			shares[row.Start.Format("15:04")] += n
			all += n
		}
	}
	var demand []staffing.Demand
	for at := from; at.Before(to); at = at.Add(seatsFor) {
		if s.hours.Open(at) && all > 0 {
			talks := v.High * handed.X * shares[at.Format("15:04")] / all
			demand = append(demand, staffing.Demand{Start: at, Contacts: talks, Handle: time.Duration(handle.X * float64(time.Second))})
		}
	}
	plan, err := staffing.New(demand, &staffing.Options{
		Interval: seatsFor, Concurrency: atOnce, Target: staffing.Target{Share: 0.8, Within: answeredWithin},
	})
	if err != nil {
		return err
	}
	for _, n := range plan.Needs {
		v.People = append(v.People, seating{From: n.Start, Talks: n.Contacts, Agents: n.Agents})
	}
	return nil
}
