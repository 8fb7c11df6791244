package intent

import (
	"bytes"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// governed is how many words or characters behind a denial it reaches at most.
const governed = 8

// denied reports whether the message in sc denies a wish for what speaks for a
// label: whether a word that does stands behind a denial in the same clause, and
// the denial itself does not speak for the label, as it does where examples have
// it.
func (m *Model) denied(sc *scratch, label int) bool {
	r := sc.reader
	for i := range r.tokens {
		n := r.denial(i)
		if n == 0 || m.deniesFor(sc, i, label) {
			continue
		}
		for j := i + n; j < min(len(r.tokens), i+n+governed) && !r.endsClause(j-1) && !r.turns(j); j++ {
			if f := m.unitAt(sc, j); f != 0 && m.weights.Weight(f, label) > 0 && r.telling(r.tokens[j], "") {
				return true
			}
		}
	}
	return false
}

// deniesFor reports whether the pair of units at a place speaks for a label.
func (m *Model) deniesFor(sc *scratch, i, label int) bool {
	units := sc.reader.units
	if i+1 == len(units) {
		return false
	}
	f := m.space.Find(linear.KeyOf(viewPairs, linear.HashPair(units[i], units[i+1])))
	return f != 0 && m.weights.Weight(f, label) > 0
}

// denial returns of how many tokens the denial of a wish is that begins at a place;
// 0 if none does. That something is not possible, not there or not known ("I can't
// get my invoice", 发票没收到) denies no wish.
func (r *reader) denial(i int) int {
	words := denialWords()
	switch {
	case r.tokens[i].Kind == text.Char && words.starts[string(r.word(i))]:
		for n := min(4, len(r.tokens)-i); n > 0; n-- {
			if first, last := r.tokens[i], r.tokens[i+n-1]; last.Hi-first.Lo <= 12 && words.chinese[string(r.buffer.Folded()[first.Lo:last.Hi])] {
				return n
			}
		}
		if r.is(i, "别") && (r.startsClause(i) || words.before[string(r.word(i-1))]) && !words.after[string(r.word(i+1))] {
			return 1
		}
	case (r.is(i, "wouldn't") || r.is(i, "wouldnt") || r.is(i, "not") && r.is(i-1, "would")) && r.is(i+1, "like"):
		return 2
	case words.never[string(r.word(i))]:
		for n := 1; n <= 2; n++ { // "never really asked"
			if words.wishes[string(r.word(i+n))] {
				return n + 1
			}
		}
		// "don't cancel my order"
		not := r.is(i, "not") && r.is(i-1, "do")
		if (not || r.is(i, "don't") || r.is(i, "dont")) && !words.people[string(r.word(i+1))] {
			if not {
				i--
			}
			if r.startsClause(i) || words.polite[string(r.word(i-1))] {
				return 1
			}
		}
	case r.is(i, "no") && r.startsClause(i) && (words.ends[string(r.word(i+2))] || words.ends[string(r.word(i+3))]): // "no refund please"
		return 1
	case r.is(i, "instead") && r.is(i+1, "of"), r.is(i, "rather") && r.is(i+1, "than"):
		return 2
	case r.is(i, "no") && (r.is(i+1, "need") || r.is(i+1, "longer") && words.wishes[string(r.word(i+2))]):
		return 2
	}
	return 0
}

// word returns the folded text of a token; nil where there is none.
func (r *reader) word(i int) []byte {
	if i < 0 || i >= len(r.tokens) {
		return nil
	}
	return r.buffer.Bytes(r.tokens[i])
}

// is reports whether a token is a word.
func (r *reader) is(i int, word string) bool { return string(r.word(i)) == word }

func (r *reader) startsClause(i int) bool { return i == 0 || r.endsClause(i-1) }

// endsClause reports whether a clause ends behind a token.
func (r *reader) endsClause(i int) bool {
	if i+1 >= len(r.tokens) {
		return true
	}
	from, to := r.tokens[i].Hi, r.tokens[i+1].Lo
	return from < to && bytes.ContainsAny(r.buffer.Folded()[from:to], ".,;:!?。，、；：！？\n")
}

// turns reports whether at a token something else than what was denied begins; 给我退款 goes on
// with it.
func (r *reader) turns(i int) bool {
	words := denialWords()
	return words.turns[string(r.word(i))] && (!r.is(i, "我") || !words.toward[string(r.word(i-1))])
}

// denials are the words of denials of wishes.
type denials struct {
	never, wishes, people, polite, starts, chinese, before, after, turns, toward, ends map[string]bool
}

var denialWords = sync.OnceValue(func() *denials {
	set := func(words string) map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields(words) {
			m[w] = true
		}
		return m
	}
	return &denials{
		never: set("not never don't dont doesn't doesnt didn't didnt"),
		wishes: set(`want wanted wants need needed needs ask asked asking ordered requested requesting require required
			wish wished intend intended apply applied looking interested`),
		people: set("i you we they he she it know"),
		polite: set("please just so and but"),
		chinese: set(`不要 不用 不想 不想要 不需要 不必 不打算 不是要 不是想 不再要 不再需要 无需 无须 没要 没想 没想要 没说 没说要 没说过 没有要 没有想
			没有说 没有说要 没让 没有让 没叫 没申请 没有申请 没打算 没要求 没有要求 从没要 从没说
			没必要 没有必要 用不着 不希望 而不是`),
		starts: set("不 没 无 从 别 用 而"),
		before: set("请 先 就 你 们 万 可 都"),
		after:  set("的 人 处 墅 名 样 说 扭 致 针 克"),
		toward: set("给 帮 替 为 跟"),
		ends:   set("please thanks thank"),
		turns:  set("but because instead how when 但 了 怎 能 可 我 只 而 就"),
	}
})
