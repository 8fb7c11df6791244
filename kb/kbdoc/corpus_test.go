package kbdoc_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbdoc"
)

var formats = map[string]kbdoc.Format{".html": kbdoc.HTML, ".md": kbdoc.Markdown, ".txt": kbdoc.Text}

// helpPages returns the help pages in testdata, read.
func helpPages(t testing.TB) map[string]*kbdoc.Document {
	t.Helper()
	pages := map[string]*kbdoc.Document{}
	for name, source := range helpSources(t) {
		locale := "en"
		if strings.Contains(name, "_zh") {
			locale = "zh"
		}
		doc, err := kbdoc.Parse(source, kbdoc.Options{Format: formats[filepath.Ext(name)], ID: name, Locale: locale, URL: "https://harbour.example/help/" + name})
		require.NoError(t, err)
		pages[name] = doc
	}
	return pages
}

func helpSources(t testing.TB) map[string][]byte {
	t.Helper()
	sources := map[string][]byte{}
	names, err := filepath.Glob("testdata/help/*")
	require.NoError(t, err)
	for _, name := range names {
		if base := filepath.Base(name); base != "questions.txt" {
			sources[base], err = os.ReadFile(name)
			require.NoError(t, err)
		}
	}
	require.Len(t, sources, 8)
	return sources
}

type asked struct{ question, document, heading string }

func helpQuestions(t testing.TB) (list []asked) {
	t.Helper()
	file, err := os.ReadFile("testdata/help/questions.txt")
	require.NoError(t, err)
	for line := range strings.Lines(string(file)) {
		parts := strings.Split(strings.TrimSpace(line), " | ")
		if len(parts) == 3 && line[0] != '#' {
			list = append(list, asked{parts[0], parts[1], parts[2]})
		}
	}
	require.Greater(t, len(list), 60)
	return list
}

// TestFindsPassages: the right passage is among the first hits. As one entry for
// each document, even the right document is found no better, and what is shown of
// it is many times as long.
func TestFindsPassages(t *testing.T) {
	pages := helpPages(t)
	passages, whole := kb.NewIndex(nil), kb.NewIndex(nil)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		doc := pages[name]
		require.NoError(t, passages.Put(doc.Entries()...))
		require.NoError(t, whole.Put(wholeDocument(name, doc)))
	}
	var first, third, rightOne, rightWhole, read, readWhole int
	questions := helpQuestions(t)
	for _, q := range questions {
		query := kb.Query{Text: q.question, Locale: pages[q.document].Locale, Limit: 3}
		for i, h := range passages.Match(query) {
			if i == 0 {
				read += utf8.RuneCountInString(h.Entry.Answer.PlainText())
				if h.Entry.Origin.Document == q.document {
					rightOne++
				}
			}
			if h.Entry.Origin.Document == q.document && headingOf(h.Entry) == q.heading {
				third++
				if i == 0 {
					first++
				}
				break
			}
		}
		if hits := whole.Match(query); len(hits) > 0 {
			readWhole += utf8.RuneCountInString(hits[0].Entry.Answer.PlainText())
			if hits[0].Entry.ID == q.document {
				rightWhole++
			}
		}
	}
	n := len(questions)
	t.Logf("%d questions: right passage first %d, among three %d; right document by passages %d, as a whole %d; characters to read %d and %d",
		n, first, third, rightOne, rightWhole, read/n, readWhole/n)
	assert.GreaterOrEqual(t, float64(first)/float64(n), 0.85)
	assert.GreaterOrEqual(t, float64(third)/float64(n), 0.93)
	assert.GreaterOrEqual(t, rightOne, rightWhole)
	assert.Greater(t, readWhole, 4*read)
}

// wholeDocument is a document as one entry: the baseline.
func wholeDocument(name string, doc *kbdoc.Document) kb.Entry {
	text := doc.Title
	for _, p := range doc.Passages {
		text += "\n" + strings.Join(append(p.Path, p.Question, p.Text), "\n")
	}
	phrasing := text
	if len(phrasing) > kb.MaxQuestion {
		phrasing = strings.ToValidUTF8(phrasing[:kb.MaxQuestion], "")
	}
	return kb.Entry{ID: name, Question: name, Phrasings: []string{phrasing}, Answer: kb.TextAnswer(text), Locale: doc.Locale}
}

func headingOf(e *kb.Entry) string {
	if e.Kind == kb.FAQ {
		return e.Question
	}
	if n := len(e.Origin.Path); n > 0 {
		return e.Origin.Path[n-1]
	}
	return e.Question
}
