package dialog

import "context"

// orderedPattern is a pattern in its place.
type orderedPattern struct {
	try Pattern
	own bool // the host's
}

func (p Patterns) inOrder() []orderedPattern {
	return []orderedPattern{
		or(p.Accept, accept), or(p.Focus, focusOn), or(p.Choose, choose), or(p.Leave, takeMessage), or(p.Return, goOn), or(p.Waiting, inQueue), or(p.Human, human), or(p.OptOut, optOut), or(p.Cancel, cancel), or(p.Correct, correct),
		or(p.Repeat, repeat), or(p.Refuse, refuse), or(p.Skip, skip), or(p.Clarify, clarify), or(p.Hold, hold), or(p.Fill, fill), or(p.Guide, followGuide),
		or(p.Interrupt, interrupt), or(p.Digress, digress), or(p.Vent, vent), or(p.SmallTalk, smallTalk), or(p.Again, again), or(p.Free, free), or(p.Miss, miss),
		or(p.Start, start), or(p.Category, byCategory), or(p.Recommend, recommend), or(p.Answer, answer), or(p.ComeBack, comeBack), or(p.Unknown, unknown),
	}
}

func or(own, built Pattern) orderedPattern {
	if own != nil {
		return orderedPattern{own, true}
	}
	return orderedPattern{built, false}
}

// takes tries a pattern. One of the host's that does not heed its context is left alone when
// the time of the turn is over, and the turn that it holds with it; after twice that time
// where the turn lasts because an action was called. So the end of the turn always comes first.
func (t *Talk) takes(ctx context.Context, p orderedPattern) (bool, error) {
	if !p.own {
		return p.try(ctx, t)
	}
	return waited(ctx, t.calls, t.engine.clock, 2*t.engine.opts.TurnTimeout, 0, func(ctx context.Context) (bool, error) { return p.try(ctx, t) })
}
