package entity

import (
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// Extractor finds entities. It is safe for concurrent use.
//
// Where two values overlap, the longer one is found; of two with one stretch
// the host's before one with check digits or a form of its own, then one that
// the words before it announce, then the rest, bare numbers last.
type Extractor struct {
	opts    Options
	finders []finder
	wanted  map[Type]bool // nil: all
	pool    sync.Pool     // of *work
}

// work is the memory of one extraction.
type work struct {
	in    input
	fs    []found
	taken []bool
}

// New returns an Extractor. Nil options are the defaults. The error joins a
// [FieldError] for every fault of the options.
func New(opts *Options) (*Extractor, error) {
	x := &Extractor{}
	if opts != nil {
		x.opts = *opts
	}
	if err := x.opts.validate(); err != nil {
		return nil, err
	}
	x.finders = builtin()
	if len(x.opts.Lists) > 0 {
		x.finders = append(x.finders, newLists(x.opts.Lists))
	}
	if len(x.opts.Patterns) > 0 {
		x.finders = append(x.finders, newPatterns(x.opts.Patterns))
	}
	if len(x.opts.Types) > 0 {
		x.wanted = map[Type]bool{}
		for _, t := range x.opts.Types {
			x.wanted[t] = true
		}
		for _, l := range x.opts.Lists {
			x.wanted[l.Type] = true
		}
		for _, p := range x.opts.Patterns {
			x.wanted[p.Type] = true
		}
	}
	x.pool.New = func() any { return new(work) }
	return x, nil
}

// Extract returns the entities of a text, by Start, none overlapping another.
// Times are resolved against at, the present moment in the customer's time
// zone.
func (x *Extractor) Extract(text string, at time.Time) []Entity {
	return x.Append(nil, text, at)
}

// Append is [Extractor.Extract], appending to dst.
func (x *Extractor) Append(dst []Entity, text string, at time.Time) []Entity {
	w := x.pool.Get().(*work)
	defer x.pool.Put(w)
	w.in.reset(text, at, &x.opts)
	return x.run(dst, w)
}

// run finds, resolves and appends the entities of w.in.
func (x *Extractor) run(dst []Entity, w *work) []Entity {
	fs := w.fs[:0]
	for _, f := range x.finders {
		fs = f.find(fs, &w.in)
	}
	w.fs = fs
	fs, w.taken = resolve(fs, w.taken, len(w.in.raw))
	if x.wanted != nil {
		fs = slices.DeleteFunc(fs, func(f found) bool { return !x.wanted[f.typ] })
	}
	dst = slices.Grow(dst, len(fs))
	at, runes := 0, 0
	for _, f := range fs {
		raw := w.in.raw[f.start:f.end]
		runes += utf8.RuneCountInString(w.in.raw[at:f.start])
		n := utf8.RuneCountInString(raw)
		dst = append(dst, Entity{
			Type: f.typ, Value: f.value, Raw: raw,
			Start: f.start, End: f.end, RuneStart: runes, RuneEnd: runes + n,
			Role: f.role, Score: f.score, Number: f.number, Unit: f.unit, From: f.from, To: f.to,
		})
		at, runes = f.end, runes+n
	}
	return dst
}

// builtin returns the finders of the built-in types.
func builtin() []finder {
	return []finder{
		emails{}, urls{}, cards{}, newIBANs(), chineseIDs{}, newOrders(), newPhones(), newPersonsEN(), newPersonsZH(),
	}
}
