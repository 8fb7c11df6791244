package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
)

// imported opens a new desk and imports a file of this name and content.
func imported(t *testing.T, name string, content []byte) (d *desk, printed string, err error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, content, 0o600))
	d, err = openDesk(t.Context(), filepath.Join(dir, "desk.db"), bizhours.Always(), nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	var out bytes.Buffer
	err = d.importFile(t.Context(), path, &out)
	return d, string(bytes.ReplaceAll(out.Bytes(), []byte(dir+string(filepath.Separator)), nil)), err
}

func entries(t *testing.T, d *desk) int {
	t.Helper()
	n, err := d.bot.KB().Len(t.Context())
	require.NoError(t, err)
	return n
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := io.WriteString(w, content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

const brokenJSONL = `{"id":"a","question":"first","answer":"one"}
{"id":"b","question":
{"id":"c","question":"third","mode":"psychic"}
{"id":"d","answer":"no question"}

{"id":"e","question":"fifth","similar":["5th"],"answer":"five"}
`

func TestImportReportsBrokenRows(t *testing.T) {
	d, printed, err := imported(t, "faq.jsonl", []byte(brokenJSONL))
	require.NoError(t, err)
	require.Equal(t, 2, entries(t, d), "the good rows are in")
	require.Regexp(t, `^faq\.jsonl:2: byte \d+ .+
faq\.jsonl:3: mode .+
faq\.jsonl:4: question .+
faq\.jsonl: 2 added, 0 updated, 0 unchanged, 3 failed
$`, printed)
}

func TestImportReadsBothFormatsPlainAndZipped(t *testing.T) {
	const csv = "question,similar,answer\nfirst,1st|one,eins\n,,no question\n\"third, \"\"quoted\"\"\",,drei\n"
	for name, content := range map[string][]byte{
		"faq.csv": []byte(csv), "faq.CSV.gz": zipped(t, csv), "faq.jsonl.GZ": zipped(t, brokenJSONL),
	} {
		d, printed, err := imported(t, name, content)
		require.NoError(t, err, name)
		require.Equal(t, 2, entries(t, d), "%s: %s", name, printed)
	}
}

func TestImportOfADamagedFile(t *testing.T) {
	_, _, err := imported(t, "faq.jsonl.gz", []byte("this is not gzip"))
	require.ErrorIs(t, err, gzip.ErrHeader)
	whole := zipped(t, brokenJSONL)
	_, printed, err := imported(t, "faq.jsonl.gz", whole[:len(whole)-12])
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Contains(t, printed, "failed\n", "the report says how far it came")
}

// A file of one's own takes the place of the sample shop.
func TestImportReplacesTheSample(t *testing.T) {
	d, _, err := imported(t, "faq.jsonl", []byte(brokenJSONL))
	require.NoError(t, err)
	require.NoError(t, d.importShop(t.Context()))
	require.Equal(t, 2, entries(t, d))
}
