package ticket_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

// spoil changes something in a value of JSON.
func spoil(t *rapid.T, v any) any {
	other := rapid.SampledFrom([]any{nil, "", "x", "a\x00", strings.Repeat("y", 70_000), -1.0, 7.0, 1e300, true, []any{}, []any{"x"}, map[string]any{}, "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "closed", "moved", "absorbed", "merged_into"})
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		if len(keys) == 0 || rapid.IntRange(0, 9).Draw(t, "here") == 0 {
			return other.Draw(t, "other")
		}
		k := rapid.SampledFrom(keys).Draw(t, "key")
		if v[k] = spoil(t, v[k]); rapid.IntRange(0, 9).Draw(t, "drop") == 0 {
			delete(v, k)
		}
	case []any:
		if len(v) == 0 {
			return other.Draw(t, "other")
		}
		i := rapid.IntRange(0, len(v)-1).Draw(t, "index")
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			return slices.Delete(v, i, i+1)
		case 1:
			return slices.Insert(v, i, v[i])
		}
		v[i] = spoil(t, v[i])
	default:
		return other.Draw(t, "other")
	}
	return v
}

// A line that somebody has changed is refused, or is a ticket like any other.
func TestChangedLinesAreRefusedOrWhole(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(busy(t).exported(ticket.Filter{})), "\n")
	added := 0
	rapid.Check(t, func(t *rapid.T) {
		var x any
		require.NoError(t, json.Unmarshal([]byte(rapid.SampledFrom(lines).Draw(t, "line")), &x))
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			x = spoil(t, x)
		}
		data, err := json.Marshal(x)
		require.NoError(t, err)
		b := newBench(&quiet{}, &ticket.Rules{})
		report, err := b.Import(t.Context(), bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, 1, report.Added+report.Failed)
		added += report.Added
		var out bytes.Buffer
		_, err = b.Export(t.Context(), ticket.Filter{}, &out)
		require.NoError(t, err)
		other := newBench(&quiet{}, &ticket.Rules{})
		again, err := other.Import(t.Context(), &out)
		require.NoError(t, err)
		require.Equal(t, ticket.ImportReport{Added: report.Added}, again)
		if report.Added == 0 {
			return
		}
		found, err := b.Find(t.Context(), ticket.Filter{}, ticket.Page{})
		require.NoError(t, err)
		c := found.Tickets[0]
		for range b.As(mia).Comments(t.Context(), c.ID) {
		}
		for range b.As(ticket.ByCustomer(c.Customer)).History(t.Context(), c.ID) {
		}
		_, err = b.Summarize(t.Context(), c.ID)
		require.NoError(t, err)
		_, err = b.SimilarTo(t.Context(), c.ID, 1)
		require.NoError(t, err)
		_, err = b.Sweep(t.Context())
		require.NoError(t, err)
	})
	t.Logf("%d were taken", added)
}
