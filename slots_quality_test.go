package kefu_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/entity"
)

const (
	slotsFile = "testdata/quality/slots.txt"
	slotsHead = `# Values that flows collect from the messages of real customers, on the dev splits of public data. Only figures are kept.
# Written by: go test . -run TestSlotsQuality -update
# How to read it: docs/quality.md, "Slots".
`
	slotsColumns = "%-24s %6s %6s %7s %7s %7s %7s %7s %7s %7s %7s\n"
	slotsRow     = "%-24s %6d %6d %7.3f %7.3f %7.3f %7.3f %7.3f %7.3f %7.3f %7.3f\n"
)

// slotForm says how the values of a slot are compared.
type slotForm string

const (
	formNumber   slotForm = "number"
	formDay      slotForm = "day"
	formClock    slotForm = "clock"
	formMoney    slotForm = "money"
	formDuration slotForm = "duration"
	formChoice   slotForm = "choice"
	formName     slotForm = "name"
	formPlace    slotForm = "place"
	formCode     slotForm = "code"
	formAddress  slotForm = "address"
)

// measuredSlot is a slot of a flow with how its values are compared.
type measuredSlot struct {
	dialog.SlotSpec
	form slotForm
}

// measuredFlow is a task of a data set. One that is guided asks what the system of
// the data asked; the others ask in their own order.
type measuredFlow struct {
	name   string
	guided bool
	slots  []measuredSlot
}

// measuredTurn is a message of a customer. Gold holds, by slot, what he has told up to
// here: one of several wordings.
type measuredTurn struct {
	text  string
	asked string
	gold  map[string][]string
}

// measuredDialog is what a customer says about one task.
type measuredDialog struct {
	flow  string
	turns []measuredTurn
}

// measuredSet is a data set, ready to be replayed. Its places are known by name.
type measuredSet struct {
	name    string
	locale  string
	places  []string
	flows   []measuredFlow
	dialogs []measuredDialog
}

// slotScore counts values over the states after all messages.
type slotScore struct{ turns, joint, gold, said, right int }

func (s *slotScore) add(o slotScore) {
	s.turns, s.joint, s.gold, s.said, s.right = s.turns+o.turns, s.joint+o.joint, s.gold+o.gold, s.said+o.said, s.right+o.right
}

func (s slotScore) figures() (precision, recall, f1, joint float64) {
	part := func(a, b int) float64 { return float64(a) / float64(max(1, b)) }
	return part(s.right, s.said), part(s.right, s.gold), 2 * part(s.right, s.said+s.gold), part(s.joint, s.turns)
}

// measured compares a state with what the customer told. It returns what it is about,
// by slot.
func (f *measuredFlow) measured(gold map[string][]string, got map[string]dialog.SlotValue) (slotScore, map[string]slotScore) {
	all, by := slotScore{turns: 1, joint: 1}, map[string]slotScore{}
	for i := range f.slots {
		s := &f.slots[i]
		want, is := gold[s.Name], slotScore{}
		v, filled := got[s.Name]
		filled = filled && v.Value != ""
		if len(want) == 0 && !filled {
			continue
		}
		is.gold, is.said = number01(len(want) > 0), number01(filled)
		if len(want) > 0 && filled && s.form.sameAsAny(want, v) {
			is.right = 1
		} else {
			all.joint = 0
		}
		by[s.Name] = is
		all.gold, all.said, all.right = all.gold+is.gold, all.said+is.said, all.right+is.right
	}
	return all, by
}

// slotsNow is when the dialogs are replayed: a Monday.
var slotsNow = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// slotReplay replays dialogs through a bot.
type slotReplay struct {
	t     testing.TB
	bot   *kefu.Bot
	store dialog.Store
	asked string // what flows that are guided ask for next
}

func newSlotReplay(t testing.TB, set *measuredSet) *slotReplay {
	r := &slotReplay{t: t}
	var flows []*dialog.Flow
	for i := range set.flows {
		flows = append(flows, r.flow(&set.flows[i]))
	}
	opts := &entity.Options{DayFirst: set.locale == "zh"}
	if len(set.places) > 0 {
		var list []entity.Value
		for _, name := range set.places {
			list = append(list, entity.Value{Name: name})
		}
		opts.Lists = []entity.List{{Type: "place", Values: list, Fuzzy: true}}
	}
	entities, err := entity.New(opts)
	require.NoError(t, err)
	o := &kefu.Options{
		Stores: kefu.MemoryStores(), Locale: set.locale, MaxUnanswered: -1,
		Dialog:        dialog.Options{Flows: flows, NoTrace: true},
		Understanding: kefu.Understanding{Entities: entities},
		Now:           func() time.Time { return slotsNow },
	}
	r.bot, err = kefu.New(o)
	require.NoError(t, err)
	r.store = o.Stores.Dialog
	return r
}

// slotsBegin is what customers say to begin a flow; nothing in it is a value.
func slotsBegin(flow string) string { return "begin the task " + flow }

// flow makes a flow of a task. Where the data asks for nothing, it waits for what
// nobody says.
func (r *slotReplay) flow(m *measuredFlow) *dialog.Flow {
	f := &dialog.Flow{Name: m.name, Phrases: []string{slotsBegin(m.name)}}
	ask := func(spec dialog.SlotSpec, need func(dialog.Values) bool) {
		spec.Prompts = []dialog.Words{{"en": {spec.Name + "?"}, "zh": {spec.Name + "？"}}}
		spec.Attempts = 1 << 20
		f.Steps = append(f.Steps, dialog.Ask(dialog.Slot[string]{SlotSpec: spec, Need: need}))
	}
	for i := range m.slots {
		name := m.slots[i].Name
		var need func(dialog.Values) bool
		if m.guided {
			need = func(dialog.Values) bool { return r.asked == name }
		}
		ask(m.slots[i].SlotSpec, need)
	}
	ask(dialog.SlotSpec{Name: "nothing", Kind: dialog.PatternKind, Pattern: `[^\x00-\x{10FFFF}]`}, nil)
	return f
}

// run replays a dialog and calls state with what was collected after each message. A
// run that ends is begun anew, and what it had collected still counts.
func (r *slotReplay) run(id string, d *measuredDialog, state func(i int, got map[string]dialog.SlotValue)) {
	got := map[string]dialog.SlotValue{}
	said := 0
	send := func(text string) (open bool) {
		said++
		_, err := r.bot.Handle(r.t.Context(), kefu.Message{ID: strconv.Itoa(said), Conversation: id, Text: text})
		require.NoError(r.t, err)
		c, err := r.store.Load(r.t.Context(), id)
		require.NoError(r.t, err)
		runs, err := c.Runs()
		require.NoError(r.t, err)
		for _, run := range runs {
			for name, v := range run.Slots {
				got[name] = v
			}
		}
		return len(runs) > 0
	}
	open := false
	for i, turn := range d.turns {
		if !open {
			r.asked = turn.asked
			require.True(r.t, send(slotsBegin(d.flow)), d.flow)
		}
		r.asked = ""
		if i+1 < len(d.turns) {
			r.asked = d.turns[i+1].asked
		}
		open = send(turn.text)
		state(i, got)
	}
}

// measureSlots replays a set, beside the filler of keywords and regular expressions, and
// returns its rows.
func measureSlots(t testing.TB, set *measuredSet, show func(d *measuredDialog, i int, f *measuredFlow, got map[string]dialog.SlotValue)) string {
	r := newSlotReplay(t, set)
	flows := map[string]*measuredFlow{}
	for i := range set.flows {
		flows[set.flows[i].name] = &set.flows[i]
	}
	var ours, plain slotScore
	kinds, plainKinds := map[slotForm]*slotScore{}, map[slotForm]*slotScore{}
	for n := range set.dialogs {
		d := &set.dialogs[n]
		f := flows[d.flow]
		count := func(i int, got map[string]dialog.SlotValue, all *slotScore, kinds map[slotForm]*slotScore) {
			whole, by := f.measured(d.turns[i].gold, got)
			all.add(whole)
			for k := range f.slots {
				s := &f.slots[k]
				if kinds[s.form] == nil {
					kinds[s.form] = &slotScore{}
				}
				kinds[s.form].add(by[s.Name])
			}
		}
		r.run(set.name+"/"+strconv.Itoa(n), d, func(i int, got map[string]dialog.SlotValue) {
			count(i, got, &ours, kinds)
			if show != nil {
				show(d, i, f, got)
			}
		})
		filler := plainFiller{flow: f, places: set.places, got: map[string]dialog.SlotValue{}}
		for i := range d.turns {
			filler.fill(d.turns[i])
			count(i, filler.got, &plain, plainKinds)
		}
	}
	var rows strings.Builder
	row := func(name string, turns int, a, b slotScore) {
		ap, ar, af, aj := a.figures()
		bp, br, bf, bj := b.figures()
		fmt.Fprintf(&rows, slotsRow, name, turns, a.gold, ap, ar, af, aj, bp, br, bf, bj)
	}
	row(set.name, ours.turns, ours, plain)
	for _, form := range []slotForm{formNumber, formDay, formClock, formMoney, formDuration, formChoice, formName, formPlace, formCode, formAddress} {
		if k := kinds[form]; k != nil && k.gold > 0 {
			p, rc, f1, _ := k.figures()
			bp, br, bf, _ := plainKinds[form].figures()
			fmt.Fprintf(&rows, "%-24s %6s %6d %7.3f %7.3f %7.3f %7s %7.3f %7.3f %7.3f %7s\n", "  "+string(form), "", k.gold, p, rc, f1, "", bp, br, bf, "")
		}
	}
	_, _, f1, joint := ours.figures()
	_, _, plainF1, plainJoint := plain.figures()
	assert.Greater(t, f1, plainF1, set.name)
	assert.Greater(t, joint, plainJoint, set.name)
	return rows.String()
}

// TestSlotsQuality replays what real customers said through flows, and compares what these
// collect with what people say that they told.
func TestSlotsQuality(t *testing.T) {
	var table strings.Builder
	table.WriteString(slotsHead)
	fmt.Fprintf(&table, slotsColumns, "set", "turns", "values", "precis", "recall", "f1", "joint", "re prec", "re rec", "re f1", "re jnt")
	for _, load := range measuredSets {
		table.WriteString(measureSlots(t, load(t), nil))
	}
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(slotsFile), 0o755))
		require.NoError(t, os.WriteFile(slotsFile, []byte(table.String()), 0o644))
	}
	golden, err := os.ReadFile(slotsFile)
	require.NoError(t, err)
	was, is := strings.Split(string(golden), "\n"), strings.Split(table.String(), "\n")
	require.Len(t, is, len(was), "rows came or went")
	for i := range is {
		assert.Equal(t, was[i], is[i], "figures moved; if that is meant: -update, and say why")
	}
}

// TestSlotsErrors prints what is wrong in a set, for people who look for faults.
func TestSlotsErrors(t *testing.T) {
	only := os.Getenv("KEFU_SLOTS_ERRORS")
	if only == "" {
		t.Skip("to see errors: set KEFU_SLOTS_ERRORS to the name of a set")
	}
	for _, load := range measuredSets {
		set := load(t)
		if set.name != only {
			continue
		}
		before := map[string]bool{}
		t.Log("\n" + measureSlots(t, set, func(d *measuredDialog, i int, f *measuredFlow, got map[string]dialog.SlotValue) {
			if i == 0 {
				clear(before)
			}
			_, by := f.measured(d.turns[i].gold, got)
			for k := range f.slots {
				s := &f.slots[k]
				is, ok := by[s.Name]
				wrong := ok && (is.right < is.gold || is.right < is.said)
				if wrong && !before[s.Name] {
					fmt.Printf("%-8s %s.%s asked=%q gold=%q got=%q raw=%q: %s\n", s.form, d.flow, s.Name, d.turns[i].asked, d.turns[i].gold[s.Name], got[s.Name].Value, got[s.Name].Raw, d.turns[i].text)
				}
				before[s.Name] = wrong
			}
		}))
	}
}
