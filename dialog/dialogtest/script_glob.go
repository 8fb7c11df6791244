package dialogtest

import "strings"

// matches reports whether a text is what a pattern says: * stands for anything, \*
// and \\ for themselves. An empty pattern is any text.
func matches(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	return matchesValue(pattern, text)
}

// matchesValue is matches, but an empty pattern is only the empty text.
func matchesValue(pattern, text string) bool {
	parts := globParts(pattern)
	if len(parts) == 1 {
		return text == parts[0]
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return strings.HasSuffix(text, parts[last])
}

// globParts are the literal parts of a pattern between its stars.
func globParts(pattern string) []string {
	var parts []string
	var part strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '*':
			parts = append(parts, part.String())
			part.Reset()
		case c == '\\' && i+1 < len(pattern) && (pattern[i+1] == '*' || pattern[i+1] == '\\'):
			i++
			part.WriteByte(pattern[i])
		default:
			part.WriteByte(c)
		}
	}
	return append(parts, part.String())
}

// literal is the pattern of a text.
func literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`).Replace(text)
}
