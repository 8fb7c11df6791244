package kefu

import (
	"encoding/json"
	"fmt"
)

// state is what the bot remembers of a conversation from turn to turn.
type state struct {
	// Unanswered counts the questions in a row that had no answer.
	Unanswered int `json:"unanswered,omitempty"`
	// Asked is the last question that went to the knowledge base, by its key.
	Asked string `json:"asked,omitempty"`
	// Question is the id of the message that asked it.
	Question string `json:"question,omitempty"`
	// Shown is the entry that was the last answer.
	Shown string `json:"shown,omitempty"`
	// Guide is the step of a guide that waits for what the customer says.
	Guide *guideState `json:"guide,omitempty"`
	// Feelings is what the tracker of the customer's mood remembers.
	Feelings string `json:"feelings,omitempty"`
	// Offered are the entries that the customer may pick from.
	Offered []Choice `json:"offered,omitempty"`
}

func readState(data []byte) (*state, error) {
	s := &state{}
	if len(data) == 0 {
		return s, nil
	}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("kefu: state of a conversation cannot be read: %w", err)
	}
	return s, nil
}

func (s *state) write() ([]byte, error) { return json.Marshal(s) }
