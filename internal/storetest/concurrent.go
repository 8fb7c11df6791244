package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Parallel calls f(0) to f(n-1) at once and joins their errors.
func Parallel(n int, f func(i int) error) error {
	errs := make([]error, n)
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() {
			start.Wait()
			errs[i] = f(i)
		})
	}
	start.Done()
	done.Wait()
	return errors.Join(errs...)
}

// Spread calls f(0) to f(n-1) from a few goroutines, for work whose order does
// not matter. It stops a goroutine at its first error.
func Spread(n int, f func(i int) error) error {
	workers := min(n, 8)
	return Parallel(workers, func(w int) error {
		for i := w; i < n; i += workers {
			if err := f(i); err != nil {
				return err
			}
		}
		return nil
	})
}

// Cell is one value behind compare-and-set, as a store offers it.
type Cell struct {
	// Load returns the version and the value; version 0 where nothing has been
	// stored yet.
	Load func(ctx context.Context) (version int64, value int, err error)
	// Swap stores a value on top of a version. It reports false, and no error,
	// when the version was not the stored one.
	Swap func(ctx context.Context, version int64, value int) (ok bool, err error)
}

// Increments returns an error unless n goroutines that each add 1 to a cell
// times over, loading and swapping until it works, end with n*times: no update
// may be lost, none may be applied twice.
func Increments(ctx context.Context, c Cell, n, times int) error {
	err := Parallel(n, func(int) error {
		for range times {
			if err := increment(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, value, err := c.Load(ctx)
	if err != nil {
		return err
	}
	if value != n*times {
		return fmt.Errorf("%d goroutines added 1 for %d times each: got %d, want %d", n, times, value, n*times)
	}
	return nil
}

func increment(ctx context.Context, c Cell) error {
	for {
		version, value, err := c.Load(ctx)
		if err != nil {
			return err
		}
		if ok, err := c.Swap(ctx, version, value+1); ok || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("compare-and-set never succeeds: %w", err)
		}
	}
}
