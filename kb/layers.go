package kb

import (
	"cmp"
	"slices"
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
func (m *matcher) layers(order []Mode) {
	live := m.view.any.live
	unsure := 0 // how many finds of smart matching did not decide
	for i, mode := range order {
		if mode == Smart {
			m.findSmart()
			decides := len(m.finds) > 0 && (i == len(order)-1 || m.finds[0].score >= smartDecides)
			m.note(mode, len(m.finds), false, decides)
			if decides {
				return
			}
			unsure = len(m.finds)
			continue
		}
		kept := m.finds[:unsure]
		m.finds = m.finds[unsure:]
		if live { // all three are looked at for live answers before the first of them
			live, m.filter.live = false, true
			for _, mode := range order {
				if mode != Smart && len(m.finds) == 0 {
					m.layer(mode)
				}
			}
			m.filter.live = false
		}
		if len(m.finds) == 0 {
			m.layer(mode)
		}
		if len(m.finds) > 0 {
			m.sortFinds()
			m.finds = append(kept[:0], m.finds...)
			return
		}
		m.finds = kept
	}
}

// note records that a layer was tried, if somebody wants to know.
func (m *matcher) note(mode Mode, found int, live, decided bool) {
	if m.trace != nil {
		m.trace.Layers = append(m.trace.Layers, LayerTried{Mode: mode, Live: live, Found: found, Decided: decided})
	}
}

// layer looks into a layer other than smart.
func (m *matcher) layer(mode Mode) {
	switch mode {
	case Exact:
		if len(m.key) > 0 {
			m.exact()
		}
	case Pattern:
		m.patterns()
	case Contains:
		m.contains()
	}
	m.note(mode, len(m.finds), m.filter.live, len(m.finds) > 0)
}

// sortFinds orders what a layer has found.
func (m *matcher) sortFinds() {
	if len(m.finds) > 1 {
		m.boostFinds()
		slices.SortFunc(m.finds, m.order)
	}
}

// order is the order of finds within a layer.
func (m *matcher) order(a, b find) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return m.view.ties(a.slot, b.slot, a.boost, b.boost)
}

// ties is the order of two entries that match equally well.
func (v *view) ties(a, b uint32, boostA, boostB float64) int {
	x, y := v.slots.at(a), v.slots.at(b)
	if x.facet != y.facet || boostA != boostB {
		if c := tiedFacets(v.facet(x), v.facet(y), boostA, boostB); c != 0 {
			return c
		}
	}
	return cmp.Compare(v.id(x), v.id(y))
}

func tiedFacets(f, g *facet, boostF, boostG float64) int {
	return cmp.Or(
		after(f.kind == ChitChat, g.kind == ChitChat),
		cmp.Compare(boostG, boostF),
		after(f.base == "", g.base == ""),
		cmp.Compare(len(g.locale), len(f.locale)),
		cmp.Compare(g.priority, f.priority),
	)
}

// orderHits is the same order, of hits.
func orderHits(a, b Hit) int {
	f, g := a.Entry.facet(), b.Entry.facet()
	return cmp.Or(cmp.Compare(b.Score, a.Score), tiedFacets(&f, &g, a.Boost, b.Boost), cmp.Compare(a.Entry.ID, b.Entry.ID))
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
