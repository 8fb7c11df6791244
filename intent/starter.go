package intent

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync"
)

// The examples are written by hand for this package, for shops, banks,
// telephone and software companies alike.
//
//go:embed starter/en.txt starter/zh.txt starter/oos_en.txt starter/oos_zh.txt
var starterFiles embed.FS

// StarterExamples returns examples for the categories of [DefaultCategories],
// labelled with their paths, some twenty for each of the twenty in "en" or "zh"; none
// in another language. They are a beginning: add them to your own, which say
// what your customers want.
func StarterExamples(lang string) []Example { return readStarter(lang, "") }

// StarterOutOfScope returns more than a hundred messages in "en" or "zh" that have no
// place in [DefaultCategories], labelled [OutOfScope]: greetings, small talk,
// wishes for a person, cries for help, everyday questions; none in another
// language. Leave out what your bot answers.
func StarterOutOfScope(lang string) []Example { return readStarter(lang, "oos_") }

// readStarter reads lines of examples below "# label".
func readStarter(lang, kind string) []Example {
	primary, _, _ := strings.Cut(lang, "-")
	if primary != "en" && primary != "zh" {
		return nil
	}
	data, err := starterFiles.ReadFile("starter/" + kind + primary + ".txt")
	if err != nil {
		return nil // the files are part of the program
	}
	var examples []Example
	label := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "# "); ok {
			label = name
		} else if line != "" {
			examples = append(examples, Example{Text: line, Label: label})
		}
	}
	return examples
}

var starter = sync.OnceValues(func() (*Model, error) {
	examples := append(StarterExamples("en"), StarterExamples("zh")...)
	categories := map[string]string{}
	for _, e := range examples {
		categories[e.Label] = e.Label
	}
	examples = slices.Concat(examples, StarterOutOfScope("en"), StarterOutOfScope("zh"))
	return Train(context.Background(), examples, &TrainOptions{Categories: categories})
})

// StarterModel returns a model of [StarterExamples] and [StarterOutOfScope] in both languages, trained
// at the first call, which takes some tenths of a second. It tells what sort of
// question a message is where a host has not trained anything; use
// [Categories.Settle] on its predictions.
func StarterModel() (*Model, error) { return starter() }
