package dialog

import "context"

// EffectFunc does what must happen because of a turn, after its commit: it books,
// sends, notifies. It is called at least once for each effect, and must be idempotent
// by its key. An error means "not done, try again", [ErrUndeliverable] "never".
type EffectFunc func(ctx context.Context, e Effect) error
