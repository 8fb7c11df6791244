package dialog

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/internal/storetest"
)

// storedSession has something in most kinds of fields; storedState is its form since the
// first version that packed states.
var storedSession = session{
	Frames: []*frame{{
		Saved: Saved{
			Flow: "return", Version: 2, Slots: map[string]SlotValue{"order": {Value: "A-1043", Raw: "a 1043"}, "city": {Value: "杭州", Source: Known}},
			Done: map[string]Deed{"book": {Print: "x", Set: []string{"order"}}},
		},
		ID: "0192f0c4-7d5b-7cc3-98c4-dc0c0c07398f", Asking: "confirm", Attempts: 1, Confirmed: map[string]string{"confirm": "1a"}, Tries: map[string]int{"order": 2}, Known: []string{"city"},
	}},
	Question: "0192f0c4-7d5b-7cc3-98c4-dc0c0c07398f", Words: "how long", Offered: []Choice{{ID: "a", Label: "A"}}, Offer: offerHuman,
	Focus: &focus{Candidates: []Choice{{ID: "b"}}, Left: [][]int{{0}, nil}}, Memory: "calm", Said: wordings{"b": 1, "a": 0}, Turns: 7,
	Escalation: escalation.Memory{Turn: 7, Past: -3}, Pending: Pending{State: HandoffRequested, Serve: true, Since: time.Unix(1795312501, 0).UTC()}, timing: timing{Begun: true, Heard: 1795312501107, Wants: -1},
}

const storedState = "0181e9d31301afc0010f0c72657475726e04020863697479050ce69dade5b79e0e70726f66696c650a6f72646572030c412d313034330c6120313034330108626f6f6b0302780113010192f0c47d5b7cc398c4dc0c0c07398f0e636f6e6669726d02012704316101070113042310686f77206c6f6e6701030261024102680301010262020100000863616c6d020261000262020e030e0586021272657175657374656401809d90bef8b4b006830401e685b68fc06801"

func TestStoredSessionsCanBeRead(t *testing.T) {
	packed := storedSession.write()
	require.Equal(t, storedState, hex.EncodeToString(packed), "the form of stored states may only grow")
	want, err := json.Marshal(&storedSession)
	require.NoError(t, err)
	for _, state := range [][]byte{packed, want} { // JSON is how they were stored before
		s, err := readSession(state)
		require.NoError(t, err)
		got, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		require.Equal(t, packed, s.write())
	}
}

// A session keeps every field that will be added to it, as JSON did.
func TestSessionKeepsEverything(t *testing.T) {
	for seed := range 200 {
		in := storetest.Random[session](seed)
		in.timing = storetest.Random[timing](seed)
		in.Frames = []*frame{}
		for i := range 3 {
			f := storetest.Random[frame](seed + i)
			in.Frames = append(in.Frames, &f)
		}
		in.Left, in.Parked = in.Frames[:1], in.Frames[1:]
		cutTimes(reflect.ValueOf(&in.Pending).Elem())
		want, err := json.Marshal(&in)
		require.NoError(t, err)
		s, err := readSession(in.write())
		require.NoError(t, err)
		got, err := json.Marshal(s)
		require.NoError(t, err)
		require.JSONEq(t, strings.ReplaceAll(string(want), "[]", "null"), string(got))
	}
}

// A state that was cut, lengthened or changed is an error or another state, never a panic.
func TestBrokenSessions(t *testing.T) {
	packed := storedSession.write()
	for i := range packed {
		if i > 0 {
			_, err := readSession(packed[:i])
			require.ErrorIs(t, err, errState)
		}
		for _, c := range []byte{0, 1, 127, 255} {
			broken := bytes.Clone(packed)
			broken[i] = c
			_, _ = readSession(broken)
		}
	}
	_, err := readSession(append(packed, 0))
	require.ErrorIs(t, err, errState)
}
