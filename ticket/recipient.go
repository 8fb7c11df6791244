package ticket

import "strings"

// Who notices go to, in rules and for [Escalate] and [Notify].
const addresses = "customer, owner, group, supervisor, watchers, agent:ID, group:NAME or role:NAME"

const toSupervisor = "role:" + string(Supervisor)

// addressable says whether rules may name a recipient.
func addressable(to string) bool {
	switch to {
	case "customer", "owner", "group", "supervisor", "watchers":
		return true
	}
	kind, name, ok := strings.Cut(to, ":")
	return ok && name != "" && (kind == "agent" || kind == "group" || kind == "role")
}

// reaches returns who is meant by a name of a rule, as [Notice.To] has it.
func (w *work) reaches(to string) []string {
	switch to {
	case "customer":
		if c := w.customer(); c != "" {
			return []string{c}
		}
		return nil
	case "owner":
		return []string{w.responsible()}
	case "group":
		if w.t.Group == "" {
			return []string{w.responsible()}
		}
		return []string{"group:" + w.t.Group}
	case "supervisor":
		return []string{toSupervisor}
	case "watchers":
		return w.watching()
	}
	return []string{to}
}

// responsible is who answers for the ticket: its owner, else its group, else those who
// see to what nobody does.
func (w *work) responsible() string {
	switch {
	case w.t.Owner != "":
		return "agent:" + w.t.Owner
	case w.t.Group != "":
		return "group:" + w.t.Group
	}
	return toSupervisor
}

// watching are the watchers. One who has "group:" or "role:" before his name is that; the
// customer is told as the customer, and never as staff.
func (w *work) watching() (to []string) {
	for _, id := range w.t.Watchers {
		if s := w.colleague(id); s != "" {
			to = append(to, s)
		}
	}
	return to
}

// colleague is the address of one of the staff; empty for the customer.
func (w *work) colleague(id string) string {
	switch {
	case id == w.t.Customer:
		return ""
	case strings.HasPrefix(id, "group:"), strings.HasPrefix(id, "role:"), strings.HasPrefix(id, "agent:"):
		return id
	}
	return "agent:" + id
}

// customer is the address of the customer; empty if he cannot be reached.
func (w *work) customer() string {
	if w.t.Customer == "" && w.t.Conversation == "" {
		return ""
	}
	return toCustomer + w.t.Customer
}

const toCustomer = "customer:"

// address is that of an actor.
func (a Actor) address() string {
	switch {
	case a.Role == Customer:
		return toCustomer + a.ID
	case a.Role.Staff():
		return "agent:" + a.ID
	}
	return ""
}
