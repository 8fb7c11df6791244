package metrics

import (
	"strconv"
	"strings"
	"time"
)

// cohortColumns are the columns of tables of episodes.
var cohortColumns = []struct {
	name string
	text func(*Episode) string
}{
	{"id", func(e *Episode) string { return e.ID }},
	{"conversation", func(e *Episode) string { return e.Conversation }},
	{"ticket", func(e *Episode) string { return e.Ticket }},
	{"customer", func(e *Episode) string { return e.Customer }},
	{"agent", func(e *Episode) string { return e.Agent }},
	{"channel", func(e *Episode) string { return e.Channel }},
	{"category", func(e *Episode) string { return e.Category }},
	{"tier", func(e *Episode) string { return e.Tier }},
	{"language", func(e *Episode) string { return e.Language }},
	{"region", func(e *Episode) string { return e.Region }},
	{"base", func(e *Episode) string { return e.Base }},
	{"labels", func(e *Episode) string {
		return strings.ReplaceAll(strings.TrimSuffix(labelText(e.Labels), "\n"), "\n", ",")
	}},
	{"start", func(e *Episode) string { return timeText(e.Start) }},
	{"end", func(e *Episode) string { return timeText(e.End) }},
	{"outcome", func(e *Episode) string { return e.Outcome.String() }},
	{"confirmed", func(e *Episode) string { return strconv.FormatBool(e.Confirmed) }},
	{"reopened", func(e *Episode) string { return strconv.FormatBool(e.Reopened) }},
	{"handoff_reason", func(e *Episode) string { return e.HandoffReason }},
	{"first_reply", func(e *Episode) string { return spanText(e.FirstReply) }},
	{"first_human_reply", func(e *Episode) string { return spanText(e.FirstHuman) }},
	{"resolution_time", func(e *Episode) string { return spanText(e.Resolution) }},
	{"messages", func(e *Episode) string { return strconv.Itoa(e.FromCustomer + e.FromBot + e.FromAgents) }},
	{"answered", func(e *Episode) string { return strconv.Itoa(e.Answered) }},
	{"unanswered", func(e *Episode) string { return strconv.Itoa(e.Unanswered) }},
	{"repeats", func(e *Episode) string { return strconv.Itoa(e.Repeats) }},
	{"rating", func(e *Episode) string {
		return Value{X: e.Rating, Known: e.Rating > 0}.String()
	}},
	{"tags", func(e *Episode) string { return strings.Join(e.Tags, ",") }},
	{"first_mood", func(e *Episode) string { return moodText(e.Moods, 0) }},
	{"last_mood", func(e *Episode) string { return moodText(e.Moods, len(e.Moods)-1) }},
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func spanText(s Span) string { return Value{X: s.Wall.Seconds(), Known: s.Known}.String() }

func moodText(moods []float32, at int) string {
	if len(moods) == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(moods[at]), 'f', -1, 32)
}
