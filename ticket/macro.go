package ticket

import (
	"context"
	"slices"
)

// macro returns a macro of the rules; nil if there is none of the name.
func (b *rulebook) macro(name string) *MacroRule {
	for i := range b.rules.Macros {
		if b.rules.Macros[i].Name == name {
			return &b.rules.Macros[i]
		}
	}
	return nil
}

// Macros returns the macros that are offered for a ticket as it stands, in the order of
// the rules, or [ErrNotFound]. [Macro] does what one says, and [Desk.Try] shows it before.
func (d *Desk) Macros(ctx context.Context, id string) ([]MacroRule, error) {
	t, err := d.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	var offered []MacroRule
	now := d.now()
	late := func(a Action) bool { return t.Ended() && (a.Do == DoMove || !a.Do.afterEnd()) }
	for _, m := range d.book.Load().rules.Macros {
		if m.When.Holds(&t, now) && !slices.ContainsFunc(m.Do, late) {
			offered = append(offered, m)
		}
	}
	return offered, nil
}

// macro does what a macro says, all of it or nothing.
func (w *work) macro(by doer, name string) error {
	m := w.book.macro(name)
	if m == nil {
		return fault("is no macro", "to")
	}
	if !m.When.Holds(w.t, w.now) {
		return fault("is not for this ticket", "to")
	}
	by.rule = "macro:" + name
	for i := range m.Do {
		a := w.filled(&m.Do[i])
		if err := w.act(by, &a); err != nil {
			return err
		}
	}
	return nil
}
