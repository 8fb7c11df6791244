package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A RatingScale is what a customer was shown. All scales are mapped to one to five stars, in a straight line from their worst to their
// best value, so that ratings of several channels can be compared; satisfied ([CSAT]) is who gave 4 stars or more.
type RatingScale string

// The scales.
const (
	// FiveStars are 1 to 5, the default.
	FiveStars RatingScale = "stars"
	// Thumbs are 0 (down, 1 star) and 1 (up, 5 stars).
	Thumbs RatingScale = "thumbs"
	// ThreeFaces are 1 (sad, 1 star), 2 (3 stars) and 3 (glad, 5 stars).
	ThreeFaces RatingScale = "faces"
	// TenPoints are 1 to 10: 8 and more are satisfied.
	TenPoints RatingScale = "ten"
	// ZeroToTen are the 0 to 10 of a likelihood to recommend: 8 and more are satisfied. It is no net promoter score, which leaves out
	// 7 and 8.
	ZeroToTen RatingScale = "zero_to_ten"
)

var ratingScales = map[RatingScale][2]float64{
	"": {1, 5}, FiveStars: {1, 5}, Thumbs: {0, 1}, ThreeFaces: {1, 3}, TenPoints: {1, 10}, ZeroToTen: {0, 10},
}

// Stars maps a score of the scale to 1 to 5 stars. It is false for what is not on the scale, and for unknown scales.
func (s RatingScale) Stars(score float64) (float64, bool) {
	ends, ok := ratingScales[s]
	if !ok || !(score >= ends[0] && score <= ends[1]) {
		return 0, false
	}
	return 1 + (score-ends[0])*4/(ends[1]-ends[0]), true
}

// A Rating is what a customer thinks of a talk.
type Rating struct {
	// ID is unique within the conversation: the same rating again is ignored. Required.
	ID           string
	Conversation string // Required.
	// Episode is the [Episode.ID] of the talk that it is about, as the survey names it, however late it comes. Default:
	// the talk of Turn, else the latest one that had begun at At.
	Episode string
	// Turn is a message of the talk.
	Turn string
	// Customer, where the talk does not know him.
	Customer string
	// Score is on the Scale. Required.
	Score float64
	Scale RatingScale // Default: FiveStars.
	// Tags say why; see [DefaultTags]. Of more than one of the same name the first counts.
	Tags []string
	// At is when he rated. Default: now.
	At time.Time
}

// Rate records a rating. A talk that is rated more than once counts the rating with the latest At, with its tags alone: he changed his
// mind. An unusable rating, also one with a tag that is not of [Options.Tags] where these are set, is an [EventError];
// an Episode that the conversation does not have is [ErrNotFound].
func (c *Collector) Rate(ctx context.Context, r Rating) error {
	stars, ok := r.Scale.Stars(r.Score)
	if !ok {
		return &EventError{ID: clip(r.ID), Field: "Score", Reason: "is not on the scale"}
	}
	e := Event{
		ID: r.ID, At: r.At, Kind: Rated, Conversation: r.Conversation, Customer: r.Customer, Turn: r.Turn, Score: stars,
	}
	for _, tag := range r.Tags {
		if c.opts.Tags != nil && !slices.Contains(c.opts.Tags, tag) {
			return &EventError{ID: clip(r.ID), Field: "Tags", Reason: "have one that is not among those of Options"}
		}
		if !slices.Contains(e.Tags, tag) {
			e.Tags = append(e.Tags, tag)
		}
	}
	return c.remark(ctx, r.Episode, e)
}

// A Refusal is a customer who does not want to be asked what he thinks.
type Refusal struct {
	// ID is unique for the customer and within the conversation: the same refusal again is ignored. Required.
	ID string
	// Customer is left alone from now on, until an event [OptedIn]. Required.
	Customer string
	// Conversation and Episode are where he said so, as in [Rating]. Default: he said it elsewhere.
	Conversation string
	Episode      string
	// At is when he said so. Default: now.
	At time.Time
}

// Refuse records that a customer does not want to be asked. Errors are those of [Collector.Rate].
func (c *Collector) Refuse(ctx context.Context, r Refusal) error {
	out := Event{ID: r.ID, At: r.At, Kind: OptedOut, Customer: r.Customer}
	if out.At.IsZero() {
		out.At = c.opts.Now()
	}
	if r.Conversation == "" {
		return c.Record(ctx, out)
	}
	e := Event{ID: r.ID, At: out.At, Kind: SurveyRefused, Conversation: r.Conversation, Customer: r.Customer}
	return c.remark(ctx, r.Episode, e, out)
}

// remark records an event about an episode, where one is named, and more.
func (c *Collector) remark(ctx context.Context, episode string, e Event, more ...Event) error {
	if e.At.IsZero() {
		e.At = c.opts.Now()
	}
	if err := e.Validate(); err != nil {
		return err
	}
	if episode != "" {
		thread, err := c.thread(ctx, e.Thread())
		if err != nil {
			return err
		}
		if e, err = About(e, episode, thread.Events, &c.opts.Rules, c.opts.Now()); err != nil {
			return err
		}
	}
	return c.Record(ctx, append([]Event{e}, more...)...)
}

// thread reads a thread. One without events is [ErrNotFound].
func (c *Collector) thread(ctx context.Context, key string) (Thread, error) {
	for t, err := range c.store.Threads(ctx, key) {
		return t, err
	}
	return Thread{}, errors.Join(fmt.Errorf("%w: the thread", ErrNotFound), ctx.Err())
}

// A Tag is a reason for a rating that a customer can choose.
type Tag struct {
	// Name is what is recorded, the same in all languages.
	Name string `json:"name"`
	// Text is what a customer reads.
	Text string `json:"text"`
	// Good says that it is praise.
	Good bool `json:"good,omitempty"`
}

// DefaultTags are tags for ratings, complaints first, in the language of a BCP 47 tag: Chinese, else English. The caller may change the
// slice.
func DefaultTags(locale string) []Tag {
	tags := make([]Tag, len(defaultTags))
	for i, t := range defaultTags {
		tags[i] = Tag{Name: t.name, Text: t.en, Good: t.good}
		if isChinese(locale) {
			tags[i].Text = t.zh
		}
	}
	return tags
}

type defaultTag struct {
	name, en, zh string
	good         bool
}

var defaultTags = [...]defaultTag{
	{"not_solved", "My problem is not solved", "问题没有解决", false},
	{"incomplete", "The answer is incomplete", "回答不完整", false},
	{"wrong", "The answer is wrong", "回答不正确", false},
	{"not_understood", "I was not understood", "没有理解我的问题", false},
	{"slow", "It took too long", "等待时间太长", false},
	{"cold", "Unfriendly or indifferent", "态度冷漠", false},
	{"no_person", "I could not reach a person", "找不到人工客服", false},
	{"repeated", "I had to say things again", "需要反复说明", false},
	{"solved", "My problem is solved", "问题已解决", true},
	{"fast", "Fast", "响应迅速", true},
	{"friendly", "Friendly", "态度友好", true},
	{"clear", "Clear", "解答清楚", true},
}
