package kb

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// lexCompiler makes a lexicon of words and collects their faults.
type lexCompiler struct {
	*Lexicon
	lines  analyzer
	faults []error
}

func (c *lexCompiler) fault(field, reason string) {
	c.faults = append(c.faults, &FieldError{Field: field, Reason: reason})
}

func (c *lexCompiler) compile() {
	count := len(c.words.Terms) + len(c.words.Stop) + len(c.words.Typed)
	for _, group := range c.words.Synonyms {
		count += len(group)
	}
	if count > MaxLexicon {
		c.fault("lexicon", "has more than "+strconv.Itoa(MaxLexicon)+" words")
		return
	}
	c.typedForms()
	for i, group := range c.words.Synonyms {
		field := "synonyms[" + strconv.Itoa(i) + "]"
		if len(group) < 2 {
			c.fault(field, "has less than two words")
		}
		for j, word := range group {
			if p := c.phrase(field+"["+strconv.Itoa(j)+"]", word); p != nil && !slices.Contains(p.groups, int32(i)) {
				p.groups = append(p.groups, int32(i))
			}
		}
	}
	for i, word := range c.words.Terms {
		if p := c.phrase("terms["+strconv.Itoa(i)+"]", word); p != nil {
			p.term = true
		}
	}
	for i, word := range c.words.Stop {
		field := "stop[" + strconv.Itoa(i) + "]"
		if p := c.phrase(field, word); p != nil {
			p.stop = true
			if p.term || len(p.groups) > 0 {
				c.fault(field, "is also a term or a synonym")
			}
		}
	}
}

// valid checks one word and cuts it into tokens.
func (c *lexCompiler) valid(field, word string) []text.Token {
	if !utf8.ValidString(word) {
		c.fault(field, "is not valid UTF-8")
		return nil
	}
	if len(word) > MaxQuestion {
		c.fault(field, "is longer than "+strconv.Itoa(MaxQuestion)+" bytes")
		return nil
	}
	tokens := c.lines.buffer.Segment(word)
	switch {
	case len(tokens) == 0:
		c.fault(field, "is empty")
		return nil
	case len(tokens) > MaxWordTokens:
		c.fault(field, "has more than "+strconv.Itoa(MaxWordTokens)+" words or characters")
		return nil
	}
	return tokens
}

// phrase returns the phrase that a word is, made at its first sight.
func (c *lexCompiler) phrase(field, word string) *lexPhrase {
	tokens := c.valid(field, word)
	if tokens == nil {
		return nil
	}
	if _, typed := c.typed[string(c.lines.typedPath(tokens))]; typed {
		c.fault(field, "is also a typed form, so that it would never be seen")
		return nil
	}
	p := &lexPhrase{text: word, tokens: len(tokens), kind: text.Char}
	path := []byte{}
	for i, t := range tokens {
		path = c.lines.appendStep(path, t)
		if i < len(tokens)-1 {
			if _, ok := c.steps[string(path)]; !ok {
				c.steps[string(path)] = 0
			}
		}
		switch t.Kind {
		case text.Word:
			p.kind = text.Word
		case text.Char:
		default:
			p.signs = true
			if len(tokens) == 1 {
				p.kind = t.Kind
			}
		}
	}
	if at := c.steps[string(path)]; at > 0 {
		return c.phrases[at-1]
	}
	c.phrases = append(c.phrases, p)
	c.steps[string(path)] = int32(len(c.phrases))
	p.key = []byte(strings.TrimSuffix(string(path), string(rune(tokenEnd))))
	p.name = p.key
	if len(tokens) > 1 {
		p.name = append([]byte{phraseMark}, p.key...)
		p.key = []byte(strings.ReplaceAll(string(p.key), string(rune(tokenEnd)), " "))
	}
	return p
}

// typedForms compiles what is typed for something else.
func (c *lexCompiler) typedForms() {
	from := slices.Sorted(maps.Keys(c.words.Typed))
	fields := map[string]string{}
	for _, form := range from {
		field := "typed[" + strconv.Quote(form) + "]"
		tokens := c.valid(field, form)
		if tokens == nil {
			continue
		}
		path := string(c.lines.typedPath(tokens))
		if c.valid(field, c.words.Typed[form]) == nil {
			continue
		}
		if _, twice := c.typed[path]; twice {
			c.fault(field, "is the same as another typed form")
			continue
		}
		c.typed[path], fields[path] = c.words.Typed[form], field
		c.longest = max(c.longest, len(tokens))
	}
	done := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(fields)) {
		if reason := c.settle(path, map[string]bool{}, done); reason != "" {
			c.fault(fields[path], reason)
		}
	}
}

// settle replaces what a typed form gives by what that gives in turn. It
// returns what is wrong with it, or nothing.
func (c *lexCompiler) settle(path string, open, done map[string]bool) string {
	if done[path] {
		return ""
	}
	if open[path] {
		return "leads back to itself"
	}
	open[path] = true
	defer delete(open, path)
	value := c.typed[path]
	for _, inner := range c.typedIn(c.lines.buffer.Segment(value)) {
		if reason := c.settle(inner, open, done); reason != "" {
			return reason
		}
	}
	if replaced, ok := c.rewrite(&c.lines, value, c.lines.buffer.Segment(value)); ok {
		if len(replaced) > MaxQuestion {
			return "gives more than " + strconv.Itoa(MaxQuestion) + " bytes"
		}
		c.typed[path] = strings.TrimSpace(replaced)
	}
	done[path] = true
	return ""
}

// typedIn returns the paths of the typed forms in a text.
func (c *lexCompiler) typedIn(tokens []text.Token) []string {
	var found []string
	for i := 0; i < len(tokens); {
		n, _ := c.typedAt(&c.lines, tokens[i:])
		if n > 0 {
			found = append(found, string(c.lines.typedPath(tokens[i:i+n])))
		}
		i += max(1, n)
	}
	return found
}
