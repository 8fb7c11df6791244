package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu"
)

// welcome makes the first accounts, and tells whoever has started the desk their passwords.
// It is called when nothing can fail any more, for they are told once.
func (s *site) welcome(ctx context.Context, out io.Writer) error {
	list, err := s.accounts.begin(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	if err := s.register(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, `
    Accounts for the agent page %s/agent
    This is shown once. "-new-password NAME" makes another one, "-add-agent NAME" an account.

%s
`, s.base(), printed(list))
	return err
}

// printed shows accounts and their passwords, which are kept nowhere.
func printed(list []granted) (text string) {
	for _, g := range list {
		text += fmt.Sprintf("    %-10s  name: %-8s  password: %s\n", g.Role, g.Name, g.password)
	}
	return text
}

// change is what a flag asks to do with an account, instead of serving. A desk that serves
// the same file goes by it at once.
type change struct {
	name string
	what func(ctx context.Context, a *accounts, name string) (granted, error)
}

// changeFlags adds the flags of accounts.
func changeFlags(flags *flag.FlagSet) *change {
	c := &change{}
	add := func(name, usage string, what func(context.Context, *accounts, string) (granted, error)) {
		flags.Func(name, usage, func(account string) error {
			if c.what != nil {
				return errors.New("one change at a time")
			}
			c.name, c.what = account, what
			return nil
		})
	}
	adds := func(as role) func(context.Context, *accounts, string) (granted, error) {
		return func(ctx context.Context, a *accounts, name string) (granted, error) { return a.add(ctx, name, as) }
	}
	add("add-agent", "make an account for the agent with this `name`, print its password, and end", adds(agentRole))
	add("add-supervisor", "make an account for the supervisor with this `name`, print its password, and end", adds(supervisorRole))
	add("new-password", "print a new password for the account with this `name`, and end", func(ctx context.Context, a *accounts, name string) (granted, error) {
		return a.renew(ctx, name)
	})
	add("remove-account", "remove the account with this `name`, and end", func(ctx context.Context, a *accounts, name string) (granted, error) {
		return granted{}, a.remove(ctx, name)
	})
	return c
}

// do makes the change in the file at path.
func (c *change) do(ctx context.Context, path string, out io.Writer) (err error) {
	db, err := sql.Open("sqlite", kefu.SQLiteDSN(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	a, err := openAccounts(ctx, db, newHasher(usualCost), time.Now)
	if err != nil {
		return err
	}
	g, err := c.what(ctx, a, c.name)
	if err != nil {
		return fmt.Errorf("account %q: %w", c.name, err)
	}
	if g.password == "" {
		_, err = fmt.Fprintf(out, "    %s is removed.\n", c.name)
		return err
	}
	_, err = fmt.Fprint(out, printed([]granted{g}))
	return err
}
