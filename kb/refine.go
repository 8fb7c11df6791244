package kb

import (
	"cmp"
	"context"
	"slices"
)

const (
	// mostLessons bounds the work of refining, in wordings.
	mostLessons = 50_000
	// fewestLessons is how many wordings an entry needs to be learned.
	fewestLessons = 2
)

// Refine learns from the entries themselves: which words, pairs of words and
// parts of words tell entries with several wordings apart, and how far the scores
// of this index can be trusted. It needs no network and nothing but the index.
// With ten and more wordings an entry, a fifth to a third of the wrong first
// answers become right; entries with one wording stay as they are.
//
// Refine is synchronous and takes a second or two of CPU for 10,000 wordings.
// Matching goes on meanwhile and sees the new state all at once; the same entries
// give the same state. Entries put later are found at once and compete by what
// they have in themselves, until the next Refine. A model takes some 128 to 256
// bytes for a wording, at most 16 MiB; while it is learned, some 2 KiB for a
// wording. Of more than 50,000 wordings, those of entries with many are thinned
// first, and then the entries with the fewest are left as they are.
//
// An error of ctx leaves everything as it was.
func (x *Index) Refine(ctx context.Context) error {
	x.refining.Lock()
	defer x.refining.Unlock()
	changes := x.changes.Load()
	l := &learner{view: x.current.Load(), matcher: x.pool.New().(*matcher)}
	r, err := l.refine(ctx)
	if err != nil {
		return err
	}
	x.refined.Store(r)
	x.changes.Add(-changes)
	return nil
}

// learner makes a model of a view.
type learner struct {
	view    *view
	matcher *matcher
	lessons []*lesson
	keys    []uint32 // by slot, 0 where the slot is not learned
}

func (l *learner) refine(ctx context.Context) (*refined, error) {
	if err := l.prepare(ctx); err != nil || len(l.lessons) == 0 {
		return nil, err
	}
	r, err := l.learn(ctx, l.lessons, nil)
	if err != nil {
		return nil, err
	}
	r.confidence, err = l.calibrate(ctx)
	return r, err
}

// learn makes a model from lessons, without some of the slots.
func (l *learner) learn(ctx context.Context, lessons []*lesson, without []bool) (*refined, error) {
	t := newTrainer(len(lessons))
	if err := t.train(ctx, lessons); err != nil {
		return nil, err
	}
	entries := map[*Entry]uint32{}
	for i, key := range l.keys {
		if key != 0 && (without == nil || !without[i]) {
			entries[l.view.slots[i].entry] = key
		}
	}
	return t.compact(entries), nil
}

// prepare makes a lesson of each wording: its features, and the entries that
// compete for it when it is not there itself.
func (l *learner) prepare(ctx context.Context) error {
	l.keys = make([]uint32, len(l.view.slots))
	most := l.choose()
	for i, s := range l.view.slots {
		if l.keys[i] == 0 {
			continue
		}
		docs := min(s.docs, most)
		for n := range docs {
			if err := ctx.Err(); err != nil {
				return err
			}
			l.prepareDoc(s, s.first+n*s.docs/docs)
		}
	}
	return nil
}

// choose decides which slots are learned, and from how many wordings each.
func (l *learner) choose() (most uint32) {
	var chosen []*slot
	for _, s := range l.view.slots {
		if s.docs >= fewestLessons && l.view.holds(s) {
			chosen = append(chosen, s)
		}
	}
	slices.SortStableFunc(chosen, func(a, b *slot) int { return cmp.Compare(b.docs, a.docs) })
	chosen = chosen[:min(len(chosen), mostLessons/fewestLessons)]
	for most = MaxPhrasings + 1; most > fewestLessons; most -= max(1, most/8) {
		sum := uint32(0)
		for _, s := range chosen {
			sum += min(s.docs, most)
		}
		if sum <= mostLessons {
			break
		}
	}
	for _, s := range chosen {
		l.keys[s.index] = entryKey(s.index)
	}
	return max(most, fewestLessons)
}

func (l *learner) prepareDoc(s *slot, doc uint32) {
	m := l.matcher
	m.leave = leave{doc: doc + 1}
	defer func() { m.leave = leave{} }()
	features := l.ask(s, doc, &refined{})
	made := &lesson{hashes: slices.Clone(features.hashes), ends: features.ends, slot: s.index, doc: doc, right: -1}
	last := 0.0
	for i := range m.smart.slots {
		f := &m.smart.slots[i]
		last = f.score
		if l.keys[f.id] == 0 {
			continue
		}
		if f.id == s.index {
			made.right = len(made.rivals)
		}
		made.rivals = append(made.rivals, rival{slot: f.id, key: l.keys[f.id], base: f.score})
	}
	if made.right < 0 {
		made.right = len(made.rivals)
		made.rivals = append(made.rivals, rival{slot: s.index, key: l.keys[s.index], base: last})
	}
	l.lessons = append(l.lessons, made)
}

// ask ranks the entries for a wording, as if a customer had written it.
func (l *learner) ask(s *slot, doc uint32, r *refined) *features {
	m := l.matcher
	m.view, m.refined = l.view, r
	m.query = Query{Text: s.entry.wording(int(doc-s.first) - 1), Locale: s.entry.Locale, Limit: defaultLimit}
	m.smart.slots = m.smart.slots[:0]
	m.readQuery()
	if len(m.smart.terms) > 0 {
		m.rank()
	} else {
		m.smart.features.end()
	}
	return &m.smart.features
}
