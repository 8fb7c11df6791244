package routing_test

import (
	"testing"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingtest"
)

func TestRoutersAtOnce(t *testing.T) {
	for name, n := range map[string]int{"one": 1, "three": 3} {
		t.Run(name, func(t *testing.T) {
			routingtest.RunRouters(t, func(*testing.T) []routing.Store {
				s := routing.NewMemoryStore()
				all := make([]routing.Store, n)
				for i := range all {
					all[i] = s
				}
				return all
			})
		})
	}
}
