package linear

// Hash is the start of the hash of a feature; see [HashBytes].
const Hash uint64 = 14695981039346656037

// HashBytes continues a hash with some bytes (FNV-1a, as in
// draft-eastlake-fnv).
func HashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = HashByte(h, c)
	}
	return h
}

// HashString is HashBytes for a string.
func HashString(h uint64, s string) uint64 {
	for i := range len(s) {
		h = HashByte(h, s[i])
	}
	return h
}

// HashByte is HashBytes for one byte.
func HashByte(h uint64, c byte) uint64 { return (h ^ uint64(c)) * 1099511628211 }

// HashPair returns a hash of two hashes in their order.
func HashPair(a, b uint64) uint64 {
	return mix(a*0x9e3779b97f4a7c15 + b)
}

// mix spreads the bits of a hash (the finalizer of splitmix64, Steele et al.,
// 2014).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// Key names a feature of a view. Two of some hundred thousand features may
// share one; that costs less than it would to keep longer ones.
type Key uint32

// Bag is the set of the features of a text, by view. A feature counts once, no
// matter how often it occurs. It is reused from text to text, and is not safe
// for concurrent use.
type Bag struct {
	views [][]Key
	size  int // features in all views
	seen  []stamped
	stamp uint32
}

// stamped is an entry of a hash set that is emptied by counting up its stamp.
type stamped struct {
	key   Key
	stamp uint32
}

// NewBag returns an empty bag with a number of views.
func NewBag(views int) *Bag {
	return &Bag{views: make([][]Key, views), seen: make([]stamped, 1024), stamp: 1}
}

// Reset empties the bag.
func (b *Bag) Reset() {
	for i := range b.views {
		b.views[i] = b.views[i][:0]
	}
	b.size = 0
	b.stamp++
	if b.stamp == 0 {
		clear(b.seen)
		b.stamp = 1
	}
}

// Views returns the number of views.
func (b *Bag) Views() int { return len(b.views) }

// Keys returns the features of a view, in the order in which they were added.
// They are valid until the next Reset.
func (b *Bag) Keys(view int) []Key { return b.views[view] }

// Len returns the number of features in all views.
func (b *Bag) Len() int { return b.size }

// KeyOf returns the name that a hashed feature has in a view.
func KeyOf(view int, hash uint64) Key {
	return Key(mix(hash + uint64(view)*0x9e3779b97f4a7c15))
}

// Add adds a feature, given by its hash.
func (b *Bag) Add(view int, hash uint64) {
	key, seen := KeyOf(view, hash), b.seen
	for i := int(key) & (len(seen) - 1); ; i = (i + 1) & (len(seen) - 1) {
		s := &seen[i]
		if s.stamp != b.stamp {
			*s = stamped{key, b.stamp}
			break
		}
		if s.key == key {
			return
		}
	}
	b.views[view] = append(b.views[view], key)
	b.size++
	if 2*b.size > len(b.seen) {
		b.grow()
	}
}

// grow makes the set of features twice as large.
func (b *Bag) grow() {
	b.seen = make([]stamped, 2*len(b.seen))
	for _, keys := range b.views {
		for _, key := range keys {
			i := int(key) & (len(b.seen) - 1)
			for b.seen[i].stamp == b.stamp {
				i = (i + 1) & (len(b.seen) - 1)
			}
			b.seen[i] = stamped{key, b.stamp}
		}
	}
}

// Has reports whether the bag has a feature, whatever its view.
func (b *Bag) Has(key Key) bool {
	for i := int(key) & (len(b.seen) - 1); b.seen[i].stamp == b.stamp; i = (i + 1) & (len(b.seen) - 1) {
		if b.seen[i].key == key {
			return true
		}
	}
	return false
}
