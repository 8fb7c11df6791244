package dialog

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
)

// The JSON of a result is that of encoding/json, byte for byte, and no field is left out.
func TestResultEncoding(t *testing.T) {
	same := func(result any) {
		t.Helper()
		want, err := json.Marshal(result)
		require.NoError(t, err)
		got, err := appendResult([]byte("x"), result)
		require.NoError(t, err)
		require.Equal(t, "x"+string(want), string(got))
	}
	hits := func(seed int) (hits []Hit) {
		for i := range seed % 4 {
			h := storetest.Random[Hit](seed + i)
			h.Data = [...]json.RawMessage{nil, json.RawMessage(`null`), json.RawMessage(`{ "a": "<订单>" }`)}[(seed+i)%3]
			hits = append(hits, h)
		}
		return hits
	}
	for seed := range 300 {
		u := storetest.Random[Understood](seed)
		same(&u)
		same(&Understood{Reading: Reading{Mood: u.Reading.Mood}, Memory: u.Memory})
		same(&Found{Confidence: Confidence(u.Memory), Identical: u.Reading.Sure, Hits: hits(seed), More: hits(seed / 4)})
	}
	for seed := range 100 {
		p := past{Question: storetest.Random[Line](seed).Text}
		for i := range seed % 5 {
			line := storetest.Random[Line](seed + i)
			utc := line
			utc.At = line.At.UTC()
			reading := storetest.Random[Reading](seed + i)
			p.Lines, p.Readings = append(p.Lines, line, utc, Line{At: line.At.UTC().Truncate(time.Microsecond)}, Line{}), append(p.Readings, &reading, nil)
		}
		same(&p)
	}
	for _, x := range []float64{0, math.Copysign(0, -1), 1e-6, 9.99e-7, -3e-9, 0.1, 1e20, 1e21, -2.5e300} {
		same(&Understood{Reading: Reading{Confidence: x, Valence: x}})
		same(&Understood{Reading: Reading{Mood: Mood{Trend: x}}})
		same(&Found{Hits: []Hit{{Score: x}}})
	}
	for n := range 3000 {
		same(&Found{Hits: []Hit{{Score: float64(n) / 1000}, {Score: float64(n)}, {Score: float64(n) / 10000}, {Score: -float64(n) / 1000}}})
	}
	for _, s := range []string{"", "a", "订单", "a\xffb", "<&>", "a\u2028b", "\u2029", `"\`, "\x7f", "\x00", "😀", "\n"} {
		same(&s)
		same(&Understood{Reading: Reading{Keywords: []string{s}, Values: []Value{{Type: s, Value: s}}}})
	}
	broken := Found{Hits: []Hit{{Data: json.RawMessage(`{`)}}}
	_, err := appendResult(nil, &broken)
	require.Error(t, err)
	_, err = appendResult(nil, &Understood{Reading: Reading{Valence: math.NaN()}})
	require.Error(t, err)
}
