package intent

import (
	"bytes"
	"crypto/sha256"
)

// Summed returns the bytes of a model with the right sum for their contents.
func Summed(data []byte) []byte {
	if len(data) < headerSize {
		return data
	}
	data = bytes.Clone(data)
	sum := sha256.Sum256(data[headerSize:])
	copy(data[headerSize-sha256.Size:], sum[:])
	return data
}
