package ticket_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func TestTicketsAreFoundByTheirNumbers(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	c := b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
	assert.Equal(t, "T-1001", c.Number)
	assert.Equal(t, int64(1), c.Serial)
	for _, typed := range []string{"T-1001", "t-1001", " #1001 ", "1001", "Ｔ－１００１", "＃1001", "T-01001"} {
		found, err := b.ByNumber(context.Background(), typed)
		require.NoError(t, err, typed)
		assert.Equal(t, "a", found.ID)
		assert.Equal(t, "T-1001", found.Number)
	}
	for _, typed := range []string{"", "T-", "T-1002", "1000", "-1001", "+1001", "T-+1001", "1001x", "1", "99999999999999999999", "T--1001"} {
		_, err := b.ByNumber(context.Background(), typed)
		require.ErrorIs(t, err, ticket.ErrNotFound, typed)
	}
}
