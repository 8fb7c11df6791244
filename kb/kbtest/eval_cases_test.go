package kbtest

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestReadCases(t *testing.T) {
	got, err := ReadCases(strings.NewReader("\xef\xbb\xbf" + `{"query":"where is it","relevant":["a","b"],"note":"ignored"}` +
		"\r\n\n" + `{"query":"天气","relevant":[]}`))
	require.NoError(t, err)
	assert.Equal(t, []Case{{Query: "where is it", Relevant: []string{"a", "b"}}, {Query: "天气", Relevant: []string{}}}, got)
}

func TestReadCasesNamesLineAndColumn(t *testing.T) {
	for _, c := range []struct{ name, line, column, reason string }{
		{"broken JSON", `{"query":"a",,}`, "byte 14", "is not as JSON allows"},
		{"no object", `[1]`, "row", "is not a JSON object"},
		{"wrong type", `{"query":"a","relevant":"b"}`, "relevant", "must be of another type"},
		{"blank query", `{"query":" ","relevant":[]}`, "query", "is missing or blank"},
		{"no list of answers", `{"query":"a","relevent":["b"]}`, "relevant", "is missing"},
		{"empty id", `{"query":"a","relevant":[""]}`, "relevant", "holds an empty id"},
		{"too long", `{"query":"` + strings.Repeat("a", maxCaseLine) + `"}`, "row", "is longer than 4194304 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cases, err := ReadCases(strings.NewReader(`{"query":"fine","relevant":[]}` + "\n" + c.line + "\n"))
			assert.Empty(t, cases)
			require.ErrorIs(t, err, kb.ErrInvalid)
			var row *kb.RowError
			require.ErrorAs(t, err, &row)
			assert.Equal(t, kb.RowError{Line: 2, Column: c.column, Reason: c.reason}, *row)
		})
	}
}

func TestReadCasesReportsSeveralLinesButNotAll(t *testing.T) {
	_, err := ReadCases(strings.NewReader("x\n{\"query\":\"fine\",\"relevant\":[]}\ny\n"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "line 1: byte 1")
	assert.Contains(t, err.Error(), "line 3: byte 1")

	_, err = ReadCases(strings.NewReader(strings.Repeat("x\n", 1000)))
	require.Error(t, err)
	assert.Equal(t, maxCaseFaults, strings.Count(err.Error(), "line "))
}

func TestReadCasesReturnsTheErrorOfTheReader(t *testing.T) {
	broken := errors.New("broken")
	_, err := ReadCases(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}
