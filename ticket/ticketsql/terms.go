package ticketsql

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/kefu-go/kefu/ticket"
)

// Beside those of [ticket.Ticket.Terms], there are terms for fields that a filter
// compares and few tickets have the same of; the other ones begin indexes, see [leads].
// None of them begins as one of those or as a word does.
const (
	customerTerm     = "c:"
	conversationTerm = "v:"
	sourceTerm       = "r:"
	categoryTerm     = "a:"
	lateTerm         = "l:"
)

// termsOf returns what a ticket is listed under, apart from words: sorted, each once.
func termsOf(t *ticket.Ticket) [][]byte {
	texts := append(t.Terms(), customerTerm+t.Customer, conversationTerm+t.Conversation, sourceTerm+t.Source)
	if t.Category != "" {
		texts = append(texts, categoryTerm+t.Category)
	}
	for i := range len(t.Category) {
		if i > 0 && t.Category[i] == '/' {
			texts = append(texts, categoryTerm+t.Category[:i])
		}
	}
	if t.Late() {
		texts = append(texts, lateTerm)
	}
	return keys(texts)
}

// wordTerms returns the terms of words: sorted, each once.
func wordTerms(words []string) [][]byte {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = ticket.WordTerm(w)
	}
	return keys(texts)
}

// keys returns terms as they are stored.
func keys(texts []string) [][]byte {
	list := make([][]byte, len(texts))
	for i, text := range texts {
		list[i] = key(text)
	}
	slices.SortFunc(list, bytes.Compare)
	return slices.CompactFunc(list, bytes.Equal)
}

// An index of PostgreSQL takes no more than 2700 bytes.
const (
	longestKey = 240
	keptOfLong = 200
)

// key is a term as it is stored: a long one by its beginning and a digest.
func key(text string) []byte {
	if len(text) <= longestKey {
		return []byte(text)
	}
	sum := sha256.Sum256([]byte(text))
	return append([]byte(text[:keptOfLong]), sum[:]...)
}

// pack writes a list of terms as one column.
func pack(terms [][]byte) []byte {
	packed := []byte{} // not nil, which is NULL
	for _, t := range terms {
		packed = binary.AppendUvarint(packed, uint64(len(t)))
		packed = append(packed, t...)
	}
	return packed
}

var errTerms = errors.New("ticketsql: a stored list of terms is damaged")

// unpack is the reverse of [pack].
func unpack(packed []byte) (terms [][]byte, err error) {
	for len(packed) > 0 {
		size, n := binary.Uvarint(packed)
		if n <= 0 || size > uint64(len(packed)-n) {
			return nil, errTerms
		}
		end := n + int(size) //nolint:gosec // not more than there is
		terms = append(terms, packed[n:end])
		packed = packed[end:]
	}
	return terms, nil
}

// without returns the terms that are not in others; both are sorted.
func without(terms, others [][]byte) (rest [][]byte) {
	for _, t := range terms {
		if _, found := slices.BinarySearchFunc(others, t, bytes.Compare); !found {
			rest = append(rest, t)
		}
	}
	return rest
}
