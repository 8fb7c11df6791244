package survey_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/survey"
)

// A customer is asked a day after his talk, answers the day after, and the answer counts for that talk.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	collector, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	talk := func(id string, d time.Duration, k metrics.Kind, reason string) metrics.Event {
		return metrics.Event{ID: id, At: now.Add(d), Kind: k, Conversation: "c1", Customer: "ann", Turn: "m1", Reason: reason}
	}
	err = collector.Record(ctx, talk("1", -2*time.Minute, metrics.CustomerSpoke, ""), talk("2", -2*time.Minute, metrics.Answered, ""), talk("3", 0, metrics.Ended, "customer"))
	if err != nil {
		panic(err)
	}

	var question survey.Survey
	scheduler, err := survey.New(collector, survey.AskerFunc(func(_ context.Context, s survey.Survey) error {
		question = s // send a message with a link that has s.ID and s.Episode.ID
		return nil
	}), &survey.Options{Policy: survey.Policy{Rest: 30 * 24 * time.Hour}})
	if err != nil {
		panic(err)
	}
	now = now.Add(24 * time.Hour)
	result, err := scheduler.Pass(ctx, now) // Run makes a pass every minute
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Sent, question.Episode.ID)

	now = now.Add(24 * time.Hour)
	err = collector.Rate(ctx, metrics.Rating{
		ID: question.ID, Conversation: "c1", Episode: question.Episode.ID, Score: 1, Scale: metrics.Thumbs, Tags: []string{"solved"},
	})
	if err != nil {
		panic(err)
	}
	table, err := collector.Query(ctx, metrics.Query{
		Metrics: []metrics.Metric{metrics.CSAT, metrics.SurveyResponse}, From: now.Add(-72 * time.Hour), To: now,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(table.Rows[0].Values[0].X, table.Rows[0].Values[1].X)
	// Output:
	// 1 c/c1#1
	// 1 1
}
