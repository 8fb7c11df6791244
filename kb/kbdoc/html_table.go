package kbdoc

// table reads the tags of tables.
func (r *htmlReader) table(name string, attrs map[string]string) {
	b := r.b
	switch {
	case name == "table":
		r.endLink()
		if r.tables > 0 {
			r.breakTable()
		}
		if r.tables == 0 {
			r.layout = attrs["role"] == "presentation" || attrs["role"] == "none"
			if r.layout {
				b.open(prose, r.at)
			} else {
				b.open(table, r.at)
			}
		}
		r.tables++
	case r.tables == 0:
	case r.layout:
		r.open(prose)
	case name == "tr":
		b.cell = nil
		if n := len(b.cur.rows); n == 0 || len(b.cur.rows[n-1]) > 0 {
			b.cur.rows = append(b.cur.rows, nil)
		}
	case name == "td" || name == "th":
		if len(b.cur.rows) == 0 {
			b.cur.rows = append(b.cur.rows, nil)
		}
		row := &b.cur.rows[len(b.cur.rows)-1]
		*row = append(*row, block{start: r.end, end: r.end})
		b.cell, b.space = &(*row)[len(*row)-1], false
	case name == "caption":
		b.cell = &block{} // the words before the first row are not of a cell
	}
}

// breakTable takes a table for the layout of the page, because it has what tables
// of data have not: its cells become paragraphs.
func (r *htmlReader) breakTable() {
	if r.tables == 0 || r.layout {
		return
	}
	r.endLink()
	r.layout = true
	rows, media := r.b.cur.rows, r.b.cur.media
	r.b.cell = nil
	r.b.cur = block{inMain: r.b.inMain, start: -1, media: media}
	for _, row := range rows {
		for _, cell := range row {
			r.b.open(prose, cell.start)
			r.b.cur.words = cell.words
		}
	}
	r.b.open(prose, r.at)
}

func (r *htmlReader) endTable() {
	r.endLink()
	if r.tables > 0 {
		r.tables--
	}
	if r.tables > 0 {
		return
	}
	r.b.cell = nil
	if !r.layout {
		r.b.cur.end = r.end
	}
	r.layout = false
	r.b.open(prose, r.at)
}
