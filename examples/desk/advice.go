package main

import (
	"net/http"
	"strings"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/routing/assist"
)

// adviceView is what may help the agent now.
type adviceView struct {
	ID    string      `json:"id"`
	Kind  assist.Kind `json:"kind"`
	Title string      `json:"title"`
	Text  string      `json:"text"` // what can be told to the customer
	Score float64     `json:"score"`
	Why   string      `json:"why"`  // what the customer said that it is for
	Said  bool        `json:"said"` // in this conversation
}

// maxAdvice is how much advice an agent gets.
const maxAdvice = 5

// agentAdvice suggests what an agent could say next, from what was said so far and
// from what he searches for, if he does.
func (s *site) agentAdvice(w http.ResponseWriter, r *http.Request) {
	one, ok := s.handedOver(w, r)
	if !ok {
		return
	}
	search := r.URL.Query().Get("q")
	if len(search) > kefu.MaxText {
		writeError(w, http.StatusBadRequest, "the search is too long")
		return
	}
	situation, err := s.bot.Situation(r.Context(), one.Item.Conversation, signedIn(r).Name)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	situation.Draft = strings.TrimSpace(search)
	advice, err := s.bot.Assist().Suggest(r.Context(), situation)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, f := range advice.Failed {
		s.log.WarnContext(r.Context(), "no advice", "source", f.Source, "error", f)
	}
	list := []adviceView{}
	for _, a := range advice.List[:min(len(advice.List), maxAdvice)] {
		list = append(list, adviceView{ID: a.ID, Kind: a.Kind, Title: a.Title, Text: a.Text, Score: a.Score, Why: a.Why, Said: a.Said})
	}
	writeJSON(w, http.StatusOK, list)
}
