package metrics

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

var instrumentKinds = [...]string{Gauge: "gauge", Counter: "counter", Distribution: "distribution"}

// String is the name of the kind: "gauge", "counter" or "distribution".
func (k InstrumentKind) String() string {
	if int(k) < len(instrumentKinds) && instrumentKinds[k] != "" {
		return instrumentKinds[k]
	}
	return fmt.Sprintf("InstrumentKind(%d)", uint8(k))
}

// MarshalText writes the name.
func (k InstrumentKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// varTimeout is how long [Instruments.String] may take: whoever calls it has no context.
const varTimeout = 10 * time.Second

// String is all instruments as a JSON list, "null" where they cannot be read: so they fit [expvar.Publish].
func (in *Instruments) String() string {
	ctx, cancel := context.WithTimeout(context.Background(), varTimeout)
	defer cancel()
	list, err := in.Read(ctx)
	if err != nil {
		return "null"
	}
	data, err := json.Marshal(list)
	if err != nil {
		return "null"
	}
	return string(data)
}
