package ticket

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Handoff is what a conversation tells when it is handed to people; see
// [Desk.FromHandoff]. All of it but the ID is optional.
type Handoff struct {
	// ID is stable: the same hand-off again is the same ticket.
	ID           string
	Conversation string
	Customer     string
	Channel      string
	Locale       string
	// Reason is why it was handed over, Reasons why in particular, as codes.
	Reason  string
	Reasons []string
	// Priority is how urgent it is; 0 is normal. Urgency is that of the words, 0 (low) to
	// 3 (critical).
	Priority int
	Urgency  int
	// Question is what was left open. Offline says that nobody was there.
	Question string
	Offline  bool
	// Intent and Category are what it is about, Tags mark it, Tier is what the customer
	// is to the business.
	Intent   string
	Category string
	Tags     []string
	Tier     string
	Mood     Mood
	// Slots are what the bot had collected, by "flow.slot" or "slot".
	Slots map[string]string
	// Transcript has the lines of the conversation, the oldest first.
	Transcript []Line
	// Problem, Tried, Open and Details are a summary of it, in the customer's language.
	Problem string
	Tried   []string
	Open    string
	Details []string
	// Past are earlier conversations of the customer, the latest first.
	Past []PastConversation
	At   time.Time
}

// Mood is how a customer feels over a conversation. Valences are from -1 (bad) to 1
// (good).
type Mood struct {
	Label string
	// Now is the present valence, Peak the worst so far, Trend the change with each
	// message.
	Now, Peak, Trend float64
	// Wants says that he asked for a person, Failures counts what was not answered.
	Wants    bool
	Failures int
}

// Line is a line of a conversation.
type Line struct {
	// From says who; empty: the customer. Name is the agent's id, if it was one.
	From Role
	Name string
	Text string
	At   time.Time
}

// PastConversation is an earlier conversation of a customer.
type PastConversation struct {
	ID       string
	Channel  string
	Started  time.Time
	Category string
	Summary  string
	Outcome  string
}

// FromHandoff makes the draft of a ticket of a hand-off, sorted by [Assess]. Its ID and
// Source are those of the hand-off, so that the same one again opens no second ticket;
// lines are comments of those who wrote them, with their times; lines of the system are
// internal. What slots hold goes into the custom fields of the same name, with or without
// the flow's, where there is one and the value fits, and into the summary otherwise. The
// summary also has the mood and the past conversations. Whatever the hand-off is like,
// the draft can be opened, by a bot for instance: what is too long is cut, of more than
// [MaxList] lines the first 50 and the last ones stay.
func (d *Desk) FromHandoff(h Handoff) Draft {
	book := d.book.Load()
	draft := Draft{
		ID: key(h.ID), Category: clip(h.Category, MaxID), Priority: max(-MaxPriority, min(h.Priority, MaxPriority)),
		Customer: key(h.Customer), Conversation: key(h.Conversation), Channel: clip(h.Channel, MaxID), Locale: clip(h.Locale, MaxID),
		Tags: tagsOf(h.Tags), Comments: h.comments(), Created: d.past(h.At),
	}
	draft.Source = draft.ID
	said := h.said()
	language := labelLanguage(h.Locale, said)
	draft.Subject = subjectOf(cmp.Or(h.Problem, h.Question, h.Open, firstLine(said)), language)
	fields, left := book.slots(h.Slots)
	draft.Fields = fields
	Assess(TriageInput{
		Text: cmp.Or(h.Question, h.Problem) + "\n" + said, Intent: h.Intent, Category: h.Category, Urgency: h.Urgency,
		Emotion: h.Mood.Label, Valence: h.Mood.Now, Intensity: math.Abs(h.Mood.Now), WantsHuman: h.Mood.Wants || h.Reason == "asked",
		Tier: h.Tier, Language: h.Locale, Channel: h.Channel, Reasons: h.Reasons, Failures: h.Mood.Failures,
	}, book.rules.Triage).Fill(&draft)
	draft.Category = clip(draft.Category, MaxID)
	if h.Offline {
		draft.Tags = with(draft.Tags, "offline")
	}
	draft.Tags = draft.Tags[:min(len(draft.Tags), MaxList)]
	draft.Summary = h.summary(&draft, language, left)
	return draft
}

// past is a time if it is over; zero otherwise, because clocks of nodes differ.
func (d *Desk) past(at time.Time) time.Time {
	if at = keepZero(at); at.After(d.now()) {
		return time.Time{}
	}
	return at
}

// key is an id as it can be kept: one that is too long, or no usable text, is replaced by
// its digest.
func key(id string) string {
	if usable("id", id) == nil {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func tagsOf(tags []string) (kept []string) {
	for _, tag := range tags {
		kept = append(kept, clip(tag, MaxID))
	}
	return sorted(kept)
}

// subjectOf makes a subject of what a case is about.
func subjectOf(about, language string) string {
	if about = clip(excerpt(strings.Join(strings.Fields(clip(about, MaxValue)), " "), 80), MaxSubject); about != "" {
		return about
	}
	if language == "zh" {
		return "客户咨询"
	}
	return "Customer request"
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// said is what the customer said, the first 4 KB of it.
func (h *Handoff) said() string {
	var b strings.Builder
	for _, l := range h.Transcript {
		if (l.From == Customer || l.From == "") && b.Len() < MaxValue {
			b.WriteString(clip(l.Text, MaxValue) + "\n")
		}
	}
	return b.String()
}

// firstLines is how many lines of a long conversation stay at its beginning.
const firstLines = 50

// comments are the lines of the conversation.
func (h *Handoff) comments() []Comment {
	var all []Comment
	for _, l := range h.Transcript {
		c := Comment{Text: clip(l.Text, MaxText), At: keepZero(l.At), Internal: l.From == System}
		author := Actor{Role: cmp.Or(Role(clip(string(l.From), MaxID)), Customer), ID: key(l.Name)}
		if author.Role == Customer {
			author.ID = key(h.Customer)
		}
		c.Author = &author
		if c.Text != "" {
			all = append(all, c)
		}
	}
	if n := len(all); n > MaxList {
		all = slices.Delete(all, firstLines, n-MaxList+firstLines)
	}
	return all
}

// slots parts slots into those that are custom fields and the others.
func (b *rulebook) slots(slots map[string]string) (fields, left map[string]string) {
	left = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(slots)) {
		value, short := slots[name], name[strings.LastIndexByte(name, '.')+1:]
		taken := false
		for _, n := range []string{name, short} {
			if b.fields[n] == nil || taken || fields[n] != "" {
				continue
			}
			if kept, err := b.value(n, value); err == nil && kept != "" {
				if fields == nil {
					fields = map[string]string{}
				}
				fields[n], taken = kept, true
			}
		}
		if !taken {
			left[short] = value
		}
	}
	return fields, left
}

// summary puts the hand-off into a few lines.
func (h *Handoff) summary(d *Draft, language string, slots map[string]string) string {
	s := Summary{
		Language: language, Problem: h.Problem, Told: h.Tried, Open: h.Open, Details: slices.Clone(h.Details), Mood: h.Mood.words(language), Tags: d.Tags,
	}
	if s.Problem == "" && len(s.Told) == 0 {
		var said []Remark
		for _, c := range d.Comments {
			said = append(said, Remark{Actor: *c.Author, At: c.At, Comment: c})
		}
		made := Summarize(&Ticket{Subject: d.Subject, Locale: d.Locale}, said, nil)
		s.Problem, s.Told = made.Problem, made.Told
	}
	if s.Open == "" && h.Question != s.Problem {
		s.Open = h.Question
	}
	for _, name := range slices.Sorted(maps.Keys(slots)) {
		s.Details = append(s.Details, name+": "+slots[name])
	}
	for _, p := range h.Past {
		s.Earlier = append(s.Earlier, p.line())
	}
	for _, list := range [][]string{s.Told, s.Details, s.Earlier} {
		for i := range list {
			list[i] = excerpt(clip(list[i], MaxValue), 120)
		}
	}
	s.Problem, s.Open = clip(s.Problem, MaxValue), clip(s.Open, MaxValue)
	return s.render()
}

// line is a conversation in one line.
func (p *PastConversation) line() string {
	var parts []string
	if !p.Started.IsZero() {
		parts = append(parts, p.Started.UTC().Format(time.DateOnly))
	}
	for _, s := range []string{p.Channel, p.Category, p.Summary} {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			parts = append(parts, s)
		}
	}
	if p.Outcome != "" {
		parts = append(parts, "("+p.Outcome+")")
	}
	return strings.ReplaceAll(strings.Join(parts, " "), ";", ",")
}

// moodTrend is the change of valence with each message that is worth a word.
const moodTrend = 0.1

// words say a mood with its figures: "angry (-0.80, worst -0.95), getting worse". A
// feeling that is neither known nor bad has none.
func (m *Mood) words(language string) string {
	zh, known := map[string]string{"angry": "生气", "frustrated": "不满", "confused": "困惑", "anxious": "着急", "satisfied": "满意"}[m.Label]
	if m.Label == "" && m.Peak > -moodTrend || m.Label == "neutral" && m.Peak > -0.5 {
		return ""
	}
	label := clip(cmp.Or(m.Label, "unhappy"), 64)
	if language == "zh" {
		if !known {
			zh = cmp.Or(m.Label, "不满")
		}
		s := fmt.Sprintf("%s（%.2f，最低 %.2f）", clip(zh, 64), m.Now, min(m.Peak, m.Now))
		return s + trend(m.Trend, "，越来越差", "，有所好转")
	}
	return fmt.Sprintf("%s (%.2f, worst %.2f)", label, m.Now, min(m.Peak, m.Now)) + trend(m.Trend, ", getting worse", ", getting better")
}

func trend(change float64, worse, better string) string {
	switch {
	case change <= -moodTrend:
		return worse
	case change >= moodTrend:
		return better
	}
	return ""
}
