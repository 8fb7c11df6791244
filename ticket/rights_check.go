package ticket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// rightsOf makes a table of the rights.
func rightsOf(roles map[Role][]Right) map[Role]map[Right]bool {
	table := make(map[Role]map[Right]bool, len(roles))
	for role, rights := range roles {
		table[role] = make(map[Right]bool, len(rights))
		for _, r := range rights {
			table[role][r] = true
		}
	}
	return table
}

// checkRoles returns rights that do not exist, or are never a customer's.
func (r *Rules) checkRoles() (faults []error) {
	known := append(Rights(), RightAny)
	never := []Right{RightNote, RightRelay, RightMerge, RightSplit, RightExport, RightImport, RightAny}
	for _, role := range slices.Sorted(maps.Keys(r.Roles)) {
		rights := r.Roles[role]
		if role == "" {
			faults = append(faults, fault("have a role without a name", "roles"))
		}
		for i, right := range rights {
			switch {
			case !slices.Contains(known, right):
				faults = append(faults, fault("is no right", "roles.%s[%d]", role, i))
			case role == Customer && slices.Contains(never, right):
				faults = append(faults, fault("is never a customer's", "roles.%s[%d]", role, i))
			}
		}
	}
	return faults
}

// authorize says whether somebody may do something to a ticket. A refusal is a
// [*DeniedError]; a hook that fails refuses, too, with its error.
func (d *Desk) authorize(ctx context.Context, who Actor, right Right, t *Ticket) error {
	if d.opts.Authorizer != nil {
		return d.ask(ctx, who, right, t)
	}
	allowed := d.book.Load().rights[who.Role]
	switch {
	case !allowed[right] && !allowed[RightAny]:
		return &DeniedError{Actor: who, Right: right, Reason: "the role does not have this right"}
	case who.Role == Customer && (who.ID == "" || t.Customer != who.ID):
		return &DeniedError{Actor: who, Right: right, Reason: "the ticket is not his"}
	}
	return nil
}

// ask has the host decide.
func (d *Desk) ask(ctx context.Context, who Actor, right Right, t *Ticket) error {
	asking, done := context.WithTimeout(ctx, d.opts.HookTimeout)
	defer done()
	err := contained(func() error { return d.opts.Authorizer.Authorize(asking, who, right, t.Clone()) })
	var denied *DeniedError
	switch {
	case err == nil || errors.As(err, &denied):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errPanic):
		return fmt.Errorf("ticket: authorizer: %w", err)
	}
	return &DeniedError{Actor: who, Right: right, Reason: err.Error()}
}

// permits says whether somebody may do all of some actions. Each right is asked for
// once.
func (d *Desk) permits(ctx context.Context, who Actor, actions []Action, t *Ticket) error {
	var rights []Right
	for i := range actions {
		rights = append(rights, actions[i].rights(who)...)
	}
	return d.permitsAll(ctx, who, rights, t)
}

func (d *Desk) permitsAll(ctx context.Context, who Actor, rights []Right, t *Ticket) error {
	for i, right := range rights {
		if slices.Contains(rights[:i], right) {
			continue
		}
		if err := d.authorize(ctx, who, right, t); err != nil {
			return err
		}
	}
	return nil
}

// rights are those that an action takes.
func (a *Action) rights(who Actor) []Right {
	if a.Do == DoComment {
		return a.Comment.rights(who)
	}
	return []Right{Right(a.Do)}
}

// rights are those that writing a comment takes.
func (c *Comment) rights(who Actor) (rights []Right) {
	if c == nil {
		return []Right{RightReply}
	}
	if c.Author != nil && (c.Author.Role != who.Role || c.Author.ID != who.ID) || !c.At.IsZero() || c.Origin != "" {
		rights = append(rights, RightRelay)
	}
	if len(c.Mentions) > 0 {
		rights = append(rights, Right(DoWatch))
	}
	if c.Internal {
		return append(rights, RightNote)
	}
	return append(rights, RightReply)
}

// permitsDraft says whether somebody may open a ticket like this. What sorts it (type,
// category, priority, group, tags, template, summary) is for whoever made the draft to say; what
// concerns others takes the rights of the actions that would do the same.
func (d *Desk) permitsDraft(ctx context.Context, who Actor, draft *Draft) error {
	rights := []Right{RightOpen}
	for _, more := range []struct {
		is    bool
		right Right
	}{
		{draft.Owner != "", Right(DoAssign)},
		{len(draft.Watchers) > 0, Right(DoWatch)},
		{len(draft.Links) > 0, Right(DoLink)},
		{!draft.Created.IsZero(), RightRelay},
	} {
		if more.is {
			rights = append(rights, more.right)
		}
	}
	for name := range draft.Fields {
		if f := d.book.Load().fields[name]; f != nil && f.rule.Internal {
			rights = append(rights, Right(DoSet))
		}
	}
	for i := range draft.Comments {
		for _, r := range draft.Comments[i].rights(who) {
			if r != RightReply { // to open is to say what it is about
				rights = append(rights, r)
			}
		}
	}
	return d.permitsAll(ctx, who, rights, &Ticket{Customer: draft.Customer, Type: draft.Type, Category: draft.Category, Group: draft.Group, Channel: draft.Channel})
}
