package ticket

import "time"

// Filter describes tickets: those for which everything holds that it says. The zero
// Filter describes all. Lists mean "one of", and an empty text in them: none; Tags,
// Watchers, Words and Fields mean "all of".
type Filter struct {
	IDs           []string          `json:"ids,omitempty"`
	Serials       []int64           `json:"serials,omitempty"`
	Kinds         []Kind            `json:"kinds,omitempty"`
	States        []string          `json:"states,omitempty"`
	Types         []string          `json:"types,omitempty"`
	Owners        []string          `json:"owners,omitempty"`
	Groups        []string          `json:"groups,omitempty"`
	Customers     []string          `json:"customers,omitempty"`
	Conversations []string          `json:"conversations,omitempty"`
	Sources       []string          `json:"sources,omitempty"`
	Tags          []string          `json:"tags,omitempty"`
	Watchers      []string          `json:"watchers,omitempty"`
	Fields        map[string]string `json:"fields,omitempty"`
	// Category is a category or one above it: "billing" describes "billing/refund" too.
	Category string `json:"category,omitempty"`
	// MinPriority and MaxPriority include their value; nil: no bound.
	MinPriority *int `json:"min_priority,omitempty"`
	MaxPriority *int `json:"max_priority,omitempty"`
	// CreatedFrom and so on include their time, CreatedTo and so on do not; zero: no bound.
	CreatedFrom time.Time `json:"created_from,omitzero"`
	CreatedTo   time.Time `json:"created_to,omitzero"`
	UpdatedFrom time.Time `json:"updated_from,omitzero"`
	UpdatedTo   time.Time `json:"updated_to,omitzero"`
	// DeadlineTo describes tickets that have a deadline at all, before that time.
	DeadlineTo time.Time `json:"deadline_to,omitzero"`
	// Breached describes tickets that are, or are not, [Ticket.Late].
	Breached *bool `json:"breached,omitempty"`
	// Awake describes tickets that are not put off at this time; zero: any.
	Awake time.Time `json:"awake,omitzero"`
	// Words are what they are found by; [Words] makes them of a text.
	Words []string `json:"words,omitempty"`
}
