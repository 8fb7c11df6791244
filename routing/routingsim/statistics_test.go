package routingsim

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStudent(t *testing.T) {
	// The table of Student's distribution.
	for _, c := range []struct{ p, df, t float64 }{
		{0.975, 1, 12.706},
		{0.975, 9, 2.262},
		{0.995, 9, 3.250},
		{0.995, 29, 2.756},
		{0.95, 4, 2.132},
		{0.995, 1e6, 2.576},
		{0.5, 3, 0},
	} {
		assert.InDelta(t, c.t, student(c.p, c.df), 5e-4)
	}
}

// An interval of 90 % misses the truth in 10 % of all cases, also where observations
// have different numbers of items.
func TestIntervalsCover(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const trials = 4000
	plain, weighted := 0, 0
	for range trials {
		var s series
		var a, b []float64
		for range 12 {
			s = append(s, 5+r.NormFloat64())
			// Long observations have long waits: the mean over items is 2*10/11 and
			// not 1, the mean of the means.
			n := float64(1 + 19*r.IntN(2))
			a, b = append(a, n*(n/10+0.1*r.NormFloat64())), append(b, n)
		}
		if !s.interval(0.9).Contains(5) {
			plain++
		}
		if !ratio(a, b).interval(0.9).Contains((1*0.1 + 20*2) / 21) {
			weighted++
		}
	}
	assert.InDelta(t, 0.1, float64(plain)/trials, 0.015)

	// Waits are skewed: mostly short, sometimes very long. Of Student's own intervals
	// of 99 % of such observations 4 % miss the truth.
	skewed := 0
	for range trials {
		s := make(series, 20)
		for i := range s {
			s[i] = r.ExpFloat64()
		}
		if !s.interval(0.99).Contains(1) {
			skewed++
		}
	}
	assert.InDelta(t, 0.01, float64(skewed)/trials, 0.007)
	assert.InDelta(t, 0.1, float64(weighted)/trials, 0.05, "right for many observations, nearly right for 12")
}

func TestIntervalWithout(t *testing.T) {
	one := series{3, math.NaN()}.interval(0.95)
	assert.Equal(t, 3.0, one.Mean)
	assert.True(t, math.IsNaN(one.Half()), "one observation says nothing of its own error")
	assert.Equal(t, "3", one.String())
	none, err := json.Marshal(series{}.interval(0.95))
	require.NoError(t, err)
	assert.JSONEq(t, `{"mean":null,"low":null,"high":null}`, string(none))
	assert.True(t, math.IsNaN(ratio([]float64{0}, []float64{0}).interval(0.9).Mean))
}

func TestIntervalString(t *testing.T) {
	for want, i := range map[string]Interval{
		"12.35 (12.23 to 12.50)":  {12.3456, 12.2256, 12.4956},
		"1235 (1189 to 1281)":     {1234.6, 1188.6, 1280.6},
		"0.000 (-0.012 to 0.012)": {0.0001, -0.0119, 0.0121},
		"7":                       {7, 7, 7},
	} {
		assert.Equal(t, want, i.String())
	}
}

func TestQuantile(t *testing.T) {
	assert.Equal(t, 2.5, quantile([]float64{1, 2, 3, 4}, 0.5))
	assert.Equal(t, 4.0, quantile([]float64{1, 2, 3, 4}, 1))
	assert.True(t, math.IsNaN(quantile(nil, 0.5)))
}

func TestDistributions(t *testing.T) {
	observed, err := Observed([]time.Duration{time.Second, 3 * time.Second})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		d               Distribution
		mean, deviation float64
	}{
		"exponential": {Exponential(4 * time.Second), 4, 4},
		"always":      {Always(2 * time.Second), 2, 0},
		"uniform":     {Uniform(time.Second, 4*time.Second), 2.5, 3 / math.Sqrt(12)},
		"lognormal":   {Lognormal(5*time.Second, 4*time.Second), 5, 4},
		"even gamma":  {Gamma(5*time.Second, 2*time.Second), 5, 2},
		"wild gamma":  {Gamma(5*time.Second, 8*time.Second), 5, 8},
		"observed":    {observed, 2, 1},
		"mixture":     {Mixture(0.25, Always(8*time.Second), Always(0)), 2, math.Sqrt(12)},
	} {
		t.Run(name, func(t *testing.T) {
			r := stream(1, 0, name, "")
			const n = 400000
			var sum, squares float64
			for range n {
				x := c.d.Draw(r).Seconds()
				sum, squares = sum+x, squares+x*x
			}
			mean := sum / n
			assert.InDelta(t, c.mean, mean, 4*c.deviation/math.Sqrt(n)+1e-9)
			assert.InEpsilon(t, c.deviation+1, math.Sqrt(squares/n-mean*mean)+1, 0.02)
		})
	}
	_, err = Observed(nil)
	assert.ErrorIs(t, err, ErrInvalid)
	_, err = Observed([]time.Duration{-1})
	assert.ErrorIs(t, err, ErrInvalid)
	// A gamma of shape 4 is a sum of four exponentials: a deviation alone does not
	// tell it from others.
	r, beyond := stream(1, 0, "erlang", ""), 0
	d := Gamma(4*time.Second, 2*time.Second)
	for range 100000 {
		if d.Draw(r) > 8*time.Second {
			beyond++
		}
	}
	assert.InDelta(t, 0.0424, float64(beyond)/100000, 0.002, "e^-8 (1+8+32+85.3)")
}

// Purposes have random numbers of their own: what one uses does not move another.
func TestStreamsAreApart(t *testing.T) {
	first := func(seed uint64, replication int, name, purpose string) uint64 {
		return stream(seed, replication, name, purpose).Uint64()
	}
	same := first(1, 2, "a", "b")
	assert.Equal(t, same, first(1, 2, "a", "b"))
	seen := map[uint64]bool{same: true}
	for _, x := range []uint64{first(2, 2, "a", "b"), first(1, 3, "a", "b"), first(1, 2, "ab", ""), first(1, 2, "b", "a")} {
		assert.False(t, seen[x])
		seen[x] = true
	}
}

func arrivalsUntil(a Arrivals, seed uint64, end time.Duration) (times []time.Duration) {
	for at := range a.Times(stream(seed, 0, "", "")) {
		if at >= end {
			break
		}
		times = append(times, at)
	}
	return times
}

func TestArrivals(t *testing.T) {
	n := len(arrivalsUntil(Poisson(60), 1, 1000*time.Hour))
	assert.InDelta(t, 60000, n, 4*math.Sqrt(60000))
	assert.Empty(t, arrivalsUntil(Poisson(0), 1, time.Hour))
	assert.Equal(t, []time.Duration{time.Minute, 2 * time.Minute}, arrivalsUntil(Renewal(Always(time.Minute)), 1, 3*time.Minute))
	assert.Equal(t, []time.Duration{1, 5}, arrivalsUntil(Trace([]time.Duration{5, 1, 9}), 1, 9), "in order")

	c := Counts{Every: time.Hour, Begin: 7 * time.Hour, Number: []float64{100, 0, 400}}
	var by [3]float64
	var days, squares float64
	for seed := range uint64(500) {
		times := arrivalsUntil(c, seed, 24*time.Hour)
		require.True(t, slices.IsSorted(times))
		for _, at := range times {
			by[int(at/time.Hour)-7]++
		}
		c := c
		c.Sway = 0.2
		n := float64(len(arrivalsUntil(c, seed, 24*time.Hour)))
		days, squares = days+n, squares+n*n
	}
	assert.InDelta(t, 100, by[0]/500, 2)
	assert.Zero(t, by[1])
	assert.InDelta(t, 400, by[2]/500, 4)
	mean := days / 500
	assert.InDelta(t, 500, mean, 20)
	assert.InDelta(t, math.Sqrt(500+100*100), math.Sqrt(squares/500-mean*mean), 12, "chance, and how days differ")

	c.Exact = true
	assert.Len(t, arrivalsUntil(c, 3, 8*time.Hour), 100)
	assert.Len(t, arrivalsUntil(c, 3, 24*time.Hour), 500)
}

func TestReadHistory(t *testing.T) {
	h, err := ReadHistory(strings.NewReader("when,calls\n2003-03-04T07:30:00,6\n2003-03-03T07:00:00,2\n2003-03-03T07:30:00,4\n2003-03-04 07:00,3\n2003-03-04T09:00:00,9"))
	require.NoError(t, err)
	assert.Equal(t, 30*time.Minute, h.Every)
	monday := time.Date(2003, 3, 3, 0, 0, 0, 0, time.UTC)
	first := h.Between(monday, monday.AddDate(0, 0, 1))
	assert.Equal(t, []float64{2, 4}, first.Number[14:])
	assert.Equal(t, []float64{3, 6, 0, 0, 9}, h.Between(monday.AddDate(0, 0, 1), monday.AddDate(0, 0, 2)).Number[14:], "9 o'clock belongs to the second day alone")
	assert.Equal(t, []float64{2.5, 5, 0, 0, 4.5}, h.Typical(nil).Number[14:])
	assert.Equal(t, []float64{2, 4}, h.Typical(func(d time.Time) bool { return d.Weekday() == time.Monday }).Number[14:])

	for text, want := range map[string]string{
		"":                          "two counts",
		"2003-03-03T07:00:00,1":     "two counts",
		"a,b\nx,1\n":                "line 2: the first field is no time",
		"2003-03-03T07:00:00,x\n":   "line 1: the second field",
		"2003-03-03T07:00:00,-1\n":  "line 1: the second field",
		"2003-03-03T07:00:00,NaN\n": "line 1: the second field",
		"2003-03-03T07:00:00\n":     "line 1: wrong number of fields",
		"2003-03-03T07:00:00Z,1\n2003-03-03T07:00:00Z,2":   "twice",
		"2003-03-03T07:00:00.1Z,1\n2003-03-03T07:00:00Z,2": "a second at least",
	} {
		_, err := ReadHistory(strings.NewReader(text))
		assert.ErrorIs(t, err, ErrInvalid, text)
		assert.ErrorContains(t, err, want, text)
	}
}

func FuzzReadHistory(f *testing.F) {
	f.Add("start,calls\n2003-03-03T07:00:00,560\n2003-03-03T07:30:00,609\n")
	f.Add("\"2003-03-03 07:00\",1e3\n2004-03-03T07:30:00+01:00,0.5")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ReadHistory(strings.NewReader(text))
		if err != nil {
			return
		}
		total, back := 0.0, 0.0
		for _, c := range h.Counted {
			total += c.Number
		}
		for _, n := range h.Typical(nil).Number {
			back += n
		}
		if days := h.Typical(nil); len(days.Number) > 86400 {
			t.Fatal("a day has 86400 seconds")
		}
		if back > total*(1+1e-9) {
			t.Fatalf("a mean day of %g in all of %g", back, total)
		}
	})
}
