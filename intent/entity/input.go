package entity

import (
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// input is one text as the finders see it. Finders compare with the folded
// text and report stretches of the raw one.
type input struct {
	raw    string // as it was written
	folded string // text.Fold of raw
	toks   []text.Token
	now    time.Time // in the customer's time zone
	opts   *Options

	buf text.Buffer
	// starts and ends are the stretch of raw that each byte of folded came from;
	// both are empty where folding kept every byte in its place.
	starts, ends []int

	lex   []lexeme // see lexemes
	lexed bool
}

// reset prepares in for a text.
func (in *input) reset(raw string, now time.Time, opts *Options) {
	in.raw, in.now, in.opts, in.lexed = raw, now, opts, false
	in.toks = in.buf.Segment(raw)
	in.folded = string(in.buf.Folded())
	in.starts, in.ends = in.starts[:0], in.ends[:0]
	if len(in.folded) == len(raw) && isASCII(raw) {
		return
	}
	start, lo := 0, 0
	for _, t := range in.toks {
		in.place(start, t.Start, lo, t.Lo)
		in.place(t.Start, t.End, t.Lo, t.Hi)
		start, lo = t.End, t.Hi
	}
	in.place(start, len(raw), lo, len(in.folded))
}

// place records that folded[lo:hi] came from raw[start:end]: rune by rune where
// they have as many, and else as a whole.
func (in *input) place(start, end, lo, hi int) {
	single := utf8.RuneCountInString(in.raw[start:end]) == utf8.RuneCountInString(in.folded[lo:hi])
	for lo < hi {
		_, n := utf8.DecodeRuneInString(in.folded[lo:hi])
		stop := end
		if single {
			_, m := utf8.DecodeRuneInString(in.raw[start:end])
			stop = start + m
		}
		for range n {
			in.starts, in.ends = append(in.starts, start), append(in.ends, stop)
		}
		lo += n
		if single {
			start = stop
		}
	}
}

// stretch returns the bytes of the raw text that folded[lo:hi] came from.
func (in *input) stretch(lo, hi int) (start, end int) {
	if len(in.starts) == 0 || lo >= hi {
		return lo, hi
	}
	return in.starts[lo], in.ends[hi-1]
}

// word returns the folded text of token i, and "" where there is none.
func (in *input) word(i int) string {
	if i < 0 || i >= len(in.toks) {
		return ""
	}
	return in.folded[in.toks[i].Lo:in.toks[i].Hi]
}

// kind returns the kind of token i, and zero where there is none.
func (in *input) kind(i int) text.Kind {
	if i < 0 || i >= len(in.toks) {
		return 0
	}
	return in.toks[i].Kind
}

// gap returns the folded text between tokens i-1 and i: punctuation and
// blanks. Before the first and behind the last it reaches to the ends.
func (in *input) gap(i int) string {
	lo, hi := 0, len(in.folded)
	if i > 0 && i <= len(in.toks) {
		lo = in.toks[i-1].Hi
	}
	if i >= 0 && i < len(in.toks) {
		hi = in.toks[i].Lo
	}
	return in.folded[lo:max(lo, hi)]
}

// span returns the stretch of the raw text from token i to before token j.
func (in *input) span(i, j int) (start, end int) {
	return in.toks[i].Start, in.toks[j-1].End
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
