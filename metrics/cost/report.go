package cost

import "math"

// Report is what it costs and saves. Amounts are in the unit of the model. What is nil
// has no value: there was nothing to divide by, or the model lacks a figure for it.
type Report struct {
	// Model and Volumes are what was assessed.
	Model   Model
	Volumes Volumes

	// Bot, Human, Tickets and Fixed add up to Total.
	Bot, Human, Tickets, Fixed, Total float64

	// PerBot is what the bot's part of an episode costs: (Bot + Fixed) over the episodes
	// that it took part in.
	PerBot *float64
	// PerHuman is what the agents' part costs: Human over handed and direct episodes.
	PerHuman *float64
	// PerMixed is a handed episode: PerBot and its own agent minutes.
	PerMixed *float64
	// PerInteraction is Total over all episodes.
	PerInteraction *float64
	// PerResolution is Total over solved episodes, by bot or people: what does not solve
	// is paid by what does.
	PerResolution *float64

	// HoursSaved are the hours that people would have spent more without the bot: negative
	// if hand-offs cost more time than solutions save. Nil without MinutesPerEpisode.
	HoursSaved *float64
	// Savings are HoursSaved in money, less Bot and Fixed: negative if the bot costs more.
	Savings *float64
	// Share is Savings over what people alone would have cost.
	Share *float64
	// BreakEven is the number of solved episodes in the time, with the hand-offs, losses and turns per
	// episode as they are in proportion, from which on the bot pays for its fixed cost.
	// Nil if it never does, or if there were none.
	BreakEven *float64
}

// Assess applies the prices to the volumes. The error names every [FieldError]; it
// comes with an empty report.
func (m Model) Assess(v Volumes) (Report, error) {
	var f faults
	m.check(&f)
	v.check(&f)
	if err := f.err(); err != nil {
		return Report{}, err
	}
	withBot := v.Solved + v.Handed + v.Lost
	human := v.Handed + v.Direct
	r := Report{
		Model:   m,
		Volumes: v,
		Bot:     m.BotTurn*v.BotTurns + m.BotEpisode*withBot,
		Human:   m.AgentMinute * (v.HandedMinutes + v.DirectMinutes),
		Tickets: m.TicketHandling * v.Tickets,
		Fixed:   m.FixedPerMonth * v.Months,
	}
	r.Total = r.Bot + r.Human + r.Tickets + r.Fixed
	r.PerBot = over(r.Bot+r.Fixed, withBot)
	r.PerHuman = over(r.Human, human)
	if r.PerBot != nil && v.Handed > 0 {
		r.PerMixed = over(*r.PerBot*v.Handed+m.AgentMinute*v.HandedMinutes, v.Handed)
	}
	r.PerInteraction = over(r.Total, withBot+v.Direct)
	r.PerResolution = over(r.Total, v.Solved+v.HumanSolved)
	if m.MinutesPerEpisode > 0 {
		r.compare()
	}
	return r, nil
}

// moved are the bot's episodes that people would have handled without it.
func (r *Report) moved() float64 {
	solved := r.Volumes.Solved
	if r.Model.Diverted != nil {
		solved *= *r.Model.Diverted
	}
	moved := solved + r.Volumes.Handed
	if r.Model.CountLost {
		moved += r.Volumes.Lost
	}
	return moved
}

// compare sets the figures against people alone. Direct episodes and tickets are the
// same in both worlds.
func (r *Report) compare() {
	m, v := r.Model, r.Volumes
	minutes := r.moved()*m.MinutesPerEpisode - v.HandedMinutes
	worth := minutes * m.AgentMinute
	r.HoursSaved = value(minutes / 60)
	r.Savings = value(worth - r.Bot - r.Fixed)
	r.Share = over(*r.Savings, r.alone())
	if v.Solved > 0 && worth > r.Bot {
		r.BreakEven = over(r.Fixed*v.Solved, worth-r.Bot)
	}
}

// alone is what it would have cost without the bot.
func (r *Report) alone() float64 {
	return r.Model.AgentMinute*(r.moved()*r.Model.MinutesPerEpisode+r.Volumes.DirectMinutes) + r.Tickets
}

func value(v float64) *float64 { return &v }

// over divides; where there is nothing to divide by, or next to nothing, there is no
// value.
func over(a, b float64) *float64 {
	q := a / b
	if math.IsNaN(q) || math.IsInf(q, 0) {
		return nil
	}
	return &q
}
