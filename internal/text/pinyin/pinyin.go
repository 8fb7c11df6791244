package pinyin

import (
	"strings"
	"sync"
)

// Syllable is a toneless syllable. The zero Syllable is none.
type Syllable uint16

// MaxLetters is the length of the longest syllable.
const MaxLetters = 6

const (
	hanFirst = 0x4E00
	hanLast  = 0x9FFF
)

// readings is the table laid out for lookup, built on first use: 42 KB and a
// few hundred map entries that a program with no Chinese in it never pays for.
type readings struct {
	names []string // by syllable
	byKey map[string]Syllable
	alike []Syllable // by syllable: the one that stands for all that sound alike
	first [hanLast - hanFirst + 1]Syllable
	more  map[rune][]Syllable
}

var table = sync.OnceValue(func() *readings {
	t := &readings{names: []string{""}, byKey: map[string]Syllable{}, more: map[rune][]Syllable{}}
	each(firstReadings, func(name string, r rune) { t.first[r-hanFirst] = t.syllable(name) })
	each(moreReadings, func(name string, r rune) { t.more[r] = append(t.more[r], t.syllable(name)) })
	for _, name := range [...][2]string{{"lue", "lve"}, {"nue", "nve"}} { // as people type them
		if s, ok := t.byKey[name[1]]; ok {
			t.byKey[name[0]] = s
		}
	}
	groups := map[string]Syllable{}
	t.alike = make([]Syllable, len(t.names))
	for s := 1; s < len(t.names); s++ {
		key := slur(t.names[s])
		if groups[key] == 0 {
			groups[key] = Syllable(s)
		}
		t.alike[s] = groups[key]
	}
	return t
})

func (t *readings) syllable(name string) Syllable {
	s, ok := t.byKey[name]
	if !ok {
		s = Syllable(len(t.names))
		t.names = append(t.names, name)
		t.byKey[name] = s
	}
	return s
}

// each calls see for each character of a list of syllables with their
// characters.
func each(list string, see func(name string, r rune)) {
	start, end := 0, 0 // of the name
	for i, r := range list {
		switch {
		case r >= hanFirst:
			see(list[start:end], r)
		case i == end && i > 0:
			end = i + 1
		default:
			start, end = i, i+1
		}
	}
}

// slur writes a syllable as those say it who do not tell z from zh, c from ch,
// s from sh, n from l, or an, en, in from ang, eng, ing.
func slur(name string) string {
	for _, h := range [...]string{"zh", "ch", "sh"} {
		if rest, ok := strings.CutPrefix(name, h); ok {
			name = h[:1] + rest
		}
	}
	if len(name) > 1 && name[0] == 'n' {
		name = "l" + name[1:]
	}
	for _, g := range [...]string{"ang", "eng", "ing"} {
		if rest, ok := strings.CutSuffix(name, g); ok {
			name = rest + g[:2]
		}
	}
	return name
}

// AppendOf appends the readings of a character, the usual one first. It appends
// nothing for what is no simplified Chinese character of the standard list.
func AppendOf(dst []Syllable, r rune) []Syllable {
	if r < hanFirst || r > hanLast {
		return dst
	}
	t := table()
	if s := t.first[r-hanFirst]; s != 0 {
		dst = append(dst, s)
	}
	return append(dst, t.more[r]...)
}

// Parse returns the syllable that is written so, in lower case with v for ü; 0
// if there is none.
func Parse(letters []byte) Syllable {
	if len(letters) > MaxLetters {
		return 0
	}
	return table().byKey[string(letters)]
}

// String returns the letters of a syllable.
func (s Syllable) String() string {
	if names := table().names; int(s) < len(names) {
		return names[s]
	}
	return ""
}

// Alike returns the syllable that stands for all which many speakers do not
// tell apart from s: zh and z, ch and c, sh and s, n and l, ang and an, eng
// and en, ing and in.
func (s Syllable) Alike() Syllable {
	if alike := table().alike; int(s) < len(alike) {
		return alike[s]
	}
	return 0
}
