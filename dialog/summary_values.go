package dialog

import (
	"regexp"
	"strings"
	"sync"
)

// details are what the customer named: the values that are given, or else what
// looks like one in his lines; each once, in order.
func (d *digest) details(values []Value) []string {
	var out []string
	seen := map[string]bool{}
	add := func(kind, value string) {
		if value = strings.TrimSpace(value); value == "" || seen[value] || len(out) == summaryDetails {
			return
		}
		seen[value] = true
		if kind != "" {
			value = kind + " " + value
		}
		out = append(out, value)
	}
	for _, v := range values {
		switch v.Type {
		case "card", "iban", "chinese_id":
			add(valueWord(v.Type, d.language), maskTail(v.Value))
		case "number", "ordinal", "quantity", "percentage", "duration", "url":
			// Without their sentence they say nothing.
		default:
			add(valueWord(v.Type, d.language), maskSecrets(v.Value))
		}
	}
	if values == nil {
		for _, line := range d.said {
			for _, found := range valueForms().FindAllString(line, -1) {
				add("", found)
			}
		}
	}
	return out
}

// valueWord names a kind of value in the language of a summary; "" if it needs
// no name.
func valueWord(kind, language string) string {
	names := map[string][2]string{
		"order": {"订单", "order"}, "phone": {"电话", "phone"}, "email": {"邮箱", "e-mail"},
		"address": {"地址", "address"}, "card": {"卡号", "card"}, "iban": {"账号", "account"}, "chinese_id": {"证件", "identity card"},
	}
	if language == "zh" {
		return names[kind][0]
	}
	return names[kind][1]
}

// valueForms returns the expression of what is worth keeping by its form: sums with
// a currency, e-mail addresses, codes of letters and digits, long numbers.
var valueForms = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[$€£¥￥]\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?(?:元|块|rmb|usd|eur|cny|dollars?|euros?|pounds?)|` +
		`[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+|` +
		`\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}[日号]|\b\d{1,2}:\d{2}\b|` +
		`(?:\b|#)[a-z]{1,8}[-_]?\d[\da-z-]{2,}|\d[\da-z]*[a-z][\da-z-]{2,}|[*•]+\d{4}\b|\+?\d[\d -]{4,}\d`)
})
