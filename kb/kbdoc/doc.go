// Package kbdoc makes entries of documents: HTML pages, Markdown files and plain
// text become passages that answer questions, together with the frequently asked
// questions and the tables that are found in them.
//
// [Parse] cuts a document at its headings, and what is long also between
// paragraphs, list items and sentences, never within a sentence. Each passage knows
// the headings above it and the bytes of the source that it was cut from. What
// is not content is left out: navigation, scripts, styles, page headers and
// footers, whatever is hidden.
//
// Ids are made of the document's ID and the headings above a passage. A document
// that is read again after an edit has the same ids for the sections that it still
// has, so that [Put] updates instead of doubling.
package kbdoc
