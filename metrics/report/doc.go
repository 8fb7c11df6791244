// Package report makes documents of numbers: what happened in a day, a week or any other time,
// what changed against the time before, and what deserves a look.
//
//	week := report.Week(time.Now(), zone)
//	r, err := report.Weekly(ctx, collector, week, &report.Options{Zone: zone, Locale: "zh"})
//	if err != nil {
//		return err
//	}
//	err = r.HTML(w)
//
// A [Report] is plain data: figures, tables and charts in sections, in English or Chinese.
// [Report.JSON], [Report.CSV], [Report.Markdown] and [Report.HTML] write it. The HTML page stands
// alone: it has no script, loads nothing, its charts are inline SVG, and it prints on A4.
// [Chart.SVG] draws any chart of the same kinds, for pages of the host's own.
//
// # What numbers say
//
// A rate of nothing is shown as "-" and never as 0. Rates and means of fewer than [Few] cases are
// marked. A change is called one only where chance explains it badly (1 in 100) and it is large
// enough to matter; see [Figure.Verdict]. All other differences are "unclear": they are shown, and
// nobody is asked to believe them.
package report
