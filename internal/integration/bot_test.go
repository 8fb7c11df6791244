package integration

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
	"github.com/stretchr/testify/require"
)

// stores returns the stores of one node or process on a database.
func stores(t testing.TB, d database, tenant string) kefu.Stores {
	t.Helper()
	s, err := kefu.SQLStores(d.open(t), d.dialect, &kefu.SQLOptions{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

// newNode returns a bot on a database, as a process that starts would have it.
func newNode(t testing.TB, d database, opts kefu.Options) *kefu.Bot {
	t.Helper()
	if opts.Stores.Dialog == nil {
		opts.Stores = stores(t, d, "")
	}
	// A busy machine may think for long about what takes a moment.
	if opts.Understanding.Timeout == 0 {
		opts.Understanding.Timeout = storetest.Patience
	}
	if opts.ProfileTimeout == 0 {
		opts.ProfileTimeout = storetest.Patience
	}
	bot, err := kefu.New(&opts)
	require.NoError(t, err)
	return bot
}

// stock puts three entries that the word warranty names equally well, and one
// of its own.
func stock(t testing.TB, bot *kefu.Bot, answer string) {
	t.Helper()
	entries := []kb.Entry{{ID: "pay", Question: "How can I pay?", Answer: kb.Answer{Parts: []kb.Part{
		{Kind: kb.TextPart, Text: answer}, {Kind: kb.ImagePart, Text: "二维码", URL: "https://example.com/qr.png", MIME: "image/png"},
	}}}}
	for _, thing := range []string{"phone", "laptop", "tablet"} {
		entries = append(entries, kb.Entry{
			ID: thing, Question: "How long is the warranty of a " + thing + "?", Phrasings: []string{"warranty"},
			Answer: kb.TextAnswer(answer + " " + thing), Mode: kb.Contains,
		})
	}
	_, err := bot.KB().Put(t.Context(), entries...)
	require.NoError(t, err)
}

func say(t testing.TB, bot *kefu.Bot, id, text string) kefu.Reply {
	t.Helper()
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: id, Conversation: "c", Text: text, Customer: "ann", Channel: "web"})
	require.NoError(t, err)
	return reply
}

// The very replies come back from the database, with all that they hold.
func TestBotTurns(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		bot := newNode(t, d, kefu.Options{Handoff: &offers{}, Sender: &offers{}})
		stock(t, bot, "yes")
		var replies []kefu.Reply
		turns := []struct {
			text string
			kind dialog.ReplyKind
		}{
			{"how can i pay", dialog.Answered},
			{"my warranty", dialog.Suggested},
			{"the second one", dialog.Answered},
			{"斑马 \xff\x00", dialog.Unanswered},
			{" ", dialog.Invalid},
			{"zebra", dialog.HandedOff},
			{"thanks 👍", dialog.Relayed},
		}
		for i, turn := range turns {
			reply := say(t, bot, strconv.Itoa(i), turn.text)
			require.Equal(t, turn.kind, reply.Kind, turn.text)
			replies = append(replies, reply)
		}
		require.Len(t, replies[0].Parts, 2)
		require.Equal(t, "yes phone", replies[2].Text)
		said, err := bot.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", Agent: "bob", Text: "Bob here"})
		require.NoError(t, err)
		released, err := bot.Release(t.Context(), "c", "r")
		require.NoError(t, err)

		other := newNode(t, d, kefu.Options{})
		for i, turn := range turns {
			require.Equal(t, replies[i], say(t, other, strconv.Itoa(i), turn.text), turn.text)
		}
		again, err := other.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", Text: "Bob here"})
		require.NoError(t, err)
		require.Equal(t, said, again)
		again, err = other.Release(t.Context(), "c", "r")
		require.NoError(t, err)
		require.Equal(t, released, again)
	})
}

// A process ends and another one takes the conversation up where it was.
func TestBotRestart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		before := newNode(t, d, kefu.Options{})
		stock(t, before, "yes")
		require.Equal(t, dialog.Suggested, say(t, before, "1", "my warranty").Kind)

		after := newNode(t, d, kefu.Options{Handoff: &offers{}})
		require.Equal(t, "tablet", say(t, after, "2", "3").Source, "the offer is open")
		require.Equal(t, dialog.Unanswered, say(t, after, "3", "zebra").Kind)

		again := newNode(t, d, kefu.Options{Handoff: &offers{}})
		require.Equal(t, dialog.HandedOff, say(t, again, "4", "zebra").Kind, "the count goes on")
	})
}

// Two bots in one database know nothing of each other.
func TestBotTenants(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		north, south := &offers{}, &offers{}
		a := newNode(t, d, kefu.Options{Stores: stores(t, d, "north"), Handoff: north})
		b := newNode(t, d, kefu.Options{Stores: stores(t, d, "south"), Handoff: south, MaxUnanswered: -1})
		stock(t, a, "north")
		require.Equal(t, dialog.Unanswered, say(t, b, "1", "my warranty").Kind, "no entries")
		stock(t, b, "south")
		require.Equal(t, dialog.Suggested, say(t, a, "1", "my warranty").Kind, "the same ids")
		require.Equal(t, "north laptop", say(t, a, "2", "1").Text)
		require.Equal(t, dialog.Unanswered, say(t, b, "2", "1").Kind, "no offer, though the conversation has the same id")
		require.Equal(t, dialog.HandedOff, say(t, a, "3", "human").Kind)

		n, err := b.Deliver(t.Context())
		require.NoError(t, err)
		require.Zero(t, n, "the outbox of another tenant")
		n, err = a.Deliver(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.NoError(t, b.KB().Delete(t.Context(), "pay"))
		require.Equal(t, "north\n二维码 https://example.com/qr.png", func() string {
			_, err := a.Release(t.Context(), "c", "r")
			require.NoError(t, err)
			return say(t, a, "4", "how can i pay").Text
		}())
	})
}

func TestBotMigratesTwice(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		first := stores(t, d, "")
		bot := newNode(t, d, kefu.Options{Stores: first})
		stock(t, bot, "yes")
		say(t, bot, "1", "my warranty")
		require.NoError(t, first.Migrate(t.Context()))
		require.NoError(t, stores(t, d, "").Migrate(t.Context()))
		require.Equal(t, "phone", say(t, bot, "2", "2").Source)
	})
}

// Without the tables, a turn is an error and not a loss.
func TestBotBeforeMigrate(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		s, err := kefu.SQLStores(d.open(t), d.dialect, nil)
		require.NoError(t, err)
		bot := newNode(t, d, kefu.Options{Stores: s})
		msg := kefu.Message{ID: "1", Conversation: "c", Text: "customer's secret"}
		_, err = bot.Handle(t.Context(), msg)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "secret")
		require.NoError(t, s.Migrate(t.Context()))
		_, err = bot.Handle(t.Context(), msg)
		require.NoError(t, err)
	})
}

// The channel says when a message was sent, whatever its clock thinks.
func TestBotStrangeTimes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		bot := newNode(t, d, kefu.Options{})
		for i, at := range []time.Time{
			{},
			time.Unix(0, 0), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
			time.Date(2026, 3, 1, 0, 0, 0, 1, time.FixedZone("odd", 12345)),
		} {
			_, err := bot.Handle(context.Background(), kefu.Message{ID: strconv.Itoa(i), Conversation: "c", Text: "hi", At: at})
			require.NoError(t, err, at)
		}
	})
}
