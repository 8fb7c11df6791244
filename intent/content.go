package intent

import (
	"slices"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// doubt returns what keeps a message that the thresholds let pass from being
// confident: what scores cannot tell, because a word is no less known for saying
// nothing.
func (m *Model) doubt(r *Result, sc *scratch) Doubt {
	label := m.place(r.Predictions[0].Label)
	switch {
	case m.odd(sc):
		return TooOdd
	case label < 0:
		return "" // learned since the training
	case sc.unlearned:
		return Unlearned
	case m.denied(sc, label):
		return Denied
	case m.vague(sc, label, r.Language):
		return TooVague
	}
	return ""
}

const (
	// few is up to how many examples of a label strange words count in full against
	// it, and many from how many on not at all: what is strange after so many is
	// some name, and scores know even what small words tell.
	few  = 20
	many = 50
	// A message with more small words than this is not small for a label of many.
	smallWords = 2
)

// vague reports whether nothing of the message in sc that tells something speaks
// for a label, or no more of it than is strange, where a word of several texts counts
// twice; or whether it says the same again and again.
func (m *Model) vague(sc *scratch, label int, language string) bool {
	var backed, strange float64
	tells := false
	for i, t := range sc.reader.tokens {
		if sc.reader.denial(i) > 0 && m.deniesFor(sc, i, label) {
			backed += 2 // what the examples of the label say is that they do not want it
		}
		if !sc.reader.telling(t, language) {
			continue
		}
		tells = true
		if f := m.unitAt(sc, i); f == 0 {
			strange++
		} else if m.weights.Weight(f, label) > 0 {
			backed += min(2, float64(m.space.Texts(f)))
		}
	}
	units, taken := len(sc.reader.units), m.taken[label]
	switch {
	case units >= 3*len(sc.bag.Keys(viewUnits)):
		return true
	case taken >= many && (tells || units > smallWords):
		return false
	case !tells:
		_, found := slices.BinarySearch(m.bare, sc.reader.wording())
		return !found
	}
	return backed <= strange*min(1, few/float64(taken))
}

// unitAt returns the feature of a unit of the message in sc; 0 if no example has
// it.
func (m *Model) unitAt(sc *scratch, i int) int32 {
	return m.space.Find(linear.KeyOf(viewUnits, sc.reader.units[i]))
}

// wording returns a hash of the units in their order.
func (r *reader) wording() uint64 {
	h := uint64(edge)
	for _, u := range r.units {
		h = linear.HashPair(h, u)
	}
	return h
}

// bareOf returns the sorted wordings of the examples that have no word that tells
// something: such a message ("thank you", "who are you") is understood where it is
// an example, and not where its words only occur.
func (m *Model) bareOf() []uint64 {
	sc := m.newScratch()
	var bare []uint64
	for _, e := range m.examples {
		if isOutOfScope(e.Label) {
			continue
		}
		sc.reader.read(e.Text)
		language, _ := sc.reader.buffer.Language()
		if !slices.ContainsFunc(sc.reader.tokens, func(t text.Token) bool { return sc.reader.telling(t, language) }) {
			bare = append(bare, sc.reader.wording())
		}
	}
	slices.Sort(bare)
	return slices.Compact(bare)
}

// telling reports whether a token says what a message is about: whether it is a
// word or character that does more than to hold sentences together, to ask, to
// deny, or to wish, in English, Chinese and the language.
func (r *reader) telling(t text.Token, language string) bool {
	word := r.buffer.Bytes(t)
	switch t.Kind {
	case text.Char:
		return !text.IsFunctionWord("zh", word) && !lightWords()[string(word)]
	case text.Word:
		return !r.lookUp(word).light && (language == "en" || !text.IsFunctionWord(language, word))
	}
	return false
}

// lightWords are words and characters that are in messages about anything, beside
// those of [text.IsFunctionWord]: of asking, denying, wishing, place and time.
var lightWords = sync.OnceValue(func() map[string]bool {
	light := map[string]bool{}
	for _, w := range strings.Fields(`what what's whats which who whom whose when where where's why how how's no not never none nothing nor yes
		don't dont doesn't doesnt didn't didnt isn't isnt aren't wasn't can't cant cannot couldn't won't wouldn't haven't hasn't
		want wants wanted need needs needed ask asked like know tell say said think mean see go going give make take
		out up off down away again still now yet already today back over one thing something anything everything
		怎 么 什 哪 谁 几 多 少 不 没 来 去 到 说 看 做 知 道 能 把 里 上 下 现 今 天 时 候 该 应 需 好 人 大 小 用 吧 帮`) {
		light[w] = true
	}
	return light
})
