package kb

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// How similarity and words come together: the log-odds of a lexical hit, plus what the
// entry's similarity tells. That is how far it is above the middle of the likeness, or
// above the nearest other entry, whichever is less: two entries that are equally near gain
// nothing over each other.
const (
	mostMeaning = 3.0  // log-odds that a similarity adds or takes
	unheard     = 0.05 // the score of an entry that words have not found, before
)

// near is an entry by its similarity to a query.
type near struct {
	entry      *Entry
	text       string
	similarity float64
	logOdds    float64 // what the similarity tells
	added      bool    // words have not found it
}

// match matches a query by words and, if there is an embedder, by meaning.
func (l *Library) match(ctx context.Context, q Query) []Hit {
	hits, _ := l.matchNear(ctx, q)
	return hits
}

// matchNear returns what similarity had to say as well.
func (l *Library) matchNear(ctx context.Context, q Query) ([]Hit, []near) {
	v := l.meaning.current.Load()
	if l.opts.Embedder == nil || v == nil || len(v.rows) == 0 {
		return l.index.Match(q), nil
	}
	wanted := q.Limit
	if wanted <= 0 {
		wanted = defaultLimit
	}
	q.Limit = max(wanted, recallEntries)
	hits := l.index.Match(q)
	if len(hits) > 0 && (hits[0].Mode != Smart || hits[0].Score >= 1) || text.Key(q.Text) == "" {
		return hits[:min(wanted, len(hits))], nil
	}
	vector := l.embedQuery(ctx, q.Text, v.size)
	if vector == nil {
		return hits[:min(wanted, len(hits))], nil
	}
	list := l.nearest(v, vector, &q)
	hits = fuse(hits, list, v.likeness, q.Text)
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < h.Entry.MinScore })
	return hits[:min(wanted, len(hits))], list
}

// embedQuery returns the vector of a query, or nil if it cannot be had in time. An
// embedder that has failed for several questions in a row, or was late, is left alone for
// a while.
func (l *Library) embedQuery(ctx context.Context, question string, size int) []float32 {
	asking, started := &l.meaning.asking, l.opts.Now()
	if !asking.begin(started) {
		return nil
	}
	timeout := l.opts.EmbedTimeout
	if timeout == 0 {
		timeout = defaultEmbedTimeout
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	list, err := l.embed(bounded, []string{strings.ToValidUTF8(question[:min(len(question), MaxQuestion)], "")})
	if ctx.Err() == nil { // else it was the caller who did not wait
		asking.end(started, l.opts.Now(), err == nil && bounded.Err() == nil)
	}
	if err == nil && len(list[0]) != size {
		err = errVector
	}
	if err != nil {
		l.opts.Logger.WarnContext(ctx, "kb: matching without the embedder", "error", err)
		return nil
	}
	return list[0]
}

// nearest returns the entries whose wordings are most similar, each with its best
// wording. An entry that the query's filter keeps out takes no place.
func (l *Library) nearest(v *wordVectors, query []float32, q *Query) []near {
	at := q.at(l.opts.Now)
	var list []near // descending
	for _, r := range v.rows {
		s := float64(dotProduct(r.vector, query))
		if len(list) == nearestEntries && s <= list[len(list)-1].similarity {
			continue
		}
		known := slices.IndexFunc(list, func(n near) bool { return n.entry.ID == r.entry })
		switch {
		case known >= 0 && (s <= list[known].similarity || !list[known].entry.says(r.text)):
			continue
		case known >= 0:
			list[known].similarity, list[known].text = s, r.text
		default:
			e := l.index.latest(r.entry)
			if e == nil || !e.says(r.text) || !q.passes(e, at) {
				continue
			}
			list = append(list, near{entry: e, text: r.text, similarity: s})
		}
		slices.SortStableFunc(list, func(a, b near) int {
			return cmp.Or(cmp.Compare(b.similarity, a.similarity), cmp.Compare(a.entry.ID, b.entry.ID))
		})
		list = list[:min(len(list), nearestEntries)]
	}
	for i := range list {
		list[i].logOdds = v.likeness.logOdds(list, i)
	}
	return list
}

// logOdds is what the similarity of one of the entries tells, beside the others.
func (k likeness) logOdds(list []near, i int) float64 {
	bar := k.middle
	rival := 0
	if i == 0 {
		rival = 1
	}
	if rival < len(list) {
		bar = max(bar, list[rival].similarity)
	}
	return clamp(k.slope*(list[i].similarity-bar), mostMeaning)
}

// says reports whether a text is a wording of the entry.
func (e *Entry) says(text string) bool {
	return e.Mode == Smart && (e.Question == text || slices.Contains(e.Phrasings, text))
}

// fuse joins lexical hits with what is near. What is doubtful by words stays so, and so
// does what similarity alone has found, unless it was measured what similarity tells here
// and neither numbers nor denials differ.
func fuse(hits []Hit, list []near, k likeness, question string) []Hit {
	worst := 0.0 // what is not among the nearest is below the last of them
	if len(list) > 0 {
		worst = min(0, list[len(list)-1].logOdds)
	}
	for i := range hits {
		h, told := &hits[i], worst
		at := slices.IndexFunc(list, func(n near) bool { return n.entry.ID == h.Entry.ID })
		if at >= 0 {
			told = list[at].logOdds
		}
		score := shifted(h.Score, told)
		if h.Doubts&^(DoubtCommon|DoubtForeign) != 0 { // what few words in common leave open, meaning may answer
			score = min(score, doubtfulScore)
		} else if score > doubtfulScore && told > 0 && h.Score < defaultDirect {
			// Words alone did not say so: they were too few for a comparison.
			if h.Doubts = textDoubts(question, list[at].text); h.Doubts != 0 {
				score = doubtfulScore
			}
		} else if score > doubtfulScore {
			h.Doubts = 0
		}
		h.Score = score
	}
	for i := range list {
		n := &list[i]
		if n.logOdds <= 0 || slices.ContainsFunc(hits, func(h Hit) bool { return h.Entry.ID == n.entry.ID }) {
			continue
		}
		n.added = true
		h := Hit{Entry: n.entry, Mode: Smart, Phrasing: n.text, Score: shifted(unheard, n.logOdds)}
		if h.Doubts = textDoubts(question, n.text); h.Doubts != 0 || !k.measured {
			h.Score = min(h.Score, doubtfulScore)
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, orderHits)
	return hits
}

// shifted moves a probability by log-odds. What is not identical is never certain.
func shifted(p, logOdds float64) float64 {
	odds := p / (1 - p) * math.Exp(logOdds)
	return min(mostConfident, odds/(1+odds))
}

// textDoubts compares two texts, for entries that were not compared by words. A
// figure that only one of them has is a doubt here.
func textDoubts(a, b string) Doubt {
	var x, y outline
	r := outlineReader{stemmer: text.NewStemmer(64)}
	r.read(&x, a)
	r.read(&y, b)
	d := compareFigures(x.figures, y.figures)
	if d == 0 && (x.figured() && !agreeAll(x.figures, y.figures) || y.figured() && !agreeAll(y.figures, x.figures)) {
		d = DoubtNumber
	}
	differ, _ := compareTurns(&x, &y)
	d |= differ.doubts()
	if r.denies(a) != r.denies(b) {
		d |= DoubtNegation
	}
	return d
}

// denies reports whether a text denies something.
func (r *outlineReader) denies(s string) bool {
	denies := false
	a := analyzer{stemmer: r.stemmer}
	a.analyze(s, "", func(found sighting) { denies = denies || found.denies })
	return denies
}
