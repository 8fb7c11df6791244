package intenttest

import (
	"maps"
	"slices"
	"testing"

	"github.com/kefu-go/kefu/intent"
)

// Floors are the least figures that a classifier must reach, as in
// [intent.Evaluation]; 0 is no floor.
type Floors struct {
	Accuracy           float64
	InScopeAccuracy    float64
	TopAccuracy        float64
	MacroF1            float64
	MicroF1            float64
	Confident          float64
	ConfidentPrecision float64
	// Recall, Precision and AUROC are of what is out of scope; they fail where no
	// example is.
	Recall    float64
	Precision float64
	AUROC     float64
	// F1 are the least F1 of labels. One that no example has fails.
	F1 map[string]float64
	// ECE is the largest calibration error; 0 is any.
	ECE float64
}

// Floor evaluates a classifier on examples and fails the test with one error for
// each figure that is below its floor, and with the whole evaluation in the log.
// It returns the evaluation, for further checks; where that fails, the test ends.
func Floor(t testing.TB, c intent.Classifier, examples []intent.Example, floors Floors) *intent.Evaluation {
	t.Helper()
	e, err := intent.Evaluate(t.Context(), c, examples)
	if err != nil {
		t.Fatalf("intenttest: %v", err)
		return nil
	}
	fine := true
	atLeast := func(name string, got, floor float64) {
		t.Helper()
		if got < floor {
			fine = false
			t.Errorf("intenttest: %s is %.4f, must be at least %.4f", name, got, floor)
		}
	}
	atLeast("accuracy", e.Accuracy, floors.Accuracy)
	atLeast("in-scope accuracy", e.InScopeAccuracy, floors.InScopeAccuracy)
	atLeast("top accuracy", e.TopAccuracy, floors.TopAccuracy)
	atLeast("macro F1", e.MacroF1, floors.MacroF1)
	atLeast("micro F1", e.MicroF1, floors.MicroF1)
	atLeast("share of confident results", e.Confident, floors.Confident)
	atLeast("precision of confident results", e.ConfidentPrecision, floors.ConfidentPrecision)
	var out intent.OutOfScopeScore
	if e.OutOfScope != nil {
		out = *e.OutOfScope
	}
	atLeast("out-of-scope recall", out.Recall, floors.Recall)
	atLeast("out-of-scope precision", out.Precision, floors.Precision)
	atLeast("out-of-scope AUROC", out.AUROC, floors.AUROC)
	for _, label := range slices.Sorted(maps.Keys(floors.F1)) {
		atLeast("F1 of "+label, e.Label(label).F1, floors.F1[label])
	}
	if floors.ECE > 0 && e.ECE > floors.ECE {
		fine = false
		t.Errorf("intenttest: calibration error is %.4f, must be at most %.4f", e.ECE, floors.ECE)
	}
	if !fine {
		t.Logf("intenttest: the evaluation\n%s", e)
	}
	return e
}
