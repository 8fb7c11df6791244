package intent_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"cancel my order and tell me when the refund arrives", []string{"cancel my order", "tell me when the refund arrives"}},
		{"I want the black and white one", []string{"I want the black and white one"}},
		{"terms and conditions", []string{"terms and conditions"}},
		{"my wife and I booked a room", []string{"my wife and I booked a room"}},
		{"cancel and refund my order", []string{"cancel and refund my order"}},
		{"where is my parcel? I also need an invoice.", []string{"where is my parcel?", "I also need an invoice."}},
		{"check my balance, then transfer 50 euros to Anna", []string{"check my balance", "transfer 50 euros to Anna"}},
		{"What is my balance and how do I order a new card", []string{"What is my balance", "how do I order a new card"}},
		{"if I cancel now, do I get a refund?", []string{"if I cancel now, do I get a refund?"}},
		{"after you check it and send me the form", []string{"after you check it and send me the form"}},
		{"Hi! Can you change my address?", []string{"Hi! Can you change my address?"}},
		{"Hello, my order is late. Thank you!", []string{"Hello, my order is late. Thank you!"}},
		{"It costs 3.5 dollars at www.shop.com", []string{"It costs 3.5 dollars at www.shop.com"}},
		{"at ten p. m. on the east coast", []string{"at ten p. m. on the east coast"}},
		{"Mr. Smith lost order no. 12", []string{"Mr. Smith lost order no. 12"}},
		{"i want to return the shoes but i also want to exchange the shirt", []string{"i want to return the shoes", "i also want to exchange the shirt"}},
		{"how do I return it, can I pay by card", []string{"how do I return it", "can I pay by card"}},
		{"My phone is broken, how do I return it", []string{"My phone is broken, how do I return it"}},
		{"reset my password; update my email", []string{"reset my password", "update my email"}},
		{"我要退货,另外发票怎么开", []string{"我要退货", "发票怎么开"}},
		{"我要退货，发票怎么开", []string{"我要退货", "发票怎么开"}},
		{"帮我查一下订单，顺便改一下地址", []string{"帮我查一下订单", "改一下地址"}},
		{"你好，请问怎么退款", []string{"你好，请问怎么退款"}},
		{"订单还没到，怎么回事", []string{"订单还没到，怎么回事"}},
		{"如果取消订单，运费退吗", []string{"如果取消订单，运费退吗"}},
		{"我要黑色和白色的", []string{"我要黑色和白色的"}},
		{"怎么退货。什么时候退款？", []string{"怎么退货。", "什么时候退款？"}},
		{"我想退货 发票怎么开", []string{"我想退货", "发票怎么开"}},
		{"取消订单然后告诉我退款多久到", []string{"取消订单", "告诉我退款多久到"}},
		{"还有货吗", []string{"还有货吗"}},
		{"取消订单 and how do I get an invoice", []string{"取消订单", "how do I get an invoice"}},
		{"我買的手機以及電腦都壞了", []string{"我買的手機以及電腦都壞了"}},
		{"退货怎么弄顺便问一下运费谁出", []string{"退货怎么弄", "问一下运费谁出"}},
		{"I can't log in and the app crashes", []string{"I can't log in", "the app crashes"}},
		{"the case and the app are fine", []string{"the case and the app are fine"}},
		{"First cancel my order, second change my address", []string{"First cancel my order", "second change my address"}},
		{"cancel the second order", []string{"cancel the second order"}},
		{"1. cancel order 2. change address", []string{"cancel order", "change address"}},
		{"1、怎么退货2、怎么开发票", []string{"怎么退货", "怎么开发票"}},
		{"I bought 2. It was late", []string{"I bought 2.", "It was late"}},
		{"the page https://shop.com/a?id=3&and=can is broken", []string{"the page https://shop.com/a?id=3&and=can is broken"}},
		{"", nil},
		{"?!", nil},
		{"ok", []string{"ok"}},
	} {
		var got []string
		for _, s := range intent.Segments(c.text) {
			got = append(got, s.Text)
			assert.Equal(t, s.Text, c.text[s.Start:s.End])
			assert.Equal(t, s.Text, string([]rune(c.text)[s.RuneStart:s.RuneEnd]))
		}
		assert.Equal(t, c.want, got, c.text)
	}
	assert.Len(t, intent.Segments(strings.Repeat("Where is it? ", 20)), 8)
}

// labelling is confident of the label of the first key that a message contains.
func labelling(labels map[string]string) intent.Classifier {
	return intent.ClassifierFunc(func(_ context.Context, in intent.Input) (intent.Result, error) {
		for word, label := range labels {
			if strings.Contains(in.Text, word) {
				return intent.Result{Decision: intent.Confident, Predictions: []intent.Prediction{{Label: label, Confidence: 0.9}}}, nil
			}
		}
		return intent.Result{Decision: intent.Unknown, Predictions: []intent.Prediction{{Label: "none", Confidence: 0.1}}}, nil
	})
}

func TestClassifyAll(t *testing.T) {
	words := labelling(map[string]string{"退": "refund", "发票": "invoice", "money back": "refund"})
	for _, c := range []struct {
		text string
		want []string // label and text
	}{
		{"我要退货,另外发票怎么开", []string{"refund: 我要退货", "invoice: 发票怎么开"}},
		{"我要退货。怎么退款？", []string{"refund: 我要退货。怎么退款？"}},                            // one intent
		{"怎么退货。什么时候退款？发票怎么开", []string{"refund: 怎么退货。什么时候退款？", "invoice: 发票怎么开"}}, // neighbours
		{"发票怎么开。天气好吗", []string{"invoice: 发票怎么开。天气好吗"}},                           // not sure of each
		{"发票", []string{"invoice: 发票"}},
		{"", []string{"none: "}},
	} {
		results, err := intent.ClassifyAll(t.Context(), words, intent.Input{Text: c.text})
		require.NoError(t, err)
		var got []string
		for _, r := range results {
			got = append(got, r.Result.Top().Label+": "+r.Text)
			assert.Equal(t, r.Text, c.text[r.Start:r.End])
		}
		assert.Equal(t, c.want, got)
	}
	broken := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
		return intent.Result{}, errors.New("offline")
	})
	_, err := intent.ClassifyAll(t.Context(), broken, intent.Input{Text: "hi"})
	require.EqualError(t, err, "offline")
}

func FuzzSegments(f *testing.F) {
	f.Add("cancel it, and tell me. 另外，发票?\xff")
	f.Fuzz(func(t *testing.T, message string) {
		end := 0
		for _, s := range intent.Segments(message) {
			if s.Start < end || s.End <= s.Start || s.End > len(message) || s.Text != message[s.Start:s.End] {
				t.Fatal(s)
			}
			end = s.End
		}
	})
}

func BenchmarkSegments(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		intent.Segments("Hello, cancel my order 1234 and tell me when the refund arrives. Also, can I change my address?")
	}
}
