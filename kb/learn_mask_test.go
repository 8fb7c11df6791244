package kb_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"":                                      "",
		"where is my parcel":                    "where is my parcel",
		"write to jo.smith+x@mail.example.org.": "write to ***.",
		"我的邮箱是abc@qq.com谢谢":                     "我的邮箱是***谢谢",
		"call 0113 496 0000 today":              "call *** today",
		"call (0113) 496-0000":                  "call ***",
		"call 555.123.4567 now":                 "call *** now",
		"+44 113 496 0000":                      "***",
		"我的手机号13812345678，帮我查":                  "我的手机号***，帮我查",
		"身份证11010519491231002X":                 "身份证***",
		"card 4111 1111 1111 1111 expired":      "card *** expired",
		"order AB-123456789 is late":            "order *** is late",
		"订单SF1234567890到哪了":                     "订单***到哪了",
		"１３８１２３４５６７８":                           "***",
		"the X200 of 2024 costs 1299.50":        "the X200 of 2024 costs 1299.50",
		"iPhone 15 with 256 GB":                 "iPhone 15 with 256 GB",
		"借8000元3期":                              "借8000元3期",
		"a@b":                                   "a@b",
		"12345":                                 "12345",
		"1 2 3 4 5 6":                           "***",
		"\xff123456\xff":                        "\xff***\xff",
	} {
		assert.Equal(t, want, kb.Mask(in), in)
	}
}

// The time grows with the text, whatever it is made of.
func TestMaskOfMuch(t *testing.T) {
	for _, s := range []string{"a", ".", "1", "(", "-1", "a@", "a.", "1 ", "@", "a-1", "界"} {
		long := strings.Repeat(s, 1<<20)
		assert.NotEmpty(t, kb.Mask(long))
	}
}

// Whatever comes in, no run of digits that could identify somebody is left, and
// masking again changes nothing.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"call (0113) 496-0000", "a1b2c3d4e5f6g7", "x@y.z@a.b", "１２３456", "--123456--", "1((2))345678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		masked := kb.Mask(s)
		require.Equal(t, masked, kb.Mask(masked))
		run := 0
		for _, r := range masked {
			if r >= '0' && r <= '9' {
				run++
			} else {
				run = 0
			}
			require.Less(t, run, 6, "%q became %q", s, masked)
		}
		if utf8.ValidString(s) {
			require.True(t, utf8.ValidString(masked))
		}
		require.LessOrEqual(t, strings.Count(masked, "***"), len(s)+strings.Count(s, "***"))
	})
}
