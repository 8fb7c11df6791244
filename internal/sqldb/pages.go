package sqldb

import (
	"context"
	"iter"
)

// Pages yields rows that are read page after page, so that a loop holds no
// connection while the caller's body runs. Read gets the last row that was
// yielded, nil at first, and returns the next rows, size of them unless there are
// no more. The loop ends with the first error, which is yielded, and with the
// context's when that is done.
func Pages[T any](ctx context.Context, size int, read func(after *T) ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var (
			none  T
			after *T
		)
		for {
			page, err := read(after)
			if err != nil {
				yield(none, err)
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
				if err := ctx.Err(); err != nil {
					yield(none, err)
					return
				}
			}
			if len(page) < size {
				return
			}
			after = &page[len(page)-1]
		}
	}
}
