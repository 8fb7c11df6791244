package routingsim

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// What happens at one time happens in the order in which it was put on the agenda,
// however many things come and go: without that a seed would not give one report.
func TestAgendaOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		var all []event
		n := 0
		take := func() { // takes the next one
			e := a.next()
			first := slices.MinFunc(all, func(x, y event) int {
				if x.at != y.at {
					return int(x.at - y.at)
				}
				return x.n - y.n
			})
			assert.Equal(t, first.n, e.n)
			all = slices.DeleteFunc(all, func(x event) bool { return x.n == e.n })
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if len(all) > 0 && rapid.IntRange(0, 2).Draw(t, "take") == 0 {
				take()
				continue
			}
			e := event{at: time.Duration(rapid.IntRange(0, 3).Draw(t, "at")), n: n}
			n++
			a.add(e)
			all = append(all, e)
		}
		for len(all) > 0 {
			take()
		}
		assert.Empty(t, a.heap)
	})
}
