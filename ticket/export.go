package ticket

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// exported is a ticket as a line of an export.
type exported struct {
	Format string `json:"format"`
	ID     string `json:"id"`
	Serial int64  `json:"serial"`
	Number string `json:"number"`
	// Words are what merged tickets added to those it is found by.
	Words  []string `json:"words,omitempty"`
	Events []Event  `json:"events"`
}

// exportFormat is what lines of this kind say that they are.
const exportFormat = "kefu-ticket/1"

// exportPage is how many tickets are read at once.
const exportPage = 100

// Export writes the tickets that f describes as JSON Lines, in the order of their
// serials, and returns how many: a line for each, with its whole history, which is all
// that a ticket is. [Desk.Import] reads it. A ticket that changes meanwhile is written as
// it is when its turn comes.
func (d *Desk) Export(ctx context.Context, f Filter, w io.Writer) (n int, err error) {
	return d.export(ctx, f, w, func(*Ticket) error { return nil })
}

// export is Export of tickets that somebody may have.
func (d *Desk) export(ctx context.Context, f Filter, w io.Writer, may func(t *Ticket) error) (n int, err error) {
	out := bufio.NewWriterSize(w, 1<<16)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	err = d.each(ctx, f, func(t *Ticket) error {
		if err := may(t); err != nil {
			return err
		}
		line := exported{Format: exportFormat, ID: t.ID, Serial: t.Serial, Number: t.Number}
		if line.Events, err = d.events(ctx, t.ID); err != nil {
			return err
		}
		if line.Words, err = d.absorbedWords(ctx, line.Events); err != nil {
			return err
		}
		n++
		return lines.Encode(&line)
	})
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// each calls do with each ticket that f describes, in the order of serials.
func (d *Desk) each(ctx context.Context, f Filter, do func(t *Ticket) error) error {
	page := Page{By: BySerial, Limit: exportPage}
	for {
		found, err := d.Find(ctx, f, page)
		if err != nil {
			return err
		}
		for i := range found.Tickets {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(&found.Tickets[i]); err != nil {
				return err
			}
		}
		if page.After = found.Next; page.After == "" {
			return nil
		}
	}
}

// events is a history as it is exported.
func (d *Desk) events(ctx context.Context, id string) (all []Event, err error) {
	for e, err := range d.store.History(ctx, id, 0) {
		if err != nil {
			return nil, err
		}
		e.Seq = 0
		all = append(all, e)
	}
	return all, nil
}

// absorbedWords are those of the tickets that were merged into one.
func (d *Desk) absorbedWords(ctx context.Context, history []Event) ([]string, error) {
	var words map[string]bool
	seen := map[string]bool{}
	var gather func(history []Event) error
	gather = func(history []Event) error {
		for i := range history {
			a := history[i].Absorbed
			if a == nil || seen[a.Ticket] {
				continue
			}
			seen[a.Ticket] = true
			merged, err := d.events(ctx, a.Ticket)
			if err != nil {
				return err
			}
			for k := range merged {
				for _, w := range merged[k].words() {
					if words == nil {
						words = map[string]bool{}
					}
					words[w] = true
				}
			}
			if err := gather(merged); err != nil {
				return err
			}
		}
		return nil
	}
	if err := gather(history); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(words)), nil
}
