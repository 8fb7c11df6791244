package ticket

// Role is what somebody is to a ticket.
type Role string

// The roles. A host may have others of its own; see [Rules.Roles].
const (
	Customer   Role = "customer"
	Agent      Role = "agent"
	Supervisor Role = "supervisor"
	Admin      Role = "admin"
	Bot        Role = "bot"
	// System is the desk itself, and programs of the host.
	System Role = "system"
)

// Staff says whether somebody with the role answers for the business: whoever is
// neither customer, bot nor system.
func (r Role) Staff() bool { return r != Customer && r != Bot && r != System && r != "" }

// Actor is who does something.
type Actor struct {
	Role Role   `json:"role"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// ByAgent, ByCustomer, BySupervisor, ByBot and BySystem return actors of these roles.
func ByAgent(id string) Actor { return Actor{Role: Agent, ID: id} }

// ByCustomer returns a customer; see [ByAgent].
func ByCustomer(id string) Actor { return Actor{Role: Customer, ID: id} }

// BySupervisor returns a supervisor; see [ByAgent].
func BySupervisor(id string) Actor { return Actor{Role: Supervisor, ID: id} }

// ByBot returns a bot; see [ByAgent].
func ByBot(id string) Actor { return Actor{Role: Bot, ID: id} }

// BySystem returns the system; id is the rule or program that acts. See [ByAgent].
func BySystem(id string) Actor { return Actor{Role: System, ID: id} }
