package kb

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// What an Embedder adds to smart matching. Every wording of a smart entry has a vector;
// the similarity of an entry is that of its nearest wording, by the dot product of
// vectors of length one, over all of them: no approximation. What a similarity tells is
// measured on the knowledge base itself; see calibrate.

const (
	defaultEmbedTimeout = 300 * time.Millisecond
	nearestEntries      = 12 // entries that similarity can bring in
	// remeasureShare is the part of the wordings, as one of so many, that must have
	// come or gone for similarities to be measured anew.
	remeasureShare = 10
)

// meaning is what a library knows through its embedder.
type meaning struct {
	current atomic.Pointer[wordVectors]
	asking  pause // about questions

	mu      sync.Mutex
	changed map[string]bool // ids of entries whose rows may be out of date

	refining sync.Mutex // guards what follows
	filling  pause      // about wordings
	rowsOf   map[string][]int
	rowOf    map[string]int  // a row of each text, maybe a dead one
	dead     map[int]bool    // rows whose entry no longer says so
	faulty   map[string]bool // texts that the embedder gives no vector for
	lacking  map[string]bool // ids of entries with such texts
	drifted  int             // rows that came or died since similarities were measured
}

// wordVectors are the wordings of one state. They never change: rows are added behind
// the last one that is seen here. Some are of wordings that are gone.
type wordVectors struct {
	size     int // numbers of one vector
	rows     []vectorRow
	likeness likeness
}

type vectorRow struct {
	entry  string // its id
	text   string
	vector []float32 // of length one, shared by equal texts
}

// note remembers entries that were written or deleted, after the index knows them.
func (m *meaning) note(put []Entry, gone []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.changed == nil {
		m.changed = make(map[string]bool, len(put))
	}
	for i := range put {
		m.changed[put[i].ID] = true
	}
	for _, id := range gone {
		m.changed[id] = true
	}
}

// upToDate reports whether nothing has changed.
func (m *meaning) upToDate() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.changed) == 0
}

// takeChanged returns the ids of what has changed, in their order, and forgets them.
func (m *meaning) takeChanged() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	ids := slices.Sorted(maps.Keys(m.changed))
	m.changed = nil
	return ids
}

// embedWordings has the [Embedder] turn wordings that it has not seen into vectors, in
// batches, and measures anew what similarities tell when many came or went. It does what
// has changed and no more. After a failure it waits longer each time, unless it is to
// try at once; then it also tries the wordings again that were left out.
func (l *Library) embedWordings(ctx context.Context, atOnce bool) error {
	if l.opts.Embedder == nil {
		return nil
	}
	m := &l.meaning
	m.refining.Lock()
	defer m.refining.Unlock()
	started := l.opts.Now()
	if atOnce {
		m.note(nil, slices.Collect(maps.Keys(m.lacking)))
		m.faulty, m.lacking = nil, nil
	} else if m.upToDate() || !m.filling.begin(started) {
		return nil
	}
	ids := m.takeChanged()
	if len(ids) == 0 {
		return nil
	}
	next := wordVectors{}
	if old := m.current.Load(); old != nil {
		next = *old
	}
	texts := make([][]string, len(ids))
	var missing []string
	asked := map[string]bool{}
	for i, id := range ids {
		texts[i] = m.bury(id, next.rows, l.wordingsOf(id))
		for _, text := range texts[i] {
			if _, known := m.rowOf[text]; !known && !m.faulty[text] && !asked[text] {
				asked[text] = true
				missing = append(missing, text)
			}
		}
	}
	got, err := l.fill(ctx, missing, next.size)
	if ctx.Err() == nil {
		m.filling.end(started, l.opts.Now(), err == nil)
	}
	if next.size = got.size; len(got.faulty) > 0 {
		m.faulty = with(m.faulty, got.faulty...)
	}
	for i, id := range ids {
		if left := m.add(&next, id, texts[i], got.vectors); left > 0 {
			l.opts.Logger.WarnContext(ctx, "kb: wordings without vectors", "id", id, "wordings", left)
		}
	}
	if m.drifted*remeasureShare >= len(next.rows) {
		m.bringOut(&next)
		next.likeness = next.calibrate()
		m.drifted = 0
	}
	m.current.Store(&next)
	return err
}

// wordingsOf returns the different wordings of an entry that are compared by meaning.
func (l *Library) wordingsOf(id string) []string {
	e, ok := l.index.Get(id)
	if !ok || e.Mode != Smart {
		return nil
	}
	list := make([]string, 0, e.lines())
	seen := make(map[string]bool, e.lines())
	for i := -1; i < len(e.Phrasings); i++ {
		if text := e.wording(i); !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
	}
	return list
}

// bury marks the rows of an entry that it no longer says as dead, and returns what of
// its texts has no row.
func (m *meaning) bury(id string, rows []vectorRow, texts []string) []string {
	old := m.rowsOf[id]
	if len(old) == 0 {
		return texts
	}
	said := with(nil, texts...)
	kept := old[:0]
	for _, at := range old {
		if text := rows[at].text; said[text] {
			kept = append(kept, at)
			delete(said, text)
			continue
		}
		if m.dead == nil {
			m.dead = map[int]bool{}
		}
		m.dead[at] = true
		m.drifted++
	}
	if m.rowsOf[id] = kept; len(kept) == 0 {
		delete(m.rowsOf, id)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return !said[text] })
}

// add appends the rows of texts that have a vector by now. The entry of one that has
// none stays changed, unless the text is faulty; how many are newly so is returned.
func (m *meaning) add(v *wordVectors, id string, texts []string, vectors map[string][]float32) (left int) {
	if m.rowsOf == nil {
		m.rowsOf, m.rowOf = map[string][]int{}, map[string]int{}
	}
	for _, text := range texts {
		vector := vectors[text]
		if at, known := m.rowOf[text]; known {
			vector = v.rows[at].vector
		}
		switch {
		case vector != nil:
			m.rowOf[text] = len(v.rows)
			m.rowsOf[id] = append(m.rowsOf[id], len(v.rows))
			v.rows = append(v.rows, vectorRow{entry: id, text: text, vector: vector})
			m.drifted++
		case m.faulty[text]:
			left++
		default:
			m.note(nil, []string{id})
		}
	}
	if left == 0 {
		delete(m.lacking, id)
		return 0
	}
	if m.lacking[id] {
		return 0 // was told before
	}
	m.lacking = with(m.lacking, id)
	return left
}

// bringOut removes the dead rows. Their vectors are not copied.
func (m *meaning) bringOut(v *wordVectors) {
	if len(m.dead) == 0 {
		return
	}
	rows := make([]vectorRow, 0, len(v.rows)-len(m.dead))
	clear(m.rowsOf)
	clear(m.rowOf)
	for i, r := range v.rows {
		if !m.dead[i] {
			m.rowsOf[r.entry] = append(m.rowsOf[r.entry], len(rows))
			m.rowOf[r.text] = len(rows)
			rows = append(rows, r)
		}
	}
	v.rows, m.dead = rows, nil
}

// with adds to a set, which may be nil.
func with(set map[string]bool, list ...string) map[string]bool {
	if set == nil {
		set = make(map[string]bool, len(list))
	}
	for _, s := range list {
		set[s] = true
	}
	return set
}
