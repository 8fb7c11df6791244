package dialog

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The JSON of a trace is that of encoding/json, byte for byte.
func TestTraceEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SampledFrom([]json.RawMessage{nil, json.RawMessage(`null`), json.RawMessage(`{"a":[1,"x"]}`), json.RawMessage(`"订单"`)})
		words := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"a\xffb", "<&>", "\u2028", `"\`}))
		number := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64())
		tr := trace{
			Work: workName(words.Draw(t, "work")), Given: raw.Draw(t, "given"),
			After: rapid.Uint64().Draw(t, "after"), Outbox: uint64(number.Draw(t, "outbox")), //nolint:gosec // any number
		}
		if rapid.Bool().Draw(t, "before") {
			tr.Before = before{
				Customer: words.Draw(t, "customer"), Channel: words.Draw(t, "channel"), Locale: words.Draw(t, "locale"), Owner: Role(words.Draw(t, "owner")),
				Created: number.Draw(t, "created"), Updated: number.Draw(t, "updated"), Due: number.Draw(t, "due"), State: rapid.SampledFrom([]traceState{nil, traceState(`{"n":1}`), {packedSession}, {packedSession, 0, 255, '"'}}).Draw(t, "state"),
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "calls") {
			tr.Made = append(tr.Made, made{Name: words.Draw(t, "name"), Result: raw.Draw(t, "result"), Error: words.Draw(t, "error"), Is: words.Draw(t, "is")})
		}
		want, err := json.Marshal(tr)
		require.NoError(t, err)
		got, err := tr.append(nil)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		var read trace
		require.NoError(t, json.Unmarshal(got, &read))
		require.Equal(t, tr.Before.State, read.Before.State)
	})
}
