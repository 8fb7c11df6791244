// Package related tells how related English words are in meaning, by small vectors
// of their stems. They were learned from which words stand near each other in the
// explanations of WordNet, in dialogs with customer services (NOTICE says in
// which, gen/main.go how) and in our own starter words.
//
// No data set that the knowledge base is measured on took part.
package related

//go:generate go run gen/main.go -wordnet ${WORDNET} -texts ${DIALOGS} -own ../../../kb/starter/*_en.json -out vectors.bin
