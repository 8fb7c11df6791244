package routingsim

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
)

// stream returns the random numbers of one purpose: the same for the same seed,
// replication and name, whatever else a scenario has. So two scenarios that differ
// in their rules see the same customers (common random numbers), and the difference
// of their results is much surer than the results are.
func stream(seed uint64, replication int, name, purpose string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.Itoa(replication) + "\x00" + name + "\x00" + purpose)) // a hash never fails
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
