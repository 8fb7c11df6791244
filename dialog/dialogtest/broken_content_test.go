package dialogtest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// onCommit replaces what is written.
func onCommit(change func(t *dialog.Turn)) func(s *broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			change(&t)
			return s.right.Commit(ctx, t)
		}
	}
}

// onLoad, onReplied and onClaim replace what is read.
func onLoad(change func(c *dialog.Conversation)) func(s *broken) {
	return func(s *broken) {
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			c, err := s.right.Load(ctx, id)
			if err == nil {
				change(&c)
			}
			return c, err
		}
	}
}

func onReplied(change func(r *dialog.Record)) func(s *broken) {
	return func(s *broken) {
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			r, err := s.right.Replied(ctx, conversation, message)
			if err == nil {
				change(&r)
			}
			return r, err
		}
	}
}

func onClaim(change func(out *dialog.Outgoing)) func(s *broken) {
	return func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
			items, err := s.right.Outbox().Claim(ctx, now, lease, limit)
			for i := range items {
				change(&items[i])
			}
			return items, err
		}
	}
}

var contentFaults = []fault{
	{"parts lose their media type", []string{"content/every field"}, onCommit(func(t *dialog.Turn) {
		t.Message.Parts = slices.Clone(t.Message.Parts)
		t.Message.Parts[1].MIME = ""
	})},
	{"the caller's turn is written to", []string{"content/every field"}, onCommit(func(t *dialog.Turn) { t.Outbox[0].Attempt = 1 })},
	{"a hand-off loses its transcript", []string{"content/every field"}, onClaim(func(out *dialog.Outgoing) {
		if out.Handoff != nil {
			out.Handoff.Transcript = nil
		}
	})},
	{"an effect loses what it is done with", []string{"content/every field"}, onClaim(func(out *dialog.Outgoing) {
		if out.Effect != nil {
			out.Effect.Args = nil
		}
	})},
	{"events are not kept", []string{"content/every field"}, onCommit(func(t *dialog.Turn) { t.Events = nil })},
	{"a trace is kept as text", []string{"content/every field"}, onCommit(func(t *dialog.Turn) { t.Trace = bytes.ToValidUTF8(t.Trace, []byte("\ufffd")) })},
	{"times of events are as they came", []string{"content/times"}, onReplied(func(r *dialog.Record) {
		if len(r.Events) > 0 {
			r.Events[0].At = r.Events[0].At.In(time.FixedZone("", 3600))
		}
	})},
	{"times keep nanoseconds", []string{"content/times"}, onLoad(func(c *dialog.Conversation) { c.Updated = c.Updated.Add(789) })},
	{"times are cut to milliseconds", []string{"content/times"}, onCommit(func(t *dialog.Turn) { t.Message.At = t.Message.At.Truncate(time.Millisecond) })},
	{"times come in another zone", []string{"content/times"}, onClaim(func(out *dialog.Outgoing) {
		if out.Handoff != nil {
			out.Handoff.Transcript[0].At = out.Handoff.Transcript[0].At.In(time.FixedZone("", 3600))
		}
	})},
	{"times before 1970 are cut upwards", []string{"content/times"}, onCommit(func(t *dialog.Turn) {
		if at := t.Conversation.Created; at.Unix() < 0 {
			t.Conversation.Created = at.Add(time.Microsecond)
		}
	})},
	{"a zero time becomes another one", []string{"content/zero times"}, onLoad(func(c *dialog.Conversation) {
		if c.Due.IsZero() {
			c.Due = time.Unix(0, 0).UTC()
		}
	})},
	{"a message must name its conversation", []string{"content/bare turn"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if t.Message.Conversation == "" {
				return 0, dialog.ErrInvalid
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"state is kept as text", []string{"content/state"}, onCommit(func(t *dialog.Turn) { t.Conversation.State = bytes.ToValidUTF8(t.Conversation.State, []byte("\ufffd")) })},
	{"an empty state leaves the old one", []string{"content/state"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if old, err := s.right.Load(ctx, t.Conversation.ID); err == nil && len(t.Conversation.State) == 0 {
				t.Conversation.State = old.State
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"text with a NUL byte is refused", []string{"content/texts"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if strings.Contains(t.Message.Text, "\x00") {
				return 0, errors.New("invalid byte sequence")
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"text is trimmed", []string{"content/texts"}, onCommit(func(t *dialog.Turn) { t.Message.Text = strings.TrimSpace(t.Message.Text) })},
	{"text is cut", []string{"content/megabytes"}, onCommit(func(t *dialog.Turn) { t.Reply.Text = t.Reply.Text[:min(len(t.Reply.Text), 1<<16)] })},
	{"ids are compared without case", []string{"content/ids"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			t.Conversation.ID = strings.ToLower(t.Conversation.ID)
			return s.right.Commit(ctx, t)
		}
	}},
	{"message ids are compared without spaces at the end", []string{"content/ids"}, onCommit(func(t *dialog.Turn) { t.Message.ID = strings.TrimRight(t.Message.ID, " ") })},
	{"what is committed is not copied", []string{"content/no shared memory"}, func(s *broken) {
		var states sync.Map
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			states.Store(t.Conversation.ID, t.Conversation.State)
			return s.right.Commit(ctx, t)
		}
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			c, err := s.right.Load(ctx, id)
			if state, ok := states.Load(id); ok {
				c.State = bytes.Clone(state.([]byte))
			}
			return c, err
		}
	}},
	{"what is replied is not copied", []string{"content/no shared memory"}, func(s *broken) {
		var cache sync.Map
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			r, err := s.right.Replied(ctx, conversation, message)
			if err != nil {
				return r, err
			}
			kept, _ := cache.LoadOrStore(conversation+"/"+message, r)
			return kept.(dialog.Record), nil
		}
	}},
	{"what is claimed is not copied", []string{"content/no shared memory"}, func(s *broken) {
		kept := map[string]dialog.Outgoing{}
		onClaim(func(out *dialog.Outgoing) {
			if _, ok := kept[out.ID]; !ok {
				kept[out.ID] = *out
			}
			out.Reply, out.Handoff, out.Effect = kept[out.ID].Reply, kept[out.ID].Handoff, kept[out.ID].Effect
		})(s)
	}},
}
