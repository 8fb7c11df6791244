package main

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/intent/emotion"
)

// label is what people said of a message.
type label struct {
	emotion emotion.Label // for the tasks negative and classes
	yes     bool          // for the tasks that look for something
	value   float64       // of a number
	number  bool
}

// labelWords are the names of feelings in data sets: ours, those of GoEmotions
// (Demszky et al. 2020), of SMP2020-EWECT, and of polarity.
var labelWords = map[emotion.Label]string{
	emotion.Angry:      "angry anger disgust",
	emotion.Frustrated: "frustrated annoyance disapproval disappointment negative dissatisfied bad",
	emotion.Confused:   "confused confusion",
	emotion.Anxious:    "anxious nervousness fear sadness grief remorse embarrassment sad",
	emotion.Neutral:    "neutral caring desire curiosity realization surprise",
	emotion.Satisfied:  "satisfied gratitude approval admiration joy love relief optimism excitement amusement pride happy positive good",
}

// feelingOf returns the label that a name stands for.
func feelingOf(name string) (emotion.Label, bool) {
	for l, words := range labelWords {
		for word := range strings.FieldsSeq(words) {
			if word == name {
				return l, true
			}
		}
	}
	return "", false
}

// isBad reports whether a feeling is unpleasant.
func isBad(l emotion.Label) bool { return l != emotion.Neutral && l != emotion.Satisfied }

// labelOf reads a label. Of several, joined by commas, the first counts.
func labelOf(cell, task string) (label, error) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	value, err := strconv.ParseFloat(cell, 64)
	number := err == nil && value-value == 0
	switch task {
	case taskValence:
		if !number {
			return label{}, errors.New("is not a number")
		}
		return label{value: value, number: true}, nil
	case taskHuman, taskHandoff:
		if number && (value == 0 || value == 1) {
			return label{yes: value == 1}, nil
		}
	case taskNegative:
		if number {
			return label{value: value, number: true}, nil
		}
	}
	first, _, _ := strings.Cut(cell, ",")
	feeling, ok := feelingOf(strings.TrimSpace(first))
	switch {
	case task == taskHandoff, task == taskHuman && !ok:
		return label{}, errors.New("is neither 0 nor 1")
	case !ok:
		return label{}, errors.New("is the name of no feeling")
	}
	return label{emotion: feeling, yes: isBad(feeling)}, nil
}

// settlePolarity gives numbers a meaning for the task negative: where all are 0
// or 1, 1 is negative; else what is below 0 is.
func settlePolarity(list []message) {
	binary := true
	for _, m := range list {
		binary = binary && (!m.label.number || m.label.value == 0 || m.label.value == 1)
	}
	for i := range list {
		l := &list[i].label
		if !l.number {
			continue
		}
		l.yes = l.value == 1 && binary || l.value < 0
		l.emotion = emotion.Satisfied
		if l.yes {
			l.emotion = emotion.Frustrated
		}
	}
}

// settleValence gives numbers a feeling to learn from: what is more than half a
// standard deviation below the mean is frustrated, as much above satisfied, and
// the rest neutral. So it goes with any scale.
func settleValence(list []message) {
	n, sum, squares := float64(len(list)), 0.0, 0.0
	for _, m := range list {
		sum += m.label.value
	}
	mean := sum / n
	for _, m := range list {
		squares += (m.label.value - mean) * (m.label.value - mean)
	}
	far := math.Sqrt(squares/n) / 2
	for i := range list {
		l := &list[i].label
		switch l.emotion = emotion.Neutral; {
		case l.value < mean-far:
			l.emotion = emotion.Frustrated
		case l.value > mean+far:
			l.emotion = emotion.Satisfied
		}
	}
}
