package kbdoc

import (
	"context"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

// Format is the form of a document.
type Format string

// The formats that [Parse] reads.
const (
	HTML     Format = "html"
	Markdown Format = "markdown"
	Text     Format = "text" // paragraphs with empty lines in between
)

// The limits of documents.
const (
	MaxDocument = 32 << 20 // bytes of the source
	MaxID       = 200      // bytes of a document's ID

	defaultPassage = 800
	leastPassage   = 100
	mostPassage    = 20_000
)

// Options say what a document is.
type Options struct {
	// Format of the source. Required.
	Format Format
	// ID names the document for good: of the same ID is the same document. Required.
	ID string
	// Title of the document. Default: what the document says itself.
	Title string
	// URL is where a reader finds the document. Relative links in HTML are resolved
	// against it.
	URL string
	// Locale, Category and Base are those of the entries.
	Locale, Category, Base string
	// MaxPassage is how many characters a passage may have, from 100 to 20,000. Only
	// a sentence that is longer by itself is not cut until it is four times as long.
	// Default: 800.
	MaxPassage int
}

// Document is what was found in a document.
type Document struct {
	// ID and URL are those of the options; so is Title, or else what the document says
	// itself.
	ID, Title, URL string
	// Locale, Category and Base are those of the options, for all entries.
	Locale, Category, Base string
	// Passages are in the order of the document and do not overlap, except that the
	// text of tables is in them too.
	Passages []Passage
	// Tables have one row for each row of a table in the document whose first
	// column names what the row is about. Each one's ID begins with that of the
	// document.
	Tables []Table
}

// Passage is a part of a document that answers something.
type Passage struct {
	// ID is the id of the entry that the passage becomes.
	ID string
	// Path are the headings above the passage, the outermost first.
	Path []string
	// Question is set where the document asks it itself; then the passage is its
	// answer.
	Question string
	// Text is the passage as plain text, and Markdown with its lists, tables and links.
	Text, Markdown string
	// Media are the images, videos and the like in it.
	Media []kb.Part
	// Sentences are those of Text, in order.
	Sentences []string
	// Start and End are the bytes of the source that it was cut from.
	Start, End int
}

// Table is a table of a document.
type Table struct {
	kb.Table
	// Start and End are the bytes of the source that it was read from.
	Start, End int
}

// Parse reads a document. The source must be UTF-8, with or without a byte order
// mark. Malformed HTML and Markdown are read as far as they make sense; an error
// is a [*kb.FieldError] about the options, the size or the encoding. Time and memory
// are linear in the size of the source.
func Parse(source []byte, opts Options) (*Document, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	if err := checkSource(source, opts.Format); err != nil {
		return nil, err
	}
	b := &builder{}
	switch opts.Format {
	case HTML:
		readHTML(b, source, opts.URL)
	case Markdown:
		readMarkdown(b, source, opts.URL)
	default:
		readText(b, source)
	}
	if opts.Title == "" {
		opts.Title = b.title
	}
	return cut(b.blocks, opts), nil
}

func (o *Options) check() error {
	switch {
	case o.Format != HTML && o.Format != Markdown && o.Format != Text:
		return &kb.FieldError{Field: "format", Reason: `is none of "html", "markdown", "text"`}
	case len(o.ID) > MaxID || !hasWord(o.ID) || strings.ContainsRune(o.ID, 0):
		return &kb.FieldError{Field: "id", Reason: "is not a text of 1 to " + strconv.Itoa(MaxID) + " bytes"}
	case o.MaxPassage != 0 && (o.MaxPassage < leastPassage || o.MaxPassage > mostPassage):
		return &kb.FieldError{Field: "max_passage", Reason: "is not between " + strconv.Itoa(leastPassage) + " and " + strconv.Itoa(mostPassage)}
	}
	if o.MaxPassage == 0 {
		o.MaxPassage = defaultPassage
	}
	return nil
}

// Put makes a library's entries of a document those of [Document.Entries]: it adds
// what is new, updates what has changed and deletes what the document does not have
// any more. Doing it again changes nothing. An entry of the document that somebody
// has edited in the library is set back to what the document says.
func Put(ctx context.Context, library *kb.Library, doc *Document) (kb.DocumentReport, error) {
	return library.PutDocument(ctx, doc.ID, doc.Entries())
}
