package kefu_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
	"github.com/kefu-go/kefu/metrics/survey"
)

// Some time after a talk the customer is asked, once, whatever restarts; what he says counts for the talk and begins none;
// a bad rating becomes a ticket.
func TestSurveyAfterATalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores, out := kefu.MemoryStores(), &outbound{}
		opts := kefu.Options{
			Stores: stores, Sender: out, Tickets: &kefu.Tickets{},
			Dialog:  dialog.Options{Flows: []*dialog.Flow{dialog.AskRating(dialog.RatingOptions{NoComment: true})}},
			Metrics: &kefu.Metrics{Survey: &survey.Options{Policy: survey.Policy{NotAfter: []string{}, Quiet: &survey.Hours{}}}, Improve: 2},
		}
		bot := newBot(t, &opts)
		c := newTalk(t, bot)
		c.send(kefu.Message{Text: "How can I pay?", Customer: "lee", Channel: "web"})
		asked := func() int { return strings.Count(strings.Join(out.texts(), "\n"), "How satisfied") }
		time.Sleep(23 * time.Hour)
		stop := running(t, bot)
		time.Sleep(2 * time.Minute)
		stop()
		require.Zero(t, asked(), "it is too early")
		time.Sleep(2 * time.Hour)
		for range 2 {
			stop = running(t, bot)
			time.Sleep(2 * time.Minute)
			stop()
			require.Equal(t, 1, asked(), "%v", out.texts())
			again := opts
			bot, _ = kefu.New(&again)
		}
		c.bot = bot
		c.send(kefu.Message{Text: "1", Customer: "lee", Channel: "web"})
		stop = running(t, bot)
		time.Sleep(time.Minute)
		stop()
		require.Equal(t, "volume 1, mean_rating 1, survey_response_rate 1, bot_resolution_rate 1",
			numbers(t, bot, metrics.Volume, metrics.MeanRating, metrics.SurveyResponse, metrics.BotResolutionRate))
		found := tickets(t, bot)
		require.Len(t, found, 1)
		assert.Equal(t, "improvement", found[0].Type)
		assert.Contains(t, found[0].Subject, "1 of 5 stars")
		assert.Empty(t, found[0].Conversation, "it is no ticket of the customer's")
	})
}

// Somebody is called once when the numbers ask for it, on whichever node.
func TestAlertsCallSomebody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		var mu sync.Mutex
		var told []string
		note := alert.NotifierFunc(func(_ context.Context, n alert.Notice) error {
			mu.Lock()
			defer mu.Unlock()
			for _, a := range n.Alerts {
				told = append(told, string(a.Phase)+" "+a.Rule)
			}
			return nil
		})
		opts := kefu.Options{Stores: stores, Metrics: &kefu.Metrics{Alerts: []alert.Rule{alert.Traffic(3)}, Notifier: note}}
		bot := newBot(t, &opts)
		other, err := kefu.New(&opts)
		require.NoError(t, err)
		defer running(t, bot)()
		defer running(t, other)()
		for _, id := range []string{"a", "b", "c", "d", "e"} {
			c := newTalk(t, bot)
			c.id = id
			c.say("How can I pay?")
		}
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		require.Len(t, told, 1, "%v", told)
		active, err := other.Alerts().Active(t.Context())
		require.NoError(t, err)
		require.Len(t, active, 1)
	})
}

// What contradicts in the options is named.
func TestMetricsOptions(t *testing.T) {
	_, err := kefu.New(&kefu.Options{Metrics: &kefu.Metrics{Alerts: []alert.Rule{alert.Traffic(1)}, Improve: 6, Asker: survey.AskerFunc(nil)}})
	require.ErrorIs(t, err, kefu.ErrInvalid)
	for _, field := range []string{"metrics.notifier", "metrics.improve", "metrics.survey"} {
		require.ErrorContains(t, err, field)
	}
}
