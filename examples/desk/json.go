package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/routing"
)

// maxBody is how much of a request is read. It leaves room for JSON escapes
// around the longest text that the bot reads.
const maxBody = 8 * kefu.MaxText

// readJSON reads the body of a request, or answers why not.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		writeError(w, http.StatusUnsupportedMediaType, "the body is not application/json")
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		writeError(w, http.StatusRequestEntityTooLarge, "the message is too long")
		return false
	case err != nil:
		return false // the connection is gone
	}
	if err := json.Unmarshal(body, into); err != nil {
		writeError(w, http.StatusBadRequest, "the body is not the JSON that is expected here")
		return false
	}
	return true
}

// fail answers an error of the bot.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case r.Context().Err() != nil: // nobody is there to read it
	case refused(w, err):
	case errors.Is(err, errSignedOut):
		writeError(w, http.StatusUnauthorized, "please sign in")
	case errors.Is(err, routing.ErrNoRoom):
		writeConflict(w, "room", "who should take this has no room for it")
	case errors.Is(err, routing.ErrState), errors.Is(err, routing.ErrQueueFull):
		writeConflict(w, "state", "this is not possible now")
	case errors.Is(err, routing.ErrStale), errors.Is(err, routing.ErrNotFound):
		writeConflict(w, "late", "somebody else was faster, or it took too long")
	case errors.Is(err, kefu.ErrInvalid), errors.Is(err, kb.ErrInvalid), errors.Is(err, routing.ErrInvalid):
		writeError(w, http.StatusBadRequest, err.Error())
	case errors.Is(err, kb.ErrNotFound):
		writeError(w, http.StatusNotFound, "there is no such thing; it may have been removed")
	case errors.Is(err, kb.ErrConflict):
		writeError(w, http.StatusConflict, "somebody else changed this in the meantime")
	case errors.Is(err, kb.ErrForbidden):
		writeError(w, http.StatusForbidden, "this is not allowed")
	case errors.Is(err, dialog.ErrNotFound):
		writeError(w, http.StatusNotFound, "there is no such conversation")
	default:
		s.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.Pattern, "error", err)
		writeError(w, http.StatusInternalServerError, "this did not work; please try again")
	}
}

func writeError(w http.ResponseWriter, status int, reason string) {
	writeJSON(w, status, map[string]string{"error": reason})
}

// writeConflict answers that something is not as the page thinks, with a word for the page.
func writeConflict(w http.ResponseWriter, code, reason string) {
	writeJSON(w, http.StatusConflict, map[string]string{"error": reason, "code": code})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // an error is the reader's end of the line
}
