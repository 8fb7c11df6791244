package ticket_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// counted is a store that counts what it is asked for.
type counted struct {
	ticket.Store
	filters []ticket.Filter
}

func (c *counted) Find(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
	c.filters = append(c.filters, f)
	return c.Store.Find(ctx, f, p)
}

// The hand-written set: which ticket is meant, and whether it is the same case. The
// figures are the least that is accepted; the log has all of them.
func TestSimilarOnAHandWrittenSet(t *testing.T) {
	data, err := os.ReadFile("testdata/similar.txt")
	require.NoError(t, err)
	b := newBench(t, &ticket.Rules{})
	var meant, first, none, quiet, same, flagged, right int
	for line := range strings.Lines(string(data)) {
		c := strings.Split(strings.TrimSpace(line), " | ")
		if len(c) < 5 {
			continue
		}
		if c[0] != "?" {
			b.now = b.now.Add(time.Minute)
			b.open(ticket.Draft{ID: c[0], Customer: c[1], Category: c[2], Subject: c[3], Comments: []ticket.Comment{{Text: c[4]}}}, form)
			continue
		}
		found, err := b.Similar(t.Context(), ticket.Draft{Customer: c[1], Subject: c[2], Comments: []ticket.Comment{{Text: c[3]}}}, 3)
		require.NoError(t, err)
		top := ticket.Match{}
		if len(found) > 0 {
			top = found[0]
		}
		if c[4] == "-" {
			none++
			if top.Text < 0.3 {
				quiet++
			}
		} else {
			meant++
			if top.Ticket.ID == c[4] {
				first++
			} else {
				t.Logf("%q finds %q, not %q", c[2], top.Ticket.ID, c[4])
			}
		}
		if c[5] == "yes" {
			same++
		}
		if top.Duplicate {
			flagged++
			if c[5] == "yes" && top.Ticket.ID == c[4] {
				right++
			}
		}
		t.Logf("%-28s %-9s text %.2f score %.2f dup %-5t (%s, %s) %v", c[2], top.Ticket.ID, top.Text, top.Score, top.Duplicate, c[4], c[5], top.Words)
	}
	t.Logf("first: %d of %d; nothing where nothing is meant: %d of %d; same cases: %d of %d found, %d of %d flagged are right", first, meant, quiet, none, right, same, right, flagged)
	assert.Equal(t, meant, first)
	assert.GreaterOrEqual(t, quiet, none-1)
	assert.Equal(t, right, flagged, "what is flagged is the same case")
	assert.GreaterOrEqual(t, right, same-2)
}

func TestSimilarSaysWhy(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Lamp broken", Customer: "carl", Category: "goods", Comments: []ticket.Comment{{Text: "The green lamp is broken"}}}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Lamp broken", Customer: "dora", Comments: []ticket.Comment{{Text: "The green lamp is broken"}}}, form)
	b.open(ticket.Draft{ID: "spam", Subject: "Lamp broken", Customer: "carl"}, carl)
	b.do("spam", mia, ticket.MoveTo("spam", "ad"))
	draft := ticket.Draft{Subject: "Lamp broken", Customer: "carl", Category: "goods", Comments: []ticket.Comment{
		{Text: "The green lamp is broken"}, {Text: "Paint and varnish", Internal: true}, {Text: "Tried another socket?", Author: &mia},
	}}
	at := func(days int) []ticket.Match {
		b.now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		found, err := b.Similar(t.Context(), draft, 0)
		require.NoError(t, err)
		require.Len(t, found, 2, "neither spam nor itself")
		require.Equal(t, "a", found[0].Ticket.ID)
		require.Equal(t, "T-1001", found[0].Ticket.Number)
		return found
	}
	now := at(0)
	assert.InDelta(t, 1, now[0].Text, 1e-9, "notes and answers do not count")
	assert.InDelta(t, 1, now[0].Score, 1e-9)
	assert.InDelta(t, 0.85, now[1].Score, 1e-9)
	assert.ElementsMatch(t, []string{"lamp", "broken", "green"}, now[0].Words)
	assert.True(t, now[0].Customer && now[0].Category && now[0].Duplicate)
	assert.False(t, now[1].Customer || now[1].Category || now[1].Duplicate, "another customer's is another case")
	assert.True(t, at(7)[0].Duplicate)
	later := at(30)[0]
	assert.False(t, later.Duplicate)
	assert.InDelta(t, 0.95, later.Score, 1e-9, "half the weight of its age is gone")
	b.do("a", mia, ticket.MoveTo("resolved", "done"))
	solved := at(30)[0]
	assert.False(t, solved.Duplicate)
	assert.Less(t, solved.Score, 0.97)

	alike, err := b.SimilarTo(t.Context(), "b", 1)
	require.NoError(t, err)
	require.Len(t, alike, 1)
	assert.Equal(t, "a", alike[0].Ticket.ID)
	_, err = b.SimilarTo(t.Context(), "none", 1)
	require.ErrorIs(t, err, ticket.ErrNotFound)
}

// Rare words count more than those that everybody uses, and what is asked of the store is
// bounded, however many tickets there are and however long the draft is.
func TestSimilarInABigStore(t *testing.T) {
	store := &counted{Store: ticket.NewMemoryStore()}
	desk, err := ticket.New(store, &ticket.Options{Rules: &ticket.Rules{}})
	require.NoError(t, err)
	open := func(id, text string) {
		_, err := desk.Open(t.Context(), ticket.Draft{ID: id, Subject: text, Customer: "c" + id}, form)
		require.NoError(t, err)
	}
	open("rare", "delivery order zirconium")
	for i := range 400 {
		open(fmt.Sprint(i), fmt.Sprintf("delivery order number%c%c", 'a'+i%26, 'a'+i/26))
	}
	store.filters = nil
	found, err := desk.Similar(t.Context(), ticket.Draft{Subject: "order delivery zirconium", Customer: "x"}, 1)
	require.NoError(t, err)
	require.Equal(t, "rare", found[0].Ticket.ID)
	assert.Equal(t, "zirconium", found[0].Words[0])
	other, err := desk.Similar(t.Context(), ticket.Draft{Subject: "order delivery lamp", Customer: "x"}, 1)
	require.NoError(t, err)
	assert.Empty(t, other, "two words that all have say nothing")
	store.filters = nil
	_, err = desk.Similar(t.Context(), ticket.Draft{Subject: "lamp", Customer: "x", Comments: []ticket.Comment{{Text: strings.Repeat("quite a lot of different matters about every lamp in the house ", 50) + manyWords(500)}}}, 1)
	require.NoError(t, err)
	assert.Len(t, store.filters, 26, "the youngest, the customer's, and 24 words")
	for _, f := range store.filters[1:] {
		assert.Equal(t, 1, len(f.Words)+len(f.Customers))
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%c%c%cword ", 'a'+i%26, 'a'+i/26%26, 'a'+i%7)
	}
	return b.String()
}
