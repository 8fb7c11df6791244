// Command gen learns the built-in weights of intent/emotion from GoEmotions
// (Demszky et al., ACL 2020; Apache-2.0).
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/kefu-go/kefu/intent/emotion"
)

func main() {
	data := flag.String("data", "", "directory with emotion/goemotions.train.tsv.gz and emotion/mapping.tsv")
	out := flag.String("out", "learned.bin", "file to write")
	least := flag.Int("least", 15, "in how many texts a feature must occur")
	flag.Parse()
	if err := run(*data, *out, *least); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string, least int) error {
	labels, err := readMapping(filepath.Join(data, "emotion", "mapping.tsv"))
	if err != nil {
		return err
	}
	examples, err := readExamples(filepath.Join(data, "emotion", "goemotions.train.tsv.gz"), labels)
	if err != nil {
		return err
	}
	base, err := emotion.New(&emotion.Options{RulesOnly: true})
	if err != nil {
		return err
	}
	d, err := emotion.Train(context.Background(), examples, &emotion.TrainOptions{Base: base, MinTexts: least, Words: true, Disagreeing: true})
	if err != nil {
		return err
	}
	binary, err := d.Marshal()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d examples, %d bytes\n", len(examples), len(binary))
	return os.WriteFile(out, binary, 0o644)
}

// readMapping reads which of our labels a label of the data stands for.
func readMapping(name string) (map[string]emotion.Label, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	labels := map[string]emotion.Label{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "\t"); len(cells) > 2 && cells[0] == "goemotions" {
			labels[cells[1]] = emotion.Label(cells[2])
		}
	}
	return labels, nil
}

// readExamples reads messages; of several labels the first one counts.
func readExamples(name string, labels map[string]emotion.Label) ([]emotion.Example, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var examples []emotion.Example
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		text, list, _ := strings.Cut(lines.Text(), "\t")
		first, _, _ := strings.Cut(list, ",")
		label, ok := labels[first]
		if !ok {
			return nil, fmt.Errorf("unknown label %q", first)
		}
		examples = append(examples, emotion.Example{Text: text, Label: label})
	}
	return examples, lines.Err()
}
