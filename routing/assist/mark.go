package assist

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// MarkKind says what is wrong with what an agent marks. Hosts may have kinds of
// their own.
type MarkKind string

// The kinds of marks.
const (
	WrongAnswer    MarkKind = "wrong-answer"
	MissingAnswer  MarkKind = "missing-answer"
	OutdatedAnswer MarkKind = "outdated-answer"
	FrequentAsked  MarkKind = "frequent"
	WrongIntent    MarkKind = "wrong-intent"
)

// Mark is what an agent marks for training: a question of a customer, and what is
// wrong with what became of it.
type Mark struct {
	// Key tells the mark from all others: the same key counts once.
	Key  string   `json:"key"`
	Kind MarkKind `json:"kind"`
	// Question is the customer's words.
	Question string `json:"question"`
	// Answer is what was answered, Entry the id of what it came from, Intent what was
	// understood. All are optional.
	Answer string `json:"answer,omitempty"`
	Entry  string `json:"entry,omitempty"`
	Intent string `json:"intent,omitempty"`
	// Note is the agent's own words.
	Note string `json:"note,omitempty"`
	// Agent is who marks, Conversation and Message are where.
	Agent        string    `json:"agent"`
	Conversation string    `json:"conversation,omitempty"`
	Message      string    `json:"message,omitempty"`
	Locale       string    `json:"locale,omitempty"`
	Category     string    `json:"category,omitempty"`
	At           time.Time `json:"at"`
	// Cursor is the place among the marks; the store sets it.
	Cursor int64 `json:"-"`
}

// Validate returns a [*FieldError] unless the mark has a key, a kind and a question,
// within the limits of lengths.
func (m *Mark) Validate() error {
	if err := validID("key", m.Key); err != nil {
		return err
	}
	if err := validID("kind", string(m.Kind)); err != nil {
		return err
	}
	switch {
	case text.Key(m.Question) == "":
		return &FieldError{"question", "is empty"}
	case len(m.Question) > MaxText:
		return &FieldError{"question", "is too long"}
	case len(m.Answer) > MaxText:
		return &FieldError{"answer", "is too long"}
	case len(m.Note) > MaxText:
		return &FieldError{"note", "is too long"}
	case len(m.Agent)+len(m.Conversation)+len(m.Message)+len(m.Locale)+len(m.Category)+len(m.Entry)+len(m.Intent) > 7*MaxID:
		return &FieldError{"mark", "is too long"}
	}
	return nil
}

// Topic is the id of the topic of the mark: one for each kind and question, where
// questions are the same that differ only in case, width, variants of
// characters, white space and punctuation.
func (m *Mark) Topic() string {
	return digest(string(m.Kind), text.Key(m.Question))
}

// digest makes one id of several texts, also of long ones. Their lengths keep those
// apart that run into each other.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.AppendUvarint(nil, uint64(len(p))))
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// TopicState is what became of a topic.
type TopicState string

// The states of topics.
const (
	TopicOpen     TopicState = "open"
	TopicAccepted TopicState = "accepted"
	TopicRejected TopicState = "rejected"
	TopicDone     TopicState = "done"
)

// Valid tells whether s is one of the states.
func (s TopicState) Valid() bool {
	return s == TopicOpen || s == TopicAccepted || s == TopicRejected || s == TopicDone
}

// maxTopicAgents is how many agents a topic names.
const maxTopicAgents = 50

// Topic is all marks of one kind for the same question.
type Topic struct {
	// ID is [Mark.Topic] of each of its marks.
	ID   string   `json:"id"`
	Kind MarkKind `json:"kind"`
	// Question is the wording of the first mark, Locale and Category are its own.
	Question string `json:"question"`
	Locale   string `json:"locale,omitempty"`
	Category string `json:"category,omitempty"`
	// Count is how many marks there were, Since how many of them after the last
	// decision. Agents are who made them, in the order of names, the first 50 that came.
	Count  int64    `json:"count"`
	Since  int64    `json:"since,omitempty"`
	Agents []string `json:"agents,omitempty"`
	// First and Last are the times of the earliest and the latest mark.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// State is what became of it, Reason why, By who decided and Decided when.
	State   TopicState `json:"state"`
	Reason  string     `json:"reason,omitempty"`
	By      string     `json:"by,omitempty"`
	Decided time.Time  `json:"decided,omitzero"`
	// Version is raised by each decision, and when a mark opens the topic again. More
	// marks do not change it.
	Version int64 `json:"version"`
}

// Add returns the topic with one more mark; that of the zero topic is a new one. A
// topic that was done is open again if it is marked after that: what was done did
// not help. One that was rejected only counts on.
func (t Topic) Add(m Mark) Topic {
	at := kept(m.At)
	if t.ID == "" {
		t = Topic{
			ID: m.Topic(), Kind: m.Kind, Question: m.Question, Locale: m.Locale, Category: m.Category,
			First: at, Last: at, State: TopicOpen, Version: 1,
		}
	}
	t.Count++
	if !t.Decided.IsZero() {
		t.Since++
	}
	if at.Before(t.First) {
		t.First = at
	}
	if at.After(t.Last) {
		t.Last = at
	}
	if i, known := slices.BinarySearch(t.Agents, m.Agent); !known && m.Agent != "" && len(t.Agents) < maxTopicAgents {
		t.Agents = slices.Insert(slices.Clone(t.Agents), i, m.Agent)
	}
	if t.State == TopicDone && at.After(t.Decided) {
		t.State = TopicOpen
		t.Version++
	}
	return t
}

// Decision is what the training team decides about a topic.
type Decision struct {
	// Topic is the id, Version that of the topic which was looked at.
	Topic   string
	Version int64
	State   TopicState
	// Reason is why. A rejection needs one.
	Reason string
	By     string
	At     time.Time
}

// Decide returns the topic after a decision. The same decision again, made on the same version,
// changes nothing. Another version is [ErrConflict]; [ErrInvalid] is an unknown state, or a
// rejection without a reason.
func (t Topic) Decide(d Decision) (Topic, error) {
	switch {
	case !d.State.Valid():
		return t, &FieldError{"state", "is unknown"}
	case d.State == TopicRejected && text.Key(d.Reason) == "":
		return t, &FieldError{"reason", "is empty"}
	case len(d.Reason) > MaxText || !utf8.ValidString(d.Reason):
		return t, &FieldError{"reason", "is too long or not UTF-8"}
	case len(d.By) > MaxID || !utf8.ValidString(d.By):
		return t, &FieldError{"by", "is too long or not UTF-8"}
	}
	at := kept(d.At)
	if t.Version == d.Version+1 && t.State == d.State && t.Reason == d.Reason && t.By == d.By && t.Decided.Equal(at) {
		return t, nil
	}
	if t.Version != d.Version {
		return t, ErrConflict
	}
	t.State, t.Reason, t.By, t.Decided = d.State, d.Reason, d.By, at
	t.Since = 0
	t.Version++
	return t, nil
}

func (t Topic) clone() Topic {
	t.Agents = slices.Clone(t.Agents)
	return t
}
