package kb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
)

// RowWriter writes entries in a [Format] that [ReadRows] reads. It is not safe
// for concurrent use.
type RowWriter struct {
	out    *bufio.Writer
	json   *json.Encoder
	line   bytes.Buffer
	csv    *csv.Writer
	header Header
	sheet  bool
}

// RowWriterOptions are the choices of a [RowWriter].
type RowWriterOptions struct {
	// Format is the form of the output. Default: JSONL.
	Format Format
	// Columns are those of a CSV file. Default: all of them.
	Columns Header
	// Spreadsheet writes CSV that is meant to be opened in a spreadsheet program: it
	// begins with a byte order mark, and an apostrophe goes before texts that would
	// be taken for formulas. [ReadRows] takes both away. Default: false.
	Spreadsheet bool
}

// NewRowWriter returns a writer, which has written the header of a CSV file.
func NewRowWriter(w io.Writer, opts RowWriterOptions) (*RowWriter, error) {
	r := &RowWriter{out: bufio.NewWriterSize(w, 1<<16), sheet: opts.Spreadsheet}
	switch opts.Format {
	case JSONL, "":
		r.json = json.NewEncoder(&r.line)
		r.json.SetEscapeHTML(false)
		return r, nil
	case CSV:
	default:
		return nil, &FieldError{Field: "format", Reason: `is neither "jsonl" nor "csv"`}
	}
	r.header = AllColumns()
	if len(opts.Columns) > 0 {
		var err error
		if r.header, err = ParseHeader(opts.Columns); err != nil {
			return nil, err
		}
	}
	if r.sheet {
		_, _ = r.out.Write(byteOrderMark) // a fault comes back at Flush
	}
	r.csv = csv.NewWriter(r.out)
	return r, r.csv.Write(r.header)
}

// Write writes one entry. One that makes a longer line than ReadRows takes (4 MiB)
// is [ErrInvalid], and nothing is written of it.
func (w *RowWriter) Write(e *Entry) error {
	if w.csv == nil {
		w.line.Reset()
		if err := w.json.Encode(rowOf(e)); err != nil {
			return &FieldError{Field: "entry", Reason: "cannot be written as JSON"}
		}
		if w.line.Len() > maxLine {
			return tooLong("entry", maxLine)
		}
		_, err := w.out.Write(w.line.Bytes())
		return err
	}
	cells := w.header.Cells(e)
	size := 0
	for i, cell := range cells {
		if w.sheet && guardedCell(cell, 0) && !guardedCell(cell, 1) && !number(cell) {
			cells[i] = "'" + cell
		}
		size += len(cell)
	}
	if size > maxLine/2 { // quotes may double it
		return tooLong("entry", maxLine/2)
	}
	return w.csv.Write(cells)
}

// number reports whether a cell is nothing but a number.
func number(cell string) bool {
	return json.Valid([]byte(cell))
}

// Flush writes what is buffered and returns the first fault of the writer below.
func (w *RowWriter) Flush() error {
	if w.csv != nil {
		w.csv.Flush()
		if err := w.csv.Error(); err != nil {
			return err
		}
	}
	return w.out.Flush()
}

// ExportOptions are the choices of [Library.Export].
type ExportOptions struct {
	// RowWriterOptions say what the file looks like. The default columns of a CSV
	// file are those that are not empty.
	RowWriterOptions
	// Filter selects entries. Default: all.
	Filter Filter
	// Actor is who exports; if it is set, entries for which he does not have
	// [MayExport] are left out. Default: nobody is asked.
	Actor string
}

// Export writes entries in the order of their ids, as they are now, and returns
// how many. [Library.Import] of the file into an empty library makes the same
// entries, whole from JSONL, and from CSV as [Header.Cells] says. Entries are
// written one by one: the size of the library makes no difference to the memory
// used but for a list of pointers.
func (l *Library) Export(ctx context.Context, w io.Writer, opts ExportOptions) (int, error) {
	if opts.Actor != "" {
		if err := l.may(ctx, opts.Actor, MayExport, nil, nil); err != nil {
			return 0, err
		}
	}
	if opts.Format == CSV && len(opts.Columns) == 0 {
		if err := l.load(ctx); err != nil {
			return 0, err
		}
		opts.Columns = AllColumns().used(func(see func(*Entry)) {
			for e := range l.index.all() {
				see(e)
			}
		})
	}
	rows, err := NewRowWriter(w, opts.RowWriterOptions)
	if err != nil {
		return 0, err
	}
	n := 0
	for e, err := range l.List(ctx, opts.Filter) {
		if err != nil {
			return n, err
		}
		if opts.Actor != "" && l.may(ctx, opts.Actor, MayExport, &e, nil) != nil {
			continue
		}
		if err := rows.Write(&e); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Flush()
}
