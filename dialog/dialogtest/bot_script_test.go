package dialogtest

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/escalation"
)

// tally counts what reached the shop's host.
type tally struct {
	mu       sync.Mutex
	keys     map[string]bool
	done     map[string]int // by the name of the effect, each key once
	handoffs map[string]int // by id
}

func (t *tally) effect(_ context.Context, e dialog.Effect) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.keys[e.Key] {
		t.keys[e.Key] = true
		t.done[e.Name]++
	}
	return nil
}

func (t *tally) Offer(_ context.Context, h dialog.Handoff) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.handoffs[h.ID]++
	return nil
}

func newTally() *tally {
	return &tally{keys: map[string]bool{}, done: map[string]int{}, handoffs: map[string]int{}}
}

// shopBot makes the sample shop's bot. Something can be switched off: a pattern, or one
// of the other things that scripts are about. The settings of a script change what the
// bot is like: "people: none" leaves nobody to hand over to.
func shopBot(off string, host *tally) Build {
	flows := []*dialog.Flow{returnFlow(off), trackFlow(off), complainFlow(off)}
	return func(stage *Stage) (Talker, error) {
		effect := host.effect
		o := dialog.Options{
			Flows: flows, Reader: shopReader{}, Knowledge: shopKnowledge{},
			Handoff: host, Effects: map[string]dialog.EffectFunc{"refund": effect, "tracked": effect, "ticket": effect, "ended": effect},
			Sender: dialog.SenderFunc(func(context.Context, dialog.Outgoing) error { return nil }),
			Idle:   dialog.Idle{After: 5 * time.Minute, Max: 2},
			Categories: dialog.CategoryPolicies{
				{Category: "business", Handoff: dialog.CategoryHandoff{Always: true, Priority: 2, Skills: []string{"sales"}}},
				{Category: "delivery", Flow: "track", Words: map[string]map[string][]string{
					"opening": {"en": {"Late parcels are annoying, I know."}, "zh": {"包裹迟到确实让人着急。"}},
				}},
			},
			Now: stage.Clock.Now, NewID: stage.NewID, NoTrace: true, Locale: "en",
		}
		if off != "proactive" {
			o.Proactive = &dialog.ProactivePolicy{QuietFrom: 22 * time.Hour, QuietTo: 8 * time.Hour, Caps: map[string]dialog.ProactiveCap{"push": {N: 1, Per: 24 * time.Hour}}}
		}
		if stage.Settings["rating"] != "" && off != "rating" {
			o.Flows = append(slices.Clone(flows), dialog.AskRating(dialog.RatingOptions{}))
			o.Rating = dialog.Rating{Completed: true, Released: true, After: time.Minute}
		}
		if hours := stage.Settings["hours"]; hours != "" && off != "hours" {
			o.Available = func(context.Context, dialog.Handoff) (dialog.Availability, error) {
				return dialog.Availability{Closed: hours == "closed", Busy: hours == "busy", Place: 3, Wait: 10 * time.Minute}, nil
			}
		}
		if stage.Settings["people"] == "none" {
			o.Handoff = nil
		}
		if city := stage.Settings["lives"]; city != "" && off != "profile" {
			o.Profiles = dialog.ProfileFunc(func(_ context.Context, customer string) (dialog.Profile, error) {
				p := dialog.Profile{Customer: customer}
				return p.Merge(dialog.Attribute{Name: "city", Value: city, Source: dialog.OnRecord, At: stage.Clock.Now()}), nil
			})
		}
		switch off {
		case "", "validate", "prompts", "condition", "depends", "confirm", "timeouts", "action", "profile", "proactive", "rating", "hours": // see shop_script_test.go
		case "handoff":
			o.Handoff = nil
		case "escalation":
			o.Escalation = &escalation.Policy{}
		case "category":
			o.Patterns.Category, o.Categories = dialog.Off, nil
		case "idle":
			o.Idle = dialog.Idle{}
		case "fill": // what the customer tells is taken by three patterns: corrections, values, any words last
			o.Patterns.Correct, o.Patterns.Fill, o.Patterns.Free = dialog.Off, dialog.Off, dialog.Off
		case "agent":
			e, err := dialog.NewEngine(stage.Store, &o)
			return deaf{e}, err
		case "ledger":
			e, err := dialog.NewEngine(stage.Store, &o)
			return forgetful{e, stage}, err
		default:
			field := reflect.ValueOf(&o.Patterns).Elem().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, off) })
			if !field.IsValid() {
				return nil, fmt.Errorf("there is no pattern %q", off)
			}
			field.Set(reflect.ValueOf(dialog.Pattern(dialog.Off)))
		}
		e, err := dialog.NewEngine(stage.Store, &o)
		if err != nil {
			return nil, err
		}
		return e, nil
	}
}

// forgetful is a bot that takes a message which arrives twice for two.
type forgetful struct {
	Talker
	stage *Stage
}

func (f forgetful) Handle(ctx context.Context, msg dialog.Message) (dialog.Reply, error) {
	msg.ID += f.stage.NewID()
	return f.Talker.Handle(ctx, msg)
}

// deaf is a bot that does not hear agents.
type deaf struct{ Talker }

func (deaf) Say(context.Context, dialog.Message) (dialog.Reply, error) { return dialog.Reply{}, nil }

func (deaf) Release(context.Context, string, string) (dialog.Reply, error) {
	return dialog.Reply{}, nil
}

func scriptsOf(t *testing.T) []*Script {
	t.Helper()
	fsys := os.DirFS("testdata/scripts")
	names, err := Scripts(fsys)
	require.NoError(t, err)
	scripts := make([]*Script, len(names))
	for i, name := range names {
		data, err := fs.ReadFile(fsys, name)
		require.NoError(t, err)
		scripts[i], err = Parse(name, string(data))
		require.NoError(t, err)
	}
	return scripts
}

func TestConversationsOfTheShop(t *testing.T) {
	Run(t, "testdata/scripts", shopBot("", newTally()), &RunOptions{Update: os.Getenv("KEFU_UPDATE_SCRIPTS") != ""})
}

// A script is about one thing: without that it fails.
func TestEveryScriptFailsWithoutItsPattern(t *testing.T) {
	for _, s := range scriptsOf(t) {
		off := s.Settings["pattern"]
		assert.Equal(t, path.Dir(s.Name), off, "%s: a script is in the folder of what it is about", s.Name)
		err := s.Check(t.Context(), shopBot(off, newTally()))
		var at *ScriptError
		assert.ErrorAs(t, err, &at, "%s holds without %q", s.Name, off)
	}
}
