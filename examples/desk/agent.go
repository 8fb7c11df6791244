package main

import (
	"crypto/subtle"
	"errors"
	"net/http"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

const agentCookie = "kefu_agent"

// agentsOnly lets pass who has the token. Its address sets a cookie, so that it
// is needed once per browser and does not stay in the address bar.
func (s *site) agentsOnly(next http.Handler) http.Handler {
	if s.token == "" {
		return next
	}
	valid := func(token string) bool { return subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1 }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.Path == "/agent" && valid(r.URL.Query().Get("token")) {
			http.SetCookie(w, &http.Cookie{
				Name: agentCookie, Value: s.token, Path: "/agent",
				HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
			})
			http.Redirect(w, r, "/agent", http.StatusSeeOther)
			return
		}
		if cookie, err := r.Cookie(agentCookie); err != nil || !valid(cookie.Value) {
			http.Error(w, "Agents open the address that the program printed when it started.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// agentCases lists the conversations that wait for a person or are with one.
func (s *site) agentCases(w http.ResponseWriter, r *http.Request) {
	open, err := s.cases.open(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := []openCase{}
	for _, c := range open {
		present, err := s.dialog.Load(r.Context(), c.Conversation)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		// A crash may have come between giving back and closing the case: the
		// conversation knows.
		if present.Owner == dialog.Agent {
			list = append(list, c)
		}
	}
	writeJSON(w, http.StatusOK, list)
}

// agentEvents tells the page that the list may have changed.
func (s *site) agentEvents(w http.ResponseWriter, r *http.Request) {
	s.follow(w, r, everything, func(out *stream) error { return out.event("", "changed", struct{}{}) })
}

func (s *site) agentTranscript(w http.ResponseWriter, r *http.Request) {
	if id, ok := s.handedOver(w, r); ok {
		s.transcript(w, r, id, s.readerOf(r, true))
	}
}

// handedOver returns the conversation that a request names, or answers that there is
// none: agents see what was handed over to them.
func (s *site) handedOver(w http.ResponseWriter, r *http.Request) (string, bool) {
	id := r.PathValue("id")
	known, err := s.cases.known(r.Context(), id)
	if err == nil && !known {
		err = dialog.ErrNotFound
	}
	if err != nil {
		s.fail(w, r, err)
	}
	return id, err == nil
}

// agentReply says an agent's words. The customer gets them from the outbox.
func (s *site) agentReply(w http.ResponseWriter, r *http.Request) {
	id, ok := s.handedOver(w, r)
	var in struct{ ID, Text, Agent string }
	if !ok || !readJSON(w, r, &in) {
		return
	}
	present, err := s.dialog.Load(r.Context(), id)
	if err == nil && present.Owner != dialog.Agent {
		if _, err = s.dialog.Replied(r.Context(), id, kefu.AgentIDs+in.ID); errors.Is(err, dialog.ErrNotFound) {
			writeError(w, http.StatusConflict, "the bot has this conversation")
			return
		}
	}
	if err == nil {
		_, err = s.bot.Say(r.Context(), kefu.Message{ID: in.ID, Conversation: id, Agent: in.Agent, Text: in.Text})
	}
	if err == nil {
		err = s.cases.take(r.Context(), id, in.Agent)
	}
	s.done(w, r, id, err)
}

// agentRelease gives a conversation back to the bot.
func (s *site) agentRelease(w http.ResponseWriter, r *http.Request) {
	id, ok := s.handedOver(w, r)
	var in struct{ ID string }
	if !ok || !readJSON(w, r, &in) {
		return
	}
	_, err := s.bot.Release(r.Context(), id, in.ID)
	if err == nil {
		err = s.cases.finish(r.Context(), id)
	}
	s.done(w, r, id, err)
}

func (s *site) done(w http.ResponseWriter, r *http.Request, conversation string, err error) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.hub.wake(conversation)
	writeJSON(w, http.StatusOK, struct{}{})
}
