package metrics_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

var noValue = math.NaN()

// bot is a talk that the bot settles, as Intercom assumes: the customer leaves after an answer.
const bot = `
0s customer_spoke c=bot u=ann t=b1
1s answered c=bot t=b1
1s bot_spoke c=bot t=b1
`

// person is one that an agent settles: asked for after 10 s, waits 15 s, first words after 40 s.
const person = `
0s customer_spoke c=person u=bob t=p1
5s unanswered c=person t=p1
5s bot_spoke c=person t=p1
10s handoff_requested c=person i=i1 r=asked
10s queued c=person i=i1 q=front
25s assigned c=person i=i1 q=front a=mia
50s agent_spoke c=person a=mia
5m25s resolved c=person a=mia
5m25s wrapping c=person i=i1 a=mia
6m25s completed c=person i=i1 a=mia
6m25s ended c=person r=agent
`

// gone is one whose customer gives up waiting after 30 s.
const gone = `
0s customer_spoke c=gone t=g1
0s handoff_requested c=gone i=i2 r=asked
0s queued c=gone i=i2 q=front
30s left_queue c=gone i=i2 q=front k=30s
`

// unsolved is one in which the bot did not know, closed is one that an agent closes without having settled it.
const (
	unsolved = `
0s customer_spoke c=unsolved u=cid t=u1
1s unanswered c=unsolved t=u1
1s bot_spoke c=unsolved t=u1
`
	closed = `
0s customer_spoke c=closed u=dee t=d1
0s handoff_requested c=closed i=i3 r=rule
0s queued c=closed i=i3 q=front
2m assigned c=closed i=i3 q=front a=tom
3m agent_spoke c=closed a=tom
4m completed c=closed i=i3 a=tom
4m ended c=closed r=agent
`
)

const five = bot + person + gone + unsolved + closed

// TestDocumentedDefinitions holds the metrics against definitions of others: small histories, and the number that the
// named document gives for them. The documents are known from memory; none was looked up for these cases. A case
// that begins with "departs" pins where our number is another one on purpose; [metrics.Definition] says so.
func TestDocumentedDefinitions(t *testing.T) {
	for _, c := range []struct {
		source, name string
		metric       metrics.Metric
		script       string
		want         float64
		of           int64
	}{
		// How talks end.
		{"Zendesk Explore, messaging: conversations created", "each conversation counts once", metrics.Volume, five, 5, 5},
		{"Genesys Cloud, conversation detail: a contact after disconnect is a new one", "a talk after the end is another", metrics.Volume, bot + "2h ended c=bot r=customer\n3h customer_spoke c=bot t=b2", 2, 2},
		{"Intercom, Fin resolutions: assumed", "who leaves after an answer was helped", metrics.BotResolutionRate, five, .2, 5},
		{"Intercom, Fin resolutions: asking for more is none", "a hand-off after an answer is no resolution of the bot's", metrics.BotResolutionRate, bot + "9s handoff_requested c=bot i=x", 0, 1},
		{"Intercom, Fin resolutions: negative feedback is none", "who says that it did not help was not helped", metrics.BotResolutionRate, bot + "9s denied c=bot", 0, 1},
		{"Intercom, Fin resolution rate: resolutions of conversations that Fin took part in", "talks without the bot are not in it", metrics.DeflectionRate, five, 1. / 3, 3},
		{"Intercom, Fin resolutions: confirmed", "confirmed is told apart from assumed", metrics.ConfirmedRate, bot + unsolved + "20s resolved c=bot confirmed=", .5, 2},
		{"Chatwoot, bot report: resolutions without an agent's message", "departs: an agent who only closes it has taken part", metrics.BotResolutionRate, bot + "9s assigned c=bot i=x a=mia\n19s resolved c=bot a=mia", 0, 1},
		{"Chatwoot, bot report: hand-off rate", "departs: of all talks", metrics.HandoffRate, five, .6, 5},
		{"Genesys, bot flows: containment is the complement of transfers", "containment", metrics.ContainmentRate, five, .4, 5},
		{"COPC, net resolution: not closed is not solved", "departs from Zendesk: closing is not solving", metrics.ResolutionRate, five, .4, 5},
		{"Zendesk Explore: solved tickets less reopened", "a return takes the resolution back", metrics.ResolutionRate, bot + "2h ended c=bot r=customer\n3h customer_spoke c=bot t=b2", 0, 2},
		{"Zendesk Explore: % reopened of solved", "one of two settled talks came back", metrics.ReopenRate, bot + person + "2h ended c=bot r=customer\n3h customer_spoke c=bot t=b2", .5, 2},
		{"Zendesk: a reopen after the limit is a follow-up", "after 72 hours it is no reopening", metrics.ReopenRate, bot + "2h ended c=bot r=customer\n4d customer_spoke c=bot t=b2", 0, 1},
		{"COPC, abandonment: who gave up before he was served", "the wait counts as abandoned", metrics.AbandonmentRate, five, .2, 5},
		{"COPC, first contact resolution: no repeat within the window", "two of three matters ended at the first contact", metrics.FirstContact, bot + unsolved + person, 2. / 3, 3},
		{"COPC, first contact resolution: a repeat is part of the matter", "the second contact is no matter of its own", metrics.FirstContact, bot + "2d customer_spoke c=bot2 u=ann t=x\n2d answered c=bot2 t=x\n2d bot_spoke c=bot2 t=x", 0, 1},
		{"COPC, first contact resolution: outside the window it is new", "after the window it is another matter", metrics.FirstContact, bot + "20d customer_spoke c=bot2 u=ann t=x\n20d answered c=bot2 t=x\n20d bot_spoke c=bot2 t=x", 1, 2},
		{"COPC, first contact resolution: the window has to be over", "too young to be judged", metrics.FirstContact, "55d customer_spoke u=ann t=x\n55d answered t=x\n55d bot_spoke t=x", noValue, 0},
		{"ours, X26", "settled and quiet for 7 days", metrics.DurableResolution, bot + person + "2d customer_spoke c=more u=ann t=x", .5, 2},

		// How long it takes.
		{"Genesys, bots: first response of anybody", "the bot's words are a first response", metrics.FirstReply, person, 5, 1},
		{"Chatwoot, first response time: bots do not count", "the bot's words are no human response", metrics.FirstHumanReply, person, 40, 1},
		{"Zendesk, first reply time: from the creation where nobody had to be asked", "an agent who writes unasked", metrics.FirstHumanReply, "0s customer_spoke\n90s agent_spoke a=mia", 90, 1},
		{"Zendesk Explore, first reply time: in business hours", "the night does not count", metrics.FirstHumanReplyHours, "4h30m customer_spoke\n22h agent_spoke a=mia", 5400, 1},
		{"Chatwoot #12058: days between two talks are no response time", "a reopened talk begins anew", metrics.FirstHumanReply, "0s customer_spoke\n1m agent_spoke a=mia\n5m ended r=agent\n5d customer_spoke\n121h agent_spoke a=mia", (60 + 3600) / 2, 2},
		{"Chatwoot, reply time: from the first message that waits", "two messages are one wait", metrics.HumanReply, "0s customer_spoke\n30s customer_spoke\n60s agent_spoke a=mia\n70s agent_spoke a=mia\n100s customer_spoke\n120s agent_spoke a=mia", 40, 2},
		{"Zendesk, first reply time: automatic replies do not count", "no agent, no value", metrics.FirstHumanReply, bot, noValue, 0},
		{"Chatwoot, resolution time: from the start", "until it was settled, not until it was closed", metrics.ResolutionTime, person, 325, 1},
		{"Genesys, conversation duration", "from the first words to the end, not to the resolution", metrics.Duration, person, 385, 1},
		{"Zendesk Explore: median first reply time", "the median, not the mean", metrics.FirstHumanReply.P(50), person + closed + "0s customer_spoke c=x\n2h agent_spoke c=x a=mia", 180, 3},
		{"Zendesk, first reply time of tickets", "from the creation to an agent's public words", metrics.CaseFirstReply, "0s ticket_opened\n30s ticket_replied\n10m ticket_replied a=mia", 600, 1},
		{"Zendesk, full resolution time", "until it is solved for the last time", metrics.CaseResolution, "0s ticket_opened\n1h ticket_solved a=mia\n2h ticket_reopened\n5h ticket_solved a=mia", 18000, 1},
		{"Zendesk, reopens", "once, however often", metrics.CaseReopenRate, "0s ticket_opened\n1h ticket_solved a=mia\n2h ticket_reopened\n3h ticket_solved a=mia\n4h ticket_reopened\n5h ticket_solved a=mia", 1, 1},
		{"Zendesk, SLA: achieved of achieved and breached", "two of three promises", metrics.GoalsKept, "0s ticket_opened\n1h goal_met p=first_response\n2h goal_met p=next\n3h goal_missed p=resolution", 2. / 3, 3},

		// What customers say.
		{"COPC, top-two box", "4 and 5 of all ratings", metrics.CSAT, "0s customer_spoke c=a\n1s rated c=a s=5\n0s customer_spoke c=b\n1s rated c=b s=4\n0s customer_spoke c=d\n1s rated c=d s=3", 2. / 3, 3},
		{"Chatwoot, CSAT: a second rating replaces the first", "one rating for each talk", metrics.MeanRating, "0s customer_spoke\n1s rated s=1\n2s rated s=4", 4, 1},
		{"Zendesk, satisfaction: without ratings there is no score", "0 of 0 is no value", metrics.CSAT, five, noValue, 0},
		{"Chatwoot, CSAT response rate: responses of surveys", "who rates unasked is not in it", metrics.SurveyResponse, "0s customer_spoke c=a\n1s survey_sent c=a\n2s rated c=a s=5\n0s customer_spoke c=b\n1s survey_sent c=b\n0s customer_spoke c=d\n1s rated c=d s=5", .5, 2},
		{"Intercom, articles: reactions", "thumbs up of thumbs", metrics.Helpfulness, bot + "3s helpful c=bot s=1 e=x\n4s helpful c=bot s=0 e=y\n5s helpful c=bot s=1 e=z", 2. / 3, 3},

		// Knowledge.
		{"Intercom, Fin answer rate", "departs: by questions, and a suggestion has to be taken", metrics.Coverage, "0s customer_spoke t=1\n1s suggested t=1\n2s customer_spoke t=2\n3s suggested t=2\n4s picked t=2 e=x\n5s customer_spoke t=3\n6s answered t=3\n7s customer_spoke t=4\n8s unanswered t=4", .5, 4},
		{"Rasa, intent report: 1 - accuracy", "one of four is wrong", metrics.IntentErrorRate, "0s customer_spoke t=1\n1s intent_judged t=1 intent=a truth=a\n2s intent_judged t=2 intent=a truth=a\n3s intent_judged t=3 intent=b truth=b\n4s intent_judged t=4 intent=a truth=b", .25, 4},
		{"COPC, quality monitoring: partial credit", "half right counts half", metrics.Accuracy, bot + "1h answer_judged c=bot t=b1 e=x s=1\n1h answer_judged c=bot t=b1 e=y s=0.5\n1h answer_judged c=bot t=b1 e=z s=0", .5, 3},

		// Queues and agents.
		{"Genesys, service level: answered within of answered and abandoned", "80/20 counts abandons", metrics.ServiceLevel, five, 1. / 3, 3},
		{"Genesys, service level: exclude short abandons", "who left within 5 s did not wait", metrics.ServiceLevelLong, five + "0s customer_spoke c=quick\n0s queued c=quick i=i9 q=front\n4s left_queue c=quick i=i9 q=front k=4s", 1. / 3, 3},
		{"Genesys, service level: exclude abandons", "of what was answered", metrics.ServiceLevelAnswered, five, .5, 2},
		{"COPC, abandon rate", "of answered and abandoned", metrics.QueueAbandonment, five, 1. / 3, 3},
		{"COPC, average speed of answer: abandons do not count", "the mean of 15 s and 120 s", metrics.SpeedOfAnswer, five, 67.5, 2},
		{"Genesys, average abandon time", "the wait of who gave up", metrics.AbandonedWait, five, 30, 1},
		{"COPC, average handling time: talk and after-work", "5 minutes and one", metrics.HandleTime, person, 360, 1},
		{"Genesys, average after-call work: of all handled", "none counts as 0", metrics.WrapTime, person + closed, 30, 2},
		{"COPC, occupancy: busy of busy and available", "breaks are not in it", metrics.Occupancy, "1h presence a=mia r=online k=1h p=busy\n3h presence a=mia r=busy k=2h p=wrap_up\n4h presence a=mia r=wrap_up k=1h p=away\n6h presence a=mia r=away k=2h p=online", .75, 4 * 3600},
		{"Genesys, agent status: logged in less breaks", "four hours at work", metrics.OnlineTime, "1h presence a=mia r=online k=1h p=busy\n4h presence a=mia r=busy k=3h p=away\n6h presence a=mia r=away k=2h p=offline", 4 * 3600, 4 * 3600},

		// Flows.
		{"Botpress and Bot Framework, funnels: completed of ended", "a walk that goes on is not in it", metrics.FlowCompletion, "0s customer_spoke\n1s flow_started f=order\n2s flow_ended f=order r=completed\n3s flow_started f=order\n4s flow_ended f=order r=cancelled", .5, 2},
		{"Botpress and Bot Framework, funnels: drop-off", "a hand-off is no drop-off", metrics.FlowDropOff, "0s customer_spoke c=a\n1s flow_started c=a f=order\n2s flow_ended c=a f=order r=handed_off\n3s customer_spoke c=b\n4s flow_started c=b f=order\n5s flow_ended c=b f=order r=expired", .5, 2},
	} {
		t.Run(string(c.metric)+": "+c.name, func(t *testing.T) {
			table, err := recorded(t, c.script).Query(t.Context(), metrics.Query{
				Metrics: []metrics.Metric{c.metric}, From: wednesday.Add(-oneDay), To: wednesday.Add(60 * oneDay),
			})
			require.NoError(t, err)
			got := table.Rows[0].Values[0]
			if math.IsNaN(c.want) {
				assert.Equal(t, metrics.Value{}, got, c.source)
				return
			}
			assert.True(t, got.Known, c.source)
			exact := 1e-9
			if strings.Contains(string(c.metric), ".p") {
				exact = c.want / 100
			}
			assert.InDelta(t, c.want, got.X, exact, c.source)
			assert.Equal(t, c.of, got.Of, c.source)
		})
	}
}
