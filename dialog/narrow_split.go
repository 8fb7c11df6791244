package dialog

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// byAnswer asks for the likeliest candidates themselves, as far as their texts
// tell them apart.
func (n *narrowing) byAnswer() narrowSplit {
	s := narrowSplit{by: NarrowByAnswer}
	count := map[string]int{}
	for _, c := range n.candidates {
		count[c.Text]++
	}
	for i, c := range n.candidates {
		if c.Text != "" && count[c.Text] == 1 && len(s.groups) < n.o.MaxChoices {
			s.labels = append(s.labels, c.Text)
			s.groups = append(s.groups, []int{i})
		}
	}
	return s
}

// byGroups makes a split of groups by label: the likeliest ones, in order.
func (n *narrowing) byGroups(by NarrowBy, fact string, groups map[string][]int) narrowSplit {
	labels := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(n.weight(groups[b]), n.weight(groups[a])), cmp.Compare(a, b))
	})
	s := narrowSplit{by: by, fact: fact}
	for _, label := range labels[:min(len(labels), n.o.MaxChoices)] {
		s.labels = append(s.labels, label)
		s.groups = append(s.groups, groups[label])
	}
	return s
}

// factNames returns the names of all facts.
func (n *narrowing) factNames() []string {
	names := map[string]bool{}
	for _, c := range n.candidates {
		for name := range c.Facts {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// byFact asks for the value of a fact.
func (n *narrowing) byFact(name string) narrowSplit {
	groups := map[string][]int{}
	for i, c := range n.candidates {
		if v := strings.TrimSpace(c.Facts[name]); v != "" {
			groups[v] = append(groups[v], i)
		}
	}
	return n.byGroups(NarrowByFact, name, groups)
}

// byCategory asks for the part of the path at the first level where paths differ.
func (n *narrowing) byCategory() narrowSplit {
	paths := make([][]string, len(n.candidates))
	for i, c := range n.candidates {
		paths[i] = categoryPath(c.Category)
	}
	for level := 0; ; level++ {
		groups := map[string][]int{}
		for i, path := range paths {
			if level < len(path) {
				groups[path[level]] = append(groups[path[level]], i)
			}
		}
		if len(groups) == 0 {
			return narrowSplit{by: NarrowByCategory}
		}
		if s := n.byGroups(NarrowByCategory, "", groups); n.usable(s) {
			return s
		}
	}
}

// byTags asks for a tag.
func (n *narrowing) byTags() narrowSplit {
	groups := map[string][]int{}
	for i, c := range n.candidates {
		for _, tag := range c.Tags {
			if g := groups[tag]; tag != "" && (len(g) == 0 || g[len(g)-1] != i) {
				groups[tag] = append(g, i)
			}
		}
	}
	return n.greedy(NarrowByTag, groups)
}

// byWords asks for words of the texts.
func (n *narrowing) byWords() narrowSplit {
	texts := make([]string, len(n.candidates))
	for i, c := range n.candidates {
		texts[i] = c.Text
	}
	language := n.o.Language
	if language == "" {
		language, _ = text.Detect(strings.Join(texts, "\n"))
	}
	groups := map[string][]int{}
	surface := map[string]string{}
	for i := range texts {
		for term, shown := range narrowTerms(texts[i], language) {
			groups[term] = append(groups[term], i)
			if old, ok := surface[term]; !ok || shown < old {
				surface[term] = shown
			}
		}
	}
	s := n.greedy(NarrowByWords, groups)
	for i, label := range s.labels {
		s.labels[i] = surface[label]
	}
	return s
}

// narrowStarts is how many groups a greedy choice is begun with, to keep the best.
const narrowStarts = 12

// greedy chooses groups among many that overlap. Groups that have nothing in common
// make a better question ("return or exchange?" rather than "shoes or return?"), and
// are taken unless others tell much more.
func (n *narrowing) greedy(by NarrowBy, groups map[string][]int) narrowSplit {
	labels := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(utf8.RuneCountInString(b), utf8.RuneCountInString(a)), cmp.Compare(a, b))
	})
	all := narrowSplit{by: by}
	for _, l := range labels { // of equal groups the one with the longest label
		g := groups[l]
		if len(g) < len(n.candidates) && !slices.ContainsFunc(all.groups, func(s []int) bool { return slices.Equal(s, g) }) {
			all.labels, all.groups = append(all.labels, l), append(all.groups, g)
		}
	}
	const muchMore = 1.25
	best := n.extend(narrowSplit{by: by}, all, false)
	starts := make([]int, len(all.groups))
	for i := range starts {
		starts[i] = i
	}
	slices.SortStableFunc(starts, func(a, b int) int { return cmp.Compare(n.alone(all.groups[b]), n.alone(all.groups[a])) })
	apart, most := narrowSplit{by: by}, 0.0
	for _, i := range starts[:min(len(starts), narrowStarts)] {
		s := n.extend(narrowSplit{by: by, labels: all.labels[i : i+1 : i+1], groups: all.groups[i : i+1 : i+1]}, all, true)
		if w := n.worth(s); w > most+1e-9 {
			apart, most = s, w
		}
	}
	if n.worth(best) <= most*muchMore {
		best = apart
	}
	order := make([]int, len(best.groups))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.weight(best.groups[b]), n.weight(best.groups[a])), cmp.Compare(best.labels[a], best.labels[b]))
	})
	out := narrowSplit{by: by}
	for _, i := range order {
		out.labels, out.groups = append(out.labels, best.labels[i]), append(out.groups, best.groups[i])
	}
	return out
}

// alone is what a group adds to the worth of a question.
func (n *narrowing) alone(group []int) float64 {
	p := n.weight(group)
	return -p * math.Log2(p)
}

// extend adds groups to a split, each time the one that adds most to what the
// question is worth, until none does; only such as have nothing in common, if apart
// is true.
func (n *narrowing) extend(s, all narrowSplit, apart bool) narrowSplit {
	worth := n.worth(s)
	taken := make([]bool, len(n.candidates))
	for _, g := range s.groups {
		for _, i := range g {
			taken[i] = true
		}
	}
	for len(s.groups) < n.o.MaxChoices {
		at, most := -1, worth
		for i, label := range all.labels {
			nested := func(l string) bool { return strings.Contains(l, label) || strings.Contains(label, l) }
			if slices.ContainsFunc(s.labels, nested) { // "delivery" beside "delivery address" is no choice
				continue
			}
			if apart && slices.ContainsFunc(all.groups[i], func(c int) bool { return taken[c] }) {
				continue
			}
			try := narrowSplit{by: s.by, groups: append(slices.Clone(s.groups), all.groups[i])}
			if g := n.worth(try); g > most+1e-9 {
				at, most = i, g
			}
		}
		if at < 0 {
			break
		}
		s.labels, s.groups = append(s.labels, all.labels[at]), append(s.groups, all.groups[at])
		for _, c := range all.groups[at] {
			taken[c] = true
		}
		worth = most
	}
	return s
}

// narrowBreaks are the Chinese characters that no choice contains: particles,
// pronouns, and what asks or denies. Those which are parts of common words, as 地
// of 地址, are not among them.
const narrowBreaks = "的了吗呢吧啊呀哦哈嘛啦么我你您他她它们这那是在和与及或而但就都也还很又再把被给让请想要什怎样如何哪谁几多少不没无该久"

// narrowTerms returns the words and phrases of a text that can stand as a choice,
// each with how it is written: English words and pairs of them, Chinese stretches
// of two to four characters; without words that only hold sentences together or ask.
func narrowTerms(s, language string) map[string]string {
	var b text.Buffer
	tokens := b.Segment(s)
	out := map[string]string{}
	telling := make([]bool, len(tokens))
	for i, t := range tokens {
		w := b.Bytes(t)
		switch t.Kind {
		case text.Word:
			telling[i] = len(w) > 1 && !text.IsFunctionWord("en", w) && !text.IsFunctionWord(language, w) && !asksEnglish(w) && !deniesEnglish(w)
		case text.Char:
			telling[i] = !strings.Contains(narrowBreaks, string(w))
		case text.Number:
			telling[i] = true
		}
	}
	add := func(i, k int) {
		key := string(b.Folded()[tokens[i].Lo:tokens[k].Hi])
		shown := s[tokens[i].Start:tokens[k].End]
		if tokens[i].Kind != text.Char {
			shown = strings.ToLower(shown)
		}
		out[key] = shown
	}
	for i, t := range tokens {
		if !telling[i] {
			continue
		}
		if t.Kind != text.Char {
			if t.Kind == text.Word {
				add(i, i)
			}
			if i+1 < len(tokens) && telling[i+1] && tokens[i+1].Kind != text.Char && oneGap(s[t.End:tokens[i+1].Start]) {
				add(i, i+1)
			}
			continue
		}
		for k := i + 1; k < len(tokens) && k < i+4 && telling[k] && tokens[k].Kind == text.Char && tokens[k-1].Hi == tokens[k].Lo; k++ {
			add(i, k)
		}
	}
	return out
}

// oneGap reports whether only a blank or a hyphen, or nothing, is between two words.
func oneGap(s string) bool { return s == "" || s == " " || s == "-" }
