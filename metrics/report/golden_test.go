package report

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The golden files are reports of a small service: what somebody reads, in both languages.
func TestGolden(t *testing.T) {
	c := collector(t, 24)
	ctx := context.Background()
	for _, locale := range []string{"en", "zh"} {
		o := fixed(locale)
		o.Brief = true // definitions are those of package metrics
		week, err := Weekly(ctx, c, Week(monday, shanghai), o)
		require.NoError(t, err)
		golden(t, "weekly."+locale+".md", week.Markdown)
		gaps, err := KnowledgeGaps(ctx, c, Week(monday, shanghai), o)
		require.NoError(t, err)
		golden(t, "gaps."+locale+".html", gaps.HTML)
		day, err := AgentEfficiency(ctx, c, Day(monday, shanghai), o)
		require.NoError(t, err)
		golden(t, "agents."+locale+".csv", day.CSV)
	}
}

func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	path := filepath.Join("testdata", name)
	got := text(t, write)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with -update")
	assert.Equal(t, string(want), got, "%s: look at the difference, then write it with -update", path)
}
