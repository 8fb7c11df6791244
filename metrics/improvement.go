package metrics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
)

// An ImprovementQuery asks for talks that customers were not content with.
type ImprovementQuery struct {
	// Cohort describes the talks that count. Its MaxRating has no meaning.
	Cohort
	// AtMost is the highest rating that is low. Default: 2.
	AtMost float64
	// Unhelpful takes talks as well of which the customer said, without rating them, that an answer did not help.
	Unhelpful bool
}

// An Improvement is a talk from which there is something to learn.
type Improvement struct {
	// Key is the same each time: whoever opens a case for it with this key opens one.
	Key     string  `json:"key"`
	Episode Episode `json:"episode"`
	// Rated says that it is about a low rating, else about an answer that did not help. Tags are the complaints of the rating: its
	// tags without those of [DefaultTags] that are praise.
	Rated bool     `json:"rated"`
	Tags  []string `json:"tags,omitempty"`
}

// LowRated yields the talks that customers were not content with, in the order of their starts. A rating that comes later makes the talk
// show up then; ask for the last weeks again and again, and let the key find what is known. Errors are those of [Collector.Episodes]; an AtMost
// that is not from 1 to 5 is a [QueryError].
func (c *Collector) LowRated(ctx context.Context, q ImprovementQuery) iter.Seq2[Improvement, error] {
	return func(yield func(Improvement, error) bool) {
		if q.AtMost == 0 {
			q.AtMost = 2
		}
		if !(q.AtMost >= 1 && q.AtMost <= 5) {
			fault := &QueryError{}
			fault.add("AtMost", "is not from 1 to 5")
			yield(Improvement{}, fault)
			return
		}
		q.MaxRating = 0
		for e, err := range c.Episodes(ctx, q.Cohort) {
			if err != nil {
				yield(Improvement{}, err)
				return
			}
			low := e.Rating > 0 && e.Rating <= q.AtMost
			if !low && (!q.Unhelpful || e.Rating > 0 || e.NotHelped == 0) {
				continue
			}
			sum := sha256.Sum256([]byte("improvement\x00" + e.ID))
			if !yield(Improvement{Key: "improvement-" + hex.EncodeToString(sum[:16]), Episode: e, Rated: low, Tags: complaints(e.Tags)}, nil) {
				return
			}
		}
	}
}

// complaints are tags that are no praise.
func complaints(tags []string) (list []string) {
	for _, t := range tags {
		i := slices.IndexFunc(defaultTags[:], func(d defaultTag) bool { return d.name == t })
		if i < 0 || !defaultTags[i].good {
			list = append(list, t)
		}
	}
	return list
}

// Title is one line for a case, in the language of a BCP 47 tag: Chinese, else English. It has no words of the customer's.
func (m *Improvement) Title(locale string) string {
	id := m.Episode.ID
	switch zh := isChinese(locale); {
	case m.Rated && zh:
		return fmt.Sprintf("评分 %.3g 星的会话:%s", m.Episode.Rating, id)
	case m.Rated:
		return fmt.Sprintf("A talk was rated with %.3g stars: %s", m.Episode.Rating, id)
	case zh:
		return "回答没有帮助的会话:" + id
	}
	return "An answer did not help: " + id
}
