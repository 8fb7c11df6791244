package metrics_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func TestScalesHaveTheSameEnds(t *testing.T) {
	for _, c := range []struct {
		scale metrics.RatingScale
		score float64
		stars float64
	}{
		{"", 1, 1},
		{metrics.FiveStars, 4, 4},
		{metrics.Thumbs, 0, 1},
		{metrics.Thumbs, 1, 5},
		{metrics.ThreeFaces, 2, 3},
		{metrics.ThreeFaces, 3, 5},
		{metrics.TenPoints, 1, 1},
		{metrics.TenPoints, 10, 5},
		{metrics.ZeroToTen, 0, 1},
		{metrics.ZeroToTen, 5, 3},
		{metrics.ZeroToTen, 10, 5},
	} {
		got, ok := c.scale.Stars(c.score)
		assert.True(t, ok)
		assert.InDelta(t, c.stars, got, 1e-12, "%v %v", c.scale, c.score)
	}
	for _, s := range []metrics.RatingScale{metrics.TenPoints, metrics.ZeroToTen} {
		seven, _ := s.Stars(7)
		eight, _ := s.Stars(8)
		assert.Less(t, seven, 4.)
		assert.GreaterOrEqual(t, eight, 4.)
	}
	for _, c := range []struct {
		scale metrics.RatingScale
		score float64
	}{{"", 0}, {"", 5.1}, {metrics.Thumbs, -1}, {metrics.TenPoints, 0}, {metrics.ZeroToTen, 11}, {"inches", 1}, {"", math.NaN()}} {
		_, ok := c.scale.Stars(c.score)
		assert.False(t, ok, "%v %v", c.scale, c.score)
	}
}

const twoTalks = `
0s  customer_spoke t=m1 u=ann
1s  answered       t=m1
2s  ended          r=customer
48h customer_spoke t=m2
48h answered       t=m2
49h ended          r=customer`

func ratings(t testing.TB, c *metrics.Collector) (list []float64) {
	t.Helper()
	for e, err := range c.Episodes(t.Context(), metrics.Cohort{From: wednesday.Add(-9 * oneDay), To: wednesday.Add(90 * oneDay)}) {
		require.NoError(t, err)
		list = append(list, e.Rating)
	}
	return list
}

func TestRatingCountsForItsTalk(t *testing.T) {
	late := wednesday.Add(5 * oneDay)
	for name, c := range map[string]struct {
		rating metrics.Rating
		want   []float64
	}{
		"the latest":           {metrics.Rating{At: late}, []float64{0, 2}},
		"the first":            {metrics.Rating{At: late, Episode: "c/c#1"}, []float64{2, 0}},
		"by a message":         {metrics.Rating{At: late, Turn: "m1"}, []float64{2, 0}},
		"the one of that time": {metrics.Rating{At: wednesday.Add(oneDay)}, []float64{2, 0}},
		"an unknown message":   {metrics.Rating{At: late, Turn: "m9"}, []float64{0, 2}},
		"a message of another": {metrics.Rating{At: late, Turn: "m2", Episode: "c/c#1"}, []float64{2, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			collector := recorded(t, twoTalks)
			c.rating.ID, c.rating.Conversation, c.rating.Score = "r", "c", 2
			require.NoError(t, collector.Rate(t.Context(), c.rating))
			assert.Equal(t, c.want, ratings(t, collector))
			// A talk of which is heard only now was before them; the ids move, the rating does not.
			require.NoError(t, collector.Record(t.Context(), script(t, "-200h customer_spoke i=x t=m0")[0]))
			early := metrics.Event{ID: "early", At: wednesday.Add(-100 * time.Hour), Kind: metrics.CustomerSpoke, Conversation: "c", Turn: "m-1"}
			require.NoError(t, collector.Record(t.Context(), early))
			assert.Equal(t, append([]float64{0}, c.want...), ratings(t, collector))
		})
	}
}

// He changes his mind: the rating of the latest time counts, with its tags alone, whichever is heard of first; the same one again is ignored.
func TestLastRatingCounts(t *testing.T) {
	c := recorded(t, twoTalks)
	rate := func(id string, after time.Duration, score float64, tags ...string) {
		require.NoError(t, c.Rate(t.Context(), metrics.Rating{
			ID: id, Conversation: "c", Episode: "c/c#1", Score: score, At: wednesday.Add(after), Tags: tags,
		}))
	}
	rate("b", 60*time.Hour, 5, "solved", "fast", "solved")
	rate("a", 50*time.Hour, 1, "slow")
	rate("b", 70*time.Hour, 3)
	for e, err := range c.Episodes(t.Context(), metrics.Cohort{From: wednesday, To: wednesday.Add(oneDay)}) {
		require.NoError(t, err)
		assert.Equal(t, 5., e.Rating)
		assert.Equal(t, []string{"solved", "fast"}, e.Tags)
		assert.Equal(t, wednesday.Add(60*time.Hour), e.RatedAt)
	}
}

func TestRatingsThatCannotBe(t *testing.T) {
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Tags: []string{"slow"}})
	require.NoError(t, err)
	require.NoError(t, c.Record(t.Context(), script(t, twoTalks)...))
	good := metrics.Rating{ID: "r", Conversation: "c", Score: 3, Tags: []string{"slow"}}
	for field, change := range map[string]func(*metrics.Rating){
		"Score":        func(r *metrics.Rating) { r.Score = 6 },
		"Tags":         func(r *metrics.Rating) { r.Tags = []string{"he was rude to me"} },
		"ID":           func(r *metrics.Rating) { r.ID = "" },
		"Conversation": func(r *metrics.Rating) { r.Conversation = "" },
	} {
		r := good
		change(&r)
		var fault *metrics.EventError
		err := c.Rate(t.Context(), r)
		require.ErrorAs(t, err, &fault)
		assert.Equal(t, field, fault.Field)
		assert.NotContains(t, err.Error(), "rude")
	}
	for _, r := range []metrics.Rating{{Conversation: "c", Episode: "c/c#7"}, {Conversation: "c", Episode: "c/d#1"}, {Conversation: "d", Episode: "c/d#1"}} {
		r.ID, r.Score = "r", 3
		require.ErrorIs(t, c.Rate(t.Context(), r), metrics.ErrNotFound)
	}
	require.NoError(t, c.Rate(t.Context(), good))
}

func TestDefaultTags(t *testing.T) {
	en, zh := metrics.DefaultTags("en-GB"), metrics.DefaultTags("zh_CN")
	require.Len(t, zh, len(en))
	names := map[string]bool{}
	for i := range en {
		assert.Equal(t, en[i].Name, zh[i].Name)
		assert.NotEqual(t, en[i].Text, zh[i].Text)
		assert.False(t, names[en[i].Name])
		names[en[i].Name] = true
		assert.True(t, i == 0 || !en[i-1].Good || en[i].Good, "complaints come first")
	}
	en[0].Name = "mine"
	assert.NotEqual(t, "mine", metrics.DefaultTags("en")[0].Name)
	assert.Equal(t, "态度冷漠", zh[5].Text)
}

func TestRefusalIsKeptForTheCustomer(t *testing.T) {
	c := recorded(t, twoTalks)
	require.NoError(t, c.Refuse(t.Context(), metrics.Refusal{ID: "no", Customer: "ann", Conversation: "c", Episode: "c/c#1", At: wednesday.Add(80 * time.Hour)}))
	var refused []bool
	for e, err := range c.Episodes(t.Context(), metrics.Cohort{From: wednesday.Add(-oneDay), To: wednesday.Add(90 * oneDay)}) {
		require.NoError(t, err)
		refused = append(refused, e.Refused)
	}
	assert.Equal(t, []bool{true, false}, refused)
	for thread, err := range c.Store().Threads(t.Context(), "s/ann") {
		require.NoError(t, err)
		require.Len(t, thread.Events, 1)
		assert.Equal(t, metrics.OptedOut, thread.Events[0].Kind)
		assert.Equal(t, "ann", thread.Events[0].Customer)
		episodes, due := metrics.Fold(thread.Events, nil, wednesday)
		assert.Empty(t, episodes)
		assert.True(t, due.After(wednesday.AddDate(150, 0, 0)))
	}
	require.ErrorIs(t, c.Refuse(t.Context(), metrics.Refusal{ID: "no", Conversation: "c"}), metrics.ErrInvalid, "nobody")
	store := c.Store().(metrics.Archive)
	_, err := store.Prune(t.Context(), wednesday.Add(300*oneDay))
	require.NoError(t, err)
	n := 0
	for _, err := range c.Store().Threads(t.Context()) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, 1, n, "what he was asked is not forgotten")
}

// A remark counts for the episode that it is made for, whatever the conversation is like and however late it comes, and changes nothing else.
func TestAboutFindsItsEpisode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thread, now := drawThread(t), foldNoon.Add(5000*time.Hour)
		for i := range thread {
			if thread[i].Kind == metrics.Rated {
				thread[i].Kind = metrics.Soothed
			}
		}
		episodes, _ := metrics.Fold(thread, nil, now)
		if len(episodes) == 0 {
			t.Skip("no talk")
		}
		at := rapid.IntRange(0, len(episodes)-1).Draw(t, "which")
		rated := metrics.Event{ID: "rated", At: now, Kind: metrics.Rated, Conversation: "c", Score: 4, Turn: rapid.SampledFrom([]string{"", "m1", "m9"}).Draw(t, "turn")}
		e, err := metrics.About(rated, episodes[at].ID, thread, nil, now)
		require.NoError(t, err)
		after, _ := metrics.Fold(append(thread, e), nil, now)
		require.Len(t, after, len(episodes))
		for i := range after {
			require.Equal(t, i == at, after[i].Rating > 0, fmt.Sprint(i))
		}
	})
	e := metrics.Event{ID: "g", At: foldNoon, Kind: metrics.Rated, Score: 1}
	_, err := metrics.About(e, "c/c#1", nil, nil, foldNoon)
	require.ErrorIs(t, err, metrics.ErrNotFound)
}

// Ids of surveys and ratings are hashed or the host's; nothing of a customer's text gets into errors.
func TestAboutNamesNothing(t *testing.T) {
	_, err := metrics.About(metrics.Event{}, "secret#1", script(t, twoTalks), nil, wednesday)
	require.ErrorIs(t, err, metrics.ErrNotFound)
	assert.False(t, strings.Contains(err.Error(), "secret"))
}
