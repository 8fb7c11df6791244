package dialog

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// FieldType is what the values of a profile's field look like.
type FieldType string

// The types of fields, each with the form in which values are kept.
const (
	TextField   FieldType = "text"   // as written, one blank for several
	NumberField FieldType = "number" // decimal: "1200", "3.5"
	DateField   FieldType = "date"   // 2006-01-02
	BoolField   FieldType = "bool"   // "true" or "false"
	EmailField  FieldType = "email"  // the domain in lower case
	PhoneField  FieldType = "phone"  // digits, with a + if it was there
	ListField   FieldType = "list"   // one of Values, as it is written there
)

// ProfileField describes an attribute that customers may have.
type ProfileField struct {
	// Name is the attribute's name. One that ends in "/*" describes all attributes
	// that begin with what is before the asterisk: "phone/*". Required.
	Name string `json:"name"`
	// Label is what people call it, by language ("en": "Phone number"). Default: Name.
	Label map[string]string `json:"label,omitempty"`
	// Type is what its values look like. Default: [TextField].
	Type FieldType `json:"type,omitempty"`
	// Values are those that a [ListField] can have; case and width do not matter.
	Values []string `json:"values,omitempty"`
	// Required fields are those that [ProfileSchema.Missing] asks for. Default: false.
	Required bool `json:"required,omitempty"`
	// PII marks what identifies a person: [ProfileSchema.Masked] hides it. Default:
	// false.
	PII bool `json:"pii,omitempty"`
	// Max is the greatest length in runes. Default: 200.
	Max int `json:"max,omitempty"`
}

// ProfileSchema says what attributes customers can have. It does not change and
// is safe for concurrent use.
type ProfileSchema struct {
	fields []ProfileField
}

// DefaultProfileFields returns fields that most hosts have: name, phone, email,
// address, birthday, language, company, level, interest and mood, and phone/*,
// email/*, address/* and name/* for those of other people, such as recipients. The slice
// belongs to the caller, to add his own.
func DefaultProfileFields() []ProfileField {
	label := func(en, zh string) map[string]string { return map[string]string{"en": en, "zh": zh} }
	return []ProfileField{
		{Name: "name", Label: label("Name", "姓名"), PII: true},
		{Name: "phone", Label: label("Phone number", "电话"), Type: PhoneField, PII: true},
		{Name: "email", Label: label("E-mail", "邮箱"), Type: EmailField, PII: true},
		{Name: "address", Label: label("Address", "地址"), PII: true, Max: 400},
		{Name: "name/*", Label: label("Name", "姓名"), PII: true},
		{Name: "phone/*", Label: label("Phone number", "电话"), Type: PhoneField, PII: true},
		{Name: "email/*", Label: label("E-mail", "邮箱"), Type: EmailField, PII: true},
		{Name: "address/*", Label: label("Address", "地址"), PII: true, Max: 400},
		{Name: "birthday", Label: label("Birthday", "生日"), Type: DateField, PII: true},
		{Name: "language", Label: label("Language", "语言"), Max: 35},
		{Name: "company", Label: label("Company", "公司")},
		{Name: "level", Label: label("Level", "会员等级")},
		{Name: "interest", Label: label("Interest", "兴趣")},
		{Name: "mood", Label: label("Mood", "情绪")},
	}
}

// NewProfileSchema makes a schema of fields. The error is [ErrInvalid] and names
// every fault: an empty or doubled name, an unknown type, a list without values, a
// bound below 0.
func NewProfileSchema(fields []ProfileField) (*ProfileSchema, error) {
	s := &ProfileSchema{fields: slices.Clone(fields)}
	var faults []error
	for i := range s.fields {
		f := &s.fields[i]
		f.Values = slices.Clone(f.Values)
		fault := func(field, reason string) {
			faults = append(faults, &FieldError{Field: "fields[" + strconv.Itoa(i) + "]." + field, Reason: reason})
		}
		if strings.TrimSpace(f.Name) == "" || f.Name == "*" {
			fault("name", "is empty")
		} else if slices.ContainsFunc(s.fields[:i], func(o ProfileField) bool { return o.Name == f.Name }) {
			fault("name", "is there twice")
		}
		switch f.Type {
		case "":
			f.Type = TextField
		case TextField, NumberField, DateField, BoolField, EmailField, PhoneField:
		case ListField:
			if len(f.Values) == 0 {
				fault("values", "are missing")
			}
		default:
			fault("type", "is unknown")
		}
		if f.Max < 0 {
			fault("max", "is below 0")
		}
		if f.Max == 0 {
			f.Max = 200
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return s, nil
}

// AttributeError says what is wrong with the value of an attribute. It unwraps to
// [ErrInvalid] and never holds the value.
type AttributeError struct {
	// Name is the name of the attribute, Reason completes the sentence that it begins.
	Name   string
	Reason string
}

// Error returns the sentence.
func (e *AttributeError) Error() string { return ErrInvalid.Error() + ": " + e.Name + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *AttributeError) Unwrap() error { return ErrInvalid }

// onlyBadAttributes reports whether an error says nothing but that attributes do
// not fit.
func onlyBadAttributes(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			if !onlyBadAttributes(one) {
				return false
			}
		}
		return true
	}
	var bad *AttributeError
	return errors.As(err, &bad)
}

// Field returns the field that describes an attribute: the one of its name, else
// the one of the longest prefix; false if there is none.
func (s *ProfileSchema) Field(name string) (ProfileField, bool) {
	best, found := ProfileField{}, false
	for _, f := range s.fields {
		prefix, open := strings.CutSuffix(f.Name, "*")
		if f.Name == name || open && len(name) > len(prefix) && strings.HasPrefix(name, prefix) {
			if !found || f.Name == name || best.Name != name && len(f.Name) > len(best.Name) {
				best, found = f, true
			}
		}
	}
	return best, found
}

// Check returns the attribute with its value as the schema keeps it, or a
// [*AttributeError].
func (s *ProfileSchema) Check(a Attribute) (Attribute, error) {
	a = a.normal()
	f, ok := s.Field(a.Name)
	if !ok {
		return a, &AttributeError{Name: a.Name, Reason: "is unknown"}
	}
	value, reason := f.normal(a.Value)
	if reason != "" {
		return a, &AttributeError{Name: a.Name, Reason: reason}
	}
	a.Value = value
	return a, nil
}

// Merge merges the attributes that fit the schema into a profile, as
// [Profile.Merge] does, and returns the others with what is wrong with them: a bad
// value erases nothing, and is not lost either.
func (s *ProfileSchema) Merge(p Profile, attrs ...Attribute) (Profile, []Rejection) {
	var good []Attribute
	var rejected []Rejection
	for _, a := range attrs {
		checked, err := s.Check(a)
		if err != nil {
			rejected = append(rejected, Rejection{Attribute: a, Err: err})
			continue
		}
		good = append(good, checked)
	}
	return p.Merge(good...), rejected
}

// Rejection is an attribute that does not fit the schema.
type Rejection struct {
	Attribute Attribute
	// Err is an [*AttributeError].
	Err error
}

// Missing returns the required fields of which nothing is known, in the order of
// the schema. A guess counts as nothing.
func (s *ProfileSchema) Missing(p *Profile) (missing []ProfileField) {
	for _, f := range s.fields {
		if a, ok := p.Get(f.Name); f.Required && (!ok || a.class() == 0) {
			missing = append(missing, f)
		}
	}
	return missing
}

// Masked returns the profile for whoever may not see personal data: the values of
// PII fields, and of attributes that the schema does not know, keep their last two
// characters at most.
func (s *ProfileSchema) Masked(p Profile) Profile {
	mask := func(attrs []Attribute) []Attribute {
		attrs = slices.Clone(attrs)
		for i := range attrs {
			if f, ok := s.Field(attrs[i].Name); !ok || f.PII {
				attrs[i].Value = maskedValue(attrs[i].Value)
			}
		}
		return attrs
	}
	p.Attributes, p.Others = mask(p.Attributes), mask(p.Others)
	return p
}

func maskedValue(value string) string {
	runes := []rune(value)
	if len(runes) < 6 {
		return "***"
	}
	return "***" + string(runes[len(runes)-2:])
}

// normal returns a value as it is kept, or what is wrong with it.
func (f *ProfileField) normal(value string) (normal, reason string) {
	value = strings.Join(strings.Fields(value), " ")
	switch {
	case value == "":
		return "", "is empty"
	case !utf8.ValidString(value) || strings.IndexFunc(value, unicode.IsControl) >= 0:
		return "", "is no text"
	case utf8.RuneCountInString(value) > f.Max:
		return "", "is longer than " + strconv.Itoa(f.Max)
	}
	switch f.Type {
	case NumberField:
		return normalNumber(value)
	case DateField:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return "", "is no date"
		}
	case BoolField:
		return normalBool(value)
	case EmailField:
		return normalEmail(value)
	case PhoneField:
		return normalPhone(value)
	case ListField:
		key := text.Key(value)
		i := slices.IndexFunc(f.Values, func(known string) bool { return text.Key(known) == key })
		if i < 0 {
			return "", "is none of those in the list"
		}
		return f.Values[i], ""
	}
	return value, ""
}

func normalNumber(value string) (normal, reason string) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(value, ",", ""), 64)
	if err != nil || n-n != 0 { // not finite
		return "", "is no number"
	}
	return strconv.FormatFloat(n, 'f', -1, 64), ""
}

func normalBool(value string) (normal, reason string) {
	switch text.Key(value) {
	case "true", "yes", "y", "1", "是", "有", "对":
		return "true", ""
	case "false", "no", "n", "0", "否", "没有", "不是":
		return "false", ""
	}
	return "", "is neither true nor false"
}

func normalEmail(value string) (normal, reason string) {
	at := strings.LastIndexByte(value, '@')
	if at <= 0 || strings.ContainsAny(value, " ,;<>()") || !strings.Contains(value[at:], ".") || strings.HasPrefix(value[at+1:], ".") || strings.HasSuffix(value, ".") {
		return "", "is no e-mail address"
	}
	return value[:at] + strings.ToLower(value[at:]), ""
}

func normalPhone(value string) (normal, reason string) {
	number, ext, hasExt := strings.Cut(value, ";ext=")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	if strings.Trim(number, "+0123456789 ()-./") != "" || len(digits) < 3 || len(digits) > 15 || strings.LastIndexByte(number, '+') > 0 {
		return "", "is no phone number"
	}
	if strings.HasPrefix(number, "+") {
		digits = "+" + digits
	}
	if hasExt {
		digits += ";ext=" + ext
	}
	return digits, ""
}
