package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDecisions(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(strings.NewReader("forgot my password\nWhat are your opening hours today?\n发票在哪里下载\nweather\n"), &out))
	require.Contains(t, out.String(), "forgot my password: direct (identical)\n  1.00 smart")
	require.Regexp(t, `today\?: direct \(above direct\)\n  0\.9\d contains "opening hours": Nine to five\.`, out.String())
	require.Contains(t, out.String(), "发票在哪里下载: direct (identical)\n  1.00 smart")
	require.Contains(t, out.String(), "weather: none (no hit)\n")
}
