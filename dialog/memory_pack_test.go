package dialog

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
)

// What is packed comes back, of every field that a turn has: those that will be
// added tomorrow are covered at once.
func TestPackingKeepsEverything(t *testing.T) {
	for seed := range 300 {
		turn := storetest.Random[Turn](seed)
		var p packing
		p.value(reflect.ValueOf(&turn).Elem())
		got := new(Turn)
		u := unpacking{s: string(p.b)}
		u.value(reflect.ValueOf(got).Elem())
		require.Empty(t, u.s)
		cutTimes(reflect.ValueOf(&turn).Elem())
		require.NoError(t, storetest.Same("turn", turn, *got))

		p = packing{}
		packHead(&p, &turn.Conversation)
		c := unpackHead(append(p.b, "slack"...), turn.Conversation.Version)
		require.NoError(t, storetest.Same("conversation", turn.Conversation, c))
	}
}

// A type whose values cannot be kept is noticed at the first commit, in a test,
// and not when a conversation is read.
func TestPackingRefusesUnknownKinds(t *testing.T) {
	var p packing
	require.Panics(t, func() { p.value(reflect.ValueOf(make(chan int))) })
}

// Texts in their plain form are equal only if their bytes are, and none is the
// beginning of another one.
func TestPlainText(t *testing.T) {
	const id = "0192f0c4-7d5b-7cc3-98c4-dc0c0c07398f"
	texts := []string{
		"", "a", "ab", "b", strings.Repeat("a", 63), strings.Repeat("a", 64), strings.Repeat("a", 65), "\x00", "\xff",
		id, strings.ToUpper(id), strings.ReplaceAll(id, "-", ""), id[:35], id + "0", strings.Replace(id, "-", "0", 1), strings.Replace(id, "0", "-", 1),
		strings.Replace(id, "f", "g", 1), string(packedOf(id)), "bot", "customer",
	}
	for _, a := range texts {
		require.Equal(t, a, plainOf(append(packedOf(a), "and more"...)))
		for _, b := range texts {
			require.Equal(t, a == b, plainIs(append(packedOf(a), "\x00\x01"...), b), "%q and %q", a, b)
		}
	}
	require.Len(t, packedOf(id), 17)
}

func packedOf(s string) []byte {
	var p packing
	p.plain(s)
	return p.b
}

// A record refers to what it has said before, up to a number of texts.
func TestPackingRefersBack(t *testing.T) {
	parts := make([]Part, 60)
	for i := range parts {
		parts[i] = Part{Kind: PartKind(strings.Repeat("k", i%50+1)), Text: strings.Repeat("k", i%7+1)}
	}
	var p packing
	p.seen = []string{"kkkk"}
	p.value(reflect.ValueOf(parts))
	u := unpacking{s: string(p.b), seen: []string{"kkkk"}}
	var got []Part
	u.value(reflect.ValueOf(&got).Elem())
	require.Equal(t, parts, got)
	require.Len(t, p.seen, maxSeen)
}

// cutTimes makes all times within v what a store keeps of them.
func cutTimes(v reflect.Value) {
	if at, ok := v.Addr().Interface().(*time.Time); ok {
		*at = keep(*at)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			cutTimes(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			cutTimes(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			cutTimes(v.Index(i))
		}
	}
}
