package emotion

import (
	"bytes"

	"github.com/kefu-go/kefu/internal/text"
)

// hit is a word or phrase of the lexicon in the message.
type hit struct {
	entry
	from, to int // units
}

// maxPhrase is the longest phrase of the lexicon in tokens.
const maxPhrase = 14

// match finds the longest phrases of the lexicon in the message, from left to
// right.
func (s *scan) match(l *lexicon) {
	for i := 0; i < len(s.units); {
		u := &s.units[i]
		if u.Kind == 0 {
			s.hits = append(s.hits, hit{u.entry, i, i + 1})
			i++
			continue
		}
		e, n := l.longest(s.units[i:min(len(s.units), i+maxPhrase)])
		if n == 0 && u.Kind == text.Word {
			if e = l.inflected(s.buffer.Bytes(u.Token)); e.known {
				n = 1
			}
		}
		if n > 0 {
			s.hits = append(s.hits, hit{e, i, i + n})
			s.roles |= e.roles
		}
		if e.roles&negates != 0 {
			for j := i + n; j < min(len(s.units), i+n+3) && s.units[j].clause == u.clause; j++ {
				s.units[j].denied = true
			}
		}
		i += max(n, 1)
	}
}

// longest returns the longest phrase that the units begin with, and how many
// units it has; 0 if there is none. A phrase does not go beyond a clause.
func (l *lexicon) longest(units []unit) (found entry, length int) {
	manners := role(0)
	for i, s := 0, l.first(units[0].hash); s != nil; s = l.at(branch(s.key, units[i].hash)) {
		i++
		if s.known {
			manners |= s.roles & (begs | hurries) // "please" in "please help me"
			found, length = s.entry, i
		}
		if i == len(units) || units[i].Kind == 0 || units[i].clause != units[0].clause || !s.next.has(units[i].hash) {
			break
		}
	}
	found.roles |= manners
	return found, length
}

// begins reports whether a phrase of the lexicon begins with the word.
func (l *lexicon) begins(word []byte) bool {
	return l.first(hashOf(word)) != nil
}

// inflected returns the entry of the word that an English word is a form of.
func (l *lexicon) inflected(word []byte) entry {
	n := len(word)
	if n < 5 {
		return entry{}
	}
	stem := func(cut int, add string) entry {
		s := l.first(hashOn(hashOf(word[:n-cut]), add))
		if s == nil || !s.known || s.valence == 0 {
			return entry{}
		}
		return s.entry
	}
	ends := func(suffix string) bool { return string(word[n-len(suffix):]) == suffix }
	var e entry
	switch {
	case ends("ies"):
		e = stem(3, "y")
	case ends("ied"):
		e = stem(3, "y")
	case ends("s"):
		if e = stem(1, ""); !e.known && ends("es") && bytes.IndexByte([]byte("sxzh"), word[n-3]) >= 0 {
			e = stem(2, "")
		}
	case ends("ed"):
		if e = stem(2, ""); !e.known {
			e = stem(1, "")
		}
		if !e.known && n > 5 && word[n-3] == word[n-4] {
			e = stem(3, "")
		}
	case ends("ing"):
		if e = stem(3, ""); !e.known {
			e = stem(3, "e")
		}
		if !e.known && n > 6 && word[n-4] == word[n-5] {
			e = stem(4, "")
		}
	case ends("ly"):
		if e = stem(2, ""); !e.known && ends("ily") {
			e = stem(3, "y")
		}
	case ends("ness"):
		e = stem(4, "")
	case ends("er"):
		e = stem(2, "")
	case ends("est"):
		e = stem(3, "")
	}
	return e
}
