package metrics

import (
	"slices"
	"strings"
	"time"
)

// offline is the state in which an agent is not there.
const offline = "offline"

const hour = int64(time.Hour / time.Microsecond)

// shift folds the states of an agent into episodes of an hour each. States do not overlap: one lasts from the
// former event at the earliest.
func (f *folder) shift() []Episode {
	var episodes []Episode
	former := int64(never)
	for i := range f.items {
		it := &f.items[i]
		from := it.at - min(took(it.e), MaxPresence).Microseconds()
		if former != never {
			from = max(from, former)
		}
		former = it.at
		if it.e.Reason == offline || it.e.Reason == "" {
			continue
		}
		for from < it.at {
			next := min(it.at, from-mod(from, hour)+hour)
			e := f.presence(&episodes, it.e, from)
			e.add(it.e.Reason, passed(from, next))
			e.Last = instant(next)
			e.End = e.Last
			from = next
		}
	}
	for i := range episodes {
		slices.SortFunc(episodes[i].States, func(a, b State) int { return strings.Compare(a.Name, b.Name) })
	}
	return episodes
}

// mod is the remainder that is never negative.
func mod(a, b int64) int64 { return ((a % b) + b) % b }

// presence is the episode of the hour of a time, made if it is not there. Times come in their order.
func (f *folder) presence(episodes *[]Episode, e *Event, at int64) *Episode {
	id := f.key + "#" + instant(at).Format("2006-01-02T15")
	if n := len(*episodes); n > 0 && (*episodes)[n-1].ID == id {
		return &(*episodes)[n-1]
	}
	t := talk{Episode: Episode{ID: id, Subject: Shift, Agent: e.Agent, Start: instant(at)}}
	t.describe(e, true)
	*episodes = append(*episodes, t.Episode)
	return &(*episodes)[len(*episodes)-1]
}

// add adds a time in a state.
func (e *Episode) add(state string, d time.Duration) {
	for i := range e.States {
		if e.States[i].Name == state {
			e.States[i].Took += d
			return
		}
	}
	e.States = append(e.States, State{Name: state, Took: d})
}
