package ticket

// Rules are all rules of a desk, as data. The zero value has the default life cycle and
// nothing else; [DefaultRules] returns a good beginning.
type Rules struct {
	Workflow  Workflow    `json:"workflow,omitzero"`
	Fields    []FieldRule `json:"fields,omitempty"`
	Policies  []Policy    `json:"policies,omitempty"`
	Triggers  []Trigger   `json:"triggers,omitempty"`
	Timers    []Timer     `json:"timers,omitempty"`
	Macros    []MacroRule `json:"macros,omitempty"`
	Templates []Template  `json:"templates,omitempty"`
	// Triage sorts new tickets; see [TriageRule].
	Triage []TriageRule `json:"triage,omitempty"`
	// Roles says which rights roles have. Default: [DefaultRoles].
	Roles map[Role][]Right `json:"roles,omitempty"`
}
