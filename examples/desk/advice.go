package main

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// adviceView is an entry that may help the agent now.
type adviceView struct {
	Entry    string        `json:"entry"`
	Question string        `json:"question"`
	Text     string        `json:"text"` // what can be told to the customer
	Score    float64       `json:"score"`
	Kind     kb.AdviceKind `json:"kind"`
	Need     string        `json:"need"` // what the customer said that it is for
	Shown    bool          `json:"shown"`
}

const (
	lastTurns = 40 // how much of a conversation advice is made from
	maxAdvice = 3  // how much of it an agent gets
)

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
	talk, locale, err := s.talk(r.Context(), one.Item.Conversation)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	query := kb.Query{Text: strings.TrimSpace(search), Locale: locale, Limit: 2 * maxAdvice}
	advice, err := s.bot.KB().Suggest(r.Context(), talk, query)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := []adviceView{}
	for _, a := range telling(advice, maxAdvice) {
		query.Text = a.Need
		answer, err := s.bot.KB().Answer(r.Context(), a.Hit, query)
		if err != nil { // the answer is what to say then
			s.log.WarnContext(r.Context(), "no live answer", "entry", a.Entry.ID, "error", err)
		}
		list = append(list, adviceView{
			Entry: a.Entry.ID, Question: a.Entry.Question, Text: answer.PlainText(),
			Score: a.Score, Kind: a.Kind, Need: a.Need, Shown: a.Shown,
		})
	}
	writeJSON(w, http.StatusOK, list)
}

// telling returns the n entries that fit best, in the order that they came in. That order
// has what the customer has seen last, however well it fits: its first n may be three
// things that hardly fit, and lack what he has just asked about.
func telling(advice []kb.Advice, n int) []kb.Advice {
	advice = slices.DeleteFunc(advice, func(a kb.Advice) bool { return strings.HasPrefix(a.Entry.Category, "chat/") }) // nobody needs help with small talk
	for len(advice) > n {
		least := 0
		for i, a := range advice {
			if a.Score < advice[least].Score {
				least = i
			}
		}
		advice = slices.Delete(advice, least, least+1)
	}
	return advice
}

// talk returns the last turns of a conversation, in the words of package kb, and the
// language that it has come to.
func (s *site) talk(ctx context.Context, conversation string) (talk []kb.Utterance, locale string, err error) {
	speakers := map[dialog.Role]kb.Speaker{dialog.Agent: kb.ByAgent, dialog.Bot: kb.ByBot}
	for record, err := range s.dialog.Transcript(ctx, conversation, 0) {
		if err != nil {
			return nil, "", err
		}
		if m := record.Message; m.From == dialog.Customer && m.Text != "" {
			talk = append(talk, kb.Utterance{By: kb.ByCustomer, Text: m.Text})
		}
		p := record.Reply
		if p.Locale != "" {
			locale = p.Locale
		}
		if by, ok := speakers[p.From]; ok && p.Text != "" {
			said := kb.Utterance{By: by, Text: p.Text}
			if p.Source != "" {
				said.Entries = []string{p.Source}
			}
			talk = append(talk, said)
		}
	}
	return talk[max(0, len(talk)-lastTurns):], locale, nil
}
