package kefu_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/text"
)

// How values are compared is written here without the library's own readers, so that it
// cannot agree with itself: numbers by amount; days by their date, or by the weekday where
// the data has only that; times of day by hour and minute, where without am and pm both
// halves of the day count; sums and lengths of time by their figures; choices and codes
// without case, blanks and signs; names and places by their words; addresses by sharing most
// of their words. What the data has only in words that this cannot read is right when the
// customer's words for the value have most of these words.

var (
	smallNumbers = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	weekdays     = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	months       = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	figures      = regexp.MustCompile(`\d+(?:\.\d+)?`)
	clockTime    = regexp.MustCompile(`(\d{1,2})(?:[:. ]?(\d\d))? ?([ap])\.? ?m\b|(\d{1,2}):(\d\d)|\b(\d\d)(\d\d)\b`)
	monthDay     = regexp.MustCompile(`(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?\b(` + strings.Join(months, "|") + `)[a-z]*\.?(?: (?:the )?(\d{1,2})(?:st|nd|rd|th)?\b)?`)
	signs        = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

func (f slotForm) sameAsAny(gold []string, v dialog.SlotValue) bool {
	return slices.ContainsFunc(gold, func(g string) bool { return f.same(strings.ToLower(text.Fold(g)), v) })
}

func (f slotForm) same(gold string, v dialog.SlotValue) bool {
	value := strings.ToLower(v.Value)
	raw := value
	if v.Raw != "" {
		raw = strings.ToLower(text.Fold(v.Raw))
	}
	switch f {
	case formNumber:
		g, ok := plainNumber(gold)
		n, _ := plainNumber(value)
		return ok && g == n || !ok && sharesWords(gold, raw)
	case formDay:
		date, _, _ := strings.Cut(value, "t")
		day, err := time.Parse(time.DateOnly, date[:min(len(date), 10)])
		g, weekday := plainDay(gold)
		switch {
		case weekday >= 0:
			return err == nil && int(day.Weekday()) == weekday
		case !g.IsZero():
			return err == nil && day.Month() == g.Month() && day.Day() == g.Day()
		}
		return sharesWords(gold, raw)
	case formClock:
		minute, _, ok := plainClock(gold)
		if !ok {
			return sharesWords(gold, raw)
		}
		if _, after, dated := strings.Cut(value, "t"); dated {
			value = after
		}
		is, _, read := plainClock(value)
		return read && (minute == is || minute%720 == is%720 && !strings.Contains(gold, ":"))
	case formMoney, formDuration:
		return slices.Equal(amounts(gold), amounts(value))
	case formChoice, formCode:
		return bare(gold) == bare(value)
	case formAddress:
		return sharesWords(gold, raw)
	}
	return bare(gold) == bare(raw) || bare(gold) == bare(value)
}

func bare(s string) string { return signs.ReplaceAllString(strings.ToLower(s), "") }

// sharesWords reports whether two wordings share most of their words.
func sharesWords(gold, raw string) bool {
	a, b := strings.Fields(signs.ReplaceAllString(gold, " ")), strings.Fields(signs.ReplaceAllString(raw, " "))
	shared := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			shared++
		}
	}
	return shared > 0 && 2*shared >= len(a) && 2*shared >= len(b)
}

func plainNumber(s string) (float64, bool) {
	if m := figures.FindString(s); m != "" {
		n, err := strconv.ParseFloat(m, 64)
		return n, err == nil
	}
	for _, w := range strings.Fields(signs.ReplaceAllString(s, " ")) {
		if n := slices.Index(smallNumbers, w); n >= 0 {
			return float64(n), true
		}
		switch w {
		case "a", "an", "single", "myself", "me":
			return 1, true
		case "couple", "pair":
			return 2, true
		}
	}
	return 0, false
}

// plainDay reads a date, or a weekday (otherwise -1).
func plainDay(s string) (time.Time, int) {
	for i, w := range weekdays {
		if strings.Contains(s, w) && figures.FindString(s) == "" {
			return time.Time{}, i
		}
	}
	switch {
	case strings.Contains(s, "after tomorrow"):
		return slotsNow.AddDate(0, 0, 2), -1
	case strings.Contains(s, "tomorrow"):
		return slotsNow.AddDate(0, 0, 1), -1
	case strings.Contains(s, "today"), strings.Contains(s, "tonight"), strings.Contains(s, "this evening"):
		return slotsNow, -1
	}
	if m := monthDay.FindStringSubmatch(s); m != nil && m[1]+m[3] != "" {
		day := m[1]
		if day == "" {
			day = m[3]
		}
		n, _ := strconv.Atoi(day)
		return time.Date(slotsNow.Year(), time.Month(slices.Index(months, m[2])+1), n, 0, 0, 0, 0, time.UTC), -1
	}
	return time.Time{}, -1
}

// plainClock reads a time of day in minutes, and where it stands.
func plainClock(s string) (minutes int, at []int, ok bool) {
	m := clockTime.FindStringSubmatchIndex(s)
	if m == nil {
		if i := strings.Index(s, "noon"); i >= 0 && !strings.Contains(s, "afternoon") {
			return 720, []int{i, i + 4}, true
		}
		return 0, nil, false
	}
	n := func(i int) int {
		if m[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(s[m[2*i]:m[2*i+1]])
		return n
	}
	if m[6] >= 0 {
		hour := n(1) % 12
		if s[m[6]] == 'p' {
			hour += 12
		}
		return hour*60 + n(2), m[:2], true
	}
	return (n(4)+n(6))*60 + n(5) + n(7), m[:2], true
}

// amounts are the figures of a sum, or of a length of time in minutes.
func amounts(s string) (list []float64) {
	for _, m := range figures.FindAllStringIndex(s, -1) {
		n, _ := strconv.ParseFloat(s[m[0]:m[1]], 64)
		switch after := s[m[1]:]; {
		case strings.HasPrefix(after, "小时"), strings.HasPrefix(after, "h"):
			n *= 60
		case strings.HasPrefix(after, "天"), strings.HasPrefix(after, "d"):
			n *= 1440
		}
		list = append(list, n)
	}
	if strings.HasPrefix(s, "pt") && strings.Contains(s, "h") && strings.Contains(s, "m") && len(list) == 2 && !strings.Contains(s, "/") {
		list = []float64{list[0] + list[1]} // PT1H30M
	}
	return list
}

// plainFiller fills slots by keywords and regular expressions: of what has the form of a slot
// in a message, the slot that was asked for gets the first, the others the following in
// their order; the first word of an option counts as choosing it.
type plainFiller struct {
	flow   *measuredFlow
	places []string
	got    map[string]dialog.SlotValue
}

var (
	plainForms = map[slotForm]*regexp.Regexp{
		formNumber:   regexp.MustCompile(`\b\d+(?:\.\d+)?\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|\d+(?:\.\d+)?`),
		formDay:      regexp.MustCompile(`\b(?:` + strings.Join(weekdays, "|") + `)\b|today|tomorrow|tonight|` + monthDay.String()),
		formClock:    clockTime,
		formMoney:    regexp.MustCompile(`[$£€]\d+(?:\.\d+)?|\d+(?:\.\d+)? ?(?:dollars|pounds|元)`),
		formDuration: regexp.MustCompile(`\d+(?:\.\d+)? ?(?:hours?|days?|minutes?|小时|天|分钟)`),
		formName:     regexp.MustCompile(`(?:name is|name's|i am|i'm|this is) ([a-z]+(?: [a-z]+)?)`),
		formAddress:  regexp.MustCompile(`\d+ [a-z ]+ (?:street|st|road|rd|avenue|ave|lane|drive)\b.*`),
		formCode:     regexp.MustCompile(`\b[a-z]*[0-9][a-z0-9]{2,}\b`),
	}
	plainWords = regexp.MustCompile(`^[a-z]+(?: [a-z]+)?$`)
)

func (p *plainFiller) fill(turn measuredTurn) {
	s := strings.ToLower(text.Fold(turn.text))
	slots := make([]*measuredSlot, 0, len(p.flow.slots))
	for i := range p.flow.slots {
		slots = append(slots, &p.flow.slots[i])
	}
	slices.SortStableFunc(slots, func(a, b *measuredSlot) int {
		return number01(b.Name == turn.asked) - number01(a.Name == turn.asked)
	})
	used := map[slotForm]int{}
	for _, slot := range slots {
		found := p.find(slot, s)
		if slot.form == formName && len(found) == 0 && slot.Name == turn.asked && plainWords.MatchString(s) {
			found = []string{s}
		}
		if n := used[slot.form]; n < len(found) {
			p.got[slot.Name] = p.value(slot, found[n])
			if slot.form != formChoice {
				used[slot.form]++
			}
		}
	}
}

func (p *plainFiller) find(slot *measuredSlot, s string) (found []string) {
	switch slot.form {
	case formChoice:
		for i := range slot.Options {
			for _, w := range append([]string{slot.Options[i].Value}, slot.Options[i].Also...) {
				if strings.Contains(s, strings.ToLower(w)) {
					return []string{slot.Options[i].Value}
				}
			}
		}
		return nil
	case formPlace:
		for _, place := range p.places {
			if strings.Contains(s, strings.ToLower(place)) {
				found = append(found, place)
			}
		}
		slices.SortStableFunc(found, func(a, b string) int {
			return strings.Index(s, strings.ToLower(a)) - strings.Index(s, strings.ToLower(b))
		})
		return found
	}
	for _, m := range plainForms[slot.form].FindAllStringSubmatch(s, -1) {
		if slot.form == formName {
			found = append(found, m[1])
		} else {
			found = append(found, m[0])
		}
	}
	return found
}

func (p *plainFiller) value(slot *measuredSlot, words string) dialog.SlotValue {
	v := dialog.SlotValue{Value: words, Raw: words}
	if day, weekday := plainDay(words); slot.form == formDay && weekday >= 0 {
		v.Value = slotsNow.AddDate(0, 0, (weekday-int(slotsNow.Weekday())+7)%7).Format(time.DateOnly)
	} else if slot.form == formDay && !day.IsZero() {
		v.Value = day.Format(time.DateOnly)
	}
	return v
}
