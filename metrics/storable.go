package metrics

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"
)

// Storable returns an [EventError] for an event that not every store can keep: whose ID, or what its thread is
// named by, is empty, not UTF-8 or holds a NUL byte, or whose numbers are not finite. All stores refuse these, and
// no others; [Event.Validate] asks for more.
func (e *Event) Storable() error {
	field, about := "Conversation", e.Conversation
	switch {
	case e.Kind == Presence:
		field, about = "Agent", e.Agent
	case e.Kind.ofTicket():
		field, about = "Ticket", e.Ticket
	case e.Kind.ofCustomer():
		field, about = "Customer", e.Customer
	}
	const noName = "is empty, not UTF-8 or holds a NUL byte"
	switch {
	case !isName(e.ID):
		return &EventError{ID: e.ID, Field: "ID", Reason: noName}
	case !isName(about):
		return &EventError{ID: e.ID, Field: field, Reason: noName}
	case !isFinite(e.Valence):
		return &EventError{ID: e.ID, Field: "Valence", Reason: "is no number"}
	case !isFinite(e.Score):
		return &EventError{ID: e.ID, Field: "Score", Reason: "is no number"}
	}
	return nil
}

// isName says that every database can keep s as a key.
func isName(s string) bool {
	return s != "" && strings.IndexByte(s, 0) < 0 && utf8.ValidString(s)
}

// isPlain says that b is ASCII and has no NUL byte, eight bytes at a time: a byte less one has its highest bit if it
// was 0, and one beyond ASCII has it anyway.
func isPlain(b []byte) bool {
	const ones, highest = 0x0101010101010101, 0x8080808080808080
	bad := uint64(0)
	for ; len(b) >= 8; b = b[8:] {
		w := binary.LittleEndian.Uint64(b)
		bad |= w | (w - ones)
	}
	for _, c := range b {
		bad |= uint64(c|(c-1)) << 56
	}
	return bad&highest == 0
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
