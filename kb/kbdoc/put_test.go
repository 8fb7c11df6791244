package kbdoc_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbdoc"
)

// TestPut: reading a document again changes nothing, and an edit changes what it
// is about: sections keep their ids wherever they move.
func TestPut(t *testing.T) {
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	require.NoError(t, err)
	put := func(source string) kb.DocumentReport {
		doc, err := kbdoc.Parse([]byte(source), kbdoc.Options{Format: kbdoc.Markdown, ID: "help/delivery", Locale: "en"})
		require.NoError(t, err)
		report, err := kbdoc.Put(t.Context(), library, doc)
		require.NoError(t, err)
		return report
	}
	page := string(helpSources(t)["delivery.md"])
	first := put(page)
	assert.Equal(t, kb.DocumentReport{Added: 10}, first, "seven passages and three rows")
	assert.Equal(t, kb.DocumentReport{Unchanged: 10}, put(page))

	edited := put(strings.Replace(page, "Bring your passport or driving licence.", "Bring your passport.", 1))
	assert.Zero(t, edited.Added+edited.Deleted, "no section has come or gone")
	assert.Positive(t, edited.Updated)

	cut, _, _ := strings.Cut(page, "## Customs")
	assert.Equal(t, 1, put(cut).Deleted)
	hits, err := library.Match(t.Context(), kb.Query{Text: "customs in Norway"})
	require.NoError(t, err)
	for _, h := range hits {
		assert.NotContains(t, h.Entry.Answer.PlainText(), "Norway")
	}
	assert.Equal(t, kb.DocumentReport{Deleted: 9}, put(""))
}

func Example() {
	const page = `<title>Returns</title><nav>Home</nav>
<h1>Returns</h1>
<h2>How long do I have?</h2><p>You have 30 days from the delivery.</p>
<h2>Sending it back</h2><ol><li>Print the label.</li><li>Take the parcel to a post office.</li></ol>`
	doc, err := kbdoc.Parse([]byte(page), kbdoc.Options{Format: kbdoc.HTML, ID: "returns", Locale: "en", URL: "https://shop.example/returns"})
	if err != nil {
		fmt.Println(err)
		return
	}
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	if _, err := kbdoc.Put(ctx, library, doc); err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"how many days do I have", "where can I take the parcel"} {
		hits, err := library.Match(ctx, kb.Query{Text: question})
		if err != nil || len(hits) == 0 {
			fmt.Println("nothing", err)
			continue
		}
		e := hits[0].Entry
		fmt.Printf("%s: %s\n%s\n", e.Kind, e.Question, e.Answer.PlainText())
		fmt.Println(page[e.Origin.Start:e.Origin.End])
	}
	// Output:
	// faq: How long do I have?
	// You have 30 days from the delivery.
	// You have 30 days from the delivery.
	// passage: Sending it back
	// 1. Print the label.
	// 2. Take the parcel to a post office.
	// Print the label.</li><li>Take the parcel to a post office.
}
