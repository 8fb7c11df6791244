package entity

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// RedactOptions are the choices of a [Redactor].
type RedactOptions struct {
	// Types are what to mask, of the built-in types but Time, Duration, Money,
	// Quantity, Percentage, Number and Ordinal. Default: Email, Phone, Card, IBAN
	// and ChineseID.
	Types []Type
	// Partial keeps what staff needs to recognise a value: the first three and
	// last four digits of a phone number of ten digits and more (138****5678), the
	// last four of a card or an account, the first character of a mailbox and its
	// domain. Values of other types are masked whole. Default: false, every value
	// becomes its type in brackets: "[phone]".
	Partial bool
}

// Redactor masks personal data in texts for logs. It is safe for concurrent
// use.
//
// It masks too much rather than too little: a number that may be a telephone
// number is masked even where [Extractor.Extract] takes it for that of an
// order, and the number that is announced as that of a card ("my card number
// is ...") even where its check digit is wrong. Redacting a redacted text changes nothing.
type Redactor struct {
	finders []finder
	types   map[Type]bool
	partial bool
	opts    Options
	pool    sync.Pool // of *work
}

// NewRedactor returns a Redactor. Nil options are the defaults. The error joins
// a [FieldError] for every fault of the options.
func NewRedactor(opts *RedactOptions) (*Redactor, error) {
	r := &Redactor{types: map[Type]bool{}}
	types := []Type{Email, Phone, Card, IBAN, ChineseID}
	if opts != nil {
		r.partial = opts.Partial
		if len(opts.Types) > 0 {
			types = opts.Types
		}
	}
	if err := checkMasked(types); err != nil {
		return nil, err
	}
	for _, t := range types {
		r.types[t] = true
	}
	wide := edges{wide: true}
	for _, f := range []struct {
		finder finder
		types  []Type
	}{
		{emails{}, []Type{Email}},
		{urls{}, []Type{URL}},
		{cards{wide, toldCards()}, []Type{Card}},
		{newIBANs(wide), []Type{IBAN}},
		{chineseIDs{wide}, []Type{ChineseID}},
		{newOrders(), []Type{Order}},
		{newPhones(wide), []Type{Phone}},
		{newPersonsEN(), []Type{Person}},
		{newPersonsZH(), []Type{Person}},
		{newAddressesEN(), []Type{Address}},
		{newAddressesZH(), []Type{Address}},
	} {
		if r.types[f.types[0]] {
			r.finders = append(r.finders, f.finder)
		}
	}
	r.pool.New = func() any { return new(work) }
	return r, nil
}

// Redact returns the text with its personal data masked.
func (r *Redactor) Redact(text string) string {
	w := r.pool.Get().(*work)
	defer r.pool.Put(w)
	// What is left beside a mask may look like a value now. Every round takes
	// letters, digits or signs away, so that there is an end.
	for {
		next := r.once(w, text)
		if next == text {
			return text
		}
		text = next
	}
}

// once masks what the finders find.
func (r *Redactor) once(w *work, text string) string {
	w.in.reset(text, time.Time{}, &r.opts)
	fs := w.fs[:0]
	for _, f := range r.finders {
		fs = f.find(fs, &w.in)
	}
	w.fs = fs
	fs = slices.DeleteFunc(fs, func(f found) bool {
		return f.start >= f.end || !r.types[f.typ] || r.masked(text, f.start, f.end)
	})
	if len(fs) == 0 {
		return text
	}
	slices.SortStableFunc(fs, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(b.priority, a.priority))
	})
	out := make([]byte, 0, len(text))
	at := 0
	for i := 0; i < len(fs); {
		f := fs[i]
		// Values that overlap are masked as one, by the type of the longest.
		longest := f.end - f.start
		for i++; i < len(fs) && fs[i].start < f.end; i++ {
			if n := fs[i].end - fs[i].start; n > longest {
				longest, f.typ, f.value = n, fs[i].typ, fs[i].value
			}
			f.end = max(f.end, fs[i].end)
		}
		out = append(out, text[at:f.start]...)
		out = append(out, r.mask(f, text[f.start:f.end])...)
		at = f.end
	}
	return string(append(out, text[at:]...))
}

// masked reports whether a stretch is the word of a mask: "person" in
// "[person]".
func (r *Redactor) masked(text string, start, end int) bool {
	return start > 0 && end < len(text) && text[start-1] == '[' && text[end] == ']' && r.types[Type(text[start:end])]
}

// mask returns what stands for a value.
func (r *Redactor) mask(f found, raw string) string {
	if r.partial {
		switch f.typ {
		case Phone:
			if countDigits(raw) >= 10 {
				return stars(raw, 3, 4)
			}
		case Card, IBAN:
			if countDigits(raw) >= 12 {
				return stars(raw, 0, 4)
			}
		case Email:
			if at := strings.LastIndexByte(raw, '@'); at > 0 {
				_, n := utf8.DecodeRuneInString(raw)
				return raw[:n] + "***" + raw[at:]
			}
		}
	}
	return "[" + string(f.typ) + "]"
}

func countDigits(raw string) (n int) {
	for _, r := range raw {
		if isDigitRune(r) {
			n++
		}
	}
	return n
}

func isDigitRune(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// stars keeps the first and the last digits of a value and writes a star for
// each of the others, and for letters. What is between digits is dropped.
func stars(raw string, first, last int) string {
	var out []rune
	n, k := 0, 0
	for _, r := range raw {
		if isDigitRune(r) || isASCIILetter(r) {
			n++
		}
	}
	for _, r := range raw {
		if !isDigitRune(r) && !isASCIILetter(r) {
			continue
		}
		if k >= first && k < n-last || isASCIILetter(r) {
			r = '*'
		}
		out = append(out, r)
		k++
	}
	return string(out)
}

func isASCIILetter(r rune) bool { return r < utf8.RuneSelf && isLetter(byte(r)) }
