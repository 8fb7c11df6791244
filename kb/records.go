package kb

import (
	"context"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// Record is a small document beside the entries of a knowledge base: a draft, a
// correction task, the checkpoint of a source, what was decided about a
// suggestion.
type Record struct {
	// Kind and ID identify the record within its store: texts without NUL bytes
	// of 1 to [MaxID] bytes.
	Kind string
	ID   string
	// State is what [RecordStore.Records] can select by: a text without NUL bytes
	// of at most [MaxID] bytes, empty or not.
	State string
	// Version is 1 when the record is created and grows by one with every write.
	Version int64
	// Updated is when the record was last written, as the writer says, kept to the
	// microsecond in UTC.
	Updated time.Time
	// Data is the document: at most [MaxRecord] bytes, usually JSON.
	Data []byte
}

// MaxRecord is how many bytes the data of a [Record] may have.
const MaxRecord = 4 << 20

// Validate reports, as a [*FieldError], what keeps a [RecordStore] from taking a
// record.
func (r *Record) Validate() error {
	for _, field := range []struct{ name, text string }{{"kind", r.Kind}, {"id", r.ID}, {"state", r.State}} {
		switch {
		case field.text == "" && field.name != "state":
			return &FieldError{Field: field.name, Reason: "is empty"}
		case len(field.text) > MaxID:
			return tooLong(field.name, MaxID)
		case !utf8.ValidString(field.text) || strings.IndexByte(field.text, 0) >= 0:
			return &FieldError{Field: field.name, Reason: "is not a text"}
		}
	}
	if len(r.Data) > MaxRecord {
		return tooLong("data", MaxRecord)
	}
	return nil
}

// RecordStore keeps records. It serves one tenant, is safe for concurrent use and
// honours its contexts as a [Store] does; what it returns shares no memory with
// what it keeps. kbtest.RunRecordStore checks all of this.
type RecordStore interface {
	// PutRecord writes a record whose Version must be the stored one, or 0 where
	// there is none, and returns the new version. Else the error is a
	// [*ConflictError]. Unusable texts and sizes are [ErrInvalid].
	PutRecord(ctx context.Context, r Record) (version int64, err error)

	// DeleteRecord removes a record of this version, under the rules of PutRecord;
	// one that does not exist is a conflict.
	DeleteRecord(ctx context.Context, kind, id string, version int64) error

	// Record returns one record, or [ErrNotFound].
	Record(ctx context.Context, kind, id string) (Record, error)

	// Records yields the records of a kind in the order of their ids, byte for
	// byte; only those of a state unless state is empty. A record that is written
	// during the loop may be yielded as before or as after, once.
	Records(ctx context.Context, kind, state string) iter.Seq2[Record, error]
}

// readRecords yields what the records hold, up to the first that cannot be read.
func readRecords[T any](records iter.Seq2[Record, error], read func(Record) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r, err := range records {
			var value T
			if err == nil {
				value, err = read(r)
			}
			if !yield(value, err) || err != nil {
				return
			}
		}
	}
}
