package kefu_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// alarm gives each message of a conversation a number that is higher the more
// speaks for a person.
type alarm func(t *ratedTurn) float64

// areas returns the areas under the curve: over rated messages, and over
// conversations by their highest number.
func areas(list []ratedDialog, a alarm) (turns, dialogs float64) {
	var single, whole []rankedAlarm
	for i := range list {
		most := math.Inf(-1)
		for j := range list[i].turns {
			turn := &list[i].turns[j]
			x := a(turn)
			most = max(most, x)
			if turn.bad >= 0 {
				single = append(single, rankedAlarm{x, turn.bad == 1})
			}
		}
		whole = append(whole, rankedAlarm{most, list[i].bad})
	}
	return areaUnder(single), areaUnder(whole)
}

type rankedAlarm struct {
	score float64
	hit   bool
}

// areaUnder is the area under the ROC curve, ties counted half.
func areaUnder(list []rankedAlarm) float64 {
	slices.SortFunc(list, func(a, b rankedAlarm) int { return cmp.Compare(a.score, b.score) })
	rank, hits := 0.0, 0.0
	for i := 0; i < len(list); {
		j := i
		for j < len(list) && list[j].score == list[i].score {
			j++
		}
		for _, r := range list[i:j] {
			if r.hit {
				hits++
				rank += float64(i+j+1) / 2
			}
		}
		i = j
	}
	return (rank - hits*(hits+1)/2) / (hits * (float64(len(list)) - hits))
}

// firing is where an alarm at a threshold goes off in each conversation: the
// number of the message, one more than there are where it never does.
func firing(list []ratedDialog, a alarm, from float64) (at []int) {
	for i := range list {
		turns := list[i].turns
		n := 0
		for n < len(turns) && a(&turns[n]) < from {
			n++
		}
		at = append(at, n+1)
	}
	return at
}

// rates are the shares of contented and of dissatisfied customers who get a
// person.
func rates(list []ratedDialog, at []int) (alarms, found float64) {
	var n, k [2]float64
	for i, d := range list {
		c := number01(d.bad)
		n[c]++
		if at[i] <= len(d.turns) {
			k[c]++
		}
	}
	return k[0] / n[0], k[1] / n[1]
}

// duel compares a policy with a baseline that has one threshold.
type duel struct {
	alarms, found float64 // of the baseline: shares of contented and dissatisfied customers
	ours          float64 // share of dissatisfied customers that the policy finds, with no more false alarms
	saved         float64 // turns earlier, mean over dissatisfied customers
	n             float64 // dissatisfied customers
	more, less    float64 // how many of them only the policy finds, and only the baseline
}

// chance is how likely customers of whom policy and baseline find the same number in truth
// would fall at least as much to one side: the exact sign test over those whom one of the two
// finds alone.
func (d duel) chance() float64 {
	n, few := d.more+d.less, min(d.more, d.less)
	ways, tail := 1.0, 0.0 // of choosing i of n
	for i := 0.0; i <= few; i++ {
		tail += ways
		ways *= (n - i) / (i + 1)
	}
	return min(1, 2*tail/math.Exp2(n))
}

// plus is two duels on different conversations as one. False alarms are averaged
// over as many contented customers as there are dissatisfied ones in each.
func (d duel) plus(e duel) duel {
	n := d.n + e.n
	mean := func(a, b float64) float64 { return (d.n*a + e.n*b) / n }
	return duel{mean(d.alarms, e.alarms), mean(d.found, e.found), mean(d.ours, e.ours), mean(d.saved, e.saved), n, d.more + e.more, d.less + e.less}
}

// against sets the score's threshold to the lowest that gives no more false
// alarms than the baseline has.
func against(list []ratedDialog, score, baseline alarm, from float64) (d duel) {
	theirs := firing(list, baseline, from)
	d.alarms, d.found = rates(list, theirs)
	var tops []float64
	for i := range list {
		for j := range list[i].turns {
			tops = append(tops, score(&list[i].turns[j]))
		}
	}
	slices.Sort(tops)
	tops = slices.Compact(tops)
	// The lower the threshold, the more alarms.
	n, _ := slices.BinarySearchFunc(tops, d.alarms, func(top, most float64) int {
		if alarms, _ := rates(list, firing(list, score, top)); alarms > most {
			return -1
		}
		return 1
	})
	best := math.Inf(1)
	if n < len(tops) {
		best = tops[n]
	}
	ours := firing(list, score, best)
	_, d.ours = rates(list, ours)
	for i := range list {
		if list[i].bad {
			d.n++
			d.saved += float64(theirs[i] - ours[i])
			we, they := ours[i] <= len(list[i].turns), theirs[i] <= len(list[i].turns)
			d.more += float64(number01(we && !they))
			d.less += float64(number01(they && !we))
		}
	}
	d.saved /= d.n
	return d
}

// againstTurns compares message by message: of the messages that people rated,
// those are found at which an alarm is on.
func againstTurns(list []ratedDialog, score, baseline alarm, from float64) duel {
	var single []ratedDialog // each rated message as a conversation of its own
	for i := range list {
		for _, turn := range list[i].turns {
			if turn.bad >= 0 {
				single = append(single, ratedDialog{turns: []ratedTurn{turn}, bad: turn.bad == 1})
			}
		}
	}
	if len(single) == 0 {
		return duel{alarms: math.NaN(), found: math.NaN(), ours: math.NaN(), saved: math.NaN()}
	}
	return against(single, score, baseline, from)
}

// TestChance: against the exact sign test of any table of statistics.
func TestChance(t *testing.T) {
	for _, c := range []struct{ more, less, want float64 }{{0, 0, 1}, {1, 0, 1}, {0, 6, 0.03125}, {8, 2, 0.109375}, {5, 5, 1}, {60, 40, 0.0568879}} {
		assert.InDelta(t, c.want, duel{more: c.more, less: c.less}.chance(), 1e-6)
		assert.InDelta(t, c.want, duel{more: c.less, less: c.more}.chance(), 1e-6)
	}
}
