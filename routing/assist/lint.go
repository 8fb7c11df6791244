package assist

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Code says what is wrong with a reply. Those that package dialog has for its
// own check of replies have the same names there.
type Code string

// What can be wrong with a reply.
const (
	// CodeEmpty: nothing to read.
	CodeEmpty Code = "empty"
	// CodeLong: more characters than the channel takes; the stretch is the rest.
	CodeLong Code = "long"
	// CodePlaceholder: a variable or gap that was not filled in.
	CodePlaceholder Code = "placeholder"
	// CodeSensitive: a word of the host's list.
	CodeSensitive Code = "sensitive"
	// CodeRude: words that insult.
	CodeRude Code = "rude"
	// CodeCold: words that blame, lecture or turn away.
	CodeCold Code = "cold"
	// CodeShouting: words in capitals, or a row of exclamation marks.
	CodeShouting Code = "shouting"
	// CodePromise: a promise that nobody can be sure to keep.
	CodePromise Code = "promise"
	// CodePersonal: a number of a card or identity card, or a phone number or e-mail
	// address that is not known to be the customer's or the host's own.
	CodePersonal Code = "personal"
	// CodeLink: a link to a domain that is not the host's, or one that hides where it goes.
	CodeLink Code = "link"
	// CodeLanguage: another language than the customer's.
	CodeLanguage Code = "language"
	// CodeUnanswered: of several questions of the customer some are answered and this
	// one is not. The stretch is empty, at the end of the reply.
	CodeUnanswered Code = "unanswered"
)

// Severity says how bad a finding is.
type Severity string

// The severities.
const (
	// Info is worth a look.
	Info Severity = "info"
	// Warning is likely to be wrong.
	Warning Severity = "warning"
	// Block should not be sent like this.
	Block Severity = "block"
)

// Finding is something that is wrong with a reply.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// Start and End are the stretch of the reply, in bytes, at rune boundaries.
	Start int `json:"start"`
	End   int `json:"end"`
	// Detail says more: the word of the list, what a number is, the language, the question
	// that is open.
	Detail string `json:"detail,omitempty"`
	// Suggestion says what to do about it, in the language of the reply (Chinese, or
	// English for all others).
	Suggestion string `json:"suggestion,omitempty"`
	// Replace is what may stand in place of the stretch, if anything can.
	Replace string `json:"replace,omitempty"`
}

// LintOptions are the settings of a [Linter].
type LintOptions struct {
	// Sensitive are words and phrases that must not be sent. They are found as whole
	// words, in Chinese as rows of characters, whatever the case, the width and
	// the variants of characters, and whatever blanks and points are put between characters.
	// Default: none.
	Sensitive []string
	// Rude, Cold and Promises are added to the built-in lists.
	Rude, Cold, Promises []string
	// Allowed are phrases in which nothing of the built-in lists is found. Default: none.
	Allowed []string
	// Own are phone numbers and e-mail addresses of the host; "@shop.example" is
	// all addresses of a domain. Default: none.
	Own []string
	// Domains are those that links may lead to, with all below them. Default: none,
	// and then only links are found that hide where they go.
	Domains []string
	// Max is how many characters (runes) the channel takes. Default: 1000; negative is
	// no limit.
	Max int
	// Ignore are the codes that are not looked for. Default: none.
	Ignore []Code
}

// Linter checks what an agent is about to send. It knows no grammar: a reply in which it
// finds nothing may still be wrong. It is safe for concurrent use, and quick enough for
// each key stroke.
type Linter struct {
	opts    LintOptions
	phrases phraseSet
	stemmer *text.Stemmer
	pool    sync.Pool // of *linting
}

// NewLinter returns a linter. Nil options are the defaults. A phrase without a word is
// [ErrInvalid].
func NewLinter(opts *LintOptions) (*Linter, error) {
	l := &Linter{stemmer: text.NewStemmer(1024)}
	if opts != nil {
		l.opts = *opts
	}
	l.opts.Max = cmp.Or(l.opts.Max, 1000)
	l.opts.Domains, l.opts.Own = lowered(l.opts.Domains), lowered(l.opts.Own)
	l.opts.Ignore = slices.Clone(l.opts.Ignore)
	l.phrases = phraseSet{byFirst: map[string][]phrase{}}
	for _, list := range []struct {
		name  string
		code  Code
		words []string
	}{
		{"Sensitive", CodeSensitive, l.opts.Sensitive},
		{"Rude", CodeRude, slices.Concat(strings.Split(rudeWords, "|"), l.opts.Rude)},
		{"Cold", CodeCold, slices.Concat(strings.Split(coldWords, "|"), l.opts.Cold)},
		{"Promises", CodePromise, slices.Concat(strings.Split(promiseWords, "|"), l.opts.Promises)},
		{"Allowed", "", slices.Concat(strings.Split(harmlessWords, "|"), l.opts.Allowed)},
	} {
		for _, words := range list.words {
			if !l.phrases.add(list.code, words) {
				return nil, &FieldError{list.name, "has a phrase without words"}
			}
		}
	}
	l.pool.New = func() any { return new(linting) }
	return l, nil
}

func lowered(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(strings.TrimSpace(s))
	}
	return out
}

// linting is the check of one reply.
type linting struct {
	*Linter
	s      *Situation
	reply  string
	buffer text.Buffer
	tokens []text.Token
	zh     bool // suggestions are in Chinese
	found  []Finding
}

// Check returns what is wrong with a reply in a situation, in the order of the reply. The
// draft of the situation does not count. It is deterministic.
func (l *Linter) Check(s *Situation, reply string) []Finding {
	c, ok := l.pool.Get().(*linting)
	if !ok {
		c = new(linting)
	}
	defer l.pool.Put(c)
	c.Linter, c.s, c.reply, c.found = l, s, reply, nil
	c.tokens = c.buffer.Segment(reply)
	lang, sure := c.buffer.Language()
	c.zh = lang == "zh" || lang == "" && language(s.Locale) == "zh"
	if strings.TrimSpace(reply) == "" {
		c.add(Finding{Code: CodeEmpty, Severity: Block, End: len(reply)})
	} else {
		c.findPhrases()
		c.placeholders()
		c.shouting()
		c.personal()
		c.links()
		c.length()
		c.language(lang, sure)
		c.unanswered()
	}
	found := c.found
	c.s, c.found, c.reply = nil, nil, ""
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Code, b.Code))
	})
	return found
}

// Worst returns the severity of the worst finding, or "" if there is none.
func Worst(findings []Finding) Severity {
	worst := Severity("")
	for _, f := range findings {
		if severityRank(f.Severity) > severityRank(worst) {
			worst = f.Severity
		}
	}
	return worst
}

func severityRank(s Severity) int { return slices.Index([]Severity{Info, Warning, Block}, s) }

// add takes a finding, with the advice for its code unless it has one.
func (c *linting) add(f Finding) {
	if slices.Contains(c.opts.Ignore, f.Code) {
		return
	}
	if f.Suggestion == "" {
		f.Suggestion = advice(f.Code, c.zh)
	}
	c.found = append(c.found, f)
}

func (c *linting) length() {
	if c.opts.Max < 0 {
		return
	}
	n := 0
	for i := range c.reply {
		if n == c.opts.Max {
			c.add(Finding{Code: CodeLong, Severity: Warning, Start: i, End: len(c.reply)})
			return
		}
		n++
	}
}

// The numbers of comparing languages, chosen by hand.
const (
	languageSure  = 0.75
	languageWords = 3
)

// language holds the reply's language against the customer's, where both are clear: that of
// what he wrote last, or that of his locale if it is not clear what he wrote.
func (c *linting) language(have string, sure float64) {
	if have == "" || sure < languageSure || len(c.tokens) < languageWords {
		return
	}
	want := language(c.s.Locale)
	n := 0
	var b text.Buffer
	for i := len(c.s.Lines) - 1; i >= 0 && n < 3; i-- {
		if c.s.Lines[i].By != ByCustomer {
			continue
		}
		n++
		// An "ok" says nothing about the language of a customer.
		if len(b.Segment(c.s.Lines[i].Text)) < languageWords {
			continue
		}
		if lang, sure := b.Language(); lang != "" && sure >= languageSure {
			want = lang
			break
		}
	}
	if want != "" && want != have {
		c.add(Finding{Code: CodeLanguage, Severity: Warning, End: len(c.reply), Detail: have})
	}
}

// The numbers of shouting, chosen by hand.
const (
	shoutWords   = 3
	shoutLetters = 10
	shoutMarks   = 3
)

// shouting finds rows of words in capitals, and of exclamation marks.
func (c *linting) shouting() {
	words, letters, from, to := 0, 0, 0, 0
	end := func() {
		if words >= shoutWords && letters >= shoutLetters {
			loud := c.reply[from:to]
			c.add(Finding{Code: CodeShouting, Severity: Warning, Start: from, End: to, Replace: strings.ToLower(loud)})
		}
		words, letters = 0, 0
	}
	for _, t := range c.tokens {
		word := c.reply[t.Start:t.End]
		switch {
		case t.Kind == text.Number || t.Kind == text.Symbol:
		case t.Kind != text.Word || strings.ToUpper(word) != word || strings.ToLower(word) == word:
			end()
		default:
			if words == 0 {
				from = t.Start
			}
			words++
			letters += utf8.RuneCountInString(word)
			to = t.End
		}
	}
	end()
	marks := 0
	for i := 0; i <= len(c.reply); {
		r, n := utf8.DecodeRuneInString(c.reply[i:])
		if r == '!' || r == '！' {
			if marks++; marks == 1 {
				from = i
			}
			i += n
			continue
		}
		if marks >= shoutMarks {
			_, size := utf8.DecodeRuneInString(c.reply[from:])
			c.add(Finding{Code: CodeShouting, Severity: Info, Start: from, End: i, Replace: c.reply[from : from+size]})
		}
		marks = 0
		i += max(n, 1)
	}
}

// placeholders finds {{variables}} and the gaps that people leave: ___, XXX, [name], 【姓名】.
func (c *linting) placeholders() {
	for i := 0; i < len(c.reply); {
		n := gapAt(c.reply, i)
		if n == 0 {
			i++
			continue
		}
		c.add(Finding{Code: CodePlaceholder, Severity: Block, Start: i, End: i + n, Detail: c.reply[i : i+n]})
		i += n
	}
}

// maxGap is how long a gap in brackets is at most, in bytes.
const maxGap = 80

// gapAt returns the length of the gap that begins at s[i], or 0.
func gapAt(s string, i int) int {
	rest := s[i:]
	for _, pair := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"<%", "%>"}} {
		if inside, ok := strings.CutPrefix(rest, pair[0]); ok {
			if end := strings.Index(inside, pair[1]); end >= 0 && end <= maxGap && !strings.Contains(inside[:end], "\n") {
				return len(pair[0]) + end + len(pair[1])
			}
		}
	}
	for _, pair := range [...][2]string{{"[", "]"}, {"【", "】"}, {"<", ">"}, {"（", "）"}} {
		if inside, ok := strings.CutPrefix(rest, pair[0]); ok {
			if end := strings.Index(inside, pair[1]); end > 0 && end <= maxGap && gapName(inside[:end]) {
				return len(pair[0]) + end + len(pair[1])
			}
		}
	}
	for _, sign := range [...]byte{'_', 'X'} {
		n := 0
		for n < len(rest) && rest[n] == sign {
			n++
		}
		before := i > 0 && wordByte(s[i-1])
		after := n < len(rest) && wordByte(rest[n])
		if n >= 3 && !before && !after {
			return n
		}
	}
	return 0
}

func wordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
