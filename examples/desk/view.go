package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// turnView is one turn of a conversation as the pages get it: what the customer
// wrote, if he did, and what was said to him, if anything was.
type turnView struct {
	Version int64     `json:"version"`
	Message *lineView `json:"message,omitempty"`
	Reply   *lineView `json:"reply,omitempty"`
	// Owner answers after this turn: "bot" or "agent".
	Owner dialog.Role `json:"owner"`
	// Events are what happened in the turn, as far as the page shows it.
	Events []happening `json:"events,omitempty"`
}

// lineView is something that was said.
type lineView struct {
	ID      string           `json:"id"`
	From    dialog.Role      `json:"from"`
	Agent   string           `json:"agent,omitempty"`
	Kind    dialog.ReplyKind `json:"kind,omitempty"`
	Locale  string           `json:"locale,omitempty"`
	Text    string           `json:"text"`
	Parts   []dialog.Part    `json:"parts,omitempty"`
	Choices []dialog.Choice  `json:"choices,omitempty"`
	// Soothing are the kind words that the text begins with, if it does.
	Soothing string    `json:"soothing,omitempty"`
	At       time.Time `json:"at"`
	// Rate is the id of the message under whose answer the customer may give a
	// thumb, Rated the one that he gave, and Related are questions that people ask
	// next.
	Rate    string     `json:"rate,omitempty"`
	Rated   kb.Verdict `json:"rated,omitempty"`
	Related []string   `json:"related,omitempty"`
	// Reading is what the bot read in it, on a page that is opened for debugging.
	Reading *dialog.Reading `json:"reading,omitempty"`
	// Source and Score are for agents only.
	Source string  `json:"source,omitempty"`
	Score  float64 `json:"score,omitempty"`
}

// reader is who looks at a conversation.
type reader struct {
	agent bool // sees the bot's reasons
	debug bool // sees what the bot read in the messages
}

// readerOf says who looks, by the address of the page. Who is signed in as an agent may
// debug, also as a customer.
func (s *site) readerOf(r *http.Request, agent bool) reader {
	debug := r.URL.Query().Get("debug") == "1"
	if debug && !agent {
		_, err := s.session(r)
		debug = err == nil
	}
	return reader{agent: agent, debug: debug}
}

// viewOf shows a turn to the customer, or with the bot's reasons to an agent.
func (s *site) viewOf(ctx context.Context, r dialog.Record, who reader) (turnView, error) {
	v := turnView{Version: r.Version, Owner: r.Reply.Owner, Events: s.tasks.happenings(r.Events, who.debug)}
	if m := r.Message; m.From == dialog.Customer {
		v.Message = &lineView{ID: m.ID, From: m.From, Text: m.Text, Parts: plainParts(m.Parts), At: m.At}
		if who.debug {
			v.Message.Reading = r.Reply.Reading
		}
	}
	p := r.Reply
	if p.Text == "" && len(p.Parts) == 0 {
		return v, nil
	}
	v.Reply = &lineView{
		ID: p.ID, From: p.From, Agent: p.Agent, Kind: p.Kind, Locale: p.Locale,
		Text: p.Text, Parts: plainParts(p.Parts), Choices: p.Choices, At: p.At,
	}
	for _, e := range r.Events {
		if e.Type == dialog.EventSoothed {
			v.Reply.Soothing, _, _ = strings.Cut(p.Text, "\n")
		}
	}
	if who.agent {
		v.Reply.Source, v.Reply.Score = p.Source, p.Score
	}
	if !rateable(p) {
		return v, nil
	}
	var err error
	if v.Reply.Rated, err = s.ratings.of(ctx, r.Message.Conversation, r.Message.ID); err != nil || who.agent {
		return v, err
	}
	entry, err := s.bot.KB().Get(ctx, p.Source)
	if err != nil || strings.HasPrefix(entry.Category, "chat/") {
		return v, nil //nolint:nilerr // it is gone since; and nobody wants to rate a greeting
	}
	v.Reply.Rate = r.Message.ID
	next, err := s.bot.KB().Related(ctx, kb.Hit{Entry: &entry}, kb.Query{Locale: entry.Locale})
	for _, e := range next[:min(len(next), 3)] {
		v.Reply.Related = append(v.Reply.Related, e.Question)
	}
	return v, err
}

// plainParts turns what is written in a markup into what a reader sees of it: the
// pages show text and never read HTML.
func plainParts(parts []dialog.Part) []dialog.Part {
	var plain []dialog.Part
	for _, p := range parts {
		if p.Kind == dialog.MarkdownPart || p.Kind == dialog.HTMLPart {
			answer := kb.Answer{Parts: []kb.Part{{Kind: kb.PartKind(p.Kind), Text: p.Text}}}
			p = dialog.Part{Kind: dialog.TextPart, Text: answer.PlainText()}
		}
		plain = append(plain, p)
	}
	return plain
}
