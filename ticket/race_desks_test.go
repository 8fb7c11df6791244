package ticket_test

import (
	"testing"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/tickettest"
)

func TestDesksOnMemoryStore(t *testing.T) {
	tickettest.RunDesks(t, func(*testing.T) []ticket.Store {
		s := ticket.NewMemoryStore()
		return []ticket.Store{s, s, s}
	})
}
