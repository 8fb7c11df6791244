package dialog

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// utterance is a text with what is read from it: each thing at first need, and once for all
// patterns that look at it.
type utterance struct {
	of string

	words      phraseText
	cut, seeks bool // words is of the text; there is something to seek in it

	key   string
	keyed bool

	lang     string
	sure     float64
	detected bool
	locale   string // in which to look for entries; see [Talk.questionLocale]
	judged   bool

	does      commandReading
	commanded bool

	before phraseText // what it is compared with
}

// turnRoom is memory that a turn needs while it is worked out, and another one after it.
type turnRoom struct {
	said utterance // of the message
	seen [maxSeen]string
	// results are what the host's functions returned, one behind the other.
	results []byte
}

// mostResults is how many bytes of results are kept room for.
const mostResults = 16 << 10

// room returns room for a turn.
func (e *Engine) room() *turnRoom {
	if room, ok := e.rooms.Get().(*turnRoom); ok {
		return room
	}
	return &turnRoom{}
}

// makeRoom gives the room of a turn back, without a word of the customer's. A turn that failed,
// or has left a function of the host alone, keeps it: that function may be in it still.
func (t *Talk) makeRoom() {
	if t.calls.late {
		return
	}
	words, before, results := t.room.said.words.buf, t.room.said.before.buf, t.room.results
	*t.room = turnRoom{}
	if cap(results) <= mostResults {
		t.room.results = results[:0]
	}
	t.room.said.words.buf, t.room.said.before.buf = words, before
	t.engine.rooms.Put(t.room)
	t.room, t.uttered = nil, nil
}

// utterance is the text that is heard now.
func (t *Talk) utterance() *utterance {
	if t.uttered == nil || t.uttered.of != t.text {
		t.uttered = &utterance{of: t.text}
	}
	return t.uttered
}

// key is [text.Key] of what is heard now.
func (t *Talk) key() string {
	u := t.utterance()
	if !u.keyed {
		u.key, u.keyed = text.Key(u.of), true
	}
	return u.key
}

// phrases cuts the text into words, and reports whether there is something to seek in.
func (u *utterance) phrases() (*phraseText, bool) {
	if !u.cut {
		u.seeks, u.cut = u.words.read(u.of), true
	}
	return &u.words, u.seeks
}

// language is what [text.Detect] says of the text.
func (u *utterance) language() (lang string, sure float64) {
	if !u.detected {
		u.detected = true
		if len(u.of) > maxPhraseBytes { // it is not cut
			u.lang, u.sure = text.Detect(u.of)
		} else {
			p, _ := u.phrases()
			u.lang, u.sure = p.buf.Language()
		}
	}
	return u.lang, u.sure
}

// mixed reports whether the text has words of a language with word spaces beside
// characters of one without, such as "我想 return 这个".
func (u *utterance) mixed() bool {
	if !strings.ContainsFunc(u.of, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return false // no such characters
	}
	p, ok := u.phrases()
	tokens := p.tokens
	if !ok {
		tokens = p.buf.Segment(u.of)
	}
	var words, chars bool
	for _, t := range tokens {
		words = words || t.Kind == text.Word
		chars = chars || t.Kind == text.Char
	}
	return words && chars
}

// command is what the text does to a talk, whatever goes on in it.
func (u *utterance) command() commandReading {
	if !u.commanded {
		u.commanded = true
		if p, ok := u.phrases(); ok {
			u.does = p.command()
		}
	}
	return u.does
}

// yesNo reads the text as the answer to a question; see [readYesNo].
func (u *utterance) yesNo() (answer int, rest string) {
	if p, ok := u.phrases(); ok {
		return p.yesNo()
	}
	return 0, ""
}

// correction is what the text corrects; see [readCorrection].
func (u *utterance) correction() (correction, bool) {
	if p, ok := u.phrases(); ok {
		return p.correction()
	}
	return correction{}, false
}
