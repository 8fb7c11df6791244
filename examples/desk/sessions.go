package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"
)

const (
	sessionLength = 12 * time.Hour  // a shift; then he signs in again
	sessionIdle   = 2 * time.Hour   // without a page that is open, or a request
	sessionNote   = 5 * time.Minute // how exactly the last use is known
)

var errSignedOut = errors.New("nobody is signed in")

// session is somebody who is signed in on one browser.
type session struct {
	person
	id string // the hash of what the browser has
}

// sessions are who is signed in. Browsers have a random token, the file has its hash:
// whoever reads the file can not sign in with it.
type sessions struct {
	db    *sql.DB
	now   func() time.Time
	ended *hub // wakes the streams of an account whose sessions may have ended
}

func openSessions(ctx context.Context, db *sql.DB, now func() time.Time) (*sessions, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_session (
		id      TEXT PRIMARY KEY, -- the hash of the token
		account TEXT NOT NULL,    -- its key
		since   INTEGER NOT NULL, -- microseconds
		used    INTEGER NOT NULL
	) STRICT, WITHOUT ROWID`)
	return &sessions{db, now, newHub()}, err
}

// start signs somebody in and returns the token for his browser. Sessions that are over are
// forgotten on the way.
func (s *sessions) start(ctx context.Context, who person) (token string, err error) {
	token, now := rand.Text(), s.now()
	_, err = s.db.ExecContext(ctx, `DELETE FROM desk_session WHERE since <= ? OR used <= ?`,
		now.Add(-sessionLength).UnixMicro(), now.Add(-sessionIdle).UnixMicro())
	if err == nil {
		_, err = s.db.ExecContext(ctx, `INSERT INTO desk_session VALUES (?, ?, ?, ?)`, hashOf(token), keyOf(who.Name), now.UnixMicro(), now.UnixMicro())
	}
	return token, err
}

// of returns the session of a token, or errSignedOut.
func (s *sessions) of(ctx context.Context, token string) (session, error) {
	return s.get(ctx, hashOf(token))
}

// get returns a session by its id if it goes on, which it does by being asked for. It ends
// with its account, and with the password that it was begun with.
func (s *sessions) get(ctx context.Context, id string) (session, error) {
	found, now := session{id: id}, s.now()
	var used int64
	err := s.db.QueryRowContext(ctx, `SELECT a.name, a.role, s.used FROM desk_session s JOIN desk_account a ON a.key = s.account
		WHERE s.id = ? AND s.since >= a.since AND s.since > ? AND s.used > ?`, id, now.Add(-sessionLength).UnixMicro(), now.Add(-sessionIdle).UnixMicro()).
		Scan(&found.Name, &found.Role, &used)
	if errors.Is(err, sql.ErrNoRows) {
		return session{}, errSignedOut
	}
	if err == nil && now.Sub(time.UnixMicro(used)) > sessionNote {
		_, err = s.db.ExecContext(ctx, `UPDATE desk_session SET used = ? WHERE id = ?`, now.UnixMicro(), id)
	}
	return found, err
}

// end signs a browser out.
func (s *sessions) end(ctx context.Context, who session) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM desk_session WHERE id = ?`, who.id)
	s.ended.wake(keyOf(who.Name))
	return err
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
