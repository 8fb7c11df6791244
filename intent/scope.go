package intent

import "strings"

// outOfScope reports whether a label says that a message belongs to no intent.
func outOfScope(label string) bool {
	return label == OutOfScope || strings.HasPrefix(label, OutOfScope+":")
}
