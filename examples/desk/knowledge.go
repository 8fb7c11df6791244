package main

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/kefu-go/kefu/kb"
)

// knowledge adds the pages and calls of the people who look after the knowledge
// base. They are behind the same door as the agents.
func (s *site) knowledge(mux *http.ServeMux) {
	mux.HandleFunc("GET /agent/knowledge", s.page("knowledge.html"))
	mux.HandleFunc("GET /agent/api/kb/explain", s.kbExplain)
	mux.HandleFunc("GET /agent/api/kb/suggestions", s.kbSuggestions)
	mux.HandleFunc("POST /agent/api/kb/suggestions/accept", s.kbAccept)
	mux.HandleFunc("POST /agent/api/kb/suggestions/reject", s.kbReject)
	mux.HandleFunc("GET /agent/api/kb/tasks", s.kbTasks)
	mux.HandleFunc("POST /agent/api/kb/tasks/fix", s.kbFix)
	mux.HandleFunc("POST /agent/api/kb/tasks/dismiss", s.kbDismiss)
	mux.HandleFunc("GET /agent/api/kb/check", s.kbCheck)
	mux.HandleFunc("GET /agent/api/kb/hot", s.kbHot)
	mux.HandleFunc("GET /agent/api/kb/entries", s.kbEntries)
	mux.HandleFunc("GET /agent/api/kb/entry", s.kbEntry)
	mux.HandleFunc("POST /agent/api/kb/entry", s.kbSave)
	mux.HandleFunc("POST /agent/api/kb/entry/delete", s.kbDelete)
	mux.HandleFunc("GET /agent/api/kb/drafts", s.kbDrafts)
	mux.HandleFunc("POST /agent/api/kb/drafts/publish", s.kbPublish)
	mux.HandleFunc("POST /agent/api/kb/drafts/withdraw", s.kbWithdraw)
}

// reply writes what a call of the knowledge base returned, or answers its error.
func (s *site) reply(w http.ResponseWriter, r *http.Request, value any, err error) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, value)
}

// kbExplain tells how a question is matched, and why an entry is not the answer
// where one is named.
func (s *site) kbExplain(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	var ids []string
	if id := form.Get("entry"); id != "" {
		ids = []string{id}
	}
	e, err := s.bot.KB().Explain(r.Context(), kb.Query{Text: form.Get("text"), Locale: form.Get("locale")}, ids...)
	var policy kb.Policy
	if e.Decision != nil {
		policy = e.Decision.Policy
	}
	s.reply(w, r, map[string]any{
		"line": e.String(), "explanation": e,
		"thresholds": map[string]float64{"direct": policy.Direct, "suggest": policy.Suggest, "margin": policy.Margin},
	}, err)
}

// questions names entries by their questions, for people to read.
func (s *site) questions(ctx context.Context, ids ...string) map[string]string {
	names := map[string]string{}
	for _, id := range ids {
		if e, err := s.bot.KB().Get(ctx, id); err == nil {
			names[id] = e.Question
		}
	}
	return names
}

// kbCheck looks for entries that should be mended.
func (s *site) kbCheck(w http.ResponseWriter, r *http.Request) {
	type view struct {
		kb.Finding
		Message  string `json:"message"`
		Question string `json:"question"`
	}
	found, err := s.bot.KB().Lint(r.Context(), kb.LintOptions{})
	list := []view{}
	for _, f := range found[:min(len(found), 200)] {
		list = append(list, view{f, f.Message(r.URL.Query().Get("lang")), s.questions(r.Context(), f.Entry)[f.Entry]})
	}
	s.reply(w, r, map[string]any{"findings": list, "total": len(found)}, err)
}

// kbHot lists the entries that were the answer most often, and whether they
// helped.
func (s *site) kbHot(w http.ResponseWriter, r *http.Request) {
	type view struct {
		Entry     string  `json:"entry"`
		Question  string  `json:"question"`
		Hits      int64   `json:"hits"`
		Offered   int64   `json:"offered"`
		HandedOff int64   `json:"handed_off"`
		Votes     int64   `json:"votes"`
		Useful    float64 `json:"useful"`
		Low       float64 `json:"low"`
		High      float64 `json:"high"`
	}
	hot, err := s.bot.KB().Hot(r.Context(), kb.HotOptions{N: 50})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := []view{}
	for _, e := range hot {
		usage, err := s.bot.KB().Usage(r.Context(), e.ID)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		for _, u := range usage {
			share := u.Usefulness()
			if u.Hits() > 0 {
				list = append(list, view{e.ID, e.Question, u.Hits(), u.Offered, u.HandedOff, share.Votes, share.Value, share.Low, share.High})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b view) int { return int(b.Hits - a.Hits) })
	writeJSON(w, http.StatusOK, list)
}

// kbSuggestions lists what the knowledge base could learn from the questions of
// customers.
func (s *site) kbSuggestions(w http.ResponseWriter, r *http.Request) {
	list, err := s.learn(r.Context())
	names := map[string]string{}
	for _, one := range list {
		ids := []string{one.Entry}
		for _, near := range one.Nearest {
			ids = append(ids, near.Entry)
		}
		for id, question := range s.questions(r.Context(), ids...) {
			names[id] = question
		}
	}
	if list == nil {
		list = []kb.Suggestion{}
	}
	s.reply(w, r, map[string]any{"suggestions": list, "questions": names}, err)
}

// learn makes suggestions. A sample has few customers: two who ask the same are
// enough. What an entry answers badly is a complaint, and not learned here.
func (s *site) learn(ctx context.Context) ([]kb.Suggestion, error) {
	return s.bot.KB().Learn(ctx, kb.LearnOptions{MinCount: 2, Max: 50, MinConfidence: 0.1})
}

// suggestion finds one by its id, also when it was decided about before.
func (s *site) suggestion(ctx context.Context, id string) (kb.Suggestion, error) {
	decided, err := s.bot.KB().Decided(ctx, id)
	if err == nil {
		return decided.Suggestion, nil
	}
	if !errors.Is(err, kb.ErrNotFound) {
		return kb.Suggestion{}, err
	}
	list, err := s.learn(ctx)
	if err != nil {
		return kb.Suggestion{}, err
	}
	if i := slices.IndexFunc(list, func(one kb.Suggestion) bool { return one.ID == id }); i >= 0 {
		return list[i], nil
	}
	return kb.Suggestion{}, kb.ErrNotFound
}

// kbAccept takes a suggestion over. Doing it again changes nothing.
func (s *site) kbAccept(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID, Answer, Category, Locale string
		Wordings                     []string
	}
	if !readJSON(w, r, &in) {
		return
	}
	found, err := s.suggestion(r.Context(), in.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	opts := kb.AcceptOptions{Wordings: lines(in.Wordings), Category: in.Category, Locale: in.Locale, Put: true}
	if answer := trimmed(in.Answer); answer != "" {
		opts.Answer = kb.TextAnswer(answer)
	}
	entry, err := s.bot.KB().Accept(r.Context(), signedIn(r).Name, found, opts)
	s.reply(w, r, editable(&entry), err)
}

// kbReject remembers that a suggestion is unwanted.
func (s *site) kbReject(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID, Reason string }
	if !readJSON(w, r, &in) {
		return
	}
	found, err := s.suggestion(r.Context(), in.ID)
	if err == nil {
		err = s.bot.KB().Reject(r.Context(), signedIn(r).Name, found, shortened(in.Reason, maxReason))
	}
	s.reply(w, r, struct{}{}, err)
}
