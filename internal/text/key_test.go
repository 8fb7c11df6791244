package text

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"empty", " \t\n", ""},
		{"case, ends, white space", "  How do I\tRETURN it?!  ", "how do i return it"},
		{"punctuation parts words", "hello,world (again); yes", "hello world again yes"},
		{"inner points", "v3.5 costs 1,000 at 10:30.", "v3.5 costs 1,000 at 10:30"},
		{"comma and colon join digits only", "order:5,then 6", "order 5 then 6"},
		{"doubled points part", "wait..what", "wait what"},
		{"apostrophes", "I don’t say 'no'", "i don't say no"},
		{"mail address", "Mail a.b@c.de!", "mail a.b@c.de"},
		{"C++ is not C", "C++?", "c++"},
		{"C# is not C", "C#", "c#"},
		{"amounts", "$5, €5, ￥5 & 5%", "$5 €5 ¥5 & 5%"},
		{"kept signs", "a/b-c_d=e*f#1+2 <3", "a/b-c_d=e*f#1+2 <3"},
		{"Chinese punctuation", "你好，请问：怎么退货？！……", "你好请问怎么退货"},
		{"Chinese brackets and quotes", "【活动】“满减”《规则》", "活动满减规则"},
		{"white space beside Chinese", "我的 iPhone 15 Pro 坏 了", "我的iphone 15 pro坏了"},
		{"point after Chinese", "好.的 ok.", "好的ok"},
		{"Korean white space", "환불 해주세요!", "환불 해주세요"},
		{"emoji stay", "Refund 👍!", "refund 👍"},
		{"only punctuation", " ？？？ ", "???"},
		{"only emoji", "👍🏽", "👍"},
		{"only quotes", "“ ”", `" "`},
		{"traditional", "訂單退貨", "订单退货"},
		{"invisible rune inside a number", "3.\u200b5", "3.5"},
		{"control character inside a number", "3.\x005", "3.5"},
		{"mark on nothing", "か (\u3099)", "か"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Key(c.in))
		})
	}
}

func TestAppendKeyKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"A b?", "退 貨", "??", "？", ""} {
		assert.Equal(t, "x "+Key(s), string(AppendKey([]byte("x "), s)))
	}
}

func TestKeyDoesNotAllocate(t *testing.T) {
	dst := make([]byte, 0, 1024)
	for _, s := range []string{english60, chinese20, traditional20, french60} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { dst = AppendKey(dst[:0], s) }), s)
	}
}

func FuzzKey(f *testing.F) {
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Add("3.\x005 か (\u3099) 我 \u0301 ' '")
	f.Fuzz(func(t *testing.T, s string) {
		key, folded := Key(s), Fold(s)
		if again := Key(key); again != key {
			t.Fatalf("%+q: key %+q, again %+q", s, key, again)
		}
		if got := Key(folded); got != key {
			t.Fatalf("%+q: key %+q, of folded %+q", s, key, got)
		}
		var b Buffer
		b.Segment(s)
		if got := string(b.AppendKey([]byte("before "))); got != "before "+key {
			t.Fatalf("%+q: key %+q, of the segmented text %+q", s, key, got)
		}
		visible := strings.ContainsFunc(folded, func(r rune) bool { return !unicode.IsSpace(r) })
		if visible != (key != "") {
			t.Fatalf("%+q: key %+q of folded %+q", s, key, folded)
		}
		if len(key) > len(folded) {
			t.Fatalf("%+q: key %+q is longer than %+q", s, key, folded)
		}
	})
}
