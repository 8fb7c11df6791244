package forecast_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/metrics/forecast"
)

// history is the calls of each day of 30 weeks, closed on Sundays and on a holiday.
func history(holiday time.Time) forecast.Series {
	s := forecast.Series{Start: time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC), Step: 24 * time.Hour}
	week := []float64{0, 520, 450, 430, 420, 400, 180}
	for i := range 30 * 7 {
		at := s.At(i)
		calls := week[at.Weekday()] + float64(i*7919%23) - 11
		if at.Weekday() == time.Sunday || at.Equal(holiday) {
			calls = 0
		}
		s.Values = append(s.Values, calls)
	}
	return s
}

// A week with a holiday and a campaign that the host expects to bring 30 % more.
func ExampleFit() {
	may1 := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	model, err := forecast.Fit(history(may1), &forecast.Options{Events: []forecast.Event{
		{Name: "Labour Day", Kind: "public holiday", From: may1, Closed: true},
		{Name: "National Day", Kind: "public holiday", From: time.Date(2025, 8, 6, 0, 0, 0, 0, time.UTC), Closed: true},
		{Name: "summer sale", From: time.Date(2025, 8, 8, 0, 0, 0, 0, time.UTC), Factor: 1.3},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	points, err := model.Forecast(7)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range points {
		if p.Closed {
			fmt.Println(p.At.Format("Mon 2 Jan"), "closed")
			continue
		}
		likely, _ := p.Interval(0.80)
		fmt.Printf("%s %.0f, likely %.0f to %.0f\n", p.At.Format("Mon 2 Jan"), p.Mean, likely.Low, likely.High)
	}
	// Output:
	// Mon 4 Aug 516, likely 500 to 530
	// Tue 5 Aug 451, likely 438 to 464
	// Wed 6 Aug closed
	// Thu 7 Aug 415, likely 394 to 434
	// Fri 8 Aug 524, likely 490 to 555
	// Sat 9 Aug 180, likely 172 to 187
	// Sun 10 Aug closed
}

// How good would the forecasts have been, compared with the mean of four weeks?
func ExampleBacktest() {
	may1 := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, f := range []forecast.Forecaster{forecast.Seasonal(nil), forecast.SameWeekday(4)} {
		score, err := forecast.Backtest(context.Background(), history(may1), f, &forecast.BacktestOptions{Horizon: 7})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("off by %.1f %%", 100*score.WAPE)
		for _, c := range score.Coverage {
			fmt.Printf(", %.0f %% inside of the intervals of %.0f %%", 100*c.Share, 100*c.Level)
		}
		fmt.Println()
	}
	// Output:
	// off by 1.7 %, 87 % inside of the intervals of 80 %, 98 % inside of the intervals of 95 %
	// off by 2.0 %
}
