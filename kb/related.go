package kb

import "context"

// Related returns the entries that people ask for next after a hit, in the order of
// [Entry.Related], as far as the query may see them: in its locale and scope, and valid
// at its time. Its category and kinds do not matter. An id without an entry is left out.
func (l *Library) Related(ctx context.Context, hit Hit, q Query) ([]Entry, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	if hit.Entry == nil {
		return nil, nil
	}
	at := q.at(l.opts.Now)
	q.Category, q.Kinds = "", nil
	var related []Entry
	for _, id := range hit.Entry.Related {
		if e := l.index.latest(id); e != nil && q.passes(e, at) {
			related = append(related, *e.clone())
		}
	}
	return related, nil
}
