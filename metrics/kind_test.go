package metrics_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

func TestKindsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for k := range 256 {
		kind := metrics.Kind(k)
		if !kind.Known() {
			assert.Contains(t, kind.String(), "kind(")
			_, err := json.Marshal(kind)
			assert.Equal(t, k == 0, err == nil)
			continue
		}
		name := kind.String()
		assert.False(t, seen[name], name)
		seen[name] = true
		parsed, err := metrics.ParseKind(name)
		require.NoError(t, err)
		assert.Equal(t, kind, parsed)
	}
	assert.Len(t, seen, 47)
	_, err := metrics.ParseKind("")
	require.ErrorIs(t, err, metrics.ErrInvalid)
}

func TestNamesInJSON(t *testing.T) {
	e := metrics.Event{ID: "1", Kind: metrics.HandoffRequested}
	data, err := json.Marshal(e)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"kind":"handoff_requested"`)
	var back metrics.Event
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, e, back)

	for outcome := metrics.Open; outcome <= metrics.Unresolved; outcome++ {
		for subject := range metrics.Shift + 1 {
			ep := metrics.Episode{ID: "1", Subject: subject, Outcome: outcome}
			data, err := json.Marshal(ep)
			require.NoError(t, err)
			var back metrics.Episode
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, ep, back)
		}
	}
	data, err = json.Marshal(metrics.Episode{Subject: metrics.Talk, Outcome: metrics.ByHuman})
	require.NoError(t, err)
	assert.Contains(t, string(data), `"subject":"talk"`)
	assert.Contains(t, string(data), `"outcome":"by_human"`)
	for _, bad := range []string{`{"kind":"sold"}`, `{"kind":1}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
	var ep metrics.Episode
	for _, bad := range []string{`{"subject":"sold"}`, `{"outcome":"sold"}`, `{"outcome":""}`} {
		require.ErrorIs(t, json.Unmarshal([]byte(bad), &ep), metrics.ErrInvalid, bad)
	}
	_, err = json.Marshal(metrics.Outcome(99))
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = json.Marshal(metrics.Subject(99))
	require.ErrorIs(t, err, metrics.ErrInvalid)
}
