package intent_test

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// readRows reads the rows of a file of the evaluation data, or skips the test
// where the data is missing.
func readRows(t *testing.T, name string) [][]string {
	t.Helper()
	dir := os.Getenv("KEFU_DATA")
	if dir == "" {
		dir = "../../shared/data" // beside the repository
	}
	file, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) && !slices.Contains(strings.Split(os.Getenv("KEFU_REQUIRE"), ","), "data") {
		t.Skip("the evaluation data is not here: set KEFU_DATA to its directory to run this test")
	}
	require.NoError(t, err)
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		in, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	data, err := io.ReadAll(in)
	require.NoError(t, err)
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}
