package entity

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func redactor(t require.TestingT, opts *RedactOptions) *Redactor {
	r, err := NewRedactor(opts)
	require.NoError(t, err)
	return r
}

func TestRedact(t *testing.T) {
	all := &RedactOptions{Types: []Type{Person, Phone, Email, URL, Address, Order, Card, IBAN, ChineseID}}
	partial := &RedactOptions{Partial: true}
	for _, c := range []struct {
		name, text, want string
		opts             *RedactOptions
	}{
		{"nothing", "where is my parcel?", "where is my parcel?", nil},
		{"mail and phone", "mail a.b@example.com or call 13800138000.", "mail [email] or call [phone].", nil},
		{"card", "4111 1111 1111 1111 please", "[card] please", nil},
		{"a card whose check digit is wrong", "my card number is 1234 5678 9012 3456.", "my card number is [card].", nil},
		{"one of 19 digits", "卡号6222 0212 3456 7890 128谢谢", "卡号[card]谢谢", nil},
		{"a mailbox without a domain", "price is 5@ each", "price is 5@ each", nil},
		{"account", "pay to GB82 WEST 1234 5698 7654 32", "pay to [iban]", nil},
		{"identity number", "身份证11010519491231002X谢谢", "身份证[chinese_id]谢谢", nil},
		{"full width", "电话１３８００１３８０００", "电话[phone]", nil},
		{"a name stays by default", "我叫王小明，电话13800138000", "我叫王小明，电话[phone]", nil},
		{"a phone number that is called an order", "order number 13800138000", "order number [phone]", nil},
		{"everything", "my name is Anna Smith, 221B Baker Street, London NW1 6XE, order A-10293", "my name is [person], [address], order [order]", all},
		{"Chinese name and address", "我叫王小明，住在北京市海淀区中关村大街27号", "我叫[person]，住在[address]", all},
		{"part of a phone number", "打13812345678", "打138****5678", partial},
		{"part of a card", "card 4111-1111-1111-1111", "card ************1111", partial},
		{"part of a mailbox", "write to anna@example.com", "write to a***@example.com", partial},
		{"a short number has no parts to show", "tel 555-0132", "tel [phone]", partial},
		{"masks stay", "[phone] and [email]", "[phone] and [email]", all},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, redactor(t, c.opts).Redact(c.text))
		})
	}
	_, err := NewRedactor(&RedactOptions{Types: []Type{Time, "colour"}})
	assert.ErrorIs(t, err, ErrInvalid)
	assert.ErrorContains(t, err, "Types[0]")
	assert.ErrorContains(t, err, "Types[1]")
}

// genText makes messages of pieces that matter to finders.
func genText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"13800138000", "+44 20 7946 0958", "(415) 555-0132", "a.b@example.com", "4111 1111 1111 1111", "GB82WEST12345698765432", "11010519491231002X",
			"订单号", "order #", "A-10293", "$1,200.50", "99块9", "3件", "5 kg", "王小明", "我叫", "my name is Anna", "北京市海淀区中关村大街27号", "221B Baker Street",
			"www.a.com", "http://x.y/z", "不是", "是", "from", "to", "，", "。", ", ", ". ", " ", "-", "@", "[", "]", "０１２", "\u200b", "é", "℃", "\xff", "😀", "ext. 12", "转", "先生", "Mr ",
		}),
		rapid.StringMatching(`[0-9+() .@x-]{0,12}`),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
	})
}

func TestRedactIsIdempotent(t *testing.T) {
	for _, partial := range []bool{false, true} {
		r := redactor(t, &RedactOptions{Types: []Type{Person, Phone, Email, URL, Address, Order, Card, IBAN, ChineseID}, Partial: partial})
		rapid.Check(t, func(t *rapid.T) {
			once := r.Redact(genText().Draw(t, "text"))
			assert.Equal(t, once, r.Redact(once))
		})
	}
}

// What stands beside a value never saves a part of it.
func TestRedactLeavesNoPart(t *testing.T) {
	values := map[string]string{
		"13812345678": "123456", "a.smith@example.com": "smith", "4111 1111 1111 1111": "1111 1111 1111",
		"GB82WEST12345698765432": "WEST123456", "11010519491231002X": "19491231", "+44 20 7946 0958": "20 7946",
	}
	r := redactor(t, nil)
	beside := rapid.SampledFrom([]string{"", " ", "，", "。", ", ", "; ", "(", ")", "\n", "的", "是", "tel ", "电话：", "order no. ", "card: ", "A ", "[phone]", "\u200b", "“"})
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for range rapid.IntRange(1, 3).Draw(t, "values") {
			text += beside.Draw(t, "before") + " " + rapid.SampledFrom([]string{
				"13812345678", "a.smith@example.com", "4111 1111 1111 1111", "GB82WEST12345698765432", "11010519491231002X", "+44 20 7946 0958",
			}).Draw(t, "value") + beside.Draw(t, "after")
		}
		got := r.Redact(text)
		for _, part := range values {
			assert.NotContains(t, got, part, text)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add("call 13800138000 or a@b.co, card 4111 1111 1111 1111")
	f.Add("我叫王小明, 订单号 A-10293")
	r := redactor(f, &RedactOptions{Types: []Type{Person, Phone, Email, URL, Address, Order, Card, IBAN, ChineseID}, Partial: true})
	f.Fuzz(func(t *testing.T, text string) {
		once := r.Redact(text)
		if again := r.Redact(once); again != once {
			t.Fatalf("%q became %q", once, again)
		}
	})
}
