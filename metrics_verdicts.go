package kefu

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
)

// meterVerdicts tells what people said of answers.
func (b *Bot) meterVerdicts(ctx context.Context, at *cursor) iter.Seq2[metered, error] {
	return func(yield func(metered, error) bool) {
		for item, err := range b.opts.Stores.KBLog.Items(ctx, at.At) {
			m := metered{cursor: item.Cursor}
			if err == nil && item.Feedback != nil {
				m.events = verdictEvents(item.Feedback)
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// verdictEvents is a verdict in the words of package metrics: a thumb, or a judgement. What customers pick
// is told by their turns.
func verdictEvents(f *kb.Feedback) []metrics.Event {
	conversation, message, ok := parseAskedID(f.Asked)
	if !ok {
		return nil
	}
	e := metrics.Event{
		ID: "verdict/" + uuid.NewSHA1(uuid.NameSpaceURL, []byte(f.ID)).String(), At: f.At, Conversation: conversation, Turn: message, Entry: f.Entry, Reason: f.Reason, Tags: f.Tags,
	}
	switch f.Verdict {
	case kb.Useful:
		e.Kind, e.Score = metrics.Helpful, 1
	case kb.NotUseful:
		e.Kind = metrics.Helpful
	case kb.Wrong:
		// He came upon it: estimates are of what was drawn only.
		e.Kind, e.Agent, e.Reason = metrics.AnswerJudged, f.Actor, metrics.ReasonPicked
	default:
		return nil
	}
	return []metrics.Event{e}
}

// parseAskedID is the inverse of askedID.
func parseAskedID(id string) (conversation, message string, ok bool) {
	conversation, message, ok = strings.Cut(id, "/")
	if !ok {
		return "", "", false
	}
	c, err := url.PathUnescape(conversation)
	m, err2 := url.PathUnescape(message)
	return c, m, err == nil && err2 == nil
}
