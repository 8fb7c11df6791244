package ticket_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// A notice that can never arrive is given up, and does not hold up those behind it.
func TestWhatIsUndeliverableIsGivenUp(t *testing.T) {
	ctx := context.Background()
	var told []string
	d, _ := listen(t, ticket.Options{Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
		told = append(told, n.To)
		if n.To == "agent:gone" {
			return fmt.Errorf("%w: no such address", ticket.ErrUndeliverable)
		}
		return nil
	})})
	a, err := d.Open(ctx, ticket.Draft{Subject: "s"}, ticket.BySystem("host"))
	require.NoError(t, err)
	told = nil
	_, err = d.Do(ctx, a.ID, ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Notify("agent:gone", "ask", "x"), ticket.Notify("agent:sue", "ask", "x")}})
	require.NoError(t, err)
	for range 3 {
		_, err = d.Deliver(ctx)
		require.NoError(t, err)
	}
	assert.Equal(t, 1, len(told)-len(without(told, "agent:gone")), "it is tried once")
	assert.Contains(t, told, "agent:sue")
}

func without(list []string, s string) (rest []string) {
	for _, one := range list {
		if one != s {
			rest = append(rest, one)
		}
	}
	return rest
}
