package forecast_test

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics/forecast"
)

func BenchmarkFitYearOfHalfHours(b *testing.B) {
	s := series(time.UTC, 30*time.Minute, 365*48, 1, func(at time.Time) float64 { return 5 + office(at) })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := forecast.Fit(s, nil); err != nil {
			b.Fatal(err)
		}
	}
}
