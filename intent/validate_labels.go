package intent

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/kefu-go/kefu/internal/text"
)

// labels looks at the labels: how many there are, how many texts each has, and
// whether two are one label misspelt.
func (v *validator) labels() {
	texts := map[string]map[string]bool{}
	sizes := map[string]int{}
	for i, e := range v.examples {
		if e.Label == "" {
			continue
		}
		if texts[e.Label] == nil {
			texts[e.Label] = map[string]bool{}
		}
		if v.keys[i] != "" {
			texts[e.Label][v.keys[i]] = true
		}
		sizes[e.Label]++
	}
	names := slices.Sorted(maps.Keys(texts))
	names = slices.DeleteFunc(names, isOutOfScope)
	if len(names) < 2 {
		v.add(FewLabels, Blocking, float64(len(names)), names)
	}
	if len(names) == 0 {
		return
	}
	var counts []int
	for _, name := range names {
		counts = append(counts, sizes[name])
	}
	slices.Sort(counts)
	middle := counts[len(counts)/2]
	for _, name := range names {
		if n := len(texts[name]); n < v.opts.MinTexts {
			v.add(ThinLabel, Warning, float64(n), []string{name})
		}
		if ratio := share(float64(sizes[name]), middle); len(names) > 2 && ratio > v.opts.Dominance {
			v.add(Dominant, Warning, ratio, []string{name})
		}
	}
	v.similarLabels(names)
}

// similarLabels finds labels that are likely meant to be one. Of labels of at
// least five letters one may have a letter more, less or other than the other,
// if digits are not what differs.
func (v *validator) similarLabels(names []string) {
	const shortest = 5
	bySkeleton := map[string]string{}
	var skeletons []string
	for _, name := range names {
		s := skeleton(name)
		if s == "" {
			continue
		}
		if first, ok := bySkeleton[s]; ok {
			v.add(SimilarLabels, Warning, 0, []string{first, name})
			continue
		}
		bySkeleton[s] = name
		skeletons = append(skeletons, s)
	}
	// Two strings one edit apart share one after a deletion from each.
	near := map[string][]string{}
	for _, s := range skeletons {
		runes := []rune(s)
		if len(runes) < shortest {
			continue
		}
		told := map[string]bool{}
		for i := -1; i < len(runes); i++ {
			cut := s
			if i >= 0 {
				cut = string(slices.Delete(slices.Clone(runes), i, i+1))
			}
			for _, other := range near[cut] {
				if other != s && !told[other] && digits(other) == digits(s) && text.EditDistance([]byte(other), []byte(s), 1) == 1 {
					told[other] = true
					pair := []string{bySkeleton[other], bySkeleton[s]}
					slices.Sort(pair)
					v.add(SimilarLabels, Warning, 0, pair)
				}
			}
			near[cut] = append(near[cut], s)
		}
	}
}

// skeleton is a label without what typing mistakes change first.
func skeleton(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(label))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// stale looks for labels that were learned long ago: what they are about may
// have changed.
func (v *validator) stale() {
	at := v.opts.At
	if at.IsZero() {
		for _, e := range v.examples {
			if e.At.After(at) {
				at = e.At
			}
		}
	}
	if v.opts.StaleAfter < 0 {
		return
	}
	dated, old := map[string]int{}, map[string][]int{}
	for i, e := range v.examples {
		if e.At.IsZero() || e.Label == "" {
			continue
		}
		dated[e.Label]++
		if at.Sub(e.At) > v.opts.StaleAfter {
			old[e.Label] = append(old[e.Label], i)
		}
	}
	for _, label := range slices.Sorted(maps.Keys(old)) {
		if n := len(old[label]); 2*n > dated[label] {
			v.add(Stale, Warning, share(float64(n), dated[label]), []string{label}, old[label]...)
		}
	}
}
