package dialog

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A customer cannot take the ids of what agents say and of what time causes.
func TestReservedIDsAreRefused(t *testing.T) {
	for _, o := range []Options{{}, {Merge: time.Millisecond}} {
		d := newTimedDesk(t, o)
		for _, id := range []string{SystemIDs + "due/1", AgentIDs + "1"} {
			var fault *FieldError
			_, err := d.e.Handle(t.Context(), Message{ID: id, Conversation: "c", Text: "hello"})
			require.ErrorAs(t, err, &fault)
			require.Equal(t, "id", fault.Field)
			_, err = d.store.Load(t.Context(), "c")
			require.ErrorIs(t, err, ErrNotFound)
		}
	}
}

// takenStore has the id already under which a sweep commits in some conversations.
type takenStore struct{ Store }

func (s takenStore) Commit(ctx context.Context, turn Turn) (int64, error) {
	if turn.Message.From == System && strings.HasPrefix(turn.Conversation.ID, "taken") {
		return 0, &DuplicateError{}
	}
	return s.Store.Commit(ctx, turn)
}

// Conversations that a sweep cannot move, however many, do not keep back those behind them.
func TestSweepPassesWhatDoesNotMove(t *testing.T) {
	d := newTimedDesk(t, Options{})
	d.store = takenStore{d.store}
	d.open(Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	for i := range 2*sweepBatch + 10 {
		d.handle(Message{Conversation: fmt.Sprint("taken", i), Text: "return it"})
	}
	d.now = d.now.Add(time.Second)
	d.say("return it")
	n, err := d.e.Sweep(t.Context(), d.now.Add(timedWarn))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.NotZero(t, d.session().Warned)
}
