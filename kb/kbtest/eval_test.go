package kbtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// answers maps a query to its hits, written "id score id score ...".
type answers map[string]string

func (a answers) match(_ context.Context, query string) ([]kb.Hit, error) {
	var hits []kb.Hit
	fields := strings.Fields(a[query])
	for i := 0; i+1 < len(fields); i += 2 {
		var score float64
		if _, err := fmt.Sscan(fields[i+1], &score); err != nil {
			return nil, err
		}
		hits = append(hits, kb.Hit{Entry: &kb.Entry{ID: fields[i]}, Score: score})
	}
	return hits, nil
}

func evaluate(t *testing.T, a answers, cases ...Case) Report {
	r, err := Evaluate(t.Context(), a.match, kb.Policy{Direct: 0.7, Suggest: 0.3, Margin: 0.1}, cases)
	require.NoError(t, err)
	return r
}

func is(t *testing.T, want float64, got *float64, msg string) {
	t.Helper()
	if assert.NotNil(t, got, msg) {
		assert.InDelta(t, want, *got, 1e-9, msg)
	}
}

// The figures are worked out by hand.
func TestEvaluateByHand(t *testing.T) {
	r := evaluate(t, answers{
		"first":     "a 0.9 b 0.5",
		"second":    "a 0.8 b 0.75", // within the margin: a suggestion
		"sixth":     "a .4 c .3 d .3 e .3 f .3 b .3",
		"eleventh":  "a .2 c .1 d .1 e .1 f .1 g .1 h .1 i .1 j .1 k .1 b .1",
		"nothing":   "",
		"lured":     "a 0.95",
		"turned":    "a 0.2",
		"of no use": "",
	},
		Case{Query: "first", Relevant: []string{"z", "a"}},
		Case{Query: "second", Relevant: []string{"b"}},
		Case{Query: "sixth", Relevant: []string{"b"}},
		Case{Query: "eleventh", Relevant: []string{"b"}},
		Case{Query: "nothing", Relevant: []string{"b"}},
		Case{Query: "lured"},
		Case{Query: "turned"},
		Case{Query: "of no use"},
	)
	assert.Equal(t, 8, r.N)
	assert.Equal(t, 5, r.Answerable)
	is(t, 1./5, r.S1, "S@1")
	is(t, 2./5, r.S5, "S@5: the sixth place is too late")
	is(t, (1+1./2+1./6)/5, r.MRR10, "MRR@10: the eleventh place is too late")
	is(t, 2./8, r.DirectRate, "first and lured")
	is(t, 1./2, r.DirectPrecision, "an answer to what has none is wrong")
	is(t, 4./8, r.NoneRate, "eleventh, nothing, turned, of no use")
	// Scores .9 .8 .4 .2 0 against .95 .2 0: wins 2+2+2+1+0, ties 1 and 1.
	is(t, (7+2*0.5)/15, r.AUROC, "AUROC counts ties half")
	assert.Nil(t, r.CPU)
	assert.Nil(t, r.Build)
}

func TestFiguresThatDoNotApplyAreNull(t *testing.T) {
	answerable, not := Case{Query: "q", Relevant: []string{"a"}}, Case{Query: "q"}
	for _, c := range []struct {
		name  string
		cases []Case
		want  string
	}{
		{"no question", nil, `{"n":0,"s1":null,"s5":null,"mrr10":null,"auroc":null,"direct_rate":null,"direct_precision":null,"none_rate":null,"cpu_us_per_query":null,"build_s":null}`},
		{"no answerable one", []Case{not}, `{"n":1,"s1":null,"s5":null,"mrr10":null,"auroc":null,"direct_rate":0,"direct_precision":null,"none_rate":1,"cpu_us_per_query":null,"build_s":null}`},
		{"no unanswerable one", []Case{answerable}, `{"n":1,"s1":0,"s5":0,"mrr10":0,"auroc":null,"direct_rate":0,"direct_precision":null,"none_rate":1,"cpu_us_per_query":null,"build_s":null}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := json.Marshal(evaluate(t, answers{}, c.cases...))
			require.NoError(t, err)
			assert.Equal(t, c.want, string(got))
		})
	}
}

func TestCalibrationError(t *testing.T) {
	a := answers{"right": "a 0.8", "wrong": "b 0.8", "sure": "a 1", "silent": ""}
	right, wrong := Case{Query: "right", Relevant: []string{"a"}}, Case{Query: "wrong", Relevant: []string{"a"}}
	r := evaluate(t, a, right, right, right, right, wrong)
	is(t, 0, r.ECE, "4 of 5 at 0.8")
	r = evaluate(t, a, right, wrong, Case{Query: "sure", Relevant: []string{"a"}}, Case{Query: "silent"})
	is(t, 2*(0.8-0.5)/4, r.ECE, "1 of 2 at 0.8; 1 and 0 are as they should be")
}

func TestSweep(t *testing.T) {
	r := evaluate(t, answers{"x": "a 0.55", "y": "b 0.35", "near": "a .9 b .85"},
		Case{Query: "x", Relevant: []string{"a"}}, Case{Query: "y", Relevant: []string{"a"}}, Case{Query: "near", Relevant: []string{"a"}})
	require.Len(t, r.Sweep, 20)
	at := func(direct float64) Threshold {
		for _, p := range r.Sweep {
			if p.Direct == direct {
				return p
			}
		}
		require.Fail(t, "no such threshold")
		return Threshold{}
	}
	low := at(0.3)
	assert.InDelta(t, 2./3, low.Rate, 1e-9, "what is within the margin stays a suggestion")
	is(t, 0.5, low.Precision, "one of two is right")
	assert.InDelta(t, 1./3, low.Wrong, 1e-9)
	high := at(0.4)
	is(t, 1, high.Precision, "the wrong one is below")
	assert.Zero(t, high.Wrong)
	assert.Nil(t, at(1).Precision, "nothing is identical")
	assert.InDelta(t, 2./3, at(0.05).Rate, 1e-9, "below Suggest too")
}

func TestEvaluateStops(t *testing.T) {
	cases := []Case{{Query: "q"}}
	fine := func(context.Context, string) ([]kb.Hit, error) { return nil, nil }
	broken := errors.New("broken")
	_, err := Evaluate(t.Context(), func(context.Context, string) ([]kb.Hit, error) { return nil, broken }, kb.Policy{}, cases)
	require.ErrorIs(t, err, broken)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Evaluate(gone, fine, kb.Policy{}, cases)
	require.ErrorIs(t, err, context.Canceled)

	_, err = Evaluate(t.Context(), fine, kb.Policy{Direct: 2}, cases)
	require.ErrorIs(t, err, kb.ErrInvalid, "contradictory policy")

	for _, score := range []string{"1.5", "-0.1", "NaN"} {
		_, err = Evaluate(t.Context(), answers{"q": "a " + score}.match, kb.Policy{}, cases)
		require.ErrorIs(t, err, kb.ErrInvalid, "score %s", score)
	}
}

func TestEvaluateKeepsNoHits(t *testing.T) {
	var room []kb.Hit
	reuse := func(ctx context.Context, query string) ([]kb.Hit, error) {
		hits, err := answers{"good": "a 0.9", "bad": "b 0.1"}.match(ctx, query)
		room = append(room[:0], hits...)
		return room, err
	}
	r, err := Evaluate(t.Context(), reuse, kb.Policy{}, []Case{{Query: "good", Relevant: []string{"a"}}, {Query: "bad"}})
	require.NoError(t, err)
	is(t, 1, r.AUROC, "the scores of each case are its own")
}
