// Command gen learns the built-in weights of intent/emotion from GoEmotions
// (Demszky et al., ACL 2020; Apache-2.0).
package main

import (
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/kefu-go/kefu/intent/emotion"
)

// leastTexts is in how many texts a feature must occur.
const leastTexts = 15

func main() {
	data := flag.String("data", "", "directory with emotion/goemotions.train.tsv.gz and emotion/mapping.tsv")
	out := flag.String("out", "learned.bin", "file to write")
	least := flag.Int("least", leastTexts, "in how many texts a feature must occur")
	flag.Parse()
	if err := run(*data, *out, *least); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string, least int) error {
	mapping, err := os.ReadFile(filepath.Join(data, "emotion", "mapping.tsv"))
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(data, "emotion", "goemotions.train.tsv.gz"))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	messages, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	binary, err := learn(mapping, messages, least)
	if err != nil {
		return err
	}
	return os.WriteFile(out, binary, 0o644)
}

// learn returns the binary form of what is learned from messages with their labels,
// a line each.
func learn(mapping, messages []byte, least int) ([]byte, error) {
	examples, err := readExamples(messages, readMapping(mapping))
	if err != nil {
		return nil, err
	}
	base, err := emotion.New(&emotion.Options{RulesOnly: true})
	if err != nil {
		return nil, err
	}
	d, err := emotion.Train(context.Background(), examples, &emotion.TrainOptions{Base: base, MinTexts: least, Words: true, Disagreeing: true})
	if err != nil {
		return nil, err
	}
	binary, err := d.Marshal()
	fmt.Fprintf(os.Stderr, "%d examples, %d bytes\n", len(examples), len(binary))
	return binary, err
}

// readMapping reads which of our labels a label of the data stands for.
func readMapping(text []byte) map[string]emotion.Label {
	labels := map[string]emotion.Label{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "\t"); len(cells) > 2 && cells[0] == "goemotions" {
			labels[cells[1]] = emotion.Label(cells[2])
		}
	}
	return labels
}

// readExamples reads messages; of several labels the first one counts.
func readExamples(messages []byte, labels map[string]emotion.Label) (examples []emotion.Example, err error) {
	for line := range strings.Lines(string(messages)) {
		text, list, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		first, _, _ := strings.Cut(list, ",")
		label, ok := labels[first]
		if !ok {
			return nil, fmt.Errorf("unknown label %q", first)
		}
		examples = append(examples, emotion.Example{Text: text, Label: label})
	}
	return examples, nil
}
