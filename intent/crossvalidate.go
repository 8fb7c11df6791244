package intent

import (
	"context"
	"fmt"
	"slices"
)

// CrossValidate measures how well models trained on such examples would do on
// others like them: it cuts the examples into folds, each with its share of
// every label, trains on all folds but one, and evaluates on that one, in turn.
// The same examples and options give the same figures.
//
// Folds are 2 or more, 5 is usual; a text that occurs several times should be in
// the examples once ([Validate] finds the others), or its copies make the
// figures too good. Errors are those of [Train] and [Evaluate]; the place in an
// [ExampleError] is that among all examples, where one is at fault by itself.
func CrossValidate(ctx context.Context, examples []Example, folds int, opts *TrainOptions) (*Evaluation, error) {
	if folds < 2 || folds > len(examples) {
		return nil, &FieldError{Field: "folds", Reason: fmt.Sprintf("must be from 2 to the number of examples, %d", len(examples))}
	}
	if err := checkExamples(examples); err != nil {
		return nil, err
	}
	fold := foldsOf(examples, folds)
	var seen []outcome
	for turn := range folds {
		var train []Example
		for i, e := range examples {
			if fold[i] != turn {
				train = append(train, e)
			}
		}
		m, err := Train(ctx, train, opts)
		if err != nil {
			return nil, fmt.Errorf("intent: fold %d: %w", turn, err)
		}
		for i, e := range examples {
			if fold[i] != turn {
				continue
			}
			r, err := m.Classify(ctx, Input{Text: e.Text})
			if err != nil {
				return nil, err
			}
			o, err := observe(i, e.Label, r)
			if err != nil {
				return nil, err
			}
			seen = append(seen, o)
		}
	}
	slices.SortFunc(seen, func(a, b outcome) int { return a.example - b.example })
	return summarise(seen), nil
}

// foldsOf deals the examples of each label out to the folds, beginning where the
// label before it ended.
func foldsOf(examples []Example, folds int) []int {
	byLabel := map[string][]int{}
	var labels []string
	for i, e := range examples {
		if byLabel[e.Label] == nil {
			labels = append(labels, e.Label)
		}
		byLabel[e.Label] = append(byLabel[e.Label], i)
	}
	fold, next := make([]int, len(examples)), 0
	for _, label := range labels {
		for _, i := range byLabel[label] {
			fold[i] = next % folds
			next++
		}
	}
	return fold
}
