package kb

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/kefu-go/kefu/internal/text"
)

// Lexicon is the vocabulary of a host's field, compiled for matching. It never
// changes and is safe for concurrent use; a changed lexicon is a new one.
type Lexicon struct {
	words   Words
	phrases []*lexPhrase
	steps   map[string]int32 // path of stems: index of its phrase plus 1, or 0 on the way to one
	typed   map[string]string
	longest int // tokens of the longest key of typed
}

// Words are what a [Lexicon] is made of. Words may be several words long, and of
// any language. English words stand for their inflections, too.
type Words struct {
	// Synonyms are groups of words that mean the same in this field. They work
	// in both directions and count nearly as much as the word itself. A word may
	// be in several groups, which stay apart.
	Synonyms [][]string `json:"synonyms,omitempty"`
	// Terms are names of products, services and the like: they are kept whole,
	// tell more than other words (half as much again), and are never taken for a
	// misspelling. What is misspelt is rather taken for one of them. Of a term with
	// numbers in it ("X 200") the words tell more, and the numbers stay apart.
	Terms []string `json:"terms,omitempty"`
	// Stop are words that tell nothing in this field.
	Stop []string `json:"stop,omitempty"`
	// Typed maps what people type to what they mean: "plz" to "please". What it
	// gives is looked up again, so that one entry may build on another.
	Typed map[string]string `json:"typed,omitempty"`
}

// The limits of a [Lexicon].
const (
	MaxLexicon     = 50_000   // words, in all roles together
	MaxWordTokens  = 12       // words or characters in one word of a lexicon
	maxLexiconJSON = 16 << 20 // bytes that ReadLexicon reads
)

// lexPhrase is one word of a lexicon, of one or more tokens.
type lexPhrase struct {
	text string // as it was given first
	// name is what the vocabulary knows the phrase by: the stem of a single
	// word, else a mark and the path.
	name, key []byte
	kind      text.Kind
	tokens    int
	// signs tells that there are numbers or signs in the phrase. They must go on to
	// tell apart what differs.
	signs  bool
	term   bool
	stop   bool
	groups []int32 // of synonyms
}

// NewLexicon compiles words; several are taken together. The error names every
// fault, each as a [*FieldError]: a word without letters, digits or characters, a group of less than
// two words, a word in two roles that contradict each other (a stop word that is also
// a term or a synonym; a typed form that is also anything else), typed forms
// that lead back to themselves, and more than the limits allow.
func NewLexicon(words ...Words) (*Lexicon, error) {
	l := &Lexicon{words: mergeWords(words), steps: map[string]int32{}, typed: map[string]string{}}
	c := lexCompiler{Lexicon: l, lines: analyzer{stemmer: text.NewStemmer(0)}}
	c.compile()
	if err := errors.Join(c.faults...); err != nil {
		return nil, err
	}
	return l, nil
}

// ReadLexicon reads [Words] as JSON and compiles them.
func ReadLexicon(r io.Reader) (*Lexicon, error) {
	words, err := readWords(r)
	if err != nil {
		return nil, err
	}
	return NewLexicon(words)
}

func readWords(r io.Reader) (Words, error) {
	var words Words
	limited := &io.LimitedReader{R: r, N: maxLexiconJSON + 1}
	decoder := json.NewDecoder(limited)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&words)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = more
			if err == nil {
				return Words{}, &FieldError{Field: "lexicon", Reason: "has something after its end"}
			}
		}
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case limited.N <= 0:
		return Words{}, tooLong("lexicon", maxLexiconJSON)
	case err == nil:
		return words, nil
	case errors.As(err, &kind):
		return Words{}, &FieldError{Field: "lexicon", Reason: "has a value of the wrong kind in " + strconv.Quote(kind.Field)}
	case errors.As(err, &syntax):
		return Words{}, &FieldError{Field: "lexicon", Reason: "is no JSON at byte " + strconv.FormatInt(syntax.Offset, 10)}
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return Words{}, &FieldError{Field: "lexicon", Reason: "ends too early"}
	case limited.N > 0 && !isJSONError(err):
		return Words{}, err // of the reader
	}
	return Words{}, &FieldError{Field: "lexicon", Reason: `has a field that is none of "synonyms", "terms", "stop", "typed"`}
}

// isJSONError tells what package json says of unknown fields, for which it has no
// type, from errors of a reader.
func isJSONError(err error) bool {
	text := err.Error()
	return len(text) > 5 && text[:5] == "json:"
}

// Words returns what the lexicon was made of.
func (l *Lexicon) Words() Words { return mergeWords([]Words{l.words}) }

// mergeWords returns a deep copy of all words. Where two say differently what a
// typed form means, the later one counts.
func mergeWords(list []Words) Words {
	var all Words
	for _, w := range list {
		for _, group := range w.Synonyms {
			all.Synonyms = append(all.Synonyms, slices.Clone(group))
		}
		all.Terms = append(all.Terms, w.Terms...)
		all.Stop = append(all.Stop, w.Stop...)
		if all.Typed == nil && len(w.Typed) > 0 {
			all.Typed = map[string]string{}
		}
		maps.Copy(all.Typed, w.Typed)
	}
	return all
}
