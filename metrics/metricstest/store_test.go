package metricstest_test

import (
	"testing"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricstest"
)

func TestMemoryStore(t *testing.T) {
	metricstest.RunStore(t, func(*testing.T) metrics.Store { return metrics.NewMemoryStore() })
}
