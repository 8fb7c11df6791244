package routing_test

import (
	"testing"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingtest"
)

func TestMemoryStore(t *testing.T) {
	routingtest.RunStore(t, func(*testing.T) routing.Store { return routing.NewMemoryStore() })
}
