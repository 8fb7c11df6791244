// Package faqgen generates questions as a list of frequent questions has them,
// in English (about 12 words) and Chinese (about 20 characters), and queries
// that are noisy copies of them, so that the right answer of each is known.
//
// A question is an opening, a core and endings, drawn from lists of phrases;
// the phrases have slots for nouns, verbs and adjectives. The words that fill
// them follow Zipf's law: some hundred of customer service first, then thousands
// that are made of syllables or of common characters. All of it depends on
// nothing but constant seeds, and the first n questions are the same whatever
// number is asked for.
package faqgen
