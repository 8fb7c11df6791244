package report

import (
	"encoding/json"
	"fmt"

	"github.com/kefu-go/kefu/metrics"
)

// Few is the number of cases below which rates and means are marked: the 95 % interval of a rate of
// 20 cases is up to 40 points wide.
const Few = 20

// Change is the unit of differences that are relative to the time before: 0.12 is 12 % more.
const Change metrics.Unit = "change"

// Number is a value in a report, with how many cases it is of. In JSON it is an object with the
// value, null where there is none, and "of".
type Number metrics.Value

// Some is a number that is there.
func Some(x float64, of int64) Number { return Number{X: x, Known: true, Of: of} }

// none is a number that is not there: a rate or a mean of nothing.
var none = Number{}

type numberJSON struct {
	Value *float64 `json:"value"`
	Of    int64    `json:"of,omitempty"`
}

// MarshalJSON writes the number.
func (n Number) MarshalJSON() ([]byte, error) {
	n = n.sound()
	out := numberJSON{Of: n.Of}
	if n.Known {
		out.Value = &n.X
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what [Number.MarshalJSON] wrote.
func (n *Number) UnmarshalJSON(data []byte) error {
	var in numberJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("report: number: %w", err)
	}
	*n = Number{Of: in.Of}
	if in.Value != nil {
		n.X, n.Known = *in.Value, true
	}
	return nil
}

// number takes a value of a query. What is no finite number is no number.
func number(v metrics.Value) Number {
	if !v.Known {
		return Number{Of: v.Of}
	}
	return Number(v).sound()
}

// few says whether a number is of so few cases that it says little. What is of no cases at all, such as a share of time,
// is not.
func few(u metrics.Unit, n Number) bool {
	return n.Known && u != metrics.Count && u != Change && n.Of > 0 && n.Of < Few
}

// ratio is a part of a whole: no number where the whole is nothing.
func ratio(part, whole Number) Number {
	if !part.Known || !whole.Known || whole.X == 0 {
		return none
	}
	return Some(part.X/whole.X, int64(whole.X))
}

// growth is how much more there is than there was, relative to that: no number where that was nothing, or less.
func growth(now, before Number) Number {
	if !now.Known || !before.Known || before.X <= 0 {
		return none
	}
	return Some(now.X/before.X-1, before.Of)
}
