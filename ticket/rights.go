package ticket

import "context"

// Right is something that takes a permission: an [ActionKind] other than comment, or
// one of those below.
type Right string

// The rights that are no actions.
const (
	RightOpen  Right = "open"
	RightRead  Right = "read"
	RightReply Right = "reply" // write a public comment
	RightNote  Right = "note"  // write and read internal comments, and all that only staff sees
	// RightRelay: write down what others said, under their names and times.
	RightRelay  Right = "relay"
	RightMerge  Right = "merge"
	RightSplit  Right = "split"
	RightExport Right = "export"
	RightImport Right = "import"
	// RightAny is every right.
	RightAny Right = "*"
)

// Authorizer decides who may do what. It is asked for each right that a command takes,
// with the ticket as it stands; rules of the desk itself are not asked. An error
// refuses: a [*DeniedError] best says why.
type Authorizer interface {
	Authorize(ctx context.Context, who Actor, right Right, t *Ticket) error
}

// AuthorizerFunc makes an [Authorizer] of a function.
type AuthorizerFunc func(ctx context.Context, who Actor, right Right, t *Ticket) error

// Authorize calls f.
func (f AuthorizerFunc) Authorize(ctx context.Context, who Actor, right Right, t *Ticket) error {
	return f(ctx, who, right, t)
}

// Rights returns all rights but [RightAny].
func Rights() []Right {
	return []Right{
		RightOpen, RightRead, RightReply, RightNote, RightRelay, RightMerge, RightSplit, RightExport, RightImport,
		Right(DoMove), Right(DoAssign), Right(DoGroup), Right(DoPriority), Right(DoRaise), Right(DoSet), Right(DoTag), Right(DoUntag),
		Right(DoWatch), Right(DoUnwatch), Right(DoLink), Right(DoUnlink), Right(DoSnooze), Right(DoWake), Right(DoStart), Right(DoStep),
		Right(DoSkip), Right(DoVerdict), Right(DoEscalate), Right(DoNotify), Right(DoMacro),
	}
}

// DefaultRoles returns the rights of the usual roles. A customer opens, reads and
// answers his own tickets and judges what came of them. A bot opens and sorts tickets,
// writes, and calls for help, but ends nothing. An agent does all that is daily work,
// merging and splitting included; he does not judge in place of the customer, export or
// import, and of a procedure he leaves out optional steps only. A supervisor does all but
// import; an admin and the system do all.
func DefaultRoles() map[Role][]Right {
	bot := []Right{
		RightOpen, RightRead, RightReply, RightNote, RightRelay, Right(DoGroup), Right(DoPriority), Right(DoRaise), Right(DoSet), Right(DoTag),
		Right(DoUntag), Right(DoWatch), Right(DoLink), Right(DoStart), Right(DoEscalate), Right(DoNotify),
	}
	var agent, supervisor []Right
	for _, r := range Rights() {
		switch r {
		case RightImport:
		case RightExport, Right(DoVerdict):
			supervisor = append(supervisor, r)
		default:
			agent, supervisor = append(agent, r), append(supervisor, r)
		}
	}
	return map[Role][]Right{
		Customer: {RightOpen, RightRead, RightReply, Right(DoVerdict)}, Bot: bot,
		Agent: agent, Supervisor: supervisor, Admin: {RightAny}, System: {RightAny},
	}
}
