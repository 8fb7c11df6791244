package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/kefu-go/kefu/intent"
)

// intentReport is the outcome of the intent command. Shares are fractions from 0
// to 1; null is what does not apply.
type intentReport struct {
	N int `json:"n"`
	// Accuracy is the share of messages of which the intent is told, or that are
	// rejected if they are out of scope.
	Accuracy *float64 `json:"accuracy"`
	MacroF1  *float64 `json:"macro_f1"`
	// InScope is the accuracy of messages with an intent; rejecting them is wrong.
	InScope   *float64 `json:"in_scope_accuracy"`
	Recall    *float64 `json:"oos_recall"`
	Precision *float64 `json:"oos_precision"`
	AUROC     *float64 `json:"auroc"`
	// Train is the processor time in seconds of training, and of calibration where
	// there are messages for it.
	Train float64 `json:"train_cpu_s"`
	// CPU is the processor time of one message in microseconds.
	CPU   *float64 `json:"cpu_us_per_message"`
	Bytes int      `json:"model_bytes"`
}

// runIntent measures how well intents are told.
func runIntent(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("poc intent", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	trainFiles := flags.String("train", "", "the examples, one or several files with commas between, plain or gzip")
	devFile := flags.String("dev", "", "messages to choose thresholds on, plain or gzip")
	testFile := flags.String("test", "", "the messages to tell, plain or gzip")
	asJSON := flags.Bool("json", false, "print one JSON object instead of a table")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // reported by flags
	}
	if *trainFiles == "" || *testFile == "" || flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}
	var train, dev []intent.Example
	var faults []error
	for name := range strings.SplitSeq(*trainFiles, ",") {
		more, err := readExamples(name)
		train, faults = append(train, more...), append(faults, err)
	}
	if *devFile != "" {
		var err error
		dev, err = readExamples(*devFile)
		faults = append(faults, err)
	}
	test, err := readExamples(*testFile)
	if err := errors.Join(append(faults, err)...); err != nil {
		return err
	}
	train = withText(train, "to learn from", stderr)
	dev = withText(dev, "to choose thresholds on", stderr)
	return measureIntent(train, dev, test, *asJSON, stdout)
}

func measureIntent(train, dev, test []intent.Example, asJSON bool, stdout io.Writer) error {
	ctx := context.Background()
	start := processTime()
	m, err := intent.Train(ctx, train, nil)
	if err == nil && len(dev) > 0 {
		m, err = m.Calibrate(ctx, dev, nil)
	}
	if err != nil {
		return err
	}
	report := intentReport{N: len(test), Train: (processTime() - start).Seconds()}
	data, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	report.Bytes = len(data)
	e := &intent.Evaluation{}
	if len(test) > 0 {
		if e, err = intent.Evaluate(ctx, m, test); err != nil {
			return err
		}
		report.fill(e)
		report.CPU = cpuPer(len(test), func(i int) { _, _ = m.Classify(context.Background(), intent.Input{Text: test[i].Text}) })
	}
	if asJSON {
		return json.NewEncoder(stdout).Encode(report)
	}
	if _, err := e.WriteTo(stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\ntraining  %.2f s of CPU for %d examples\nmessage   %s of CPU\nmodel     %d bytes\n",
		report.Train, len(train), number(report.CPU, "%.1f us"), report.Bytes)
	return err
}

func (r *intentReport) fill(e *intent.Evaluation) {
	r.Accuracy, r.MacroF1 = &e.Accuracy, &e.MacroF1
	if e.InScope > 0 {
		r.InScope = &e.InScopeAccuracy
	}
	if out := e.OutOfScope; out != nil {
		r.Recall, r.Precision = &out.Recall, &out.Precision
		if e.InScope > 0 {
			r.AUROC = &out.AUROC
		}
	}
}

// withText leaves out examples without text, and says so.
func withText(examples []intent.Example, purpose string, stderr io.Writer) []intent.Example {
	kept := examples[:0]
	for _, e := range examples {
		if strings.TrimSpace(e.Text) != "" {
			kept = append(kept, e)
		}
	}
	if n := len(examples) - len(kept); n > 0 {
		fmt.Fprintf(stderr, "warning: %d messages %s have no text; they are left out\n", n, purpose)
	}
	return kept
}
