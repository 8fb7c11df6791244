package kb

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Index finds entries by what a customer writes. It keeps everything in memory
// and does no I/O. All methods are safe for concurrent use; whoever reads never
// waits for a change and sees each change whole or not at all. When Put or
// Delete has returned, every later Match sees it.
//
// An Index holds its entries packed and unpacks what it returns; the texts of a hit
// share memory with other entries of the index, some 64 KB of which live as long as
// the text does. Beside its own text, a wording takes some 120 bytes in an index of a
// million short questions, and more in a small one; bench/README.md has the figures.
type Index struct {
	opts    IndexOptions
	current atomic.Pointer[view]
	refined atomic.Pointer[refined]
	pool    sync.Pool // of *matcher

	mu      sync.Mutex // held by the one writer
	core    *core
	next    *core  // what core is rebuilt into, or nil
	moved   uint32 // slots of core that next has seen
	stemmer *text.Stemmer

	refining sync.Mutex   // held by the one Refine
	changes  atomic.Int64 // entries put and deleted since the last Refine
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
	x.opts.Precedence = precedence(x.opts.Precedence)
	x.core = newCore(x.stemmer, x.opts.Lexicon)
	x.pool.New = func() any { return &matcher{opts: &x.opts, lines: analyzer{stemmer: x.stemmer}} }
	x.current.Store(x.core.view())
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
	x.changes.Add(int64(len(put) + len(gone)))
	for i := range put {
		x.core.put(&put[i])
		if x.next != nil {
			x.next.put(&put[i])
		}
		x.rebuild()
	}
	for _, id := range gone {
		if x.core.remove(id) {
			deleted++
		}
		if x.next != nil {
			x.next.remove(id)
		}
		x.rebuild()
	}
	x.current.Store(x.core.view())
	return deleted
}

const (
	// rebuildSlack keeps small indexes from being rebuilt often.
	rebuildSlack = 1024
	// rebuildPace is how many slots are moved with each change.
	rebuildPace = 8
)

// rebuild moves some entries to a core without what is dead, once more is dead
// than alive. So no change has to wait for the whole of it.
func (x *Index) rebuild() {
	if x.next == nil {
		if x.core.deadLines <= x.core.liveLines+rebuildSlack {
			return
		}
		x.next, x.moved = newCore(x.stemmer, x.opts.Lexicon), 0
	}
	for range rebuildPace {
		if x.moved == x.core.slots.n {
			x.core, x.next = x.next, nil
			return
		}
		s := x.core.slots.at(x.moved)
		if s.died.Load() == 0 && x.next.living(x.core.id(s)) == nil {
			u := unpacked{slot: x.moved}
			x.core.unpack(&u)
			x.next.put(&u.Entry)
		}
		x.moved++
	}
}

// SetLexicon makes the index read its entries and all queries with another
// lexicon; nil is none. It builds the index anew, which takes as long as putting
// all entries, and changes over at once: matching goes on in the meantime as
// before, and other changes wait. What [Index.Refine] has learned stays.
func (x *Index) SetLexicon(lexicon *Lexicon) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.opts.Lexicon = lexicon
	fresh := newCore(x.stemmer, lexicon)
	for i := range x.core.slots.n {
		if s := x.core.slots.at(i); s.died.Load() == 0 {
			u := unpacked{slot: i}
			x.core.unpack(&u)
			fresh.put(&u.Entry)
		}
	}
	x.core, x.next = fresh, nil
	x.current.Store(fresh.view())
}

// Len returns the number of entries.
func (x *Index) Len() int { return x.current.Load().entries }

// Get returns the entry with this id.
func (x *Index) Get(id string) (Entry, bool) {
	v := x.current.Load()
	index, ok := v.indexOf(id)
	if !ok {
		return Entry{}, false
	}
	s := v.slots.at(index)
	var e Entry
	unpack(v.record(s), v.facet(s), &e, nil)
	return e, true
}
