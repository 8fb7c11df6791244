package storetest

import (
	"slices"
	"strings"
)

// Texts returns texts that stores tend to damage: each must be stored without
// an error and come back as it was. Bytes that are not UTF-8 may come back as
// U+FFFD, see [Same].
func Texts() []string {
	return []string{
		"", " ", "  leading and trailing  ", "line\r\nbreak\ttab", `"quotes" 'single' \back\slash %s ? $1 :x {} --`,
		"null", "0", "true", "<b>&amp;</b>\u2028\u2029", "nul\x00inside", "\x00", "bell\a escape\x1b[0m del\x7f",
		"您好，我要退货。", "退货 and 退款", "𠮷野家", "👩‍👩‍👧‍👦 🇨🇳 👍🏽", "e\u0301 is not \u00e9", "\u202eright to left\u202c", "\ufeffbom",
		"ﬁ ｆｕｌｌ　ｗｉｄｔｈ", "\ufffd", "\U0010ffff", "bad\xffbyte", "cut \xe4\xbd", "lone surrogate \xed\xa0\x80", "over\xc0\xaflong",
		strings.Repeat("长", 5000),
	}
}

// IDs returns ids that are all different, however much alike they look. They
// are in the order of their bytes.
func IDs() []string {
	ids := []string{
		"0", "00", "a", "A", "b", "B", " a", "a ", "a/b", "%", "_", "'; DROP TABLE x; --", "中", "中文",
		"\u00e9", "e\u0301", "ß", "ss", "ﬀ", "\U0001f600", "\ue000", strings.Repeat("中", 60),
	}
	slices.Sort(ids)
	return ids
}

// BadIDs returns what no store takes for an id, because not every database can
// keep it as text.
func BadIDs() []string { return []string{"", "nul\x00", "\x00", "bad\xff", "cut \xe4\xbd"} }
