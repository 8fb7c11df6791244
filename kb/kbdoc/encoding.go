package kbdoc

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
)

// checkSource refuses what is too large or not UTF-8. Other encodings are not
// converted, because the offsets of passages are those of the source.
func checkSource(source []byte, format Format) error {
	fault := func(reason string) error { return &kb.FieldError{Field: "source", Reason: reason} }
	switch {
	case len(source) > MaxDocument:
		return fault("is longer than " + strconv.Itoa(MaxDocument) + " bytes")
	case bytes.HasPrefix(source, []byte("\xff\xfe")), bytes.HasPrefix(source, []byte("\xfe\xff")):
		return fault("is UTF-16: convert it to UTF-8")
	case utf8.Valid(source):
		return nil
	}
	if format == HTML {
		if found := declaredCharset().FindSubmatch(source[:min(len(source), 4096)]); found != nil {
			if name := strings.ToLower(string(found[1])); name != "utf-8" && name != "utf8" {
				return fault("is not UTF-8 but " + name + ", as it says: convert it to UTF-8")
			}
		}
	}
	return fault("is not valid UTF-8: convert it to UTF-8")
}

var declaredCharset = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_-]{2,40})`)
})

// markLength is the length of the byte order mark at the front of a source.
func markLength(source []byte) int {
	if bytes.HasPrefix(source, []byte("\xef\xbb\xbf")) {
		return 3
	}
	return 0
}
