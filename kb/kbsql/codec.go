package kbsql

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// What has no column of its own is kept as JSON. Columns win over what the JSON
// says.

// encodeEntry returns the JSON of an entry without its version, which is a
// column.
func encodeEntry(e kb.Entry) ([]byte, error) {
	e.Version = 0
	e.Updated, e.ValidFrom, e.ValidTo = sqldb.Keep(e.Updated), sqldb.Keep(e.ValidFrom), sqldb.Keep(e.ValidTo)
	return encode(&e)
}

// grave is the JSON of a deleted entry.
type grave struct {
	Editor  string    `json:"editor,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Updated time.Time `json:"updated,omitzero"`
}

func encodeGrave(r kb.Ref) ([]byte, error) {
	return encode(&grave{Editor: r.Editor, Reason: r.Reason, Updated: sqldb.Keep(r.Updated)})
}

// decodeEntry reads what encodeEntry or encodeGrave wrote; nothing is an entry
// that was deleted before graves were kept.
func decodeEntry(id string, version int64, body []byte) (e kb.Entry, err error) {
	if body != nil {
		err = decode(body, &e)
	}
	e.ID, e.Version = id, version
	return e, err
}

func encodeLogged(l *kb.Logged) ([]byte, error) {
	if l.Feedback != nil {
		f := *l.Feedback
		f.At = sqldb.Keep(f.At)
		return encode(&f)
	}
	a := *l.Asked
	a.At = sqldb.Keep(a.At)
	return encode(&a)
}

func decodeLogged(cursor int64, feedback bool, body []byte) (kb.Logged, error) {
	l := kb.Logged{Cursor: cursor}
	if feedback {
		l.Feedback = new(kb.Feedback)
		return l, decode(body, l.Feedback)
	}
	l.Asked = new(kb.Asked)
	return l, decode(body, l.Asked)
}

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	var noNumber *json.UnsupportedValueError
	switch {
	case err == nil || errors.Is(err, kb.ErrInvalid):
		return body, err
	case errors.As(err, &noNumber):
		return nil, &kb.FieldError{Field: "number", Reason: "is infinite or none"}
	}
	return nil, &kb.FieldError{Field: "time", Reason: "is not of the years 0 to 9999"}
}

func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		// The text of the error may quote what was stored.
		return fmt.Errorf("kbsql: a stored row is damaged: %T", err)
	}
	return nil
}
