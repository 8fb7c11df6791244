package storetest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Data returns a file of the evaluation data, such as
// "dialogs/multiwoz.dev.jsonl.gz", unpacked if its name ends in .gz. The data is in the
// directory KEFU_DATA, by default in shared/data beside the repository. Where the file is
// missing the test is skipped, unless KEFU_REQUIRE names "data". Getenv is that of the test.
func Data(t testing.TB, getenv func(string) string, name string) []byte {
	t.Helper()
	dir := getenv("KEFU_DATA")
	if dir == "" {
		dir = filepath.Join(repository(t), "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) && !strings.Contains(getenv("KEFU_REQUIRE"), "data") {
		t.Skip("the evaluation data is not here: set KEFU_DATA to its directory (docs/quality.md)")
	}
	require.NoError(t, err)
	if !strings.HasSuffix(name, ".gz") {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	data, err = io.ReadAll(z)
	require.NoError(t, err)
	return data
}

// repository is the root of the checkout that the test runs in: the folder of the
// workspace, at or above the test's own.
func repository(t testing.TB) string {
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		require.NotEqual(t, above, dir, "the test runs outside of the repository")
		dir = above
	}
}
