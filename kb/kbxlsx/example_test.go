package kbxlsx_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbxlsx"
)

func Example() {
	var workbook bytes.Buffer
	_, err := kbxlsx.Write(&workbook, sequence(kb.Entry{ID: "pay", Question: "How do I pay?", Answer: kb.TextAnswer("By card.")}), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := library.ImportRows(context.Background(), kbxlsx.ReadRows(&workbook, nil), kb.ImportOptions{})
	fmt.Println(report.Added, report.Failed, err)
	// Output: 1 0 <nil>
}

// One sheet of several, with only the columns that editors want.
func ExampleWrite() {
	var workbook bytes.Buffer
	written, err := kbxlsx.Write(&workbook, sequence(
		kb.Entry{ID: "pay", Question: "How do I pay?", Phrasings: []string{"which cards"}, Answer: kb.TextAnswer("By card.")},
		kb.Entry{ID: "付款", Question: "怎么付款", Answer: kb.TextAnswer("支付宝、微信")},
	), &kbxlsx.WriteOptions{Sheet: "FAQ", Columns: kb.Header{"id", "question", "similar", "answer"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(written, "written")
	for row, err := range kbxlsx.ReadRows(&workbook, &kbxlsx.ReadOptions{Sheet: "FAQ"}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(row.Line, row.Entry.ID, row.Entry.Phrasings, row.Entry.Answer.PlainText())
	}
	// Output:
	// 2 written
	// 2 pay [which cards] By card.
	// 3 付款 [] 支付宝、微信
}

// An empty workbook for people to fill in has a header and no rows.
func ExampleTemplate() {
	var workbook bytes.Buffer
	if err := kbxlsx.Template(&workbook, nil); err != nil {
		fmt.Println(err)
		return
	}
	rows := 0
	for _, err := range kbxlsx.ReadRows(&workbook, nil) {
		if err != nil {
			fmt.Println(err)
		}
		rows++
	}
	fmt.Println(rows, "rows")
	// Output: 0 rows
}
