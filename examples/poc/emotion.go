package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
)

// The tasks of runEmotion.
const (
	taskHuman    = "needs-human"
	taskNegative = "negative"
	taskClasses  = "classes"
	taskValence  = "valence"
	taskHandoff  = "handoff"
)

// runEmotion measures how well the feelings of customers are read.
func runEmotion(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("poc emotion", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usageOf("emotion"))
		flags.PrintDefaults()
	}
	testFile := flags.String("test", "", "the messages to measure, tab-separated: text, label, more columns; plain or gzip")
	trainFile := flags.String("train", "", "messages to learn from first, as in -test (default none: what is built in)")
	task := flags.String("task", "", "needs-human, negative, classes, valence or handoff")
	rules := flags.Bool("rules", false, "leave out what was learned from GoEmotions; cues alone decide")
	service := flags.String("service", "", "who speaks for the service in conversations, agent or bot (default: what the file is like)")
	asJSON := flags.Bool("json", false, "print one JSON object instead of a table")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // reported by flags
	}
	tasks := []string{taskHuman, taskNegative, taskClasses, taskValence, taskHandoff}
	trainable := *trainFile == "" || *task != taskHandoff
	speaker, known := map[string]emotion.Speaker{"": emotion.Customer, "agent": emotion.Agent, "bot": emotion.Bot}[*service]
	if *testFile == "" || !known || !slices.Contains(tasks, *task) || !trainable || flags.NArg() > 0 {
		if !trainable {
			fmt.Fprintf(stderr, "there is no -train for -task %s\n", *task)
		}
		flags.Usage()
		return errUsage
	}

	test, err := readMessages(*testFile, *task, speaker)
	var train []message
	var trainErr error
	if *trainFile != "" {
		train, trainErr = readMessages(*trainFile, *task, speaker)
	}
	if err := errors.Join(err, trainErr); err != nil {
		return err
	}
	read, err := newReader(*task, train, *rules)
	if err != nil {
		return err
	}
	report := measureMessages(*task, test, read)
	if *asJSON {
		return json.NewEncoder(stdout).Encode(report.keys(*task))
	}
	return report.print(stdout, *task)
}

// reading is what is read from a message.
type reading struct {
	score  float64    // ranks messages: higher is more of what the task looks for
	hit    bool       // it is found
	shares [6]float64 // of the labels, in the order of emotion.Labels
	value  float64    // valence
}

// newReader returns what reads the messages of a task.
func newReader(task string, train []message, rules bool) (func(message) reading, error) {
	if task == taskHandoff {
		wish := intent.NewHandoffWish()
		return func(m message) reading {
			hit, score := wish.Detect(m.text)
			return reading{score: score, hit: hit}
		}, nil
	}
	detector, err := emotion.New(&emotion.Options{RulesOnly: rules})
	if err != nil {
		return nil, err
	}
	if task == taskHuman {
		return newTracking(detector, train)
	}
	if len(train) > 0 {
		if task == taskValence {
			settleValence(train)
		}
		examples := make([]emotion.Example, len(train))
		for i, m := range train {
			examples[i] = emotion.Example{Text: m.text, Label: m.label.emotion}
		}
		detector, err = emotion.Train(context.Background(), examples, &emotion.TrainOptions{Base: detector, Disagreeing: true})
		var fault *emotion.ExampleError
		if errors.As(err, &fault) {
			return nil, fmt.Errorf("line %d of the training file %s", train[fault.Index].line, fault.Reason)
		}
		if err != nil {
			return nil, err
		}
	}
	return func(m message) reading {
		e := detector.Detect(m.text)
		return reading{score: badness(&e), hit: e.Valence < 0, shares: e.Shares, value: e.Valence}
	}, nil
}

// newTracking returns what follows the conversation of a message.
func newTracking(detector *emotion.Detector, train []message) (func(message) reading, error) {
	o := &emotion.TrackerOptions{}
	if len(train) > 0 {
		var examples []emotion.TrackedExample
		for _, m := range train {
			turns := m.turns
			for len(turns) > 0 && turns[len(turns)-1].Speaker != emotion.Customer {
				turns = turns[:len(turns)-1] // what was said after the customer's last turn
			}
			if len(turns) > 0 {
				examples = append(examples, emotion.TrackedExample{Turns: turns, NeedsHuman: m.label.yes})
			}
		}
		var err error
		o.Model, err = emotion.TrainTracker(context.Background(), examples, &emotion.TrackerTrainOptions{Detector: detector})
		if err != nil {
			return nil, err
		}
	}
	fresh, err := emotion.NewTracker(detector, o)
	if err != nil {
		return nil, err
	}
	return func(m message) reading {
		tracker := *fresh
		for _, turn := range m.turns {
			tracker.Add(turn)
		}
		p := tracker.Course().NeedsHuman
		return reading{score: p, hit: p >= 0.5}
	}, nil
}

// badness ranks messages by how bad the feeling in them is.
func badness(e *emotion.Emotion) float64 {
	sum := -e.Valence
	for i, l := range emotion.Labels() {
		switch l {
		case emotion.Angry, emotion.Frustrated, emotion.Anxious:
			sum += e.Shares[i]
		case emotion.Confused:
			sum += 0.5 * e.Shares[i]
		}
	}
	return sum
}
