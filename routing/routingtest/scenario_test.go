package routingtest

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestScenariosThatFail: what is wrong with a scenario, or with the router, is told
// with file and line.
func TestScenariosThatFail(t *testing.T) {
	const head = "source: us\nplan: {\"queues\": [{\"id\": \"a\", \"offer_for\": \"30s\"}]}\n"
	const given = head + "given agent ann x:2 capacity 1\n and online ann\nwhen submit 1\n"
	for name, c := range map[string]struct{ text, want string }{
		"no source":           {"when submit 1\nthen item 1 waiting", `no line "source:"`},
		"nothing in the end":  {head + "when submit 1", "nothing says what must be so"},
		"unknown setting":     {"sources: us", `x.txt:1: there is no setting "sources"`},
		"neither":             {"source", "x.txt:1: neither a setting nor a step"},
		"goes on with naught": {"  more", "x.txt:1: there is nothing"},
		"plan of two lines":   {"source: us\nplan: {\n  \"queue\": []}\nwhen submit 1", `x.txt:2: the plan: json: unknown field "queue"`},
		"two plans":           {"source: us\nplan: {} {}\n", "x.txt:2: the plan: something follows"},
		"bad lease":           {"lease: soon\n", "x.txt:1: time: invalid duration"},
		"bad hours":           {"hours office: 17:00-09:00\n", "x.txt:1: hours are such as"},
		"bad start":           {"start: monday\n", "x.txt:1: parsing time"},
		"and at first":        {head + "and submit 1", "x.txt:3: and what?"},
		"a step of no kind":   {head + "when submit 1\nsubmit 2", "x.txt:4: a step begins with"},
		"setting in the body": {head + "when submit 1\nlease: 1m", "x.txt:4: a step begins with"},
		"empty step":          {head + "when", `x.txt:3: nothing behind "when"`},
		"unknown action":      {head + "when submitt 1", `x.txt:3: there is no action "submitt"`},
		"action as a result":  {head + "then submit 1", `x.txt:3: there is no expectation "submit"`},
		"open quote":          {head + `when cancel 1 "left`, "x.txt:3: a double quote is missing"},

		"no router":           {"source: us\nplan: {\"queues\": [{}]}\nwhen submit 1\nthen next never", "x.txt: no router: "},
		"too few words":       {given + "then item 1", `x.txt:6: "item" needs more words`},
		"too few to do":       {head + "when accept 1\nthen next never", `x.txt:3: "accept" needs more words`},
		"no level":            {head + "when agent ann x:high\nthen next never", `x.txt:3: "high" is no level`},
		"no such field":       {head + "when agent ann colour red\nthen next never", `x.txt:3: agents have no "colour"`},
		"no such item field":  {head + "when submit 1 colour=red\nthen next never", `x.txt:3: json: unknown field "colour"`},
		"no pair":             {head + "when submit 1 red\nthen next never", `x.txt:3: "red" is not of the form`},
		"bad limit":           {head + "when agent ann limit chat\nthen next never", `x.txt:3: "chat" is not of the form`},
		"bad new plan":        {head + "when setplan {]\nthen next never", "x.txt:3: the plan: "},
		"odd transfer":        {given + "when transfer 1 ann ben now\nthen next never", `x.txt:6: "transfer 1 ann to ..."`},
		"error not expected":  {given + "and reject 1 ben\nthen item 1 waiting", "x.txt:6: routing: stale assignment"},
		"error not seen":      {given + "and accept 1 ann\nthen error stale", `x.txt:7: no error, want "stale"`},
		"another error":       {given + "and reject 1 ben\nthen error no_room", `x.txt:7: the error is routing: stale`},
		"other words":         {given + "and reject 1 ben\nthen error stale zebra", `want something with "zebra"`},
		"unknown error":       {given + "then error odd", `x.txt:6: there is no error "odd"`},
		"another state":       {given + "then item 1 active with ann", "x.txt:6: item 1: offered to ann, want active with ann"},
		"another status":      {given + "then item 1 epoch=2", "x.txt:6: item 1: epoch is 1, want 2"},
		"no such status":      {given + "then item 1 colour=red", `x.txt:6: item 1 has no "colour=red"`},
		"another place":       {given + "and submit 2\nthen place 2 = 2", "x.txt:7: place 2: = 1, want = 2"},
		"another wait":        {given + "and submit 2\nthen wait 2 = 1s", "x.txt:7: wait 2 is 5m0s (known: true), want 1s"},
		"other events":        {given + "then events 1: submitted", "x.txt:6: events 1:: submitted offered, want submitted"},
		"another event":       {given + "then event 1 offered agent=ben", "x.txt:6: event offered: agent is ann, want ben"},
		"no event":            {given + "then event 1 missed", `x.txt:6: item 1 has no event "missed"`},
		"another queue":       {given + "then queue a waiting=1", "x.txt:6: queue a: waiting is 0, want 1"},
		"another agent state": {given + "then agent ann away", "x.txt:6: agent ann: online, want away"},
		"other items":         {given + "then agent ann has nothing", "x.txt:6: agent ann has: 1, want nothing"},
		"another load":        {given + "then agent ann used=0", "x.txt:6: agent ann: used is 1, want 0"},
		"another order":       {given + "then open a: 2", "x.txt:6: open a:: 1, want 2"},
		"other suggestions":   {given + "then suggest 1: ben", "x.txt:6: suggest 1:: ann, want ben"},
		"other reasons":       {given + "then why 1 ann: busy", "x.txt:6: why 1 ann:: chosen, want busy"},
		"nobody's reasons":    {given + "then why 1 ben: busy", `x.txt:6: nothing is said of agent "ben"`},
		"other lacks":         {given + "then lacks 1 ann: y", "x.txt:6: lacks 1 ann:: nothing, want y"},
		"no peak":             {given + "then peak on", "x.txt:6: peak: off, want on"},
		"another deadline":    {given + "then next 1s", "x.txt:6: next: 30s, want 1s"},
		"no item":             {head + "when after 1s\nthen item 1 waiting", "x.txt:4: routing: not found"},
		"no time":             {head + "when after dinner\nthen next never", "x.txt:3: time: invalid duration"},
		"no clock":            {head + "when at noon\nthen next never", "x.txt:3: parsing time"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := ParseScenario("x.txt", c.text)
			if err == nil {
				err = s.Check(t.Context(), InMemory)
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// TestScenarioTimes: time passes to the instant of each deadline on the way, a jump
// does not, and hours open and close.
func TestScenarioTimes(t *testing.T) {
	s, err := ParseScenario("x.txt", `source: us
plan: {"queues": [{"id": "a", "hours": "office", "offer_for": "30s", "retry_after": "1m"}]}
start: 2026-01-05 08:00
hours office: 09:00-17:00
# a comment

given agent ann capacity 1
  and online ann
 when submit 1
  and after 10m
 then event 1 missed waited=30s
  and item 1 pass=6
 when jump 10m
 then item 1 pass=6
 when at 09:00
 then queue a open=true
 when at 08:59
 then queue a open=false
`)
	require.NoError(t, err)
	require.NoError(t, s.Check(t.Context(), InMemory))
}

// FuzzParseScenario: no text has the reader panic, and what it takes can be played
// or is refused.
func FuzzParseScenario(f *testing.F) {
	for _, name := range []string{"zendesk-back-in-time.txt", "genesys-bullseye.txt", "connect-after-hours.txt", "salesforce-supervisor-reassigns.txt"} {
		data, err := os.ReadFile("../testdata/scenarios/" + name)
		require.NoError(f, err)
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseScenario("x.txt", text)
		if err != nil {
			require.Contains(t, err.Error(), "x.txt")
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // a year has many deadlines
		defer cancel()
		if err := s.Check(ctx, InMemory); err != nil {
			require.Contains(t, err.Error(), "x.txt")
		}
	})
}
