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
// The more wordings the entries have, the more first answers become right; with a
// few it gains little and may lose some, and entries with one wording stay as they
// are. docs/quality.md compares sets of both kinds before and after.
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
	learned []bool // by slot
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
	entries := map[uint32]struct{}{}
	for i, learned := range l.learned {
		if learned && (without == nil || !without[i]) {
			entries[l.view.slots.at(uint32(i)).mark] = struct{}{}
		}
	}
	return t.compact(entries), nil
}

// prepare makes a lesson of each wording: its features, and the entries that
// compete for it when it is not there itself.
func (l *learner) prepare(ctx context.Context) error {
	l.learned = make([]bool, l.view.slots.n)
	most := l.choose()
	for i, learned := range l.learned {
		if !learned {
			continue
		}
		s := l.view.slots.at(uint32(i))
		lines := uint32(s.lines)
		for n := range min(lines, most) {
			if err := ctx.Err(); err != nil {
				return err
			}
			l.prepareDoc(uint32(i), s.first+n*lines/min(lines, most))
		}
	}
	return nil
}

// choose decides which slots are learned, and from how many wordings each.
func (l *learner) choose() (most uint32) {
	var chosen []uint32
	lines := func(i uint32) uint32 { return uint32(l.view.slots.at(i).lines) }
	for i := range l.view.slots.n {
		if s := l.view.slots.at(i); s.lines >= fewestLessons && l.view.alive(s) && l.view.facet(s).mode == Smart {
			chosen = append(chosen, i)
		}
	}
	slices.SortStableFunc(chosen, func(a, b uint32) int { return cmp.Compare(lines(b), lines(a)) })
	chosen = chosen[:min(len(chosen), mostLessons/fewestLessons)]
	for most = MaxPhrasings + 1; most > fewestLessons; most -= max(1, most/8) {
		sum := uint32(0)
		for _, i := range chosen {
			sum += min(lines(i), most)
		}
		if sum <= mostLessons {
			break
		}
	}
	for _, i := range chosen {
		l.learned[i] = true
	}
	return max(most, fewestLessons)
}

func (l *learner) prepareDoc(slot, doc uint32) {
	m := l.matcher
	m.leave = leave{doc: doc + 1}
	defer func() { m.leave = leave{} }()
	features := l.ask(slot, doc, &refined{})
	made := &lesson{hashes: slices.Clone(features.hashes), ends: features.ends, slot: slot, doc: doc, right: -1}
	last := 0.0
	for i := range m.smart.slots {
		f := &m.smart.slots[i]
		last = f.score
		if !l.learned[f.id] {
			continue
		}
		if f.id == slot {
			made.right = len(made.rivals)
		}
		made.rivals = append(made.rivals, l.rival(f.id, f.score))
	}
	if made.right < 0 {
		made.right = len(made.rivals)
		made.rivals = append(made.rivals, l.rival(slot, last))
	}
	l.lessons = append(l.lessons, made)
}

func (l *learner) rival(slot uint32, base float64) rival {
	return rival{slot: slot, key: entryKey(l.view.slots.at(slot).mark), base: base}
}

// ask ranks the entries for a wording, as if a customer had written it.
func (l *learner) ask(slot, doc uint32, r *refined) *features {
	m := l.matcher
	m.look(l.view)
	m.refined = r
	m.query = Query{Text: l.view.wording(doc), Locale: l.view.facet(l.view.slots.at(slot)).locale, Limit: defaultLimit}
	m.prepareFilter()
	m.smart.slots = m.smart.slots[:0]
	m.readQuery()
	if len(m.smart.terms) > 0 {
		m.rank()
	} else {
		m.smart.features.end()
	}
	return &m.smart.features
}
