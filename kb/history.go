package kb

import (
	"context"
	"iter"
)

// History yields every state that an entry ever had, deletions included, the
// latest first, with who wrote it and why: the audit trail of an entry. It yields
// nothing for an id that was never written. [Editor.Rollback] brings one back.
func (l *Library) History(ctx context.Context, id string) iter.Seq2[Change, error] {
	return l.store.History(ctx, id)
}
