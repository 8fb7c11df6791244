// Package pinyin tells how Chinese characters are read, without tones, and which
// syllables sound alike to many speakers.
//
// It knows the 8,105 characters of the standard list of China, in simplified
// form, which is what folded text has.
package pinyin

//go:generate go run gen/main.go -in ${UNIHAN_READINGS} -out table.go
