package dialog

import "math/bits"

// blocks is an allocator of byte blocks that the garbage collector sees as a few
// large objects without pointers: ten million conversations are nothing to mark.
// A block is named by a number of 32 bits. Memory that is freed is used again for
// blocks of about the same size; it is given back to the runtime only where a block
// was a page of its own.
type blocks struct {
	pages  [][]byte
	class  []uint8 // of the blocks of each page
	free   [blockClasses]block
	fresh  [blockClasses]block // the next block of the newest page, never used so far
	unused []uint32            // numbers of pages that were given back
}

// block names a block: the number of its page, then its place there in units
// of 16 bytes. 0 names none.
type block uint32

const (
	blockUnit    = 16
	placeBits    = 12
	placeMask    = 1<<placeBits - 1
	pageBytes    = blockUnit << placeBits
	firstBytes   = 4 << 10 // of the first pages: a store in a test holds little
	firstPages   = 64
	maxPages     = 1 << (32 - placeBits) // 64 GiB in blocks up to 16 KiB
	blockClasses = 112
	ownPage      = blockClasses // the class of pages that are one block
)

// blockClass returns the class of blocks that hold size bytes. Up to 256 bytes
// there is one for each 16, above sixteen for each doubling, so that at most a
// sixteenth is wasted; the last one, 16 KiB, fits into a page four times.
func blockClass(size int) uint8 {
	if size <= 256 {
		return uint8((max(size, 1) - 1) / blockUnit)
	}
	size--
	shift := bits.Len(uint(size)) - 5 // size>>shift is in [16,32)
	return uint8(min(16*(shift-4)+size>>shift, ownPage))
}

// classBytes returns how many bytes a block of a class has.
func classBytes(class uint8) int {
	if class < 16 {
		return (int(class) + 1) * blockUnit
	}
	return (int(class)%16 + 17) << (class/16 + 3)
}

// full tells whether n more blocks might find no number.
func (b *blocks) full(n int) bool { return len(b.pages)-len(b.unused)+n >= maxPages }

// put returns a new block that begins with data.
func (b *blocks) put(data []byte) block {
	ref := b.alloc(len(data))
	copy(b.get(ref), data)
	return ref
}

// replace puts data where a block was, or elsewhere if it does not fit there.
func (b *blocks) replace(old block, data []byte) block {
	if old != 0 && b.class[old>>placeBits] == blockClass(len(data)) && blockClass(len(data)) != ownPage {
		copy(b.get(old), data)
		return old
	}
	b.drop(old)
	return b.put(data)
}

// get returns the bytes of a block, those behind what was put included.
func (b *blocks) get(ref block) []byte {
	page := b.pages[ref>>placeBits]
	class := b.class[ref>>placeBits]
	if class == ownPage {
		return page
	}
	from := int(ref&placeMask) * blockUnit
	return page[from : from+classBytes(class)]
}

func (b *blocks) alloc(size int) block {
	class := blockClass(size)
	if class == ownPage {
		return b.newPage(size, ownPage)
	}
	if ref := b.free[class]; ref != 0 {
		b.free[class] = block(get32(b.get(ref)))
		return ref
	}
	each := classBytes(class)
	ref := b.fresh[class]
	if ref == 0 {
		total := pageBytes
		if len(b.pages) < firstPages {
			total = max(firstBytes, each)
		}
		ref = b.newPage(total/each*each, class)
	}
	b.fresh[class] = 0
	if end := int(ref&placeMask)*blockUnit + each; end < len(b.pages[ref>>placeBits]) {
		b.fresh[class] = ref + block(each/blockUnit)
	}
	return ref
}

func (b *blocks) newPage(size int, class uint8) block {
	if n := len(b.unused); n > 0 {
		page := b.unused[n-1]
		b.unused = b.unused[:n-1]
		b.pages[page], b.class[page] = make([]byte, size), class
		return block(page) << placeBits
	}
	if len(b.pages) == 0 { // so that 0 names no block
		b.pages, b.class = append(b.pages, nil), append(b.class, ownPage)
	}
	b.pages, b.class = append(b.pages, make([]byte, size)), append(b.class, class)
	return block(len(b.pages)-1) << placeBits
}

// drop frees a block; none is fine.
func (b *blocks) drop(ref block) {
	if ref == 0 {
		return
	}
	page := uint32(ref >> placeBits)
	class := b.class[page]
	if class == ownPage {
		b.pages[page] = nil
		b.unused = append(b.unused, page)
		return
	}
	put32(b.get(ref), uint32(b.free[class]))
	b.free[class] = ref
}
