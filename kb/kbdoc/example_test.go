package kbdoc_test

import (
	"fmt"

	"github.com/kefu-go/kefu/kb/kbdoc"
)

// What a document is cut into, before anything is put into a library.
func ExampleParse() {
	const manual = "# 使用手册\n\n## 充电\n\n充满需要两小时。\n\n## 保修多久？\n\n两年，凭发票。\n"
	doc, err := kbdoc.Parse([]byte(manual), kbdoc.Options{Format: kbdoc.Markdown, ID: "manual", Locale: "zh", MaxPassage: 200})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Title)
	show := func(p kbdoc.Passage) {
		fmt.Printf("%q asks %q: %s\n%s\n", p.Path, p.Question, p.Text, manual[p.Start:p.End])
	}
	for _, p := range doc.Passages {
		show(p)
	}
	// Output:
	// 使用手册
	// ["使用手册" "充电"] asks "": 充满需要两小时。
	// 充满需要两小时。
	// ["使用手册"] asks "保修多久？": 两年，凭发票。
	// 两年，凭发票。
}

// The tables of a document answer questions about each of their rows.
func ExampleTable() {
	const page = `<h1>Plans</h1>
<table><tr><th>Plan</th><th>Price</th><th>Data</th></tr>
<tr><td>Small</td><td>5 €</td><td>3 GB</td></tr>
<tr><td>Large</td><td>15 €</td><td>30 GB</td></tr></table>`
	doc, err := kbdoc.Parse([]byte(page), kbdoc.Options{Format: kbdoc.HTML, ID: "plans", Locale: "en"})
	if err != nil {
		fmt.Println(err)
		return
	}
	tables := doc.Tables // of type kbdoc.Table
	for _, t := range tables {
		fmt.Println(t.Title, "by", t.Key, "with", len(t.Columns), "columns")
		for _, row := range t.Rows {
			fmt.Println(row.Name, row.Cells)
		}
	}
	for _, e := range doc.Entries() {
		fmt.Println(e.Kind, e.Question)
	}
	// Output:
	// Plans by Plan with 2 columns
	// Small [5 € 3 GB]
	// Large [15 € 30 GB]
	// passage Plans
	// row Small
	// row Large
}
