package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	for said, want := range map[string][]string{
		"I want to return A-12\nit is broken\nno wait, A-13\nyes": {"What is the reason?", "order number: A-12", "A-13", "The label for A-13 is on its way."},
		"我要退货\n坏了\nB-20\n是的":                                      {"订单号是多少", "形如 A-77", "订单号：B-20", "B-20的退货已登记"},
	} {
		var out strings.Builder
		require.NoError(t, run(strings.NewReader(said), &out))
		at := 0
		for _, w := range want {
			i := strings.Index(out.String()[at:], w)
			require.GreaterOrEqual(t, i, 0, "%q is missing in\n%s", w, out.String())
			at += i
		}
	}
}
