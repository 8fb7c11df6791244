package sqldb

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// numbers reads the numbers from 1 to n by pages and counts the pages.
func numbers(n, size int, pages *int) func(after *int) ([]int, error) {
	return func(after *int) (page []int, err error) {
		*pages++
		from := 0
		if after != nil {
			from = *after
		}
		for i := from + 1; i <= n && len(page) < size; i++ {
			page = append(page, i)
		}
		return page, nil
	}
}

func TestPages(t *testing.T) {
	for _, c := range []struct{ n, pages int }{{0, 1}, {2, 1}, {3, 2}, {7, 3}, {9, 4}} {
		pages, next := 0, 1
		for got, err := range Pages(t.Context(), 3, numbers(c.n, 3, &pages)) {
			require.NoError(t, err)
			require.Equal(t, next, got)
			next++
		}
		require.Equal(t, c.n, next-1)
		require.Equal(t, c.pages, pages, "%d rows", c.n)
	}
}

func TestPagesEnd(t *testing.T) {
	pages := 0
	for got, err := range Pages(t.Context(), 3, numbers(9, 3, &pages)) {
		require.NoError(t, err)
		if got == 3 {
			break
		}
	}
	require.Equal(t, 1, pages, "a loop that is left reads no further")

	fault := errors.New("broken")
	var seen []error
	for _, err := range Pages(t.Context(), 1, func(after *int) ([]int, error) {
		if after != nil {
			return nil, fault
		}
		return []int{1}, nil
	}) {
		seen = append(seen, err)
	}
	require.Equal(t, []error{nil, fault}, seen)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen, pages = nil, 0
	for _, err := range Pages(ctx, 3, numbers(9, 3, &pages)) {
		seen = append(seen, err)
		cancel()
	}
	require.Equal(t, []error{nil, context.Canceled}, seen, "within a page too")
}
