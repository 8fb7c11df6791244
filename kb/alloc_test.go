//go:build !race

package kb_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// TestAllocations holds the promise of AppendMatch, and that a smart match works
// in memory that it
// keeps. The race detector allocates on its own.
func TestAllocations(t *testing.T) {
	x := indexOf(t, append(shop(), contains("contains", "voucher code"))...)
	for _, c := range []struct {
		text string
		most float64
	}{
		{"Where is my order?", 0},
		{"请问退货流程是什么", 0},
		{"退货流程是什么", 0},
		{"do you have a voucher code for me", 0},
		{"where did my orders go to", 0},
		{"my pasword is forgoten", 0},
		{"xyzzy", 0},
	} {
		dst := make([]kb.Hit, 0, 64)
		got := testing.AllocsPerRun(200, func() { dst = x.AppendMatch(dst[:0], kb.Query{Text: c.text}) })
		assert.LessOrEqual(t, got, c.most, c.text)
	}
	var hits []kb.Hit
	one := testing.AllocsPerRun(200, func() { hits = x.Match(kb.Query{Text: "where is my order", Limit: 1}) })
	require.Len(t, hits, 1)
	assert.LessOrEqual(t, one, 1.0, "the list of hits")
}
