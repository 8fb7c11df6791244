package kbxlsx

import (
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/kefu-go/kefu/kb"
)

// help says what belongs into a column, in English and Chinese.
func help(column string) string {
	switch column {
	case "id":
		return "Names the entry. Leave it empty for new entries.\n条目编号，新条目留空。"
	case "question":
		return "The question, as it is shown. Required.\n标准问题，必填。"
	case "similar":
		return "Other wordings, with | or line breaks in between.\n相似问法，用 | 或换行分隔。"
	case "answer":
		return "The answer as plain text.\n纯文本答案。"
	case "mode":
		return "smart (or empty), exact, contains or pattern.\n匹配方式：smart（可留空）、exact、contains、pattern。"
	case "locale":
		return "Language, such as en or zh-CN; empty serves all.\n语言，如 en、zh-CN；留空适用于所有语言。"
	case "category":
		return "A path, such as orders/returns.\n分类路径，如 orders/returns。"
	case "priority":
		return "A whole number; of equally good answers the higher one is shown.\n整数，同样匹配时数字大的优先。"
	case "valid_from", "valid_to":
		return "2006-01-02 or 2006-01-02 15:04:05 (UTC).\n日期 2006-01-02 或时间 2006-01-02 15:04:05（UTC）。"
	case "tags":
		return "Labels, with | in between.\n标签，用 | 分隔。"
	}
	return ""
}

// Template writes an empty workbook for people to fill in: the header with a comment
// on each column, and a choice of modes. Nil columns are those that most need: id,
// question, similar, answer, mode, locale, category, priority, valid_from, valid_to
// and tags.
func Template(w io.Writer, columns kb.Header) error {
	if len(columns) == 0 {
		columns = kb.Header{"id", "question", "similar", "answer", "mode", "locale", "category", "priority", "valid_from", "valid_to", "tags"}
	}
	header, err := kb.ParseHeader(columns)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // w has got everything
	if err := f.SetSheetName("Sheet1", defaultSheet); err != nil {
		return err
	}
	out, err := newSheet(f, defaultSheet, header)
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for i, name := range header {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		if text := help(name); text != "" {
			if err := f.AddComment(defaultSheet, excelize.Comment{Cell: cell, Author: "kefu", Text: text, Width: 300, Height: 80}); err != nil {
				return err
			}
		}
		if name == "mode" {
			column := strings.TrimRight(cell, "0123456789")
			choice := excelize.NewDataValidation(true)
			choice.Sqref = column + "2:" + column + "10000"
			if err := choice.SetDropList([]string{"smart", "exact", "contains", "pattern"}); err != nil {
				return err
			}
			if err := f.AddDataValidation(defaultSheet, choice); err != nil {
				return err
			}
		}
	}
	return f.Write(w)
}
