// Package linear learns to tell texts apart by their features: which words,
// pairs of words and stretches of letters they have. Intents and emotions are
// both learned with it.
//
// A text becomes a [Bag] of hashed features, grouped in views. A [Space] gives
// the features that occur in the training texts numbers and weights, so that a
// bag becomes a [Vector]. [Train] learns [Weights] from vectors and their
// labels, and weights give every label a score.
//
// Everything is deterministic: the same texts in the same order, options and
// seed give the same numbers on every machine of the same architecture.
package linear
