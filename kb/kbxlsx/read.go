package kbxlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/kefu-go/kefu/kb"
)

// The limits of a workbook. A program that wants more reads CSV.
const (
	MaxFile    = 64 << 20  // bytes of the file
	MaxContent = 512 << 20 // bytes that it may unpack to
	MaxRows    = 200_000   // of a sheet
	MaxColumns = 200

	maxParts = 10_000 // files in the archive
	inMemory = 16 << 20
)

// ReadOptions are the choices of [ReadRows].
type ReadOptions struct {
	// Sheet is the name of the sheet. Default: the first one.
	Sheet string
}

// ReadRows yields the rows of a sheet in order, their lines being those of the sheet.
// A faulty row comes as a [*kb.RowError] and the rows behind it follow; any other
// error is the last. Empty rows are left out; of formulas it is the value that
// was computed when the file was saved. The file is read whole before the first row;
// rows of large sheets are then unpacked one by one, over a temporary file. A
// workbook that is damaged, protected by a password or beyond the limits is
// [kb.ErrInvalid].
func ReadRows(r io.Reader, opts *ReadOptions) iter.Seq2[kb.Row, error] {
	return func(yield func(kb.Row, error) bool) {
		f, err := open(r)
		if err != nil {
			yield(kb.Row{}, err)
			return
		}
		defer func() { _ = f.Close() }() // it was only read
		sheet := f.GetSheetName(0)
		if opts != nil && opts.Sheet != "" {
			sheet = opts.Sheet
		}
		rows, err := f.Rows(sheet)
		if err != nil {
			yield(kb.Row{}, fault("sheet", "does not exist"))
			return
		}
		defer func() { _ = rows.Close() }()
		read(rows, yield)
	}
}

// fault is an error about the workbook.
func fault(field, reason string) error { return &kb.FieldError{Field: field, Reason: reason} }

func open(r io.Reader) (f *excelize.File, err error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxFile:
		return nil, fault("file", "is longer than "+strconv.Itoa(MaxFile)+" bytes")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, fault("file", "is protected by a password, or of the old format XLS")
	}
	if err := checkArchive(data); err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil { // a damaged file must not take the service down
			f, err = nil, fault("file", "is damaged")
		}
	}()
	f, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxContent, UnzipXMLSizeLimit: inMemory, RawCellValue: true})
	if err != nil {
		return nil, fault("file", "is not a workbook that can be read")
	}
	return f, nil
}

// checkArchive refuses what would unpack to too much, before anything is unpacked.
// The sizes that an archive tells are held against what comes out by the package
// that reads it.
func checkArchive(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fault("file", "is not a workbook")
	}
	if len(archive.File) > maxParts {
		return fault("file", "has too many parts")
	}
	total := uint64(0)
	for _, part := range archive.File {
		if total += part.UncompressedSize64; part.UncompressedSize64 > MaxContent || total > MaxContent {
			return fault("file", "unpacks to more than "+strconv.Itoa(MaxContent)+" bytes")
		}
	}
	return nil
}

// read yields the entries of a sheet.
func read(rows *excelize.Rows, yield func(kb.Row, error) bool) {
	var header kb.Header
	for line := 1; ; line++ {
		cells, more, err := next(rows)
		switch {
		case err != nil:
			yield(kb.Row{}, err)
			return
		case !more:
			return
		case line > MaxRows:
			yield(kb.Row{}, fault("sheet", "has more than "+strconv.Itoa(MaxRows)+" rows"))
			return
		case empty(cells):
			continue
		case len(cells) > MaxColumns:
			err = &kb.RowError{Line: line, Column: "row", Reason: "has more than " + strconv.Itoa(MaxColumns) + " cells"}
			if !yield(kb.Row{}, err) || header == nil {
				return
			}
			continue
		}
		if header == nil {
			if header, err = kb.ParseHeader(cells); err != nil { // without a header no row means anything
				yield(kb.Row{}, rowError(line, err))
				return
			}
			continue
		}
		e, err := header.Entry(cells)
		if err == nil {
			err = e.Validate()
		}
		if err != nil {
			if !yield(kb.Row{}, rowError(line, err)) {
				return
			}
		} else if !yield(kb.Row{Line: line, Entry: e}, nil) {
			return
		}
	}
}

// next returns the cells of the next row.
func next(rows *excelize.Rows) (cells []string, more bool, err error) {
	defer func() {
		if recover() != nil {
			err = fault("sheet", "is damaged")
		}
	}()
	if !rows.Next() {
		if rows.Error() != nil {
			err = fault("sheet", "is damaged")
		}
		return nil, false, err
	}
	if cells, err = rows.Columns(); err != nil {
		return nil, false, fault("sheet", "is damaged")
	}
	return cells, true, nil
}

func empty(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func rowError(line int, err error) *kb.RowError {
	if field := (*kb.FieldError)(nil); errors.As(err, &field) {
		return &kb.RowError{Line: line, Column: field.Field, Reason: field.Reason}
	}
	return &kb.RowError{Line: line, Column: "row", Reason: fmt.Sprintf("cannot be read: %T", err)}
}
