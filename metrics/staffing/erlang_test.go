package staffing_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// Loads in all printed digits of the usual traffic tables (Erlang B; the ones of
// ITU-T handbooks and textbooks agree). From memory of the tables.
func TestErlangBPublished(t *testing.T) {
	for _, c := range []struct {
		lines   int
		blocked float64
		load    float64
		unit    float64 // of the last printed digit
	}{
		{1, 0.01, 0.0101, 1e-4},
		{2, 0.01, 0.153, 1e-3},
		{5, 0.01, 1.36, 1e-2},
		{10, 0.01, 4.46, 1e-2},
		{20, 0.01, 12.0, 1e-1},
		{30, 0.01, 20.3, 1e-1},
		{50, 0.01, 37.9, 1e-1},
		{100, 0.01, 84.1, 1e-1},
		{10, 0.02, 5.08, 1e-2},
		{20, 0.02, 13.2, 1e-1},
		{30, 0.02, 21.9, 1e-1},
		{50, 0.02, 40.3, 1e-1},
		{100, 0.02, 88.0, 1e-1},
		{10, 0.05, 6.22, 1e-2},
		{20, 0.05, 15.2, 1e-1},
		{10, 0.001, 3.09, 1e-2},
		{20, 0.001, 9.41, 1e-2},
		{100, 0.001, 75.2, 1e-1},
	} {
		low, err := staffing.ErlangB(c.lines, c.load-c.unit/2)
		require.NoError(t, err)
		high, err := staffing.ErlangB(c.lines, c.load+c.unit/2)
		require.NoError(t, err)
		assert.True(t, low <= c.blocked && c.blocked <= high, "%d lines, blocked %g: %g..%g", c.lines, c.blocked, low, high)

		n, err := staffing.Lines(c.load-c.unit, c.blocked)
		require.NoError(t, err)
		assert.Equal(t, c.lines, n)
	}
}

func TestErlangAgainstSums(t *testing.T) {
	for _, n := range []int{1, 2, 7, 50, 300, 2000, 10000} {
		for _, rho := range []float64{1e-6, 0.1, 0.6, 0.9, 0.99, 0.9999, 1, 1.2, 5} {
			load := rho * float64(n)
			b, err := staffing.ErlangB(n, load)
			require.NoError(t, err)
			assert.LessOrEqual(t, off(b, float(bigB(n, load))), 1e-10, "B(%d, %g)", n, load)
			if rho >= 1 {
				continue
			}
			c, err := staffing.ErlangC(n, load)
			require.NoError(t, err)
			assert.LessOrEqual(t, off(c, float(bigC(n, load))), 1e-10, "C(%d, %g)", n, load)
		}
	}
}

func TestErlangEdges(t *testing.T) {
	b := func(n int, load float64) float64 {
		v, err := staffing.ErlangB(n, load)
		require.NoError(t, err)
		return v
	}
	c := func(n int, load float64) float64 {
		v, err := staffing.ErlangC(n, load)
		require.NoError(t, err)
		return v
	}
	assert.Equal(t, 1.0, b(0, 0))
	assert.Equal(t, 0.0, b(3, 0))
	assert.Equal(t, 0.0, c(3, 0))
	assert.Equal(t, 1.0, c(0, 0))
	assert.Equal(t, 1.0, c(5, 5), "nobody is answered at once in a queue without end")
	assert.InDelta(t, 1-1e-6, b(1, staffing.MaxLoad), 1e-11)
	assert.InDelta(t, 0.0007972, b(staffing.MaxAgents, staffing.MaxLoad), 1e-6, "sqrt(2/(pi n))")

	for _, bad := range []float64{-1, math.NaN(), math.Inf(1), staffing.MaxLoad + 1} {
		_, err := staffing.ErlangB(1, bad)
		var field *staffing.FieldError
		require.ErrorAs(t, err, &field)
		assert.Equal(t, "load", field.Field)
		_, err = staffing.ErlangC(1, bad)
		require.ErrorIs(t, err, staffing.ErrInvalid)
		_, err = staffing.Lines(bad, 0.01)
		require.ErrorIs(t, err, staffing.ErrInvalid)
	}
	for _, bad := range []int{-1, staffing.MaxAgents + 1} {
		_, err := staffing.ErlangC(bad, 1)
		require.ErrorIs(t, err, staffing.ErrInvalid)
	}
	for _, bad := range []float64{0, -1, 1.1, math.NaN()} {
		_, err := staffing.Lines(1, bad)
		require.ErrorIs(t, err, staffing.ErrInvalid)
	}
	_, err := staffing.Lines(staffing.MaxLoad, 1e-9)
	require.ErrorIs(t, err, staffing.ErrUnreachable)
	n, err := staffing.Lines(10, 1)
	require.NoError(t, err)
	assert.Zero(t, n, "all may be turned away")

	assert.InDelta(t, 10, staffing.Load(100, 30*time.Minute, 3*time.Minute), 1e-12)
	assert.True(t, math.IsNaN(staffing.Load(1, 0, time.Minute)))
}
