package kb

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Filter selects entries of a library. The zero Filter selects all.
type Filter struct {
	// Category keeps to entries of this category and those below it.
	Category string
	// Scope says which knowledge bases. Default: all of them.
	Scope Scope
	// Locale keeps to entries that serve this locale, as in a [Query].
	Locale string
	// Kinds keeps to entries of these kinds, and Modes to those of these modes.
	Kinds []Kind
	Modes []Mode
	// Tags keeps to entries that have all of these tags.
	Tags []string
	// Text keeps to entries that have this text in a wording, their answer or their
	// id, whatever case, width and script.
	Text string
	// Document keeps to entries that come from this document; see [Origin].
	Document string
	// Editor keeps to entries that he wrote last.
	Editor string
	// ValidAt keeps to entries that are valid then; zero asks nobody.
	ValidAt time.Time
	// After goes on behind this id: the last one of the page before.
	After string
	// Limit is how many entries are wanted at most. Default: all.
	Limit int
}

// List yields the entries that a filter selects, in the order of their ids, as
// they are when the loop begins.
func (l *Library) List(ctx context.Context, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if err := l.load(ctx); err != nil {
			yield(Entry{}, err)
			return
		}
		f.Text = text.Key(f.Text)
		n := 0
		for e := range l.index.all() {
			if err := ctx.Err(); err != nil {
				yield(Entry{}, err)
				return
			}
			if !f.selects(e) {
				continue
			}
			if n++; !yield(*e, nil) || n == f.Limit {
				return
			}
		}
	}
}

// selects reports whether the filter, whose text is a key, selects an entry.
func (f *Filter) selects(e *Entry) bool {
	return (f.After == "" || e.ID > f.After) &&
		(f.Category == "" || within(e.Category, f.Category)) &&
		f.Scope.sees(e.Base) &&
		(f.Locale == "" || serves(e.Locale, f.Locale)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind.orFAQ())) &&
		(len(f.Modes) == 0 || slices.Contains(f.Modes, e.Mode)) &&
		!slices.ContainsFunc(f.Tags, func(tag string) bool { return !slices.Contains(e.Tags, tag) }) &&
		(f.Document == "" || e.Origin != nil && e.Origin.Document == f.Document) &&
		(f.Editor == "" || e.Editor == f.Editor) &&
		(f.ValidAt.IsZero() || e.validAt(f.ValidAt)) &&
		(f.Text == "" || f.mentions(e))
}

func (f *Filter) mentions(e *Entry) bool {
	has := func(s string) bool { return strings.Contains(text.Key(s), f.Text) }
	return has(e.ID) || has(e.Question) || slices.ContainsFunc(e.Phrasings, has) ||
		slices.ContainsFunc(e.Answer.Parts, func(p Part) bool { return has(p.Text) })
}

// HotOptions are the choices of [Library.Hot].
type HotOptions struct {
	// N is how many entries are wanted at most. Default: 10.
	N int
	// Locale, Scope and Category keep to entries as in a [Query].
	Locale   string
	Scope    Scope
	Category string
	// At is the time for which entries must be valid. Default: now.
	At time.Time
}

// Hot returns the entries to show before anybody asks: those of the highest
// priority first, then those that were the answer most often, then by id. Small
// talk is left out.
func (l *Library) Hot(ctx context.Context, opts HotOptions) ([]Entry, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	usage, err := l.usage(ctx)
	if err != nil {
		return nil, err
	}
	if opts.N <= 0 {
		opts.N = 10
	}
	if opts.At.IsZero() {
		opts.At = l.now()
	}
	f := Filter{Locale: opts.Locale, Scope: opts.Scope, Category: opts.Category, ValidAt: opts.At}
	before := func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(usage[b.ID].Hits(), usage[a.ID].Hits()))
	}
	var hot []Entry // the first so far: entries come by id
	for e := range l.index.all() {
		if e.Kind.orFAQ() == ChitChat || !f.selects(e) {
			continue
		}
		if len(hot) < opts.N || before(*e, hot[len(hot)-1]) < 0 {
			hot = append(hot, *e)
			slices.SortStableFunc(hot, before)
			hot = hot[:min(opts.N, len(hot))]
		}
	}
	return hot, nil
}

// CategoryNode is one category with those below it.
type CategoryNode struct {
	// Path is the whole path, "orders/returns", and Name its last part. Entries
	// without a category are counted in the root, whose path is empty.
	Path string `json:"path"`
	Name string `json:"name"`
	// Entries counts the entries of this very category, and Total those below too.
	Entries int `json:"entries"`
	Total   int `json:"total"`
	// Children are in the order of their names.
	Children []*CategoryNode `json:"children,omitempty"`
}

// Categories returns the tree of the categories of the entries that a filter
// selects. Its After and Limit do not count.
func (l *Library) Categories(ctx context.Context, f Filter) (*CategoryNode, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	f.Text, f.After = text.Key(f.Text), ""
	root := &CategoryNode{}
	nodes := map[string]*CategoryNode{"": root}
	var node func(path string) *CategoryNode
	node = func(path string) *CategoryNode {
		if n := nodes[path]; n != nil {
			return n
		}
		n := &CategoryNode{Path: path, Name: path}
		parent := ""
		if i := strings.LastIndexByte(path, '/'); i >= 0 {
			parent, n.Name = path[:i], path[i+1:]
		}
		nodes[path] = n
		above := node(parent)
		above.Children = append(above.Children, n)
		return n
	}
	for e := range l.index.all() {
		if f.selects(e) {
			node(strings.Trim(e.Category, "/")).Entries++
		}
	}
	root.sum()
	return root, nil
}

func (n *CategoryNode) sum() {
	n.Total = n.Entries
	slices.SortFunc(n.Children, func(a, b *CategoryNode) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range n.Children {
		c.sum()
		n.Total += c.Total
	}
}
