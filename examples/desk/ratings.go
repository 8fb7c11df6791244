package main

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// maxReason is how many bytes a customer may say about an answer.
const maxReason = 500

// ratings remembers which thumb a customer gave an answer, so that the page shows
// it again and takes no second one. The knowledge base has what follows from it.
type ratings struct{ db *sql.DB }

// rating is a thumb under the answer to a message.
type rating struct {
	Verdict kb.Verdict
	Reason  string
}

func openRatings(ctx context.Context, db *sql.DB) (*ratings, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_rating (
		conversation TEXT NOT NULL,
		message      TEXT NOT NULL,
		verdict      TEXT NOT NULL,
		reason       TEXT NOT NULL,
		at           INTEGER NOT NULL, -- microseconds
		told         INTEGER NOT NULL DEFAULT 0, -- the knowledge base knows it
		PRIMARY KEY (conversation, message)
	) STRICT, WITHOUT ROWID`)
	return &ratings{db: db}, err
}

// keep keeps a rating unless there is one, and returns the one that counts.
func (s *ratings) keep(ctx context.Context, conversation, message string, given rating) (first rating, err error) {
	_, err = s.db.ExecContext(ctx, `INSERT INTO desk_rating (conversation, message, verdict, reason, at)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, conversation, message, string(given.Verdict), given.Reason, time.Now().UnixMicro())
	if err != nil {
		return rating{}, err
	}
	err = s.db.QueryRowContext(ctx, `SELECT verdict, reason FROM desk_rating WHERE conversation = ? AND message = ?`,
		conversation, message).Scan(&first.Verdict, &first.Reason)
	return first, err
}

// told notes that the knowledge base knows a rating.
func (s *ratings) told(ctx context.Context, conversation, message string) error {
	_, err := s.db.ExecContext(ctx, `UPDATE desk_rating SET told = 1 WHERE conversation = ? AND message = ?`, conversation, message)
	return err
}

// of returns the verdict about the answer to a message, or "".
func (s *ratings) of(ctx context.Context, conversation, message string) (verdict kb.Verdict, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT verdict FROM desk_rating WHERE conversation = ? AND message = ? AND told = 1`,
		conversation, message).Scan(&verdict)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return verdict, err
}

// rateable tells whether a reply gets thumbs.
func rateable(r dialog.Reply) bool { return r.Kind == dialog.Answered && r.Source != "" }

// chatRating takes a thumb. The first one counts: a page that repeats a request, or
// a second window, gets to know it.
func (s *site) chatRating(w http.ResponseWriter, r *http.Request) {
	id, ok := conversation(r)
	if !ok {
		writeError(w, http.StatusForbidden, "open the page first")
		return
	}
	var in struct {
		Message string
		Useful  bool
		Reason  string
	}
	if !readJSON(w, r, &in) {
		return
	}
	record, err := s.dialog.Replied(r.Context(), id, in.Message)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !rateable(record.Reply) {
		writeError(w, http.StatusBadRequest, "this is no answer of the knowledge base")
		return
	}
	given := rating{Verdict: kb.Useful}
	if !in.Useful {
		given = rating{Verdict: kb.NotUseful, Reason: shortened(strings.TrimSpace(in.Reason), maxReason)}
	}
	counts, err := s.ratings.keep(r.Context(), id, in.Message, given)
	if err == nil {
		err = s.bot.Rate(r.Context(), kefu.Rating{
			ID: "thumb/" + record.Reply.ID, Conversation: id, Message: in.Message, Verdict: counts.Verdict, Reason: counts.Reason,
		})
	}
	if err == nil {
		err = s.ratings.told(r.Context(), id, in.Message)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]kb.Verdict{"rated": counts.Verdict})
}

// shortened cuts a text to at most n bytes, between characters.
func shortened(text string, n int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= n {
		return text
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
