package dialog

import (
	"context"
	"encoding/json"
)

// FlowSpec is a flow as data, for hosts that let others than programmers edit
// flows: it comes from JSON, from YAML by package flowyaml, or from a database.
// [NewFlow] makes a [Flow] of it.
type FlowSpec struct {
	Name     string        `json:"name"`
	Version  int           `json:"version,omitempty"`
	Label    Words         `json:"label,omitempty"`
	Category string        `json:"category,omitempty"`
	Intents  []string      `json:"intents,omitempty"`
	Phrases  []string      `json:"phrases,omitempty"`
	Slots    []SlotSpec    `json:"slots,omitempty"`
	Steps    []StepSpec    `json:"steps"`
	Timeouts *TimeoutsSpec `json:"timeouts,omitempty"`
	OnEnd    string        `json:"on_end,omitempty"`
}

// StepSpec is a step as data. Exactly one of Ask, Say, Confirm, Do, Emit, If, Switch,
// HandOff, Include and End says what it does.
type StepSpec struct {
	// ID is [Step.ID].
	ID string `json:"id,omitempty"`
	// Ask names a slot of the flow.
	Ask string `json:"ask,omitempty"`
	// Say and Confirm are words; Confirm without any lists all values.
	Say     Words  `json:"say,omitempty"`
	Confirm *Words `json:"confirm,omitempty"`
	// Do names an action of the [Registry], Emit an effect.
	Do   string `json:"do,omitempty"`
	Emit string `json:"emit,omitempty"`
	// Args are those of Emit; slots may stand in braces. Default: by the registry,
	// else all values.
	Args map[string]string `json:"args,omitempty"`
	// If is a condition (see [ParseCondition]), and Then what is done if it holds.
	If   string     `json:"if,omitempty"`
	Then []StepSpec `json:"then,omitempty"`
	// Switch names a slot, and Cases what is done for which value.
	Switch string     `json:"switch,omitempty"`
	Cases  []CaseSpec `json:"cases,omitempty"`
	// Else is what is done otherwise: by If, Switch, and a Do that failed.
	Else []StepSpec `json:"else,omitempty"`
	// HandOff is the reason for which a person takes over, after Words; Priority is how
	// urgent that is at least, Skills what he should be able to do.
	HandOff  HandoffReason `json:"hand_off,omitempty"`
	Words    Words         `json:"words,omitempty"`
	Priority int           `json:"priority,omitempty"`
	Skills   []string      `json:"skills,omitempty"`
	// Include names another flow.
	Include string `json:"include,omitempty"`
	End     bool   `json:"end,omitempty"`
	// Uses, Repeatable, Retry and OnFailure are those of Do (and of Emit the first two).
	Uses       []string   `json:"uses,omitempty"`
	Repeatable bool       `json:"repeatable,omitempty"`
	Retry      *RetrySpec `json:"retry,omitempty"`
	OnFailure  Words      `json:"on_failure,omitempty"`
}

// CaseSpec is a [Case] as data.
type CaseSpec struct {
	Value string     `json:"value"`
	Steps []StepSpec `json:"steps"`
}

// RetrySpec is a [Retry] as data; times are such as "500ms" and "5s".
type RetrySpec struct {
	Timeout string `json:"timeout,omitempty"`
	Tries   int    `json:"tries,omitempty"`
	Pause   string `json:"pause,omitempty"`
}

// TimeoutsSpec are [Timeouts] as data; times are such as "90s", "2h30m" and "7d".
type TimeoutsSpec struct {
	Warn   string                  `json:"warn,omitempty"`
	Expire string                  `json:"expire,omitempty"`
	Keep   string                  `json:"keep,omitempty"`
	Slots  map[string]TimeoutsSpec `json:"slots,omitempty"`
}

// Registry is the code that flows as data refer to by name.
type Registry struct {
	// Actions are what Do does.
	Actions map[string]Action
	// Checks are what [SlotSpec.Check] names; see [Slot.Validate].
	Checks map[string]func(ctx context.Context, value string, a Attempt) (string, error)
	// Effects make the args of Emit. One that is not here has those of the step.
	Effects map[string]func(Values) map[string]string
}

// UnmarshalJSON takes a text as well as a list of texts for each language.
func (w *Words) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if raw == nil {
		*w = nil
		return nil
	}
	*w = Words{}
	for lang, v := range raw {
		var one string
		if json.Unmarshal(v, &one) == nil && string(v) != "null" {
			(*w)[lang] = []string{one}
			continue
		}
		var many []string
		if err := json.Unmarshal(v, &many); err != nil {
			return err
		}
		(*w)[lang] = many
	}
	return nil
}
