package intent

import (
	"context"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// StoredModel is a model as a [Store] keeps it.
type StoredModel struct {
	// Version names the model; it is unique in a store. See [Model.Version].
	Version string `json:"version"`
	// Created is when it was trained, and Note what it is, for people.
	Created time.Time `json:"created"`
	Note    string    `json:"note,omitempty"`
	// Examples is how many examples it was trained on, Labels of how many intents.
	Examples int `json:"examples"`
	Labels   int `json:"labels"`
	// Folded is the cursor up to which the corrections are part of the model: those
	// behind it are learned when it is loaded. 0 is none of them.
	Folded int64 `json:"folded,omitempty"`
	// Data is the model, from [Model.MarshalBinary]. [Store.Models] leaves it out.
	Data []byte `json:"-"`
}

// Validate returns a [*FieldError] for a version that a store cannot keep: it
// is empty, not UTF-8 or holds a NUL byte.
func (m *StoredModel) Validate() error { return validID("version", m.Version) }

// Live says which models answer. The zero value is no model at all.
type Live struct {
	// Version is the model that answers, Before the one before it, Shadow one that
	// is compared with it on live traffic; each may be empty.
	Version string `json:"version,omitempty"`
	Before  string `json:"before,omitempty"`
	Shadow  string `json:"shadow,omitempty"`
	// Revision counts the changes, and is 0 before the first.
	Revision int64 `json:"revision"`
}

// Correction is what somebody taught a model while it ran: a message and its
// right label. A correction with Undone set is unlearned.
type Correction struct {
	// ID names the correction; the example that it makes is named "correction/" and the ID.
	// Required; the same ID twice is the same correction.
	ID string `json:"id"`
	// Text is the message, Label its right intent, Wrong what the model had said.
	Text  string `json:"text"`
	Label string `json:"label"`
	Wrong string `json:"wrong,omitempty"`
	// Actor says who corrected, At when.
	Actor string    `json:"actor,omitempty"`
	At    time.Time `json:"at"`
	// Undone says that it no longer holds.
	Undone bool `json:"undone,omitempty"`
	// Cursor is its place in the order of changes; the store sets it, and sets it
	// anew when the correction is undone.
	Cursor int64 `json:"cursor"`
}

// Validate returns a [*FieldError] for an id that a store cannot keep (empty, not
// UTF-8, with a NUL byte) and for a text or a label that is empty.
func (c *Correction) Validate() error {
	if err := validID("id", c.ID); err != nil {
		return err
	}
	switch {
	case c.Text == "":
		return &FieldError{Field: "text", Reason: "is empty"}
	case c.Label == "":
		return &FieldError{Field: "label", Reason: "is empty"}
	}
	return nil
}

func validID(field, id string) error {
	switch {
	case id == "":
		return &FieldError{Field: field, Reason: "is empty"}
	case !utf8.ValidString(id) || strings.IndexByte(id, 0) >= 0:
		return &FieldError{Field: field, Reason: "is not a text"}
	}
	return nil
}

// Store keeps models and corrections. Implementations are safe for concurrent
// use, also by several processes, honour ctx in every method, return what they
// were given byte for byte (times in UTC, cut to the microsecond), and share no
// memory with callers. What Validate refuses is not kept.
type Store interface {
	// PutModel keeps a model. One of the same version and the same bytes is there
	// already: that is fine, and what is stored stays as it is; with other bytes it
	// is [ErrConflict].
	PutModel(ctx context.Context, m StoredModel) error
	// Model returns a model with its data, or [ErrNotFound].
	Model(ctx context.Context, version string) (StoredModel, error)
	// Models yields all models without their data, newest first: by Created, then
	// by Version, both descending.
	Models(ctx context.Context) iter.Seq2[StoredModel, error]
	// Live returns which models answer.
	Live(ctx context.Context) (Live, error)
	// SetLive replaces what Live returns if live.Revision is still the stored one,
	// and returns it with the next revision; otherwise it is [ErrConflict]. A
	// version that is not empty and not stored is [ErrNotFound].
	SetLive(ctx context.Context, live Live) (Live, error)
	// PutCorrection keeps a correction and returns it with its cursor. The same ID
	// with the same content is kept once, and returned as it is stored; an ID with
	// another text or label is [ErrConflict]. Undone may change, in both
	// directions, and gives the correction a new cursor; nothing else changes.
	PutCorrection(ctx context.Context, c Correction) (Correction, error)
	// Corrections yields what changed after a cursor, in the order of cursors; a
	// late commit is never skipped.
	Corrections(ctx context.Context, after int64) iter.Seq2[Correction, error]
}
