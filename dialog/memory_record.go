package dialog

import (
	"hash/maphash"
	"reflect"
)

// The block of a record begins with 4 bytes for the number of its conversation
// and one that tells a whole one from a stub. Of a whole one follow its cursor, its
// time, and the first of the outgoing items that its turn wrote. Then all have the
// id of the message in plain form, the version, and the rest.
const (
	recordForm   = 4
	recordCursor = 5
	recordAt     = 13
	recordItem   = 21
	recordID     = 25
	stubID       = 5
)

// The form of a record: wholeRecord, or a stub of which these are as usual and
// not written.
const (
	sameMessageConversation = 1 << iota
	sameReplyConversation
	sameReplyMessage
	sameReplyVersion
	noAgent
	sameOwner
	wholeRecord
	sameReplyID
)

func isWhole(record []byte) bool { return record[recordForm] == wholeRecord }

func packRecord(p *packing, t *Turn) {
	start := len(p.b)
	p.b = append(p.b, make([]byte, recordID)...)
	p.b[start+recordForm] = wholeRecord
	put64(p.b[start+recordAt:], keep(t.Conversation.Updated).UnixMicro())
	p.plain(t.Message.ID)
	p.uint(uint64(t.Conversation.Version + 1))
	p.uint(uint64(len(t.Outbox)))
	p.seen = append(p.seen[:0], t.Conversation.ID, t.Message.ID)
	p.value(reflect.ValueOf(&t.Message).Elem())
	p.value(reflect.ValueOf(&t.Reply).Elem())
	p.value(reflect.ValueOf(&t.Events).Elem())
	p.bytes(t.Trace)
}

// packStub writes a record that is a stub, of the conversation with number n.
func packStub(p *packing, n uint32, conversation string, r *Record) {
	form := byte(0)
	unless := func(same bool, bit byte, s string) {
		if same {
			form |= bit
		} else {
			p.text(s)
		}
	}
	m, reply := &r.Message, &r.Reply
	start := len(p.b)
	p.b = append(p.b, make([]byte, stubID)...)
	put32(p.b[start:], n)
	p.plain(m.ID)
	p.uint(uint64(r.Version))
	p.seen = append(p.seen[:0], conversation, m.ID)
	p.text(string(m.From))
	p.text(string(reply.Kind))
	p.text(string(reply.From))
	unless(reply.ID == replyID(conversation, m.ID), sameReplyID, reply.ID)
	unless(m.Conversation == conversation, sameMessageConversation, m.Conversation)
	unless(reply.Conversation == conversation, sameReplyConversation, reply.Conversation)
	unless(reply.Message == m.ID, sameReplyMessage, reply.Message)
	unless(reply.Agent == "", noAgent, reply.Agent)
	unless(reply.Owner == reply.From, sameOwner, string(reply.Owner))
	if reply.Version == r.Version {
		form |= sameReplyVersion
	} else {
		p.int(reply.Version)
	}
	p.b[start+recordForm] = form
}

// unpackStub reads what packStub has written after the version.
func (u *unpacking) unpackStub(form byte, conversation string, r *Record) {
	unless := func(bit byte, same string) string {
		if form&bit != 0 {
			return same
		}
		return u.text()
	}
	m, reply := &r.Message, &r.Reply
	m.From = Role(u.text())
	reply.Kind, reply.From = ReplyKind(u.text()), Role(u.text())
	reply.ID = unless(sameReplyID, replyID(conversation, m.ID))
	m.Conversation = unless(sameMessageConversation, conversation)
	reply.Conversation = unless(sameReplyConversation, conversation)
	reply.Message = unless(sameReplyMessage, m.ID)
	reply.Agent = unless(noAgent, "")
	reply.Owner = Role(unless(sameOwner, string(reply.From)))
	reply.Version = r.Version
	if form&sameReplyVersion == 0 {
		reply.Version = u.int()
	}
}

// rawRecord is a record as it was read under the lock.
type rawRecord struct {
	conversation string
	block        string
	cursor       int64
}

func (s *MemoryStore) raw(ref block) rawRecord {
	b := s.blocks.get(ref)
	r := rawRecord{conversation: s.idOf(get32(b)), block: string(b)}
	if isWhole(b) {
		r.cursor = get64(b[recordCursor:])
	}
	return r
}

// record returns the record with a cursor.
func (r rawRecord) record(cursor int64) Record {
	form := r.block[recordForm]
	out := &Record{Cursor: cursor, Pruned: form != wholeRecord}
	u := unpacking{s: r.block[recordIDAt(form):]}
	id := u.plain()
	u.seen = append(make([]string, 0, maxSeen), r.conversation, id)
	out.Version = int64(u.uint())
	if out.Pruned {
		out.Message.ID = id
		u.unpackStub(form, r.conversation, out)
		return *out
	}
	u.uint() // how many items
	u.value(reflect.ValueOf(&out.Message).Elem())
	u.value(reflect.ValueOf(&out.Reply).Elem())
	u.value(reflect.ValueOf(&out.Events).Elem())
	if trace := u.bytes(); len(trace) > 0 {
		out.Trace = trace
	}
	return *out
}

// recordIDAt is where the id of the message is in a record of a form.
func recordIDAt(form byte) int {
	if form == wholeRecord {
		return recordID
	}
	return stubID
}

// messageIn returns the plain form of the id of a record's message, and what
// follows.
func messageIn(record []byte) []byte { return record[recordIDAt(record[recordForm]):] }

// isRecordOf tells whether a record is of this conversation and message.
func (s *MemoryStore) isRecordOf(ref block, n uint32, message string) bool {
	b := s.blocks.get(ref)
	return get32(b) == n && plainIs(messageIn(b), message)
}

// recordOf returns the number of the i-th record that is kept of a conversation.
func (s *MemoryStore) recordOf(c *memoryConversation, i int) block {
	return block(get32(s.blocks.get(c.list)[4*i:]))
}

// find returns the record of a message, or 0.
func (s *MemoryStore) find(n uint32, message string) block {
	c := s.all.at(int(n))
	if c.indexed {
		return block(s.byMessage.find(s.messageHash(n, message), func(ref uint32) bool { return s.isRecordOf(block(ref), n, message) }))
	}
	key, list := plainKeyOf(message), s.blocks.get(c.list)
	for i := range int(c.records) {
		ref := block(get32(list[4*i:]))
		if key.begins(messageIn(s.blocks.get(ref))) {
			return ref
		}
	}
	return 0
}

// messageHash is the hash of a message of a conversation.
func (s *MemoryStore) messageHash(n uint32, message string) uint64 {
	return maphash.String(s.seed, message) + uint64(n)*0x9e3779b97f4a7c15
}

// remember appends a record to those of a conversation.
func (s *MemoryStore) remember(n uint32, ref block, message string) {
	c := s.all.at(int(n))
	var list []byte
	if c.list != 0 {
		list = s.blocks.get(c.list)
	}
	if at := 4 * int(c.records); at+4 > len(list) {
		grown := s.blocks.alloc(at + max(8, at/4))
		copy(s.blocks.get(grown), list)
		s.blocks.drop(c.list)
		c.list = grown
	}
	put32(s.blocks.get(c.list)[4*c.records:], uint32(ref))
	c.records++
	switch {
	case c.indexed:
		s.byMessage.add(s.messageHash(n, message), uint32(ref))
	case c.records > manyRecords:
		c.indexed = true
		for i := range int(c.records) {
			r := s.recordOf(c, i)
			s.byMessage.add(s.messageHash(n, s.messageOf(r)), uint32(r))
		}
	}
}

// messageOf returns the id of a record's message.
func (s *MemoryStore) messageOf(ref block) string { return plainOf(messageIn(s.blocks.get(ref))) }

// makeRoom forgets the oldest record of a conversation if the options allow no
// more of them.
func (s *MemoryStore) makeRoom(n uint32) {
	c := s.all.at(int(n))
	if s.opts.KeepIDs == 0 || int(c.records) < s.opts.KeepIDs {
		return
	}
	if isWhole(s.blocks.get(s.recordOf(c, 0))) {
		s.stub(n, 0)
	}
	ref := s.recordOf(c, 0)
	if c.indexed {
		s.byMessage.replace(s.messageHash(n, s.messageOf(ref)), uint32(ref), 0)
	}
	s.blocks.drop(ref)
	list := s.blocks.get(c.list)
	copy(list, list[4:4*c.records])
	c.records--
}

// bound leaves a stub of the record that is the first one too many by the options.
func (s *MemoryStore) bound(n uint32) {
	c := s.all.at(int(n))
	if s.opts.KeepTurns == 0 || int(c.records) <= s.opts.KeepTurns {
		return
	}
	i := int(c.records) - s.opts.KeepTurns - 1
	if isWhole(s.blocks.get(s.recordOf(c, i))) {
		s.stub(n, i)
	}
}

// stub leaves of the i-th record of a conversation what [Record.Stub] says. What
// of its items was settled is forgotten, the rest when it is settled.
func (s *MemoryStore) stub(n uint32, i int) {
	c := s.all.at(int(n))
	ref := s.recordOf(c, i)
	raw := s.raw(ref)
	r := raw.record(0).Stub()
	s.dropItems(ref)
	s.feed.drop(raw.cursor)

	p := &packing{b: make([]byte, 0, 64)}
	packStub(p, n, raw.conversation, &r)
	s.blocks.drop(ref)
	stub := s.blocks.put(p.b)
	put32(s.blocks.get(c.list)[4*i:], uint32(stub))
	if c.indexed {
		s.byMessage.replace(s.messageHash(n, r.Message.ID), uint32(ref), uint32(stub))
	}
}
