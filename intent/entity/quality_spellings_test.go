package entity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Plain expressions beside Chinese kinds.
const (
	plainSum    = `\d+(?:\.\d+)?(?: ?[-~到至] ?\d+(?:\.\d+)?)? ?(?:元|块)`
	plainLength = `\d+(?:\.\d+)? ?个?(?:小时|分钟|天)`
)

// crosswozKinds are the kinds of what customers tell of prices and visits.
func crosswozKinds() []slotKind {
	return []slotKind{
		{"money", []string{"人均消费", "门票", "价格"}, []Type{Money}, plainSum},
		{"length", []string{"游玩时间"}, []Type{Duration}, plainLength},
	}
}

// spelling is a set in another spelling. The stretches of its values move with
// the text that stands before them.
type spelling struct {
	name, set, lang string
	kinds           []slotKind
	change          func(t *testing.T) func(i int, message string) string
}

func same(*testing.T) func(int, string) string {
	return func(_ int, message string) string { return message }
}

func each(change func(string) string) func(*testing.T) func(int, string) string {
	return func(*testing.T) func(int, string) string {
		return func(_ int, message string) string { return change(message) }
	}
}

// behindEnglish has an English message of another set, and no blank, before the
// Chinese one.
func behindEnglish(t *testing.T) func(int, string) string {
	english := readTurns(t, "restaurant8k")
	return func(i int, message string) string { return english[i%len(english)].Text + message }
}

// moved returns the stretches in the changed message.
func moved(list []stretch, message string, change func(string) string) (out []stretch) {
	for _, s := range list {
		out = append(out, stretch{len(change(message[:s.start])), len(change(message[:s.end]))})
	}
	return out
}

// told makes slots of what the customer informs of, where that has a number: free
// is no sum. The data does not say where it stands.
func (turn *dataTurn) told(t *testing.T) {
	var acts [][]string
	require.NoError(t, json.Unmarshal(turn.Labels.Acts, &acts))
	for _, a := range acts {
		if a[0] == "Inform" && strings.ContainsAny(a[3], "0123456789") {
			value, err := json.Marshal(a[3])
			require.NoError(t, err)
			turn.Labels.Slots = append(turn.Labels.Slots, dataSlot{Slot: a[2], Value: value})
		}
	}
}

// asked reports whether one of the slots is asked for.
func (turn *dataTurn) asked(slots []string) bool {
	return slices.ContainsFunc(turn.Labels.Requested, func(s string) bool { return slices.Contains(slots, s) })
}
