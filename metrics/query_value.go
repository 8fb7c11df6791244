package metrics

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
)

// Value is a number, or that there is none: a rate over nothing, a mean of nothing.
type Value struct {
	X float64
	// Known is false where there is no value; X is 0 then, and JSON has null.
	Known bool
	// Of is how much X is of: the denominator of a rate, how many were averaged; in seconds,
	// rounded up, where times are compared. Of a sum it is the sum. It is above 0 where a rate or a mean is known.
	Of int64
}

type valueJSON struct {
	X  float64 `json:"x"`
	Of int64   `json:"of"`
}

// MarshalJSON writes null, or an object of x and of.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Known {
		return []byte("null"), nil
	}
	return json.Marshal(valueJSON{v.X, v.Of})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	var j *valueJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*v = Value{}
	if j != nil {
		*v = Value{X: j.X, Known: true, Of: j.Of}
	}
	return nil
}

// String is the shortest decimal that is the number, and empty where there is none.
func (v Value) String() string {
	if !v.Known {
		return ""
	}
	return strconv.FormatFloat(v.X, 'f', -1, 64)
}

// MarshalJSON writes the rows with the names of their columns.
func (t Table) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Metrics []Metric    `json:"metrics"`
		GroupBy []Dimension `json:"group_by,omitempty"`
		Bucket  Bucket      `json:"bucket,omitempty"`
		Rows    []Row       `json:"rows"`
		Through time.Time   `json:"through"`
	}{t.Query.Metrics, t.Query.GroupBy, t.Query.Bucket, t.Rows, t.Through})
}

// WriteCSV writes the table (RFC 4180, UTF-8): the start of the bucket (RFC 3339), the dimensions, and for each metric
// its value and what it is of. A value that is not known is empty, and so is what it is of. An apostrophe goes before
// texts that a spreadsheet program would take for formulas.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	record := []string{"start"}
	for _, d := range t.Query.GroupBy {
		record = append(record, string(d))
	}
	for _, m := range t.Query.Metrics {
		record = append(record, string(m), string(m)+"_of")
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, row := range t.Rows {
		record = append(record[:0], row.Start.Format(time.RFC3339))
		for _, g := range row.Group {
			record = append(record, noFormula(g))
		}
		for _, v := range row.Values {
			of := ""
			if v.Known {
				of = strconv.FormatInt(v.Of, 10)
			}
			record = append(record, v.String(), of)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// noFormula puts an apostrophe before what a spreadsheet program would take for a formula, and before what begins
// with one. Numbers are numbers.
func noFormula(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n'", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}
