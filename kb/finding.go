package kb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Rule names what is wrong with an entry; it is the key of the message.
type Rule string

// The rules that [Library.Lint] knows.
const (
	// Duplicate: another entry has the same wording and says the same.
	Duplicate Rule = "duplicate"
	// NearDuplicate: another entry has nearly the same wording.
	NearDuplicate Rule = "near duplicate"
	// Conflict: another entry has the same wording, or one that differs in nothing
	// that tells, at the same time, and says something else.
	Conflict Rule = "conflict"
	// Repeated: the entry has the same wording twice.
	Repeated Rule = "repeated"
	// Stale: nobody has written the entry for long.
	Stale Rule = "stale"
	// Expired and NotYetValid: the entry is not found any more, or not yet.
	Expired     Rule = "expired"
	NotYetValid Rule = "not yet valid"
	// NeverHit: customers have not seen the entry.
	NeverHit Rule = "never hit"
	// LowUsefulness: most of those who judged the entry found it useless or wrong.
	LowUsefulness Rule = "low usefulness"
	// NoAnswer: there is nothing to say.
	NoAnswer Rule = "no answer"
	// TooShort: a wording says too little to be matched.
	TooShort Rule = "too short"
	// TooManyPhrasings: more wordings than help.
	TooManyPhrasings Rule = "too many phrasings"
	// BrokenRelated: a related entry does not exist.
	BrokenRelated Rule = "broken related"
	// UnknownAction: the library has no function for the answer's action.
	UnknownAction Rule = "unknown action"
	// UnreachableStep: no path through the guide leads to a step.
	UnreachableStep Rule = "unreachable step"
	// Faulty: [Entry.Validate] refuses the entry.
	Faulty Rule = "faulty"
	// LostAnswer: a question that must be answered by the entry is not, or not as
	// before; see [AnswerChecker].
	LostAnswer Rule = "lost answer"
)

// Severity says how bad a finding is.
type Severity string

// The severities. Only what is Blocking keeps a draft from being reviewed.
const (
	Info     Severity = "info"
	Warning  Severity = "warning"
	Blocking Severity = "blocking"
)

func (s Severity) rank() int {
	switch s {
	case Blocking:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// Finding is one thing that should be looked at.
type Finding struct {
	// Rule says what is wrong, and Severity how bad that is.
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	// Entry is the id of the entry.
	Entry string `json:"entry"`
	// Field is the place within the entry, as in JSON: "phrasings[2]".
	Field string `json:"field,omitempty"`
	// Other is the id of the other entry, or what does not exist.
	Other string `json:"other,omitempty"`
	// OtherField is the place within the other entry.
	OtherField string `json:"other_field,omitempty"`
	// Value is the figure behind the finding: the likeness of near duplicates and
	// the share of useful verdicts in [0,1], the days since the last change, the
	// number of phrasings.
	Value float64 `json:"value,omitempty"`
}

// String returns the finding as an English sentence.
func (f Finding) String() string { return f.Message("en") }

// Message returns the finding as a sentence in the language of a locale: Chinese
// or, for all others, English. It has ids and no texts of entries.
func (f Finding) Message(locale string) string {
	format, chinese := englishFindings[f.Rule], serves("zh", locale)
	if chinese {
		format = chineseFindings[f.Rule]
	}
	if format == "" {
		format = string(f.Rule)
	}
	field, other := f.Field, f.Other
	if f.OtherField != "" && f.OtherField != "question" {
		other += " (" + f.OtherField + ")"
	}
	if field == "" {
		field = "entry"
	}
	said := strings.NewReplacer("{field}", field, "{other}", other, "{value}", fmt.Sprintf("%.4g", f.Value)).Replace(format)
	if chinese {
		return f.Entry + ":" + said
	}
	return f.Entry + ": " + said
}

var englishFindings = map[Rule]string{
	Duplicate:        "{field} is the same as in {other}, with the same answer",
	NearDuplicate:    "{field} is nearly the same as in {other} (likeness {value})",
	Conflict:         "{field} is also in {other}, with another answer (likeness {value})",
	Repeated:         "{field} repeats a wording of the same entry",
	Stale:            "not changed for {value} days",
	Expired:          "not valid any more",
	NotYetValid:      "not valid yet",
	NeverHit:         "never shown to a customer",
	LowUsefulness:    "only {value} of those who judged it found it useful",
	NoAnswer:         "has no answer",
	TooShort:         "{field} has no word that tells anything",
	TooManyPhrasings: "has {value} phrasings",
	BrokenRelated:    "{field}: there is no entry {other}",
	UnknownAction:    "{field}: there is no action {other}",
	UnreachableStep:  "{field} is never reached",
	Faulty:           "{field} cannot be used",
	LostAnswer:       "{other} is no longer answered as it should be",
}

var chineseFindings = map[Rule]string{
	Duplicate:        "{field} 与 {other} 重复,答案相同",
	NearDuplicate:    "{field} 与 {other} 非常相似(相似度 {value})",
	Conflict:         "{field} 与 {other} 问法相同而答案不同(相似度 {value})",
	Repeated:         "{field} 在本条目中重复",
	Stale:            "已 {value} 天未更新",
	Expired:          "已过有效期",
	NotYetValid:      "尚未生效",
	NeverHit:         "从未命中",
	LowUsefulness:    "有用率仅 {value}",
	NoAnswer:         "没有答案",
	TooShort:         "{field} 没有可供匹配的内容",
	TooManyPhrasings: "有 {value} 条相似问法,过多",
	BrokenRelated:    "{field}:关联条目 {other} 不存在",
	UnknownAction:    "{field}:接口 {other} 不存在",
	UnreachableStep:  "{field} 无法到达",
	Faulty:           "{field} 不可用",
	LostAnswer:       "问题 {other} 不再得到应有的回答",
}

// sortFindings brings findings into the order in which they are reported: worst
// first, then by entry, rule, place and other entry.
func sortFindings(list []Finding) {
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity.rank(), b.Severity.rank()),
			cmp.Compare(a.Entry, b.Entry),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Field, b.Field),
			cmp.Compare(a.Other, b.Other),
			cmp.Compare(a.OtherField, b.OtherField),
		)
	})
}
