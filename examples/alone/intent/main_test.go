package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	messages := "where is order A-10293\n我要退款，明天必须到账\nThis is the third time I am asking, useless! Let me talk to a human\n"
	require.NoError(t, run(t.Context(), strings.NewReader(messages), &out, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)))
	got := out.String()
	require.Regexp(t, `where is order A-10293: track, normal, \w+, human false\n  order A-10293\n`, got)
	require.Contains(t, got, "我要退款，明天必须到账: refund, high, ")
	require.Contains(t, got, "  time 2026-11-22\n")
	require.Regexp(t, `Let me talk to a human: .*, (angry|frustrated), human true`, got)
}
