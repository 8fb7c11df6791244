package dialog

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// append writes the JSON of a trace, as [json.Marshal] would. That would check and copy
// all results again, which have been JSON since they were made; it was a tenth of a turn.
func (tr *trace) append(b []byte) ([]byte, error) {
	size := 160 + len(tr.Given) + 2*len(tr.Before.State)
	for i := range tr.Made {
		size += len(tr.Made[i].Name) + len(tr.Made[i].Result) + 48
	}
	w := traceWriter{b: slices.Grow(b, size)}
	w.open('{')
	w.text("w", string(tr.Work))
	w.raw("g", tr.Given)
	if x := &tr.Before; x.Customer != "" || x.Channel != "" || x.Locale != "" || x.Owner != "" || x.Created != 0 || x.Updated != 0 || x.Due != 0 || x.State != nil {
		w.key("b")
		w.open('{')
		w.text("u", x.Customer)
		w.text("ch", x.Channel)
		w.text("l", x.Locale)
		w.text("o", string(x.Owner))
		w.number("cr", x.Created)
		w.number("up", x.Updated)
		w.number("d", x.Due)
		if len(x.State) > 0 {
			w.key("s")
			w.b = x.State.append(w.b)
		}
		w.close('}')
	}
	if len(tr.Made) > 0 {
		w.key("c")
		w.open('[')
		for i := range tr.Made {
			m := &tr.Made[i]
			w.comma()
			w.open('{')
			w.key("n") // also when it is empty
			w.quoted(m.Name)
			w.raw("r", m.Result)
			w.text("e", m.Error)
			w.text("i", m.Is)
			w.close('}')
		}
		w.close(']')
	}
	w.key("a")
	w.b = strconv.AppendUint(w.b, tr.After, 10)
	if tr.Outbox != 0 {
		w.key("o")
		w.b = strconv.AppendUint(w.b, tr.Outbox, 10)
	}
	w.close('}')
	return w.b, w.err
}

// traceWriter writes JSON; what is empty is left out.
type traceWriter struct {
	b     []byte
	begun bool // the innermost object or array has something
	err   error
}

func (w *traceWriter) open(bracket byte) { w.b, w.begun = append(w.b, bracket), false }

// close ends an object or array, which is in its turn something in the one around it.
func (w *traceWriter) close(bracket byte) { w.b, w.begun = append(w.b, bracket), true }

func (w *traceWriter) comma() {
	if w.begun {
		w.b = append(w.b, ',')
	}
	w.begun = true
}

func (w *traceWriter) key(name string) {
	w.comma()
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

func (w *traceWriter) text(name, value string) {
	if value != "" {
		w.key(name)
		w.quoted(value)
	}
}

// quoted writes a text; the usual ones have nothing to escape.
func (w *traceWriter) quoted(value string) {
	plain, ascii := true, true
	for i := range len(value) {
		c := value[i]
		plain = plain && c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
		ascii = ascii && c < utf8.RuneSelf
	}
	if !plain || !ascii && (!utf8.ValidString(value) || strings.Contains(value, "\u2028") || strings.Contains(value, "\u2029")) {
		data, err := json.Marshal(value)
		w.b, w.err = append(w.b, data...), firstError(w.err, err)
		return
	}
	w.b = append(append(append(w.b, '"'), value...), '"')
}

func (w *traceWriter) number(name string, n int64) {
	if n != 0 {
		w.key(name)
		w.b = strconv.AppendInt(w.b, n, 10)
	}
}

func (w *traceWriter) raw(name string, data json.RawMessage) {
	if len(data) > 0 {
		w.key(name)
		w.b = append(w.b, data...)
	}
}
