package intent_test

import (
	"os"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/internal/storetest"
)

// evaluationRows reads the rows of a file of the evaluation data, or skips the test
// where the data is missing.
func evaluationRows(t *testing.T, name string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(string(storetest.Data(t, os.Getenv, name))) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}
