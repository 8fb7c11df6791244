package main

import (
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// turnView is one turn of a conversation as the pages get it: what the customer
// wrote, if he did, and what was said to him, if anything was.
type turnView struct {
	Version int64     `json:"version"`
	Message *lineView `json:"message,omitempty"`
	Reply   *lineView `json:"reply,omitempty"`
	// Owner answers after this turn: "bot" or "agent".
	Owner dialog.Role `json:"owner"`
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
	At      time.Time        `json:"at"`
	// Source and Score are for agents only.
	Source string  `json:"source,omitempty"`
	Score  float64 `json:"score,omitempty"`
}

// viewOf shows a turn to the customer, or with the bot's reasons to an agent.
func viewOf(r dialog.Record, forAgent bool) turnView {
	v := turnView{Version: r.Version, Owner: r.Reply.Owner}
	if m := r.Message; m.From == dialog.Customer {
		v.Message = &lineView{ID: m.ID, From: m.From, Text: m.Text, Parts: m.Parts, At: m.At}
	}
	if p := r.Reply; p.Text != "" || len(p.Parts) > 0 {
		v.Reply = &lineView{
			ID: p.ID, From: p.From, Agent: p.Agent, Kind: p.Kind, Locale: p.Locale,
			Text: p.Text, Parts: p.Parts, Choices: p.Choices, At: p.At,
		}
		if forAgent {
			v.Reply.Source, v.Reply.Score = p.Source, p.Score
		}
	}
	return v
}
