package kb

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
)

// maxRecordLines bounds how many lines one CSV record may span, so that a stray
// quote does not make a record of the rest of the file.
const maxRecordLines = 1000

// csvLines hands out the lines of a file, and takes back those that turned out
// not to belong to a record.
type csvLines struct {
	r      *bufio.Reader
	number int // of the next line
	back   [][]byte
	err    error // of reading; io.EOF at the end
}

// next returns a line with its end, or nil after the last.
func (l *csvLines) next() []byte {
	if n := len(l.back); n > 0 {
		line := l.back[n-1]
		l.back = l.back[:n-1]
		l.number++
		return line
	}
	if l.err != nil {
		return nil
	}
	line, long, err := readLine(l.r)
	l.err = err
	if long {
		line = []byte{'"', '\n'} // no record holds so much: the row is a fault, and its text is not kept
	}
	if len(line) == 0 {
		return nil
	}
	l.number++
	return line
}

func (l *csvLines) unread(lines [][]byte) {
	slices.Reverse(lines)
	l.back = append(l.back, lines...)
	l.number -= len(lines)
}

// record returns the cells of the next record and the line that it begins on.
// A record that cannot be taken apart is a [*RowError] for its first line, and
// the lines after that one are read again as records of their own.
func (l *csvLines) record() (cells []string, line int, err error) {
	for {
		line = l.number
		first := l.next()
		if first == nil {
			if l.err != nil && !errors.Is(l.err, io.EOF) {
				return nil, line, l.err
			}
			return nil, line, io.EOF
		}
		if len(bytes.TrimSpace(first)) == 0 {
			continue
		}
		text, more := slices.Clone(first), [][]byte(nil)
		for bytes.Count(text, []byte{'"'})%2 == 1 && len(more) < maxRecordLines && len(text) < maxLine {
			next := l.next()
			if next == nil {
				break
			}
			more = append(more, next)
			text = append(text, next...)
		}
		reader := csv.NewReader(bytes.NewReader(text))
		reader.FieldsPerRecord = -1
		cells, err = reader.Read()
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			l.unread(more)
			return nil, line, &RowError{Line: line, Column: "byte " + strconv.Itoa(parse.Column), Reason: "is not as CSV allows: " + parse.Err.Error()}
		}
		return cells, line, err
	}
}

func readCSV(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		buffered := bufio.NewReaderSize(r, 1<<16)
		if mark, err := buffered.Peek(len(byteOrderMark)); err == nil && bytes.Equal(mark, byteOrderMark) {
			_, _ = buffered.Discard(len(byteOrderMark))
		}
		lines := &csvLines{r: buffered, number: 1}
		names, line, err := lines.record()
		if errors.Is(err, io.EOF) {
			return
		}
		var header Header
		if err == nil {
			var fault error
			if header, fault = ParseHeader(names); fault != nil {
				err = rowError(line, fault)
			}
		}
		if err != nil { // without a header no row means anything
			yield(Row{}, err)
			return
		}
		for {
			record, line, err := lines.record()
			switch fault := (*RowError)(nil); {
			case errors.Is(err, io.EOF):
				return
			case errors.As(err, &fault):
				if !yield(Row{}, fault) {
					return
				}
				continue
			case err != nil:
				yield(Row{}, err)
				return
			}
			entry, err := header.Entry(record)
			if err != nil {
				if !yield(Row{}, rowError(line, err)) {
					return
				}
			} else if !checked(yield, Row{Line: line, Entry: entry}) {
				return
			}
		}
	}
}
