package ticket_test

import (
	"testing"

	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// What somebody looks for is found in a text of any language, by any form of the word.
func TestWordsDoNotDependOnWhatStandsBeside(t *testing.T) {
	for _, c := range []struct{ text, search string }{
		{"我买的 headphones 坏了", "headphones"},
		{"我买的 headphones 坏了", "headphone"},
		{"running shoes 什么时候发货", "running"},
		{"我的 iPhone charging cable 不能用", "charging cables"},
		{"Quiero saber cómo van mis devoluciones, por favor", "devoluciones"},
		{"Мои посылки ещё не пришли", "посылка"},
		{"parcel 没收到 посылки", "посылка"},
		{"My headphones are broken", "headphone"},
		{"订单 4711 的杯子破损", "杯子 4711"},
	} {
		require.Subset(t, ticket.Words(c.text), ticket.Words(c.search), "%q in %q", c.search, c.text)
	}
	require.NotSubset(t, ticket.Words("我要退款"), ticket.Words("款"), "one character is not looked for in pairs")
	require.Empty(t, ticket.Words("!!!"))
}
