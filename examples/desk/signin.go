package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/kefu-go/kefu/routing"
)

// signIn adds the calls of people who sign in and out of the agent side.
func (s *site) signIn(mux, agents *http.ServeMux) {
	mux.HandleFunc("GET /agent/login", s.page("login.html"))
	mux.HandleFunc("POST /agent/login", s.login)
	mux.HandleFunc("POST /agent/logout", s.logout)
	agents.HandleFunc("GET /agent/account", s.page("account.html"))
	agents.HandleFunc("GET /agent/api/me", s.me)
	agents.HandleFunc("POST /agent/api/password", s.changePassword)
}

// sessionKey finds the session in the context of a request of the agent side.
type sessionKey struct{}

// signedIn returns who makes a request of the agent side.
func signedIn(r *http.Request) session { return r.Context().Value(sessionKey{}).(session) }

// agentsOnly lets pass who is signed in. Others are led to the page for it, and scripts
// are told.
func (s *site) agentsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, err := s.session(r)
		isPage := r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/agent/api/")
		switch {
		case errors.Is(err, errSignedOut) && isPage:
			target := "/agent/login"
			if to := r.URL.RequestURI(); to != "/agent" {
				target += "?next=" + url.QueryEscape(to)
			}
			http.Redirect(w, r, target, http.StatusSeeOther)
		case err != nil:
			s.fail(w, r, err)
		default:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionKey{}, found)))
		}
	})
}

// session returns who is signed in on the browser of a request, or errSignedOut.
func (s *site) session(r *http.Request) (session, error) {
	cookie, err := r.Cookie(s.agentCookie(r))
	if err != nil {
		return session{}, errSignedOut
	}
	return s.sessions.of(r.Context(), cookie.Value)
}

// agentCookie names the cookie of a session. Over TLS the name has a prefix, by which browsers
// take it from this very host only.
func (s *site) agentCookie(r *http.Request) string {
	if s.secure(r) {
		return "__Host-kefu_agent"
	}
	return "kefu_agent"
}

// setSession gives the browser the token of a session, or takes it away if it is empty. The
// cookie ends with the browser; the session ends by itself.
func (s *site) setSession(w http.ResponseWriter, r *http.Request, token string) {
	cookie := &http.Cookie{
		Name: s.agentCookie(r), Value: token, Path: "/", HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

// login signs somebody in.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	var in struct{ Name, Password string }
	if !readJSON(w, r, &in) {
		return
	}
	found, ok := s.known(w, r, in.Name, in.Password)
	if !ok {
		return
	}
	if before, err := s.session(r); err == nil {
		_ = s.sessions.end(r.Context(), before) // nobody has its token any more
	}
	s.begin(w, r, found)
}

// begin answers with a new session.
func (s *site) begin(w http.ResponseWriter, r *http.Request, of person) {
	token, err := s.sessions.start(r.Context(), of)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.log.InfoContext(r.Context(), "signed in", "name", of.Name, "from", s.placeOf(r))
	s.setSession(w, r, token)
	writeJSON(w, http.StatusOK, of)
}

// known returns the account of a name and its password, or answers why not. All failures
// read the same, and count.
func (s *site) known(w http.ResponseWriter, r *http.Request, name, password string) (person, bool) {
	counted := ""
	if validName(strings.TrimSpace(name)) {
		counted = keyOf(name)
	}
	wait, worked := s.attempts.begin(s.placeOf(r), counted)
	if wait > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())))
		writeError(w, http.StatusTooManyRequests, "too many attempts; please wait")
		return person{}, false
	}
	found, err := s.accounts.check(r.Context(), name, password)
	switch {
	case errors.Is(err, errPassword):
		s.log.WarnContext(r.Context(), "a password was wrong", "from", s.placeOf(r)) // no name: people type passwords there
		writeError(w, http.StatusForbidden, "the name or the password is wrong")
	case err != nil:
		worked()
		s.fail(w, r, err)
	default:
		worked()
	}
	return found, err == nil
}

// logout signs the browser out. That it is out already is no error.
func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	if !readJSON(w, r, &struct{}{}) {
		return
	}
	found, err := s.session(r)
	if err == nil {
		err = s.sessions.end(r.Context(), found)
	}
	if err == nil { // he takes nothing more, and what he has goes to others
		err = s.bot.Router().SetPresence(r.Context(), found.Name, routing.Offline, "signed out")
		if errors.Is(err, routing.ErrNotFound) { // he never was there
			err = nil
		}
	}
	if err != nil && !errors.Is(err, errSignedOut) {
		s.fail(w, r, err)
		return
	}
	s.setSession(w, r, "")
	writeJSON(w, http.StatusOK, struct{}{})
}

func (s *site) me(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, signedIn(r).person)
}

// changePassword gives somebody the password that he chose. All his browsers are signed out
// but this one, which gets a new session.
func (s *site) changePassword(w http.ResponseWriter, r *http.Request) {
	var in struct{ Old, New string }
	if !readJSON(w, r, &in) {
		return
	}
	name := signedIn(r).Name
	if !acceptable(in.New, name) {
		writeError(w, http.StatusBadRequest, fmt.Sprintf("a password has at least %d characters and is not your name", leastPassword))
		return
	}
	found, ok := s.known(w, r, name, in.Old)
	if !ok {
		return
	}
	if err := s.accounts.setPassword(r.Context(), name, in.New); err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.ended.wake(keyOf(name))
	s.begin(w, r, found)
}
