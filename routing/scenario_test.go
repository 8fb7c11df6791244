package routing_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/routingtest"
)

// TestScenarios plays what the documentation of other products promises, and what
// their users complained of; † in a source says that it was written from general
// knowledge and not looked up.
func TestScenarios(t *testing.T) {
	const dir = "testdata/scenarios"
	of := map[string]int{}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, f := range files {
		product, _, _ := strings.Cut(f.Name(), "-")
		of[product]++
	}
	require.GreaterOrEqual(t, len(files), 100, "a scenario that is lost is a promise that nobody keeps")
	for _, product := range []string{"twilio", "salesforce", "genesys", "zendesk", "connect"} {
		require.GreaterOrEqual(t, of[product], 10, product)
	}
	routingtest.RunScenarios(t, os.DirFS(dir), routingtest.InMemory)
}
