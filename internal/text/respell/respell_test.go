package respell_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/respell"
)

func TestTraditional(t *testing.T) {
	for simplified, traditional := range map[string]string{
		"退货订单":          "退貨訂單",
		"服务态度":          "服務態度",
		"the 订单 AB-1，好": "the 訂單 AB-1，好",
		"":              "",
	} {
		assert.Equal(t, traditional, respell.Traditional(simplified))
	}
	for _, s := range []string{"请问发票怎么开，运费谁出", "头发干了", "里面"} {
		got := respell.Traditional(s)
		assert.NotEqual(t, s, got)
		assert.Equal(t, text.Fold(s), text.Fold(got), "means the same")
		assert.Len(t, got, len(s), "characters stay in their places")
	}
}

func TestFullWidth(t *testing.T) {
	assert.Equal(t, "Ｉ　", respell.FullWidth("I　"))
	assert.Equal(t, "Ａｚ０９！～ 订单", respell.FullWidth("Az09!~ 订单"))
	assert.Equal(t, "\t\n é", respell.FullWidth("\t\n é"), "what has no full width stays")
}

func TestMixed(t *testing.T) {
	assert.Equal(t, "where is快递", respell.Mixed("where is my", "我的快递"))
	assert.Equal(t, "one里呢", respell.Mixed(" one ", "哪里呢"))
	assert.Equal(t, "里", respell.Mixed("", "哪里"))
	assert.Equal(t, "a", respell.Mixed("a b", ""))
}
