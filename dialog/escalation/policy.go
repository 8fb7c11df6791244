package escalation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Policy says when a customer is soothed, offered a person or handed over. It is
// data but for the functions of its rules: change it before its first use,
// afterwards it is safe for concurrent use. The zero value knows no rules and
// goes by the score and the customer's wish; [Default] is the one to start from.
type Policy struct {
	// Rules call for actions; see [Rule].
	Rules []Rule `json:"rules,omitempty"`
	// Categories have what only some kinds of question need. All whose path covers
	// that of the conversation count.
	Categories []Category `json:"categories,omitempty"`
	// Soothe, Offer, HandOff and Supervisor are the scores ([Policy.Score]) from
	// which these actions are called for, in (0,1], ascending. Negative: never.
	// Defaults: 0.6, 0.75, 0.9, and never.
	Soothe     float64 `json:"soothe,omitempty"`
	Offer      float64 `json:"offer,omitempty"`
	HandOff    float64 `json:"hand_off,omitempty"`
	Supervisor float64 `json:"supervisor,omitempty"`
	// SootheAgain is after how many turns the customer may be soothed again, at
	// least 1; OfferAgain after how many a person may be offered again. Defaults: 3, 5.
	SootheAgain int `json:"soothe_again,omitempty"`
	OfferAgain  int `json:"offer_again,omitempty"`
	// SootheMost is how often a conversation is soothed; where it would be once more,
	// a person is offered. Negative: without limit. Default: 2.
	SootheMost int `json:"soothe_most,omitempty"`
	// DeclineFor is for how many turns nothing calls for a person after an offer was
	// declined, and neither score nor category does after a person gave the conversation
	// back, unless things get clearly worse. Default: 6.
	DeclineFor int `json:"decline_for,omitempty"`
	// Worse is by how much a message must show more than the calmest since then to be
	// clearly worse, in the log-odds of [Policy.Score]: 1 is from 0.5 to 0.73, or from
	// 0.9 to 0.96. Default: 1.
	Worse float64 `json:"worse,omitempty"`
	// Patience is the longest wait in a queue ([Signals.Wait]) into which a customer is
	// handed who did not ask for it; where it is longer he is asked first. Negative:
	// any wait. Default: 10 minutes.
	Patience Span `json:"patience,omitempty"`
	// Tiers is what is added to the priority for customers of these tiers. Default:
	// nothing.
	Tiers map[string]int `json:"tiers,omitempty"`
}

// Category is what a kind of question needs.
type Category struct {
	// Path is the category; it covers those below it. Required.
	Path string `json:"path"`
	// Least is the least that is done there, such as [Offer]. Default: [Stay].
	Least Action `json:"least,omitempty"`
	// Priority is the priority at least, Skills what a person needs to know who
	// takes over. Defaults: 0, none.
	Priority int      `json:"priority,omitempty"`
	Skills   []string `json:"skills,omitempty"`
	// Rules hold there only.
	Rules []Rule `json:"rules,omitempty"`
}

// The defaults of a policy.
const (
	sootheFrom  = 0.6
	offerFrom   = 0.75
	handOffFrom = 0.9
	sootheAgain = 3
	offerAgain  = 5
	sootheMost  = 2
	declineFor  = 6
	clearly     = 1
	patience    = Span(10 * time.Minute)
	unreached   = 2 // a score that there is not
)

// limits are a policy's numbers with the defaults filled in.
type limits struct {
	soothe, offer, handOff, supervisor, worse float64
	sootheAgain, offerAgain, declineFor       int
	sootheMost                                int
	patience                                  time.Duration
}

func (p *Policy) limits() limits {
	return limits{
		soothe: from(p.Soothe, sootheFrom), offer: from(p.Offer, offerFrom), handOff: from(p.HandOff, handOffFrom),
		supervisor: from(p.Supervisor, unreached), worse: from(p.Worse, clearly),
		sootheAgain: count(p.SootheAgain, sootheAgain), offerAgain: count(p.OfferAgain, offerAgain),
		declineFor: count(p.DeclineFor, declineFor), sootheMost: count(p.SootheMost, sootheMost), patience: wait(p.Patience),
	}
}

// step is the score from which an action is called for.
type step struct {
	action Action
	from   float64
}

// steps are the scores of the actions above [Stay], in their order.
func (l *limits) steps() [4]step {
	return [4]step{{Soothe, l.soothe}, {Offer, l.offer}, {HandOff, l.handOff}, {Supervisor, l.supervisor}}
}

func from(x, usual float64) float64 {
	switch {
	case x > 0:
		return x
	case x < 0:
		return unreached
	}
	return usual
}

func count(n, usual int) int {
	switch {
	case n > 0:
		return n
	case n < 0:
		return never
	}
	return usual
}

func wait(d Span) time.Duration {
	switch {
	case d > 0:
		return time.Duration(d)
	case d < 0:
		return 1<<63 - 1
	}
	return time.Duration(patience)
}

// Parse reads a policy in JSON and validates it. Unknown fields are an error, so
// that a misspelt condition is not one that asks nothing. Every error is an
// [ErrInvalid].
func Parse(data []byte) (*Policy, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	p := new(Policy)
	if err := d.Decode(p); err != nil {
		return nil, errors.Join(&FieldError{Field: "policy", Reason: "is no JSON of a policy"}, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &FieldError{Field: "policy", Reason: "has something behind its end"}
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return p, nil
}
