package dialog

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// A conversation is not told the same wording twice in a row, whatever was said in
// between; another one begins with another.
func TestWordingsChange(t *testing.T) {
	e, err := NewEngine(NewMemoryStore(), nil)
	require.NoError(t, err)
	n := 0
	say := func(conversation, text string) string {
		n++
		r, err := e.Handle(t.Context(), Message{ID: fmt.Sprint(n), Conversation: conversation, Text: text})
		require.NoError(t, err)
		return r.Text
	}
	last := say("c", "hello")
	for _, between := range [][]string{nil, {"zebra"}, {"thanks", "bye"}, {"thanks"}, {"bye", "zebra", "are you a robot?"}} {
		for _, s := range between {
			say("c", s)
		}
		now := say("c", "hello")
		require.NotEqual(t, last, now)
		last = now
	}
	firsts := map[string]bool{}
	for i := range 20 {
		firsts[say(fmt.Sprint("c", i), "hello")] = true
	}
	require.Len(t, firsts, 2)

	var said wordings
	for i := range 100 {
		said.next(fmt.Sprint(i), "c", 3)
	}
	require.LessOrEqual(t, len(said), mostWordings)
}
