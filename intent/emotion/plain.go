package emotion

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// findInquiries marks the sentences that ask for something that the shop knows,
// and reports whether there are any. A message with insults, or with questions
// that want no answer, has none.
func (s *scan) findInquiries() (found bool) {
	if s.roles&(insults|swears|asksInAnger|mocks) != 0 {
		return false
	}
	if s.chars > 0 {
		asking := hashOf([]byte("吗")) // also within a phrase: 可以退吗
		for i := range s.units {
			if u := &s.units[i]; u.hash == asking && !u.quoted {
				s.sentences[u.sentence].inquires, found = true, true
			}
		}
	}
	if s.roles&inquires == 0 {
		return found
	}
	for i := range s.hits {
		h := &s.hits[i]
		u := &s.units[h.from]
		if h.roles&inquires == 0 || u.quoted {
			continue
		}
		// English asks at the beginning of a clause: "this is the best" does not.
		t := &s.sentences[u.sentence]
		if u.Kind == text.Char || t.asks > 0 || h.from == 0 || s.units[h.from-1].clause != u.clause ||
			i > 0 && s.hits[i-1].to == h.from && s.hits[i-1].roles&(begs|contrasts|wishes) != 0 {
			t.inquires, found = true, true
		}
	}
	return found
}

// inQuestion reports whether a hit is what a question is about.
func (s *scan) inQuestion(h *hit) bool {
	return h.roles&factual != 0 && s.sentences[s.units[h.from].sentence].inquires
}

// rightOf are characters that go on after a word of one character; others may
// make another word with it: 滚筒.
const rightOf = "了的啊呀吧呢吗哦得死到过啦嘛哈极透爆要不没还又也就都我你他她它这那是有点些和跟但可而且一"

// loose reports whether a hit is a single Chinese character in the midst of
// others, which need not be the word that the lexicon means.
func (s *scan) loose(i int) bool {
	h := &s.hits[i]
	if h.to != h.from+1 || s.units[h.from].Kind != text.Char || h.valence == 0 || h.to >= len(s.units) {
		return false
	}
	u, next := &s.units[h.from], &s.units[h.to]
	if next.Kind != text.Char || next.clause != u.clause {
		return false
	}
	if r, _ := utf8.DecodeRune(s.buffer.Bytes(next.Token)); strings.ContainsRune(rightOf, r) {
		return false
	}
	if i+1 < len(s.hits) && s.hits[i+1].from == h.to { // what follows is a word of its own: 差很多
		return false
	}
	return i == 0 || s.hits[i-1].to < h.from || s.hits[i-1].roles&(boosts|damps|negates|exceeds) == 0 // 太差
}

// isMended reports whether what was bad is over: "the problem is fixed", "it was
// awful, but now it works".
func (s *scan) isMended(i, contrast int) bool {
	h := &s.hits[i]
	if contrast > i && s.hits[contrast].roles&mends != 0 {
		return !slices.ContainsFunc(s.hits[contrast:], func(h hit) bool { return h.valence < 0 })
	}
	for j := max(0, i-1); j < len(s.hits) && s.hits[j].from < h.to+mendReach; j++ {
		m := &s.hits[j]
		u := &s.units[m.from]
		if j != i && m.roles&mends != 0 && m.roles&contrasts == 0 && u.clause == s.units[h.from].clause && !u.denied &&
			!s.sentences[u.sentence].inquires && s.sentences[u.sentence].asks == 0 {
			return m.from >= h.to
		}
	}
	return false
}

// weighThanks takes back thanks that something bad follows: "thanks, but it still
// does not work".
func (s *scan) weighThanks(g *signals, contrast int) {
	if g.counts[thanked] == 0 {
		return
	}
	last := -1
	for i := range s.hits {
		if s.hits[i].roles&thanks != 0 {
			last = i
		}
	}
	h := &s.hits[last]
	end, clause, balance, bad := s.units[h.to-1].End, s.units[h.from].clause, 0.0, 0.0
	var butAt int
	if contrast > last {
		butAt = s.units[s.hits[contrast].from].Start
	}
	for i := range s.cues {
		c := &s.cues[i]
		if c.Start < end {
			continue
		}
		if c.Weight < 0 && s.clauseAt(c.Start) != clause {
			bad -= c.Weight
		}
		if c.Start >= butAt {
			balance += c.Weight
		}
	}
	if g.content = bad < 0.8 && !(contrast > last && balance < 0.5); g.content {
		return
	}
	for i := range s.cues {
		if c := &s.cues[i]; c.Kind == ThanksCue && c.Weight > 0 {
			taken := c.Weight * (1 - thanksShare)
			c.Weight -= taken
			g.good -= taken
			g.felt[5] -= taken
		}
	}
}

// clauseAt returns the clause of a place of the message.
func (s *scan) clauseAt(start int) int32 {
	for i := range s.units {
		if s.units[i].End > start {
			return s.units[i].clause
		}
	}
	return s.clauses
}
