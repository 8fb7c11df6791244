package metrics

// counter is an instrument that is made of measures: by one dimension of cells, and by what the parts are called.
type counter struct {
	name, help string
	unit       string // "s" for distributions of times
	label      string
	by         func(*Cell) string
	part       string // the label of the parts
	parts      []counterPart
}

type counterPart struct {
	value   string
	measure Measure
}

func (c counter) labels() (labels []string) {
	for _, l := range []string{c.label, c.part} {
		if l != "" {
			labels = append(labels, l)
		}
	}
	return labels
}

func channelOf(c *Cell) string { return c.Channel }
func queueOf(c *Cell) string   { return c.Queue }
func stepOf(c *Cell) string    { return c.Step }

// counters are all counters and distributions.
var counters = []counter{
	{name: "talks_started", help: "Talks that began.", label: "channel", by: channelOf, parts: []counterPart{{"", Talks}}},
	{
		name: "talks_ended", help: "Talks that are over, by outcome.", label: "channel", by: channelOf, part: "outcome",
		parts: []counterPart{
			{"by_bot", EndedByBot}, {"by_human", EndedByHuman}, {"handed_off", EndedHandedOff}, {"abandoned", EndedAbandoned}, {"unresolved", EndedUnresolved},
		},
	},
	{name: "talks_handed_off", help: "Talks that are over and in which a person was asked for or took part.", label: "channel", by: channelOf, parts: []counterPart{{"", TalksHandedOff}}},
	{name: "talks_reopened", help: "Settled talks that came back.", label: "channel", by: channelOf, parts: []counterPart{{"", TalksReopened}}},
	{name: "talks_failed", help: "Talks in which something broke.", label: "channel", by: channelOf, parts: []counterPart{{"", TalksFailed}}},
	{name: "talks_rated", help: "Talks that were rated.", label: "channel", by: channelOf, parts: []counterPart{{"", TalksRated}}},
	{name: "talks_rated_top", help: "Talks that were rated 4 or 5.", label: "channel", by: channelOf, parts: []counterPart{{"", TalksTop2}}},
	{
		name: "messages", help: "Messages, by who wrote them.", label: "channel", by: channelOf, part: "from",
		parts: []counterPart{{"customer", FromCustomers}, {"bot", FromBots}, {"agent", FromPeople}},
	},
	{
		name: "questions", help: "Questions to the knowledge base, by what became of them.", label: "channel", by: channelOf, part: "result",
		parts: []counterPart{{"answered", QuestionsAnswered}, {"suggested", QuestionsSuggested}, {"unanswered", QuestionsUnanswered}},
	},
	{name: "queue_entered", help: "Items that began to wait.", label: "queue", by: queueOf, parts: []counterPart{{"", QueueEntered}}},
	{
		name: "queue_left", help: "Items that waited, by how it ended.", label: "queue", by: queueOf, part: "how",
		parts: []counterPart{{"answered", QueueAnswered}, {"abandoned", QueueAbandoned}, {"diverted", QueueDiverted}},
	},
	{name: "queue_answered_within", help: "Items that were answered within the promised time.", label: "queue", by: queueOf, parts: []counterPart{{"", QueueAnsweredWithin}}},
	{name: "cases_opened", help: "Tickets that were opened.", label: "channel", by: channelOf, parts: []counterPart{{"", CasesOpened}}},
	{name: "cases_solved", help: "Tickets that were solved.", label: "channel", by: channelOf, parts: []counterPart{{"", CasesSolved}}},
	{
		name: "goals", help: "Promises of tickets, by whether they were kept.", label: "goal", by: stepOf, part: "result",
		parts: []counterPart{{"met", GoalsMet}, {"missed", GoalsMissed}},
	},
	{name: "first_reply", help: "Time to the first reply of anybody.", unit: "s", label: "channel", by: channelOf, parts: []counterPart{{"", FirstReplyWall}}},
	{name: "first_human_reply", help: "Time from when a person was asked for to his first words.", unit: "s", label: "channel", by: channelOf, parts: []counterPart{{"", FirstHumanWall}}},
	{name: "resolution", help: "Time from the start of a talk to when it was settled.", unit: "s", label: "channel", by: channelOf, parts: []counterPart{{"", ResolutionWall}}},
	{
		name: "queue_wait", help: "Time of waiting, by how it ended.", unit: "s", label: "queue", by: queueOf, part: "how",
		parts: []counterPart{{"answered", WaitAnswered}, {"abandoned", WaitAbandoned}},
	},
	{name: "handle", help: "Time that an agent had a talk, with his after-work.", unit: "s", label: "queue", by: queueOf, parts: []counterPart{{"", StintHandle}}},
}
