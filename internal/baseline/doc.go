// Package baseline is plain BM25, the reference that the figures of kb stand
// beside in tests and in bench. It is the textbook formula and an inverted
// index, on the same words as kb (internal/text), and nothing else: no
// typing errors, no word order, no n-grams, no thresholds.
package baseline
