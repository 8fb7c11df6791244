package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// foldNoon is a Monday.
var foldNoon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// TestFoldScripts runs the histories of testdata/fold. A case is
//
//	# what it shows
//	10s customer_spoke turn=m1      an event, some time after noon
//	rules quiet=1h hours=9-17       rules, if not the defaults
//	now 48h                         when it is folded; 1000h if not told
//	due 24h                         when it is due again; not compared if not told
//	> outcome=by_bot end=quiet      an episode, and what of it is compared
//
// Each history is folded again shuffled, with events doubled.
func TestFoldScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/fold/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, text := range strings.Split("\n"+string(data), "\n# ")[1:] {
			name, body, _ := strings.Cut(text, "\n")
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+name, func(t *testing.T) { runFold(t, body) })
		}
	}
}

func runFold(t *testing.T, body string) {
	var (
		events []metrics.Event
		wants  []map[string]string
		rules  metrics.Rules
		now    = foldNoon.Add(1000 * time.Hour)
		due    = "not compared"
	)
	for i, line := range strings.Split(body, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(line, "//") {
			continue
		}
		switch words[0] {
		case "rules":
			rules = foldRules(t, words[1:])
		case "now":
			now = foldNoon.Add(duration(t, words[1]))
		case "due":
			due = words[1]
		case ">":
			wants = append(wants, pairs(words[1:]))
		default:
			events = append(events, foldEvent(t, i, words))
		}
	}
	require.NotEmpty(t, wants)
	got, at := metrics.Fold(events, &rules, now)
	if wants[0]["none"] != "" {
		require.Empty(t, got)
		return
	}
	require.Len(t, got, len(wants), "%+v", got)
	for i, want := range wants {
		told := tell(&got[i])
		for key, value := range want {
			said, known := told[key]
			require.True(t, known, "no such thing as %s", key)
			assert.Equal(t, value, said, "%s of episode %d", key, i+1)
		}
	}
	switch due {
	case "not compared":
	case "never":
		assert.Zero(t, at)
	default:
		assert.Equal(t, foldNoon.Add(duration(t, due)), at)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 4 {
		again := append(slices.Clone(events), events[r.IntN(len(events))], events[r.IntN(len(events))])
		r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		shuffled, dueAgain := metrics.Fold(again, &rules, now)
		require.Equal(t, got, shuffled)
		require.Equal(t, at, dueAgain)
	}
	checkEpisodes(t, got, now)
}

func pairs(words []string) map[string]string {
	m := map[string]string{}
	for _, w := range words {
		k, v, _ := strings.Cut(w, "=")
		m[k] = strings.ReplaceAll(v, "_ ", " ")
	}
	return m
}

func duration(t *testing.T, s string) time.Duration {
	if s == "0" {
		return 0
	}
	d, err := time.ParseDuration(s)
	require.NoError(t, err)
	return d
}

// office is open from one hour to another on every day, in UTC; panics if it is never.
type office struct{ from, to int }

func (o office) Between(from, to time.Time) (d time.Duration) {
	if o.from == o.to {
		panic("nobody knows")
	}
	for day := from.Truncate(24 * time.Hour); day.Before(to); day = day.Add(24 * time.Hour) {
		a, b := day.Add(time.Duration(o.from)*time.Hour), day.Add(time.Duration(o.to)*time.Hour)
		if a.Before(from) {
			a = from
		}
		if b.After(to) {
			b = to
		}
		d += max(0, b.Sub(a))
	}
	return d
}

// wrongHours say what cannot be.
type wrongHours time.Duration

func (w wrongHours) Between(time.Time, time.Time) time.Duration { return time.Duration(w) }

func foldRules(t *testing.T, words []string) (r metrics.Rules) {
	for k, v := range pairs(words) {
		switch k {
		case "quiet":
			r.Quiet = duration(t, v)
		case "linger":
			r.Linger = duration(t, v)
		case "reopen":
			r.Reopen = duration(t, v)
		case "hours":
			var o office
			switch v {
			case "less":
				r.Hours = wrongHours(-time.Hour)
			case "more":
				r.Hours = wrongHours(1e6 * time.Hour)
			default:
				_, err := fmt.Sscanf(v, "%d-%d", &o.from, &o.to)
				require.NoError(t, err)
				r.Hours = o
			}
		default:
			require.Fail(t, "no such rule", k)
		}
	}
	return r
}

func foldEvent(t *testing.T, line int, words []string) metrics.Event {
	kind, err := metrics.ParseKind(words[1])
	require.NoError(t, err)
	e := metrics.Event{ID: "e" + strconv.Itoa(line), At: foldNoon.Add(duration(t, words[0])), Kind: kind}
	switch {
	case kind == metrics.Presence:
		e.Agent, e.Step = "ann", "online"
	case kind >= metrics.TicketOpened:
		e.Ticket = "t"
	default:
		e.Conversation = "c"
	}
	texts := map[string]*string{
		"id": &e.ID, "episode": &e.Episode, "ticket": &e.Ticket, "conversation": &e.Conversation, "customer": &e.Customer,
		"channel": &e.Channel, "category": &e.Category, "tier": &e.Tier, "language": &e.Language, "region": &e.Region, "base": &e.Base,
		"agent": &e.Agent, "queue": &e.Queue, "item": &e.Item, "turn": &e.Turn, "entry": &e.Entry, "flow": &e.Flow, "step": &e.Step,
		"intent": &e.Intent, "truth": &e.Truth, "reason": &e.Reason,
	}
	for k, v := range pairs(words[2:]) {
		switch k {
		case "confirmed":
			e.Confirmed = true
		case "felt":
			e.Felt = true
			e.Valence, err = strconv.ParseFloat(v, 64)
		case "score":
			e.Score, err = strconv.ParseFloat(v, 64)
		case "took":
			e.Took = duration(t, v)
		case "tags":
			e.Tags = strings.Split(v, ",")
		case "label":
			for l := range strings.SplitSeq(v, ",") {
				name, value, _ := strings.Cut(l, ":")
				e.Labels = append(e.Labels, metrics.Label{Name: name, Value: value})
			}
		default:
			require.Contains(t, texts, k)
			*texts[k] = v
		}
		require.NoError(t, err)
	}
	return e
}

// tell says in words what an episode is.
func tell(e *metrics.Episode) map[string]string {
	since := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return short(t.Sub(foldNoon))
	}
	_, id, _ := strings.Cut(e.ID, "#")
	m := map[string]string{
		"id": id, "subject": e.Subject.String(), "conversation": e.Conversation, "ticket": e.Ticket, "customer": e.Customer, "agent": e.Agent,
		"channel": e.Channel, "category": e.Category, "tier": e.Tier, "language": e.Language, "region": e.Region, "base": e.Base,
		"start": since(e.Start), "over": since(e.End), "last": since(e.Last),
		"outcome": e.Outcome.String(), "confirmed": strconv.FormatBool(e.Confirmed), "end": e.EndReason,
		"reopens": strconv.FormatBool(e.Reopens), "reopened": strconv.FormatBool(e.Reopened),
		"messages": fmt.Sprintf("%d/%d/%d", e.FromCustomer, e.FromBot, e.FromAgents),
		"first":    spanText(e.FirstReply), "human": spanText(e.FirstHuman), "resolution": spanText(e.Resolution),
		"handoffs": strconv.Itoa(e.Handoffs), "why": e.HandoffReason,
		"asked":  fmt.Sprintf("%d/%d/%d/%d", e.Answered, e.Suggested, e.Accepted, e.Unanswered),
		"helped": fmt.Sprintf("%d/%d", e.Helped, e.NotHelped),
		"judged": fmt.Sprintf("%d/%d/%d/%d", e.JudgedAnswers, e.RightAnswers, e.JudgedIntents, e.RightIntents),
		"counts": fmt.Sprintf("%d/%d/%d/%d", e.Repeats, e.Soothed, e.Escalations, e.Failures),
		"rating": fmt.Sprint(e.Rating), "rated": since(e.RatedAt), "tags": strings.Join(e.Tags, ","),
		"survey": fmt.Sprintf("%t/%t", e.Surveyed, e.Refused), "moods": strings.ReplaceAll(strings.Trim(fmt.Sprint(e.Moods), "[]"), " ", ","),
	}
	list := func(key string, n int, one func(i int) string) {
		var all []string
		for i := range n {
			all = append(all, one(i))
		}
		m[key] = strings.Join(all, ",")
	}
	list("replies", len(e.Replies), func(i int) string {
		r := e.Replies[i]
		return r.Agent + ":" + spanText(metrics.Span{Wall: r.Wall, Hours: r.Hours, Known: true})
	})
	list("visits", len(e.Visits), func(i int) string {
		v := e.Visits[i]
		s := v.Queue + ":" + v.End + ":" + short(v.Wait)
		if v.Short {
			s += ":short"
		} else if v.Within {
			s += ":within"
		}
		return s
	})
	list("stints", len(e.Stints), func(i int) string {
		s := e.Stints[i]
		text := s.Agent + ":" + short(s.Talk) + "+" + short(s.Wrap)
		if !s.Over {
			text += ":on"
		}
		return text
	})
	list("labels", len(e.Labels), func(i int) string { return e.Labels[i].Name + ":" + e.Labels[i].Value })
	list("flows", len(e.Flows), func(i int) string { return e.Flows[i].Flow + ":" + e.Flows[i].End + ":" + short(e.Flows[i].Took) })
	var steps []string
	for _, f := range e.Flows {
		for _, s := range f.Steps {
			steps = append(steps, fmt.Sprintf("%s:%d:%d:%t:%s", s.Step, s.Asked, s.Rejected, s.Filled, short(s.Took)))
		}
	}
	m["steps"] = strings.Join(steps, ",")
	list("goals", len(e.Goals), func(i int) string {
		return fmt.Sprintf("%s:%t:%s", e.Goals[i].Name, e.Goals[i].Met, short(e.Goals[i].Took))
	})
	list("states", len(e.States), func(i int) string { return e.States[i].Name + ":" + short(e.States[i].Took) })
	return m
}

// short is a duration without its zeros at the end.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

func spanText(s metrics.Span) string {
	switch {
	case !s.Known:
		return "-"
	case s.Hours == metrics.UnknownHours:
		return short(s.Wall) + "/?"
	case s.Hours != s.Wall:
		return short(s.Wall) + "/" + short(s.Hours)
	}
	return short(s.Wall)
}
