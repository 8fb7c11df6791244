package kb

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"
	"unicode/utf8"
)

// Format is the form of an import file.
type Format string

// The formats that [ReadRows] reads and a [RowWriter] writes. Both name the same
// fields, those of [ParseHeader]. Only the question is required.
const (
	// JSONL has one JSON object on each line, as an [Entry] is written; what the
	// store knows of it (version, updated) is not read. Phrasings may be called
	// similar; answer is a text, an array of parts or an [Answer].
	JSONL Format = "jsonl"
	// CSV has a header line that names the fields in any order. Several similar
	// wordings in one cell are separated by | or by line breaks.
	CSV Format = "csv"
)

// Row is one entry of an import file.
type Row struct {
	// Line is where the row begins, counted from 1.
	Line int
	// Entry is what the row says.
	Entry Entry
}

// RowError says what is wrong with one row. It unwraps to [ErrInvalid].
type RowError struct {
	// Line is where the row begins, counted from 1.
	Line int
	// Column names the field; it is "byte 17" where the row cannot be taken
	// apart at all (counted from 1), and empty where the fault has no place.
	Column string
	// Reason completes the sentence that the column begins.
	Reason string
}

// Error holds no text of the row.
func (e *RowError) Error() string {
	return fmt.Sprintf("%v: line %d: %s %s", ErrInvalid, e.Line, e.Column, e.Reason)
}

// Unwrap returns [ErrInvalid].
func (e *RowError) Unwrap() error { return ErrInvalid }

const maxLine = 4 << 20 // bytes of one JSON line

// ReadRows yields the rows of an import file in order. A faulty row comes as
// a [*RowError] and the rows behind it follow; any other error is the last.
// Entries are checked by [Entry.Validate].
func ReadRows(r io.Reader, format Format) iter.Seq2[Row, error] {
	switch format {
	case JSONL:
		return readJSONL(r)
	case CSV:
		return readCSV(r)
	}
	return func(yield func(Row, error) bool) {
		yield(Row{}, &FieldError{Field: "format", Reason: `is neither "jsonl" nor "csv"`})
	}
}

// checked yields a row, or its first fault.
func checked(yield func(Row, error) bool, row Row) bool {
	if err := row.Entry.Validate(); err != nil {
		return yield(Row{}, rowError(row.Line, err))
	}
	return yield(row, nil)
}

func rowError(line int, err error) *RowError {
	if field := (*FieldError)(nil); errors.As(err, &field) {
		return &RowError{Line: line, Column: field.Field, Reason: field.Reason}
	}
	return &RowError{Line: line, Reason: "cannot be read"}
}

var byteOrderMark = []byte("\xef\xbb\xbf")

func readJSONL(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		lines := bufio.NewReaderSize(r, 1<<16)
		for number := 1; ; number++ {
			line, long, err := readLine(lines)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Row{}, err)
				return
			}
			if number == 1 {
				line = bytes.TrimPrefix(line, byteOrderMark)
			}
			switch {
			case long:
				if !yield(Row{}, &RowError{Line: number, Column: "row", Reason: "is longer than " + strconv.Itoa(maxLine) + " bytes"}) {
					return
				}
			case len(bytes.TrimSpace(line)) > 0:
				var raw jsonRow
				if !utf8.Valid(line) {
					if !yield(Row{}, &RowError{Line: number, Column: "row", Reason: "is not valid UTF-8"}) {
						return
					}
				} else if fault := json.Unmarshal(line, &raw); fault != nil {
					if !yield(Row{}, jsonFault(number, fault)) {
						return
					}
				} else if !checked(yield, Row{Line: number, Entry: raw.entry()}) {
					return
				}
			}
			if errors.Is(err, io.EOF) {
				return
			}
		}
	}
}

// readLine returns the next line; of one that is too long only that it is.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > maxLine {
			line, long = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

type jsonRow struct {
	ID        string     `json:"id,omitempty"`
	Question  string     `json:"question"`
	Similar   []string   `json:"similar,omitempty"`
	Phrasings []string   `json:"phrasings,omitempty"`
	Answer    jsonAnswer `json:"answer,omitzero"`
	Mode      Mode       `json:"mode,omitempty"`
	Locale    string     `json:"locale,omitempty"`
	Category  string     `json:"category,omitempty"`
	Priority  int        `json:"priority,omitempty"`
	Kind      Kind       `json:"kind,omitempty"`
	Base      string     `json:"base,omitempty"`
	ValidFrom time.Time  `json:"valid_from,omitzero"`
	ValidTo   time.Time  `json:"valid_to,omitzero"`
	MinScore  float64    `json:"min_score,omitempty"`
	Related   []string   `json:"related,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
	Facts     []Fact     `json:"facts,omitempty"`
	Guide     *Guide     `json:"guide,omitempty"`
	Origin    *Origin    `json:"origin,omitempty"`
	Editor    string     `json:"editor,omitempty"`
	Reason    string     `json:"reason,omitempty"`
}

func (r jsonRow) entry() Entry {
	return Entry{
		ID: r.ID, Question: r.Question, Phrasings: append(r.Similar, r.Phrasings...), Answer: Answer(r.Answer),
		Mode: r.Mode, Locale: r.Locale, Category: r.Category, Priority: r.Priority, Kind: r.Kind, Base: r.Base,
		ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, MinScore: r.MinScore, Related: r.Related, Tags: r.Tags,
		Facts: r.Facts, Guide: r.Guide, Origin: r.Origin, Editor: r.Editor, Reason: r.Reason,
	}
}

func rowOf(e *Entry) jsonRow {
	return jsonRow{
		ID: e.ID, Question: e.Question, Phrasings: e.Phrasings, Answer: jsonAnswer(e.Answer),
		Mode: e.Mode, Locale: e.Locale, Category: e.Category, Priority: e.Priority, Kind: e.Kind, Base: e.Base,
		ValidFrom: e.ValidFrom, ValidTo: e.ValidTo, MinScore: e.MinScore, Related: e.Related, Tags: e.Tags,
		Facts: e.Facts, Guide: e.Guide, Origin: e.Origin, Editor: e.Editor, Reason: e.Reason,
	}
}

// jsonAnswer is an answer as a text, as an array of parts, or as [Answer] is
// written.
type jsonAnswer Answer

func (a *jsonAnswer) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*a = jsonAnswer(textAnswer(s))
		return nil
	case '[':
		return json.Unmarshal(data, &a.Parts)
	case '{':
		return json.Unmarshal(data, (*Answer)(a))
	case 'n':
		return nil
	}
	return &FieldError{Field: "answer", Reason: "is neither a text nor an array of parts"}
}

// MarshalJSON writes a plain text as a text.
func (a jsonAnswer) MarshalJSON() ([]byte, error) {
	if answer := Answer(a); answer.plain() {
		return []byte(cellJSON(answer.Parts[0].Text)), nil
	}
	return []byte(cellJSON(Answer(a))), nil
}

func textAnswer(s string) Answer {
	if s == "" {
		return Answer{}
	}
	return TextAnswer(s)
}

func jsonFault(line int, err error) *RowError {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var field *FieldError
	switch {
	case errors.As(err, &field):
		return rowError(line, field)
	case errors.As(err, &kind):
		if kind.Field == "" {
			break
		}
		return &RowError{Line: line, Column: kind.Field, Reason: "must be of another type"}
	case errors.As(err, &syntax):
		return &RowError{Line: line, Column: "byte " + strconv.FormatInt(syntax.Offset, 10), Reason: "is not as JSON allows"}
	}
	return &RowError{Line: line, Column: "row", Reason: "is not a JSON object"}
}
