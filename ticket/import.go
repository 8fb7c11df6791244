package ticket

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// ImportReport is what became of an import. Lines that were empty are not counted.
type ImportReport struct {
	// Added tickets are new, Unchanged ones were there already, Failed lines are none of
	// both.
	Added, Unchanged, Failed int
	// Faults are the failed lines, the first 1000 of them.
	Faults []ImportFault
	// Ignored are columns of a table that say what only the desk can: how a ticket
	// stands.
	Ignored []string
}

// ImportFault is a line that was not imported.
type ImportFault struct {
	// Line counts from 1, Ticket is its id as far as it could be read.
	Line   int
	Ticket string
	// Err says why; it has nothing of the customer's words.
	Err error
}

// The bounds of an import.
const (
	// MaxImportLine is how many bytes a line has at most.
	MaxImportLine = 64 << 20

	importFaults = 1000
	importBatch  = 64
	importBytes  = 4 << 20
)

func (r *ImportReport) fail(line int, id string, err error) {
	r.Failed++
	if len(r.Faults) < importFaults {
		r.Faults = append(r.Faults, ImportFault{Line: line, Ticket: id, Err: err})
	}
}

// Import reads what [Desk.Export] wrote, checks each line and adds its ticket with the
// ids, times and history that it has there; its serial and number are new. No rule acts
// and nobody is told, until the desk next looks at the ticket, which is at once if it has
// not ended; the clocks of those that have are as at their last event, by the policy of
// the name that they had, if the rules have it. A ticket that is there with the same history, or has gone on since, is
// unchanged, so that an import can be repeated. Histories that no desk can have written, such
// as those that leave a final state, go back in time or into the future (by more than five
// minutes, as clocks differ), are bad. A bad line is reported and passed over; an
// error is one of reading, of the store or of the context, and the report says what
// became of the lines before it.
func (d *Desk) Import(ctx context.Context, r io.Reader) (ImportReport, error) {
	in := importer{desk: d, ctx: ctx}
	lines := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, long, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return in.report, errors.Join(err, in.commit())
		}
		if long {
			in.report.fail(n, "", fault("is too long", "line"))
		} else if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			if err := in.take(n, line); err != nil {
				return in.report, err
			}
		}
		if err != nil {
			return in.report, in.commit()
		}
		if ctx.Err() != nil {
			return in.report, ctx.Err()
		}
	}
}

// readLine reads a line; of one that is too long nothing is kept.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > MaxImportLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// importer is an import under way.
type importer struct {
	desk    *Desk
	ctx     context.Context //nolint:containedctx // an import lives within one call
	report  ImportReport
	pending []pendingLine
	size    int
}

type pendingLine struct {
	line   int
	change Change
}

// take puts a line among those that are added next.
func (in *importer) take(n int, line []byte) error {
	change, err := in.desk.readExported(line)
	if err != nil {
		in.report.fail(n, change.Ticket.ID, err)
		return nil
	}
	if len(in.pending) == importBatch || in.size > importBytes {
		if err := in.commit(); err != nil {
			return err
		}
	}
	in.pending = append(in.pending, pendingLine{n, change})
	in.size += len(line)
	return nil
}

// commit adds what is pending: all at once, or one by one where some are there already,
// or twice.
func (in *importer) commit() error {
	pending := in.pending
	in.pending, in.size = nil, 0
	if len(pending) == 0 {
		return nil
	}
	var all Commit
	for _, p := range pending {
		all.Changes = append(all.Changes, p.change)
	}
	err := in.desk.addAll(in.ctx, &all)
	if err == nil {
		in.report.Added += len(pending)
		return nil
	}
	if in.ctx.Err() != nil {
		return in.ctx.Err()
	}
	for i := range pending {
		if err := in.one(&pending[i]); err != nil {
			return err
		}
	}
	return nil
}

// one adds a ticket by itself.
func (in *importer) one(p *pendingLine) error {
	err := in.desk.again(in.ctx, func() error {
		same, err := in.desk.goneOn(in.ctx, p.change.Ticket.ID, p.change.Events)
		switch {
		case err == nil && same:
			in.report.Unchanged++
			return nil
		case err == nil:
			return fault("is there with another history", "id")
		case !errors.Is(err, ErrNotFound):
			return err
		}
		if err := in.desk.addAll(in.ctx, &Commit{Changes: []Change{p.change}}); err != nil {
			return err
		}
		in.report.Added++
		return nil
	})
	if errors.Is(err, ErrInvalid) {
		in.report.fail(p.line, p.change.Ticket.ID, err)
		return nil
	}
	return err
}

// addAll adds tickets that are no change of others.
func (d *Desk) addAll(ctx context.Context, c *Commit) error {
	if _, err := d.store.Commit(ctx, *c); err != nil {
		return err
	}
	d.committed(c)
	return nil
}

// goneOn says whether a ticket that is there began with these events.
func (d *Desk) goneOn(ctx context.Context, id string, events []Event) (bool, error) {
	there, err := d.events(ctx, id)
	if err != nil {
		return false, err
	}
	if len(there) == 0 {
		return false, ErrNotFound
	}
	return len(there) >= len(events) && slices.EqualFunc(there[:len(events)], events, sameEvent), nil
}

// sameEvent compares events as they are written.
func sameEvent(a, b Event) bool {
	a.Seq, b.Seq = 0, 0
	x, errX := json.Marshal(&a)
	y, errY := json.Marshal(&b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
