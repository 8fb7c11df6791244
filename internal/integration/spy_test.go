package integration

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"modernc.org/sqlite"
)

// spy is an SQLite driver that shows every statement to a function before it
// is prepared or run, and fails it if the function says so.
type spy struct {
	dsn    string
	before func(query string) error
}

func (s *spy) Driver() driver.Driver { return &sqlite.Driver{} }

func (s *spy) Connect(context.Context) (driver.Conn, error) {
	conn, err := s.Driver().Open(s.dsn)
	if err != nil {
		return nil, err
	}
	return &spyConn{Conn: conn, before: s.before}, nil
}

type spyConn struct {
	driver.Conn
	before func(query string) error
}

func (c *spyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.before(query); err != nil {
		return nil, err
	}
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
}

func (c *spyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.before(query); err != nil {
		return nil, err
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *spyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.before(query); err != nil {
		return nil, err
	}
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// openSpied returns a handle whose statements before sees.
func openSpied(t testing.TB, dsn string, before func(query string) error) *sql.DB {
	t.Helper()
	db := sql.OpenDB(&spy{dsn: dsn, before: before})
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// counter counts statements by their text.
type counter struct {
	mu   sync.Mutex
	seen map[string]int
}

func (c *counter) count(query string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = make(map[string]int)
	}
	c.seen[query]++
	return nil
}

// take returns what was counted since the last call.
func (c *counter) take() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.seen
	c.seen = nil
	return seen
}

// waiting is a context that tells when somebody begins to wait for its end.
type waiting struct {
	context.Context
	once    sync.Once
	entered chan struct{}
}

func newWaiting(ctx context.Context) *waiting {
	return &waiting{Context: ctx, entered: make(chan struct{})}
}

func (w *waiting) Done() <-chan struct{} {
	w.once.Do(func() { close(w.entered) })
	return w.Context.Done()
}
