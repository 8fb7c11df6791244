package routingsql

import (
	"encoding/json"
	"fmt"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
)

// What has no column of its own is kept as JSON. Times in it are cut to the
// microsecond before; columns win over what the JSON says.

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil { // a time in the year 10000, or a number that is none
		return nil, fmt.Errorf("%w: %w", routing.ErrInvalid, err)
	}
	return body, nil
}

func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		// The text of the error may quote what was stored.
		return fmt.Errorf("routingsql: a stored row is damaged: %T", err)
	}
	return nil
}

func encodeItem(i routing.Item) ([]byte, error) {
	i.Arrived = sqldb.Keep(i.Arrived)
	i.Brief = nil // JSON would not keep it byte for byte
	return encode(&i)
}

func encodeStatus(st routing.Status) ([]byte, error) {
	stage := &st.Stage
	stage.Until, stage.Entered, stage.Queued = sqldb.Keep(stage.Until), sqldb.Keep(stage.Entered), sqldb.Keep(stage.Queued)
	st.Arrived, st.Since, st.Due = sqldb.Keep(st.Arrived), sqldb.Keep(st.Since), sqldb.Keep(st.Due)
	st.Accepted, st.Reply = sqldb.Keep(st.Accepted), sqldb.Keep(st.Reply)
	return encode(&st)
}

func encodeSeat(s routing.Seat) ([]byte, error) {
	s.Since, s.Lease, s.Idle, s.Given = sqldb.Keep(s.Since), sqldb.Keep(s.Lease), sqldb.Keep(s.Idle), sqldb.Keep(s.Given)
	return encode(&s)
}

func encodeControl(c routing.Control) ([]byte, error) {
	c.PeakSince, c.Beyond = sqldb.Keep(c.PeakSince), sqldb.Keep(c.Beyond)
	return encode(&c)
}

func encodeEvent(e routing.Event) ([]byte, error) {
	e.At, e.Seq, e.Item = sqldb.Keep(e.At), 0, ""
	return encode(&e)
}

func decodeItem(id string, body, brief []byte, i *routing.Item) error {
	err := decode(body, i)
	if i.ID = id; len(brief) > 0 {
		i.Brief = brief
	}
	return err
}
