package kbxlsx

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/kefu-go/kefu/kb"
)

// maxCell is how many UTF-16 units a cell of a sheet holds.
const maxCell = 32767

const defaultSheet = "Entries"

// WriteOptions are the choices of [Write].
type WriteOptions struct {
	// Sheet is the name of the sheet. Default: "Entries".
	Sheet string
	// Columns are those of the sheet. Default: all of them.
	Columns kb.Header
}

// Write writes entries as a workbook, and returns how many. The error of the sequence
// ends it and is returned; an entry with a cell that is longer than a sheet allows
// (32,767 characters) is a [*kb.RowError]; then nothing is written. Rows of large
// sheets go through a temporary file, and not through memory.
func Write(w io.Writer, entries iter.Seq2[kb.Entry, error], opts *WriteOptions) (written int, err error) {
	var o WriteOptions
	if opts != nil {
		o = *opts
	}
	if o.Sheet == "" {
		o.Sheet = defaultSheet
	}
	header := kb.AllColumns()
	if len(o.Columns) > 0 {
		if header, err = kb.ParseHeader(o.Columns); err != nil {
			return 0, err
		}
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // its temporary files; w has got everything
	if err := f.SetSheetName("Sheet1", o.Sheet); err != nil {
		return 0, fault("sheet", "has a name that is not allowed")
	}
	out, err := newSheet(f, o.Sheet, header)
	if err != nil {
		return 0, err
	}
	for e, err := range entries {
		if err != nil {
			return written, err
		}
		if written+1 >= MaxRows {
			return written, fault("entries", "are more than a sheet may have")
		}
		if err := setRow(out, written+2, header.Cells(&e), header); err != nil {
			return written, err
		}
		written++
	}
	if err := out.Flush(); err != nil {
		return written, err
	}
	return written, f.Write(w)
}

// newSheet begins a sheet with its header, which stays in view.
func newSheet(f *excelize.File, sheet string, header kb.Header) (*excelize.StreamWriter, error) {
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	for i, name := range header {
		if err := out.SetColWidth(i+1, i+1, widthOf(name)); err != nil {
			return nil, err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	cells := make([]any, len(header))
	for i, name := range header {
		cells[i] = excelize.Cell{Value: name, StyleID: bold}
	}
	return out, out.SetRow("A1", cells)
}

// widthOf is the width of a column, in characters.
func widthOf(name string) float64 {
	switch name {
	case "question", "similar", "answer":
		return 40
	case "content", "facts", "guide", "origin", "related", "reason":
		return 24
	}
	return 14
}

func setRow(out *excelize.StreamWriter, line int, texts []string, header kb.Header) error {
	cells := make([]any, len(texts))
	for i, text := range texts {
		if text == "" {
			continue
		}
		text = neutral(text)
		if units(text) > maxCell {
			return &kb.RowError{Line: line, Column: header[i], Reason: "is longer than a cell may be (" + strconv.Itoa(maxCell) + " characters)"}
		}
		cells[i] = text
	}
	at, err := excelize.CoordinatesToCellName(1, line)
	if err != nil {
		return err
	}
	return out.SetRow(at, cells)
}

// neutral puts an apostrophe before a text that begins like a formula: the cell
// itself is a text and is not computed, but it would be after the sheet was saved as
// CSV and opened again. [kb.Header.Entry] takes the apostrophe away. A plain number
// computes nothing.
func neutral(text string) string {
	if strings.IndexByte("=+-@\t\r", text[0]) < 0 || json.Valid([]byte(text)) {
		return text
	}
	return "'" + text
}

func units(s string) (n int) {
	if len(s) <= maxCell {
		return 0
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		n += max(1, utf16.RuneLen(r))
		s = s[size:]
	}
	return n
}
