// Program poc measures the library on data of your own, for a proof of
// concept:
//
//	go run ./examples/poc kb -entries entries.jsonl -queries queries.jsonl [-json]
//	go run ./examples/poc entity [-json] [-now 2026-11-21T10:30:00+08:00] < messages.txt
//	go run ./examples/poc intent -train a.tsv[,b.tsv] [-dev d.tsv] -test t.tsv [-json]
//	go run ./examples/poc emotion -test messages.tsv -task needs-human [-train more.tsv] [-json]
//
// The files may be compressed with gzip. docs/quality.md describes them and the
// figures. Broken lines are reported by line and column, and the exit status is
// 1; it is 2 for a wrong command line.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: poc kb -entries FILE -queries FILE [-json]

  entries   one {"id","question","similar":[...],"answer"} a line
  queries   one {"query","relevant":[ids]} a line; [] where no entry answers it

       poc entity [-json] [-now TIME] < FILE

  one message a line; prints what is found in each

       poc intent -train FILE[,FILE] [-dev FILE] -test FILE [-json]

  train, dev, test   one message, a tab and its label a line; the labels oos and
                     oos:... are out of scope; thresholds are chosen on dev

       poc emotion -test FILE -task TASK [-train FILE] [-service WHO] [-rules] [-json]

  FILE      text, label and more columns a line, separated by tabs; columns with the
            conversation before are recognised by what stands in them
  TASK      needs-human  label 1: dissatisfied, 0: not
            negative     labels are feelings, polarities or numbers
            classes      labels are feelings; those of GoEmotions and EWECT are known
            valence      labels are numbers, more is more pleasant; to learn from, those half
                         a standard deviation from the mean or more are bad or good
            handoff      label 1: asks for a human, 0: does not
  WHO       agent or bot, who answers the customer in conversations; without it an agent in
            whole ones, and where customers often write twice before they are answered

`

// usageOf is the part of usage about one command.
func usageOf(command string) string {
	_, part, _ := strings.Cut(usage, "poc "+command+" ")
	part, _, _ = strings.Cut(part, "\n       poc ")
	return "usage: poc " + command + " " + part + "\n"
}

// errUsage is a wrong command line that has been reported.
var errUsage = errors.New("wrong command line")

// run is the program; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	commands := map[string]func(args []string, stdout, stderr io.Writer) error{
		"kb":      runKB,
		"intent":  runIntent,
		"emotion": runEmotion,
		"entity": func(args []string, stdout, stderr io.Writer) error {
			return runEntity(args, os.Stdin, stdout, stderr)
		},
	}
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(stderr, usage)
		return 2
	}
	switch err := commands[args[0]](args[1:], stdout, stderr); {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	default:
		fmt.Fprintln(stderr, err)
		return 1
	}
}
