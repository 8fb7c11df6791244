package ticket_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// A story is a case of the service level in short: what is promised, what happens, and
// how the clocks stand then.
type story struct {
	// source says whose behaviour it is, what says what it is.
	source, what string
	// promise is such as "first_response 1h warn=50; resolution 8h pause=pending p2=2h".
	// "hours=office" by itself is the policy's calendar, "rung resolution 150" a rung.
	promise string
	// events are such as "mon 09:00 open; 09:20 answer": a day holds until the next one.
	events string
	// now is such as "mon 12:00". want is such as "first_response met 20m due 10:00;
	// resolution running 3h late; next tue 09:00; at resolution/1/80 mon 14:00; update -".
	now, want string
	// ours says where the product differs; empty: it does not.
	ours string
}

// storyTime reads "mon 09:00", or "09:00" on the day of another time. The days are those
// of the week of 2 March 2026, and "mon2" to "sun2" those of the next one.
func storyTime(t testing.TB, words []string, day time.Time) (at time.Time, rest []string) {
	t.Helper()
	name := strings.TrimSuffix(words[0], "2")
	if i := slices.Index([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, name); i >= 0 {
		if name != words[0] {
			i += 7
		}
		day, words = time.Date(2026, 3, 2+i, 0, 0, 0, 0, time.UTC), words[1:]
	}
	clock, err := time.Parse("15:04:05", words[0]+strings.Repeat(":00", 2-strings.Count(words[0], ":")))
	require.NoError(t, err)
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	return day.Add(clock.Sub(clock.Truncate(24 * time.Hour))), words[1:]
}

func storyHours(t testing.TB) map[string]ticket.Hours {
	t.Helper()
	office, err := bizhours.New(bizhours.Options{Week: map[string][]string{"mon-fri": {"09:00-17:00"}}, Days: []bizhours.Day{{Date: "2026-03-11"}}})
	require.NoError(t, err)
	split, err := bizhours.New(bizhours.Options{Week: map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}}})
	require.NoError(t, err)
	tokyo, err := bizhours.New(bizhours.Options{Location: "Asia/Tokyo", Week: map[string][]string{"mon-fri": {"09:00-17:00"}}})
	require.NoError(t, err)
	return map[string]ticket.Hours{"office": office, "split": split, "tokyo": tokyo}
}

func parts(s string) (all [][]string) {
	for part := range strings.SplitSeq(s, ";") {
		if words := strings.Fields(part); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

func span(t testing.TB, s string) ticket.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	require.NoError(t, err)
	return ticket.Duration(d)
}

// happening reads "moved:on_hold", "tagged:vip" or "commented".
func happening(s string) *ticket.Happening {
	kind, what, _ := strings.Cut(s, ":")
	h := &ticket.Happening{Type: ticket.EventType(kind)}
	if h.Type == ticket.EventMoved {
		h.State = what
	} else {
		h.New = what
	}
	return h
}

func promise(t testing.TB, s string) *ticket.Policy {
	t.Helper()
	p := &ticket.Policy{Name: "story"}
	for _, words := range parts(s) {
		if name, ok := strings.CutPrefix(words[0], "hours="); ok {
			p.Hours = name
			continue
		}
		if words[0] == "rung" {
			percent, err := strconv.Atoi(words[2])
			require.NoError(t, err)
			p.Ladder = append(p.Ladder, ticket.Rung{Clock: words[1], Percent: percent, Do: []ticket.Action{ticket.Raise(1)}})
			continue
		}
		target := ticket.Target{Metric: ticket.Metric(words[0])}
		for _, word := range words[1:] {
			key, value, set := strings.Cut(word, "=")
			list := []string{}
			if value != "none" {
				list = strings.Split(value, ",")
			}
			switch {
			case !set && word == "bot":
				target.Bot = true
			case !set:
				target.Limit = span(t, word)
			case key == "warn":
				target.Warn = []int{}
				for _, s := range list {
					n, err := strconv.Atoi(s)
					require.NoError(t, err)
					target.Warn = append(target.Warn, n)
				}
			case key == "pause":
				target.PauseIn = list
			case key == "hours":
				target.Hours = value
			case key == "name":
				target.Name = value
			case key == "start":
				target.Start = happening(value)
			case key == "stop":
				target.Stop = happening(value)
			default:
				n, err := strconv.Atoi(strings.TrimPrefix(key, "p"))
				require.NoError(t, err)
				if target.Limits == nil {
					target.Limits = map[int]ticket.Duration{}
				}
				target.Limits[n] = span(t, value)
			}
		}
		p.Targets = append(p.Targets, target)
	}
	return p
}

// storyEvents reads what happens.
func storyEvents(t testing.TB, s string) (events []ticket.Event) {
	t.Helper()
	var at time.Time
	state := "new"
	for i, words := range parts(s) {
		at, words = storyTime(t, words, at)
		arg := strings.Join(words[1:], " ")
		e := ticket.Event{N: int64(i + 1), ID: strconv.Itoa(i), Ticket: "t", At: at, Actor: ticket.ByAgent("mia")}
		says := func(by ticket.Actor, c ticket.Comment) {
			c.Text = "x"
			e.Type, e.Actor, e.Comment = ticket.EventCommented, by, &c
		}
		switch words[0] {
		case "open":
			e.Type, e.New, e.Kind, e.Opened = ticket.EventOpened, "new", ticket.KindNew, &ticket.Draft{Subject: "s"}
			e.Actor = ticket.ByCustomer("carl")
			for i := 1; i < len(words); i++ {
				if p, ok := strings.CutPrefix(words[i], "p="); ok {
					n, err := strconv.Atoi(p)
					require.NoError(t, err)
					e.Opened.Priority = n
				} else if words[i] == "came" {
					e.Opened.Created, _ = storyTime(t, words[i+1:], at)
					break
				} else {
					e.Actor.Role = ticket.Role(words[i])
				}
			}
		case "say":
			says(ticket.ByCustomer("carl"), ticket.Comment{})
		case "answer":
			says(e.Actor, ticket.Comment{})
		case "note":
			says(e.Actor, ticket.Comment{Internal: true})
		case "moved-here":
			says(e.Actor, ticket.Comment{Origin: "other"})
		case "bot":
			says(ticket.ByBot("kiki"), ticket.Comment{})
		case "rule":
			says(ticket.BySystem("hello"), ticket.Comment{})
		case "recorded": // somebody else's words, taken down by a program
			author := ticket.ByAgent("mia")
			says(ticket.BySystem("import"), ticket.Comment{Author: &author, At: at.Add(-time.Hour)})
		case "move":
			e.Type, e.Old, e.New, e.Kind = ticket.EventMoved, state, arg, ticket.Kind(strings.TrimSuffix(arg, "*"))
			state = arg
		case "priority":
			e.Type, e.Field, e.New = ticket.EventChanged, "priority", arg
		case "merge": // of a ticket whose customer waits since a time
			since, _ := storyTime(t, words[1:], at)
			e.Type, e.Absorbed = ticket.EventAbsorbed, &ticket.Absorbed{Ticket: "u", Waiting: since}
		case "split":
			e.Type, e.Moved, e.Link = ticket.EventSplit, []string{"1"}, &ticket.Link{Kind: ticket.SplitInto, Ticket: "u"}
		case "snooze":
			e.Type, e.Until = ticket.EventSnoozed, at.Add(24*time.Hour)
		case "tag":
			e.Type, e.New = ticket.EventTagged, arg
		case "start":
			e.Type, e.New = ticket.EventStarted, "procedure"
			e.Steps = []ticket.Step{{Name: words[1], Since: at, Limit: span(t, words[2])}}
		case "done", "skip":
			e.Type, e.New = ticket.EventStep, arg
			e.Steps = []ticket.Step{{Name: words[1], Since: at, Limit: span(t, words[2]), Skipped: words[0] == "skip"}}
			if words[0] == "done" {
				e.Steps[0].Done = at
			}
		default:
			t.Fatalf("a story has no %q", words[0])
		}
		events = append(events, e)
	}
	return events
}

// check holds the story against Evaluate.
func (s *story) check(t *testing.T) {
	hours := storyHours(t)
	p, events := promise(t, s.promise), storyEvents(t, s.events)
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{Policies: []ticket.Policy{*p}}, Hours: hours})
	if !strings.Contains(s.promise, "step:") {
		require.NoError(t, err, "the promise is one that can be made")
	}
	now, _ := storyTime(t, strings.Fields(s.now), time.Time{})
	r := ticket.Evaluate(events, p, hours, now)
	stands := map[string]ticket.Clock{}
	for _, c := range r.Clocks {
		stands[c.Name] = c
	}
	for _, words := range parts(s.want) {
		switch words[0] {
		case "next":
			next := time.Time{}
			if words[1] != "-" {
				next, _ = storyTime(t, words[1:], now)
			}
			assert.Equal(t, next, r.Next, "next")
		case "at":
			at := ""
			for _, reached := range r.Reached {
				if reached.Mark.Key() == words[1] {
					at = reached.At.Format("Mon 15:04:05")
				}
			}
			want := ""
			if words[2] != "-" {
				day, _ := storyTime(t, words[2:], now)
				want = day.Format("Mon 15:04:05")
			}
			assert.Equal(t, want, at, words[1])
		default:
			c, ok := stands[words[0]]
			if words[1] == "-" {
				assert.False(t, ok, "%s is not promised: %+v", words[0], c)
				continue
			}
			require.True(t, ok, "%s is promised", words[0])
			assert.Equal(t, words[1], cmp.Or(string(c.State), "?"), words[0])
			assert.Equal(t, span(t, words[2]).Std(), c.Elapsed.Std(), "%s elapsed", words[0])
			late := false
			for i := 3; i < len(words); i++ {
				switch words[i] {
				case "late":
					late = true
				case "due":
					due := time.Time{}
					if words[i+1] != "-" {
						due, _ = storyTime(t, words[i+1:], now)
					}
					assert.Equal(t, due, c.Due, "%s due", words[0])
				case "round":
					assert.Equal(t, words[i+1], fmt.Sprint(c.Round), "%s round", words[0])
				}
			}
			assert.Equal(t, late, c.Breached, "%s late", words[0])
		}
	}
}

func checkStories(t *testing.T, stories []story) {
	seen := map[string]bool{}
	for i := range stories {
		s := &stories[i]
		key := s.promise + s.events + s.now
		assert.False(t, seen[key], "%s is a case of its own", s.what)
		seen[key] = true
		t.Run(s.source+": "+s.what, func(t *testing.T) { s.check(t) })
	}
}
