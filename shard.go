package kefu

import "hash/fnv"

// ShardOf says which of n nodes, from 0, a conversation belongs to, for hosts that
// want the turns of a conversation on one node. Nothing depends on it: a
// conversation is the same on every node. Conversations are spread evenly, and when
// n changes by one only one in n of them moves. n below 1 counts as 1. It is the
// jump consistent hash of Lamping and Veach (2014, arXiv:1406.2294) over FNV-1a.
func ShardOf(conversation string, n int) int {
	h := fnv.New64a()
	_, _ = h.Write([]byte(conversation)) // never fails
	key := h.Sum64()
	shard, next := int64(0), int64(0)
	for next < int64(n) {
		shard = next
		key = key*2862933555777941757 + 1
		next = int64(float64(shard+1) * (float64(1<<31) / float64(key>>33+1)))
	}
	return int(shard)
}
