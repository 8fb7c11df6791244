// Package respell writes messages as other people would: in traditional
// characters, in full width, in two languages at once. What a message means
// stays the same, so tests measure how much is lost on the way. No library code
// links it.
package respell
