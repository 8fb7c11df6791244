package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/kefu-go/kefu/kb/kbtest"
)

// printReport writes the figures for people.
func printReport(w io.Writer, entries int, r kbtest.Report) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value, meaning string) { fmt.Fprintf(table, "%s\t%s\t%s\n", name, value, meaning) }
	line("entries", fmt.Sprint(entries), "")
	line("questions", fmt.Sprint(r.N), fmt.Sprintf("%d of them answerable", r.Answerable))
	line("S@1", fraction(r.S1), "answerable ones whose first hit is right")
	line("S@5", fraction(r.S5), "with a right hit among the first five")
	line("MRR@10", fraction(r.MRR10), "mean of 1/place of the first right hit")
	line("AUROC", fraction(r.AUROC), "how well the score tells answerable from unanswerable; 0.5 is guessing")
	line("direct", fraction(r.DirectRate), "questions answered directly")
	line("  precision", fraction(r.DirectPrecision), "of these, answered rightly")
	line("none", fraction(r.NoneRate), "questions for which nothing is shown")
	line("ECE", fraction(r.ECE), "distance of score and share of right answers; 0 is best")
	line("CPU", number(r.CPU, "%.1f us"), "for one question")
	line("build", number(r.Build, "%.3f s"), "for the whole index")
	if len(r.Sweep) > 0 {
		fmt.Fprint(table, "\ndirect from\tanswered\tprecision\twrong of all\n")
		for i, p := range r.Sweep {
			if i%2 == 1 {
				fmt.Fprintf(table, "%.2f\t%.3f\t%s\t%.3f\n", p.Direct, p.Rate, fraction(p.Precision), p.Wrong)
			}
		}
	}
	return table.Flush()
}

func fraction(f *float64) string { return number(f, "%.3f") }

func number(f *float64, format string) string {
	if f == nil {
		return "-"
	}
	return fmt.Sprintf(format, *f)
}
