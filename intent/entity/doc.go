// Package entity finds the values in what a customer writes: names, phone
// numbers, addresses, order numbers, times, sums, quantities and whatever lists
// and patterns the host adds, in English, Chinese and a mixture of both. It
// also masks personal data before a text goes to a log.
//
// It works without training and without a word segmenter: every entity says
// where it stands in the text as it was written, in bytes and in runes.
package entity
