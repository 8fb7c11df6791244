package kbtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

// Case is one question of an evaluation set.
type Case struct {
	// Query is what a customer wrote; not blank.
	Query string `json:"query"`
	// Relevant holds the ids of the entries that answer it, any of which is
	// right. It is empty for a question that the knowledge base does not answer
	// and that must be turned down.
	Relevant []string `json:"relevant"`
}

const (
	maxCaseLine   = 4 << 20 // bytes
	maxCaseFaults = 20
)

// ReadCases reads an evaluation set: one object {"query": "...", "relevant":
// ["id", ...]} on each line. Blank lines are skipped and further fields ignored.
// Faulty lines are reported together, up to 20 of them, each as a
// [*kb.RowError] with its line and field; there are no cases then. An error of
// r is returned as it is.
func ReadCases(r io.Reader) ([]Case, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxCaseLine)
	var cases []Case
	var faults []error
	number := 0
	for len(faults) < maxCaseFaults && lines.Scan() {
		number++
		line := lines.Bytes()
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		c, column, reason := readCase(line)
		if reason != "" {
			faults = append(faults, &kb.RowError{Line: number, Column: column, Reason: reason})
			continue
		}
		cases = append(cases, c)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		faults = append(faults, &kb.RowError{Line: number + 1, Column: "row", Reason: "is longer than " + strconv.Itoa(maxCaseLine) + " bytes"})
	case err != nil:
		faults = append(faults, err)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return cases, nil
}

// readCase takes one line apart, or says which column is at fault and why.
func readCase(line []byte) (c Case, column, reason string) {
	err := json.Unmarshal(line, &c)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return c, "byte " + strconv.FormatInt(syntax.Offset, 10), "is not as JSON allows"
	case errors.As(err, &kind) && kind.Field != "":
		return c, kind.Field, "must be of another type"
	case err != nil:
		return c, "row", "is not a JSON object"
	case strings.TrimSpace(c.Query) == "":
		return c, "query", "is missing or blank"
	case c.Relevant == nil: // a misspelt name must not count as unanswerable
		return c, "relevant", "is missing"
	}
	for _, id := range c.Relevant {
		if id == "" {
			return c, "relevant", "holds an empty id"
		}
	}
	return c, "", ""
}
