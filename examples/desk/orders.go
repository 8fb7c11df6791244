package main

import (
	"context"
	"strings"
	"unicode"

	"github.com/kefu-go/kefu/kb"
)

// orderState is a sample of a live answer: it makes up the state of an order from
// its last digit. A real service asks its order system here, and heeds ctx.
func orderState(_ context.Context, call kb.ActionCall) (kb.Answer, error) {
	number := strings.ToUpper(strings.ReplaceAll(call.Args["order"], "-", ""))
	if number == "" {
		return kb.Answer{}, kb.ErrNotFound // the entry's own words are shown
	}
	english, chinese := "is being packed and leaves today", "正在打包，今天发出"
	switch (number[len(number)-1] - '0') % 3 {
	case 1:
		english, chinese = "is on its way and arrives tomorrow", "已在运输途中，预计明天送达"
	case 2:
		english, chinese = "was delivered yesterday", "昨天已送达"
	}
	en := "Order " + number + " " + english + ". (Sample data)"
	zh := "订单 " + number + " " + chinese + "。（示例数据）"
	words := strings.ReplaceAll(strings.ToUpper(call.Query.Text), strings.ToUpper(call.Args["order"]), "")
	switch {
	case strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return kb.TextAnswer(zh), nil
	case strings.ContainsFunc(words, unicode.IsLetter):
		return kb.TextAnswer(en), nil
	}
	return kb.TextAnswer(en + "\n" + zh), nil // a number alone has no language
}
