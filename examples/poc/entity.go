package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu/intent/entity"
)

// maxLine is the longest message that is read, in bytes.
const maxLine = 1 << 20

// runEntity prints the entities of each line of stdin.
func runEntity(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("poc entity", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	asJSON := flags.Bool("json", false, "print one JSON object a line: the text and its entities")
	nowText := flags.String("now", "", "the moment that times are resolved against, RFC 3339 (default the present)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // reported by flags
	}
	now := time.Now()
	if *nowText != "" {
		at, err := time.Parse(time.RFC3339, *nowText)
		if err != nil {
			fmt.Fprintln(stderr, "-now is not as RFC 3339 wants: 2026-11-21T10:30:00+08:00")
			return errUsage
		}
		now = at
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}

	x, err := entity.New(nil)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(stdout)
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		text := lines.Text()
		if err := printEntities(out, text, x.Extract(text, now), *asJSON); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return out.Flush()
}

// printEntities writes the entities of one message.
func printEntities(out io.Writer, text string, es []entity.Entity, asJSON bool) error {
	if asJSON {
		if es == nil {
			es = []entity.Entity{}
		}
		return json.NewEncoder(out).Encode(struct {
			Text     string          `json:"text"`
			Entities []entity.Entity `json:"entities"`
		}{text, es})
	}
	if _, err := fmt.Fprintln(out, text); err != nil {
		return err
	}
	for _, e := range es {
		if _, err := fmt.Fprintf(out, "  %-10s  %-28s  %q  %d-%d  %s\n", e.Type, e.Value, e.Raw, e.Start, e.End, e.Role); err != nil {
			return err
		}
	}
	return nil
}
