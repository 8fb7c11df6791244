package kb_test

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/kb"
)

func TestZZAll(t *testing.T) {
	x, asked := bothShops(t)
	var ids []string
	for _, language := range []string{"en", "zh"} {
		entries, _ := qualitySet{entries: "shop/" + language, queries: "shop/questions_" + language}.load(t)
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
	}
	for language, cases := range asked {
		n, ra, wa, r, w, f := 0, 0, 0, 0, 0, 0
		for _, c := range cases {
			judge := func(last string) (good, bad int, d kb.Decision, hits []kb.Hit) {
				hits = x.Match(kb.Query{Text: c.text, Context: kb.Context{LastEntry: last}})
				d = kb.Policy{}.Decide(hits)
				switch {
				case d.Kind != kb.Direct:
				case slices.Contains(c.relevant, d.Hits[0].Entry.ID):
					good = 1
				default:
					bad = 1
				}
				return
			}
			g0, b0, _, h0 := judge("")
			for _, last := range ids {
				g, b, _, h := judge(last)
				n, r, w, ra, wa = n+1, r+g, w+b, ra+g0, wa+b0
				if len(h) > 0 && h[0].Score != h0[0].Score {
					f++
				}
				if b > b0 || g < g0 {
					t.Logf("%q after %s: %s %.2f was %s %.2f", c.text, last, h[0].Entry.ID, h[0].Score, h0[0].Entry.ID, h0[0].Score)
				}
			}
		}
		t.Logf("ALL %s: of %d: right %d -> %d, wrong %d -> %d; changed %d", language, n, ra, r, wa, w, f)
	}
	first, direct, wrong := 0, 0, 0
	for _, c := range followUps {
		hits := x.Match(kb.Query{Text: c.text})
		if hits[0].Entry.ID == c.want {
			first++
		}
		if d := (kb.Policy{}).Decide(hits); d.Kind == kb.Direct {
			if d.Hits[0].Entry.ID == c.want {
				direct++
			} else {
				wrong++
			}
		}
	}
	t.Log("alone", first, direct, wrong)
	for _, c := range [][2]string{{"what about opened ones?", "en-return-how"}} {
		e := x.Explain(kb.Query{Text: c[0], Context: kb.Context{LastEntry: c[1]}})
		t.Log(e.Unknown, e.FollowUp, e.Terms)
	}
}
