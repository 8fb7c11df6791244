package sqldb

import (
	"strconv"
	"strings"
	"time"
)

// Dialect is a kind of SQL database. All statements are written once, in the
// SQL that both kinds understand, with ? for parameters; what differs is here
// and in the migrations.
type Dialect uint8

// The dialects.
const (
	// SQLite is one file for one process (or a few on one machine).
	SQLite Dialect = iota + 1
	// PostgreSQL is a server for many nodes.
	PostgreSQL
)

// String returns "sqlite", "postgresql" or "invalid". The first two are also
// the names of the directories that hold the migrations.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "sqlite"
	case PostgreSQL:
		return "postgresql"
	}
	return "invalid"
}

// Valid tells whether d is one of the dialects.
func (d Dialect) Valid() bool { return d == SQLite || d == PostgreSQL }

// ForUpdate is the clause that locks the rows of a SELECT until the end of the
// transaction; SQLite has one writer and needs none.
func (d Dialect) ForUpdate() string {
	if d == PostgreSQL {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked is ForUpdate for a queue: rows that others hold are left out.
func (d Dialect) SkipLocked() string {
	if d == PostgreSQL {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// Rebind writes the parameters of a statement, each a question mark, the way
// the dialect wants them. Question marks in quotes stay.
func (d Dialect) Rebind(query string) string {
	if d != PostgreSQL || strings.IndexByte(query, '?') < 0 {
		return query
	}
	var (
		b     strings.Builder
		n     int
		quote byte
	)
	b.Grow(len(query) + 16)
	for i := range len(query) {
		c := query[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '?':
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Repeat returns n copies of text with commas in between: the rows of a VALUES
// clause, or the parameters of an IN.
func Repeat(text string, n int) string {
	return strings.TrimSuffix(strings.Repeat(text+",", n), ",")
}

// Micros is how a time is stored: microseconds since 1970, UTC. The zero time
// is a number like any other.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Time is the reverse of [Micros].
func Time(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// Keep returns a time as it comes back from the database: in UTC, cut to the
// microsecond.
func Keep(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
