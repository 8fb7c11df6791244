package ticket

import (
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// usualNumbering is "T-1001" and so on.
type usualNumbering struct{}

const usualFirst = 1000

func (usualNumbering) Number(serial int64) string {
	return "T-" + strconv.FormatInt(usualFirst+serial, 10)
}

// Serial reads "T-1001", "t-1001", "#1001" and "1001", in full width, too.
func (usualNumbering) Serial(number string) (int64, bool) {
	s := strings.TrimSpace(text.Fold(number))
	if rest, ok := strings.CutPrefix(s, "t-"); ok {
		s = rest
	} else {
		s = strings.TrimPrefix(s, "#")
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n - usualFirst, err == nil && n > usualFirst && s[0] != '+'
}
