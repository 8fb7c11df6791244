package pinyin_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/internal/text/pinyin"
)

func of(r rune) []string {
	names := []string{}
	for _, s := range pinyin.AppendOf(nil, r) {
		names = append(names, s.String())
	}
	return names
}

func TestAppendOf(t *testing.T) {
	for r, want := range map[rune][]string{
		'票': {"piao"}, '行': {"xing", "hang"}, '重': {"zhong", "chong"}, '女': {"nv"}, '略': {"lve"}, '绿': {"lv"}, '嗯': {"en"}, '一': {"yi"},
		'还': {"hai", "huan"}, '長': {}, 'a': {}, '㐀': {}, '𠮷': {}, -1: {},
	} {
		assert.Equal(t, want, of(r), string(r))
	}
}

func TestParse(t *testing.T) {
	for _, s := range []string{"a", "fa", "piao", "zhuang", "er", "nv", "lve"} {
		assert.Equal(t, s, pinyin.Parse([]byte(s)).String())
	}
	assert.Equal(t, "lve", pinyin.Parse([]byte("lue")).String(), "as it is typed")
	for _, s := range []string{"", "b", "Fa", "order", "zhuangs", "zhuangzhuang"} {
		assert.Zero(t, pinyin.Parse([]byte(s)), s)
	}
	assert.Empty(t, pinyin.Syllable(9999).String())
}

func TestAlike(t *testing.T) {
	alike := func(a, b string) bool {
		x, y := pinyin.Parse([]byte(a)), pinyin.Parse([]byte(b))
		return x != 0 && y != 0 && x.Alike() == y.Alike()
	}
	for _, c := range [][2]string{{"zhang", "zan"}, {"chi", "ci"}, {"sheng", "sen"}, {"ning", "lin"}, {"nan", "lang"}, {"huang", "huan"}, {"nv", "lv"}} {
		assert.True(t, alike(c[0], c[1]), c)
	}
	for _, c := range [][2]string{{"fa", "hua"}, {"piao", "biao"}, {"zhi", "chi"}, {"an", "en"}, {"e", "en"}} {
		assert.False(t, alike(c[0], c[1]), c)
	}
	assert.Zero(t, pinyin.Syllable(0).Alike())
	assert.Zero(t, pinyin.Syllable(9999).Alike())
}

func Example() {
	for _, r := range "发票" {
		for _, s := range pinyin.AppendOf(nil, r) {
			fmt.Println(s)
		}
	}
	// Output:
	// fa
	// piao
}
