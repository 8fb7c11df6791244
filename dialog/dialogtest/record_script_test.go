package dialogtest

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// session is a random conversation with a bot: what was committed.
func session(t *rapid.T, build Build, words *rapid.Generator[string]) []dialog.Turn {
	stage := NewStage()
	talker, err := build(stage)
	require.NoError(t, err)
	n := 0
	msg := func(text string) dialog.Message {
		n++
		return dialog.Message{ID: "msg-" + strconv.Itoa(n), Conversation: "c 1", Channel: "web", Customer: "ann", Text: text, At: stage.Clock.Now()}
	}
	_, err = talker.Handle(t.Context(), msg("hello"))
	require.NoError(t, err)
	offered := false
	for range rapid.IntRange(1, 8).Draw(t, "turns") {
		ctx := t.Context()
		var r dialog.Reply
		switch rapid.IntRange(0, 6).Draw(t, "what") {
		case 0:
			r, err = talker.Say(ctx, msg("agent "+words.Draw(t, "agent")))
		case 1:
			if c, loaded := stage.Store.Load(ctx, "c 1"); loaded == nil && c.Owner == dialog.Agent {
				r, err = talker.Release(ctx, "c 1", msg("").ID)
			}
		case 2, 3: // whatever is due is done when it is due, as Run does it
			until := stage.Clock.Now().Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "minutes")) * time.Minute)
			for {
				c, loaded := stage.Store.Load(ctx, "c 1")
				if loaded != nil || c.Due.IsZero() || c.Due.After(until) {
					break
				}
				stage.Clock.Set(c.Due)
				_, err = talker.Sweep(ctx, c.Due)
				require.NoError(t, err)
			}
			stage.Clock.Set(until)
		case 4:
			m := msg("")
			m.Parts = []dialog.Part{{Kind: dialog.ImagePart, URL: "http://x", Text: "a cup"}}
			r, err = talker.Handle(ctx, m)
		case 5:
			m := msg("")
			m.Choice = "7"
			if offered {
				m.Choice = "2"
			}
			r, err = talker.Handle(ctx, m)
		default:
			r, err = talker.Handle(ctx, msg(words.Draw(t, "words")))
		}
		require.NoError(t, err)
		offered = len(r.Choices) > 0
	}
	return stage.Store.Turns()
}

func TestARecordedConversationPassesAsAScript(t *testing.T) {
	anything := rapid.OneOf(
		rapid.SampledFrom([]string{"hi", "choose", "order", "wait", "remind", "person", "", "*\\*", "two\nlines", "| bar", "# no comment", "-- x --", "a | b"}),
		rapid.StringOf(rapid.SampledFrom([]rune("a\n|#\"= 字"))),
	)
	var said []string // what customers say in the scripts
	for _, s := range scriptsOf(t) {
		for _, l := range s.lines {
			if l.verb == verbSays {
				said = append(said, l.text)
			}
		}
	}
	for name, bot := range map[string]struct {
		build Build
		words *rapid.Generator[string]
	}{"parrot": {newParrot, anything}, "shop": {shopBot("", newTally()), rapid.SampledFrom(said)}} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s, err := Record("a: b", session(t, bot.build, bot.words))
				require.NoError(t, err)
				require.NoError(t, s.Check(t.Context(), bot.build), "%s", s)
				updated, err := s.Update(t.Context(), bot.build)
				require.NoError(t, err)
				require.Equal(t, s.String(), updated, "nothing is left out")
			})
		})
	}
}

func TestRecordWritesAllThatHappened(t *testing.T) {
	play := func(source string) []dialog.Turn {
		s, err := Parse("s", source)
		require.NoError(t, err)
		p, err := s.begin(t.Context(), newParrot)
		require.NoError(t, err)
		var turns []dialog.Turn
		for i := range s.lines {
			require.NoError(t, p.play(t.Context(), &s.lines[i]))
			turns = append(turns, p.turns...)
		}
		return turns
	}
	turns := play("# a: b\nlocale: en\nstart: 2026-05-01 09:00\n> order\nafter 90s\n> choose\n>> c\nagent> hello\nrelease")
	s, err := Record("shop#1: books", turns)
	require.NoError(t, err)
	assert.Equal(t, `# shop#1: books
conversation: talk
start: 2026-05-01 09:00
locale: en

> order
< chatted order
event slot_filled order flow=f value=A-77
event prompted note detail="two words"
effect book note="two words" order=A-77
flows below, shop
slots order=A-77

after 1m30s
> choose
< chatted choose
choices a * b | c

>> c
< chatted picked 2

agent> hello
< spoken hello
owner agent

release
< spoken me again
owner bot
`, s.String())

	quiet, err := Record("a: b", play("# a: b\nstart: 2026-05-01 09:00\n> hi\nrelease\n> hi"))
	require.NoError(t, err)
	assert.Contains(t, quiet.String(), "\nrelease\n", "a turn without words is one")
	_, err = Record("a: b", nil)
	require.ErrorContains(t, err, "nothing")
	_, err = Record("a: b", append(slices.Clone(turns), dialog.Turn{}))
	require.ErrorContains(t, err, "several")
}

func TestATranscriptBecomesAScript(t *testing.T) {
	stage := NewStage()
	bot := parrot{stage}
	for i, text := range []string{"order", "wait"} {
		_, err := bot.Handle(t.Context(), dialog.Message{ID: strconv.Itoa(i), Conversation: "c", Text: text})
		require.NoError(t, err)
	}
	stage.Clock.Advance(10 * time.Minute)
	_, err := bot.Sweep(t.Context(), stage.Clock.Now())
	require.NoError(t, err)
	turns, err := Past("c", stage.Store.Transcript(t.Context(), "c", 0))
	require.NoError(t, err)
	s, err := Record("a: b", turns)
	require.NoError(t, err)
	require.NoError(t, s.Check(t.Context(), newParrot), "%s", s)
	assert.Contains(t, s.String(), "event prompted note")
	assert.Contains(t, s.String(), "after 10m\n< spoken still there?\n")
	assert.NotContains(t, s.String(), "slots", "a transcript has no state")
}
