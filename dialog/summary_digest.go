package dialog

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// digestUnits is how many sentences of a conversation are read at most; the
// middle of a longer one is left out.
const digestUnits = 200

// digestLine is how many bytes of a line are read.
const digestLine = 4 << 10

// digestUnit is a sentence of a conversation.
type digestUnit struct {
	text     string
	customer bool
	line     int // it belongs to
	order    int // of its line among those of the customer that say something
	vector   []digestTerm
	content  float64 // how much it says: distinct terms that are no function words
	asks     bool
	denies   bool
	names    bool // a number or a code
	nothing  bool // only polite
	central  float64
}

// digestTerm is a term of a sentence with its weight; those of a sentence are
// in the order of their ids and have the length 1 together.
type digestTerm struct {
	id     int
	weight float64
}

// digest is a conversation as a summary reads it.
type digest struct {
	language      string
	units         []digestUnit
	said          []string // the customer's lines, masked
	buffer        text.Buffer
	stemmer       *text.Stemmer
	ids           map[string]int
	says          []float64 // by id: how much a term says, however often it occurs
	in            []float64 // by id: in how many sentences it is
	count         []float64 // by id: how often it occurs in the sentence that is read
	terms         []digestTerm
	stem          []byte
	politePhrases []string
	politeWords   map[string]bool
}

// politeLists are what only polite sentences consist of.
type politeLists struct {
	phrases []string // the longest first
	words   map[string]bool
}

var politeForms = sync.OnceValue(func() politeLists {
	l := politeLists{phrases: strings.Fields(politePhrases), words: wordsIn(politeWords)}
	slices.SortFunc(l.phrases, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return l
})

// readDigest cuts the lines into sentences and weighs them.
func readDigest(lines []Line, o SummaryOptions) *digest {
	d := &digest{
		stemmer: o.stemmer, ids: map[string]int{},
		politePhrases: politeForms().phrases, politeWords: politeForms().words,
	}
	if d.stemmer == nil {
		d.stemmer = text.NewStemmer(256)
	}
	order := 0
	for i, line := range lines {
		if line.From == System {
			continue
		}
		customer := line.From == Customer || line.From == ""
		said := maskSecrets(clipBytes(line.Text))
		skip := customer && o.Skip != nil && o.Skip(line.Text)
		if customer {
			d.said = append(d.said, said)
		}
		telling := false
		for _, s := range summarySentences(said) {
			u := digestUnit{text: s, customer: customer, line: i, order: order}
			u.nothing = skip || d.saysNothing(s)
			telling = telling || customer && !u.nothing
			d.units = append(d.units, u)
		}
		if telling {
			order++
		}
	}
	if n := len(d.units); n > digestUnits {
		d.units = slices.Delete(d.units, digestUnits/2, n-digestUnits/2)
	}
	d.language = summaryLanguage(o.Language, d.said)
	d.weigh()
	d.rank()
	return d
}

// clipBytes is the part of a line that is read.
func clipBytes(s string) string {
	if len(s) <= digestLine {
		return s
	}
	return strings.ToValidUTF8(s[:digestLine], "")
}

// summaryLanguage is the language of the labels.
func summaryLanguage(tag string, said []string) string {
	if tag == "" {
		tag, _ = text.Detect(strings.Join(said, "\n"))
	}
	if tag == "zh" || strings.HasPrefix(tag, "zh-") {
		return "zh"
	}
	return "en"
}

// weigh gives each sentence its vector: terms by how often they occur in it and
// in how few others.
func (d *digest) weigh() {
	for i := range d.units {
		u := &d.units[i]
		u.vector = d.read(u)
		for _, t := range u.vector {
			d.in[t.id]++
		}
	}
	for i := range d.units {
		v := d.units[i].vector
		slices.SortFunc(v, func(a, b digestTerm) int { return cmp.Compare(a.id, b.id) })
		sum := 0.0
		for k, t := range v {
			v[k].weight = t.weight * math.Log(1+float64(len(d.units))/d.in[t.id])
			sum += v[k].weight * v[k].weight
		}
		for k := range v {
			v[k].weight /= math.Sqrt(sum)
		}
	}
}

// id is the number of a term.
func (d *digest) id(term []byte) int {
	id, ok := d.ids[string(term)]
	if !ok {
		id = len(d.ids)
		d.ids[string(term)] = id
		d.says, d.in, d.count = append(d.says, 0), append(d.in, 0), append(d.count, 0)
	}
	return id
}

// read returns the terms of a sentence by how often they occur, which is damped,
// and notes what else it shows.
func (d *digest) read(u *digestUnit) []digestTerm {
	const (
		function = 0.1 // the weight of what holds sentences together
		pair     = 0.5 // what a pair of characters says, beside a word
	)
	d.terms = d.terms[:0]
	add := func(term []byte, weight, says float64) {
		id := d.id(term)
		if d.count[id] == 0 {
			u.content += says
			d.terms = append(d.terms, digestTerm{id: id})
		}
		d.says[id] = says
		d.count[id] += weight
	}
	u.asks = strings.ContainsAny(u.text, "?？吗么呢")
	tokens := d.buffer.Segment(u.text)
	for i, t := range tokens {
		w := d.buffer.Bytes(t)
		switch t.Kind {
		case text.Number:
			u.names = true
			add(w, 1, 1)
		case text.Word:
			if text.IsFunctionWord("en", w) {
				add(w, function, 0)
				continue
			}
			u.asks = u.asks || asksEnglish(w)
			u.denies = u.denies || deniesEnglish(w)
			d.stem = append(d.stem[:0], d.stemmer.Stem("en", w)...)
			add(d.stem, 1, 1)
		case text.Char:
			u.denies = u.denies || strings.Contains("不没无未别", string(w))
			if i+1 < len(tokens) {
				if both, ok := d.buffer.Bigram(t, tokens[i+1]); ok {
					if text.IsFunctionWord("zh", both) || text.IsFunctionWord("zh", w) || text.IsFunctionWord("zh", d.buffer.Bytes(tokens[i+1])) {
						add(both, function, 0)
					} else {
						add(both, pair, pair)
					}
				}
			}
		}
	}
	for i := range d.terms {
		t := &d.terms[i]
		t.weight, d.count[t.id] = math.Sqrt(d.count[t.id]), 0
	}
	return slices.Clone(d.terms)
}

func asksEnglish(w []byte) bool {
	switch string(w) {
	case "what", "which", "who", "where", "when", "why", "how":
		return true
	}
	return false
}

func deniesEnglish(w []byte) bool {
	switch string(w) {
	case "not", "no", "never", "cannot", "without", "nothing", "wrong", "broken", "problem", "issue", "error", "failed", "missing":
		return true
	}
	return len(w) > 3 && string(w[len(w)-3:]) == "n't"
}

// like is the cosine of two sentences.
func (d *digest) like(a, b int) float64 {
	v, w := d.units[a].vector, d.units[b].vector
	sum := 0.0
	for i, k := 0, 0; i < len(v) && k < len(w); {
		switch {
		case v[i].id < w[k].id:
			i++
		case v[i].id > w[k].id:
			k++
		default:
			sum += v[i].weight * w[k].weight
			i++
			k++
		}
	}
	return sum
}

// rank gives each sentence its centrality: the stationary probability of a
// reader who goes from sentence to sentence by what they have in common, and
// starts anew now and then (LexRank, Erkan and Radev 2004), in proportion to
// the greatest.
func (d *digest) rank() {
	const (
		damping = 0.85
		rounds  = 15
	)
	n := len(d.units)
	if n == 0 {
		return
	}
	likes := make([]float64, n*n)
	for a := range n {
		for b := range a {
			s := d.like(a, b)
			likes[a*n+b], likes[b*n+a] = s, s
		}
	}
	for a := range n {
		sum := 0.0
		for _, s := range likes[a*n : a*n+n] {
			sum += s
		}
		for b := range n {
			if sum > 0 {
				likes[a*n+b] /= sum
			} else {
				likes[a*n+b] = 1 / float64(n)
			}
		}
	}
	now, next := make([]float64, n), make([]float64, n)
	for i := range now {
		now[i] = 1 / float64(n)
	}
	for range rounds {
		for b := range n {
			sum := 0.0
			for a := range n {
				sum += now[a] * likes[a*n+b]
			}
			next[b] = (1-damping)/float64(n) + damping*sum
		}
		now, next = next, now
	}
	top := slices.Max(now)
	for i := range d.units {
		d.units[i].central = now[i] / top
	}
}

// runeCount is the length of a sentence.
func (u *digestUnit) runeCount() int { return utf8.RuneCountInString(u.text) }
