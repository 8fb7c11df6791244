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
