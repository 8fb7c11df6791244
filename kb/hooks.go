package kb

import "context"

// ActionFunc fetches a live answer. The context ends with the action's timeout.
// What it returns is shown; an error, a panic or an answer without content shows
// the entry's own parts instead.
type ActionFunc func(ctx context.Context, call ActionCall) (Answer, error)

// ActionCall is what an [ActionFunc] gets to know.
type ActionCall struct {
	// Query is what the customer asked, and Entry the one that has the action.
	// Neither must be modified.
	Query *Query
	Entry *Entry
	// Args are those of the action, over them the slots of the query's context,
	// and over them the named groups of a pattern.
	Args map[string]string
}

// Embedder turns texts into vectors: a host's model of meaning. All vectors have
// the same length. It must be safe for concurrent use.
//
// An Embedder must return soon after its context is done, with whatever error: calls run
// in the goroutine of whoever matches, or of Run, and are waited for. One that waits for
// a network without the context delays every match by as long; see
// [LibraryOptions.EmbedTimeout].
//
// A wording whose vector is zero, has NaN or another length than the others, or that it
// refuses while it takes others, is left out until [Library.Refine] is called: it is
// matched by its words only.
type Embedder interface {
	// Embed returns one vector for each text, in their order. A call for a query has one
	// text, one for wordings up to 64.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// EmbedderFunc is a function as [Embedder].
type EmbedderFunc func(ctx context.Context, texts []string) ([][]float32, error)

// Embed calls f.
func (f EmbedderFunc) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return f(ctx, texts)
}

// Permission is something that an [Authorizer] allows or not.
type Permission string

// The permissions.
const (
	MayDraft   Permission = "draft"   // propose an edit
	MayReview  Permission = "review"  // approve or reject a draft
	MayPublish Permission = "publish" // make approved drafts visible, roll back
	MayDelete  Permission = "delete"  // retire an entry
	MayImport  Permission = "import"  // import and sync
	MayExport  Permission = "export"
	MayLearn   Permission = "learn" // accept and reject suggestions
)

// Authorizer says who may do what. It returns nil, or an error that unwraps to
// [ErrForbidden].
type Authorizer interface {
	// Can is asked before anything is done. The entry is the one that would be
	// changed, as it is now or, if it is new, as it would be; nil where it is about
	// no entry in particular. It must not be modified.
	Can(ctx context.Context, actor string, may Permission, entry *Entry) error
}

// AuthorizerFunc is a function as [Authorizer].
type AuthorizerFunc func(ctx context.Context, actor string, may Permission, entry *Entry) error

// Can calls f.
func (f AuthorizerFunc) Can(ctx context.Context, actor string, may Permission, entry *Entry) error {
	return f(ctx, actor, may, entry)
}
