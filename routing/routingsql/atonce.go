package routingsql

import (
	"context"
	"strings"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
)

// atOnce writes a commit as one statement, on PostgreSQL. Everything hangs on the
// update of the tenant's row: where that finds another revision, also after it has
// waited for the one who made it, there is nothing to insert.
//
// All parts are upserts or inserts, which find their rows by the key, whatever was
// committed since the statement began.
const atOnce = "WITH head AS (UPDATE routing_head SET revision = revision + 1, seq = seq + ?::bigint, control = COALESCE(?::bytea, control)" +
	" WHERE tenant = ?::text AND revision = ?::bigint RETURNING tenant, revision, seq)," +
	" items AS (INSERT INTO routing_item (tenant, id, body, brief)" +
	" SELECT head.tenant, v.* FROM head, unnest(?::text[], ?::bytea[], ?::bytea[]) AS v ON CONFLICT DO NOTHING RETURNING 1)," +
	" statuses AS (INSERT INTO routing_status (tenant, revision, commits, id, ended, body)" +
	" SELECT head.tenant, head.revision, 1, v.* FROM head, unnest(?::text[], ?::bigint[], ?::bytea[]) AS v" +
	" ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, commits = routing_status.commits + 1," +
	" ended = excluded.ended, body = excluded.body RETURNING commits)," +
	" seats AS (INSERT INTO routing_seat (tenant, revision, id, removed, body)" +
	" SELECT head.tenant, head.revision, v.* FROM head, unnest(?::text[], ?::bigint[], ?::bytea[]) AS v" +
	" ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, removed = excluded.removed, body = excluded.body)," +
	" learned AS (INSERT INTO routing_learned (tenant, revision, agent, category, forgot, body)" +
	" SELECT head.tenant, head.revision, v.* FROM head, unnest(?::text[], ?::bytea[], ?::bigint[], ?::bytea[]) AS v" +
	" ON CONFLICT (tenant, agent, category) DO UPDATE SET revision = excluded.revision, forgot = excluded.forgot, body = excluded.body)," +
	" events AS (INSERT INTO routing_event (tenant, seq, item, at, body)" +
	" SELECT head.tenant, head.seq - v.back, v.item, v.at, v.body" +
	" FROM head, unnest(?::bigint[], ?::text[], ?::bigint[], ?::bytea[]) AS v (back, item, at, body))" +
	" SELECT heads, items, first" + counts

const counts = " FROM (SELECT (SELECT COUNT(*) FROM head) AS heads, (SELECT COUNT(*) FROM items) AS items," +
	" (SELECT COUNT(*) FROM statuses WHERE commits = 1) AS first) AS n"

// alone is atOnce as a transaction of its own, which costs one message to the server
// and back. Where the items are not as they should be it fails, so that nothing is
// written: with a division by zero, which is the one error that every server has and
// that can be had in the middle of a statement.
var alone = strings.Replace(atOnce, "heads, items, first"+counts,
	"CASE WHEN heads = 0 OR items = ?::bigint AND first = ?::bigint THEN heads ELSE 1 / (0 * heads) END"+counts, 1)

const divisionByZero = "22012"

// commitAlone is commit by [alone]. False: it has to be done in a transaction, which says
// what is wrong.
func (s *Store) commitAlone(ctx context.Context, p *prepared) (done bool, err error) {
	var heads int
	n := len(p.item.id)
	_, err = s.db.GetAlone(ctx, []any{&heads}, alone, append(p.columns(s.tenant), n, n)...)
	switch {
	case sqldb.IsRefused(err, divisionByZero):
		return false, nil
	case err != nil:
		return false, err
	}
	return heads == 1, nil
}

// commitAtOnce is commit by [atOnce], for all but the first one of a tenant.
func (s *Store) commitAtOnce(tx *sqldb.Tx, p *prepared) error {
	var heads, items, first int
	_, err := tx.Get([]any{&heads, &items, &first}, atOnce, p.columns(s.tenant)...)
	switch {
	case err != nil:
		return err
	case heads == 0:
		return s.refuse(tx, p)
	case items < len(p.item.id):
		// The status of an item that was there before is now written a second time.
		var id string
		if _, err := tx.Get([]any{&id}, "SELECT id FROM routing_status WHERE tenant = ? AND id = ANY(?::text[]) AND commits > 1 LIMIT 1",
			s.tenant, p.item.id); err != nil {
			return err
		}
		return &routing.ExistsError{Item: id}
	case first != len(p.item.id):
		return routing.ErrNotFound
	}
	return nil
}

// columns are the parameters of [atOnce].
func (p *prepared) columns(tenant string) []any {
	n := len(p.event.at)
	back := make([]int64, n) // how far behind the last event each is
	for i := range back {
		back[i] = int64(n - 1 - i)
	}
	return []any{
		n, p.control, tenant, p.revision - 1,
		p.item.id, p.item.body, p.brief,
		p.status.id, p.ended, p.status.body,
		p.seat.id, p.seat.flag, p.seat.body,
		p.learned.id, p.category, p.learned.flag, p.learned.body,
		back, p.event.item, p.event.at, p.event.body,
	}
}
