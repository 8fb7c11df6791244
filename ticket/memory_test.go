package ticket_test

import (
	"testing"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/tickettest"
)

func TestMemoryStore(t *testing.T) {
	tickettest.RunStore(t, func(*testing.T) ticket.Store { return ticket.NewMemoryStore() })
}
