// Package cost says what interactions cost, and what a bot saves. It is arithmetic
// with stated assumptions: [Report.Describe] prints each formula with its numbers, and
// a figure without a value (nothing to divide by) is nil, never NaN.
//
//	report, err := cost.Model{
//		Currency: "EUR", BotTurn: 0.004, AgentMinute: 0.75, FixedPerMonth: 900, MinutesPerEpisode: 6,
//	}.Assess(cost.Volumes{Months: 1, BotTurns: 30000, Solved: 4000, Handed: 2000, HandedMinutes: 9000})
//	fmt.Println(*report.Savings)
//
// Prices have no defaults: what a minute of an agent costs is known to the host and to
// nobody else.
//
// # What is compared
//
// The savings are against a world without the bot, in which people handle all that
// came, in [Model.MinutesPerEpisode] minutes each. That assumes that
//
//   - every episode would have come to a person as well: customers who ask the bot only
//     because it is easy make the savings too high; [Model.Diverted] corrects for it;
//   - an episode that the bot solved would have taken a person as long as the average
//     one: it was probably an easy one, which makes the savings too high;
//   - who left the bot without a solution was handled by nobody, and would have been;
//     what is then saved is no service, so that [Model.CountLost] is off by default.
//
// A model is a value and knows no clock; it is safe for concurrent use.
package cost
