package escalation

// Memory is what has to be remembered between two decisions about the same
// conversation: a few numbers, some 50 bytes of JSON. The zero value is a
// conversation that begins. It is a value: methods return a changed copy.
type Memory struct {
	// Turn counts the decisions.
	Turn int `json:"t,omitempty"`
	// Past is what earlier messages left of their evidence: log-odds above those of
	// a calm customer, in hundredths.
	Past int `json:"p,omitempty"`
	// Soothed is the turn of the last soothing and Soothings how many there were;
	// Offered is the turn of the last offer. 0: never.
	Soothed   int `json:"s,omitempty"`
	Soothings int `json:"n,omitempty"`
	Offered   int `json:"o,omitempty"`
	// Declined is the turn in which the customer declined an offer, Returned that
	// in which a person gave the conversation back. 0: never.
	Declined int `json:"d,omitempty"`
	Returned int `json:"r,omitempty"`
	// Calm is the least evidence of a message since then, as Past, plus 1: what
	// "clearly worse" is measured by. 0: nothing was declined or returned.
	Calm int `json:"c,omitempty"`
}

// unmeasured is the value of Calm until the next decision.
const unmeasured = 100*pastMost + 1

// Decline remembers that the customer does not want the person who was offered.
// Call it before the decision about the message in which he says so.
func (m Memory) Decline() Memory {
	m.Declined, m.Calm = m.Turn+1, unmeasured
	return m
}

// Return remembers that a person gave the conversation back, or that nobody took
// it. Call it before the decision about the customer's next message. What made
// him need a person counts as dealt with.
func (m Memory) Return() Memory {
	m.Returned, m.Calm, m.Past = m.Turn+1, unmeasured, 0
	m.Soothed, m.Soothings, m.Offered, m.Declined = 0, 0, 0, 0
	return m
}

// since returns how many turns ago a turn was, of the one that is being decided;
// a turn that never was is long ago.
func since(now, turn int) int {
	if turn <= 0 {
		return never
	}
	return max(0, now-turn)
}

// never is more turns than any cool-down.
const never = 1 << 30
