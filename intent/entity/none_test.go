package entity

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestLookalikes pins what looks like a value and is another, or none.
func TestLookalikes(t *testing.T) {
	x := extractor(t, &Options{Lists: []List{{Type: "product", Fuzzy: true, Values: []Value{{Name: "lamps"}, {Name: "lanterns"}, {Name: "notebooks"}}}}})
	for _, c := range []struct {
		text string
		typ  Type
		want bool
	}{
		{"4111 1111 1111 1112", Card, false},
		{"4111 1111 1111 1111", Card, true},
		{"GB82 WEST 1234 5698 7654 33", IBAN, false},
		{"110105194912310021", ChineseID, false},
		{"账号 13800138000", Phone, false},
		{"order number 2026-11-20", Order, false},
		{"order 10293", Order, true},
		{"a laxtexns", "product", false},
		{"a lamp", "product", true},
		{"a lmaps", "product", true},
		{"a lxmps", "product", false},
		{"a amps", "product", false},
		{"notexooqs", "product", true},
	} {
		found := false
		for _, e := range x.Extract(c.text, time.Time{}) {
			found = found || e.Type == c.typ
		}
		assert.Equal(t, c.want, found, "%s in %q", c.typ, c.text)
	}
	got := x.Extract("write to a@b.com.Thanks", time.Time{})
	assert.Equal(t, "a@b.com", got[0].Raw, "a capital letter starts a sentence")
}
