package dialog

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// secretPhone is a number as the reader of these tests finds it, in any of two forms.
const secretPhone = "13800138000"

func secretReader(_ context.Context, in ReadInput) (Understood, error) {
	u := Understood{Reading: Reading{WantsHuman: strings.Contains(in.Text, "human"), Keywords: strings.Fields(in.Text), Cues: strings.Fields(in.Text), Mood: Mood{Cause: in.Text}}}
	for _, form := range []string{"138 0013 8000", "138-0013-8000", secretPhone} {
		if at := strings.Index(in.Text, form); at >= 0 {
			u.Reading.Values = append(u.Reading.Values, Value{Type: "phone", Value: secretPhone, Start: at, End: at + len(form)})
		}
	}
	return u, nil
}

// TestSecretsAreNowhere: whatever course a talk with secret slots takes, nothing that is
// kept, sent or logged of it has a secret, but for the state while the flow needs it.
func TestSecretsAreNowhere(t *testing.T) {
	for name, c := range map[string]struct {
		said []string
		kept []string // texts of the customer in the store
		open bool     // at the end the flow holds the secrets
	}{
		"asked":     {said: []string{"verify", "hunter2pass", "my phone is 138 0013 8000", "yes"}, kept: []string{"verify", "***", "my phone is ***", "yes"}},
		"early":     {said: []string{"verify my phone 138 0013 8000", "hunter2pass", "yes"}, kept: []string{"verify my phone ***", "***", "yes"}},
		"refused":   {said: []string{"verify", "hunter2pass", "138 0013", "138 0013 8000", "yes"}, kept: []string{"verify", "***", "***", "***", "yes"}},
		"corrected": {said: []string{"verify", "hunter2pass", "change the password to hunter3pass", "138-0013-8000", "yes"}, kept: []string{"verify", "***", "change the password to ***", "***", "yes"}},
		"told anew": {said: []string{"verify", "hunter2pass", "138 0013 8000", "is it hunter2pass and 138-0013-8000?", "yes"}, open: true},
		"cancelled": {said: []string{"verify", "hunter2pass", "138 0013 8000", "cancel", "what now?"}},
		"to people": {said: []string{"verify", "hunter2pass", "138 0013 8000", "I want a human"}},
		"invalid":   {said: []string{"verify", "hunter2", "hunter2pass", "138 0013 8000", "yes"}, kept: []string{"verify", "***", "***", "***", "yes"}},
	} {
		t.Run(name, func(t *testing.T) {
			password := TextSlot("password", In("password", "密码"), In("Your password?", "密码？"))
			password.Secret = true
			password.Validate = func(_ context.Context, value string, _ Attempt) (string, error) {
				if len(value) < 9 {
					return "", &Refusal{Why: In("{value} is too short.", "{value}太短。")}
				}
				return value, nil
			}
			phone := ValueSlot[string]("phone", "phone", In("phone", "电话"), In("Your phone?", "电话？"))
			phone.Secret = true
			var log bytes.Buffer
			var learned []Attribute
			d := newTimedDesk(t, Options{
				Reader: ReaderFunc(secretReader), Logger: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})),
				ProfileSink: secretSink(func(a []Attribute) { learned = append(learned, a...) }),
				Flows: []*Flow{{Name: "verify", Phrases: []string{"verify"}, OnEnd: "ended", Steps: []Step{
					Ask(password), Ask(phone), Confirm(nil), Do("check", func(_ context.Context, c Call) (Result, error) {
						given, _ := phone.Get(c.Slots)
						assert.Equal(t, secretPhone, given, "actions get the value")
						return Result{}, nil
					}),
				}}},
			})
			var out strings.Builder
			for _, text := range c.said {
				r := d.handle(Message{Text: text, Customer: "ann"})
				fmt.Fprintf(&out, "%+v %+v\n", r, r.Reading)
			}
			d.after(time.Second)
			var texts []string
			for r, err := range d.store.Transcript(t.Context(), "c", 0) {
				require.NoError(t, err)
				if r.Message.From == Customer {
					texts = append(texts, r.Message.Text)
				}
				data, err := json.Marshal(r)
				require.NoError(t, err)
				out.Write(data)
				out.Write(r.Trace)
				if len(r.Trace) > 0 {
					var tr trace
					require.NoError(t, json.Unmarshal(r.Trace, &tr))
					out.Write(tr.Before.State)
				}
			}
			sent, err := json.Marshal(d.sent)
			require.NoError(t, err)
			fmt.Fprintf(&out, "%s %s %+v", sent, log.String(), learned)
			if held, err := d.store.Load(t.Context(), "c"); assert.NoError(t, err) && !c.open {
				out.Write(held.State)
			}
			for _, secret := range []string{"hunter2", "hunter3", secretPhone, "138 0013", "138-0013"} {
				if at := strings.Index(out.String(), secret); at >= 0 {
					t.Errorf("%s is in …%s…", secret, out.String()[max(0, at-200):min(out.Len(), at+80)])
				}
			}
			if c.kept != nil {
				assert.Equal(t, c.kept, texts)
			}
		})
	}
}

type secretSink func([]Attribute)

func (s secretSink) Put(_ context.Context, _ string, a []Attribute) error { s(a); return nil }

// TestSecretTurnsHaveNoTrace: what has a secret cannot be played again, all else can.
func TestSecretTurnsHaveNoTrace(t *testing.T) {
	pin := PatternSlot("pin", `\d{6}`, In("PIN", ""), In("PIN?", ""))
	pin.Secret = true
	f := talkWith(t, nil, &Flow{Name: "p", Phrases: []string{"check in"}, Steps: []Step{Ask(pin), Ask(TextSlot("why", nil, In("Why?", "")))}})
	for _, text := range []string{"check in", "424242", "just so", "hello"} {
		f.say(text)
	}
	var traced []int64
	for v := range int64(4) {
		again, err := f.engine.Replay(t.Context(), "c", v+1)
		if err == nil {
			assert.Empty(t, again.Differences)
			traced = append(traced, v+1)
			continue
		}
		require.ErrorIs(t, err, ErrNoTrace)
	}
	assert.Equal(t, []int64{1, 4}, traced)
	assert.Equal(t, "just so", slices.Collect(f.texts())[2], "only what is secret is masked")
}

// texts are the customer's words as they are kept.
func (f *flowTalk) texts() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for r, err := range f.store.Transcript(context.Background(), "c", 0) {
			require.NoError(f.t, err)
			if !yield(r.Message.Text) {
				return
			}
		}
	}
}
