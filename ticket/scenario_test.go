package ticket_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// TestScenarios plays the scripts of testdata/scenarios: what follows from what happens,
// by rules. A script has a "source:" (what it pins), "rules:" (JSON up to an empty line;
// "default" for [ticket.DefaultRules]), and steps, one a line:
//
//	open ID {draft} by ROLE:ID
//	do ID by ROLE:ID {action} ...     refused ID by ROLE:ID {action} ...: part of the error
//	reply ID by ROLE:ID text          note ID by ROLE:ID text
//	wait 36h                          (and what is due)
//	is ID field=value ...             (as in conditions; "!=" for not)
//	event ID type key=value ...       (field, new, old, reason, rule, actor, cause, depth)
//	count ID type N
//	told TO KIND [part of the text]   untold TO [KIND]       (by the last step)
func TestScenarios(t *testing.T) {
	files, err := fs.Glob(os.DirFS("testdata/scenarios"), "*.txt")
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	for _, name := range files {
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) {
			script, err := os.ReadFile("testdata/scenarios/" + name)
			require.NoError(t, err)
			play(t, string(script))
		})
	}
}

// stage is a desk on which a script is played.
type stage struct {
	*testing.T
	desk    *ticket.Desk
	now     time.Time
	notices []ticket.Notice
	line    int
}

func play(t *testing.T, script string) {
	s := &stage{T: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	rules, rest := header(t, script)
	n := 0
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
		Rules: &rules, Now: func() time.Time { return s.now }, NewID: func() string { n++; return "id" + strconv.Itoa(n) },
		Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error { s.notices = append(s.notices, n); return nil }),
	})
	require.NoError(t, err)
	s.desk = desk
	lines := bufio.NewScanner(strings.NewReader(rest))
	for lines.Scan() {
		s.line++
		if line := strings.TrimSpace(lines.Text()); line != "" && line[0] != '#' {
			s.step(line)
		}
	}
}

// header reads what stands above the steps.
func header(t *testing.T, script string) (ticket.Rules, string) {
	source, rest, ok := strings.Cut(script, "\nrules:")
	require.True(t, ok && strings.HasPrefix(source, "source:"), "a script begins with its source and rules")
	text, rest, _ := strings.Cut(rest, "\n\n")
	if strings.TrimSpace(text) == "default" {
		return ticket.DefaultRules(), rest
	}
	rules, err := ticket.ParseRules([]byte(text))
	require.NoError(t, err)
	return rules, rest
}

func (s *stage) step(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "open", "do", "refused", "reply", "note", "wait":
		s.notices = nil
		s.act(verb, rest, line)
		_, err := s.desk.Deliver(s.Context())
		require.NoError(s, err, line)
	case "is":
		s.is(rest, line)
	case "event", "count":
		s.events(verb, rest, line)
	case "told", "untold":
		to, rest, _ := strings.Cut(rest, " ")
		kind, text, _ := strings.Cut(rest, " ")
		found := slices.ContainsFunc(s.notices, func(n ticket.Notice) bool {
			return n.To == to && (kind == "" || n.Kind == kind) && strings.Contains(n.Text, text)
		})
		require.Equal(s, verb == "told", found, "%s\n%s", line, s.show())
	default:
		s.Fatalf("no step: %s", line)
	}
}

// show lists what the last step told.
func (s *stage) show() string {
	var b strings.Builder
	for _, n := range s.notices {
		fmt.Fprintf(&b, "  told %s %s %s\n", n.To, n.Kind, n.Text)
	}
	return b.String()
}

func (s *stage) act(verb, rest, line string) {
	ctx := s.Context()
	if verb == "wait" {
		d, err := time.ParseDuration(rest)
		require.NoError(s, err, line)
		s.now = s.now.Add(d)
		_, err = s.desk.Sweep(ctx)
		require.NoError(s, err, line)
		return
	}
	id, rest, _ := strings.Cut(rest, " ")
	if verb == "open" {
		at := strings.LastIndex(rest, " by ")
		require.Positive(s, at, line)
		var draft ticket.Draft
		require.NoError(s, json.Unmarshal([]byte(rest[:at]), &draft), line)
		draft.ID = id
		_, err := s.desk.Open(ctx, draft, actor(rest[at+4:]))
		require.NoError(s, err, line)
		return
	}
	who, rest, _ := strings.Cut(strings.TrimPrefix(rest, "by "), " ")
	c := ticket.Command{Actor: actor(who)}
	want := ""
	switch verb {
	case "reply":
		c.Actions = []ticket.Action{ticket.Reply(rest)}
	case "note":
		c.Actions = []ticket.Action{ticket.Note(rest)}
	default:
		if at := strings.LastIndex(rest, "}: "); at >= 0 && verb == "refused" {
			rest, want = rest[:at+1], rest[at+3:]
		}
		for d := json.NewDecoder(strings.NewReader(rest)); d.More(); {
			var a ticket.Action
			require.NoError(s, d.Decode(&a), line)
			c.Actions = append(c.Actions, a)
		}
	}
	_, err := s.desk.Do(ctx, id, c)
	if verb == "refused" {
		require.ErrorContains(s, err, want, line)
		return
	}
	require.NoError(s, err, line)
}

func actor(s string) ticket.Actor {
	role, id, _ := strings.Cut(s, ":")
	return ticket.Actor{Role: ticket.Role(role), ID: id}
}

// is holds a ticket against tests of conditions.
func (s *stage) is(rest, line string) {
	words := strings.Fields(rest)
	t, err := s.desk.Load(s.Context(), words[0])
	require.NoError(s, err, line)
	for _, word := range words[1:] {
		field, value, _ := strings.Cut(word, "=")
		x := ticket.Test{Field: strings.TrimSuffix(field, "!"), Value: strings.ReplaceAll(value, "_", " ")}
		if strings.HasSuffix(field, "!") {
			x.Op = "not"
		}
		for _, value := range []string{value, x.Value} { // states have underscores
			x.Value = value
			c := ticket.Condition{All: []ticket.Test{x}}
			if c.Holds(&t, s.now) {
				word = ""
			}
		}
		require.Empty(s, word, "%s\n%+v", line, t)
	}
}

// events looks for events of a ticket.
func (s *stage) events(verb, rest, line string) {
	words := strings.Fields(rest)
	var same []ticket.Event
	for e, err := range s.desk.History(s.Context(), words[0]) {
		require.NoError(s, err, line)
		if string(e.Type) == words[1] {
			same = append(same, e)
		}
	}
	if verb == "count" {
		require.Equal(s, words[2], strconv.Itoa(len(same)), "%s\n%+v", line, same)
		return
	}
	require.True(s, slices.ContainsFunc(same, func(e ticket.Event) bool {
		says := map[string]string{
			"field": e.Field, "new": e.New, "old": e.Old, "reason": e.Reason, "rule": e.Rule, "actor": string(e.Actor.Role) + ":" + e.Actor.ID,
			"cause": e.Cause, "depth": strconv.Itoa(e.Depth), "id": e.ID,
		}
		if e.Mark != nil {
			says["mark"] = e.Mark.Key()
		}
		for _, word := range words[2:] {
			key, value, _ := strings.Cut(word, "=")
			if got := strings.ReplaceAll(says[key], " ", "_"); got != value && !(key == "reason" && strings.Contains(got, value)) {
				return false
			}
		}
		return true
	}), "%s\n%+v", line, same)
}
