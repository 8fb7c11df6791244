package peer

import (
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// Engine finds entries by what a customer writes. It is not safe for
// concurrent use.
type Engine interface {
	// Top appends the ids of at most limit entries to dst, the best first. An
	// engine that indexes each wording by itself may name an entry more than
	// once.
	Top(dst []string, query string, limit int) ([]string, error)
	// Close frees the engine.
	Close() error
}

// Maker builds an engine over entries of one language.
type Maker struct {
	Name string
	New  func(l faqgen.Language, entries []kb.Entry) (Engine, error)
}

// Entries makes an entry of each question; its id is the decimal index.
func Entries(questions []string) []kb.Entry {
	entries := make([]kb.Entry, len(questions))
	for i, q := range questions {
		entries[i] = kb.Entry{ID: fmt.Sprint(i), Question: q}
	}
	return entries
}

// wordings calls see for every wording with an id from which entryOf gets the
// entry's.
func wordings(entries []kb.Entry, see func(id, text string) error) error {
	for _, e := range entries {
		for i := -1; i < len(e.Phrasings); i++ {
			line := e.Question
			if i >= 0 {
				line = e.Phrasings[i]
			}
			if err := see(fmt.Sprint(e.ID, separator, i), line); err != nil {
				return err
			}
		}
	}
	return nil
}

const separator = "\x1f"

func entryOf(id string) string {
	entry, _, _ := strings.Cut(id, separator)
	return entry
}
