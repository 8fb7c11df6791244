package dialog

// memoryConversation is all that a [MemoryStore] keeps of one conversation.
type memoryConversation struct {
	record  Conversation
	records []*Record          // the record with version v is at v-1
	ledger  map[string]*Record // records by message id, once there are many
	queue   []*memoryItem      // unsettled outgoing items, oldest first
	wake    alarm              // rings at record.Due
	head    alarm              // rings when queue[0] may be claimed
}

// manyRecords is where looking through the records costs more than a map. Most
// conversations are short, and millions of small maps are not cheap.
const manyRecords = 16

// find returns the record of a message, or nil.
func (c *memoryConversation) find(message string) *Record {
	if c.ledger != nil {
		return c.ledger[message]
	}
	for _, r := range c.records {
		if r.Message.ID == message {
			return r
		}
	}
	return nil
}

func (c *memoryConversation) add(r *Record) {
	c.records = append(c.records, r)
	if c.ledger == nil && len(c.records) >= manyRecords {
		c.ledger = make(map[string]*Record, 2*manyRecords)
		for _, r := range c.records {
			c.ledger[r.Message.ID] = r
		}
	}
	if c.ledger != nil {
		c.ledger[r.Message.ID] = r
	}
}
