// Package text is the text analysis that kb and intent share: folding,
// identity keys, segmentation, stemming, language detection, n-grams and edit
// distance, for English, Chinese and a mixture of both, with sane behaviour
// for every other script.
//
// Functions never fail: any byte sequence is a valid input. Folded text is for
// comparing, never for showing; [Token] leads back to the original.
package text

//go:generate go run gen/main.go -in ${UNIHAN_VARIANTS} -out variants_table.go
