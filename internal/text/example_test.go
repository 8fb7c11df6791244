package text_test

import (
	"fmt"

	"github.com/kefu-go/kefu/internal/text"
)

func ExampleKey() {
	fmt.Println(text.Key("How do I RETURN my order?!"))
	fmt.Println(text.Key("請問 iPhone 怎麼退貨？"))
	fmt.Println(text.Key("C++ costs $5.50…"))
	// Output:
	// how do i return my order
	// 请问iphone怎么退货
	// c++ costs $5.50
}

func ExampleBuffer_Segment() {
	var b text.Buffer
	stems := text.NewStemmer(1000)
	question := "Refunds for 退貨?"
	for _, t := range b.Segment(question) {
		word := b.Bytes(t)
		if t.Kind == text.Word {
			word = []byte(stems.Stem("en", word))
		}
		fmt.Printf("%s %s from %q\n", t.Kind, word, question[t.Start:t.End])
	}
	// Output:
	// word refund from "Refunds"
	// word for from "for"
	// char 退 from "退"
	// char 货 from "貨"
}
