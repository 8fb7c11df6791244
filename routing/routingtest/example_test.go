package routingtest_test

import (
	"testing"
	"testing/fstest"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingtest"
)

// Whoever writes a store of his own has it checked like this.
func ExampleRunStore() {
	_ = func(t *testing.T) { // TestMyStore
		routingtest.RunStore(t, func(*testing.T) routing.Store { return routing.NewMemoryStore() })
	}
}

// A plan is tested with scenarios, mostly a directory of them: os.DirFS("testdata").
func ExampleRunScenarios() {
	_ = func(t *testing.T) { // TestMyPlan
		routingtest.RunScenarios(t, fstest.MapFS{"refunds.txt": {Data: []byte(`
source: refunds go to whoever knows them
plan: {"queues": [{"id": "help"}]}

given agent ann refunds:3 capacity 1
  and online ann
 when submit 1 skills=refunds:2
 then item 1 active with ann
`)}}, routingtest.InMemory)
	}
}
