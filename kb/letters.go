package kb

import (
	"slices"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/pinyin"
)

const (
	maxSpelt     = 96 // letters of one stretch of pinyin
	speltChoices = 8  // characters tried for a syllable
	knownPair    = 4  // what two characters that some entry has side by side are worth ...
	newSyllable  = 1  // ... what each syllable costs, so that fewer and longer ones win ...
	strangeCost  = 3  // ... one more for a syllable of no character in the index ...
	slurredCost  = 1  // ... and for a character that only sounds like it
	// leastPairs is the part of the neighbours that must be known ones.
	leastPairs = 0.3
)

// spelt is the working memory of reading pinyin.
type spelt struct {
	letters []byte
	starts  [maxSpelt + 1]bool // where a word begins
	ways    []speltWay
	from    [maxSpelt + 2]int // the ways that end at a place begin here
	out     []byte
}

// speltWay is the best way to write the letters up to its end, with a given last
// character.
type speltWay struct {
	score float64
	prev  int32 // in ways, or -1
	char  [utf8.UTFMax]byte
	size  uint8 // of char; 0 for a syllable that stays as it is written
	start uint8 // of the syllable in the letters
	end   uint8
	pairs uint8 // known ones on the way
	count uint8 // syllables
}

// fromPinyin returns the query with Chinese characters for what is written in
// pinyin: "fapiao zenme kai" is 发票怎么开. Only words that nobody has are read so, and
// only if the index has a good part of what they give side by side, and if it
// is at least half of the letters: this is not what English sentences are.
func (m *matcher) fromPinyin(query string) (string, bool) {
	tokens := m.lines.buffer.Segment(query)
	letters := 0
	for _, t := range tokens {
		if t.Kind == text.Word {
			letters += t.Hi - t.Lo
		}
	}
	first, other := -1, 0
	for i, t := range tokens {
		if t.Kind != text.Word {
			continue
		}
		if m.mayBePinyin(t) {
			if first < 0 {
				first = i
			}
		} else if other += t.Hi - t.Lo; 2*other > letters {
			return query, false
		}
	}
	if first < 0 {
		return query, false
	}
	s := &m.smart.spelt
	s.out = s.out[:0]
	kept, changed := 0, false
	for i := first; i < len(tokens); i++ {
		end := i
		s.letters, s.starts = s.letters[:0], [maxSpelt + 1]bool{}
		for end < len(tokens) && m.mayBePinyin(tokens[end]) && len(s.letters)+tokens[end].Hi-tokens[end].Lo <= maxSpelt {
			s.starts[len(s.letters)] = true
			s.letters = append(s.letters, m.lines.buffer.Bytes(tokens[end])...)
			end++
		}
		if end == i {
			continue
		}
		s.out = append(s.out, query[kept:tokens[i].Start]...)
		if mark := len(s.out); !m.spell() {
			s.out = append(s.out[:mark], query[tokens[i].Start:tokens[end-1].End]...)
		} else {
			changed = true
		}
		kept = tokens[end-1].End
		i = end - 1
	}
	if !changed {
		return query, false
	}
	return string(append(s.out, query[kept:]...)), true
}

// mayBePinyin reports whether a token is a word of letters that nobody has and
// that begins with a syllable.
func (m *matcher) mayBePinyin(t text.Token) bool {
	if t.Kind != text.Word {
		return false
	}
	word := m.lines.buffer.Bytes(t)
	for _, c := range word {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	if !splits(word) {
		return false
	}
	return m.view.term(word) == nil && m.view.term(m.lines.stem("en", word)) == nil
}

// splits reports whether a word is made of syllables.
func splits(word []byte) bool {
	if len(word) > maxSpelt {
		return false
	}
	var reached [maxSpelt + 1]bool
	reached[0] = true
	for at := range word {
		for n := 1; reached[at] && n <= min(pinyin.MaxLetters, len(word)-at); n++ {
			if pinyin.Parse(word[at:at+n]) != 0 {
				reached[at+n] = true
			}
		}
	}
	return reached[len(word)]
}

// spell appends the characters that the letters most likely stand for, and
// reports whether the index has enough of them side by side.
func (m *matcher) spell() bool {
	s := &m.smart.spelt
	s.ways = append(s.ways[:0], speltWay{prev: -1}) // before the first letter
	s.from[0], s.from[1] = 0, 1
	for end := 1; end <= len(s.letters); end++ {
		for n := 1; n <= min(pinyin.MaxLetters, end); n++ {
			start := end - n
			if s.from[start] == s.from[start+1] || s.crosses(start, end) {
				continue
			}
			if syllable := pinyin.Parse(s.letters[start:end]); syllable != 0 {
				m.spellSyllable(syllable, start, end)
			}
		}
		s.from[end+1] = len(s.ways)
	}
	best := -1
	for i := s.from[len(s.letters)]; i < len(s.ways); i++ {
		if best < 0 || s.ways[i].score > s.ways[best].score {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	w := s.ways[best]
	if w.count < 2 || float64(w.pairs) < leastPairs*float64(w.count-1) {
		return false
	}
	s.write(int32(best))
	return true
}

// crosses reports whether a word begins inside of a stretch.
func (s *spelt) crosses(start, end int) bool {
	for at := start + 1; at < end; at++ {
		if s.starts[at] {
			return true
		}
	}
	return false
}

// spellSyllable adds the ways that end with a syllable which begins at start.
func (m *matcher) spellSyllable(syllable pinyin.Syllable, start, end int) {
	s, v := &m.smart.spelt, m.view
	strange := speltWay{prev: -1, start: uint8(start), end: uint8(end)}
	for i := s.from[start]; i < s.from[start+1]; i++ {
		before := &s.ways[i]
		if score := before.score - newSyllable - strangeCost; strange.prev < 0 || score > strange.score {
			strange.score, strange.prev, strange.pairs, strange.count = score, int32(i), before.pairs, before.count+1
		}
	}
	ids := m.sounding(syllable, 0)
	chosen := 0
	for at := range 2 * len(ids) { // first those that are read so, then those that sound like it
		id, slurred := ids[at%len(ids)], at >= len(ids)
		if chosen == speltChoices {
			continue
		}
		t := v.terms.at(id)
		if t.pair || m.reads(t, syllable) == slurred {
			continue
		}
		cost := float64(newSyllable)
		if slurred {
			cost += slurredCost
		}
		char := v.text(t)
		w := speltWay{prev: -1, size: uint8(len(char))}
		copy(w.char[:], char)
		here := ln(1+float64(max(0, t.freq.Load())))/10 - cost
		for i := s.from[start]; i < s.from[start+1]; i++ {
			before := &s.ways[i]
			score, pairs := before.score+here, before.pairs
			if before.size > 0 {
				m.lines.name = append(append(m.lines.name[:0], before.char[:before.size]...), char...)
				if pair := v.anyTerm(m.lines.name); pair != nil && pair.pair {
					score += knownPair + ln(float64(1+pair.docs.count.Load()))/2
					pairs++
				}
			}
			if w.prev < 0 || score > w.score {
				w.score, w.prev, w.pairs, w.count = score, int32(i), pairs, before.count+1
			}
		}
		s.ways = append(s.ways, w)
		chosen++
	}
	s.ways = append(s.ways, strange)
}

// reads reports whether a character has exactly this reading.
func (m *matcher) reads(t *term, syllable pinyin.Syllable) bool {
	r, _ := utf8.DecodeRune(m.view.text(t))
	m.smart.heads = pinyin.AppendOf(m.smart.heads[:0], r)
	return slices.Contains(m.smart.heads, syllable)
}

// write appends the characters of a way.
func (s *spelt) write(way int32) {
	w := &s.ways[way]
	if w.prev < 0 {
		return
	}
	s.write(w.prev)
	if w.size == 0 {
		s.out = append(append(append(s.out, ' '), s.letters[w.start:w.end]...), ' ')
	}
	s.out = append(s.out, w.char[:w.size]...)
}
