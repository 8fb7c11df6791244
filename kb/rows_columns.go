package kb

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Header names the columns of a table of entries, such as a CSV file or a sheet,
// in their order. It is the seam for formats that this package does not know:
// rows of cells become entries by [Header.Entry] and go to [Library.ImportRows],
// and entries become cells by [Header.Cells].
type Header []string

// ParseHeader reads the first row of a table. Columns may have their English or
// their Chinese name, in any case; one that is unknown or named twice, and a
// table without question, is [ErrInvalid]. Only similar may come several times.
// Blank names at the end are left out.
//
//	id            编号
//	question      问题、标准问
//	similar       相似问法、相似问; also phrasings
//	answer        答案、回答: plain text
//	mode          匹配方式: smart 智能匹配, exact 完全匹配, contains 包含匹配, pattern 正则匹配
//	locale        语言
//	category      分类
//	priority      优先级
//	kind          类型
//	base          知识库
//	valid_from    生效时间: 2006-01-02, 2006-01-02 15:04:05 (UTC) or RFC 3339
//	valid_to      失效时间
//	min_score     最低分
//	related       关联问题: ids
//	tags          标签
//	content       富文本答案: an answer that is not plain text, as JSON
//	facts guide origin  参数 向导 来源: as JSON
//	editor reason 编辑人 修改原因
//
// Lists (similar, related, tags) are separated by | or line breaks, or are a JSON
// array of texts.
func ParseHeader(cells []string) (Header, error) {
	h := make(Header, 0, len(cells))
	for _, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		if at := slices.IndexFunc(tableColumns, func(c tableColumn) bool { return c.name == name || slices.Contains(c.aliases, name) }); at >= 0 {
			name = tableColumns[at].name
		} else if name != "" {
			return nil, &FieldError{Field: "header", Reason: "names a column that is not known"}
		}
		if name != "" && name != "similar" && slices.Contains(h, name) {
			return nil, &FieldError{Field: "header", Reason: "names a column twice"}
		}
		h = append(h, name)
	}
	for len(h) > 0 && h[len(h)-1] == "" {
		h = h[:len(h)-1]
	}
	switch {
	case slices.Contains(h, ""):
		return nil, &FieldError{Field: "header", Reason: "names a column that is not known"}
	case !slices.Contains(h, "question"):
		return nil, &FieldError{Field: "header", Reason: "does not name the column question"}
	}
	return h, nil
}

// AllColumns returns the header of all columns.
func AllColumns() Header {
	h := make(Header, len(tableColumns))
	for i, c := range tableColumns {
		h[i] = c.name
	}
	return h
}

// Entry makes an entry of a row of cells; missing cells are empty. What cannot be
// read is a [*FieldError] with the column's name. The entry is not validated.
func (h Header) Entry(cells []string) (Entry, error) {
	var e Entry
	for i, cell := range cells {
		if i >= len(h) {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			return e, &FieldError{Field: "row", Reason: "has more cells than the header"}
		}
		at := slices.IndexFunc(tableColumns, func(c tableColumn) bool { return c.name == h[i] })
		if at < 0 {
			return e, &FieldError{Field: "header", Reason: "names a column that is not known"}
		}
		if guardedCell(cell, 1) {
			cell = cell[1:]
		}
		if err := tableColumns[at].set(&e, cell); err != nil {
			return e, err
		}
	}
	return e, nil
}

// Cells returns the row of an entry. What the header does not name is lost. With
// all columns nothing is, but for spaces around ids, locales and categories, and
// the carriage returns of line ends within a question and the names of a base, an
// editor and his reason.
func (h Header) Cells(e *Entry) []string {
	cells := make([]string, len(h))
	for i, name := range h {
		for _, c := range tableColumns {
			if c.name == name {
				cells[i] = c.get(e)
			}
		}
		for strings.Contains(cells[i], "\r\n") { // which CSV does not keep
			cells[i] = strings.ReplaceAll(cells[i], "\r\n", "\n")
		}
		if guardedCell(cells[i], 1) {
			cells[i] = "'" + cells[i]
		}
	}
	return cells
}

// used returns the columns that are not empty in all entries, and those that
// every table has.
func (h Header) used(each func(see func(*Entry))) Header {
	needed := make([]bool, len(tableColumns))
	each(func(e *Entry) {
		for i, c := range tableColumns {
			needed[i] = needed[i] || c.get(e) != ""
		}
	})
	var kept Header
	for _, name := range h {
		at := slices.IndexFunc(tableColumns, func(c tableColumn) bool { return c.name == name })
		if at < plainColumns || needed[at] {
			kept = append(kept, name)
		}
	}
	return kept
}

// guardedCell reports whether a cell begins with that many apostrophes, or more,
// and then with what makes a formula of it. One apostrophe in front keeps a
// spreadsheet program from computing what a customer wrote.
func guardedCell(cell string, marks int) bool {
	rest := strings.TrimLeft(cell, "'")
	return len(cell)-len(rest) >= marks && rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}

// plainColumns is how many columns every table has.
const plainColumns = 8

// tableColumn reads and writes one field of an entry.
type tableColumn struct {
	name    string
	aliases []string
	set     func(e *Entry, cell string) error
	get     func(e *Entry) string
}

var tableColumns = []tableColumn{
	trimmedColumn("id", func(e *Entry) *string { return &e.ID }, "编号"),
	textColumn("question", func(e *Entry) *string { return &e.Question }, "问题", "标准问", "标准问题"),
	listColumn("similar", func(e *Entry) *[]string { return &e.Phrasings }, "phrasings", "相似问法", "相似问", "相似问题"),
	{"answer", []string{"答案", "回答"}, func(e *Entry, cell string) error {
		if cell == "" {
			return nil
		}
		if len(e.Answer.Parts) > 0 || e.Answer.Action != nil {
			return &FieldError{Field: "answer", Reason: "is given twice"}
		}
		e.Answer = textAnswer(cell)
		return nil
	}, answerCell},
	{"mode", []string{"匹配方式", "匹配模式"}, func(e *Entry, cell string) (err error) {
		if name, ok := chineseModes[strings.TrimSpace(cell)]; ok {
			cell = name
		}
		e.Mode, err = ParseMode(cell)
		return err
	}, func(e *Entry) string { return e.Mode.String() }},
	trimmedColumn("locale", func(e *Entry) *string { return &e.Locale }, "语言"),
	trimmedColumn("category", func(e *Entry) *string { return &e.Category }, "分类"),
	{"priority", []string{"优先级"}, func(e *Entry, cell string) (err error) {
		if cell = strings.TrimSpace(cell); cell == "" {
			return nil
		}
		if e.Priority, err = strconv.Atoi(cell); err != nil {
			return &FieldError{Field: "priority", Reason: "is not a whole number"}
		}
		return nil
	}, func(e *Entry) string {
		if e.Priority == 0 {
			return ""
		}
		return strconv.Itoa(e.Priority)
	}},
	{"kind", []string{"类型"}, func(e *Entry, cell string) error {
		e.Kind = Kind(strings.TrimSpace(cell))
		return nil
	}, func(e *Entry) string { return string(e.Kind) }},
	textColumn("base", func(e *Entry) *string { return &e.Base }, "知识库"),
	timeColumn("valid_from", func(e *Entry) *time.Time { return &e.ValidFrom }, "生效时间"),
	timeColumn("valid_to", func(e *Entry) *time.Time { return &e.ValidTo }, "失效时间"),
	{"min_score", []string{"最低分"}, func(e *Entry, cell string) (err error) {
		if cell = strings.TrimSpace(cell); cell == "" {
			return nil
		}
		if e.MinScore, err = strconv.ParseFloat(cell, 64); err != nil {
			return &FieldError{Field: "min_score", Reason: "is not a number"}
		}
		return nil
	}, func(e *Entry) string {
		if e.MinScore == 0 {
			return ""
		}
		return strconv.FormatFloat(e.MinScore, 'g', -1, 64)
	}},
	listColumn("related", func(e *Entry) *[]string { return &e.Related }, "关联问题"),
	listColumn("tags", func(e *Entry) *[]string { return &e.Tags }, "标签"),
	{"content", []string{"富文本答案"}, func(e *Entry, cell string) error {
		if strings.TrimSpace(cell) == "" {
			return nil
		}
		if len(e.Answer.Parts) > 0 || e.Answer.Action != nil {
			return &FieldError{Field: "content", Reason: "is given beside an answer"}
		}
		return jsonCell("content", cell, &e.Answer)
	}, func(e *Entry) string {
		if answerCell(e) != "" || len(e.Answer.Parts) == 0 && e.Answer.Action == nil {
			return ""
		}
		return cellJSON(e.Answer)
	}},
	jsonColumn("facts", func(e *Entry) *[]Fact { return &e.Facts }, func(e *Entry) bool { return len(e.Facts) > 0 }, "参数"),
	jsonColumn("guide", func(e *Entry) **Guide { return &e.Guide }, func(e *Entry) bool { return e.Guide != nil }, "向导"),
	jsonColumn("origin", func(e *Entry) **Origin { return &e.Origin }, func(e *Entry) bool { return e.Origin != nil }, "来源"),
	textColumn("editor", func(e *Entry) *string { return &e.Editor }, "编辑人"),
	textColumn("reason", func(e *Entry) *string { return &e.Reason }, "修改原因"),
}

var chineseModes = map[string]string{
	"智能匹配": "smart", "智能": "smart", "完全匹配": "exact", "精确匹配": "exact", "包含匹配": "contains", "包含": "contains", "正则匹配": "pattern", "正则": "pattern",
}

// plain reports whether an answer is one text.
func (a *Answer) plain() bool {
	return len(a.Parts) == 1 && a.Action == nil && a.Parts[0].Text != "" && a.Parts[0] == Part{Kind: TextPart, Text: a.Parts[0].Text}
}

// answerCell is the cell of an answer that a spreadsheet can hold as it is.
func answerCell(e *Entry) string {
	if !e.Answer.plain() {
		return ""
	}
	said := e.Answer.Parts[0].Text
	if strings.Contains(said, "\r\n") || strings.Count(said, "\n") > maxRecordLines/4 {
		return ""
	}
	return said
}

func textColumn(name string, field func(*Entry) *string, aliases ...string) tableColumn {
	return tableColumn{name, aliases, func(e *Entry, cell string) error {
		*field(e) = cell
		return nil
	}, func(e *Entry) string { return *field(e) }}
}

func trimmedColumn(name string, field func(*Entry) *string, aliases ...string) tableColumn {
	c := textColumn(name, field, aliases...)
	c.set = func(e *Entry, cell string) error {
		*field(e) = strings.TrimSpace(cell)
		return nil
	}
	return c
}

func listColumn(name string, field func(*Entry) *[]string, aliases ...string) tableColumn {
	return tableColumn{name, aliases, func(e *Entry, cell string) error {
		*field(e) = append(*field(e), splitList(cell)...)
		return nil
	}, func(e *Entry) string { return joinList(*field(e)) }}
}

// splitList reads a cell with several texts.
func splitList(cell string) (list []string) {
	if strings.HasPrefix(cell, "[") && json.Unmarshal([]byte(cell), &list) == nil {
		return list
	}
	list = nil
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '|' || r == '\n' || r == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// joinList writes what splitList reads as the same list.
func joinList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	if cell := strings.Join(list, "|"); slices.Equal(splitList(cell), list) {
		return cell
	}
	return cellJSON(list)
}

func timeColumn(name string, field func(*Entry) *time.Time, aliases ...string) tableColumn {
	return tableColumn{name, aliases, func(e *Entry, cell string) error {
		if cell = strings.TrimSpace(cell); cell == "" {
			return nil
		}
		for _, layout := range []string{time.RFC3339Nano, time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006/1/2", "2006/1/2 15:04", "2006/1/2 15:04:05"} {
			if t, err := time.Parse(layout, cell); err == nil {
				*field(e) = t.UTC()
				return nil
			}
		}
		return &FieldError{Field: name, Reason: "is not a time"}
	}, func(e *Entry) string {
		if field(e).IsZero() {
			return ""
		}
		return field(e).UTC().Format(time.RFC3339Nano)
	}}
}

func jsonColumn[T any](name string, field func(*Entry) *T, has func(*Entry) bool, aliases ...string) tableColumn {
	return tableColumn{name, aliases, func(e *Entry, cell string) error {
		if strings.TrimSpace(cell) == "" {
			return nil
		}
		return jsonCell(name, cell, field(e))
	}, func(e *Entry) string {
		if !has(e) {
			return ""
		}
		return cellJSON(field(e))
	}}
}

func jsonCell(name, cell string, into any) error {
	if err := json.Unmarshal([]byte(cell), into); err != nil {
		return &FieldError{Field: name, Reason: "is not JSON of this kind"}
	}
	return nil
}

func cellJSON(v any) string {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(v); err != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}
