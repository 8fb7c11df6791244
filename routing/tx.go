package routing

import (
	"errors"
	"slices"
	"time"
)

// tx is a change of the board that is not yet committed. Commands of one batch
// share it, one after the other: each sees what those before it did.
type tx struct {
	*board
	now  time.Time
	r    *Router
	call *call // whose command it is

	undo   []undo
	was    was
	worked []*entry // touched, each once, in order
	fresh  []*entry // of them, the new ones
	sat    []*seat  // touched
	taught []pair   // touched
	events []Event
	before Control

	out     Commit   // reused: stores keep nothing of what they are given
	written Control  // part of out
	places  places   // part of out
	roomy   []*seat  // that settle is to look at
	loose   []*entry // likewise

	asking Facts     // reused, as is the next one
	choice Candidate // among whom settle chooses
}

type pair struct{ agent, category string }

// undo is how to take one change back. What was there before is the last of its kind
// in tx.was.
type undo struct {
	kind    undoing
	entry   *entry
	profile bool // of a seat
}

type undoing uint8

const (
	undoCreate undoing = iota // of an entry
	undoSet
	undoSit
	undoTeach
)

// was is what there was before, in the order of the changes.
type was struct {
	statuses []Status
	seats    []Seat
	learned  []Learned
}

func (t *tx) take(u *undo) {
	switch u.kind {
	case undoCreate:
		t.forget(u.entry)
	case undoSet:
		t.board.put(u.entry, last(&t.was.statuses))
	case undoSit:
		t.board.sit(*last(&t.was.seats), u.profile)
	case undoTeach:
		l := last(&t.was.learned)
		if s := t.board.seats[l.Agent]; s != nil {
			t.known(s, *l)
		}
	}
}

// last takes the last element from a list; it holds until another one is put there.
func last[T any](list *[]T) *T {
	n := len(*list) - 1
	x := &(*list)[n]
	*list = (*list)[:n]
	return x
}

// mark is a point that a tx can go back to.
type mark struct {
	undo, works, fresh, sat, taught, events int
	control                                 Control
}

func (t *tx) mark() mark {
	return mark{len(t.undo), len(t.worked), len(t.fresh), len(t.sat), len(t.taught), len(t.events), t.control}
}

// back undoes what was done since a mark.
func (t *tx) back(m mark) {
	for i := len(t.undo) - 1; i >= m.undo; i-- {
		t.take(&t.undo[i])
	}
	for _, e := range t.worked[m.works:] {
		e.touched = false
	}
	for _, s := range t.sat[m.sat:] {
		s.touched = false
	}
	clear(t.undo[m.undo:])
	t.undo, t.worked, t.fresh = t.undo[:m.undo], t.worked[:m.works], t.fresh[:m.fresh]
	t.sat, t.taught, t.events = t.sat[:m.sat], t.taught[:m.taught], t.events[:m.events]
	t.control = m.control
	t.clean()
}

// end makes t ready for the next change, once this one is committed.
func (t *tx) end() {
	for i, e := range t.worked {
		e.touched, e.number = false, t.places.status(i)
	}
	k := 0
	for _, s := range t.sat {
		s.touched = false
		if k < len(t.out.Seats) && t.out.Seats[k].Agent.ID == s.rec.Agent.ID {
			s.number = t.places.seat(k)
			k++
		}
	}
	clear(t.was.statuses)
	clear(t.was.seats)
	clear(t.was.learned)
	t.was = was{t.was.statuses[:0], t.was.seats[:0], t.was.learned[:0]}
	clear(t.undo)
	t.undo, t.worked, t.fresh = t.undo[:0], t.worked[:0], t.fresh[:0]
	t.sat, t.taught, t.events = t.sat[:0], t.taught[:0], t.events[:0]
	t.before = t.control
	t.clean()
}

// clean forgets what a settlement was to look at.
func (t *tx) clean() {
	for _, s := range t.roomy {
		s.dirty = false
	}
	for _, e := range t.loose {
		e.dirty = false
	}
	t.roomy, t.loose = t.roomy[:0], t.loose[:0]
}

// create puts a new item on the board.
func (t *tx) create(e *entry, s Status) {
	t.undo = append(t.undo, undo{kind: undoCreate, entry: e})
	t.fresh = append(t.fresh, e)
	t.worked = append(t.worked, e)
	e.touched = true
	s.Version = 1
	t.board.put(e, &s)
	t.look(e)
}

// set changes the status of an item.
func (t *tx) set(e *entry, s Status) {
	if !e.touched {
		e.touched = true
		t.worked = append(t.worked, e)
		s.Version++
	}
	t.undo = append(t.undo, undo{kind: undoSet, entry: e})
	t.was.statuses = append(t.was.statuses, e.status)
	holder := e.seat
	t.board.put(e, &s)
	if holder != nil && e.seat != holder {
		t.freed(holder)
	}
	t.look(e)
}

// look has a settlement look at an item, if it waits.
func (t *tx) look(e *entry) {
	if e.status.State == Waiting && !e.dirty {
		e.dirty = true
		t.loose = append(t.loose, e)
	}
}

// freed has a settlement look at a seat.
func (t *tx) freed(s *seat) {
	if s != nil && !s.dirty {
		s.dirty = true
		t.roomy = append(t.roomy, s)
	}
}

// sit changes the record of an agent.
func (t *tx) sit(rec Seat, profile bool) {
	before := Seat{Agent: Agent{ID: rec.Agent.ID}, Removed: true}
	if old := t.board.seats[rec.Agent.ID]; old != nil {
		before = old.rec
	}
	t.undo = append(t.undo, undo{kind: undoSit, profile: profile || before.Removed || rec.Removed})
	t.was.seats = append(t.was.seats, before)
	if s := t.board.sit(rec, profile); s != nil {
		t.wrote(s)
	}
}

// note returns the record of an agent, for changes of what nothing on the board goes
// by: Idle, Given, Turn and Missed.
func (t *tx) note(s *seat) *Seat {
	t.undo = append(t.undo, undo{kind: undoSit})
	t.was.seats = append(t.was.seats, s.rec)
	t.wrote(s)
	return &s.rec
}

// wrote has a seat committed, and looked at by a settlement.
func (t *tx) wrote(s *seat) {
	if !s.touched {
		s.touched = true
		t.sat = append(t.sat, s)
	}
	t.freed(s)
}

// teach changes what is learned of an agent and a category.
func (t *tx) teach(s *seat, l Learned) {
	t.undo = append(t.undo, undo{kind: undoTeach})
	t.was.learned = append(t.was.learned, Learned{Agent: l.Agent, Category: l.Category, Experience: s.past[l.Category]})
	t.known(s, l)
	if p := (pair{l.Agent, l.Category}); !slices.Contains(t.taught, p) {
		t.taught = append(t.taught, p)
	}
}

// event records what happened; item may be nil.
func (t *tx) event(e *entry, ev Event) {
	ev.At = t.now
	if e != nil {
		ev.Item = e.item.ID
		if ev.Queue == "" {
			ev.Queue = e.status.Stage.Queue
		}
		if ev.Epoch == 0 {
			ev.Epoch = e.status.Epoch
		}
		ev.Waited = max(0, t.now.Sub(e.status.Arrived))
	}
	t.events = append(t.events, ev)
}

// changed says that there is something to commit.
func (t *tx) changed() bool {
	return len(t.worked)+len(t.sat)+len(t.taught)+len(t.events) > 0 || t.control != t.before
}

// commit returns what is to be written; it holds until the next one.
func (t *tx) commit() Commit {
	c := &t.out
	c.After, c.Events, c.Control = t.revision, t.events, nil
	c.Items, c.Statuses, c.Seats, c.Learned = c.Items[:0], c.Statuses[:0], c.Seats[:0], c.Learned[:0]
	for _, e := range t.fresh {
		c.Items = append(c.Items, e.item)
	}
	p := &t.places
	c.places, p.statuses, p.seats = p, p.statuses[:0], p.seats[:0]
	for _, e := range t.worked {
		c.Statuses = append(c.Statuses, StatusOf{Item: e.item.ID, Status: e.status})
		p.statuses = append(p.statuses, e.number)
	}
	for _, s := range t.sat {
		if s.rec.Removed && t.board.seats[s.rec.Agent.ID] != nil {
			continue // he is registered again
		}
		c.Seats = append(c.Seats, s.rec)
		p.seats = append(p.seats, s.number)
	}
	for _, p := range t.taught {
		l := Learned{Agent: p.agent, Category: p.category}
		if s := t.board.seats[p.agent]; s != nil {
			l.Experience = s.past[p.category]
		}
		c.Learned = append(c.Learned, l)
	}
	if t.control != t.before {
		t.written = t.control
		c.Control = &t.written
	}
	return *c
}

// knowing tells the call that submits an item that the store has it already, if that
// is the error.
func (t *tx) knowing(err error, batch []*call) bool {
	var exists *ExistsError
	if !errors.As(err, &exists) {
		return false
	}
	for _, c := range batch {
		if c.item == exists.Item && !c.known {
			c.known = true
			return true
		}
	}
	return false
}
