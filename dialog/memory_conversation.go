package dialog

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
)

// memoryConversation is what a [MemoryStore] keeps of one conversation beside
// what is in blocks. It has no pointers.
type memoryConversation struct {
	version int64
	head    block  // see packHead
	list    block  // numbers of the blocks of its records, 4 bytes each, the oldest first
	records uint32 // how many; the last one has the conversation's version
	queue   block  // the oldest unsettled outgoing item
	last    block  // the newest one, if there is an unsettled one
	wake    uint32 // its place in the timeline of those with a Due
	send    uint32 // its place in the timeline of those with something to send
	next    uint32 // another conversation of the same customer, if it is in his list
	indexed bool   // its records are in the index of messages
}

// place returns where in the list the record with a version is.
func (c *memoryConversation) place(version int64) int {
	return int(version - 1 - (c.version - int64(c.records)))
}

// manyRecords is up to how many records a message is looked for one by one;
// longer conversations are in an index.
const manyRecords = 16

// packHead writes a conversation except for its version: the length of the texts,
// the id, the customer, all other texts and times, the state.
func packHead(p *packing, c *Conversation) {
	start := len(p.b)
	p.b = append(p.b, 0, 0, 0, 0)
	p.plain(c.ID)
	p.plain(c.Customer)
	p.text(c.Channel)
	p.text(c.Locale)
	p.text(string(c.Owner))
	p.int(c.Created.UnixMicro())
	p.int(c.Updated.UnixMicro())
	p.int(c.Due.UnixMicro())
	p.uint(uint64(len(c.State)))
	put32(p.b[start:], uint32(len(p.b)-start-4))
	p.b = append(p.b, c.State...)
}

func unpackHead(head []byte, version int64) Conversation {
	texts := get32(head)
	u := unpacking{s: string(head[4 : 4+texts])}
	c := Conversation{
		ID: u.plain(), Customer: u.plain(), Channel: u.text(), Locale: u.text(), Owner: Role(u.text()),
		Created: u.time(), Updated: u.time(), Due: u.time(), Version: version,
	}
	if n := int(u.uint()); n > 0 {
		c.State = bytes.Clone(head[4+texts:][:n])
	}
	return c
}

// lookup returns the number of a conversation, or 0.
func (s *MemoryStore) lookup(id string) uint32 {
	return s.byID.find(maphash.String(s.seed, id), func(n uint32) bool {
		return plainIs(s.idIn(n), id)
	})
}

// plainKey is a text that the plain form of others is compared with.
type plainKey struct {
	text string
	uuid bool
	id   [16]byte
}

func plainKeyOf(s string) (k plainKey) {
	k.text = s
	k.id, k.uuid = packUUID(s)
	return k
}

// begins tells whether b begins with the plain form of the text.
func (k *plainKey) begins(b []byte) bool {
	n, from := binary.Uvarint(b)
	if n == 1 || k.uuid {
		return n == 1 && k.uuid && string(k.id[:]) == string(b[from:][:16])
	}
	return n>>1 == uint64(len(k.text)) && string(b[from:][:len(k.text)]) == k.text
}

// plainIs tells whether b begins with the plain form of a text.
func plainIs(b []byte, s string) bool {
	k := plainKeyOf(s)
	return k.begins(b)
}

// plainEnd returns where the plain form of the text ends that b begins with.
func plainEnd(b []byte) int {
	n, from := binary.Uvarint(b)
	if n == 1 {
		return from + 16
	}
	return from + int(n>>1)
}

// plainOf returns the text whose plain form b begins with.
func plainOf(b []byte) string {
	return string(plainText(b, new([36]byte)))
}

// plainText is plainOf with a place for a text that has to be made.
func plainText(b []byte, place *[36]byte) []byte {
	n, from := binary.Uvarint(b)
	if n != 1 {
		return b[from:][:n>>1]
	}
	writeUUID(place, string(b[from:][:16]))
	return place[:]
}

// idOf returns the id of a conversation.
func (s *MemoryStore) idOf(n uint32) string { return plainOf(s.idIn(n)) }

// idIn returns the plain form of the id, and what follows, of a conversation.
func (s *MemoryStore) idIn(n uint32) []byte { return s.blocks.get(s.all.at(int(n)).head)[4:] }

// customerIn returns the plain form of the customer, and what follows, of a
// conversation.
func (s *MemoryStore) customerIn(n uint32) []byte {
	id := s.idIn(n)
	return id[plainEnd(id):]
}

// load returns a conversation.
func (s *MemoryStore) load(n uint32) Conversation {
	c := s.all.at(int(n))
	return unpackHead(s.blocks.get(c.head), c.version)
}

// findable returns a customer whose conversations can be found, or "".
func findable(customer string) string {
	if len(customer) > MaxCustomer || !validID(customer) {
		return ""
	}
	return customer
}

// unlink takes a conversation out of the list of its customer; "" has none.
func (s *MemoryStore) unlink(n uint32, customer string) {
	if customer == "" {
		return
	}
	c := s.all.at(int(n))
	if first := s.ofCustomer(customer); first == n {
		s.byCustomer.replace(maphash.String(s.seed, customer), n, c.next)
	} else {
		before := s.all.at(int(first))
		for before.next != n {
			before = s.all.at(int(before.next))
		}
		before.next = c.next
	}
}

// link puts a conversation into the list of its customer; "" has none.
func (s *MemoryStore) link(n uint32, customer string) {
	if customer == "" {
		return
	}
	c, hash := s.all.at(int(n)), maphash.String(s.seed, customer)
	if c.next = s.ofCustomer(customer); c.next == 0 {
		s.byCustomer.add(hash, n)
	} else {
		s.byCustomer.replace(hash, c.next, n)
	}
}

// ofCustomer returns the conversation that the list of a customer begins with,
// or 0.
func (s *MemoryStore) ofCustomer(customer string) uint32 {
	return s.byCustomer.find(maphash.String(s.seed, customer), func(n uint32) bool { return plainIs(s.customerIn(n), customer) })
}
