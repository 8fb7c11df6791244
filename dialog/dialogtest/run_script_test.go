package dialogtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// parrot is a bot that is no engine: it says what it hears, under "order" it books,
// under "wait" it comes back ten minutes later, under "person" it hands over.
type parrot struct{ stage *Stage }

func newParrot(stage *Stage) (Talker, error) { return parrot{stage}, nil }

func (p parrot) commit(ctx context.Context, msg dialog.Message, change func(*dialog.Turn)) (dialog.Reply, error) {
	if known, err := p.stage.Store.Replied(ctx, msg.Conversation, msg.ID); err == nil {
		return known.Reply, nil
	}
	now := p.stage.Clock.Now()
	c, err := p.stage.Store.Load(ctx, msg.Conversation)
	if err != nil {
		c = dialog.Conversation{ID: msg.Conversation, Owner: dialog.Bot, Created: now}
	}
	turn := dialog.Turn{Conversation: c, Message: msg, Reply: dialog.Reply{ID: "re/" + msg.ID, Conversation: c.ID, Kind: dialog.Chatted, From: dialog.Bot, At: now}}
	turn.Conversation.Updated = now
	change(&turn)
	turn.Reply.Owner = turn.Conversation.Owner
	_, err = p.stage.Store.Commit(ctx, turn)
	return turn.Reply, err
}

func (p parrot) Handle(ctx context.Context, msg dialog.Message) (dialog.Reply, error) {
	if msg.Text == "break" {
		return dialog.Reply{}, errors.New("broken")
	}
	msg.From = dialog.Customer
	return p.commit(ctx, msg, func(t *dialog.Turn) {
		t.Reply.Text = msg.Text
		t.Reply.Reading = &dialog.Reading{Language: "en", Values: []dialog.Value{{Type: "order", Value: "A-77"}}}
		switch {
		case msg.Choice != "":
			t.Reply.Text = "picked " + msg.Choice
		case len(msg.Parts) > 0:
			t.Reply.Text = string(msg.Parts[0].Kind) + msg.Parts[0].URL + msg.Parts[0].Text + msg.Channel + msg.Locale + msg.Customer
		case msg.Text == "choose":
			t.Reply.Choices = []dialog.Choice{{ID: "1", Label: "a | b"}, {ID: "2", Label: "c"}}
		case msg.Text == "order":
			t.Events = []dialog.Event{
				{Type: dialog.EventSlotFilled, Flow: "f", Slot: "order", Value: "A-77"},
				{Type: dialog.EventPrompted, Slot: "note", Detail: "two words"},
			}
			t.Outbox = []dialog.Outgoing{{ID: "e/" + msg.ID, Conversation: msg.Conversation, Due: t.Reply.At, Effect: &dialog.Effect{Name: "book", Key: "k", Args: map[string]string{"order": "A-77", "note": "two words"}}}}
			t.Conversation.State = []byte(`{"f":[{"f":"below"},{"f":"shop","s":{"order":{"v":"A-77"}}}]}`)
		case msg.Text == "wait":
			t.Conversation.Due = t.Reply.At.Add(10 * time.Minute)
		case msg.Text == "remind":
			later := dialog.Reply{ID: "later/" + msg.ID, Kind: dialog.Spoken, From: dialog.Bot, Text: "as you wished"}
			t.Outbox = []dialog.Outgoing{{ID: "r/" + msg.ID, Conversation: msg.Conversation, Due: t.Reply.At.Add(time.Hour), Reply: &later}}
		case msg.Text == "person":
			t.Reply.Kind, t.Conversation.Owner = dialog.HandedOff, dialog.Agent
			t.Events = []dialog.Event{{Type: dialog.EventHandoffRequested, Value: "h/" + msg.ID}}
			t.Outbox = []dialog.Outgoing{{ID: "h/" + msg.ID, Conversation: msg.Conversation, Due: t.Reply.At, Handoff: &dialog.Handoff{ID: "h", Reason: dialog.AskedForHuman, Question: "why?", Brief: dialog.Brief{Category: "a/b"}}}}
		}
	})
}

func (p parrot) Say(ctx context.Context, msg dialog.Message) (dialog.Reply, error) {
	msg.From = dialog.Agent
	return p.commit(ctx, msg, func(t *dialog.Turn) {
		t.Conversation.Owner, t.Reply.From, t.Reply.Kind, t.Reply.Text = dialog.Agent, dialog.Agent, dialog.Spoken, msg.Text
	})
}

func (p parrot) Release(ctx context.Context, conversation, id string) (dialog.Reply, error) {
	return p.commit(ctx, dialog.Message{ID: id, Conversation: conversation, From: dialog.System}, func(t *dialog.Turn) {
		if t.Conversation.Owner == dialog.Agent {
			t.Conversation.Owner, t.Reply.Kind, t.Reply.Text = dialog.Bot, dialog.Spoken, "me again"
		}
	})
}

func (p parrot) Sweep(ctx context.Context, now time.Time) (int, error) {
	due, err := p.stage.Store.Due(ctx, now, 10)
	for _, id := range due {
		_, err = p.commit(ctx, dialog.Message{ID: "tick" + now.String(), Conversation: id, From: dialog.System}, func(t *dialog.Turn) {
			t.Reply.Kind, t.Reply.Text = dialog.Spoken, "still there?"
			t.Conversation.Due = time.Time{}
			if t.Conversation.Version == 1 {
				t.Conversation.Due = now.Add(time.Hour)
			}
		})
	}
	return len(due), err
}

func (p parrot) Deliver(context.Context) (int, error) { return 0, nil }

func checkLines(t *testing.T, lines string) error {
	t.Helper()
	s, err := Parse("s", "# a: b\nlocale: zh\nchannel: web\ncustomer: ann\n"+lines)
	require.NoError(t, err)
	return s.Check(t.Context(), newParrot)
}

func TestEveryLineOfAScriptCanHoldAndFail(t *testing.T) {
	for _, c := range []struct{ happens, holds, fails string }{
		{"> hi", "< chatted h*", "< chatted hello"},
		{"> hi", "< * hi", "< asked hi"},
		{"> hi", "< chatted", "< nothing"},
		{"> hi\n| there", "< chatted hi\n| there", "< chatted hi there"},
		{"after 1m", "< nothing", "< spoken"},
		{"> hi", "no choices", "choices a"},
		{"> choose", "choices a * | c", "choices c"},
		{"> choose", "choices * | c", "no choices"},
		{"> choose\n>> c", "< chatted picked 2", "< chatted picked 1"},
		{"> choose\n>> #7", "< chatted picked 7", "< chatted picked 2"},
		{"> order", "event slot_filled order value=A-77", "event slot_filled order value=A-78"},
		{"> order", "event prompted detail=\"two words\"", "event prompted detail=two"},
		{"> order", "event slot_filled\nevent prompted", "event prompted\nevent slot_filled"},
		{"> order\n> hi", "no event slot_filled", "event slot_filled"},
		{"> order\nevent prompted", "no event answered", "no event slot_filled"},
		{"> order", "no event slot_filled note", "no event slot_filled order"},
		{"> order", "effect book order=A* note=\"two words\"", "effect book order=A"},
		{"> order", "no effect cancel", "no effect"},
		{"> order", "flows below, shop", "flows shop"},
		{"> hi", "flows -", "flows shop"},
		{"> order\n> hi", "slots order=A-77 note=", "slots order="},
		{"> person", "handoff asked question=why? brief.category=a/*", "handoff upset"},
		{"> person", "handoff question=why*", "no handoff"},
		{"> hi", "no handoff", "handoff"},
		{"> person", "owner agent", "owner bot"},
		{"> hi", "explain language=en values.0.value=A-77 kind=chatted sure=", "explain language=zh"},
		{"> wait\nafter 9m", "< nothing", "< spoken"},
		{"> wait\nafter 10m", "< spoken still*", "< nothing"},
		{"> wait\nafter 2h", "< spoken\n< spoken", "< spoken"},
		{"> wait\nat 11:10", "< spoken\n< spoken", "< spoken\n< nothing"},
		{"> remind\nafter 59m", "< nothing", "< spoken"},
		{"> remind\nafter 1h", "< spoken as you*", "< nothing"},
		{"> hi\nresend", "< chatted hi\nno event slot_filled\n", "event slot_filled"},
		{"agent> hello", "< spoken hello\nowner agent", "owner bot"},
		{"agent> hello\nrelease", "< spoken me again\nowner bot", "owner agent"},
		{"attach image http://x a cup\n> look", "< chatted imagehttp://xa cupwebzhann", "< chatted look"},
		{"attach image http://x\n> look\n> look", "< chatted look", "< chatted image*"},
	} {
		require.NoError(t, checkLines(t, c.happens+"\n"+c.holds), "%s\n%s", c.happens, c.holds)
		err := checkLines(t, c.happens+"\n"+c.fails)
		var at *ScriptError
		require.ErrorAs(t, err, &at, "%s\n%s", c.happens, c.fails)
	}
}

func TestAFailureSaysWhereWhatAndWhy(t *testing.T) {
	err := checkLines(t, "> hi\n< chatted hi\n\n> order\n< asked *number*")
	require.EqualError(t, err, "s:9: expected < asked *number*\n\tcame < chatted order\n\tso far:\n\t  customer: hi\n\t  bot (chatted): hi\n\t  customer: order\n\t  bot (chatted): order\n")

	err = checkLines(t, "> break")
	require.ErrorContains(t, err, "s:5: expected > break to be taken\n\tcame broken")
	require.ErrorContains(t, checkLines(t, ">> c"), "there is no such choice")
	require.ErrorContains(t, checkLines(t, "start track"), "has no Start")
	require.ErrorContains(t, checkLines(t, "progress accepted"), "has no Progress")
	err = checkLines(t, "> wait\nafter 2h\n< spoken\n> hi")
	require.ErrorContains(t, err, "s:8: expected no further reply", "the line that comes next")

	s, err := Parse("s", "# a: b\nstart: today\n> hi")
	require.NoError(t, err)
	require.ErrorContains(t, s.Check(t.Context(), newParrot), "start is no moment")
	s, err = Parse("s", "# a: b\nstart: 2026-05-01 09:00\n> wait\nat 2026-05-01 09:10\n< spoken")
	require.NoError(t, err)
	require.NoError(t, s.Check(t.Context(), newParrot))
	require.ErrorContains(t, s.Check(t.Context(), func(*Stage) (Talker, error) { return nil, errors.New("no flows") }), "no flows")
}

func TestUpdateWritesWhatCame(t *testing.T) {
	s, err := Parse("s", `# a: b
> choose
# a comment stays
< asked a | x
choices a | b
owner agent

> order
slots order=A-78 note=
explain language=e* kind=asked
flows -
event slot_filled order value=B
> wait
after 3h
< nothing
-- file --
x
`)
	require.NoError(t, err)
	updated, err := s.Update(t.Context(), newParrot)
	require.ErrorContains(t, err, "event slot_filled order value=B", "an event cannot be made up")
	assert.Equal(t, `# a: b
> choose
# a comment stays
< chatted choose
choices a * b | c
owner bot

> order
slots order=A-77 note=
explain language=e* kind=chatted
flows below, shop
event slot_filled order value=B
> wait
after 3h
< spoken still there?
-- file --
x
`, updated)
}

func TestRunReadsAFolderAndUpdatesIt(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "sub", "one.txtar")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
	require.NoError(t, os.WriteFile(file, []byte("# a: b\n> wait\nafter 3h\n< spoken old words\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("no script"), 0o600))
	Run(t, folder, newParrot, &RunOptions{Update: true})
	data, err := os.ReadFile(file) //nolint:gosec // ours
	require.NoError(t, err)
	assert.Equal(t, "# a: b\n> wait\nafter 3h\n< spoken still there?\n< spoken still there?\n", string(data), "also what no line asked about")
	Run(t, folder, newParrot, nil)
	names, err := Scripts(os.DirFS(folder))
	require.NoError(t, err)
	assert.Equal(t, []string{"sub/one.txtar"}, names)
}

func TestAScriptThatNeverEndsFails(t *testing.T) {
	s, err := Parse("s", "# a: b\n> wait\nafter 1h")
	require.NoError(t, err)
	err = s.Check(t.Context(), func(stage *Stage) (Talker, error) { return restless{parrot{stage}}, nil })
	require.ErrorContains(t, err, "never ends")
}

// restless is a bot that is due again at once, always.
type restless struct{ parrot }

func (r restless) Sweep(ctx context.Context, now time.Time) (int, error) {
	_, err := r.commit(ctx, dialog.Message{ID: r.stage.NewID(), Conversation: "talk", From: dialog.System}, func(t *dialog.Turn) {
		t.Conversation.Due = now
	})
	return 1, err
}

func TestIdsAndTimesOfAStage(t *testing.T) {
	s := NewStage()
	assert.Equal(t, "id-1 id-2", strings.Join([]string{s.NewID(), s.NewID()}, " "))
	before := s.Clock.Now()
	s.Clock.Advance(time.Minute)
	assert.Equal(t, before.Add(time.Minute), s.Clock.Now())
}
