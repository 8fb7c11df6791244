package kb

import (
	"fmt"
	"strings"
)

// names returns the names of the doubts, in the order of their constants.
func (d Doubt) names() []string {
	var list []string
	for i, name := range [...]string{"number", "unit", "model", "negation", "common words", "foreign words"} {
		if d&(1<<i) != 0 {
			list = append(list, name)
		}
	}
	return list
}

// String returns the gist in one line: the layer, the first hit and its score, what the
// policy says, what speaks for the hit, and the runner-up.
func (e Explanation) String() string {
	var b strings.Builder
	layer := "no layer"
	for _, l := range e.Layers {
		if l.Decided {
			layer = l.Mode.String()
			if l.Live {
				layer += " (live)"
			}
		}
	}
	b.WriteString(layer)
	if e.FollowUp {
		b.WriteString(" with what was named before")
	}
	if len(e.Entries) == 0 || e.Entries[0].Rank == 0 {
		b.WriteString(": no hit")
	} else {
		b.WriteString(": ")
		e.Entries[0].write(&b)
	}
	if d := e.Decision; d != nil {
		fmt.Fprintf(&b, "; %s: %s (direct %.2f, suggest %.2f, margin %.2f)", d.Kind, d.Reason, d.Policy.Direct, d.Policy.Suggest, d.Policy.Margin)
	}
	for i := range e.Entries {
		switch one := &e.Entries[i]; {
		case one.Rank == 2:
			fmt.Fprintf(&b, "; next %s %.3f", one.ID, one.Score)
		case one.Rank == 0 && one.Obstacle != BeyondLimit:
			fmt.Fprintf(&b, "; not %s: %s", one.ID, one.Obstacle)
		}
	}
	return b.String()
}

// shownTerms is how many terms the line names.
const shownTerms = 5

func (one *ExplainedEntry) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s %.3f", one.ID, one.Score)
	if w := one.Words; w != nil {
		b.WriteString(" by")
		for i, t := range w.Shared[:min(shownTerms, len(w.Shared))] {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(b, " %s %.1f", t.Text, t.Weight)
		}
		fmt.Fprintf(b, ", covering %.2f of the wording and %.2f of the question, share %.2f", w.Covered, w.Asked, w.Share)
	}
	if m := one.Meaning; m != nil {
		fmt.Fprintf(b, ", similarity %.2f %+.2f", m.Similarity, m.LogOdds)
	}
	if one.Boost != 0 {
		fmt.Fprintf(b, ", boost %+.2f", one.Boost)
	}
	if len(one.Doubts) > 0 {
		fmt.Fprintf(b, ", doubts: %s", strings.Join(one.Doubts, ", "))
	}
}
