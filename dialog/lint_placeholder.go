package dialog

import (
	"regexp"
	"strings"
	"sync"
)

// placeholderForms returns the expression of gaps in templates: {{name}}, ${name},
// {name}, %s, <name>, [name], 【姓名】, rows of X or of underscores, and what programs
// print where a value is missing.
var placeholderForms = sync.OnceValue(func() *regexp.Regexp {
	const name = `(?:your |customer |agent )?(?:name|order|number|date|time|amount|link|url|address|product|company|phone|email|e-mail|title|insert[^\]>]*|fill[^\]>]*|placeholder|todo|tbd)(?:[ _](?:name|number|id|date|here))?`
	return regexp.MustCompile(`\{\{[^{}\n]{0,60}\}\}|\$\{[^{}\n]{0,60}\}|\{\w[\w .-]{0,40}\}|\{[\p{Han}]{1,12}\}|%[sdvq]\b|%\(\w+\)s|` +
		`(?i:<` + name + `>|\[` + name + `\])|` +
		`[\[【<《（(](?:请填写[^\]】>》）)\n]{0,12}|填写[^\]】>》）)\n]{0,12}|姓名|客户姓名|客户名|订单号|订单编号|日期|时间|金额|链接|地址|商品名|产品名|公司名|电话|占位符|待填写|待补充)[\]】>》）)]|` +
		`\bX{3,}\b|[xX×]{2,}(?:先生|女士|小姐|年|月|日|元|号|公司)|_{3,}|\bTODO\b|\bTBD\b|\bTBC\b|\bundefined\b|\bNaN\b|<nil>|\[object Object\]|%!\w\([^)\n]{0,40}\)?|(?i:\blorem ipsum\b)`)
})

// placeholders finds gaps that were not filled in.
func (l *linter) placeholders() {
	for _, m := range placeholderForms().FindAllStringIndex(l.draft, -1) {
		l.add(FindingPlaceholder, m[0], m[1], true, strings.TrimSpace(l.draft[m[0]:m[1]]))
	}
}

// contactForms returns the expression of e-mail addresses and of what may be phone
// numbers.
var contactForms = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|\+?\(?\d[\d ()-]{8,}\d`)
})
