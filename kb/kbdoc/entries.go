package kbdoc

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
)

// The wordings by which a passage is found.
const (
	keySentences = 12  // at most
	keyLength    = 300 // characters of one
)

// Entries returns the document as entries: its passages, questions and rows of
// tables, in this order. All of them are valid, and name the document in their
// Origin.
func (d *Document) Entries() []kb.Entry {
	entries := make([]kb.Entry, 0, len(d.Passages))
	for i := range d.Passages {
		entries = append(entries, d.entry(&d.Passages[i]))
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		rows, err := t.Entries()
		if err != nil {
			continue // somebody has changed the table since
		}
		for j := range rows {
			rows[j].Origin.Document = d.ID
			rows[j].Origin.URL = d.URL
			rows[j].Origin.Start, rows[j].Origin.End = t.Start, t.End
		}
		entries = append(entries, rows...)
	}
	return entries
}

func (d *Document) entry(p *Passage) kb.Entry {
	e := kb.Entry{
		ID: p.ID, Kind: kb.Passage, Locale: d.Locale, Category: d.Category, Base: d.Base,
		Origin: &kb.Origin{Document: d.ID, Title: d.Title, Path: p.Path, Start: p.Start, End: p.End, URL: d.URL},
	}
	part := kb.Part{Kind: kb.TextPart, Text: p.Text}
	if p.Markdown != p.Text {
		part = kb.Part{Kind: kb.MarkdownPart, Text: p.Markdown}
	}
	if part.Text != "" {
		e.Answer.Parts = append(e.Answer.Parts, part)
	}
	e.Answer.Parts = append(e.Answer.Parts, p.Media...)
	size := 0
	for i, part := range e.Answer.Parts {
		if size += len(part.Text) + len(part.URL) + len(part.MIME); size > kb.MaxAnswer {
			e.Answer.Parts = e.Answer.Parts[:i]
			break
		}
	}
	last := p.Question
	if p.Question != "" {
		e.Kind, e.Question = kb.FAQ, short(p.Question)
	} else {
		e.Question = d.heading(p)
		if n := len(p.Path); n > 0 {
			last = p.Path[n-1]
		}
	}
	e.Phrasings = d.wordings(p, e.Question, last)
	return e
}

// wordings are by what a passage is found: all that stands above it in one line,
// and each of its sentences together with its heading, without which "It costs
// nothing" tells little. On the pages in testdata this finds more than sentences
// alone (59 of 65 questions in place of 50), and no less than the whole text in
// one wording.
func (d *Document) wordings(p *Passage, question, last string) (list []string) {
	seen := map[string]bool{question: true}
	add := func(s string) {
		if s = short(s); !seen[s] && hasWord(s) && len(list) < keySentences {
			seen[s] = true
			list = append(list, s)
		}
	}
	add(strings.TrimSpace(d.Title + " " + strings.Join(p.Path, " ") + " " + p.Question))
	for _, s := range p.Sentences {
		if last != "" {
			s = strings.TrimRight(last, ":：") + ": " + s
		}
		add(s)
	}
	return list
}

// heading returns the headings above a passage as one line, or the title, or the
// first sentence.
func (d *Document) heading(p *Passage) string {
	path := p.Path
	if len(path) > 1 && path[0] == d.Title {
		path = path[1:]
	}
	for _, line := range append([]string{strings.Join(path, " – "), d.Title}, p.Sentences...) {
		if line = short(line); hasWord(line) {
			return line
		}
	}
	return d.ID
}

// short cuts a wording after a number of characters.
func short(s string) string {
	n := 0
	for i := range s {
		if n++; n > keyLength {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// hasWord reports whether a text can be a wording at all.
func hasWord(s string) bool {
	return strings.TrimSpace(s) != "" && (&kb.Entry{Question: s}).Validate() == nil && utf8.ValidString(s)
}
