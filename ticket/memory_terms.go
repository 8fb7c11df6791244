package ticket

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// memoryTerms finds tickets by what can be asked of them: the [Ticket.Terms], their
// words, and the fields that a [Filter] compares, which are terms as well, such as
// "Owner=mia". Each term has a number for as long as a ticket has it.
type memoryTerms struct {
	number map[string]uint32
	terms  []memoryTerm
	free   []uint32
}

// memoryTerm has the serials of the tickets that have it: most terms are of one ticket.
type memoryTerm struct {
	text  string
	one   uint32 // 0 for none, or many
	count uint32 // of many
	many  *sortedSet[uint32]
}

// add and remove take a serial that is not there, and one that is.
func (t *memoryTerm) add(serial uint32) {
	switch {
	case t.many == nil && t.one == 0:
		t.one = serial
		return
	case t.many == nil:
		t.many = &sortedSet[uint32]{compare: cmp.Compare[uint32]}
		t.many.add(t.one)
		t.one, t.count = 0, 1
	}
	t.many.add(serial)
	t.count++
}

func (t *memoryTerm) remove(serial uint32) {
	if t.many == nil {
		t.one = 0
		return
	}
	t.many.remove(serial)
	if t.count--; t.count == 0 {
		t.many = nil
	}
}

func (t *memoryTerm) tickets() int {
	if t.one != 0 {
		return 1
	}
	return int(t.count)
}

// serials yields the serials of the tickets that have it, in order.
func (t *memoryTerm) serials() iter.Seq[uint32] {
	if t.many != nil {
		return t.many.from(0)
	}
	return func(yield func(uint32) bool) { _ = t.one != 0 && yield(t.one) }
}

func newMemoryTerms() memoryTerms { return memoryTerms{number: map[string]uint32{}} }

// The fields of a [Filter] whose values are terms. None begins as [Ticket.Terms] and
// [WordTerm] do.
const (
	kindTerm         = "Kind="
	stateTerm        = "State="
	typeTerm         = "Type="
	ownerTerm        = "Owner="
	groupTerm        = "Group="
	customerTerm     = "Customer="
	conversationTerm = "Conversation="
	sourceTerm       = "Source="
	categoryTerm     = "Category="
)

// termsOf returns everything that a ticket is found by, the categories above its own
// included, apart from words.
func termsOf(t *Ticket) []string {
	terms := append(
		t.Terms(),
		kindTerm+string(t.Kind), stateTerm+t.State, typeTerm+t.Type, ownerTerm+t.Owner, groupTerm+t.Group,
		customerTerm+t.Customer, conversationTerm+t.Conversation, sourceTerm+t.Source, categoryTerm+t.Category,
	)
	for i := range len(t.Category) {
		if t.Category[i] == '/' {
			terms = append(terms, categoryTerm+t.Category[:i])
		}
	}
	return terms
}

// replace makes a ticket found by other terms, besides the words that it is found by
// already, and returns their numbers, sorted.
func (m *memoryTerms) replace(serial uint32, old []uint32, terms []string) []uint32 {
	numbers := make([]uint32, 0, len(old)+len(terms))
	for _, n := range old {
		if strings.HasPrefix(m.terms[n].text, WordTerm("")) {
			numbers = append(numbers, n)
		}
	}
	for _, text := range terms {
		numbers = append(numbers, m.intern(text))
	}
	slices.Sort(numbers)
	numbers = slices.Clip(slices.Compact(numbers))
	for _, n := range numbers {
		if _, had := slices.BinarySearch(old, n); !had {
			m.terms[n].add(serial)
		}
	}
	for _, n := range old {
		if _, has := slices.BinarySearch(numbers, n); !has {
			m.drop(n, serial)
		}
	}
	return numbers
}

// intern returns the number of a term, a new one if it has none.
func (m *memoryTerms) intern(text string) uint32 {
	if n, ok := m.number[text]; ok {
		return n
	}
	n := uint32(len(m.terms))
	if last := len(m.free) - 1; last >= 0 {
		n, m.free = m.free[last], m.free[:last]
		m.terms[n].text = text
	} else {
		m.terms = append(m.terms, memoryTerm{text: text})
	}
	m.number[text] = n
	return n
}

// drop makes a ticket not found by a term.
func (m *memoryTerms) drop(n, serial uint32) {
	term := &m.terms[n]
	if term.remove(serial); term.tickets() == 0 {
		delete(m.number, term.text)
		term.text = ""
		m.free = append(m.free, n)
	}
}
