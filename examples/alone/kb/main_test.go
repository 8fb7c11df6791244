package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	questions := "forgot my pasword\nWhat are your opening hours today?\n发票在哪里下载\nBye!\n" +
		"do you ship to Norway\ncan you ship my parcel to Norway\n"
	require.NoError(t, run(t.Context(), strings.NewReader(questions), &out))
	got := out.String()
	require.Contains(t, got, "imported: 4 failed: 1 kb: invalid input: line 5: mode is none of")
	require.Regexp(t, `forgot my pasword: direct \(above direct\)\n  0\.[6-9]\d smart "forgot my password": Use the link`, got)
	require.Regexp(t, `today\?: direct \(above direct\)\n  0\.9\d contains "opening hours": Nine to five\.`, got)
	require.Contains(t, got, "发票在哪里下载: direct (identical)\n  1.00 smart")
	require.Contains(t, got, "Bye!: direct (identical)\n  1.00 exact")
	require.Contains(t, got, "do you ship to Norway: none")
	require.Regexp(t, `new entry: ".*ship.* to Norway", asked 2 times`, got)
}
