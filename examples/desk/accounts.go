package main

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// role is what somebody may do on the agent side.
type role string

const (
	agentRole      role = "agent"
	supervisorRole role = "supervisor"
)

// person is somebody who may sign in to the agent side. The name is what he signs in with
// and what customers are told; upper and lower case are the same.
type person struct {
	Name string `json:"name"`
	Role role   `json:"role"`
}

// granted is an account with its password, which is known when it is made and never again.
type granted struct {
	person
	password string
}

var (
	errNoAccount  = errors.New("there is no account of that name")
	errHasAccount = errors.New("there is an account of that name already")
	errName       = errors.New("a name has 1 to 40 characters, without line breaks and the like")
	errPassword   = errors.New("that is not the password")
)

// accounts are the people of the agent side, in the file of the desk. A service of yours
// has a sign-in already: it takes the place of this and of sessions.
type accounts struct {
	db     *sql.DB
	hasher *hasher
	now    func() time.Time
}

func openAccounts(ctx context.Context, db *sql.DB, h *hasher, now func() time.Time) (*accounts, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_account (
		key   TEXT PRIMARY KEY, -- the name in lower case
		name  TEXT NOT NULL,
		role  TEXT NOT NULL,
		hash  TEXT NOT NULL,   -- of the password
		since INTEGER NOT NULL -- when the password was set, in microseconds
	) STRICT, WITHOUT ROWID`)
	return &accounts{db, h, now}, err
}

// firstAccounts are what a desk begins with.
var firstAccounts = []person{{"Mia", agentRole}, {"Tom", agentRole}, {"Ada", supervisorRole}}

// begin makes the first accounts where there are none, all of them or nothing, and returns
// them with their passwords.
func (a *accounts) begin(ctx context.Context) ([]granted, error) {
	var some bool
	if err := a.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM desk_account)`).Scan(&some); err != nil || some {
		return nil, err
	}
	var list []granted
	var rows []string
	var values []any
	for _, one := range firstAccounts {
		g := granted{one, newPassword()}
		hash, err := a.hasher.hash(ctx, g.password)
		if err != nil {
			return nil, err
		}
		list = append(list, g)
		rows = append(rows, `(?, ?, ?, ?, ?)`)
		values = append(values, keyOf(g.Name), g.Name, string(g.Role), hash, a.now().UnixMicro())
	}
	// One statement, so that of two programs that begin at once one makes them.
	result, err := a.db.ExecContext(ctx, `INSERT INTO desk_account SELECT * FROM (VALUES `+strings.Join(rows, ", ")+`)
		WHERE NOT EXISTS (SELECT 1 FROM desk_account)`, values...)
	if err != nil {
		return nil, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return nil, err
	}
	return list, nil
}

// add makes an account.
func (a *accounts) add(ctx context.Context, name string, as role) (granted, error) {
	g := granted{person{strings.TrimSpace(name), as}, newPassword()}
	if !validName(g.Name) {
		return g, errName
	}
	hash, err := a.hasher.hash(ctx, g.password)
	if err != nil {
		return g, err
	}
	result, err := a.db.ExecContext(ctx, `INSERT OR IGNORE INTO desk_account VALUES (?, ?, ?, ?, ?)`,
		keyOf(g.Name), g.Name, string(as), hash, a.now().UnixMicro())
	return g, changed(result, err, errHasAccount)
}

// renew gives an account a new password, for somebody who has lost his.
func (a *accounts) renew(ctx context.Context, name string) (granted, error) {
	known, _, err := a.read(ctx, name)
	if err != nil {
		return granted{}, err
	}
	g := granted{known, newPassword()}
	return g, a.setPassword(ctx, name, g.password)
}

// setPassword replaces a password, which signs all browsers out.
func (a *accounts) setPassword(ctx context.Context, name, password string) error {
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	result, err := a.db.ExecContext(ctx, `UPDATE desk_account SET hash = ?, since = ? WHERE key = ?`, hash, a.now().UnixMicro(), keyOf(name))
	return changed(result, err, errNoAccount)
}

// remove ends an account. What was done by it stays, under its name.
func (a *accounts) remove(ctx context.Context, name string) error {
	result, err := a.db.ExecContext(ctx, `DELETE FROM desk_account WHERE key = ?`, keyOf(name))
	return changed(result, err, errNoAccount)
}

// check returns the account of somebody who knows its password, or errPassword. It takes
// the same time whether there is such an account or not.
func (a *accounts) check(ctx context.Context, name, password string) (person, error) {
	if len(password) > mostPassword {
		return person{}, errPassword
	}
	known, hash, err := a.read(ctx, name)
	if err != nil && !errors.Is(err, errNoAccount) {
		return person{}, err
	}
	same, err := a.hasher.is(ctx, password, hash)
	if err == nil && !same {
		err = errPassword
	}
	if err != nil {
		return person{}, err
	}
	return known, nil
}

// list returns everybody, by name.
func (a *accounts) list(ctx context.Context) (list []person, err error) {
	rows, err := a.db.QueryContext(ctx, `SELECT name, role FROM desk_account ORDER BY key`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p person
		if err := rows.Scan(&p.Name, &p.Role); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func (a *accounts) read(ctx context.Context, name string) (known person, hash string, err error) {
	err = a.db.QueryRowContext(ctx, `SELECT name, role, hash FROM desk_account WHERE key = ?`, keyOf(name)).Scan(&known.Name, &known.Role, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNoAccount
	}
	return known, hash, err
}

// changed returns an error if a statement has changed nothing.
func changed(result sql.Result, err, otherwise error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return otherwise
}

func keyOf(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func validName(name string) bool {
	return name != "" && utf8.ValidString(name) && utf8.RuneCountInString(name) <= 40 &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}
