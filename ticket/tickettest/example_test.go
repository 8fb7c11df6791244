package tickettest_test

import (
	"testing"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/tickettest"
)

// A store of one's own is checked by a test that makes empty ones.
func ExampleRunStore() {
	newStore := func(t *testing.T) ticket.Store {
		t.Helper()
		s := ticket.NewMemoryStore() // or your own: open an empty database here
		t.Cleanup(func() {})         // and close it here
		return s
	}
	_ = func(t *testing.T) { tickettest.RunStore(t, newStore) } // func TestMyStore(t *testing.T)
	// Output:
}
