package metrics_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// validEvent has all fields, of a kind.
func validEvent(k metrics.Kind) metrics.Event {
	return metrics.Event{
		ID: "1", At: foldNoon, Kind: k, Conversation: "c", Ticket: "t", Customer: "eve", Agent: "ann", Flow: "f", Step: "s", Reason: "r", Truth: "x", Score: 1, Took: time.Hour,
	}
}

func TestEventsOfAllKindsAreValid(t *testing.T) {
	for k := range metrics.Kind(255) {
		if k.Known() {
			e := validEvent(k)
			require.NoError(t, e.Validate(), k)
			assert.Zero(t, testing.AllocsPerRun(10, func() { _ = e.Validate() }), "checking what is valid costs nothing")
		}
	}
	require.NoError(t, (&metrics.Event{ID: "1", At: foldNoon, Kind: metrics.Presence, Agent: "ann", Step: "online"}).Validate(), "the first state")
	require.NoError(t, (&metrics.Event{ID: "1", At: foldNoon, Kind: metrics.CustomerSpoke, Conversation: "c", Intent: "退款", Valence: -1, Felt: true}).Validate())
}

func TestEventsThatCannotBeRecorded(t *testing.T) {
	type E = metrics.Event
	many := make([]string, metrics.MaxTags+1)
	for i := range many {
		many[i] = "x"
	}
	for name, c := range map[string]struct {
		kind   metrics.Kind
		change func(*E)
		field  string
	}{
		"no id":                      {metrics.BotSpoke, func(e *E) { e.ID = "" }, "ID"},
		"a long id":                  {metrics.BotSpoke, func(e *E) { e.ID = strings.Repeat("x", metrics.MaxID+1) }, "ID"},
		"no time":                    {metrics.BotSpoke, func(e *E) { e.At = time.Time{} }, "At"},
		"the distant past":           {metrics.BotSpoke, func(e *E) { e.At = time.Unix(0, 0) }, "At"},
		"the distant future":         {metrics.BotSpoke, func(e *E) { e.At = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }, "At"},
		"no kind":                    {0, nil, "Kind"},
		"no such kind":               {200, nil, "Kind"},
		"a kind that is no ticket's": {60, nil, "Kind"},
		"no conversation":            {metrics.BotSpoke, func(e *E) { e.Conversation = "" }, "Conversation"},
		"no customer":                {metrics.OptedOut, func(e *E) { e.Customer = "" }, "Customer"},
		"no ticket":                  {metrics.TicketSolved, func(e *E) { e.Ticket = "" }, "Ticket"},
		"an agent without a name":    {metrics.AgentSpoke, func(e *E) { e.Agent = "" }, "Agent"},
		"nobody has it":              {metrics.Assigned, func(e *E) { e.Agent = "" }, "Agent"},
		"nobody is there":            {metrics.Presence, func(e *E) { e.Agent = "" }, "Agent"},
		"no next state":              {metrics.Presence, func(e *E) { e.Step = "" }, "Step"},
		"no former state":            {metrics.Presence, func(e *E) { e.Reason = "" }, "Reason"},
		"a state of months":          {metrics.Presence, func(e *E) { e.Took = metrics.MaxPresence + 1 }, "Took"},
		"no flow":                    {metrics.FlowStarted, func(e *E) { e.Flow = "" }, "Flow"},
		"a flow ends for nothing":    {metrics.FlowEnded, func(e *E) { e.Reason = "" }, "Reason"},
		"no step":                    {metrics.StepFilled, func(e *E) { e.Step = "" }, "Step"},
		"no promise":                 {metrics.GoalMet, func(e *E) { e.Step = "" }, "Step"},
		"no truth":                   {metrics.IntentJudged, func(e *E) { e.Truth = "" }, "Truth"},
		"negative":                   {metrics.BotSpoke, func(e *E) { e.Took = -1 }, "Took"},
		"decades":                    {metrics.BotSpoke, func(e *E) { e.Took = metrics.MaxTook + 1 }, "Took"},
		"no number":                  {metrics.Answered, func(e *E) { e.Score = math.NaN() }, "Score"},
		"infinite":                   {metrics.Answered, func(e *E) { e.Score = math.Inf(-1) }, "Score"},
		"no star":                    {metrics.Rated, func(e *E) { e.Score = .9 }, "Score"},
		"six stars":                  {metrics.Rated, func(e *E) { e.Score = 6 }, "Score"},
		"more than right":            {metrics.AnswerJudged, func(e *E) { e.Score = 1.1 }, "Score"},
		"less than no help":          {metrics.Helpful, func(e *E) { e.Score = -.1 }, "Score"},
		"no valence":                 {metrics.CustomerSpoke, func(e *E) { e.Valence = math.NaN() }, "Valence"},
		"better than good":           {metrics.CustomerSpoke, func(e *E) { e.Valence = 1.01 }, "Valence"},
		"many labels":                {metrics.BotSpoke, func(e *E) { e.Labels = make([]metrics.Label, metrics.MaxLabels+1) }, "Labels"},
		"a label without a name":     {metrics.BotSpoke, func(e *E) { e.Labels = []metrics.Label{{Value: "x"}} }, "Labels"},
		"a label twice":              {metrics.BotSpoke, func(e *E) { e.Labels = []metrics.Label{{"a", "x"}, {"a", "y"}} }, "Labels"},
		"a label like two":           {metrics.BotSpoke, func(e *E) { e.Labels = []metrics.Label{{"a=b", "x"}} }, "Labels"},
		"a label of lines":           {metrics.BotSpoke, func(e *E) { e.Labels = []metrics.Label{{"a", "x\ny"}} }, "Labels"},
		"many tags":                  {metrics.Rated, func(e *E) { e.Tags = many }, "Tags"},
		"an empty tag":               {metrics.Rated, func(e *E) { e.Tags = []string{""} }, "Tags"},
		"a NUL in a tag":             {metrics.Rated, func(e *E) { e.Tags = []string{"a\x00"} }, "Tags"},
	} {
		e := validEvent(c.kind)
		if c.change != nil {
			c.change(&e)
		}
		err := e.Validate()
		require.ErrorIs(t, err, metrics.ErrInvalid, name)
		var fault *metrics.EventError
		require.ErrorAs(t, err, &fault, name)
		assert.Equal(t, c.field, fault.Field, name)
		assert.LessOrEqual(t, len(fault.ID), 50)
		assert.NotContains(t, err.Error(), "\x00")
	}
}

// Every text of an event is checked: whatever cannot be kept is refused under the name of its field.
func TestTextsOfEventsThatCannotBeKept(t *testing.T) {
	fields := reflect.TypeFor[metrics.Event]()
	for i := range fields.NumField() {
		if fields.Field(i).Type.Kind() != reflect.String {
			continue
		}
		for _, bad := range []string{"nul\x00", "\x00", "bad\xff", "界\x00", strings.Repeat("界", metrics.MaxID/3+1)} {
			e := validEvent(metrics.BotSpoke)
			reflect.ValueOf(&e).Elem().Field(i).SetString(bad)
			var fault *metrics.EventError
			require.ErrorAs(t, e.Validate(), &fault)
			assert.Equal(t, fields.Field(i).Name, fault.Field)
		}
	}
}

func TestRulesThatCannotBeGoneBy(t *testing.T) {
	require.NoError(t, (&metrics.Rules{}).Validate())
	require.NoError(t, (&metrics.Rules{Quiet: time.Minute, Within: time.Second}).Validate(), "defaults follow what is shorter")
	for fault, r := range map[string]metrics.Rules{
		"quiet is negative":            {Quiet: -1},
		"reopen is negative":           {Reopen: -time.Hour},
		"durable is too long":          {Durable: 20 * 366 * 24 * time.Hour},
		"linger is longer than quiet":  {Linger: 2 * time.Hour, Quiet: time.Hour},
		"short is longer than within":  {Short: time.Minute},
		"within is not a whole number": {Within: time.Second + 1},
	} {
		err := r.Validate()
		require.ErrorIs(t, err, metrics.ErrInvalid)
		require.ErrorContains(t, err, fault)
	}
	err := (&metrics.Rules{Quiet: -1, Reopen: -1}).Validate()
	require.ErrorContains(t, err, "quiet")
	require.ErrorContains(t, err, "reopen")
}

func BenchmarkValidate(b *testing.B) {
	e := aTalk(1, foldNoon, false)[1]
	b.ReportAllocs()
	for b.Loop() {
		_ = e.Validate()
	}
}
