package ticket

// FieldType is what sort of value a custom field has. Values are kept as text in one
// form each, whatever form they were given in.
type FieldType string

// The types of custom fields, and the form in which their values are kept.
const (
	TextField FieldType = "text"
	// IntegerField is kept as -12. It fits 64 bits.
	IntegerField FieldType = "integer"
	// NumberField is kept as 12.5, with all digits that were given.
	NumberField FieldType = "number"
	// BoolField is kept as true or false; yes, no, 1, 0, on, off, 是 and 否 are read.
	BoolField FieldType = "bool"
	// DateField is kept as 2006-01-02; 2006/1/2, 2006.1.2 and 2006年1月2日 are read.
	DateField FieldType = "date"
	// TimeField is kept as RFC 3339, in UTC, to the microsecond. A time zone is needed.
	TimeField FieldType = "time"
	// ChoiceField is one of the Choices, read whatever its case and width.
	ChoiceField FieldType = "choice"
	// ChoicesField are some of the Choices, sorted, with commas between them.
	ChoicesField FieldType = "choices"
)

// FieldRule describes a custom field. A desk with rules for fields has no others; one
// without any has any field, as text of at most [MaxValue] bytes.
type FieldRule struct {
	// Name is what the field is called in [Ticket.Fields]; not that of something a
	// ticket has anyway, such as "owner", and without "=" and the prefix "fields.".
	Name  string            `json:"name"`
	Title map[string]string `json:"title,omitempty"`
	// Type is what its values are. Default: [TextField].
	Type FieldType `json:"type"`
	// Choices are the values of the two types of choices; none differ only in case or
	// width, and those of [ChoicesField] have no commas.
	Choices []string `json:"choices,omitempty"`
	// Min and Max bound numbers, and the runes of texts; they include their value. Nil:
	// no bound. No value has more than [MaxValue] bytes.
	Min *float64 `json:"min,omitempty"`
	Max *float64 `json:"max,omitempty"`
	// Pattern is an expression (RE2) that a whole text has to match.
	Pattern string `json:"pattern,omitempty"`
	// Default is the value of a new ticket; Internal fields are not shown to customers.
	Default  string `json:"default,omitempty"`
	Internal bool   `json:"internal,omitempty"`
}
