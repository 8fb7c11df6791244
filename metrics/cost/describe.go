package cost

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Describe returns the formulas with their numbers, a line each, and the assumptions,
// in plain English. Figures are rounded to six digits or two decimals, one without a value is "no
// value".
func (r Report) Describe() string {
	m, v := r.Model, r.Volumes
	var b strings.Builder
	line := func(name, formula string, numbers string, result *float64) {
		fmt.Fprintf(&b, "%s = %s = %s = %s\n", name, formula, numbers, show(result))
	}
	withBot := v.Solved + v.Handed + v.Lost
	line("bot", "bot turn x turns + bot episode x (solved + handed + lost)",
		join("%s x %s + %s x %s", m.BotTurn, v.BotTurns, m.BotEpisode, withBot), &r.Bot)
	line("human", "agent minute x (handed minutes + direct minutes)",
		join("%s x (%s + %s)", m.AgentMinute, v.HandedMinutes, v.DirectMinutes), &r.Human)
	line("tickets", "ticket handling x tickets", join("%s x %s", m.TicketHandling, v.Tickets), &r.Tickets)
	line("fixed", "fixed per month x months", join("%s x %s", m.FixedPerMonth, v.Months), &r.Fixed)
	line("total", "bot + human + tickets + fixed", join("%s + %s + %s + %s", r.Bot, r.Human, r.Tickets, r.Fixed), &r.Total)
	line("per bot episode", "(bot + fixed) / (solved + handed + lost)", join("(%s + %s) / %s", r.Bot, r.Fixed, withBot), r.PerBot)
	line("per human episode", "human / (handed + direct)", join("%s / %s", r.Human, v.Handed+v.Direct), r.PerHuman)
	line("per mixed episode", "per bot episode + agent minute x handed minutes / handed",
		show(r.PerBot)+join(" + %s x %s / %s", m.AgentMinute, v.HandedMinutes, v.Handed), r.PerMixed)
	line("per interaction", "total / (solved + handed + lost + direct)", join("%s / %s", r.Total, withBot+v.Direct), r.PerInteraction)
	line("per resolution", "total / (solved by the bot + solved by people)", join("%s / %s", r.Total, v.Solved+v.HumanSolved), r.PerResolution)
	line("hours saved", "(episodes people would have had x minutes per episode - handed minutes) / 60",
		join("(%s x %s - %s) / 60", r.moved(), m.MinutesPerEpisode, v.HandedMinutes), r.HoursSaved)
	line("savings", "hours saved x 60 x agent minute - bot - fixed",
		show(r.HoursSaved)+join(" x 60 x %s - %s - %s", m.AgentMinute, r.Bot, r.Fixed), r.Savings)
	line("share saved", "savings / cost of people alone", show(r.Savings)+" / "+number(r.alone()), r.Share)
	line("break-even", "fixed x solved / (hours saved x 60 x agent minute - bot)",
		join("%s x %s / (", r.Fixed, v.Solved)+show(r.HoursSaved)+join(" x 60 x %s - %s)", m.AgentMinute, r.Bot), r.BreakEven)
	diverted := 1.0
	if m.Diverted != nil {
		diverted = *m.Diverted
	}
	fmt.Fprintf(&b, "Amounts are in %s. Assumed: without the bot, people would have had %s %% of the solved episodes, all handed ones, and %s of the lost ones, at %s minutes each.\n",
		or(m.Currency, "the unit of the prices"), number(100*diverted), map[bool]string{true: "all", false: "none"}[m.CountLost], number(m.MinutesPerEpisode))
	return b.String()
}

func join(format string, numbers ...float64) string {
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = number(n)
	}
	return fmt.Sprintf(format, args...)
}

func number(v float64) string {
	if math.Abs(v) < 1000 {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 2, 64), ".00")
}

func show(v *float64) string {
	if v == nil {
		return "no value"
	}
	return number(*v)
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
