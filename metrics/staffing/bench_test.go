package staffing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// BenchmarkNew plans a day of 48 half hours.
func BenchmarkNew(b *testing.B) {
	for _, size := range []struct {
		name     string
		contacts float64
	}{{"20 agents", 190}, {"10000 agents", 99_000}} {
		b.Run(size.name, func(b *testing.B) {
			demand := make([]staffing.Demand, 48)
			for i := range demand {
				demand[i] = staffing.Demand{Contacts: size.contacts * (1 + float64(i%7)/100), Handle: 3 * time.Minute}
			}
			b.ReportAllocs()
			for b.Loop() {
				_, err := staffing.New(demand, &staffing.Options{Patience: 2 * time.Minute})
				require.NoError(b, err)
			}
		})
	}
}
