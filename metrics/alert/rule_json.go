package alert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// ruleJSON is a rule as it is written: times as "1h30m".
type ruleJSON struct {
	Name     string                         `json:"name"`
	Group    string                         `json:"group,omitempty"`
	Severity string                         `json:"severity,omitempty"`
	Metric   metrics.Metric                 `json:"metric,omitempty"`
	Gauge    Gauge                          `json:"gauge,omitempty"`
	Talk     Sign                           `json:"talk,omitempty"`
	Above    *float64                       `json:"above,omitempty"`
	Below    *float64                       `json:"below,omitempty"`
	Clear    *float64                       `json:"clear,omitempty"`
	For      duration                       `json:"for,omitzero"`
	Cooldown duration                       `json:"cooldown,omitzero"`
	Repeat   duration                       `json:"repeat,omitzero"`
	Window   duration                       `json:"window,omitzero"`
	GroupBy  []metrics.Dimension            `json:"group_by,omitempty"`
	Where    map[metrics.Dimension][]string `json:"where,omitempty"`
	MinCount int64                          `json:"min_count,omitempty"`
}

type duration time.Duration

func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

func (d *duration) UnmarshalText(text []byte) error {
	x, err := time.ParseDuration(string(text))
	*d = duration(x)
	return err
}

// MarshalJSON writes the rule, times as "1h30m0s". A Check cannot be written.
func (r Rule) MarshalJSON() ([]byte, error) {
	if r.Check != nil {
		return nil, fmt.Errorf("%w: rule %q has a Check, which is no data", ErrInvalid, r.Name)
	}
	return json.Marshal(ruleJSON{
		r.Name, r.Group, r.Severity, r.Metric, r.Gauge, r.Talk, r.Above, r.Below, r.Clear, duration(r.For), duration(r.Cooldown),
		duration(r.Repeat), duration(r.Window), r.GroupBy, r.Where, r.MinCount,
	})
}

// UnmarshalJSON reads what MarshalJSON writes. A field that there is not is an error. The rule is not validated.
func (r *Rule) UnmarshalJSON(data []byte) error {
	var j ruleJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	*r = Rule{
		Name: j.Name, Group: j.Group, Severity: j.Severity, Metric: j.Metric, Gauge: j.Gauge, Talk: j.Talk, Above: j.Above,
		Below: j.Below, Clear: j.Clear, For: time.Duration(j.For), Cooldown: time.Duration(j.Cooldown), Repeat: time.Duration(j.Repeat),
		Window: time.Duration(j.Window), GroupBy: j.GroupBy, Where: j.Where, MinCount: j.MinCount,
	}
	return nil
}

// ReadRules reads a JSON list of rules and validates all of them. The error names every fault of every rule.
func ReadRules(from io.Reader) ([]Rule, error) {
	var rules []Rule
	d := json.NewDecoder(from)
	if err := d.Decode(&rules); err != nil {
		if !errors.Is(err, ErrInvalid) {
			err = fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: something follows the list of rules", ErrInvalid)
	}
	if err := checkRules(rules); err != nil {
		return nil, err
	}
	return rules, nil
}

// checkRules validates rules that are to be used together.
func checkRules(rules []Rule) error {
	var faults []error
	names := map[string]bool{}
	for i := range rules {
		err := rules[i].Validate()
		var fault *RuleError
		if errors.As(err, &fault) {
			fault.Index = i
			faults = append(faults, fault)
		}
		if names[rules[i].Name] && rules[i].Name != "" {
			faults = append(faults, &RuleError{Name: rules[i].Name, Index: i, Faults: []string{"another rule has the name"}})
		}
		names[rules[i].Name] = true
	}
	return errors.Join(faults...)
}
