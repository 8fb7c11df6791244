package emotion

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// maxText is how many bytes of a message are read: long letters say what matters
// at the end.
const maxText = 16 << 10

// unit is a token of the message, or an emoticon.
type unit struct {
	text.Token        // of an emoticon only where it stands
	hash       uint64 // see hashOf
	clause     int32  // units of one clause stand between two punctuation marks
	sentence   int32
	caps       bool // it is written in capitals
	stretched  bool // it is "sooo"
	quoted     bool
	denied     bool  // a negation stands shortly before it
	entry      entry // of an emoticon
}

// sentence is what is known of a sentence as a whole.
type sentence struct {
	exclaims, asks int  // how many ! and ?
	start, end     int  // the marks, in bytes
	inquires       bool // it asks for something that the shop knows
}

// scan is the working memory of reading a message.
type scan struct {
	buffer    text.Buffer
	units     []unit
	faces     []unit
	sentences []sentence
	hits      []hit
	word      []byte
	bag       *linear.Bag
	vector    linear.Vector
	cues      []Cue
	clauses   int32
	quoting   rune // the mark that ends a quotation, 0 outside
	capitals  int
	capWords  int
	words     int
	chars     int  // Chinese ones
	roles     role // of all phrases
	stretched int
	dots      int // rows of dots
	marks     []uint16
	half      []byte  // the message, see narrow
	places    []int32 // of its bytes; empty: it is as it was
}

// read cuts a message into units and sentences.
func (s *scan) read(l *lexicon, message string) {
	*s = scan{
		buffer: s.buffer, units: s.units[:0], faces: s.faces[:0], sentences: append(s.sentences[:0], sentence{}),
		hits: s.hits[:0], cues: s.cues[:0], word: s.word[:0], bag: s.bag, vector: s.vector, marks: s.marks,
		half: s.half, places: s.places,
	}
	message = s.narrow(message)
	s.findFaces(l, message)
	at, faces := 0, s.faces
	for _, t := range s.buffer.Segment(message) {
		for len(faces) > 0 && faces[0].Start <= t.Start {
			s.readGap(message, at, faces[0].Start)
			s.push(faces[0].Token).entry = faces[0].entry
			at, faces = faces[0].End, faces[1:]
		}
		if t.Start < at {
			continue // part of an emoticon
		}
		s.readGap(message, at, t.Start)
		s.pushToken(l, message, t)
		at = max(at, t.End)
	}
	for _, f := range faces {
		s.readGap(message, at, f.Start)
		s.push(f.Token).entry = f.entry
		at = f.End
	}
	s.readGap(message, at, len(message))
	s.markUnclosed()
	s.widen()
}

// push returns the next unit, of which its token and its place are known.
func (s *scan) push(t text.Token) *unit {
	s.units = append(s.units, unit{Token: t, clause: s.clauses, sentence: int32(len(s.sentences) - 1), quoted: s.quoting != 0})
	return &s.units[len(s.units)-1]
}

func (s *scan) pushToken(l *lexicon, message string, t text.Token) {
	word := s.buffer.Bytes(t)
	u := s.push(t)
	if t.Kind == text.Char {
		s.chars++
	}
	if t.Kind == text.Word {
		s.words++
		if upper, letters := capitals(message[t.Start:t.End]); upper == letters && letters >= 2 {
			u.caps = true
			s.capitals += upper
			if letters >= 3 {
				s.capWords++
			}
		}
		if u.stretched = isStretched(word); u.stretched {
			s.stretched++
			s.word = squeeze(s.word[:0], word, 2) // good, hello
			if !l.begins(s.word) {
				s.word = squeeze(s.word[:0], word, 1)
			}
			word = s.word
		}
	}
	u.hash = hashOf(word)
}

// capitals counts the capitals of a word and all its letters, up to the first
// small one.
func capitals(word string) (upper, letters int) {
	for i := range len(word) {
		switch c := word[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
			letters++
		case c >= 'a' && c <= 'z':
			return upper, letters + 1
		}
	}
	return upper, letters
}

// countLetters counts the Latin letters of all words.
func (s *scan) countLetters() (n int) {
	for i := range s.units {
		if u := &s.units[i]; u.Kind == text.Word {
			for _, c := range s.buffer.Bytes(u.Token) {
				if c >= 'a' && c <= 'z' {
					n++
				}
			}
		}
	}
	return n
}

// isStretched reports whether a word has three equal letters in a row.
func isStretched(word []byte) bool {
	for i := 2; i < len(word); i++ {
		if word[i] == word[i-1] && word[i] == word[i-2] && word[i] < utf8.RuneSelf {
			return true
		}
	}
	return false
}

// squeeze appends a word to dst with rows of three or more equal letters down to n
// letters.
func squeeze(dst, word []byte, n int) []byte {
	for i := 0; i < len(word); {
		j := i + 1
		for j < len(word) && word[j] == word[i] && word[i] < utf8.RuneSelf {
			j++
		}
		keep := j - i
		if keep >= 3 {
			keep = n
		}
		for range keep {
			dst = append(dst, word[i])
		}
		i = j
	}
	return dst
}

// readGap reads what stands between two units: punctuation and quotation marks.
func (s *scan) readGap(message string, from, to int) {
	if to-from == 1 && message[from] == ' ' && from > 0 && message[from-1] < utf8.RuneSelf && s.sentences[len(s.sentences)-1].end == 0 {
		return // by far most gaps
	}
	for i := from; i < to; {
		if message[i] == ' ' && (i == 0 || message[i-1] < utf8.RuneSelf) {
			i++ // nothing but the end of a word
			continue
		}
		r, n := rune(message[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(message[i:to])
		}
		switch r {
		case '!', '！':
			s.mark(i, i+n).exclaims++
		case '?', '？', '⁉', '‼':
			s.mark(i, i+n).asks++
		case '.', '。', '…', '\n', ';', '；':
			last := &s.sentences[len(s.sentences)-1]
			if r == '.' && i+1 < to && message[i+1] == '.' || r == '…' {
				s.dots++
			}
			if last.end == 0 {
				last.start, last.end = i, i+n
			}
		case ',', '，', '、', ':', '：', '-', '—', '(', ')', '（', '）', '/', '~', '～':
			if r != '-' || i+1 < len(message) && message[i+1] == ' ' {
				s.clauses++
			}
		case '"', '“', '”', '「', '」', '『', '』', '＂':
			s.quote(message, r, i+n)
		case ' ':
			// A space between Chinese words ends a clause.
			if i > 0 && i+1 < len(message) && message[i-1] >= utf8.RuneSelf && message[i+1] >= utf8.RuneSelf {
				s.clauses++
			}
		}
		i += n
	}
	// The next unit begins a new sentence behind an end mark.
	if last := s.sentences[len(s.sentences)-1]; last.end > 0 && len(s.units) > 0 && to < len(message) {
		s.sentences = append(s.sentences, sentence{})
		s.clauses++
	}
}

func (s *scan) mark(start, end int) *sentence {
	last := &s.sentences[len(s.sentences)-1]
	if last.exclaims+last.asks == 0 {
		last.start = start
	}
	last.end = end
	return last
}

// quote opens or closes a quotation. One that is never closed is none, see
// markUnclosed.
func (s *scan) quote(message string, r rune, next int) {
	s.clauses++
	if s.quoting != 0 {
		if r == s.quoting {
			s.quoting = 0
		}
		return
	}
	closing := r
	switch r {
	case '“':
		closing = '”'
	case '「':
		closing = '」'
	case '『':
		closing = '』'
	}
	if strings.ContainsRune(message[next:], closing) {
		s.quoting = closing
	}
}

// markUnclosed takes back a quotation that holds the whole message.
func (s *scan) markUnclosed() {
	for _, u := range s.units {
		if !u.quoted && u.Kind != 0 {
			return
		}
	}
	for i := range s.units {
		s.units[i].quoted = false
	}
}

// findFaces finds emoticons and the bracketed names of chat programs.
func (s *scan) findFaces(l *lexicon, message string) {
	for i := 0; i < len(message)-1; {
		c := message[i]
		if l.opens[c]>>(message[i+1]&63)&1 == 0 || i > 0 && isAlphanumeric(c) && isAlphanumeric(message[i-1]) {
			i++
			continue
		}
		if e, n := l.faceAt(message, i); n > 0 {
			s.faces = append(s.faces, unit{Token: text.Token{Start: i, End: i + n}, entry: e})
			i += n
			continue
		}
		i++
	}
}

// faceAt returns the emoticon at a place of the message and its length.
func (l *lexicon) faceAt(message string, i int) (entry, int) {
	c := message[i]
	if c == '[' {
		if end := strings.IndexByte(message[i:min(len(message), i+20)], ']'); end > 1 {
			if e, ok := l.names[strings.ToLower(message[i+1:i+end])]; ok {
				return e, end + 1
			}
		}
	}
	for _, f := range l.faces[c] {
		if !strings.HasPrefix(message[i:], f.text) {
			continue
		}
		// Letters must not go on beside it: "http://", "xDrive".
		end := i + len(f.text)
		if i > 0 && isAlphanumeric(message[i-1]) && (isAlphanumeric(c) || c == ':' && f.text[len(f.text)-1] == '/') {
			continue
		}
		if end < len(message) && (isAlphanumeric(message[end]) && isAlphanumeric(message[end-1]) || f.text[len(f.text)-1] == '/' && message[end] == '/') {
			continue
		}
		return f.entry, len(f.text)
	}
	return entry{}, 0
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
