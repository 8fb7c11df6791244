package assist

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Query asks for canned replies.
type Query struct {
	// Text is what the agent types: a shortcut if it begins with a slash (or 、, which
	// Chinese keyboards give), otherwise words, the last of which may be unfinished. Empty asks for
	// the replies that fit best without any.
	Text string
	// Agent and Teams say whose replies are searched beside the shared ones.
	Agent string
	Teams []string
	// Locale leaves out replies in other languages; empty leaves out none.
	Locale string
	// Category prefers replies of a category and of those below and above it; Only
	// leaves out all others but those below it.
	Category string
	Only     bool
	// Tag leaves out replies without it.
	Tag string
	// Limit is how many there are at most. Default: 10.
	Limit int
}

// Found is a reply that was found.
type Found struct {
	Reply Canned
	// Score is how well it fits, in [0,1]. A shortcut that was typed in full has
	// at least 0.95.
	Score float64
	// By is what found it.
	By FoundBy
}

// FoundBy is what a reply was found by.
type FoundBy string

// What replies are found by.
const (
	ByShortcut FoundBy = "shortcut" // the typed one, or the beginning of it
	ByNear     FoundBy = "near"     // a shortcut that is nearly the typed one
	ByWords    FoundBy = "words"
	ByUse      FoundBy = "use" // nothing was typed
)

// The numbers of ranking replies, chosen by hand. A score is a share of the words
// times what the rest says about fitting, which is between fitFloor and 1.
const (
	fitFloor    = 0.72
	fitUse      = 0.13 // of the logarithm of the uses, in relation to the most used reply
	fitCategory = 0.1
	fitOwn      = 0.05
	exactScore  = 0.95
	prefixScore = 0.6 // of a shortcut that begins like the typed one; more, the more of it was typed
	nearScore   = 0.5
)

// Search returns the replies that fit a query, the best first. The context matters only
// when the library was not read before.
func (r *Replies) Search(ctx context.Context, q Query) ([]Found, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	t := top{limit: max(0, cmp.Or(q.Limit, 10))}
	r.search(&q, &t)
	found := make([]Found, len(t.list))
	for i, one := range t.list {
		found[i] = Found{r.docs[one.place].clone(), one.score, one.by}
	}
	return found, nil
}

// search fills t. The reader holds mu.
func (r *Replies) search(q *Query, t *top) {
	a := r.asking(q)
	defer func() {
		a.Query = nil
		r.pool.Put(a)
	}()
	t.docs = r.docs
	typed := strings.TrimLeftFunc(q.Text, unicode.IsSpace)
	if first, _ := utf8.DecodeRuneInString(typed); typed != "" && strings.ContainsRune(shortcutMarks, first) {
		if key := shortcutKey(typed); key != "" {
			r.byShortcut(a, key, t)
			return
		}
		typed = strings.TrimLeft(typed, shortcutMarks)
	}
	// A shortcut is found without its slash too.
	if key := shortcutKey(typed); key != "" {
		at := r.firstShortcut(key)
		for ; at < len(r.shortcuts) && r.shortcuts[at].key == key; at++ {
			r.consider(a, r.shortcuts[at].doc.place, exactScore, ByShortcut, t)
		}
	}
	words := r.index.find(typed, language(q.Locale), func(place uint32, share float64) {
		r.consider(a, place, share, ByWords, t)
	})
	if words || text.Key(typed) != "" {
		return
	}
	for place := range r.facets {
		r.consider(a, uint32(place), 1, ByUse, t)
	}
}

func (r *Replies) firstShortcut(key string) int {
	at, _ := slices.BinarySearchFunc(r.shortcuts, key, func(s shortcut, k string) int { return cmp.Compare(s.key, k) })
	return at
}

// byShortcut finds the shortcuts that begin with a key, and where there are none
// those that are nearly it.
func (r *Replies) byShortcut(a *asking, key string, t *top) {
	before := len(t.list)
	for at := r.firstShortcut(key); at < len(r.shortcuts); at++ {
		s := &r.shortcuts[at]
		if !strings.HasPrefix(s.key, key) {
			break
		}
		score := exactScore
		if len(s.key) > len(key) {
			score = prefixScore + (exactScore-prefixScore-0.05)*float64(len(key))/float64(len(s.key))
		}
		r.consider(a, s.doc.place, score, ByShortcut, t)
	}
	if len(t.list) > before || len(key) < 3 {
		return
	}
	limit := 1
	if len(key) >= 8 {
		limit = 2
	}
	_, n := utf8.DecodeRuneInString(key)
	wanted := []byte(key)
	var scratch [MaxShortcut * 4]byte
	for at := r.firstShortcut(key[:n]); at < len(r.shortcuts) && strings.HasPrefix(r.shortcuts[at].key, key[:n]); at++ {
		s := &r.shortcuts[at]
		if d := text.EditDistance(append(scratch[:0], s.key...), wanted, limit); d <= limit {
			r.consider(a, s.doc.place, nearScore/float64(d), ByNear, t)
		}
	}
}

// Suggest makes the library a [Source]. A shortcut at the end of the draft ("Hello /ref")
// asks for that, and the suggestions take its place; otherwise the words of the draft count, and
// where there is none, what the customer has said last. Replies that agents use much come first
// among those that fit as well.
func (r *Replies) Suggest(ctx context.Context, s *Situation) ([]Suggestion, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	q := Query{Text: s.Draft, Agent: s.Agent, Teams: s.Teams, Locale: s.Locale, Category: s.Category, Limit: suggestReplies}
	factor, begin, end := 1.0, 0, 0
	if at := shortcutAt(s.Draft); at >= 0 {
		q.Text, begin, end = s.Draft[at:], at, len(s.Draft)
	} else if strings.TrimSpace(s.Draft) == "" {
		factor = unaskedFactor
		q.Text = ""
		for _, line := range s.asked() {
			q.Text += line.Text + "\n"
		}
		if text.Key(q.Text) == "" {
			return nil, ctx.Err()
		}
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var room [suggestReplies]ranked
	t := top{limit: q.Limit, list: room[:0]}
	r.search(&q, &t)
	list := make([]Suggestion, 0, len(t.list))
	for _, one := range t.list {
		d := r.docs[one.place]
		sent, err := r.render(d, s)
		v := Suggestion{
			Kind: CannedReply, ID: d.ID, Title: cmp.Or(d.Title, d.Shortcut), Text: sent,
			Score: factor * one.score, Start: begin, End: end, Why: string(one.by),
		}
		if missing, ok := err.(*MissingError); ok { //nolint:errorlint // Render returns no other
			v.Missing = missing.Names
		}
		list = append(list, v)
	}
	return list, ctx.Err()
}

const (
	suggestReplies = 8
	// unaskedFactor is for what is found by the customer's words: they are a question,
	// and replies are answers.
	unaskedFactor = 0.8
)

// shortcutAt returns where a shortcut begins that the draft ends with, or -1.
func shortcutAt(draft string) int {
	at := strings.LastIndexFunc(draft, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(shortcutMarks, r) })
	if at < 0 {
		return -1
	}
	mark, size := utf8.DecodeRuneInString(draft[at:])
	if unicode.IsSpace(mark) || at+size == len(draft) {
		return -1
	}
	if at == 0 {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(draft[:at])
	// A slash within a word ("and/or", "1/2", a link) begins no shortcut. The
	// Chinese comma does so only where the draft begins or after a blank: it
	// stands between words otherwise.
	if unicode.IsSpace(before) || mark != '、' && unicode.Is(unicode.Han, before) || mark != '、' && strings.ContainsRune("，。！？", before) {
		return at
	}
	return -1
}
