package kb

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Index finds entries by what a customer writes. It keeps everything in memory
// and does no I/O. All methods are safe for concurrent use; matching never
// waits for a change and sees each change whole or not at all. When Put or
// Delete has returned, every later Match sees it.
//
// An Index takes some 300 to 1,300 bytes of memory for a wording, less the larger
// it is and the shorter the wordings; bench/README.md has the figures.
type Index struct {
	opts    IndexOptions
	current atomic.Pointer[view]
	pool    sync.Pool // of *matcher

	mu       sync.Mutex // held by the one writer
	core     *core
	sequence uint64
	stemmer  *text.Stemmer
}

// NewIndex returns an empty index. Nil options are the defaults.
func NewIndex(opts *IndexOptions) *Index {
	x := &Index{stemmer: text.NewStemmer(1 << 15)}
	if opts != nil {
		x.opts = *opts
	}
	if x.opts.Now == nil {
		x.opts.Now = time.Now
	}
	x.core = newCore(x.stemmer, x.opts.Lexicon)
	x.pool.New = func() any { return &matcher{lines: analyzer{stemmer: x.stemmer}} }
	x.current.Store(x.core.view(0))
	return x
}

// Put adds entries, each in place of the one with the same ID, all at once for
// whoever matches. A faulty entry (see [Entry.Validate]; the ID is required here)
// is reported and nothing is changed. The index keeps copies.
func (x *Index) Put(entries ...Entry) error {
	for i := range entries {
		if entries[i].ID == "" {
			return &FieldError{Field: "id", Reason: "is empty"}
		}
		if err := entries[i].Validate(); err != nil {
			return err
		}
	}
	x.apply(entries, nil)
	return nil
}

// Delete removes the entries with these ids and returns how many there were.
func (x *Index) Delete(ids ...string) int {
	return x.apply(nil, ids)
}

// apply makes valid changes visible as one.
func (x *Index) apply(put []Entry, gone []string) (deleted int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sequence++
	for i := range put {
		x.core.put(put[i].clone(), x.sequence)
	}
	for _, id := range gone {
		if x.core.remove(id, x.sequence) {
			deleted++
		}
	}
	if x.core.deadLines > x.core.liveLines+rebuildSlack {
		x.core = x.core.rebuilt(x.stemmer, x.opts.Lexicon, x.sequence)
	}
	x.current.Store(x.core.view(x.sequence))
	return deleted
}

// SetLexicon makes the index read its entries and all queries with another
// lexicon; nil is none. It builds the index anew, which takes as long as putting
// all entries, and changes over at once: matching goes on in the meantime as
// before, and other changes wait.
func (x *Index) SetLexicon(lexicon *Lexicon) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sequence++
	x.opts.Lexicon = lexicon
	x.core = x.core.rebuilt(x.stemmer, lexicon, x.sequence)
	x.current.Store(x.core.view(x.sequence))
}

// rebuildSlack keeps small indexes from being rebuilt often.
const rebuildSlack = 1024

// rebuilt returns a core without what is dead. Its cost is paid by the change
// that makes more than half of the index dead: spread over the changes before
// it, a small constant for each.
func (c *core) rebuilt(stemmer *text.Stemmer, lexicon *Lexicon, sequence uint64) *core {
	fresh := newCore(stemmer, lexicon)
	for _, s := range c.slots {
		if s.died.Load() == 0 {
			fresh.put(s.entry, sequence)
		}
	}
	return fresh
}

// Len returns the number of entries.
func (x *Index) Len() int { return x.current.Load().entries }

// Get returns the entry with this id.
func (x *Index) Get(id string) (Entry, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if s := x.core.byID[id]; s != nil {
		return *s.entry.clone(), true
	}
	return Entry{}, false
}
