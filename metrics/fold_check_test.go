package metrics_test

import (
	"cmp"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// checkEpisodes holds what is true of the episodes of every thread.
func checkEpisodes(t require.TestingT, episodes []metrics.Episode, now time.Time) {
	ids := map[string]bool{}
	for i := range episodes {
		e := &episodes[i]
		assert.False(t, ids[e.ID], "id %q is there twice", e.ID)
		ids[e.ID] = true
		if i > 0 {
			former := &episodes[i-1]
			assert.LessOrEqual(t, cmp.Or(former.Start.Compare(e.Start), cmp.Compare(former.ID, e.ID)), 0, "episodes are not in order")
		}
		checkTimes(t, e)
		switch e.Subject {
		case metrics.Talk:
			checkTalk(t, e)
		case metrics.Shift:
			total := time.Duration(0)
			for _, s := range e.States {
				assert.Positive(t, s.Took)
				total += s.Took
			}
			assert.LessOrEqual(t, total, time.Hour)
			assert.Equal(t, e.Start.Truncate(time.Hour), e.End.Add(-1).Truncate(time.Hour))
		}
	}
	checkSums(t, episodes)
}

func checkTimes(t require.TestingT, e *metrics.Episode) {
	spans := []metrics.Span{e.FirstReply, e.FirstHuman, e.Resolution}
	for _, r := range e.Replies {
		spans = append(spans, metrics.Span{Wall: r.Wall, Hours: r.Hours, Known: true})
	}
	for _, s := range spans {
		assert.True(t, s.Known || s == metrics.Span{}, "an unknown span has a time")
		assert.GreaterOrEqual(t, s.Wall, time.Duration(0))
		assert.LessOrEqual(t, s.Hours, s.Wall)
		assert.True(t, s.Hours >= 0 || s.Hours == metrics.UnknownHours)
	}
	for _, v := range e.Visits {
		assert.GreaterOrEqual(t, v.Wait, time.Duration(0))
		assert.Contains(t, []string{"", "answered", "abandoned", "diverted"}, v.End)
		assert.False(t, v.End == "" && (v.Within || v.Wait != 0))
		assert.False(t, v.Short && !v.Within && v.Wait > 0)
	}
	for _, s := range e.Stints {
		assert.GreaterOrEqual(t, min(s.Talk, s.Wrap), time.Duration(0))
	}
	for _, f := range e.Flows {
		assert.GreaterOrEqual(t, f.Took, time.Duration(0))
		for _, s := range f.Steps {
			assert.GreaterOrEqual(t, s.Took, time.Duration(0))
		}
	}
	assert.False(t, e.Last.Before(e.Start))
	assert.True(t, e.End.IsZero() || !e.End.Before(e.Start))
}

func checkTalk(t require.TestingT, e *metrics.Episode) {
	over := e.Outcome != metrics.Open
	assert.LessOrEqual(t, e.Outcome, metrics.Unresolved)
	assert.Equal(t, over, !e.End.IsZero(), "what is over has an end and an outcome")
	assert.Equal(t, over, e.EndReason != "")
	settled := e.Outcome == metrics.ByBot || e.Outcome == metrics.ByHuman
	assert.Equal(t, settled, e.Resolution.Known)
	assert.False(t, e.Confirmed && !settled)
	assert.False(t, e.Reopened && !settled, "only what was settled is reopened")
	assert.LessOrEqual(t, e.Accepted, e.Suggested)
	assert.LessOrEqual(t, len(e.Moods), 64)
	assert.LessOrEqual(t, e.RightAnswers, 1000*e.JudgedAnswers)
	if e.FromAgents > 0 {
		assert.NotContains(t, []metrics.Outcome{metrics.ByBot, metrics.Abandoned, metrics.Unresolved}, e.Outcome, "a person took part")
	}
	if e.Outcome == metrics.ByBot {
		assert.Empty(t, e.Stints)
	}
	assert.False(t, e.FirstHuman.Known && e.FromAgents == 0, "a bot's reply is no human one")
	people, bots := 0, 0
	for _, r := range e.Replies {
		if r.Agent == "" {
			bots++
		} else {
			people++
		}
	}
	assert.LessOrEqual(t, people, e.FromAgents)
	for i := range e.Visits {
		assert.False(t, over && e.Visits[i].End == "", "a wait goes on after the end")
	}
	for i := range e.Flows {
		assert.False(t, over && e.Flows[i].End == "", "a flow goes on after the end")
	}
}

// parts are measures whose sum is never more than that of another one.
var parts = []struct {
	whole metrics.Measure
	of    []metrics.Measure
	all   bool // they are the whole
}{
	{metrics.Talks, []metrics.Measure{metrics.TalksEnded}, false},
	{metrics.TalksEnded, []metrics.Measure{
		metrics.EndedByBot, metrics.EndedByHuman, metrics.EndedHandedOff, metrics.EndedAbandoned, metrics.EndedUnresolved,
	}, true},
	{metrics.TalksEnded, []metrics.Measure{metrics.TalksHandedOff, metrics.TalksContained}, true},
	{metrics.TalksSettled, []metrics.Measure{metrics.EndedByBot, metrics.EndedByHuman}, true},
	{metrics.TalksSettled, []metrics.Measure{metrics.TalksReopened}, false},
	{metrics.EndedByBot, []metrics.Measure{metrics.ConfirmedByBot}, false},
	{metrics.TalksRated, []metrics.Measure{metrics.TalksTop2}, false},
	{metrics.TalksSurveyed, []metrics.Measure{metrics.SurveysAnswered}, false},
	{metrics.QuestionsAsked, []metrics.Measure{metrics.QuestionsAnswered, metrics.QuestionsSuggested, metrics.QuestionsUnanswered}, true},
	{metrics.QuestionsSuggested, []metrics.Measure{metrics.SuggestionsTaken}, false},
	{metrics.IntentsJudged, []metrics.Measure{metrics.IntentsRight}, false},
	{metrics.QueueEntered, []metrics.Measure{metrics.QueueAnswered, metrics.QueueAbandoned, metrics.QueueDiverted}, false},
	{metrics.QueueAnswered, []metrics.Measure{metrics.QueueAnsweredWithin}, false},
	{metrics.QueueAbandoned, []metrics.Measure{metrics.QueueAbandonedWithin}, false},
	{metrics.FlowsStarted, []metrics.Measure{metrics.FlowsCompleted, metrics.FlowsHandedOff, metrics.FlowsLeft}, false},
	{metrics.StepsReached, []metrics.Measure{metrics.StepsFilled}, false},
	{metrics.StepsReached, []metrics.Measure{metrics.StepsLeft}, false},
	{metrics.CasesSolved, []metrics.Measure{metrics.CasesReopened}, false},
}

// checkSums holds that no rate leaves [0, 1], and that outcomes are all of what is over.
func checkSums(t require.TestingT, episodes []metrics.Episode) {
	sums := sumsOf(sheetOf(episodes))
	for _, p := range parts {
		n := int64(0)
		for _, m := range p.of {
			n += sums[m]
		}
		if p.all {
			assert.Equal(t, sums[p.whole], n, "measure %d", p.whole)
		} else {
			assert.LessOrEqual(t, n, sums[p.whole], "measure %d", p.whole)
		}
	}
	assert.LessOrEqual(t, sums[metrics.AnswersRight], 1_000_000*sums[metrics.AnswersJudged])
}

func sheetOf(episodes []metrics.Episode) *metrics.Sheet {
	s := metrics.NewSheet()
	for i := range episodes {
		s.Add(&episodes[i])
	}
	return s
}

// sumsOf are the totals of all measures.
func sumsOf(s *metrics.Sheet) map[metrics.Measure]int64 {
	m := map[metrics.Measure]int64{}
	for measure := range 256 {
		for _, sum := range s.Column(metrics.Measure(measure)) {
			m[metrics.Measure(measure)] += sum.Total
		}
	}
	return m
}
