package kb

import (
	"cmp"
	"slices"
)

// The numbers of clustering, chosen on the development sets of TestLearnQuality.
const (
	leastLink     = 0.47 // cosine of two questions that may be of one cluster
	leastAverage  = 0.42 // mean cosine of all pairs of two clusters that become one
	linksEach     = 8    // nearest questions that each question is linked to
	clusterBudget = 4000 // postings that are read to find them
	maxCluster    = 500  // distinct questions
	mergePasses   = 8    // over all links
)

// link joins two questions that are alike.
type link struct {
	a, b uint32
	like float32
}

// clusters groups questions by their vectors: the most alike first, two groups
// become one while the mean likeness of all their pairs is high enough, so that
// no chain of neighbours holds strangers together. kin tells which questions may
// be together at all. The time grows nearly as the number of questions. Groups
// and what they hold are in the order of the questions.
func clusters(questions [][]feature, features int, kin func(a, b int) bool) [][]int {
	links := linksOf(questions, features, kin)
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.like, x.like), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	root := make([]int, len(questions))
	size := make([]int, len(questions))
	sum := make([][]feature, len(questions))
	for i := range root {
		root[i], size[i], sum[i] = i, 1, questions[i]
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	// What was refused early may fit when the groups have grown.
	for pass, merged := 0, true; merged && pass < mergePasses; pass++ {
		merged = false
		for _, l := range links {
			a, b := find(int(l.a)), find(int(l.b))
			if a == b || size[a]+size[b] > maxCluster {
				continue
			}
			if dot(sum[a], sum[b]) < leastAverage*float64(size[a])*float64(size[b]) {
				continue
			}
			a, b = min(a, b), max(a, b)
			root[b], size[a] = a, size[a]+size[b]
			sum[a], sum[b] = plus(sum[a], sum[b]), nil
			merged = true
		}
	}
	at := make([]int, len(questions))
	var groups [][]int
	for i := range questions {
		r := find(i)
		if r == i {
			at[i] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[r]] = append(groups[at[r]], i)
	}
	return groups
}

// linksOf finds the nearest questions of each question among those that share its
// rarer features.
func linksOf(questions [][]feature, features int, kin func(a, b int) bool) []link {
	postings := make([][]uint32, features)
	for i, vector := range questions {
		for _, f := range vector {
			postings[f.id] = append(postings[f.id], uint32(i))
		}
	}
	overlap := make([]float32, len(questions))
	var touched []uint32
	var byRarity []feature
	var links []link
	for i, vector := range questions {
		byRarity = append(byRarity[:0], vector...)
		slices.SortFunc(byRarity, func(a, b feature) int {
			return cmp.Or(cmp.Compare(len(postings[a.id]), len(postings[b.id])), cmp.Compare(a.id, b.id))
		})
		read := 0
		touched = touched[:0]
		for _, f := range byRarity {
			list := postings[f.id]
			if read += len(list); read > clusterBudget && len(touched) > 0 {
				break
			}
			if len(list) > clusterBudget {
				list = list[:clusterBudget]
			}
			for _, j := range list {
				if overlap[j] == 0 {
					touched = append(touched, j)
				}
				overlap[j] += f.weight
			}
		}
		slices.SortFunc(touched, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(overlap[b], overlap[a]), cmp.Compare(a, b))
		})
		found := len(links)
		for n, j := range touched {
			if n >= 4*linksEach {
				break
			}
			if int(j) == i || !kin(i, int(j)) {
				continue
			}
			if like := dot(vector, questions[j]); like >= leastLink {
				links = append(links, link{a: uint32(min(i, int(j))), b: uint32(max(i, int(j))), like: float32(like)})
			}
		}
		mine := links[found:]
		slices.SortFunc(mine, func(x, y link) int {
			return cmp.Or(cmp.Compare(y.like, x.like), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		})
		links = links[:found+min(len(mine), linksEach)]
		for _, j := range touched {
			overlap[j] = 0
		}
	}
	return links
}
