package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/kefu-go/kefu/intent"
)

const maxExampleLine = 4 << 20 // bytes

// readExamples reads a file of messages and their labels: text, a tab, the label
// on each line; further columns are left alone. A text may be empty; a blank line is
// none.
func readExamples(name string) (examples []intent.Example, err error) {
	err = withFile(name, func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxExampleLine)
		var faults []error
		number := 0
		for len(faults) < maxFaults && lines.Scan() {
			number++
			line := lines.Text()
			if strings.TrimSpace(line) == "" {
				continue
			}
			columns := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
			switch {
			case len(columns) < 2:
				faults = append(faults, fmt.Errorf("%s:%d: label is missing: there is no tab", name, number))
			case strings.TrimSpace(columns[1]) == "":
				faults = append(faults, fmt.Errorf("%s:%d: label is empty", name, number))
			default:
				examples = append(examples, intent.Example{Text: columns[0], Label: strings.TrimSpace(columns[1])})
			}
		}
		if err := lines.Err(); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, number+1, err))
		}
		return errors.Join(faults...)
	})
	return examples, err
}
