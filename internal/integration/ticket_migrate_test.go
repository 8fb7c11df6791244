package integration

import (
	"database/sql"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// firstTickets takes tables back to version 1: without the indexes of lanes, and with
// terms for what begins them.
func firstTickets(t *testing.T, d database, db *sql.DB) {
	t.Helper()
	ctx := t.Context()
	exec := func(query string, args ...any) {
		_, err := db.ExecContext(ctx, d.dialect.Rebind(query), args...)
		require.NoError(t, err, query)
	}
	indexes := "SELECT name FROM sqlite_master WHERE name LIKE 'ticket_listing%kind%'"
	if d.schema != "" {
		indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = '" + d.schema + "' AND indexname LIKE 'ticket_listing%kind%'"
	}
	names := column[string](t, db, indexes)
	require.Len(t, names, 20)
	for _, name := range names {
		exec("DROP INDEX " + name)
	}
	if d.schema == "" {
		exec("DROP TABLE ticket_set")
		exec("CREATE TABLE ticket_term (tenant TEXT NOT NULL, term BLOB NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (tenant, term, serial)) WITHOUT ROWID")
	}
	for _, serial := range column[int64](t, db, "SELECT serial FROM ticket_listing") {
		var owner, kind []byte
		require.NoError(t, db.QueryRowContext(ctx, d.dialect.Rebind("SELECT owner, kind FROM ticket_listing WHERE serial = ?"), serial).Scan(&owner, &kind))
		packed := []byte{}
		for _, term := range []string{"g:orders", "k:" + string(kind), "o:" + string(owner), "s:open", "t:vip", "y:complaint"} {
			packed = append(binary.AppendUvarint(packed, uint64(len(term))), term...)
			exec("INSERT INTO ticket_term (tenant, term, serial) VALUES ('', ?, ?) ON CONFLICT DO NOTHING", []byte(term), serial)
		}
		exec("UPDATE ticket_ticket SET terms = ? WHERE serial = ?", packed, serial)
	}
	exec("DELETE FROM ticket_schema WHERE version > 1")
}

// column reads the first column of a result.
func column[T any](t *testing.T, db *sql.DB, query string) (all []T) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var v T
		require.NoError(t, rows.Scan(&v))
		all = append(all, v)
	}
	require.NoError(t, rows.Err())
	return all
}

// Tickets that an older program wrote are found, changed and forgotten as before.
func TestTicketTablesOfVersion1(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newTickets(t, d.shared(t), "")
		first, second := commitTicket(t, s, aTicket("a")), commitTicket(t, s, aTicket("b"))
		firstTickets(t, d, d.open(t))

		s = newTickets(t, d.shared(t), "")
		terms, may := "SELECT term FROM ticket_term", "wtufcvra"
		if d.schema == "" {
			terms, may = "SELECT term FROM ticket_set", "wtufcvraogsykp"
		}
		for _, term := range column[[]byte](t, d.open(t), terms) {
			require.Contains(t, may, string(term[:1]), "a term that nobody looks for: %s", term)
		}
		ids := func(f ticket.Filter) (ids string) {
			var all []string
			found, err := s.Find(ctx, f, ticket.Page{By: ticket.ByUpdated})
			require.NoError(t, err)
			for _, one := range found.Tickets {
				all = append(all, one.ID)
			}
			return strings.Join(all, " ")
		}
		require.Equal(t, "a b", ids(ticket.Filter{Owners: []string{"ann"}, Groups: []string{"orders"}, Tags: []string{"vip"}}))
		first = commitTicket(t, s, bare(first, "because"))
		first.Owner = "bob"
		first = commitTicket(t, s, aComment(first, "moved"))
		require.Equal(t, "b", ids(ticket.Filter{Owners: []string{"ann"}}))
		require.Equal(t, "a", ids(ticket.Filter{Owners: []string{"bob"}}))
		commitTicket(t, s, closing(first, noon))
		commitTicket(t, s, closing(second, noon))
		n, err := s.Prune(ctx, noon.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.Empty(t, column[[]byte](t, d.open(t), terms))
	})
}
