package kb

import (
	"cmp"
	"slices"
	"strings"
)

// defaultPrecedence is the order in which layers are tried.
func defaultPrecedence() []Mode { return []Mode{Exact, Pattern, Contains, Smart} }

// precedence completes the order that a host wants.
func precedence(wanted []Mode) []Mode {
	var order []Mode
	for _, mode := range append(slices.Clone(wanted), defaultPrecedence()...) {
		if mode <= Pattern && !slices.Contains(order, mode) {
			order = append(order, mode)
		}
	}
	return order
}

// smartDecides is the score from which on smart matching decides where the host
// has put it before other layers. It finds something for nearly every question, and
// would hide them otherwise. It is the default of [Policy.Direct].
const smartDecides = defaultDirect

// layers tries the layers in their order. The first one with a hit decides. Entries
// with live answers come first: what is true now beats what was written down.
func (m *matcher) layers(dst []Hit, order []Mode) []Hit {
	from := len(dst)
	live := m.view.live
	unsure := -1 // where the hits of smart matching end that did not decide
	for i, mode := range order {
		if mode == Smart {
			dst = m.findSmart(dst)
			decides := len(dst) > from && (i == len(order)-1 || dst[from].Score >= smartDecides)
			m.note(mode, len(dst)-from, false, decides)
			if decides {
				return dst
			}
			if len(dst) == from {
				continue
			}
			unsure = len(dst)
			continue
		}
		start := max(from, unsure)
		if live { // all three layers are looked at for live answers before the first of them
			live, m.filter.live = false, true
			for _, mode := range order {
				if mode == Smart {
					continue
				}
				dst = m.layer(dst, mode)
				m.note(mode, len(dst)-start, true, len(dst) > start)
				if len(dst) > start {
					break
				}
			}
			m.filter.live = false
		}
		if len(dst) == start {
			dst = m.layer(dst, mode)
			m.note(mode, len(dst)-start, false, len(dst) > start)
		}
		if len(dst) > start {
			if start > from { // in place of what smart matching has found
				dst = slices.Delete(dst, from, start)
			}
			return m.sorted(dst, from)
		}
	}
	return dst
}

// note records that a layer was tried, if somebody wants to know.
func (m *matcher) note(mode Mode, found int, live, decided bool) {
	if m.trace != nil {
		m.trace.Layers = append(m.trace.Layers, LayerTried{Mode: mode, Live: live, Found: found, Decided: decided})
	}
}

// layer appends what a layer other than smart finds.
func (m *matcher) layer(dst []Hit, mode Mode) []Hit {
	switch mode {
	case Exact:
		if len(m.key) > 0 {
			return m.exact(dst)
		}
	case Pattern:
		return m.patterns(dst)
	case Contains:
		return m.contains(dst)
	}
	return dst
}

// sorted orders the hits of a layer and keeps as many as are wanted.
func (m *matcher) sorted(dst []Hit, from int) []Hit {
	if len(dst)-from > 1 {
		m.boostHits(dst[from:])
		slices.SortFunc(dst[from:], order)
	}
	return dst[:min(len(dst), from+m.query.Limit)]
}

// order is the order of hits within a layer.
func order(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), ties(a.Entry, b.Entry, a.Boost, b.Boost))
}

// ties is the order of entries that match equally well.
func ties(a, b *Entry, boostA, boostB float64) int {
	return cmp.Or(
		after(a.Kind == ChitChat, b.Kind == ChitChat),
		cmp.Compare(boostB, boostA),
		after(a.Base == "", b.Base == ""),
		cmp.Compare(len(b.Locale), len(a.Locale)),
		cmp.Compare(b.Priority, a.Priority),
		strings.Compare(a.ID, b.ID),
	)
}

// after orders what is true behind what is false.
func after(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
