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
		if u.kind == 0 {
			s.hits = append(s.hits, hit{u.entry, i, i + 1})
			i++
			continue
		}
		e, n := l.longest(s.units[i:min(len(s.units), i+maxPhrase)])
		if n == 0 && u.kind == text.Word {
			if e = l.inflected(s.buffer.Bytes(u.token)); e.known {
				n = 1
			}
		}
		if n > 0 {
			s.hits = append(s.hits, hit{e, i, i + n})
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
	at, manners := uint64(0), role(0)
	for i := range units {
		if units[i].kind == 0 || units[i].clause != units[0].clause {
			break
		}
		at = branch(at, units[i].hash)
		e := l.at(at)
		if e == nil {
			break
		}
		if e.known {
			manners |= e.roles & (begs | hurries) // "please" in "please help me"
			found, length = *e, i+1
		}
	}
	found.roles |= manners
	return found, length
}

// begins reports whether a phrase of the lexicon begins with the word.
func (l *lexicon) begins(word []byte) bool {
	return l.at(branch(0, hashOf(word))) != nil
}

// inflected returns the entry of the word that an English word is a form of.
func (l *lexicon) inflected(word []byte) entry {
	n := len(word)
	if n < 5 {
		return entry{}
	}
	stem := func(cut int, add string) entry {
		var room [40]byte
		if n > 36 {
			return entry{}
		}
		e := l.at(branch(0, hashOf(append(append(room[:0], word[:n-cut]...), add...))))
		if e == nil || !e.known || e.valence == 0 {
			return entry{}
		}
		return *e
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
