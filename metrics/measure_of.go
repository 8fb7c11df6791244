package metrics

import (
	"math"
	"slices"
	"strings"
	"time"
)

// isTime says that the measure adds up times, in microseconds.
func (m Measure) isTime() bool {
	switch m {
	case FirstReplyWall, FirstReplyHours, FirstHumanWall, FirstHumanHours, ResolutionWall, ResolutionHours, Durations,
		HumanReplyWall, HumanReplyHours, BotReplyWall, WaitAnswered, WaitAbandoned, StintTalk, StintWrap, StintHandle, StepTime,
		CaseFirstWall, CaseFirstHours, CaseResolutionWall, CaseResolutionHours, PresenceTime:
		return true
	}
	return false
}

// millionths makes a score an integer.
func millionths(x float64) int64 { return int64(math.Round(x * 1e6)) }

// emitter gives what an episode measures to somebody.
type emitter struct {
	cell Cell
	to   func(*Cell, Measure, int64)
}

func (m *emitter) one(so bool, measure Measure) {
	if so {
		m.to(&m.cell, measure, 1)
	}
}

func (m *emitter) many(n int, measure Measure) {
	if n != 0 {
		m.to(&m.cell, measure, int64(n))
	}
}

func (m *emitter) time(d time.Duration, measure Measure) {
	m.to(&m.cell, measure, max(0, d.Microseconds()))
}

func (m *emitter) span(s Span, wall, hours Measure) {
	if s.Known {
		m.time(s.Wall, wall)
		if s.Hours >= 0 {
			m.time(s.Hours, hours)
		}
	}
}

// measure tells what an episode adds to which sums. The cell is only good until the function returns.
func (e *Episode) measure(to func(*Cell, Measure, int64)) {
	m := emitter{cell: e.cell(), to: to}
	switch e.Subject {
	case Talk:
		m.talk(e)
		m.mood(e)
		m.questions(e)
		m.people(e)
		m.flows(e)
	case Case:
		m.ticket(e)
	case Shift:
		for _, s := range e.States {
			m.cell.Step = s.Name
			m.time(s.Took, PresenceTime)
		}
	}
}

// cell is what all that an episode measures is about.
func (e *Episode) cell() Cell {
	return Cell{
		Slot: slotOf(e.Start), Agent: e.Agent, Channel: e.Channel, Category: e.Category, Tier: e.Tier, Language: e.Language,
		Region: e.Region, Base: e.Base, Labels: labelText(e.Labels),
	}
}

func labelText(labels []Label) string {
	if len(labels) == 0 {
		return ""
	}
	if !slices.IsSortedFunc(labels, compareLabels) {
		labels = slices.SortedFunc(slices.Values(labels), compareLabels)
	}
	var b strings.Builder
	for _, l := range labels {
		b.WriteString(l.Name + "=" + l.Value + "\n")
	}
	return b.String()
}

func compareLabels(a, b Label) int { return strings.Compare(a.Name, b.Name) }

// people says that a person was asked for, or took part.
func (e *Episode) people() bool {
	return e.Handoffs > 0 || e.FromAgents > 0 || len(e.Stints) > 0 || len(e.Visits) > 0 || e.Outcome == ByHuman || e.Outcome == HandedOff
}

func (m *emitter) talk(e *Episode) {
	m.one(true, Talks)
	ended := e.Outcome != Open
	settled := e.Outcome == ByBot || e.Outcome == ByHuman
	people := e.people()
	m.one(ended, TalksEnded)
	m.one(e.Outcome == ByBot, EndedByBot)
	m.one(e.Outcome == ByBot && e.Confirmed, ConfirmedByBot)
	m.one(e.Outcome == ByHuman, EndedByHuman)
	m.one(e.Outcome == HandedOff, EndedHandedOff)
	m.one(e.Outcome == Abandoned, EndedAbandoned)
	m.one(e.Outcome == Unresolved, EndedUnresolved)
	m.one(ended && people, TalksHandedOff)
	m.one(ended && !people, TalksContained)
	m.one(ended && (e.FromBot > 0 || e.Outcome == ByBot), TalksWithBot)
	m.one(settled, TalksSettled)
	m.one(settled && e.Reopened, TalksReopened)
	m.one(e.Rating > 0, TalksRated)
	m.one(e.Rating >= 4, TalksTop2)
	m.one(e.Surveyed, TalksSurveyed)
	m.one(e.Surveyed && e.Rating > 0, SurveysAnswered)
	m.one(e.Soothed > 0, TalksSoothed)
	m.one(e.Repeats > 0, TalksRepeated)
	m.one(e.Failures > 0, TalksFailed)
	if e.Rating > 0 {
		m.to(&m.cell, Ratings, millionths(e.Rating))
	}
	m.many(e.FromCustomer, FromCustomers)
	m.many(e.FromBot, FromBots)
	m.many(e.FromAgents, FromPeople)
	m.span(e.FirstReply, FirstReplyWall, FirstReplyHours)
	m.span(e.FirstHuman, FirstHumanWall, FirstHumanHours)
	m.span(e.Resolution, ResolutionWall, ResolutionHours)
	if ended {
		m.time(e.End.Sub(e.Start), Durations)
	}
	if e.Handoffs > 0 {
		m.cell.Reason = e.HandoffReason
		m.one(true, TalksByReason)
	}
	for _, tag := range e.Tags {
		m.cell.Reason = tag
		m.one(true, TagsGiven)
	}
	m.cell.Reason = ""
}

// moved is how much a mood has to change to be another one.
const moved = .25

func (m *emitter) mood(e *Episode) {
	if len(e.Moods) == 0 {
		return
	}
	for _, x := range e.Moods {
		m.to(&m.cell, Moods, millionths(float64(x)))
	}
	first, last := e.Moods[0], e.Moods[len(e.Moods)-1]
	m.to(&m.cell, MoodFirst, millionths(float64(first)))
	m.to(&m.cell, MoodLast, millionths(float64(last)))
	m.one(last <= first-moved, TalksWorsened)
	m.one(last >= first+moved, TalksImproved)
}

func (m *emitter) questions(e *Episode) {
	m.many(e.Answered+e.Suggested+e.Unanswered, QuestionsAsked)
	m.many(e.Answered, QuestionsAnswered)
	m.many(e.Suggested, QuestionsSuggested)
	m.many(e.Accepted, SuggestionsTaken)
	m.many(e.Unanswered, QuestionsUnanswered)
	m.many(e.JudgedAnswers, AnswersJudged)
	m.many(e.RightAnswers*1000, AnswersRight)
	m.many(e.JudgedIntents, IntentsJudged)
	m.many(e.RightIntents, IntentsRight)
	m.many(e.Helped, SaidHelpful)
	m.many(e.NotHelped, SaidUnhelpful)
}

// people tells what happened in queues and with agents, each under its own queue and agent.
func (m *emitter) people(e *Episode) {
	agent := m.cell.Agent
	for _, r := range e.Replies {
		m.cell.Agent = r.Agent
		if r.Agent == "" {
			m.time(r.Wall, BotReplyWall)
			continue
		}
		m.time(r.Wall, HumanReplyWall)
		if r.Hours >= 0 {
			m.time(r.Hours, HumanReplyHours)
		}
	}
	for i := range e.Visits {
		v := &e.Visits[i]
		m.cell.Queue, m.cell.Agent = v.Queue, ""
		if v.End == "answered" {
			m.cell.Agent = e.answerer(v)
		}
		m.visit(v)
	}
	for _, s := range e.Stints {
		m.cell.Queue, m.cell.Agent = s.Queue, s.Agent
		if s.Over {
			m.time(s.Talk, StintTalk)
			m.time(s.Wrap, StintWrap)
			m.time(s.Talk+s.Wrap, StintHandle)
		}
	}
	m.cell.Queue, m.cell.Agent = "", agent
}

// answerer is the agent who took an item that had waited: the first one who has it from then on. Stints are in the order of
// their times.
func (e *Episode) answerer(v *Visit) string {
	from, _ := slices.BinarySearchFunc(e.Stints, v.At, func(s Stint, at time.Time) int { return s.From.Compare(at) })
	for i := from; i < min(len(e.Stints), from+near); i++ {
		if e.Stints[i].Item == v.Item {
			return e.Stints[i].Agent
		}
	}
	for i := from - 1; i >= max(0, from-near); i-- { // he had it all the time
		if e.Stints[i].Item == v.Item {
			return e.Stints[i].Agent
		}
	}
	return ""
}

// visit tells of a wait. Whether it was within what [Rules] promise was written down when the episode was made.
func (m *emitter) visit(v *Visit) {
	m.one(true, QueueEntered)
	switch v.End {
	case "answered":
		m.one(true, QueueAnswered)
		m.one(v.Within, QueueAnsweredWithin)
		m.time(v.Wait, WaitAnswered)
	case "abandoned":
		m.one(true, QueueAbandoned)
		m.one(v.Short, QueueAbandonedShort)
		m.one(v.Within, QueueAbandonedWithin)
		m.time(v.Wait, WaitAbandoned)
	case "diverted":
		m.one(true, QueueDiverted)
	}
}

func (m *emitter) flows(e *Episode) {
	for i := range e.Flows {
		f := &e.Flows[i]
		m.cell.Flow = f.Flow
		m.one(true, FlowsStarted)
		m.one(f.End == "completed", FlowsCompleted)
		m.one(f.End == "handed_off", FlowsHandedOff)
		left := f.End != "" && f.End != "completed" && f.End != "handed_off"
		m.one(left, FlowsLeft)
		at := -1
		for j := range f.Steps {
			if !f.Steps[j].Filled {
				at = j
			}
		}
		for j, s := range f.Steps {
			m.cell.Step = s.Step
			m.one(true, StepsReached)
			m.one(s.Filled, StepsFilled)
			m.many(s.Rejected, StepsRejected)
			m.one(left && j == at, StepsLeft)
			m.many(j+1, StepOrder)
			if s.Filled {
				m.time(s.Took, StepTime)
			}
		}
		m.cell.Flow, m.cell.Step = "", ""
	}
}

func (m *emitter) ticket(e *Episode) {
	m.one(true, CasesOpened)
	m.one(e.Resolution.Known, CasesSolved)
	m.one(e.Resolution.Known && e.Reopened, CasesReopened)
	m.span(e.FirstHuman, CaseFirstWall, CaseFirstHours)
	m.span(e.Resolution, CaseResolutionWall, CaseResolutionHours)
	for _, g := range e.Goals {
		m.cell.Step = g.Name
		m.one(g.Met, GoalsMet)
		m.one(!g.Met, GoalsMissed)
	}
	m.cell.Step = ""
}
