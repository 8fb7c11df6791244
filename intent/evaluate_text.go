package intent

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// How much of an evaluation its text form shows.
const (
	shownLabels     = 20
	shownConfusions = 20
)

// String returns the text form of WriteTo.
func (e *Evaluation) String() string {
	var b strings.Builder
	_, _ = e.WriteTo(&b)
	return b.String()
}

// WriteTo writes the figures as a table for people: the totals, the confidence
// by bins, the weakest twenty labels and the commonest twenty confusions.
func (e *Evaluation) WriteTo(w io.Writer) (int64, error) {
	counted := &countingWriter{w: w}
	table := tabwriter.NewWriter(counted, 0, 0, 2, ' ', 0)
	line := func(name string, value float64, meaning string) {
		fmt.Fprintf(table, "%s\t%.3f\t%s\n", name, value, meaning)
	}
	fmt.Fprintf(table, "examples\t%d\t%d of them with an intent\n", e.N, e.InScope)
	line("accuracy", e.Accuracy, "right answers; rejecting is right for what is out of scope")
	line("  in scope", e.InScopeAccuracy, "of examples with an intent")
	line("  top", e.TopAccuracy, "first predictions, rejected or not")
	line("  top five", e.TopFive, "")
	line("macro F1", e.MacroF1, "")
	line("micro F1", e.MicroF1, "")
	line("confident", e.Confident, "")
	line("  precision", e.ConfidentPrecision, "of these, right")
	line("ambiguous", e.Ambiguous, "")
	line("  among three", e.AmbiguousHit, "of these, right label among the first three")
	line("unknown", e.Unknown, "")
	line("ECE", e.ECE, "distance of confidence and share of right predictions")
	if o := e.OutOfScope; o != nil {
		fmt.Fprintf(table, "out of scope\t%d\t\n", o.N)
		line("  recall", o.Recall, "of these, rejected")
		line("  precision", o.Precision, "rejected ones that are out of scope")
		line("  AUROC", o.AUROC, "how well novelty tells; 0.5 is guessing")
	}
	fmt.Fprint(table, "\nconfidence\texamples\tmean\tright\n")
	for _, b := range e.Bins {
		fmt.Fprintf(table, "from %.1f\t%d\t%.3f\t%.3f\n", b.From, b.N, b.Confidence, b.Right)
	}
	fmt.Fprint(table, "\nweakest labels\texamples\tprecision\trecall\tF1\n")
	for _, s := range e.weakest(shownLabels) {
		fmt.Fprintf(table, "%s\t%d\t%.3f\t%.3f\t%.3f\n", s.Label, s.Support, s.Precision, s.Recall, s.F1)
	}
	if len(e.Confusions) > 0 {
		fmt.Fprint(table, "\nlabel\ttaken for\texamples\n")
		for _, c := range e.Confusions[:min(shownConfusions, len(e.Confusions))] {
			fmt.Fprintf(table, "%s\t%s\t%d\n", c.Want, c.Got, c.N)
		}
	}
	err := table.Flush()
	return counted.n, err
}

// countingWriter counts what was written.
type countingWriter struct {
	w io.Writer
	n int64
}

// Write writes to w.
func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
