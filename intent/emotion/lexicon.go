package emotion

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

var (
	//go:embed lexicon/plain_en.txt
	plainEnglish string
	//go:embed lexicon/plain_zh.txt
	plainChinese string
	//go:embed lexicon/en.txt
	englishWords string
	//go:embed lexicon/en_grammar.txt
	englishGrammar string
	//go:embed lexicon/zh.txt
	chineseWords string
	//go:embed lexicon/zh_grammar.txt
	chineseGrammar string
	//go:embed lexicon/emoji.txt
	signs string
)

// role is what a word does in a sentence besides having a feeling, as a set.
type role uint32

const (
	negates   role = 1 << iota // not, 不
	boosts                     // very, 很
	damps                      // a bit, 有点
	contrasts                  // but, 但是
	supposes                   // if, 如果
	begs                       // please, 请
	hurries                    // at once, 马上
	wishes                     // looking for, 推荐: what follows is asked for, not felt
	blanks                     // a phrase of the trade that has no feeling: complaint form
	numbers                    // two, 三
	spans                      // hours, 天
	minutes                    // minutes, 分钟
	lasts                      // waited, 等了: makes a number and a unit a waiting time
	times                      // 次: makes a number a repetition
	insults
	swears
	threatens
	repeats
	waits
	asksInAnger
	mocks
	thanks
	asksForHuman
	pictures
	exceeds   // too, 太, 有点: what follows is too much of something
	misses    // 没: something is not there
	objects   // something else, 换一个, 怎么还: what was answered did not help
	inquires  // how do I, 怎么: the sentence asks for something that the shop knows
	factual   // broken, 投诉: in a question it is what the question is about
	endangers // somebody is in danger
	mends     // what was bad in the clause is over: fixed, 修好了
)

// roleOf returns the role that a line of a lexicon names.
func roleOf(name string) role {
	for i, n := range strings.Fields("negate boost damp but if polite urgent want blank number long minutes lasting times " +
		"insult swear threat repeat wait rhetoric irony thanks human emoji excess lacking other ask fact danger mended") {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// entry is what the lexicon says about a word or phrase.
type entry struct {
	valence float32
	label   uint8 // index in Labels
	known   bool  // it stands in the lexicon; otherwise longer phrases begin with it
	roles   role
}

// lexicon is all words and phrases as a tree: a phrase is found by its first
// token, then the next. Branches are keyed by the hashes of all tokens so far.
type lexicon struct {
	slots []slot // hash table, at most half full
	used  int    // slots
	// firsts are the tokens that phrases begin with, a bit each: most words begin none,
	// and need not be looked for in the table, which is much larger.
	firsts [1 << 10]uint64
	// faces are the emoticons by their first byte, the longest first, and opens the
	// second bytes that they have there: a set of their last six bits.
	faces [256][]face
	opens [256]uint64
	names map[string]entry // what stands in brackets: [微笑]
}

// slot is a branch and its entry.
type slot struct {
	key uint64 // 0 for an empty slot
	entry
	next tokenSet // those that a phrase goes on with
}

// tokenSet is a set of tokens, of which it keeps five bits each: has may be wrong
// about one that is not in it.
type tokenSet uint32

func setOf(token uint64) tokenSet { return 1 << (token * 0x9E3779B97F4A7C15 >> 59) }

func (t tokenSet) has(token uint64) bool { return t&setOf(token) != 0 }

// first returns the slot of a phrase's first token, nil if there is none.
func (l *lexicon) first(token uint64) *slot {
	at := branch(0, token)
	if l.firsts[at>>54]>>(at>>48&63)&1 == 0 {
		return nil
	}
	return l.at(at)
}

// at returns the slot of a branch, nil if there is none.
func (l *lexicon) at(branch uint64) *slot {
	for i := branch >> 32; ; i++ {
		s := &l.slots[i&uint64(len(l.slots)-1)]
		if s.key == 0 {
			return nil
		}
		if s.key == branch {
			return s
		}
	}
}

// grow returns the slot of a branch, a new one if there is none. It is valid until
// the next call.
func (l *lexicon) grow(branch uint64) *slot {
	if s := l.at(branch); s != nil {
		return s
	}
	if 2*l.used >= len(l.slots)-2 {
		old := l.slots
		l.slots = make([]slot, 2*len(old))
		for _, s := range old {
			if s.key != 0 {
				*l.free(s.key) = s
			}
		}
	}
	l.used++
	s := l.free(branch)
	s.key = branch
	return s
}

// free returns the empty slot where a branch belongs.
func (l *lexicon) free(branch uint64) *slot {
	i := branch >> 32
	for l.slots[i&uint64(len(l.slots)-1)].key != 0 {
		i++
	}
	return &l.slots[i&uint64(len(l.slots)-1)]
}

// face is an emoticon.
type face struct {
	text string
	entry
}

var builtin = sync.OnceValue(func() *lexicon {
	l := &lexicon{slots: make([]slot, 1<<14), names: make(map[string]entry)}
	var b text.Buffer
	for _, file := range []struct {
		text, separator string
	}{{plainEnglish, ","}, {plainChinese, " "}, {englishWords, ","}, {englishGrammar, ","}, {chineseWords, " "}, {chineseGrammar, " "}, {signs, " "}} {
		for line := range strings.Lines(file.text) {
			l.readLine(&b, strings.TrimSpace(line), file.separator)
		}
	}
	return l
})

// readLine adds the entries of a line "kind|label valence: entry, entry".
func (l *lexicon) readLine(b *text.Buffer, line, separator string) {
	head, list, found := strings.Cut(line, ": ")
	if !found || strings.HasPrefix(line, "#") {
		return
	}
	kind, rest, _ := strings.Cut(head, "|")
	label, number, _ := strings.Cut(rest, " ")
	valence, _ := strconv.ParseFloat(number, 32)
	e := entry{valence: float32(valence), known: true, roles: roleOf(kind)}
	for i, name := range Labels() {
		if string(name) == label {
			e.label = uint8(i)
		}
	}
	for w := range strings.SplitSeq(list, separator) {
		w = strings.TrimSpace(w)
		switch {
		case w == "":
		case kind == "text":
			e.roles = pictures
			l.addFace(face{w, e})
		case kind == "name":
			e.roles = pictures
			l.names[w] = e
			l.opens['['] = ^uint64(0)
		default:
			l.add(b, w, e)
		}
	}
}

// add puts a phrase into the tree. The first line of a word decides its feeling,
// every line adds a role.
func (l *lexicon) add(b *text.Buffer, phrase string, e entry) {
	at := uint64(0)
	tokens := b.Segment(phrase)
	for i, t := range tokens {
		at = branch(at, hashOf(b.Bytes(t)))
		s := l.grow(at)
		if i == 0 {
			l.firsts[at>>54] |= 1 << (at >> 48 & 63)
		}
		if i < len(tokens)-1 {
			s.next |= setOf(hashOf(b.Bytes(tokens[i+1])))
			continue
		}
		old := &s.entry
		if old.known && (old.valence != 0 || e.valence == 0 || old.roles&blanks != 0) {
			old.roles |= e.roles
		} else {
			e.roles |= old.roles
			*old = e
		}
	}
}

func (l *lexicon) addFace(f face) {
	list := append(l.faces[f.text[0]], f)
	for i := len(list) - 1; i > 0 && len(list[i].text) > len(list[i-1].text); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	l.faces[f.text[0]] = list
	l.opens[f.text[0]] |= 1 << (f.text[1] & 63)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashOf is FNV-1a of a folded token, without its apostrophes, so that dont is
// don't; but "I'll" is not ill.
func hashOf(word []byte) uint64 {
	if n := len(word); n >= 3 && word[n-3] == '\'' && word[n-2] == 'l' && word[n-1] == 'l' {
		word = word[:n-3]
	}
	return hashOn(fnvOffset, word)
}

// hashOn goes on with a hash.
func hashOn[T []byte | string](h uint64, word T) uint64 {
	for i := range len(word) {
		if c := word[i]; c != '\'' {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	return h
}

// branch is the key of the phrase at with one more token.
func branch(at, token uint64) uint64 {
	return (at ^ token) * 0x9E3779B97F4A7C15
}
