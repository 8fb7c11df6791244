package kb

// Lexicon is the vocabulary of a host's field, compiled for matching. It never
// changes and is safe for concurrent use; a changed lexicon is a new one.
type Lexicon struct {
	words Words
}

// Words are what a [Lexicon] is made of. Words may be several words long, and of
// any language.
type Words struct {
	// Synonyms are groups of words that mean the same in this field. They work
	// in both directions and count nearly as much as the word itself.
	Synonyms [][]string `json:"synonyms,omitempty"`
	// Terms are names of products, services and the like: they are kept whole,
	// tell more than other words, and are never taken for a misspelling.
	Terms []string `json:"terms,omitempty"`
	// Stop are words that tell nothing in this field.
	Stop []string `json:"stop,omitempty"`
	// Typed maps what people type to what they mean: "plz" to "please".
	Typed map[string]string `json:"typed,omitempty"`
}
