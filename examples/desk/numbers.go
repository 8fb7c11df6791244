package main

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/report"
)

// numbers adds the page of those who look after the service, and its calls.
func (s *site) numbers(agents *http.ServeMux) {
	agents.HandleFunc("GET /agent/metrics", s.supervisors(s.page("metrics.html")))
	agents.HandleFunc("GET /agent/metrics/report", s.supervisors(s.numbersReport))
	agents.HandleFunc("GET /agent/metrics/chart.svg", s.supervisors(s.numbersChart))
	agents.HandleFunc("GET /agent/api/metrics/events", s.supervisors(s.numbersEvents))
	agents.HandleFunc("GET /agent/api/metrics/live", s.supervisors(s.numbersNow))
	agents.HandleFunc("GET /agent/api/metrics", s.supervisors(s.numbersOf))
	agents.HandleFunc("GET /agent/api/metrics/alerts", s.supervisors(s.numbersAlerts))
	agents.HandleFunc("GET /agent/api/metrics/outlook", s.supervisors(s.numbersOutlook))
}

// numbersEvents tells a page that the live board is another one.
func (s *site) numbersEvents(w http.ResponseWriter, r *http.Request) {
	s.follow(w, r, numbersTopic, func(out *stream) error { return out.event("", "changed", struct{}{}) })
}

// liveView is what happens now.
type liveView struct {
	metrics.Moment
	// Longest is the longest wait in seconds, like those of the queues.
	Longest int        `json:"longest"`
	Lines   []lineLive `json:"lines"`
}

type lineLive struct {
	Queue   string `json:"queue"`
	Waiting int    `json:"waiting"`
	Served  int    `json:"served"`
	Longest int    `json:"longest"`
}

func (s *site) numbersNow(w http.ResponseWriter, r *http.Request) {
	now := s.bot.Metrics().Live().Now()
	v := liveView{Moment: now, Longest: int(now.LongestWait.Seconds()), Lines: []lineLive{}}
	for _, q := range now.Queues {
		v.Lines = append(v.Lines, lineLive{q.Queue, q.Waiting, q.Served, int(q.LongestWait.Seconds())})
	}
	v.Queues = nil
	s.reply(w, r, v, nil)
}

// numbersView is how well the service works, in a time.
type numbersView struct {
	Period string       `json:"period"`
	Range  report.Range `json:"range"`
	Before report.Range `json:"before"`
	Zone   string       `json:"zone"`
	// Through is up to when everything is in the numbers.
	Through time.Time    `json:"through"`
	Figures []figureView `json:"figures"`
	// Costs are of a week or a month, where the shop says what it pays; CostText says what they rest on.
	Costs    []figureView     `json:"costs"`
	CostText []string         `json:"cost_text"`
	Findings []report.Finding `json:"findings"`
	Agents   tableView        `json:"agents"`
	Topics   tableView        `json:"topics"`
	Risks    []metrics.Risk   `json:"risks"`
}

// figureView is a number with what it means.
type figureView struct {
	report.Figure
	Few     bool               `json:"few"` // of so few cases that it says little
	Meaning metrics.Definition `json:"meaning"`
}

func viewOf(f report.Figure, meaning metrics.Definition) figureView {
	return figureView{f, f.Now.Known && f.Unit != metrics.Count && f.Now.Of < report.Few, meaning}
}

// tableView is a table of numbers by one dimension.
type tableView struct {
	Columns []metrics.Definition `json:"columns"`
	Rows    []rowView            `json:"rows"`
}

type rowView struct {
	Name  string          `json:"name"`
	Cells []metrics.Value `json:"cells"`
}

func (s *site) numbersOf(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	p, ok := s.periodOf(form.Get("period"))
	if !ok {
		writeError(w, http.StatusBadRequest, "the period is none of day, week, month")
		return
	}
	v, err := s.measure(r.Context(), p, form.Get("lang"))
	v.Period = form.Get("period")
	s.reply(w, r, v, err)
}

// measure makes the numbers of a period.
func (s *site) measure(ctx context.Context, p period, lang string) (v numbersView, err error) {
	made, err := report.Make(ctx, p.kind, s.bot.Metrics(), p.now, s.reporting(lang, p.before))
	if err != nil {
		return v, err
	}
	v = numbersView{Range: made.Range, Before: made.Before, Zone: made.Zone, Through: made.Through, Findings: []report.Finding{}}
	v.Findings = append(v.Findings, made.Findings...)
	for _, f := range made.Sections[0].Figures {
		meaning, _ := metrics.Describe(f.Metric, lang)
		v.Figures = append(v.Figures, viewOf(f, meaning))
	}
	v.Costs, v.CostText = costsOf(made)
	byAgent := []metrics.Metric{metrics.Volume, metrics.HumanResolutionRate, metrics.HumanReply, metrics.HandleTime, metrics.CSAT, metrics.Occupancy}
	if v.Agents, err = s.tableBy(ctx, p, lang, metrics.ByAgent, byAgent); err != nil {
		return v, err
	}
	byTopic := []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.HandoffRate, metrics.UnansweredRate, metrics.Mood}
	if v.Topics, err = s.tableBy(ctx, p, lang, metrics.ByCategory, byTopic); err != nil {
		return v, err
	}
	v.Risks, err = s.risks(ctx, p)
	return v, err
}

// mostRows is how many agents and how many topics are shown.
const mostRows = 12

// tableBy makes a table of what is known by a dimension. Who, or what, is not known has no row.
func (s *site) tableBy(ctx context.Context, p period, lang string, by metrics.Dimension, asked []metrics.Metric) (v tableView, err error) {
	table, err := s.bot.Metrics().Query(ctx, metrics.Query{
		Metrics: asked, From: p.now.From, To: p.now.To, Zone: s.zone(), GroupBy: []metrics.Dimension{by}, Depth: 2, Limit: mostRows,
	})
	if err != nil {
		return v, err
	}
	v.Rows = []rowView{}
	for _, m := range asked {
		meaning, _ := metrics.Describe(m, lang)
		v.Columns = append(v.Columns, meaning)
	}
	for _, row := range table.Rows {
		if name := row.Group[0]; name != "" {
			v.Rows = append(v.Rows, rowView{name, row.Values})
		}
	}
	return v, nil
}

// numbersChart draws how many customers came, and how many before.
func (s *site) numbersChart(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	p, ok := s.periodOf(form.Get("period"))
	if !ok {
		writeError(w, http.StatusBadRequest, "the period is none of day, week, month")
		return
	}
	chart, err := s.inquiries(r.Context(), p, form.Get("lang"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write([]byte(chart.SVG(form.Get("lang"), "inquiries")))
}

func (s *site) inquiries(ctx context.Context, p period, lang string) (*report.Chart, error) {
	meaning, _ := metrics.Describe(metrics.Volume, lang)
	chart := &report.Chart{Kind: report.Trend, Title: meaning.Title, Unit: meaning.Unit}
	days := int(p.now.From.Sub(p.before.From).Round(24*time.Hour) / (24 * time.Hour))
	if p.before == (report.Range{}) {
		days = 7
	}
	before := report.Range{From: p.now.From.AddDate(0, 0, -days), To: p.now.To.AddDate(0, 0, -days)} // whole days beside each other
	for i, span := range []report.Range{p.now, before} {
		table, err := s.bot.Metrics().Query(ctx, metrics.Query{
			Metrics: []metrics.Metric{metrics.Volume}, From: span.From, To: span.To, Zone: s.zone(), Bucket: p.bucket,
		})
		if err != nil {
			return nil, err
		}
		series := report.Series{Name: words(seriesNames[i], lang), Faint: i > 0}
		for _, row := range table.Rows {
			if i == 0 {
				chart.Times = append(chart.Times, row.Start)
			}
			value := report.Number(row.Values[0])
			if i == 0 && row.Start.After(s.now()) { // it has not come yet
				value = report.Number{}
			}
			series.Values = append(series.Values, value)
		}
		chart.Series = append(chart.Series, series)
	}
	chart.Series[1].Values = slices.Clip(chart.Series[1].Values[:min(len(chart.Times), len(chart.Series[1].Values))])
	return chart, nil
}

// seriesNames are what the lines of the chart are.
var seriesNames = []dialog.Words{dialog.In("now", "本期"), dialog.In("before", "上期")}

// mostRisks is how many customers are named, and leastRisk from which score on.
const (
	mostRisks = 8
	leastRisk = 0.2
)

// risks are the customers who may be lost, the most urgent first.
func (s *site) risks(ctx context.Context, p period) ([]metrics.Risk, error) {
	list, err := s.bot.Metrics().Risks(ctx, metrics.RiskQuery{Cohort: metrics.Cohort{From: p.now.From, To: p.now.To}, Least: leastRisk, Limit: mostRisks})
	if list == nil {
		list = []metrics.Risk{}
	}
	return list, err
}
