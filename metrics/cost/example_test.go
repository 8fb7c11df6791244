package cost_test

import (
	"fmt"

	"github.com/kefu-go/kefu/metrics/cost"
)

// A month of a bot, with every formula.
func Example() {
	report, err := cost.Model{
		Currency: "EUR", BotTurn: 0.004, AgentMinute: 0.75, FixedPerMonth: 900, MinutesPerEpisode: 6,
	}.Assess(cost.Volumes{
		Months: 1, BotTurns: 30000, Solved: 4000, Handed: 2000, Lost: 500, HumanSolved: 1700, HandedMinutes: 9000,
	})
	if err != nil {
		panic(err)
	}
	fmt.Print(report.Describe())
	// Output:
	// bot = bot turn x turns + bot episode x (solved + handed + lost) = 0.004 x 30000 + 0 x 6500 = 120
	// human = agent minute x (handed minutes + direct minutes) = 0.75 x (9000 + 0) = 6750
	// tickets = ticket handling x tickets = 0 x 0 = 0
	// fixed = fixed per month x months = 900 x 1 = 900
	// total = bot + human + tickets + fixed = 120 + 6750 + 0 + 900 = 7770
	// per bot episode = (bot + fixed) / (solved + handed + lost) = (120 + 900) / 6500 = 0.156923
	// per human episode = human / (handed + direct) = 6750 / 2000 = 3.375
	// per mixed episode = per bot episode + agent minute x handed minutes / handed = 0.156923 + 0.75 x 9000 / 2000 = 3.53192
	// per interaction = total / (solved + handed + lost + direct) = 7770 / 6500 = 1.19538
	// per resolution = total / (solved by the bot + solved by people) = 7770 / 5700 = 1.36316
	// hours saved = (episodes people would have had x minutes per episode - handed minutes) / 60 = (6000 x 6 - 9000) / 60 = 450
	// savings = hours saved x 60 x agent minute - bot - fixed = 450 x 60 x 0.75 - 120 - 900 = 19230
	// share saved = savings / cost of people alone = 19230 / 27000 = 0.712222
	// break-even = fixed x solved / (hours saved x 60 x agent minute - bot) = 900 x 4000 / (450 x 60 x 0.75 - 120) = 178.838
	// Amounts are in EUR. Assumed: without the bot, people would have had 100 % of the solved episodes, all handed ones, and none of the lost ones, at 6 minutes each.
}
