package survey_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/survey"
)

func TestPassAsksOnceWhenItIsTime(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{})
	h.talk("ann", "a", "m1", 0)
	h.talk("bob", "b", "m2", 2*hour)
	_, asked := h.pass(s, day-time.Second)
	assert.Empty(t, asked)
	due, err := s.Due(context.Background(), noon.Add(26*hour))
	require.NoError(t, err)
	assert.Len(t, due, 2)
	assert.Empty(t, h.asked, "Due sends nothing")
	r, asked := h.pass(s, day)
	assert.Equal(t, []string{"c/a#1"}, asked)
	assert.Equal(t, survey.Result{Sent: 1}, r)
	assert.Equal(t, survey.ID("c/a#1"), h.asked[0].ID)
	assert.Equal(t, 1, h.asked[0].Try)
	assert.Equal(t, noon.Add(72*hour), h.asked[0].Until)
	assert.True(t, h.episodes("a")[0].Surveyed)
	assert.False(t, h.episodes("b")[0].Surveyed)
	_, asked = h.pass(s, 26*hour)
	assert.Equal(t, []string{"c/b#1"}, asked)
	for d := 27 * hour; d < 5*day; d += hour {
		_, asked = h.pass(s, d)
		require.Empty(t, asked)
	}
}

// He is asked about a talk, goes on to another one, and what he answers then counts for the first; also where the events of an even earlier
// talk come last of all.
func TestAnswerCountsForTheTalkThatWasAskedAbout(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{})
	ctx := context.Background()
	h.talk("ann", "a", "m1", 0)
	h.talk("ann", "a", "m2", 90*hour)
	_, asked := h.pass(s, day)
	require.Equal(t, []string{"c/a#1"}, asked)
	q := h.asked[0]
	h.now = noon.Add(91 * hour)
	require.NoError(t, h.collector.Rate(ctx, metrics.Rating{ID: q.ID, Conversation: "a", Episode: q.Episode.ID, Score: 2}))
	h.talk("ann", "a", "m0", -100*hour)
	got := h.episodes("a")
	require.Len(t, got, 3)
	for i, want := range []struct {
		surveyed bool
		rating   float64
	}{{false, 0}, {true, 2}, {false, 0}} {
		assert.Equal(t, want.surveyed, got[i].Surveyed, i)
		assert.Equal(t, want.rating, got[i].Rating, i)
	}
}

// The numbers of talks move when an earlier one comes to light; nobody is asked again for that.
func TestLateTalkAsksNobodyAgain(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{Rest: time.Minute})
	h.talk("ann", "a", "m1", 0)
	_, asked := h.pass(s, day)
	require.Len(t, asked, 1)
	h.talk("ann", "a", "m0", -100*hour)
	for d := day; d < 4*day; d += hour {
		_, asked = h.pass(s, d)
		require.Empty(t, asked)
	}
}

func TestOneCustomerIsAskedOneThingAtATime(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{Until: 20 * day})
	h.talk("ann", "a", "m1", 0)
	h.talk("ann", "b", "m2", hour)
	h.talk("", "c", "m3", hour)
	h.talk("", "d", "m4", hour)
	due, err := s.Due(context.Background(), noon.Add(25*hour))
	require.NoError(t, err)
	assert.Len(t, due, 4, "each alone is due")
	_, asked := h.pass(s, 25*hour)
	assert.Equal(t, []string{"c/a#1", "c/c#1", "c/d#1"}, asked, "who is not known may be several")
	r, asked := h.pass(s, 25*hour+7*day-time.Second)
	assert.Empty(t, asked)
	assert.Equal(t, 1, r.Waiting)
	_, asked = h.pass(s, 25*hour+7*day)
	assert.Equal(t, []string{"c/b#1"}, asked)
}

func TestRefusalHolds(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name    string
		refuse  func(h *house)
		welcome bool
	}{
		{"in the talk", func(h *house) {
			require.NoError(t, h.collector.Refuse(ctx, metrics.Refusal{ID: "no", Customer: "ann", Conversation: "a", At: noon}))
		}, false},
		{"elsewhere", func(h *house) {
			require.NoError(t, h.collector.Refuse(ctx, metrics.Refusal{ID: "no", Customer: "ann", At: noon}))
		}, false},
		{"as an event of an older talk", func(h *house) {
			h.record(metrics.Event{ID: "no", At: noon, Kind: metrics.SurveyRefused, Conversation: "a"})
		}, false},
		{"taken back", func(h *house) {
			require.NoError(t, h.collector.Refuse(ctx, metrics.Refusal{ID: "no", Customer: "ann", At: noon}))
			h.record(metrics.Event{ID: "yes", At: noon.Add(time.Minute), Kind: metrics.OptedIn, Customer: "ann"})
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t, metrics.NewMemoryStore())
			s := h.scheduler(survey.Policy{})
			h.talk("ann", "a", "m1", -hour)
			h.talk("ann", "b", "m2", 0)
			c.refuse(h)
			_, asked := h.pass(s, day)
			if c.welcome {
				assert.Len(t, asked, 1)
				return
			}
			assert.Empty(t, asked)
			// It holds for ever, and when the store has forgotten the conversation.
			h.talk("ann", "e", "m9", 20*day)
			h.now = noon.Add(15 * day)
			_, err := h.collector.Roll(ctx)
			require.NoError(t, err)
			n, err := h.Store.(metrics.Archive).Prune(ctx, noon.Add(10*day))
			require.NoError(t, err)
			require.Positive(t, n)
			_, asked = h.pass(h.scheduler(survey.Policy{}), 21*day)
			assert.Empty(t, asked)
		})
	}
}

// What was rated a moment ago, and not folded yet by whoever folds, is known.
func TestWhatHappenedSinceTheFoldCounts(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	h.talk("ann", "a", "m1", 0)
	s := h.scheduler(survey.Policy{})
	h.pass(s, hour)
	h.Store = &late{Store: h.Store}
	h.collect()
	h.record(metrics.Event{ID: "r", At: noon.Add(20 * hour), Kind: metrics.Rated, Conversation: "a", Score: 5})
	_, asked := h.pass(h.scheduler(survey.Policy{}), day)
	assert.Empty(t, asked)
}

// late is a store whose folds are always behind.
type late struct{ metrics.Store }

func (*late) Stale(context.Context, time.Time, int) ([]string, error) { return nil, nil }

func TestTriesAndGivingUp(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{Tries: 3})
	h.talk("ann", "a", "m1", 0)
	h.talk("bob", "b", "m2", 0)
	h.answer = func(q survey.Survey) error {
		switch {
		case q.Episode.Customer == "bob":
			return fmt.Errorf("no such number: %w", survey.ErrUndeliverable)
		case q.Try == 2:
			panic("broken")
		}
		return errors.New("try later")
	}
	r, asked := h.pass(s, day)
	assert.Equal(t, survey.Result{Failed: 1, GivenUp: 1, Waiting: 1}, r)
	assert.Len(t, asked, 2)
	for _, c := range []struct {
		at    time.Duration
		tries int
	}{{9 * time.Minute, 0}, {10 * time.Minute, 2}, {29 * time.Minute, 0}, {30 * time.Minute, 3}, {2 * hour, 0}, {8 * hour, 0}} {
		_, asked = h.pass(s, day+c.at)
		if c.tries == 0 {
			require.Empty(t, asked, c.at)
			continue
		}
		require.Equal(t, []string{"c/a#1"}, asked)
		assert.Equal(t, c.tries, h.asked[0].Try)
		assert.Equal(t, survey.ID("c/a#1"), h.asked[0].ID)
	}
	assert.False(t, h.episodes("a")[0].Surveyed)
}

// An asker gets the time it is given, and no more.
func TestAskerHasADeadline(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	h.talk("ann", "a", "m1", 0)
	s, err := survey.New(h.collector, survey.AskerFunc(func(ctx context.Context, _ survey.Survey) error {
		<-ctx.Done()
		return ctx.Err()
	}), &survey.Options{Timeout: time.Millisecond, Now: func() time.Time { return h.now }})
	require.NoError(t, err)
	r, _ := h.pass(s, day)
	assert.Equal(t, 1, r.Failed)
}

// crash is a store of a process that dies before its n-th write, or after it.
type crash struct {
	metrics.Store
	left  int
	after bool
}

var errDead = errors.New("the process is dead")

func (c *crash) Append(ctx context.Context, events ...metrics.Event) (n int, err error) {
	c.left--
	if c.left < 0 {
		return 0, errDead
	}
	if c.left > 0 || c.after {
		n, err = c.Store.Append(ctx, events...)
	}
	if c.left == 0 {
		err = errDead
	}
	return n, err
}

// Wherever a process dies, another one sends what was not sent; what it sends again has the same id; and in the end it is written down
// once that the customer was asked.
func TestCrashes(t *testing.T) {
	for n := 1; n <= 2; n++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, done %v", n, after), func(t *testing.T) {
				h := open(t, metrics.NewMemoryStore())
				h.talk("ann", "a", "m1", 0)
				whole := h.Store
				_, err := h.collector.Roll(context.Background())
				require.NoError(t, err)
				h.Store = &crash{Store: whole, left: n, after: after}
				h.collect()
				h.now = noon.Add(day)
				_, err = h.scheduler(survey.Policy{}).Pass(context.Background(), h.now)
				require.ErrorIs(t, err, errDead)
				first := h.names()
				assert.Equal(t, n == 2, len(first) == 1, "nothing is sent that was not written down before")

				h.Store = whole
				h.collect()
				s := h.scheduler(survey.Policy{})
				_, again := h.pass(s, day+time.Minute)
				_, later := h.pass(s, day+20*time.Minute)
				sent := append(append(first, again...), later...)
				switch {
				case n == 1 && !after:
					assert.Len(t, again, 1, "a try that was not written down keeps nobody waiting")
				case n == 2 && after:
					assert.Empty(t, append(again, later...), "it was written down that it was sent")
				default:
					assert.Empty(t, again, "a try of which nothing is known may be under way")
					assert.Len(t, later, 1)
				}
				for _, id := range sent {
					assert.Equal(t, "c/a#1", id)
				}
				assert.True(t, h.episodes("a")[0].Surveyed)
				_, more := h.pass(s, 2*day)
				assert.Empty(t, more)
			})
		}
	}
}

// Several schedulers at once, each with a few passes: every customer is asked once, though he has several talks.
func TestManySchedulers(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	const customers, nodes = 40, 6
	for i := range customers {
		for j := range 3 {
			h.talk(fmt.Sprint("k", i), fmt.Sprint("k", i, "/", j), "m", 0)
		}
	}
	h.now = noon.Add(day)
	var group sync.WaitGroup
	results := make([]survey.Result, nodes)
	for i := range nodes {
		s := h.scheduler(survey.Policy{})
		group.Go(func() {
			for range 3 {
				r, err := s.Pass(context.Background(), h.now)
				assert.NoError(t, err)
				results[i].Sent += r.Sent
			}
		})
	}
	group.Wait()
	total := 0
	for _, r := range results {
		total += r.Sent
	}
	assert.Equal(t, customers, total)
	seen := map[string]int{}
	for _, s := range h.asked {
		seen[s.Episode.Customer]++
	}
	assert.Len(t, seen, customers)
	for who, n := range seen {
		assert.Equal(t, 1, n, who)
	}
}

// Whatever happens in whatever order, with however many schedulers whose clocks differ: nobody is asked twice about a talk (but after a failure),
// nobody who said no, nobody at night, and nobody twice within the rest.
func TestNobodyIsBothered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &house{t: t, Store: metrics.NewMemoryStore(), now: noon}
		h.collect()
		policy := survey.Policy{Rest: 30 * hour, Until: 5 * day, NotAfter: []string{}}
		nodes := []*survey.Scheduler{h.scheduler(policy), h.scheduler(policy)}
		skew := []time.Duration{0, rapid.SampledFrom([]time.Duration{0, time.Second, time.Minute}).Draw(t, "skew")}
		fails := 0
		type ask struct{ id, who string }
		times := map[ask][]time.Time{}
		byCustomer := map[string][]time.Time{}
		refused := map[string]bool{}
		var at time.Time
		h.answer = func(s survey.Survey) error {
			who := s.Episode.Customer
			require.False(t, refused[who])
			require.True(t, at.Hour() >= 8 && at.Hour() < 21)
			for other, ts := range times {
				if other.who == who && other.id != s.ID {
					require.False(t, at.Before(ts[len(ts)-1].Add(30*hour)))
				}
			}
			times[ask{s.ID, who}] = append(times[ask{s.ID, who}], at)
			if fails > 0 {
				fails--
				return errors.New("not now")
			}
			byCustomer[s.ID] = append(byCustomer[s.ID], at)
			require.Len(t, byCustomer[s.ID], 1, "sent once")
			return nil
		}
		turns := 0
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			who := rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "who")
			place := who + rapid.SampledFrom([]string{"/x", "/y"}).Draw(t, "place")
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0, 1, 2:
				turns++
				h.talk(who, place, fmt.Sprint("m", turns), h.now.Sub(noon))
			case 3:
				fails++
			case 4:
				if rapid.IntRange(0, 3).Draw(t, "refuses") == 0 {
					require.NoError(t, h.collector.Refuse(context.Background(), metrics.Refusal{ID: "no", Customer: who}))
					refused[who] = true
				}
			default:
				h.now = h.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "minutes")) * time.Minute)
				i := rapid.IntRange(0, 1).Draw(t, "node")
				at = h.now.Add(skew[i])
				_, err := nodes[i].Pass(context.Background(), at)
				require.NoError(t, err)
			}
		}
	})
}

// A pass reads what began since the earliest talk that is not decided, and all that can be due once an hour.
func TestPassesReadLittle(t *testing.T) {
	counted := &counting{Store: metrics.NewMemoryStore()}
	h := open(t, counted)
	s := h.scheduler(survey.Policy{Quiet: &survey.Hours{}})
	for i := range 100 {
		h.talk("", fmt.Sprint("a", i), "m", time.Duration(i)*time.Minute)
	}
	h.talk("", "new", "m", 101*time.Minute)
	h.pass(s, day+100*time.Minute)
	require.Len(t, h.asked, 100)
	counted.read = 0
	_, asked := h.pass(s, day+101*time.Minute)
	assert.Equal(t, []string{"c/new#1"}, asked)
	assert.Equal(t, 1, counted.read)
	// What came too late to be seen in passing is seen within the hour.
	h.talk("", "late", "m", -2*hour)
	_, asked = h.pass(s, day+102*time.Minute)
	assert.Empty(t, asked)
	_, asked = h.pass(s, day+160*time.Minute)
	assert.Equal(t, []string{"c/late#1"}, asked)
}
