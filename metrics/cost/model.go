package cost

import "time"

const (
	notAmount = "must be in 0 to 1e15"
	notShare  = "must be in 0 to 1"
)

// Model holds prices, all in one unit of one currency (euros or cents, as the host
// likes). A price of 0 is free. At least 0 and at most 1e15.
type Model struct {
	// Currency names the unit, such as "EUR"; it is only printed. Default "".
	Currency string
	// BotTurn is for each turn of the bot: models that are paid by use, messages.
	BotTurn float64
	// BotEpisode is for each episode that the bot took part in: channel fees.
	BotEpisode float64
	// AgentMinute is for each minute that an agent spends on an episode: his paid hour,
	// with shrinkage and idle time, over the minutes that he is busy in it.
	AgentMinute float64
	// TicketHandling is for each ticket, besides the minutes of agents.
	TicketHandling float64
	// FixedPerMonth is for the bot, whatever it does: hosting, licences, upkeep of
	// knowledge.
	FixedPerMonth float64
	// MinutesPerEpisode is what an episode takes a person without a bot, above 0 for
	// savings: measure it before the bot, or among episodes that it never touched. Not
	// the minutes after a hand-off, which the bot has shortened. Default 0: no savings
	// are reported.
	MinutesPerEpisode float64
	// Diverted is the share of the episodes solved by the bot that would have come to
	// people without it, in [0,1]. Default nil: all of them, which is the
	// highest savings can be.
	Diverted *float64
	// CountLost counts episodes that nobody solved as handled by people in the
	// comparison. Default false.
	CountLost bool
}

// Volumes are what happened in the time. At least 0 and at most 1e15. Each episode
// counts once among Solved, Handed, Lost and Direct.
type Volumes struct {
	// Months is how long, for the fixed costs; a part of a month is a fraction.
	Months float64
	// BotTurns are the bot's turns in all episodes.
	BotTurns float64
	// Solved are episodes that the bot ended without a person, with a solution.
	Solved float64
	// Handed are episodes that began with the bot and went to a person.
	Handed float64
	// Lost are episodes with the bot that ended without a solution or a person.
	Lost float64
	// Direct are episodes that people handled without the bot.
	Direct float64
	// HumanSolved are the episodes among Handed and Direct that were solved; not more
	// than these.
	HumanSolved float64
	// HandedMinutes are the minutes of agents on handed episodes, DirectMinutes those on
	// direct ones.
	HandedMinutes, DirectMinutes float64
	// Tickets were handled, of whatever episodes.
	Tickets float64
}

// Months is how many months a time is, of 30.4375 days each: the mean of the calendar.
func Months(d time.Duration) float64 { return d.Hours() / (24 * 365.25 / 12) }

// Add returns the volumes of two times together.
func (v Volumes) Add(w Volumes) Volumes {
	return Volumes{
		Months: v.Months + w.Months, BotTurns: v.BotTurns + w.BotTurns,
		Solved: v.Solved + w.Solved, Handed: v.Handed + w.Handed, Lost: v.Lost + w.Lost, Direct: v.Direct + w.Direct,
		HumanSolved: v.HumanSolved + w.HumanSolved, HandedMinutes: v.HandedMinutes + w.HandedMinutes,
		DirectMinutes: v.DirectMinutes + w.DirectMinutes, Tickets: v.Tickets + w.Tickets,
	}
}

// Episodes are all of them.
func (v Volumes) Episodes() float64 { return v.Solved + v.Handed + v.Lost + v.Direct }

func (m Model) check(f *faults) {
	for _, p := range []struct {
		field string
		v     float64
	}{
		{"botTurn", m.BotTurn},
		{"botEpisode", m.BotEpisode},
		{"agentMinute", m.AgentMinute},
		{"ticketHandling", m.TicketHandling},
		{"fixedPerMonth", m.FixedPerMonth},
		{"minutesPerEpisode", m.MinutesPerEpisode},
	} {
		f.amount(p.field, p.v, limit, notAmount)
	}
	if m.Diverted != nil {
		f.amount("diverted", *m.Diverted, 1, notShare)
	}
}

func (v Volumes) check(f *faults) {
	for _, p := range []struct {
		field string
		v     float64
	}{
		{"volumes.months", v.Months},
		{"volumes.botTurns", v.BotTurns},
		{"volumes.solved", v.Solved},
		{"volumes.handed", v.Handed},
		{"volumes.lost", v.Lost},
		{"volumes.direct", v.Direct},
		{"volumes.humanSolved", v.HumanSolved},
		{"volumes.handedMinutes", v.HandedMinutes},
		{"volumes.directMinutes", v.DirectMinutes},
		{"volumes.tickets", v.Tickets},
	} {
		f.amount(p.field, p.v, limit, notAmount)
	}
	f.amount("volumes.humanSolved", v.HumanSolved, v.Handed+v.Direct, "must not be more than handed and direct")
}
