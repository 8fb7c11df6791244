package main

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/kb"
)

// conversationCookie holds the id of the visitor's conversation. Whoever knows
// the id reads the conversation, so it is random and out of reach of scripts.
const conversationCookie = "kefu_conversation"

// customerCookie holds the id of the visitor himself, for all of his conversations. A
// shop takes him from its sign-in.
const customerCookie = "kefu_customer"

// conversationID is what rand.Text makes: 130 bits. So are the ids of customers.
var conversationID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// conversation returns the id that the browser sends, if it is one of ours.
func conversation(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(conversationCookie)
	if err != nil || !conversationID.MatchString(cookie.Value) {
		return "", false
	}
	return cookie.Value, true
}

// customer returns the id of whoever sits before the browser, empty if he is not known.
func customer(r *http.Request) string {
	cookie, err := r.Cookie(customerCookie)
	if err != nil || !conversationID.MatchString(cookie.Value) {
		return ""
	}
	return cookie.Value
}

// startConversation gives the browser a new conversation, and a customer to one that has
// none.
func (s *site) startConversation(w http.ResponseWriter, r *http.Request) {
	names := []string{conversationCookie}
	if customer(r) == "" {
		names = append(names, customerCookie)
	}
	for _, name := range names {
		http.SetCookie(w, &http.Cookie{
			Name: name, Value: rand.Text(), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteLaxMode,
		})
	}
}

func (s *site) chatPage(w http.ResponseWriter, r *http.Request) {
	if _, ok := conversation(r); !ok {
		s.startConversation(w, r)
	}
	s.page("chat.html")(w, r)
}

func (s *site) newConversation(w http.ResponseWriter, r *http.Request) {
	if !readJSON(w, r, &struct{}{}) {
		return
	}
	s.startConversation(w, r)
	writeJSON(w, http.StatusOK, struct{}{})
}

func (s *site) chatEvents(w http.ResponseWriter, r *http.Request) {
	id, ok := conversation(r)
	if !ok {
		writeError(w, http.StatusForbidden, "open the page first")
		return
	}
	s.transcript(w, r, id, s.readerOf(r, false))
}

// chatMessage takes what the customer wrote and answers with the turn. The page
// repeats a request that failed, with the same id, which is safe.
func (s *site) chatMessage(w http.ResponseWriter, r *http.Request) {
	id, ok := conversation(r)
	if !ok {
		writeError(w, http.StatusForbidden, "open the page first")
		return
	}
	var in struct{ ID, Text, Choice string }
	if !readJSON(w, r, &in) {
		return
	}
	_, err := s.bot.Handle(r.Context(), kefu.Message{
		ID: in.ID, Conversation: id, Customer: customer(r), Channel: "web", Text: in.Text, Choice: in.Choice,
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.hub.wake(id) // other windows of the customer, and the agent's
	record, err := s.dialog.Replied(r.Context(), id, in.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view, err := s.viewOf(r.Context(), record, s.readerOf(r, false))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, view)
}

// starterIDs are the entries of the sample shop that an empty page offers.
var starterIDs = map[string][]string{
	"en": {"en-del-track", "en-return-how", "en-pay-methods"},
	"zh": {"zh-del-track", "zh-return-how", "zh-pay-methods"},
}

// starters returns what the bot can do, and questions to begin with, as far as the
// knowledge base has them, and what it recommends in this language.
func (s *site) starters(w http.ResponseWriter, r *http.Request) {
	lang, questions := r.URL.Query().Get("lang"), []string{}
	for _, id := range starterIDs[lang] {
		if entry, err := s.bot.KB().Get(r.Context(), id); err == nil {
			questions = append(questions, entry.Question)
		}
	}
	recommended, err := s.bot.KB().Recommend(r.Context(), kb.Profile{}, 10)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, one := range recommended {
		// Nothing is known of a customer who has just come, but his language.
		if e := one.Entry; e.Locale == lang && !slices.Contains(questions, e.Question) {
			questions = append(questions, e.Question)
			break
		}
	}
	var tasks []string
	for _, one := range s.tasks.list {
		if one.starter != nil {
			tasks = append(tasks, words(one.starter, lang))
		}
	}
	writeJSON(w, http.StatusOK, map[string][]string{"tasks": tasks, "questions": questions})
}
