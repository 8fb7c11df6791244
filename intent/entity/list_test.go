package entity

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func products(fuzzy bool) *Options {
	return &Options{Lists: []List{{Type: "product", Fuzzy: fuzzy, Values: []Value{
		{Name: "iPhone 15 Pro"},
		{Name: "iPhone"},
		{Name: "wireless charger", Synonyms: []string{"charging pad", "无线充电器"}},
		{Name: "headphones", Synonyms: []string{"耳机"}},
		{Name: "蓝牙降噪耳机"},
		{Name: "C++"},
		{Name: "pen"},
	}}}}
}

func TestLists(t *testing.T) {
	for _, c := range []struct {
		text  string
		fuzzy bool
		want  []string
	}{
		{"the iPhone 15 Pro is new", false, []string{"iPhone 15 Pro"}},
		{"IPHONE15PRO", false, []string{"iPhone 15 Pro"}},
		{"ｉＰｈｏｎｅ １５ pro", false, []string{"iPhone 15 Pro"}},
		{"two iphones", false, []string{"iPhone"}},
		{"the iPhone's box", false, []string{"iPhone"}},
		{"an open pencil", false, nil},
		{"my Wireless-Charger", false, []string{"wireless charger"}},
		{"charging pad", false, []string{"wireless charger"}},
		{"我买的無線充電器坏了", false, []string{"wireless charger"}},
		{"这款蓝牙降噪耳机不错", false, []string{"蓝牙降噪耳机"}},
		{"a book about c++", false, []string{"C++"}},
		{"wireless. charger", false, []string{"wireless charger"}},
		{"wireless? charger", false, nil},
		{"wireles chargr", false, nil},
		{"wireles chargr", true, []string{"wireless charger"}},
		{"headpohnes", true, []string{"headphones"}},
		{"hedfones", true, nil},
		{"ipone", true, []string{"iPhone"}},
		{"pan", true, nil},
		{"iphone 16 pro", true, []string{"iPhone"}},
		{"蓝牙将噪耳机", true, []string{"蓝牙降噪耳机"}},
		{"蓝牙噪耳机", true, []string{"蓝牙降噪耳机"}},
		{"蓝牙的降噪耳机", true, []string{"蓝牙降噪耳机"}},
	} {
		t.Run(fmt.Sprint(c.text, c.fuzzy), func(t *testing.T) {
			var got []string
			for _, e := range extractor(t, products(c.fuzzy)).Extract(c.text, time.Time{}) {
				if e.Type == "product" {
					got = append(got, e.Value)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestMisspeltValuesAreLessSure(t *testing.T) {
	x := extractor(t, products(true))
	assert.Equal(t, 1., x.Extract("headphones", time.Time{})[0].Score)
	assert.Less(t, x.Extract("headphnes", time.Time{})[0].Score, 1.)
}

// Every value of a list is found in a text, and with one edit if it is long
// enough and no other value is as near.
func TestListsFindEveryValue(t *testing.T) {
	letters := rapid.StringMatching(`[a-z]{6,12}`)
	rapid.Check(t, func(t *rapid.T) {
		name := letters.Draw(t, "name")
		x := extractor(t, &Options{Types: []Type{IBAN}, Lists: []List{{Type: "p", Fuzzy: true, Values: []Value{{Name: name}}}}})
		assert.Equal(t, []string{"p " + name}, brief(x.Extract("一"+name+"。", time.Time{})))
		at := rapid.IntRange(1, len(name)-1).Draw(t, "at") // the first letter is right
		wrong := map[string]string{
			"delete": name[:at] + name[at+1:], "insert": name[:at] + "q" + name[at:], "replace": name[:at] + "q" + name[at+1:],
		}[rapid.SampledFrom([]string{"delete", "insert", "replace"}).Draw(t, "edit")]
		assert.Equal(t, []string{"p " + name}, brief(x.Extract("see "+wrong+" it", time.Time{})), wrong)
	})
}

// The cost of a text does not grow with the list.
func BenchmarkLists(b *testing.B) {
	for _, n := range []int{100, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := List{Type: "p", Fuzzy: true}
			for i := range n {
				l.Values = append(l.Values, Value{Name: strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%07d", i*7919%9999991)) + " device"})
			}
			x := extractor(b, &Options{Types: []Type{IBAN}, Lists: []List{l}})
			b.ReportAllocs()
			var es []Entity
			for b.Loop() {
				es = x.Append(es[:0], "I would like to return the "+l.Values[n/2].Name+" that I bought here last week", time.Time{})
			}
		})
	}
}
