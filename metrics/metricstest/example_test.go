package metricstest_test

import (
	"testing"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricstest"
)

// A store of one's own is checked by a test that makes empty ones.
func ExampleRunStore() {
	newStore := func(t *testing.T) metrics.Store {
		t.Helper()
		s := metrics.NewMemoryStore() // or your own: open an empty database here
		t.Cleanup(func() {})          // and close it here
		return s
	}
	_ = func(t *testing.T) { metricstest.RunStore(t, newStore) } // func TestMyStore(t *testing.T)
	// Output:
}
