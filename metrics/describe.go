package metrics

import (
	"fmt"
	"strings"
)

// A Definition says what a metric means.
type Definition struct {
	Metric Metric `json:"metric"`
	Title  string `json:"title"`
	Unit   Unit   `json:"unit"`
	// Better is 1 where more is better, -1 where less is, 0 where neither.
	Better int `json:"better"`
	// Formula is made of measures, Counts says what these count, and Excludes what is left out.
	Formula  string `json:"formula"`
	Counts   string `json:"counts"`
	Excludes string `json:"excludes,omitempty"`
	// Source is whose definition it follows, and where it departs from others'.
	Source string `json:"source"`
	// By are the dimensions that it can be grouped by. ByLabel stands for all labels.
	By []Dimension `json:"by"`
	// From is the call that computes it; empty is [Collector.Query]. What others compute ([Derived]) has no By, and its Formula is
	// written by hand.
	From string `json:"from,omitempty"`
}

// wording is what a person reads about a metric, in one language.
type wording struct{ title, excludes, source string }

// Describe defines a metric, in the language of a BCP 47 tag: Chinese, else English. It knows all metrics
// of this package and their percentiles, and what other calls compute ([Derived]: churn, drop-off at a step, risk, costs and savings); it
// is false for others. [Collector.Samples] has talks behind the former.
//
// Formula and Counts are written from the data that [Collector.Query] computes with.
func Describe(m Metric, locale string) (Definition, bool) {
	w, ok := want(m)
	if !ok {
		return describeDerived(m, isChinese(locale))
	}
	chinese := isChinese(locale)
	text := wordings[w.metric].en
	if chinese {
		text = wordings[w.metric].zh
	}
	d := Definition{
		Metric: m, Title: text.title, Unit: w.unit, Better: w.better, Formula: w.text(), Counts: countsText(w.measures(), chinese),
		Excludes: text.excludes, Source: text.source, By: w.dimensions(),
	}
	if w.spread {
		p := strings.TrimPrefix(string(m), string(w.metric)+percentMark)
		d.Formula = fmt.Sprintf("p%s(%v)", p, w.top[0].m)
		if chinese {
			d.Title += "(第 " + p + " 百分位)"
		} else {
			d.Title += fmt.Sprintf(" (percentile %s)", p)
		}
	}
	return d, true
}

func isChinese(locale string) bool {
	language, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	return strings.EqualFold(language, "zh")
}

// countsText says what measures count, one by one.
func countsText(ms []Measure, chinese bool) string {
	parts := make([]string, len(ms))
	for i, m := range ms {
		info := m.info()
		if chinese {
			parts[i] = info.name + ":" + info.zh
		} else {
			parts[i] = info.name + ": " + info.en
		}
	}
	if chinese {
		return strings.Join(parts, ";") + "。"
	}
	return strings.Join(parts, "; ") + "."
}
