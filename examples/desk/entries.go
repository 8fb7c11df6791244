package main

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/kb"
)

// entryView is an entry as the page edits it. What it does not know, such as images
// and facts, stays as it is.
type entryView struct {
	ID        string   `json:"id"`
	Version   int64    `json:"version"`
	Question  string   `json:"question"`
	Phrasings []string `json:"phrasings"`
	Answer    string   `json:"answer"` // its text
	Mode      kb.Mode  `json:"mode"`
	Category  string   `json:"category"`
	Locale    string   `json:"locale"`
	Base      string   `json:"base"`

	// The rest is for reading.
	Kind    kb.Kind   `json:"kind,omitempty"`
	Markup  string    `json:"markup,omitempty"` // what the text is written in, unless it is plain
	More    int       `json:"more,omitempty"`   // parts beside the text
	Live    bool      `json:"live,omitempty"`
	Facts   []kb.Fact `json:"facts,omitempty"`
	Guide   bool      `json:"guide,omitempty"`
	Editor  string    `json:"editor,omitempty"`
	Updated time.Time `json:"updated,omitzero"`
}

func editable(e *kb.Entry) entryView {
	v := entryView{
		ID: e.ID, Version: e.Version, Question: e.Question, Phrasings: slices.Clone(e.Phrasings), Answer: answerText(e.Answer),
		Mode: e.Mode, Category: e.Category, Locale: e.Locale, Base: e.Base,
		Kind: e.Kind, More: len(e.Answer.Parts), Live: e.Answer.Action != nil, Facts: e.Facts, Guide: e.Guide != nil,
		Editor: e.Editor, Updated: e.Updated,
	}
	if i := textPart(e.Answer); i >= 0 {
		v.More--
		if kind := e.Answer.Parts[i].Kind; kind != kb.TextPart {
			v.Markup = string(kind)
		}
	}
	if v.Phrasings == nil {
		v.Phrasings = []string{}
	}
	return v
}

// apply puts what was edited into an entry.
func (v *entryView) apply(e *kb.Entry) {
	e.Question, e.Phrasings = strings.TrimSpace(v.Question), lines(v.Phrasings)
	e.Mode, e.Category, e.Locale, e.Base = v.Mode, strings.TrimSpace(v.Category), strings.TrimSpace(v.Locale), strings.TrimSpace(v.Base)
	if text := trimmed(v.Answer); text != answerText(e.Answer) {
		e.Answer = withText(e.Answer, text)
	}
}

// textPart returns the place of the first part that is a text in any form, or -1.
func textPart(a kb.Answer) int {
	return slices.IndexFunc(a.Parts, func(p kb.Part) bool {
		return p.Kind == kb.TextPart || p.Kind == kb.MarkdownPart || p.Kind == kb.HTMLPart
	})
}

// answerText is the text of an answer that people edit.
func answerText(a kb.Answer) string {
	if i := textPart(a); i >= 0 {
		return trimmed(a.Parts[i].Text)
	}
	return ""
}

// withText returns an answer with another text, and with all that it has besides.
func withText(a kb.Answer, text string) kb.Answer {
	i := textPart(a)
	a.Parts = slices.Clone(a.Parts)
	switch {
	case i >= 0 && text == "":
		a.Parts = slices.Delete(a.Parts, i, i+1)
	case i >= 0:
		a.Parts[i].Text = text
	case text != "":
		a.Parts = slices.Insert(a.Parts, 0, kb.Part{Kind: kb.TextPart, Text: text})
	}
	return a
}

// trimmed is a text from a form: browsers end lines with \n, pasted text may not.
func trimmed(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// lines keeps what is not blank.
func lines(list []string) (kept []string) {
	for _, line := range list {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// entriesPage is how many entries a page of the list has.
const entriesPage = 20

// kbEntries lists entries that have a text in them, page by page.
func (s *site) kbEntries(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	filter := kb.Filter{Text: strings.TrimSpace(form.Get("text")), Locale: form.Get("locale"), After: form.Get("after"), Limit: entriesPage + 1}
	list := []entryView{}
	for e, err := range s.bot.KB().List(r.Context(), filter) {
		if err != nil {
			s.fail(w, r, err)
			return
		}
		list = append(list, editable(&e))
	}
	next := ""
	if len(list) > entriesPage {
		list = list[:entriesPage]
		next = list[entriesPage-1].ID
	}
	total, err := s.bot.KB().Len(r.Context())
	s.reply(w, r, map[string]any{"entries": list, "next": next, "total": total}, err)
}

func (s *site) kbEntry(w http.ResponseWriter, r *http.Request) {
	e, err := s.bot.KB().Get(r.Context(), r.URL.Query().Get("id"))
	s.reply(w, r, editable(&e), err)
}

// kbSave writes an entry at once or, if it says so, proposes it as a draft. The page
// gives a new entry its id and a draft its key, so that a request that comes again
// finds what the first one has done.
func (s *site) kbSave(w http.ResponseWriter, r *http.Request) {
	var in struct {
		entryView
		Key   string
		Draft bool
	}
	if !readJSON(w, r, &in) {
		return
	}
	if in.ID == "" {
		writeError(w, http.StatusBadRequest, "id is empty")
		return
	}
	entry, err := s.bot.KB().Get(r.Context(), in.ID)
	isNew := errors.Is(err, kb.ErrNotFound)
	switch {
	case isNew && in.Version != 0: // it was deleted while it was edited
		s.fail(w, r, kb.ErrConflict)
		return
	case isNew:
		entry = kb.Entry{ID: in.ID}
	case err != nil:
		s.fail(w, r, err)
		return
	}
	before := entry
	in.apply(&entry)
	if in.Draft {
		entry.Version = in.Version
		draft, err := s.editor.Propose(r.Context(), signedIn(r).Name, kb.Proposal{Entry: entry, Key: in.Key})
		s.reply(w, r, draftOf(draft, ""), err)
		return
	}
	if !isNew && sameEdit(&before, &entry) {
		writeJSON(w, http.StatusOK, editable(&before)) // nothing to do, or done before
		return
	}
	if !isNew && before.Version != in.Version {
		s.fail(w, r, kb.ErrConflict)
		return
	}
	stored, err := s.editor.Put(r.Context(), signedIn(r).Name, "edited on the desk", entry)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, editable(&stored[0]))
}

// sameEdit tells whether an edit changes nothing.
func sameEdit(a, b *kb.Entry) bool { return reflect.DeepEqual(editable(a), editable(b)) }

// kbDelete takes an entry out. One that is gone is gone.
func (s *site) kbDelete(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID      string
		Version int64
	}
	if !readJSON(w, r, &in) {
		return
	}
	entry, err := s.bot.KB().Get(r.Context(), in.ID)
	if err == nil && entry.Version != in.Version {
		err = kb.ErrConflict
	}
	if err == nil {
		err = s.editor.Delete(r.Context(), signedIn(r).Name, "deleted on the desk", in.ID)
	}
	if errors.Is(err, kb.ErrNotFound) {
		err = nil
	}
	s.reply(w, r, struct{}{}, err)
}

// draftView is a change that waits to be published.
type draftView struct {
	ID       string        `json:"id"`
	State    kb.DraftState `json:"state"`
	Author   string        `json:"author"`
	New      bool          `json:"new"`
	Entry    entryView     `json:"entry"`
	Findings []string      `json:"findings"`
	Updated  time.Time     `json:"updated"`
}

func draftOf(d kb.Draft, locale string) draftView {
	v := draftView{ID: d.ID, State: d.State, Author: d.Author, New: d.Entry.Version == 0, Entry: editable(&d.Entry), Updated: d.Updated, Findings: []string{}}
	for _, f := range d.Findings {
		v.Findings = append(v.Findings, f.Message(locale))
	}
	return v
}

// kbDrafts lists the drafts that are not done.
func (s *site) kbDrafts(w http.ResponseWriter, r *http.Request) {
	list := []draftView{}
	for _, state := range []kb.DraftState{kb.Drafted, kb.Checked, kb.Reviewed, kb.Publishing} {
		for d, err := range s.editor.Drafts(r.Context(), state) {
			if err != nil {
				s.fail(w, r, err)
				return
			}
			list = append(list, draftOf(d, r.URL.Query().Get("lang")))
		}
	}
	writeJSON(w, http.StatusOK, list)
}

// kbPublish has a draft checked, approves it and makes it visible. Each step that is
// done already is left out, so that it can be tried again from wherever it ended.
func (s *site) kbPublish(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID, Lang string }
	if !readJSON(w, r, &in) {
		return
	}
	actor := signedIn(r).Name
	d, err := s.editor.Draft(r.Context(), in.ID)
	if err == nil && d.State == kb.Drafted {
		d, err = s.editor.Check(r.Context(), actor, d)
	}
	if err == nil && d.State == kb.Checked {
		d, err = s.editor.Approve(r.Context(), actor, d, "")
	}
	if err == nil && d.State != kb.Drafted { // the check found nothing that forbids it
		var published []kb.Draft
		if published, err = s.editor.Publish(r.Context(), actor, in.ID); err == nil {
			d = published[0]
		}
	}
	s.reply(w, r, draftOf(d, in.Lang), err)
}

// kbWithdraw ends a draft.
func (s *site) kbWithdraw(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID string }
	if !readJSON(w, r, &in) {
		return
	}
	d, err := s.editor.Draft(r.Context(), in.ID)
	if err == nil && d.State != kb.Withdrawn {
		d, err = s.editor.Withdraw(r.Context(), signedIn(r).Name, d, "")
	}
	s.reply(w, r, draftOf(d, ""), err)
}
