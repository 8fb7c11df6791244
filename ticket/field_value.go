package ticket

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// value returns a value of a custom field in the form in which it is kept. Nothing can
// be given to any field: what the rules forget can still be taken away.
func (b *rulebook) value(name, value string) (string, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", nil
	}
	if err := usable("", value); err != nil {
		return "", fault(reasonOf(err), "fields.%s", name)
	}
	if len(b.fields) == 0 {
		if reason := unfitName(name); reason != "" {
			return "", fault(reason, "fields.%s", name)
		}
		return value, nil
	}
	f := b.fields[name]
	if f == nil {
		known := slices.Sorted(maps.Keys(b.fields))
		return "", fault("is no field; there are: "+strings.Join(known, ", "), "fields.%s", name)
	}
	kept, reason := f.read(value)
	if reason != "" {
		return "", fault(reason, "fields.%s", name)
	}
	return kept, nil
}

// values returns those of a new ticket, with the defaults. All faults are named.
func (b *rulebook) values(given map[string]string) (map[string]string, error) {
	kept := make(map[string]string, len(given)+len(b.fields))
	for name, f := range b.fields {
		if f.rule.Default != "" {
			kept[name] = f.rule.Default
		}
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value, err := b.value(name, given[name])
		switch {
		case err != nil:
			faults = append(faults, err)
		case value != "":
			kept[name] = value
		}
	}
	if len(faults) > 0 || len(kept) == 0 {
		return nil, errors.Join(faults...)
	}
	return kept, nil
}

func reasonOf(err error) string {
	var f *FieldError
	if errors.As(err, &f) {
		return f.Reason
	}
	return "cannot be used"
}

// read returns a value in the form in which it is kept, or why it cannot be kept.
func (f *fieldCheck) read(value string) (kept, reason string) {
	folded := strings.TrimSpace(text.Fold(value))
	switch f.rule.Type {
	case IntegerField:
		return f.readInteger(folded)
	case NumberField:
		return f.readNumber(folded)
	case BoolField:
		return readBool(folded)
	case DateField:
		return readDate(folded)
	case TimeField:
		return readTime(strings.ToUpper(folded))
	case ChoiceField:
		if c := f.choices[text.Key(value)]; c != "" {
			return c, ""
		}
		return "", "is none of: " + strings.Join(f.rule.Choices, ", ")
	case ChoicesField:
		return f.readChoices(value)
	}
	return f.readText(value)
}

func (f *fieldCheck) readText(value string) (kept, reason string) {
	if reason := f.outside(float64(utf8.RuneCountInString(value)), " characters"); reason != "" {
		return "", reason
	}
	if f.pattern != nil && !f.pattern.MatchString(value) {
		return "", "does not match " + f.rule.Pattern
	}
	return value, ""
}

// outside says that a number is not within the bounds.
func (f *fieldCheck) outside(n float64, unit string) string {
	if f.rule.Min != nil && n < *f.rule.Min {
		return "is below " + strconv.FormatFloat(*f.rule.Min, 'f', -1, 64) + unit
	}
	if f.rule.Max != nil && n > *f.rule.Max {
		return "is above " + strconv.FormatFloat(*f.rule.Max, 'f', -1, 64) + unit
	}
	return ""
}

func (f *fieldCheck) readInteger(value string) (kept, reason string) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return "", "is no whole number such as 12"
	}
	return strconv.FormatInt(n, 10), f.outside(float64(n), "")
}

// readNumber keeps all digits: amounts of money must not change.
func (f *fieldCheck) readNumber(value string) (kept, reason string) {
	const no = "is no number such as 12.5"
	sign, digits := "", value
	if rest, ok := strings.CutPrefix(value, "-"); ok {
		sign, digits = "-", rest
	} else {
		digits = strings.TrimPrefix(value, "+")
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole+fraction == "" || len(digits) > maxDigits || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", no
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	kept = whole
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		kept += "." + fraction
	}
	if kept != "0" {
		kept = sign + kept
	}
	n, err := strconv.ParseFloat(kept, 64)
	if err != nil {
		return "", no
	}
	return kept, f.outside(n, "")
}

// maxDigits is how long a number is at most.
const maxDigits = 64

func readBool(value string) (kept, reason string) {
	switch value {
	case "true", "yes", "y", "1", "on", "是", "对", "有":
		return "true", ""
	case "false", "no", "n", "0", "off", "否", "不是", "无":
		return "false", ""
	}
	return "", "is neither true nor false"
}

func readDate(value string) (kept, reason string) {
	value = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(value)
	day, err := time.Parse("2006-1-2", value)
	if err != nil || day.Year() < 1 {
		return "", "is no date such as 2006-01-02"
	}
	return day.Format(time.DateOnly), ""
}

func readTime(value string) (kept, reason string) {
	at, err := time.Parse(time.RFC3339Nano, strings.Replace(value, " ", "T", 1))
	if at = keep(at); err != nil || at.Year() < 1 || at.Year() > 9999 {
		return "", "is no time with a zone such as 2006-01-02T15:04:05Z"
	}
	return at.Format(time.RFC3339Nano), ""
}

func isComma(r rune) bool { return r == ',' || r == '，' || r == '、' }

func (f *fieldCheck) readChoices(value string) (kept, reason string) {
	var all []string
	for part := range strings.FieldsFuncSeq(value, isComma) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		c := f.choices[text.Key(part)]
		if c == "" {
			return "", "has what is none of: " + strings.Join(f.rule.Choices, ", ")
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return "", "has no choice"
	}
	return strings.Join(sorted(all), ","), ""
}
