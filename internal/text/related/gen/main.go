//go:build ignore

// Command gen learns small vectors of English word stems from permissively
// licensed texts: WordNet 3.0 and dialogs. It counts which stems stand near each
// other, weighs the counts by positive pointwise mutual information, and keeps the
// strongest directions of that matrix (randomized singular value
// decomposition). The same input gives the same file.
//
//	go run gen/main.go -wordnet DIR -texts FILE,FILE,... -out vectors.bin
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

var (
	words  = flag.Int("words", 16000, "stems to keep")
	dims   = flag.Int("dims", 64, "dimensions")
	window = flag.Int("window", 4, "words on each side that count as near")
	smooth = flag.Float64("smooth", 0.0001, "share of a stem that tells half as much as a rare one")
	power  = flag.Float64("power", 0, "of the singular values")
)

func main() {
	wordnet := flag.String("wordnet", "", "directory of WordNet's data files")
	texts := flag.String("texts", "", "files of dialogs (.jsonl.gz) and of texts (.tsv.gz), comma-separated")
	own := flag.String("own", "", "pattern of files with our own synonyms (kb.Words as JSON), whose words are kept")
	out := flag.String("out", "vectors.bin", "file to write")
	flag.Parse()
	if err := run(*wordnet, strings.Split(*texts, ","), *own, *out); err != nil {
		log.Fatal(err)
	}
}

func run(wordnet string, texts []string, own, out string) error {
	c := &corpus{stemmer: text.NewStemmer(1 << 18), ids: map[string]int32{}}
	for _, kind := range []string{"noun", "verb", "adj", "adv"} {
		if err := c.readWordNet(filepath.Join(wordnet, "data."+kind)); err != nil {
			return err
		}
	}
	for _, name := range texts {
		if err := c.readFile(name); err != nil {
			return err
		}
	}
	if err := c.readOwn(own); err != nil {
		return err
	}
	c.keep(*words)
	m := c.near(*window)
	m.ppmi()
	vectors := m.decompose(*dims, *power)
	return write(out, c.words, c.telling(), vectors)
}

// corpus is the texts as lists of stems.
type corpus struct {
	stemmer *text.Stemmer
	buffer  text.Buffer
	ids     map[string]int32
	words   []string
	counts  []float64
	own     map[string]bool // stems that are kept
	lines   []line
}

type line struct {
	ids    []int32
	weight float64
}

func (c *corpus) add(s string, weight float64) {
	var ids []int32
	for _, t := range c.buffer.Segment(s) {
		if t.Kind != text.Word {
			continue
		}
		stem := strings.ReplaceAll(c.stemmer.Stem("en", c.buffer.Bytes(t)), "'", "")
		id, ok := c.ids[stem]
		if !ok {
			id = int32(len(c.words))
			c.ids[stem] = id
			c.words = append(c.words, stem)
			c.counts = append(c.counts, 0)
		}
		c.counts[id] += weight
		ids = append(ids, id)
	}
	if len(ids) > 1 {
		c.lines = append(c.lines, line{ids, weight})
	}
}

// readWordNet reads a line for each synset: its words with its gloss.
func (c *corpus) readWordNet(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		s := lines.Text()
		if strings.HasPrefix(s, "  ") {
			continue
		}
		data, gloss, _ := strings.Cut(s, "|")
		field := strings.Fields(data)
		n := 0
		fmt.Sscanf(field[3], "%x", &n)
		var lemmas []string
		for i := range n {
			lemma, _, _ := strings.Cut(field[4+2*i], "(")
			lemmas = append(lemmas, strings.ReplaceAll(lemma, "_", " "))
		}
		c.add(strings.Join(lemmas, " "), 2)
		for part := range strings.SplitSeq(gloss, ";") {
			c.add(strings.Join(lemmas, " ")+" "+part, 1)
		}
	}
	return lines.Err()
}

func (c *corpus) readFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	if strings.HasSuffix(name, ".tsv.gz") {
		lines := bufio.NewScanner(z)
		for lines.Scan() {
			s, _, _ := strings.Cut(lines.Text(), "\t")
			c.add(s, 1)
		}
		return lines.Err()
	}
	d := json.NewDecoder(z)
	seen := map[string]bool{}
	for {
		var dialog struct{ Turns []struct{ Text string } }
		if err := d.Decode(&dialog); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		for _, t := range dialog.Turns {
			if !seen[t.Text] {
				seen[t.Text] = true
				c.add(t.Text, 1)
			}
		}
	}
}

// leastOwn is how often a word of ours must occur to be kept: of one that is seen
// less, nothing was learned.
const leastOwn = 8

// readOwn reads a line for each group of synonyms.
func (c *corpus) readOwn(pattern string) error {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	c.own = map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var words struct{ Synonyms [][]string }
		if err := json.Unmarshal(data, &words); err != nil {
			return err
		}
		for _, group := range words.Synonyms {
			before := len(c.lines)
			c.add(strings.Join(group, " "), 2)
			for _, l := range c.lines[before:] {
				for _, id := range l.ids {
					c.own[c.words[id]] = true
				}
			}
		}
	}
	return nil
}

// keep keeps the n commonest stems, and those of ours that are common enough.
func (c *corpus) keep(n int) {
	order := make([]int32, len(c.words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.rank(b), c.rank(a)), cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(c.words[a], c.words[b]))
	})
	log.Printf("%d stems, %d lines; the last one kept occurs %g times", len(order), len(c.lines), c.counts[order[min(n, len(order))-1]])
	order = order[:min(n, len(order))]
	fresh := make([]int32, len(c.words))
	for i := range fresh {
		fresh[i] = -1
	}
	kept := make([]string, len(order))
	for i, id := range order {
		fresh[id], kept[i] = int32(i), c.words[id]
	}
	c.words = kept
	for i := range c.lines {
		for j, id := range c.lines[i].ids {
			c.lines[i].ids[j] = fresh[id]
		}
	}
}

// telling returns how much each kept stem tells, from 0 to 1: little if it is common.
func (c *corpus) telling() []float64 {
	total := 0.0
	for _, n := range c.counts {
		total += n
	}
	weights := make([]float64, len(c.words))
	for i, w := range c.words {
		share := c.counts[c.ids[w]] / total
		weights[i] = *smooth / (*smooth + share)
	}
	return weights
}

// rank is 1 for stems that are kept in any case.
func (c *corpus) rank(id int32) int {
	if c.own[c.words[id]] && c.counts[id] >= leastOwn {
		return 1
	}
	return 0
}

// matrix is sparse and symmetric.
type matrix struct {
	rows [][]cell
}

type cell struct {
	column int32
	value  float32
}

// near sums for each two stems how near they stand, 1/distance.
func (c *corpus) near(window int) *matrix {
	sums := make([]map[int32]float32, len(c.words))
	for i := range sums {
		sums[i] = map[int32]float32{}
	}
	for _, l := range c.lines {
		for i, a := range l.ids {
			for j := i + 1; j < len(l.ids) && j <= i+window; j++ {
				if b := l.ids[j]; a >= 0 && b >= 0 && a != b {
					w := float32(l.weight / float64(j-i))
					sums[a][b] += w
					sums[b][a] += w
				}
			}
		}
	}
	m := &matrix{rows: make([][]cell, len(sums))}
	for i, row := range sums {
		for column, value := range row {
			m.rows[i] = append(m.rows[i], cell{column, value})
		}
		slices.SortFunc(m.rows[i], func(a, b cell) int { return cmp.Compare(a.column, b.column) })
	}
	return m
}

// ppmi turns sums into positive pointwise mutual information. The share of a
// context is smoothed by the power 0.75, which keeps rare ones in check.
func (m *matrix) ppmi() {
	total, smooth := 0.0, 0.0
	sum := make([]float64, len(m.rows))
	for i, row := range m.rows {
		for _, c := range row {
			sum[i] += float64(c.value)
		}
		total += sum[i]
		smooth += math.Pow(sum[i], 0.75)
	}
	for i, row := range m.rows {
		kept := row[:0]
		for _, c := range row {
			a, b := sum[i]/total, math.Pow(sum[c.column], 0.75)/smooth
			x, y := sum[c.column]/total, math.Pow(sum[i], 0.75)/smooth
			v := (math.Log(float64(c.value)/total/(a*b)) + math.Log(float64(c.value)/total/(x*y))) / 2
			if v > 0 {
				kept = append(kept, cell{c.column, float32(v)})
			}
		}
		m.rows[i] = kept
	}
}

// times returns the matrix times a dense one, given by rows.
func (m *matrix) times(x [][]float64) [][]float64 {
	y := make([][]float64, len(m.rows))
	for i, row := range m.rows {
		y[i] = make([]float64, len(x[0]))
		for _, c := range row {
			v := float64(c.value)
			for d, e := range x[c.column] {
				y[i][d] += v * e
			}
		}
	}
	return y
}

// decompose returns the rows of the strongest eigenvectors by absolute
// eigenvalue, scaled by its power.
func (m *matrix) decompose(dims int, power float64) [][]float64 {
	k := dims + 16
	random := rand.New(rand.NewPCG(1, 2))
	x := make([][]float64, len(m.rows))
	for i := range x {
		x[i] = make([]float64, k)
		for d := range x[i] {
			x[i][d] = random.NormFloat64()
		}
	}
	for range 8 {
		x = m.times(x)
		orthonormal(x)
	}
	y := m.times(x)
	small := make([][]float64, k)
	for a := range small {
		small[a] = make([]float64, k)
	}
	for i := range x {
		for a := range k {
			for b := range k {
				small[a][b] += x[i][a] * y[i][b]
			}
		}
	}
	values, vectors := eigen(small)
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(values[b]), math.Abs(values[a])) })
	out := make([][]float64, len(x))
	for i := range x {
		out[i] = make([]float64, dims)
		for d, e := range order[:dims] {
			for a := range k {
				out[i][d] += x[i][a] * vectors[a][e]
			}
			out[i][d] *= math.Pow(math.Abs(values[e]), power)
		}
	}
	return out
}

// orthonormal makes the columns orthonormal (modified Gram-Schmidt).
func orthonormal(x [][]float64) {
	k := len(x[0])
	for a := range k {
		for b := range a {
			dot := 0.0
			for i := range x {
				dot += x[i][a] * x[i][b]
			}
			for i := range x {
				x[i][a] -= dot * x[i][b]
			}
		}
		norm := 0.0
		for i := range x {
			norm += x[i][a] * x[i][a]
		}
		norm = math.Sqrt(norm)
		for i := range x {
			x[i][a] /= norm
		}
	}
}

// eigen returns the eigenvalues of a symmetric matrix and, as columns, its
// eigenvectors (cyclic Jacobi).
func eigen(a [][]float64) ([]float64, [][]float64) {
	n := len(a)
	v := make([][]float64, n)
	for i := range v {
		v[i] = make([]float64, n)
		v[i][i] = 1
	}
	for range 30 {
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p][q]) < 1e-12 {
					continue
				}
				theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
				t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
				if theta < 0 {
					t = -t
				}
				c := 1 / math.Sqrt(t*t+1)
				s := t * c
				for i := range n {
					a[i][p], a[i][q] = c*a[i][p]-s*a[i][q], s*a[i][p]+c*a[i][q]
				}
				for i := range n {
					a[p][i], a[q][i] = c*a[p][i]-s*a[q][i], s*a[p][i]+c*a[q][i]
				}
				for i := range n {
					v[i][p], v[i][q] = c*v[i][p]-s*v[i][q], s*v[i][p]+c*v[i][q]
				}
			}
		}
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, v
}

// write writes the number of stems and of dimensions; the stems, sorted, each
// with a line feed; a byte for each that is how much it tells, 255 for 1; and the
// vectors, a byte for each number, 127 for the largest of its vector.
func write(name string, words []string, weights []float64, vectors [][]float64) error {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, [2]uint32{uint32(len(words)), uint32(len(vectors[0]))})
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(words[x], words[y]) })
	for _, i := range order {
		b.WriteString(words[i] + "\n")
	}
	for _, i := range order {
		b.WriteByte(byte(math.Round(weights[i] * 255)))
	}
	for _, i := range order {
		most := 1e-9
		for _, x := range vectors[i] {
			most = max(most, math.Abs(x))
		}
		for _, x := range vectors[i] {
			b.WriteByte(byte(int8(math.Round(x / most * 127))))
		}
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
