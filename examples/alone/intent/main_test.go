package main

import (
	_ "embed"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

//go:embed main.go
var source string

func TestShort(t *testing.T) {
	require.Less(t, strings.Count(source, "\n"), 40, "lines of main.go")
}

func TestRun(t *testing.T) {
	var out strings.Builder
	messages := "where is order A-10293\n我要退款，明天必须到账\nplease refund me, you are useless!\ndo penguins fly\n"
	run(strings.NewReader(messages), &out, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	got := out.String()
	require.Regexp(t, `where is order A-10293: after_sales/order, neutral\n  order A-10293\n`, got)
	require.Regexp(t, `我要退款，明天必须到账: after_sales/refund, \w+\n  time 2026-11-22\n`, got)
	require.Regexp(t, `useless!: after_sales/refund, (angry|frustrated)\n`, got)
	require.Contains(t, got, "do penguins fly: unknown, ", "what nobody decided is not told as if it were")
}
