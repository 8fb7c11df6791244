package ticketsql

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"

	"github.com/kefu-go/kefu/ticket"
)

// place is where a ticket stands in an order: at the same key the younger serial is
// behind, whatever the direction.
type place struct{ key, serial int64 }

// paging is a [ticket.Page] that can be served.
type paging struct {
	column string // of ticket_listing
	desc   bool
	limit  int
	after  *place // nil: the first page
}

func newPaging(p ticket.Page) (*paging, error) {
	g := &paging{desc: p.Desc, limit: p.Limit}
	switch p.By {
	case "", ticket.BySerial:
		g.column = "serial"
	case ticket.ByUpdated, ticket.ByPriority, ticket.ByDeadline:
		g.column = string(p.By)
	default:
		return nil, fault("by", "is no order")
	}
	const usual, most = 50, 1000
	if g.limit == 0 {
		g.limit = usual
	}
	if g.limit < 0 || g.limit > most {
		return nil, fault("limit", "is not within 1 and 1000")
	}
	if p.After != "" {
		var ok bool
		if g.after, ok = g.read(p.After); !ok {
			return nil, fault("after", "is not the Next of a page in this order")
		}
	}
	return g, nil
}

// cursor is a place as text: its two numbers, and a sum of them and the order.
func (g *paging) cursor(p place) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(p.key)) //nolint:gosec // and back
	b = binary.BigEndian.AppendUint64(b, uint64(p.serial)) //nolint:gosec // and back
	b = binary.BigEndian.AppendUint32(b, g.sum(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// read is the reverse of cursor, for a text of the same order.
func (g *paging) read(cursor string) (*place, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	const numbers = 16
	if err != nil || len(b) != numbers+4 || binary.BigEndian.Uint32(b[numbers:]) != g.sum(b[:numbers]) {
		return nil, false
	}
	return &place{int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint64(b[8:]))}, true //nolint:gosec // as above
}

func (g *paging) sum(numbers []byte) uint32 {
	order := g.column
	if g.desc {
		order += "-"
	}
	return crc32.ChecksumIEEE(append([]byte(order), numbers...))
}
