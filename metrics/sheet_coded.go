package metrics

// cellTexts is how many words a cell has, stepText which of them is the step.
const (
	cellTexts = 12
	stepText  = 10
)

// codedCells are the cells of a packed sheet as they are in it: words are numbers, so that a query looks at each word
// of a sheet once, and not at those that it does not ask for.
type codedCells struct {
	slots []int64
	words []string
	texts []uint32 // the numbers of words, cellTexts for each cell
}

// text is a word of a cell, in the order of [Cell.texts].
func (p *codedCells) text(cell, text int) string { return p.words[p.texts[cell*cellTexts+text]] }

// cells makes cells of them.
func (p *codedCells) cells() []Cell {
	cells := make([]Cell, len(p.slots))
	for i := range cells {
		c := &cells[i]
		c.Slot = p.slots[i]
		for j, text := range c.texts() {
			*text = p.text(i, j)
		}
	}
	return cells
}

// size is how many cells the sheet has.
func (s *Sheet) size() int {
	if s.coded != nil {
		return len(s.coded.slots)
	}
	return len(s.cells)
}

// slot is that of a cell, text one of its words.
func (s *Sheet) slot(cell int) int64 {
	if s.coded != nil {
		return s.coded.slots[cell]
	}
	return s.cells[cell].Slot
}

func (s *Sheet) text(cell, text int) string {
	if s.coded != nil {
		return s.coded.text(cell, text)
	}
	return *s.cells[cell].texts()[text]
}

// counts visits the sums of a measure without their spread, which is not even unpacked.
func (s *Sheet) counts(m Measure, visit func(cell int, n, total int64)) {
	col := s.columns[m]
	if col == nil || col.packed == nil {
		for cell, sum := range s.Column(m) {
			visit(cell, sum.N, sum.Total)
		}
		return
	}
	if !col.checked {
		if _, _, ok := col.size(); !ok {
			col.packed = nil
			return
		}
		col.checked = true
	}
	r := reader{data: col.packed}
	cell := 0
	for r.left() > 0 {
		cell += int(r.uvarint())
		n, total := r.varint(), r.varint()
		r.skip(2 * r.count(2))
		visit(cell, n, total)
	}
}
