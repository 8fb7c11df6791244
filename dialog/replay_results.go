package dialog

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// appendResult appends the JSON of a result of the host. Those of nearly every turn are
// written without reflection, as [json.Marshal] would.
func appendResult(b []byte, result any) ([]byte, error) {
	w := traceWriter{b: b}
	switch r := result.(type) {
	case *Understood:
		w.understood(r)
	case *Found:
		w.found(r)
	case *past:
		w.past(r)
	case *string:
		w.quoted(*r)
	default:
		w.any(result)
	}
	return w.b, w.err
}

func (w *traceWriter) past(p *past) {
	w.open('{')
	if len(p.Lines) > 0 {
		w.key("l")
		w.open('[')
		for i := range p.Lines {
			l := &p.Lines[i]
			w.comma()
			w.open('{')
			w.key("from")
			w.quoted(string(l.From))
			w.key("text")
			w.quoted(l.Text)
			w.key("at")
			if at := l.At; at.Location() == time.UTC && at.Year() >= 0 && at.Year() <= 9999 {
				w.b = append(at.AppendFormat(append(w.b, '"'), time.RFC3339Nano), '"')
			} else {
				w.any(at)
			}
			w.close('}')
		}
		w.close(']')
	}
	if len(p.Readings) > 0 {
		w.key("r")
		w.open('[')
		for _, r := range p.Readings {
			w.comma()
			if r == nil {
				w.b = append(w.b, "null"...)
				continue
			}
			w.reading(r)
		}
		w.close(']')
	}
	w.text("q", p.Question)
	w.close('}')
}

func (w *traceWriter) understood(u *Understood) {
	w.open('{')
	w.key("reading")
	w.reading(&u.Reading)
	w.text("memory", u.Memory)
	w.close('}')
}

func (w *traceWriter) reading(r *Reading) {
	w.open('{')
	w.text("language", r.Language)
	w.text("intent", r.Intent)
	w.float("confidence", r.Confidence)
	w.yes("sure", r.Sure)
	w.float("novelty", r.Novelty)
	w.texts("intents", r.Intents)
	w.text("category", r.Category)
	w.text("model", r.Model)
	w.yes("wants_human", r.WantsHuman)
	w.number("urgency", int64(r.Urgency))
	w.yes("complex", r.Complex)
	w.texts("keywords", r.Keywords)
	if len(r.Values) > 0 {
		w.key("values")
		w.open('[')
		for i := range r.Values {
			v := &r.Values[i]
			w.comma()
			w.open('{')
			w.key("type")
			w.quoted(v.Type)
			w.key("value")
			w.quoted(v.Value)
			w.text("role", v.Role)
			w.key("start")
			w.b = strconv.AppendInt(w.b, int64(v.Start), 10)
			w.key("end")
			w.b = strconv.AppendInt(w.b, int64(v.End), 10)
			w.close('}')
		}
		w.close(']')
	}
	w.text("emotion", r.Emotion)
	w.float("valence", r.Valence)
	w.float("intensity", r.Intensity)
	w.texts("tones", r.Tones)
	w.texts("cues", r.Cues)
	if m := &r.Mood; *m != (Mood{}) {
		w.key("mood")
		w.open('{')
		w.text("label", m.Label)
		w.float("now", m.Now)
		w.float("trend", m.Trend)
		w.float("peak", m.Peak)
		w.text("cause", m.Cause)
		w.float("needs_human", m.NeedsHuman)
		w.number("turns", int64(m.Turns))
		w.close('}')
	}
	w.close('}')
}

func (w *traceWriter) found(f *Found) {
	w.open('{')
	w.key("confidence")
	w.quoted(string(f.Confidence))
	w.yes("identical", f.Identical)
	w.hits("hits", f.Hits)
	w.hits("more", f.More)
	w.close('}')
}

func (w *traceWriter) hits(name string, hits []Hit) {
	if len(hits) == 0 {
		return
	}
	w.key(name)
	w.open('[')
	for i := range hits {
		h := &hits[i]
		w.comma()
		w.open('{')
		w.key("id")
		w.quoted(h.ID)
		w.key("question")
		w.quoted(h.Question)
		w.text("locale", h.Locale)
		w.text("category", h.Category)
		w.texts("tags", h.Tags)
		w.key("score")
		w.real(h.Score)
		w.yes("near", h.Near)
		if len(h.Data) > 0 {
			w.key("data")
			w.any(h.Data) // which is checked
		}
		w.close('}')
	}
	w.close(']')
}

func (w *traceWriter) yes(name string, is bool) {
	if is {
		w.key(name)
		w.b = append(w.b, "true"...)
	}
}

func (w *traceWriter) texts(name string, values []string) {
	if len(values) == 0 {
		return
	}
	w.key(name)
	w.open('[')
	for _, v := range values {
		w.comma()
		w.quoted(v)
	}
	w.close(']')
}

// float writes a number that is left out if it is 0.
func (w *traceWriter) float(name string, x float64) {
	if x != 0 {
		w.key(name)
		w.real(x)
	}
}

func (w *traceWriter) real(x float64) {
	if n := math.Round(x * 1000); n/1000 == x && n > 0 && n < 1e6 { // most figures are cut to that
		whole, rest := int64(n)/1000, int64(n)%1000
		w.b = strconv.AppendInt(w.b, whole, 10)
		if rest > 0 {
			w.b = append(w.b, '.', byte('0'+rest/100), byte('0'+rest/10%10), byte('0'+rest%10))
			w.b = bytes.TrimRight(w.b, "0")
		}
		return
	}
	if abs := math.Abs(x); abs == 0 || abs >= 1e-6 && abs < 1e21 {
		w.b = strconv.AppendFloat(w.b, x, 'f', -1, 64)
		return
	}
	w.any(x)
}

func (w *traceWriter) any(v any) {
	data, err := json.Marshal(v)
	w.b, w.err = append(w.b, data...), firstError(w.err, err)
}
