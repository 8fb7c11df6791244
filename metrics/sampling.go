package metrics

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The dimensions of samples, besides those of queries that a talk has.
const (
	// ByConfidence is how sure the bot was: the band of [SampleQuery.Bands].
	ByConfidence Dimension = "confidence"
	// ByOutcome is how the talk ended.
	ByOutcome Dimension = "outcome"
)

// A SampleQuery asks for work of the bot, or of agents, to be judged by a person.
type SampleQuery struct {
	// Cohort describes the talks to draw from; From and To are required.
	Cohort
	// Agents draws talks that an agent wrote in, else messages that the bot answered.
	Agents bool
	// By are the strata: each gets the same number, however common it is. [ByAgent], [ByChannel], [ByCategory], [ByTier], [ByLanguage],
	// [ByRegion], [ByBase], [ByConfidence], [ByOutcome]. Default: all is one.
	By []Dimension
	// Bands are the scores at which another band of confidence begins, rising. Default: 0.5 and 0.8.
	Bands []float64
	// Size is how many of each stratum are returned. Default: 20, at most 10,000.
	Size int
	// Seed makes another draw.
	Seed string
}

// A Piece is what a person judges: an answered message, or an agent's part in a talk.
type Piece struct {
	Conversation string `json:"conversation"`
	Episode      string `json:"episode"`
	// Turn, Entry and Version are those of the last answer to the message; empty for a talk.
	Turn    string `json:"turn,omitempty"`
	Entry   string `json:"entry,omitempty"`
	Version int64  `json:"version,omitempty"`
	// Agent is whose talk it is, empty for the bot.
	Agent string    `json:"agent,omitempty"`
	Score float64   `json:"score"`
	At    time.Time `json:"at"`
	// Stratum has a value for each of [SampleQuery.By].
	Stratum []string `json:"stratum,omitempty"`
}

// Sample returns pieces to judge, stratum by stratum, that nobody has judged yet. Which ones are drawn depends on their ids and on Seed only: the
// same ones when it is asked again, the next ones when some were judged, and no pattern in time. It reads the events of all talks of the
// cohort. Errors are those of [Collector.Episodes].
func (c *Collector) Sample(ctx context.Context, q SampleQuery) ([]Piece, error) {
	if err := q.complete(); err != nil {
		return nil, err
	}
	strata, err := c.strata(ctx, &q)
	if err != nil {
		return nil, err
	}
	var pieces []Piece
	for _, s := range strata {
		for i := range s.pieces {
			pieces = append(pieces, s.pieces[i].Piece)
		}
	}
	return pieces, nil
}

// A Judgement is what a person thinks of a piece.
type Judgement struct {
	Conversation string // Required.
	// Episode is the talk, Turn the message: one is required. Without Turn the judgement is of the agent's part in the talk.
	Episode, Turn string
	// Entry and Version are what the answer came from.
	Entry   string
	Version int64
	// Judge is who judges. He judges a piece once: what he says later is ignored. Required.
	Judge string
	// Score is 1 for right, 0 for wrong, between for partly right.
	Score float64
	// Truth, where it is known, is the intent that the message has, Intent the one that was understood.
	Intent, Truth string
	// Picked says that he looked at it for a reason of his own, such as a complaint, not because it was drawn. Neither [Accuracy] nor
	// [IntentErrorRate] nor estimates count it, because what is picked is worse than the rest; [Collector.Trail] tells of it.
	Picked bool
	// At is when he judged. Default: now.
	At time.Time
}

// ReasonPicked is the Reason of an [AnswerJudged] or [IntentJudged] about what was not drawn by [Collector.Sample]: see [Judgement.Picked].
const ReasonPicked = "picked"

// partOfTalk marks, in Step, judgements of an agent's part in a talk.
const partOfTalk = "talk"

// Judge records a judgement. An unusable one is an [EventError], an unknown Episode is [ErrNotFound].
func (c *Collector) Judge(ctx context.Context, j Judgement) error {
	e := Event{
		At: j.At, Kind: AnswerJudged, Conversation: j.Conversation, Agent: j.Judge, Turn: j.Turn, Entry: j.Entry, Version: j.Version, Score: j.Score,
	}
	piece := j.Turn
	if j.Turn == "" {
		e.Step, piece = partOfTalk, j.Episode
	}
	if j.Picked {
		e.Reason = ReasonPicked
	}
	e.ID = fmt.Sprintf("judged/%x", sha256.Sum256([]byte(strings.Join([]string{e.Step, piece, j.Judge, e.Reason}, "\x00"))))
	switch {
	case piece == "":
		return &EventError{ID: e.ID, Field: "Turn", Reason: "and the episode are missing"}
	case j.Judge == "":
		return &EventError{ID: e.ID, Field: "Agent", Reason: "is missing"}
	case j.Truth == "":
		return c.remark(ctx, j.Episode, e)
	case j.Turn == "":
		return &EventError{ID: e.ID, Field: "Truth", Reason: "is of a message, not of a talk"}
	}
	if e.At.IsZero() {
		e.At = c.opts.Now()
	}
	intent := e
	intent.ID, intent.Kind, intent.Intent, intent.Truth, intent.Entry, intent.Version, intent.Score = e.ID+"/intent", IntentJudged, j.Intent, j.Truth, "", 0, 0
	if err := intent.Validate(); err != nil {
		return err
	}
	return c.remark(ctx, j.Episode, e, intent)
}

// complete checks a query and fills in the defaults.
func (q *SampleQuery) complete() error {
	fault := &QueryError{}
	for i, d := range q.By {
		if !slices.Contains([]Dimension{ByAgent, ByChannel, ByCategory, ByTier, ByLanguage, ByRegion, ByBase, ByConfidence, ByOutcome}, d) {
			fault.add(fmt.Sprintf("By[%d]", i), "%q is no stratum", d)
		}
	}
	if q.Bands == nil {
		q.Bands = []float64{.5, .8}
	}
	if !slices.IsSorted(q.Bands) || slices.ContainsFunc(q.Bands, func(x float64) bool { return !(x >= 0 && x <= 1) }) {
		fault.add("Bands", "are not rising from 0 to 1")
	}
	if q.Size < 0 || q.Size > mostLimit {
		fault.add("Size", "is not from 1 to %d", mostLimit)
	}
	if q.Subject > Talk {
		fault.add("Subject", "is not talks")
	}
	q.Size = cmp.Or(q.Size, 20)
	return fault.err()
}

// drawn is a piece with its place in the draw.
type drawn struct {
	Piece
	place uint64
}

func compareDrawn(a, b drawn) int {
	return cmp.Or(cmp.Compare(a.place, b.place), strings.Compare(a.Episode, b.Episode), strings.Compare(a.Turn, b.Turn))
}

// stratum is a group of pieces: those that come first in the draw and are not judged, and what is known of all.
type stratum struct {
	key    []string
	pieces []drawn
	of     int     // all pieces
	judged int     // of these
	right  float64 // the sum of the means of their scores
}

// strata reads all pieces of a cohort.
func (c *Collector) strata(ctx context.Context, q *SampleQuery) ([]*stratum, error) {
	strata := map[string]*stratum{}
	talks := map[string][]Episode{} // by thread
	keys := []string{}
	flush := func() error {
		if len(keys) == 0 {
			return nil
		}
		for t, err := range c.store.Threads(ctx, keys...) {
			if err != nil {
				return err
			}
			c.piecesOf(&t, talks[t.Key], q, strata)
		}
		clear(talks)
		keys = keys[:0]
		return nil
	}
	for e, err := range c.Episodes(ctx, q.Cohort) {
		if err != nil {
			return nil, err
		}
		if q.Agents && e.FromAgents == 0 || !q.Agents && e.Answered+e.Accepted == 0 {
			continue
		}
		key := "c/" + e.Conversation
		if _, known := talks[key]; !known {
			if len(keys) == rollBatch {
				if err := flush(); err != nil {
					return nil, err
				}
			}
			keys = append(keys, key)
		}
		talks[key] = append(talks[key], e)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	list := make([]*stratum, 0, len(strata))
	for _, s := range strata {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *stratum) int { return slices.Compare(a.key, b.key) })
	return list, nil
}

// piecesOf puts the pieces of some talks of a conversation into their strata.
func (c *Collector) piecesOf(t *Thread, talks []Episode, q *SampleQuery, strata map[string]*stratum) {
	p := partsOf(t.Events, &c.opts.Rules, c.opts.Now())
	type scores struct {
		n   int
		sum float64
	}
	pieces, judged := map[[2]string]*Piece{}, map[[2]string]*scores{}
	episode := func(id string) *Episode {
		for i := range talks {
			if talks[i].ID == id {
				return &talks[i]
			}
		}
		return nil
	}
	for i, it := range p.items {
		e, of := it.e, episode(p.of[i])
		if of == nil {
			continue
		}
		id := [2]string{of.ID, e.Turn}
		switch {
		case e.Kind == AnswerJudged && (e.Step == partOfTalk) == q.Agents && e.Reason != ReasonPicked:
			if q.Agents {
				id[1] = ""
			}
			if judged[id] == nil {
				judged[id] = &scores{}
			}
			judged[id].n++
			judged[id].sum += e.Score
		case q.Agents && e.Kind == AgentSpoke:
			id[1] = ""
			if pieces[id] == nil {
				pieces[id] = &Piece{Conversation: of.Conversation, Episode: of.ID, Agent: cmp.Or(of.Agent, e.Agent), At: instant(it.at)}
			}
		case !q.Agents && (e.Kind == Answered || e.Kind == Picked) && e.Turn != "":
			pieces[id] = &Piece{
				Conversation: of.Conversation, Episode: of.ID, Turn: e.Turn, Entry: e.Entry, Version: e.Version, Score: e.Score, At: instant(it.at),
			}
		}
	}
	for id, u := range pieces {
		u.Stratum = q.stratum(u, episode(id[0]))
		key := strings.Join(u.Stratum, "\x00")
		s := strata[key]
		if s == nil {
			s = &stratum{key: u.Stratum}
			strata[key] = s
		}
		s.of++
		if j := judged[id]; j != nil {
			s.judged++
			s.right += j.sum / float64(j.n)
			continue
		}
		s.draw(drawn{*u, place(q.Seed, id)}, q.Size)
	}
}

// draw keeps the first pieces in the order of the draw.
func (s *stratum) draw(d drawn, size int) {
	i, _ := slices.BinarySearchFunc(s.pieces, d, compareDrawn)
	if i >= size {
		return
	}
	s.pieces = slices.Insert(s.pieces, i, d)
	s.pieces = s.pieces[:min(len(s.pieces), size)]
}

// place is where a piece comes in the draw.
func place(seed string, id [2]string) uint64 {
	sum := sha256.Sum256([]byte("sample\x00" + seed + "\x00" + id[0] + "\x00" + id[1]))
	return binary.BigEndian.Uint64(sum[:])
}

// stratum is where a piece belongs.
func (q *SampleQuery) stratum(u *Piece, e *Episode) []string {
	list := make([]string, len(q.By))
	for i, d := range q.By {
		switch d {
		case ByAgent:
			list[i] = u.Agent
		case ByChannel:
			list[i] = e.Channel
		case ByCategory:
			list[i] = e.Category
		case ByTier:
			list[i] = e.Tier
		case ByLanguage:
			list[i] = e.Language
		case ByRegion:
			list[i] = e.Region
		case ByBase:
			list[i] = e.Base
		case ByOutcome:
			list[i] = e.Outcome.String()
		case ByConfidence:
			list[i] = q.band(u.Score)
		}
	}
	return list
}

// band is the band of confidence of a score, such as "0.5-0.8".
func (q *SampleQuery) band(score float64) string {
	from, to := 0., 1.
	for _, b := range q.Bands {
		if score < b {
			to = b
			break
		}
		from = b
	}
	return strconv.FormatFloat(from, 'g', -1, 64) + "-" + strconv.FormatFloat(to, 'g', -1, 64)
}
