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
	opts     Options
	finders  []finder
	roles    *roles
	expecter *expecter
	wanted   map[Type]bool // nil: all
	pool     sync.Pool     // of *work
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
	en, zh, places := newPersonsEN(), newPersonsZH(), newAddressesZH()
	x.finders = []finder{
		emails{}, urls{}, cards{}, newIBANs(edges{}), chineseIDs{}, newOrders(), newPhones(edges{}), en, zh, newAddressesEN(), places, newMoneys(x.opts.Currency), newQuantities(), numbers{},
	}
	x.roles, x.expecter = newRoles(), newExpecter(en, zh, places)
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
	return x.run(dst, w, nil)
}

// ExtractExpecting is [Extractor.Extract] for the answer to a question about
// values of some types. If nothing of these types is found as usual and the
// whole message, courtesies aside, may be such a value, it is: a Person of up to
// four words ("Anna Smith", 王小明), a Phone of 5 to 15 digits, an Order of letters
// and digits ("A-10293"), an Address, a Time of an hour or a day of the month
// ("7", "1830", "15th"), a Number ("one", 两个). Types that are found the same way in
// answers as elsewhere may be named too.
func (x *Extractor) ExtractExpecting(text string, at time.Time, types ...Type) []Entity {
	w := x.pool.Get().(*work)
	defer x.pool.Put(w)
	w.in.reset(text, at, &x.opts)
	return x.run(nil, w, types)
}

// run finds, resolves and appends the entities of w.in.
func (x *Extractor) run(dst []Entity, w *work, expect []Type) []Entity {
	fs := w.fs[:0]
	for _, f := range x.finders {
		fs = f.find(fs, &w.in)
	}
	w.fs = fs
	fs, w.taken = resolve(fs, w.taken, len(w.in.raw))
	if len(expect) > 0 && !slices.ContainsFunc(fs, func(f found) bool { return slices.Contains(expect, f.typ) }) {
		fs = x.expecter.read(fs, &w.in, expect)
		fs, w.taken = resolve(fs, w.taken, len(w.in.raw))
	}
	x.roles.assign(fs, &w.in)
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
