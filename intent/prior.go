package intent

import (
	"math"
	"slices"
)

// maxPrior bounds what a prior may say: four times as likely, or a quarter.
const maxPrior = 4

// checkPrior refuses what is no factor.
func checkPrior(prior map[string]float64) error {
	for _, factor := range prior {
		if !(factor >= 0) {
			return &FieldError{Field: "prior", Reason: "has a factor that is negative or not a number"}
		}
	}
	return nil
}

// boundedPrior returns the factor that counts.
func boundedPrior(factor float64) float64 { return min(maxPrior, max(1.0/maxPrior, factor)) }

// addPrior adds the logarithms of the factors to those of the odds of labels.
// Labels that the model does not know are left out.
func (m *Model) addPrior(odds []float32, prior map[string]float64) {
	for label, factor := range prior {
		if at, ok := slices.BinarySearch(m.labels, label); ok {
			odds[at] += float32(math.Log(boundedPrior(factor)))
		}
	}
}
