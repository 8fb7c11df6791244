// Package peer puts kefu and other engines behind one interface, each set up as
// its documentation advises for short texts in the given language, all in memory.
package peer
