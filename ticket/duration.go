package ticket

import "time"

// Duration is a time.Duration that is text such as "1h30m" in JSON.
type Duration time.Duration

// Std returns it as a time.Duration.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// MarshalText returns the text that [time.ParseDuration] reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what [time.ParseDuration] reads.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return &FieldError{Field: "duration", Reason: "is not such as 1h30m"}
	}
	*d = Duration(v)
	return nil
}
