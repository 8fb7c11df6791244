package dialog

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain returns the part as plain text: what a channel shows that can show
// nothing else. Text, caption and title come first, the URL last. Of a card its
// choices follow, each on a line; of a location its coordinates in parentheses.
// The picture of a card is left out.
func (p Part) Plain() string {
	switch p.Kind {
	case "", TextPart:
		return joinWords(p.Text, p.URL)
	case MarkdownPart:
		return joinWords(plainMarkdown(p.Text), p.URL)
	case HTMLPart:
		return joinWords(plainHTML(p.Text), p.URL)
	case LocationPart:
		return joinWords(p.place(), "("+coordinate(p.Latitude)+", "+coordinate(p.Longitude)+")", p.URL)
	case CardPart:
		lines := []string{p.Title, p.Text, p.URL}
		for _, c := range p.Choices {
			lines = append(lines, "- "+joinWords(c.Label, c.URL))
		}
		return joinLines(lines...)
	}
	return joinWords(p.caption(), p.URL)
}

// caption is what is said about a part that is not written.
func (p Part) caption() string {
	if p.Title == "" || p.Text == "" {
		return p.Title + p.Text
	}
	return p.Title + ": " + p.Text
}

// place is the name and the address of a location.
func (p Part) place() string {
	if p.Title == "" || p.Text == "" {
		return p.Title + p.Text
	}
	return p.Title + ", " + p.Text
}

// coordinate is an angle to the tenth of a metre.
func coordinate(degrees float64) string { return strconv.FormatFloat(degrees, 'f', 6, 64) }

func joinWords(words ...string) string { return joinFilled(" ", words) }
func joinLines(lines ...string) string { return joinFilled("\n", lines) }

// joinFilled joins the texts that are not empty.
func joinFilled(between string, texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(t)
	}
	return b.String()
}

// saysAll reports whether every word of a text is in another one. Short numbers
// and punctuation do not count: lists are numbered here and dashed there. A text
// that is nothing else must be there as it is.
func saysAll(whole, text string) bool {
	words := saidWords(text)
	if len(words) == 0 {
		return strings.Contains(whole, strings.TrimSpace(text))
	}
	said := map[string]bool{}
	for _, word := range saidWords(whole) {
		said[word] = true
	}
	whole = strings.ToLower(whole)
	for _, word := range words {
		if !said[word] && (asciiOnly(word) || !strings.Contains(whole, word)) {
			return false
		}
	}
	return true
}

// saidWords are the runs of letters of a text in lower case, and those of more
// than two digits.
func saidWords(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool {
		return len(w) <= 2 && strings.IndexFunc(w, unicode.IsLetter) < 0
	})
}

func asciiOnly(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// withoutList returns the text of a reply without the numbered list of its
// choices at the end.
func withoutList(text string, choices []Choice) string {
	for {
		rest, ok := strings.TrimRight(text, " \n"), len(choices) > 0
		for i := len(choices) - 1; i >= 0 && ok; i-- {
			line := strconv.Itoa(i+1) + ". " + joinWords(choices[i].Label, choices[i].URL)
			if rest, ok = strings.CutSuffix(rest, line); !ok {
				break
			}
			if ok = rest == "" || strings.HasSuffix(rest, "\n"); ok {
				rest = strings.TrimRight(rest, " \n")
			}
		}
		if !ok {
			return text
		}
		text = rest
	}
}

// withList is the inverse of withoutList.
func withList(text string, choices []Choice) string {
	lines := []string{text}
	for i, c := range choices {
		lines = append(lines, strconv.Itoa(i+1)+". "+joinWords(c.Label, c.URL))
	}
	return joinLines(lines...)
}

// chineseReply reports whether the words that rendering adds to a reply are to be
// Chinese: by its locale, and without one by what it says.
func chineseReply(r *Reply) bool {
	if r.Locale != "" {
		return strings.HasPrefix(strings.ToLower(r.Locale), "zh")
	}
	han, letters := 0, 0
	said := r.Text
	for _, p := range r.Parts {
		said += p.Title + p.Text
	}
	for _, c := range r.Choices {
		said += c.Label
	}
	for _, c := range said {
		switch {
		case unicode.Is(unicode.Han, c):
			han++
		case c < utf8.RuneSelf && unicode.IsLetter(c):
			letters++
		}
	}
	return han > 0 && han*4 >= letters
}
