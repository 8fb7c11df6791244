package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	for said, want := range map[string][]string{
		"where is my order\nwhen are you open?\nA-10293\n":                                              {"Which order?", "From 9 to 6", "Which order?", "A-10293 arrives tomorrow."},
		"营业时间\n帮我查一下快递\nSF1234567890\n转人工\n":                                                            {"九点到六点", "订单号", "SF1234567890明天送达", "(T-1001: ", "until 17:00", "(for ann, asked", "客服bo已接入"},
		"track B-20931\nthis is the third time I ask, you are useless, I am furious!\nI want a human\n": {"B-20931 arrives tomorrow.", "(for ann, ", "bo is here now"},
		"I want a human\n": {"(T-1001: Wants a person", "bo is here now"},
	} {
		var out strings.Builder
		require.NoError(t, run(strings.NewReader(said), &out, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)))
		at := 0
		for _, w := range want {
			i := strings.Index(out.String()[at:], w)
			require.GreaterOrEqual(t, i, 0, "%q is missing in\n%s", w, out.String())
			at += i
		}
	}
}
