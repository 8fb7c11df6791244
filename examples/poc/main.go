// Program poc measures the library on data of your own, for a proof of
// concept:
//
//	go run ./examples/poc kb -entries entries.jsonl -queries queries.jsonl [-json]
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
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: poc kb -entries FILE -queries FILE [-json]

  entries   one {"id","question","similar":[...],"answer"} a line
  queries   one {"query","relevant":[ids]} a line; [] where no entry answers it

`

// errUsage is a wrong command line that has been reported.
var errUsage = errors.New("wrong command line")

// run is the program; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] != "kb" {
		fmt.Fprint(stderr, usage)
		return 2
	}
	switch err := runKB(args[1:], stdout, stderr); {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	default:
		fmt.Fprintln(stderr, err)
		return 1
	}
}
