package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/kefu-go/kefu/intent/emotion"
)

// emotionReport is the figures of runEmotion; nil where they do not apply.
type emotionReport struct {
	N                   int
	AUC, Recall5, Prec5 *float64
	MacroF1, Accuracy   *float64
	Pearson             *float64
	F1, Precision, Rec  *float64 // of what is looked for, task handoff only
	CPU                 *float64
}

// keys are the figures for JSON.
func (r emotionReport) keys(task string) map[string]any {
	keys := map[string]any{
		"n": r.N, "auc": r.AUC, "recall_at_5fpr": r.Recall5, "precision_at_5fpr": r.Prec5, "macro_f1": r.MacroF1,
		"accuracy": r.Accuracy, "pearson": r.Pearson, "cpu_us_per_message": r.CPU,
	}
	if task == taskHandoff {
		keys["f1"], keys["precision"], keys["recall"] = r.F1, r.Precision, r.Rec
	}
	return keys
}

// print writes the figures for people.
func (r emotionReport) print(w io.Writer, task string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value, meaning string) { fmt.Fprintf(table, "%s\t%s\t%s\n", name, value, meaning) }
	line("messages", fmt.Sprint(r.N), "")
	line("AUC", fraction(r.AUC), "how well the score tells what is looked for from the rest; 0.5 is guessing")
	line("recall", fraction(r.Recall5), "share of what is looked for that is found with 5 % false alarms")
	line("  precision", fraction(r.Prec5), "of these and the false alarms, share that is right")
	line("macro F1", fraction(r.MacroF1), "mean F1 of the classes")
	line("accuracy", fraction(r.Accuracy), "share of messages whose class is right")
	line("Pearson", fraction(r.Pearson), "correlation of valence and label")
	if task == taskHandoff {
		line("F1", fraction(r.F1), "of the messages that ask for a human, by the built-in decision")
		line("  precision", fraction(r.Precision), "")
		line("  recall", fraction(r.Rec), "")
	}
	line("CPU", number(r.CPU, "%.1f us"), "for one message or turn")
	return table.Flush()
}

// measureMessages reads all messages and compares.
func measureMessages(task string, list []message, read func(message) reading) emotionReport {
	r := emotionReport{N: len(list)}
	readings := make([]reading, len(list))
	turns := 0
	for i, m := range list {
		readings[i] = read(m)
		if task == taskHuman {
			turns += len(m.turns)
		} else {
			turns++
		}
	}
	if task == taskValence {
		r.Pearson = correlation(list, readings)
	} else {
		if task != taskClasses {
			r.AUC, r.Recall5, r.Prec5 = ranking(list, readings)
		}
		want, got := classesOf(task, list, readings)
		r.MacroF1, r.Accuracy = agreement(want, got)
	}
	if task == taskHandoff {
		r.F1, r.Precision, r.Rec = found(list, readings)
	}
	if each := cpuPer(len(list), func(i int) { read(list[i]) }); each != nil && turns > 0 {
		*each *= float64(len(list)) / float64(turns)
		r.CPU = each
	}
	return r
}

// classesOf returns the classes that people and we gave the messages. We choose
// among the classes that people gave at all.
func classesOf(task string, list []message, readings []reading) (want, got []string) {
	if task == taskHuman || task == taskHandoff {
		for i, m := range list {
			want, got = append(want, fmt.Sprint(m.label.yes)), append(got, fmt.Sprint(readings[i].hit))
		}
		return want, got
	}
	class := func(l emotion.Label) string { return string(l) }
	if task == taskNegative || polar(list) {
		class = polarityOf
	}
	given := map[string]bool{}
	for _, m := range list {
		want = append(want, class(m.label.emotion))
		given[class(m.label.emotion)] = true
	}
	for _, r := range readings {
		got = append(got, r.class(class, given))
	}
	return want, got
}

// polar reports whether people told good from bad only: the labels are none but
// frustrated, which negative stands for, neutral and satisfied.
func polar(list []message) bool {
	return !slices.ContainsFunc(list, func(m message) bool {
		l := m.label.emotion
		return l != emotion.Frustrated && l != emotion.Neutral && l != emotion.Satisfied
	})
}

// polarityOf is negative, neutral or positive.
func polarityOf(l emotion.Label) string {
	switch {
	case isBad(l):
		return "negative"
	case l == emotion.Neutral:
		return "neutral"
	}
	return "positive"
}

// class returns the likeliest of the given classes. Where only good and bad are
// given, valence decides.
func (r reading) class(class func(emotion.Label) string, given map[string]bool) string {
	if len(given) == 2 && given["negative"] && given["positive"] {
		if r.hit {
			return "negative"
		}
		return "positive"
	}
	sums := map[string]float64{}
	best := ""
	for i, l := range emotion.Labels() {
		if c := class(l); given[c] {
			if sums[c] += r.shares[i]; best == "" || sums[c] > sums[best] {
				best = c
			}
		}
	}
	return best
}

// ranking compares scores with what is looked for: the area under the ROC curve,
// ties counted half, and recall and precision at the most that is found with at
// most 5 % false alarms.
func ranking(list []message, readings []reading) (auc, recall, precision *float64) {
	order := make([]int, len(list))
	yes := 0
	for i, m := range list {
		order[i] = i
		if m.label.yes {
			yes++
		}
	}
	no := len(list) - yes
	if yes == 0 || no == 0 {
		return nil, nil, nil
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(readings[b].score, readings[a].score) })
	area, hits, alarms, best, bestAlarms := 0.0, 0, 0, 0, 0
	for i := 0; i < len(order); {
		j, h, a := i, 0, 0
		for ; j < len(order) && readings[order[j]].score == readings[order[i]].score; j++ {
			if list[order[j]].label.yes {
				h++
			} else {
				a++
			}
		}
		area += float64(a) * (float64(hits) + float64(h)/2)
		hits, alarms, i = hits+h, alarms+a, j
		if 20*alarms <= no {
			best, bestAlarms = hits, alarms
		}
	}
	return share(area, float64(yes)*float64(no)), share(float64(best), float64(yes)), share(float64(best), float64(best+bestAlarms))
}

// agreement is the mean F1 of the classes that people gave, and the share of
// messages that have the same class.
func agreement(want, got []string) (macroF1, accuracy *float64) {
	both, given, ours := map[string]float64{}, map[string]float64{}, map[string]float64{}
	right, sum := 0.0, 0.0
	for i := range want {
		given[want[i]]++
		ours[got[i]]++
		if want[i] == got[i] {
			both[want[i]]++
			right++
		}
	}
	for c := range given {
		sum += 2 * both[c] / (given[c] + ours[c])
	}
	return share(sum, float64(len(given))), share(right, float64(len(want)))
}

// found is F1, precision and recall of the decisions.
func found(list []message, readings []reading) (f1, precision, recall *float64) {
	var both, yes, hits float64
	for i, m := range list {
		if m.label.yes {
			yes++
		}
		if readings[i].hit {
			hits++
			if m.label.yes {
				both++
			}
		}
	}
	return share(2*both, yes+hits), share(both, hits), share(both, yes)
}

// correlation is Pearson's, of valence and label.
func correlation(list []message, readings []reading) *float64 {
	n := float64(len(list))
	var sx, sy, sxx, syy, sxy float64
	for i, m := range list {
		x, y := readings[i].value, m.label.value
		sx, sy, sxx, syy, sxy = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
	}
	return share(sxy-sx*sy/n, math.Sqrt(max(0, (sxx-sx*sx/n)*(syy-sy*sy/n))))
}

// share is a part of a whole, nil of nothing.
func share(part, whole float64) *float64 {
	if !(whole > 0) {
		return nil
	}
	part /= whole
	return &part
}
