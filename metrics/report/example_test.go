package report_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/report"
)

func Example() {
	ctx := context.Background()
	monday := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	collector, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return monday.AddDate(0, 0, 9) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 40 {
		talk, at := fmt.Sprintf("c%d", i), monday.Add(time.Duration(i)*3*time.Hour)
		err := collector.Record(ctx,
			metrics.Event{ID: "1", At: at, Kind: metrics.CustomerSpoke, Conversation: talk, Channel: "web"},
			metrics.Event{ID: "2", At: at.Add(time.Second), Kind: metrics.BotSpoke, Conversation: talk, Channel: "web"},
			metrics.Event{ID: "3", At: at.Add(time.Minute), Kind: metrics.Resolved, Conversation: talk, Channel: "web", Confirmed: true},
		)
		if err != nil {
			fmt.Println(err)
			return
		}
	}

	week, err := report.Weekly(ctx, collector, report.Week(monday, time.UTC), &report.Options{Locale: "zh"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(week.Title)
	for _, f := range week.Sections[0].Figures[:2] {
		fmt.Printf("%s: %.2f of %d\n", f.Title, f.Now.X, f.Now.Of)
	}
	// week.HTML(w) is the page; a single chart can be drawn into one's own.
	svg := week.Sections[1].Charts[0].SVG("zh", "volume")
	fmt.Println(len(svg) > 1000)
	// Output:
	// 每周服务质量报告
	// 咨询量: 40.00 of 40
	// 解决率: 1.00 of 40
	// true
}

func ExampleChart_SVG() {
	chart := report.Chart{
		Kind: report.Compare, Title: "CSAT by channel", Unit: metrics.Share,
		Labels: []string{"web", "phone"},
		Series: []report.Series{{Values: []report.Number{report.Some(.91, 1203), report.Some(.84, 311)}}},
	}
	os.Stdout.Write(chart.SVG("en", "csat")[:73])
	// Output:
	// <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 100" width="720"
}
