package intenttest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intenttest"
)

// recorder is a test that keeps its failures to itself.
type recorder struct {
	testing.TB
	errors []string
	fatal  bool
	logged string
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return context.Background() }
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Logf(format string, args ...any) { r.logged += fmt.Sprintf(format, args...) }
func (r *recorder) Fatalf(format string, args ...any) {
	r.fatal = true
	r.Errorf(format, args...)
}

// parrot says that every message has the label "a", but "?" none.
var parrot = intent.ClassifierFunc(func(_ context.Context, in intent.Input) (intent.Result, error) {
	if in.Text == "?" {
		return intent.Result{Novelty: 1}, nil
	}
	return intent.Result{Decision: intent.Confident, Predictions: []intent.Prediction{{Label: "a", Confidence: 0.9}}}, nil
})

var examples = []intent.Example{
	{Text: "1", Label: "a"},
	{Text: "2", Label: "a"},
	{Text: "3", Label: "a"},
	{Text: "4", Label: "b"},
	{Text: "?", Label: "oos"},
	{Text: "5", Label: "oos"},
}

// The parrot's figures: accuracy 4/6, in scope 3/4, F1 of a 3/4, of b 0, of oos
// 2/3, out-of-scope recall 1/2, precision 1, AUROC 3/4, confident 5/6 of which
// 3/5 are right, ECE (5·0.9-3)/6 = 1/4.
func TestFloor(t *testing.T) {
	const below = 0.001
	good := intenttest.Floors{
		Accuracy: 4./6 - below, InScopeAccuracy: 0.75 - below, TopAccuracy: 0.75 - below, MacroF1: (3./4+2./3)/3 - below,
		MicroF1: 6./9 - below, Confident: 5./6 - below, ConfidentPrecision: 0.6 - below, Recall: 0.5 - below, Precision: 1 - below,
		AUROC: 0.75 - below, F1: map[string]float64{"a": 3./4 - below, "oos": 2./3 - below}, ECE: 0.25 + below,
	}
	r := &recorder{}
	e := intenttest.Floor(r, parrot, examples, good)
	assert.Empty(t, r.errors)
	assert.Empty(t, r.logged, "nothing to say")
	assert.Equal(t, 6, e.N)

	for name, raise := range map[string]func(*intenttest.Floors){
		"accuracy is 0.6667, must be at least 0.6677":         func(f *intenttest.Floors) { f.Accuracy += 2 * below },
		"in-scope accuracy is 0.7500":                         func(f *intenttest.Floors) { f.InScopeAccuracy += 2 * below },
		"top accuracy is 0.7500":                              func(f *intenttest.Floors) { f.TopAccuracy += 2 * below },
		"macro F1 is 0.4722":                                  func(f *intenttest.Floors) { f.MacroF1 += 2 * below },
		"micro F1 is 0.6667":                                  func(f *intenttest.Floors) { f.MicroF1 += 2 * below },
		"share of confident results is 0.8333":                func(f *intenttest.Floors) { f.Confident += 2 * below },
		"precision of confident results is 0.6000":            func(f *intenttest.Floors) { f.ConfidentPrecision += 2 * below },
		"out-of-scope recall is 0.5000":                       func(f *intenttest.Floors) { f.Recall += 2 * below },
		"out-of-scope precision is 1.0000":                    func(f *intenttest.Floors) { f.Precision += 2 * below },
		"out-of-scope AUROC is 0.7500":                        func(f *intenttest.Floors) { f.AUROC += 2 * below },
		"F1 of b is 0.0000, must be at least 0.1000":          func(f *intenttest.Floors) { f.F1 = map[string]float64{"b": 0.1} },
		"F1 of absent is 0.0000":                              func(f *intenttest.Floors) { f.F1 = map[string]float64{"absent": 0.1} },
		"calibration error is 0.2500, must be at most 0.2490": func(f *intenttest.Floors) { f.ECE -= 2 * below },
	} {
		t.Run(name, func(t *testing.T) {
			floors := good
			raise(&floors)
			r := &recorder{}
			intenttest.Floor(r, parrot, examples, floors)
			if assert.Len(t, r.errors, 1) {
				assert.Contains(t, r.errors[0], name)
			}
			assert.Contains(t, r.logged, "weakest labels")
		})
	}
}

func TestFloorWhereNothingIsOutOfScope(t *testing.T) {
	r := &recorder{}
	intenttest.Floor(r, parrot, examples[:4], intenttest.Floors{AUROC: 0.5})
	assert.Len(t, r.errors, 1, "a floor that cannot be measured is not reached")
}

func TestFloorEndsTheTestWhenTheClassifierFails(t *testing.T) {
	failing := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
		return intent.Result{}, errors.New("broken")
	})
	r := &recorder{}
	assert.Nil(t, intenttest.Floor(r, failing, examples, intenttest.Floors{}))
	assert.True(t, r.fatal)
}
