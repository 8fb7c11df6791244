package intent

import (
	"regexp"
	"strings"
	"sync"
)

// addressSign finds addresses of pages and of mail.
var addressSign = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:https?://|\bwww\.)[!#-;=?-~]+|[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+`)
})

// addresses returns the stretches of a message that are the address of a page or
// of mail: signs in them end no sentence, and they are no words.
func addresses(message string) [][]int {
	if !strings.Contains(message, "@") && !strings.Contains(message, "://") && !strings.Contains(strings.ToLower(message), "www.") {
		return nil
	}
	found := addressSign().FindAllStringIndex(message, -1)
	for _, at := range found {
		at[1] = at[0] + len(strings.TrimRight(message[at[0]:at[1]], ".,!?;:)'"))
	}
	return found
}

// addressAt returns the stretch that a byte of the message is in, or nil.
func addressAt(stretches [][]int, at int) []int {
	for _, s := range stretches {
		if s[0] <= at && at < s[1] {
			return s
		}
	}
	return nil
}
