package emotion_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/internal/text/respell"
)

// spelling is a data set in another spelling, measured like set.
type spelling struct {
	name, set string
	rows      func(t testing.TB) []row
}

var spellings = []spelling{
	{"waimai/hant", "waimai", devIn("waimai", respell.Traditional)},
	{"zhconv/hant", "zhconv", devIn("zhconv", respell.Traditional)},
	{"ewect_usual/hant", "ewect_usual", devIn("ewect_usual", respell.Traditional)},
	{"esc_stc3_zh/hant", "esc_stc3_zh", devIn("esc_stc3_zh", respell.Traditional)},
	{"airline/wide", "airline", devIn("airline", respell.FullWidth)},
	{"waimai/wide", "waimai", devIn("waimai", respell.FullWidth)},
	{"esc_stc3_en/wide", "esc_stc3_en", devIn("esc_stc3_en", respell.FullWidth)},
	{"airline+waimai/mixed", "waimai", mixedDev("airline", "waimai")},
	{"esc_stc3/mixed", "esc_stc3_zh", mixedDev("esc_stc3_en", "esc_stc3_zh")},
}

// devIn returns the dev split of a set in another spelling.
func devIn(set string, spell func(string) string) func(t testing.TB) []row {
	return func(t testing.TB) []row { return respelled(readRows(t, set+".dev"), spell) }
}

func respelled(rows []row, spell func(string) string) []row {
	out := slices.Clone(rows)
	for i, r := range out {
		out[i].text = spell(r.text)
	}
	return out
}

// mixedDev returns for each message of the Chinese dev split half of it behind
// half of an English message with the same label.
func mixedDev(english, chinese string) func(t testing.TB) []row {
	return func(t testing.TB) []row {
		return sameLabel(t, readRows(t, english+".dev"), readRows(t, chinese+".dev"),
			func(r row) string { return r.label },
			func(en, zh row) row { return row{respell.Mixed(en.text, zh.text), zh.label} })
	}
}

// sameLabel joins each of the Chinese rows with the next English one of its
// label, beginning anew where they end.
func sameLabel[R any](t testing.TB, english, chinese []R, label func(R) string, join func(en, zh R) R) (out []R) {
	by := map[string][]R{}
	for _, r := range english {
		by[label(r)] = append(by[label(r)], r)
	}
	next := map[string]int{}
	for _, r := range chinese {
		of := by[label(r)]
		require.NotEmpty(t, of, label(r))
		out = append(out, join(of[next[label(r)]%len(of)], r))
		next[label(r)]++
	}
	return out
}

// respelledTalks writes what both sides said in another way.
func respelledTalks(talks []talk, spell func(string) string) []talk {
	out := slices.Clone(talks)
	for i, c := range out {
		out[i].text, out[i].turns = spell(c.text), slices.Clone(c.turns)
		for j, turn := range out[i].turns {
			out[i].turns[j].Text = spell(turn.Text)
		}
	}
	return out
}

// mixedTalks begin with the first half of the turns of an English conversation
// and end with the second half of a Chinese one with the same label.
func mixedTalks(t testing.TB, english, chinese []talk) []talk {
	return sameLabel(t, english, chinese, func(c talk) string { return c.label }, func(en, zh talk) talk {
		turns := append([]emotion.Turn(nil), en.turns[:(len(en.turns)+1)/2]...)
		return talk{respell.Mixed(en.text, zh.text), zh.label, append(turns, zh.turns[len(zh.turns)/2:]...)}
	})
}
