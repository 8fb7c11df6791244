package main

import (
	"errors"
	"net/http"
	"strings"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// agentEvents tells a page that what is on it may have changed.
func (s *site) agentEvents(w http.ResponseWriter, r *http.Request) {
	s.follow(w, r, everything, func(out *stream) error { return out.event("", "changed", struct{}{}) })
}

func (s *site) agentTranscript(w http.ResponseWriter, r *http.Request) {
	if one, ok := s.handedOver(w, r); ok {
		s.transcript(w, r, one.Item.Conversation, s.readerOf(r, true))
	}
}

// agentReply says an agent's words. The customer gets them from the outbox. To an offer,
// words are as good as a click.
func (s *site) agentReply(w http.ResponseWriter, r *http.Request) {
	one, ok := s.handedOver(w, r)
	var in struct{ ID, Text string }
	if !ok || !readJSON(w, r, &in) {
		return
	}
	me, id := signedIn(r).Name, one.Item.Conversation
	if _, err := s.dialog.Replied(r.Context(), id, kefu.AgentIDs+in.ID); !errors.Is(err, dialog.ErrNotFound) {
		s.done(w, r, id, err) // said before
		return
	}
	if one.Status.State == routing.Wrapping || one.Status.Agent != me {
		writeError(w, http.StatusConflict, "this conversation is not yours")
		return
	}
	if in.ID == "" || strings.TrimSpace(in.Text) == "" {
		writeError(w, http.StatusBadRequest, "a reply has an id and words")
		return
	}
	_, err := s.bot.Router().Accept(r.Context(), one.Assignment())
	if err == nil {
		_, err = s.bot.Say(r.Context(), kefu.Message{ID: in.ID, Conversation: id, Agent: me, Text: in.Text})
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
