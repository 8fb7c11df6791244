package ticketsql

import (
	"math"
	"strings"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// never is the time of what does not happen.
const never = math.MaxInt64

// listed are the columns of ticket_listing that follow from a ticket, with their types
// on PostgreSQL; see [listing].
var listed = [...]struct{ name, kind string }{
	{"id", "text"},
	{"kind", "bytea"},
	{"state", "bytea"},
	{"type", "bytea"},
	{"owner", "bytea"},
	{"team", "bytea"},
	{"customer", "bytea"},
	{"conversation", "bytea"},
	{"source", "bytea"},
	{"priority", "bigint"},
	{"created", "bigint"},
	{"updated", "bigint"},
	{"deadline", "bigint"},
	{"due", "bigint"},
	{"wake", "bigint"},
	{"ended", "bigint"},
	{"late", "bigint"},
}

// listing are the values of the columns of [listed].
func listing(t *ticket.Ticket) []any {
	var ended any
	if t.Ended() {
		ended = sqldb.Micros(t.Closed)
	}
	deadline, due, late := int64(never), int64(never), int64(0)
	if !t.Deadline.IsZero() {
		deadline = sqldb.Micros(t.Deadline)
	}
	if !t.Due.IsZero() {
		due = sqldb.Micros(t.Due)
	}
	if t.Late() {
		late = 1
	}
	return []any{
		t.ID, blob(string(t.Kind)), blob(t.State), blob(t.Type), blob(t.Owner), blob(t.Group),
		blob(t.Customer), blob(t.Conversation), blob(t.Source), int64(t.Priority),
		sqldb.Micros(t.Created), sqldb.Micros(t.Updated), deadline, due, sqldb.Micros(t.Wake), ended, late,
	}
}

// blob is a text that need not be one for the database. It is never NULL.
func blob(s string) []byte { return append([]byte{}, s...) }

// Lists of the columns of [listed], as statements have them.
var (
	listedNames  = eachListed(func(name, _ string) string { return name })
	listedParams = eachListed(func(_, _ string) string { return "?" })
	listedAnew   = eachListed(func(name, _ string) string { return name + " = excluded." + name })
	listedCasts  = eachListed(func(_, kind string) string { return "?::" + kind })
)

func eachListed(write func(name, kind string) string) string {
	parts := make([]string, len(listed))
	for i, c := range listed {
		parts[i] = write(c.name, c.kind)
	}
	return strings.Join(parts, ", ")
}
