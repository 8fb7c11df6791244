package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics/report"
)

// reportOf returns the kind of report that a name stands for, and the time that it is about: the one
// that has the day.
func reportOf(name string, day time.Time) (report.Kind, report.Range, bool) {
	zone := day.Location()
	switch name {
	case "", "week":
		return report.KindWeekly, report.Week(day, zone), true
	case "day":
		return report.KindDaily, report.Day(day, zone), true
	case "agents":
		return report.KindAgents, report.Week(day, zone), true
	case "satisfaction":
		return report.KindSatisfaction, report.Week(day, zone), true
	case "gaps":
		return report.KindGaps, report.Week(day, zone), true
	case "needs":
		return report.KindTopics, report.Month(day, zone), true
	case "bottlenecks":
		return report.KindBottlenecks, report.Month(day, zone), true
	case "trends":
		last := report.Month(day, zone)
		return report.KindTrends, report.Range{From: last.From.AddDate(0, -2, 0), To: last.To}, true
	}
	return "", report.Range{}, false
}

// numbersReport makes a report to read, to print or to calculate with: of what period says, for the time that has
// date, as html, csv, json or md.
func (s *site) numbersReport(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	day := s.now().In(s.zone())
	if text := form.Get("date"); text != "" {
		given, err := time.ParseInLocation(time.DateOnly, text, s.zone())
		if err != nil || given.Year() < 2000 || given.Year() > 2100 {
			writeError(w, http.StatusBadRequest, "the date is not like 2026-11-30")
			return
		}
		day = given
	}
	kind, span, ok := reportOf(form.Get("period"), day)
	if !ok {
		writeError(w, http.StatusBadRequest, "there is no such report")
		return
	}
	made, err := report.Make(r.Context(), kind, s.bot.Metrics(), span, s.reporting(form.Get("lang"), report.Range{}))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var out bytes.Buffer
	name := fmt.Sprintf("%s-%s", made.Kind, made.Range.From.Format(time.DateOnly))
	switch form.Get("format") {
	case "", "html":
		if err = made.HTML(&out); err == nil {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", reportPolicy(out.String()))
		}
	case "csv":
		err = made.CSV(&out)
		download(w, "text/csv; charset=utf-8", name+".csv")
	case "json":
		err = made.JSON(&out)
		download(w, "application/json; charset=utf-8", name+".json")
	case "md":
		err = made.Markdown(&out)
		download(w, "text/markdown; charset=utf-8", name+".md")
	default:
		writeError(w, http.StatusBadRequest, "the format is none of html, csv, json, md")
		return
	}
	if err != nil {
		w.Header().Del("Content-Disposition")
		s.fail(w, r, err)
		return
	}
	_, _ = w.Write(out.Bytes())
}

func download(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

// reportPolicy lets a report use the style that it carries, which is known by its hash, and nothing else.
func reportPolicy(page string) string {
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
