package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

const maxFaults = 20 // reported of one file

// withFile opens a file, plain or gzip, whatever its name. A byte order mark at its
// start is left out.
func withFile(name string, read func(io.Reader) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = bufio.NewReader(file)
	if magic, err := r.(*bufio.Reader).Peek(2); err == nil && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if r, err = gzip.NewReader(r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	text := bufio.NewReader(r)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = text.Discard(len(mark))
	}
	return read(text)
}

func readEntries(name string) (entries []kb.Entry, err error) {
	err = withFile(name, func(r io.Reader) error {
		var faults []error
		lines := map[string]int{}
		for row, err := range kb.ReadRows(r, kb.JSONL) {
			id := row.Entry.ID
			switch {
			case err != nil:
			case id == "":
				err = &kb.RowError{Line: row.Line, Column: "id", Reason: "is empty"}
			case lines[id] > 0:
				err = &kb.RowError{Line: row.Line, Column: "id", Reason: fmt.Sprintf("is that of line %d too", lines[id])}
			}
			if err == nil {
				lines[id] = row.Line
				entries = append(entries, row.Entry)
				continue
			}
			if faults = append(faults, located(name, err)); len(faults) == maxFaults {
				break
			}
		}
		return errors.Join(faults...)
	})
	return entries, err
}

func readCases(name string) (cases []kbtest.Case, err error) {
	err = withFile(name, func(r io.Reader) error {
		var err error
		cases, err = kbtest.ReadCases(r)
		return located(name, err)
	})
	return cases, err
}

// located says in which file, line and column a fault is, as compilers do.
func located(name string, err error) error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var faults []error
		for _, fault := range several.Unwrap() {
			faults = append(faults, located(name, fault))
		}
		return errors.Join(faults...)
	}
	var row *kb.RowError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &row):
		return fmt.Errorf("%s:%d: %s %s", name, row.Line, row.Column, row.Reason)
	}
	return fmt.Errorf("%s: %w", name, err)
}
