package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

// runKB measures how well a knowledge base answers questions.
func runKB(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("poc kb", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	entriesFile := flags.String("entries", "", "the knowledge base, JSON lines, plain or gzip")
	queriesFile := flags.String("queries", "", "the questions, JSON lines, plain or gzip")
	asJSON := flags.Bool("json", false, "print one JSON object instead of a table")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // reported by flags
	}
	if *entriesFile == "" || *queriesFile == "" || flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}

	entries, err := readEntries(*entriesFile)
	cases, caseErr := readCases(*queriesFile)
	if err := errors.Join(err, caseErr); err != nil {
		return err
	}
	if n := strangers(entries, cases); n > 0 {
		fmt.Fprintf(stderr, "warning: %d questions name an entry that does not exist; they count as answerable\n", n)
	}
	report, err := measureKB(entries, cases)
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(stdout).Encode(report)
	}
	return printReport(stdout, len(entries), report)
}

// matchLimit is how many hits are asked for: what MRR@10 looks at.
const matchLimit = 10

func measureKB(entries []kb.Entry, cases []kbtest.Case) (kbtest.Report, error) {
	start := time.Now()
	index := kb.NewIndex(nil)
	if err := index.Put(entries...); err != nil {
		return kbtest.Report{}, err
	}
	build := time.Since(start).Seconds()

	var hits []kb.Hit
	match := func(_ context.Context, query string) ([]kb.Hit, error) {
		hits = index.AppendMatch(hits[:0], kb.Query{Text: query, Limit: matchLimit})
		return hits, nil
	}
	report, err := kbtest.Evaluate(context.Background(), match, kb.Policy{}, cases)
	if err != nil {
		return kbtest.Report{}, err
	}
	report.Build = &build
	report.CPU = cpuPer(len(cases), func(i int) { _, _ = match(context.Background(), cases[i].Query) })
	return report, nil
}

// cpuTime is how much processor time is spent on measuring it, at least.
const cpuTime = 200 * time.Millisecond

// cpuPer does n things, again and again until the time can be told, and returns
// the microseconds of one.
func cpuPer(n int, do func(i int)) *float64 {
	if n == 0 {
		return nil
	}
	times := 0
	start := processTime()
	for {
		for i := range n {
			do(i)
		}
		times += n
		if spent := processTime() - start; spent >= cpuTime {
			each := float64(spent) / float64(time.Microsecond) / float64(times)
			return &each
		}
	}
}

// strangers counts the questions with an answer that is no entry, which is most
// often a mistake in the data.
func strangers(entries []kb.Entry, cases []kbtest.Case) (n int) {
	known := make(map[string]bool, len(entries))
	for _, e := range entries {
		known[e.ID] = true
	}
	for _, c := range cases {
		for _, id := range c.Relevant {
			if !known[id] {
				n++
				break
			}
		}
	}
	return n
}
