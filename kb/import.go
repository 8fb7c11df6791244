package kb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/kefu-go/kefu/internal/text"
)

// ImportOptions are the choices of [Library.Import].
type ImportOptions struct {
	// Format of the input. Default: JSONL.
	Format Format
	// AllOrNothing writes nothing if any row is faulty. Otherwise the good rows
	// are written, some hundred at a time. Default: false.
	AllOrNothing bool
	// KeepExisting leaves entries alone that the library has already; otherwise a
	// row replaces the entry. Default: false.
	KeepExisting bool
	// DryRun reports what would happen and writes nothing. Default: false.
	DryRun bool
	// OnCommit is called with the rows of each batch as soon as they are stored
	// for good. Default: nobody is told.
	OnCommit func(rows []RowResult)
}

// RowAction says what an import did with a row.
type RowAction string

// What an import does with a row.
const (
	Added     RowAction = "added"
	Updated   RowAction = "updated"
	Unchanged RowAction = "unchanged" // the library had it already, or KeepExisting
	Failed    RowAction = "failed"
	NotStored RowAction = "not stored" // the row is good, but the import ended before
)

// RowResult is the fate of one row.
type RowResult struct {
	Line   int
	ID     string
	Action RowAction
	// Err says what is wrong with a failed row.
	Err *RowError
}

// ImportReport is the outcome of an import.
type ImportReport struct {
	Added, Updated, Unchanged, Failed int
	// Rows has every row in the order of the input.
	Rows []RowResult
}

// ErrImport is returned by an import with AllOrNothing that wrote nothing
// because of faulty rows; the report names them. It is [ErrInvalid].
var ErrImport error = &FieldError{Field: "import", Reason: "has faulty rows"}

const importBatch = 500

// Import reads entries and puts them into the library. A row is the same entry as
// one in the library if it has its id or, without an id, its question and
// locale: importing a file twice changes nothing the second time. Two rows of the
// same entry are a fault of the second one. Faulty rows are in the report; the
// error tells that reading or writing failed, and then the report holds what
// was done until then.
func (l *Library) Import(ctx context.Context, r io.Reader, opts ImportOptions) (ImportReport, error) {
	if opts.Format == "" {
		opts.Format = JSONL
	}
	if err := l.Refresh(ctx); err != nil {
		return ImportReport{}, err
	}
	in := importer{library: l, opts: opts, ids: map[string]int{}, questions: map[string]int{}}
	for row, err := range ReadRows(r, opts.Format) {
		if fault := (*RowError)(nil); errors.As(err, &fault) {
			in.fail(fault)
			continue
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return in.report, err
		}
		if err := in.take(ctx, row); err != nil {
			return in.report, err
		}
	}
	if opts.AllOrNothing && in.report.Failed > 0 {
		return in.report, ErrImport
	}
	return in.report, in.commit(ctx)
}

type importer struct {
	library   *Library
	opts      ImportOptions
	report    ImportReport
	ids       map[string]int // lines by id
	questions map[string]int // lines by question and locale
	batch     []Entry
	rows      []pendingRow // of the batch
}

// pendingRow is a row that becomes something once it is stored.
type pendingRow struct {
	at     int // in report.Rows
	action RowAction
}

func (in *importer) fail(fault *RowError) {
	in.report.Failed++
	in.report.Rows = append(in.report.Rows, RowResult{Line: fault.Line, Action: Failed, Err: fault})
}

// take decides what becomes of a good row.
func (in *importer) take(ctx context.Context, row Row) error {
	e := row.Entry
	question := text.Key(e.Question) + "\x00" + e.Locale
	column := "id"
	line, repeated := 0, false
	if e.ID == "" {
		column = "question"
		if line, repeated = in.questions[question]; !repeated {
			e.ID = in.library.index.sameQuestion(e.Question, e.Locale)
			line, repeated = in.ids[e.ID]
		}
	} else {
		line, repeated = in.ids[e.ID]
	}
	if repeated {
		in.fail(&RowError{Line: row.Line, Column: column, Reason: "repeats line " + strconv.Itoa(line)})
		return nil
	}
	if e.ID == "" {
		e.ID = in.library.opts.NewID()
	}
	in.questions[question] = row.Line
	in.ids[e.ID] = row.Line
	result := RowResult{Line: row.Line, ID: e.ID, Action: NotStored}
	old, known := in.library.index.Get(e.ID)
	if known && (in.opts.KeepExisting || e.sameContent(&old)) {
		result.Action = Unchanged
		in.report.Unchanged++
		in.report.Rows = append(in.report.Rows, result)
		return nil
	}
	action := Added
	if known {
		action = Updated
	}
	in.batch = append(in.batch, e)
	in.rows = append(in.rows, pendingRow{at: len(in.report.Rows), action: action})
	in.report.Rows = append(in.report.Rows, result)
	if len(in.batch) >= importBatch && !in.opts.AllOrNothing {
		return in.commit(ctx)
	}
	return nil
}

// commit writes the batch.
func (in *importer) commit(ctx context.Context) error {
	if len(in.batch) == 0 {
		return nil
	}
	if !in.opts.DryRun {
		if _, err := in.library.Put(ctx, in.batch...); err != nil {
			return err
		}
	}
	done := make([]RowResult, len(in.rows))
	for i, row := range in.rows {
		in.report.Rows[row.at].Action = row.action
		done[i] = in.report.Rows[row.at]
		if row.action == Added {
			in.report.Added++
		} else {
			in.report.Updated++
		}
	}
	in.batch, in.rows = in.batch[:0], in.rows[:0]
	if in.opts.OnCommit == nil || in.opts.DryRun {
		return nil
	}
	return contained(func() { in.opts.OnCommit(done) })
}

// contained turns a panic of a host's function into an error.
func contained(run func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kb: panic in a function of the host: %v", p)
		}
	}()
	run()
	return nil
}

// sameQuestion returns the id of the entry with this question in this locale, or
// "". Of several it is the smallest.
func (x *Index) sameQuestion(question, locale string) string {
	x.mu.Lock()
	defer x.mu.Unlock()
	c, id := x.core, ""
	consider := func(chain uint32) {
		for more := true; more; {
			var line uint32
			line, chain, more = c.refs.follow(chain)
			slot := c.slots.at(c.lines.at(line).slot)
			if slot.first == line && slot.died.Load() == 0 && c.facet(slot).locale == locale {
				if other := c.id(slot); id == "" || other < id {
					id = other
				}
			}
		}
	}
	if _, chain, ok := c.findLine(text.AppendKey(nil, question)); ok {
		consider(chain)
	}
	if n := c.phrase(question, false); n != nil {
		if chain := n.chain.Load(); chain > 0 {
			consider(chain - 1)
		}
	}
	return id
}
