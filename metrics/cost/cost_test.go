package cost_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics/cost"
)

// A month with numbers that are easy in the head.
func month() (cost.Model, cost.Volumes) {
	m := cost.Model{
		Currency: "EUR", BotTurn: 0.01, BotEpisode: 0.05, AgentMinute: 0.5, TicketHandling: 2,
		FixedPerMonth: 500, MinutesPerEpisode: 8,
	}
	v := cost.Volumes{
		Months: 2, BotTurns: 10_000, Solved: 600, Handed: 300, Lost: 100, Direct: 200,
		HumanSolved: 400, HandedMinutes: 1800, DirectMinutes: 1600, Tickets: 50,
	}
	return m, v
}

func TestAssess(t *testing.T) {
	m, v := month()
	r, err := m.Assess(v)
	require.NoError(t, err)
	assert.InDelta(t, 100+50, r.Bot, 1e-9)
	assert.InDelta(t, 1700, r.Human, 1e-9)
	assert.InDelta(t, 100, r.Tickets, 1e-9)
	assert.InDelta(t, 1000, r.Fixed, 1e-9)
	assert.InDelta(t, 2950, r.Total, 1e-9)
	assert.InDelta(t, 1.15, *r.PerBot, 1e-9)
	assert.InDelta(t, 3.4, *r.PerHuman, 1e-9)
	assert.InDelta(t, 1.15+3, *r.PerMixed, 1e-9)
	assert.InDelta(t, 2950.0/1200, *r.PerInteraction, 1e-9)
	assert.InDelta(t, 2.95, *r.PerResolution, 1e-9)
	// 900 episodes of 8 minutes less 1800 minutes are 5400.
	assert.InDelta(t, 90, *r.HoursSaved, 1e-9)
	assert.InDelta(t, 2700-150-1000, *r.Savings, 1e-9)
	assert.InDelta(t, 1550.0/(0.5*(7200+1600)+100), *r.Share, 1e-9)
	assert.InDelta(t, 600*1000.0/2550, *r.BreakEven, 1e-9)
}

// Two times together are both: of every field.
func TestAdd(t *testing.T) {
	m, v := month()
	sum := v.Add(v).Add(cost.Volumes{})
	once, err := m.Assess(v)
	require.NoError(t, err)
	twice, err := m.Assess(sum)
	require.NoError(t, err)
	assert.InDelta(t, 2*once.Total, twice.Total, 1e-9)
	assert.InDelta(t, 2**once.Savings, *twice.Savings, 1e-9)
	assert.InDelta(t, *once.PerResolution, *twice.PerResolution, 1e-9)
	assert.InDelta(t, 2*1200, sum.Episodes(), 1e-9)
	fields := reflect.ValueOf(sum)
	for i := range fields.NumField() {
		assert.InDelta(t, 2*reflect.ValueOf(v).Field(i).Float(), fields.Field(i).Float(), 1e-9, fields.Type().Field(i).Name)
	}
}

func TestMonths(t *testing.T) {
	assert.InDelta(t, 12, cost.Months(8766*time.Hour), 1e-9)
	assert.InDelta(t, 1, cost.Months(time.Duration(30.4375*24*float64(time.Hour))), 1e-9)
}

// At the break-even the savings are nothing, in proportion.
func TestBreakEven(t *testing.T) {
	m, v := month()
	r, err := m.Assess(v)
	require.NoError(t, err)
	k := *r.BreakEven / v.Solved
	for _, p := range []*float64{&v.BotTurns, &v.Solved, &v.Handed, &v.Lost, &v.HandedMinutes} {
		*p *= k
	}
	v.HumanSolved = 0
	r, err = m.Assess(v)
	require.NoError(t, err)
	assert.InDelta(t, 0, *r.Savings, 1e-9)

	m.AgentMinute = 0.001
	r, err = m.Assess(v)
	require.NoError(t, err)
	assert.Nil(t, r.BreakEven, "a bot that costs more with each episode never pays")
	assert.Less(t, *r.Savings, 0.0)
}

func TestAssumptions(t *testing.T) {
	m, v := month()
	half := 0.5
	m.Diverted = &half
	r, err := m.Assess(v)
	require.NoError(t, err)
	assert.InDelta(t, (600*8-1800)/60.0, *r.HoursSaved, 1e-9)
	m.CountLost = true
	r, err = m.Assess(v)
	require.NoError(t, err)
	assert.InDelta(t, (700*8-1800)/60.0, *r.HoursSaved, 1e-9)
}

func TestNoValue(t *testing.T) {
	m, _ := month()
	r, err := m.Assess(cost.Volumes{})
	require.NoError(t, err)
	for _, p := range []*float64{r.PerBot, r.PerHuman, r.PerMixed, r.PerInteraction, r.PerResolution, r.Share, r.BreakEven} {
		assert.Nil(t, p)
	}
	assert.Zero(t, *r.HoursSaved)
	assert.Contains(t, r.Describe(), "= 0 / 0 = no value\n")

	m.MinutesPerEpisode = 0
	_, v := month()
	r, err = m.Assess(v)
	require.NoError(t, err)
	assert.Nil(t, r.HoursSaved)
	assert.Nil(t, r.Savings)
	assert.NotNil(t, r.PerBot)
}

func TestEveryFaultIsNamed(t *testing.T) {
	nan, two := math.NaN(), 2.0
	_, err := cost.Model{
		BotTurn: nan, BotEpisode: -1, AgentMinute: math.Inf(1), TicketHandling: 1e16, FixedPerMonth: -1, MinutesPerEpisode: nan, Diverted: &two,
	}.Assess(cost.Volumes{
		Months: -1, BotTurns: nan, Solved: -1, Handed: 0, Lost: nan, Direct: 1, HumanSolved: 2,
		HandedMinutes: nan, DirectMinutes: 1e16, Tickets: -1,
	})
	require.ErrorIs(t, err, cost.ErrInvalid)
	var fields []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		var field *cost.FieldError
		require.True(t, errors.As(e, &field))
		fields = append(fields, field.Field)
	}
	assert.Equal(t, []string{
		"botTurn", "botEpisode", "agentMinute", "ticketHandling", "fixedPerMonth", "minutesPerEpisode", "diverted",
		"volumes.months", "volumes.botTurns", "volumes.solved", "volumes.lost",
		"volumes.handedMinutes", "volumes.directMinutes", "volumes.tickets", "volumes.humanSolved",
	}, fields)
}

// Whatever the numbers are, no figure is NaN or infinite, and the parts are the whole.
func TestFiguresAreNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 1e15), rapid.Just(5e-324))
		draw := func() float64 { return amount.Draw(t, "amount") }
		m := cost.Model{BotTurn: draw(), BotEpisode: draw(), AgentMinute: draw(), TicketHandling: draw(), FixedPerMonth: draw(), MinutesPerEpisode: draw()}
		v := cost.Volumes{
			Months: draw(), BotTurns: draw(), Solved: draw(), Handed: draw(), Lost: draw(), Direct: draw(),
			HandedMinutes: draw(), DirectMinutes: draw(), Tickets: draw(),
		}
		r, err := m.Assess(v)
		require.NoError(t, err)
		for _, p := range []*float64{&r.Total, r.PerBot, r.PerHuman, r.PerMixed, r.PerInteraction, r.PerResolution, r.HoursSaved, r.Savings, r.Share, r.BreakEven} {
			require.False(t, p != nil && (math.IsNaN(*p) || math.IsInf(*p, 0)), "%+v", r)
		}
		text := r.Describe()
		require.False(t, strings.Contains(text, "NaN") || strings.Contains(text, "Inf"), text)
	})
}
