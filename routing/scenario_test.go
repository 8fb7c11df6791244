package routing_test

import (
	"os"
	"testing"

	"github.com/kefu-go/kefu/routing/routingtest"
)

// TestScenarios plays what the documentation of other products promises, and what
// their users complained of; † in a source says that it was written from general
// knowledge and not looked up.
func TestScenarios(t *testing.T) {
	routingtest.RunScenarios(t, os.DirFS("testdata/scenarios"), routingtest.InMemory)
}
