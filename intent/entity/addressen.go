package entity

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// addressesEN finds postal addresses as they are written in English: a house
// number and a street, or a post office box, with the flat before it and the
// town, state, postcode and country behind it.
type addressesEN struct {
	streets, units, states, countries, stops map[string]bool
	directions, vague, sections              map[string]bool
	cues                                     cue
}

func newAddressesEN() *addressesEN {
	return &addressesEN{
		streets: set(`street st road rd avenue ave av lane ln drive dr boulevard blvd court ct place pl square sq terrace ter way close crescent cres highway hwy
 parkway pkwy gardens mews row broadway circle cir trail grove walk quay alley loop plaza pike turnpike expressway path hill wharf green rise embankment`),
		units: set("apt apartment suite ste unit flat room rm floor fl block blk tower building bldg level house shop lot door"),
		states: set(`al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc
 nsw vic qld tas act on qc bc ab mb sk ns nb
 alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland
 massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec`),
		countries: set("usa us uk england scotland wales ireland canada australia china germany france singapore india taiwan macau america"),
		stops: set(`a an the my your our his her their to is are was were be in on at of for from with by and or but not no this that these those i you he she it we they me us him them
 have has had do does did can could will would please what when where which who how if than then there here minute minutes min mins hour hours day days week weeks
 month months year years mile miles km kilometer kilometers meter meters times star stars percent items item pieces people guests dollars euros pounds pm am o'clock more less
 order orders ticket tickets gb tb mb kg km cm mm mg ml hd ssd hdd usb star way's need want get got take go going way's`),
		vague:      set("way close row rise walk path green hill loop pike trail circle"),
		sections:   set("section sec lane alley"), // before a street
		directions: set("n s e w ne nw se sw north south east west"),
		cues:       cue{[]string{"address", "live at", "living at", "lives at", "ship to", "ship it to", "deliver to", "deliver it to", "send it to", "sent to", "send to", "to", "at", "on", "from", "address to", "address:", "located at", "location", "moved to"}, []string{"is", "to", "now", "new", "my", "the", "changed", "will be"}},
	}
}

func (a *addressesEN) find(dst []found, in *input) []found {
	last := 0 // behind the address before
	for i := 0; i < len(in.toks); i++ {
		end := a.box(in, i)
		from := i
		if end == 0 {
			if end = a.street(in, i, i == last); end == 0 {
				continue
			}
			from = a.unitsBefore(in, i)
		}
		end = a.tail(in, end)
		start, stop := in.span(from, end)
		dst = append(dst, found{
			typ: Address, value: strings.TrimSpace(in.raw[start:stop]), start: start, end: stop, score: 0.9, priority: announced,
		})
		i, last = end-1, end
	}
	return dst
}

// box returns the end of the post office box that starts at token i, or 0.
func (a *addressesEN) box(in *input, i int) int {
	k := i
	switch {
	case in.word(k) == "po" || in.word(k) == "p.o":
		k++
	case in.word(k) == "p" && in.word(k+1) == "o":
		k += 2
	default:
		return 0
	}
	if in.word(k) == "box" && in.kind(k+1) == text.Number {
		return k + 2
	}
	return 0
}

// street returns the end of the house number and street, or the street alone,
// that starts at token i, or 0. Fresh says that another address ends there.
func (a *addressesEN) street(in *input, i int, fresh bool) int {
	k, numbered := i, false
	switch {
	case in.kind(i) == text.Number:
		if i > 0 && strings.HasSuffix(in.gap(i), "-") && in.kind(i-1) == text.Number || !startsAlone(in.folded, in.toks[i].Lo) {
			return 0
		}
		if n := len(in.word(i)); n > 6 || strings.ContainsAny(in.word(i), ".:") {
			return 0
		}
		numbered = true
		k++
		switch {
		case in.kind(k) == text.Number && (in.gap(k) == "-" || in.gap(k) == "/"): // 12-14
			k++
		case in.kind(k) == text.Word && in.gap(k) == "" && len(in.word(k)) == 1: // 221B
			k++
		case in.kind(k) == text.Word && in.gap(k) == "":
			return a.numberedStreet(in, i)
		}
		if in.gap(k) == ", " {
			if in.kind(i-1) == text.Number && in.gap(i) == " " && len(in.word(i-1)) > 2 {
				return 0 // the end of a longer number
			}
			break // 10, Downing Street
		}
		if k < len(in.toks) && in.gap(k) != " " {
			return 0
		}
	case in.kind(i) == text.Word && capital(in, i) && !a.stops[in.word(i)] && !a.directions[in.word(i)]:
		if i > 0 && !fresh && in.kind(i-1) == text.Word && capital(in, i-1) && in.gap(i) == " " && !a.stops[in.word(i-1)] {
			return 0 // inside a name
		}
	default:
		return a.numberedStreet(in, i)
	}
	end := a.words(in, k, numbered)
	if end == 0 && numbered {
		return a.postal(in, k)
	}
	return end
}

// postal returns the end of the street at token k that only the postcode behind
// its town tells: 4 Kingsway, London WC2B 6AA.
func (a *addressesEN) postal(in *input, k int) int {
	end := k
	for end < len(in.toks) && end < k+3 && in.kind(end) == text.Word && capital(in, end) && !a.stops[in.word(end)] && in.gap(end) == " " {
		end++
	}
	if end == k || in.gap(end) != ", " {
		return 0
	}
	for i := end; i < a.tail(in, end); i++ {
		if postcodeUK(in, i) > 0 {
			return end
		}
	}
	return 0
}

// numberedStreet is street for "5th Avenue" without a house number.
func (a *addressesEN) numberedStreet(in *input, i int) int {
	if in.kind(i) == text.Number && in.gap(i+1) == "" && ordinalEnding(in.word(i+1)) && a.streets[in.word(i+2)] && in.gap(i+2) == " " && !a.stops[in.word(i-1)] && (capital(in, i+2) || !a.vague[in.word(i+2)] && in.word(i+2) != "place") {
		return i + 3
	}
	return 0
}

func ordinalEnding(w string) bool { return w == "st" || w == "nd" || w == "rd" || w == "th" }

// words returns the end of a street's name from token k on, or 0.
func (a *addressesEN) words(in *input, k int, numbered bool) int {
	names := 0
	for j := k; j < len(in.toks) && j-k < 7; j++ {
		if j > k {
			gap := in.gap(j)
			if gap != " " && gap != ". " && gap != "-" && (gap != "" || !ordinalEnding(in.word(j))) {
				return 0
			}
		}
		word := in.word(j)
		switch in.kind(j) {
		case text.Number:
			if !ordinalEnding(in.word(j+1)) || in.gap(j+1) != "" {
				return 0
			}
			names++
			j++
			continue
		case text.Word:
		default:
			return 0
		}
		if word == "broadway" && numbered {
			return j + 1
		}
		if names > 0 && a.streets[word] {
			next := in.word(j + 1)
			if a.streets[next] && in.gap(j+1) == " " && capital(in, j) == capital(in, j+1) {
				names++
				continue // Hill Road
			}
			if !numbered && (!capital(in, j) || names > 4 || word == "way" || word == "close" || word == "row" || word == "green" || word == "dr" || word == "st" && in.gap(j+1) == ". " && capitalAt(in, j+1)) {
				return 0
			}
			if a.vague[word] && !capital(in, j) && j+1 < len(in.toks) && !strings.HasPrefix(in.gap(j+1), ",") {
				return 0 // big green pizza
			}
			end := j + 1
			if a.directions[in.word(end)] && in.gap(end) == " " && (len(in.word(end)) > 1 || capitalAt(in, end)) {
				end++
			}
			if in.word(end) == "central" && in.gap(end) == " " {
				end++
			}
			return end
		}
		if a.stops[word] && (j <= k || word != "of" && word != "the") || !numbered && !capital(in, j) && word != "of" {
			return 0
		}
		names++
		if names > 5 {
			return 0
		}
	}
	return 0
}

func capitalAt(in *input, i int) bool { return i < len(in.toks) && capital(in, i) }

// unitsBefore returns where the flats, floors and towers before token i start:
// "Flat 2, ", "Apt 4B, ", "12/F, Tower 1, ".
func (a *addressesEN) unitsBefore(in *input, i int) int {
	from := i
	if in.kind(i) == text.Number && a.sections[in.word(i-1)] && in.gap(i) == " " && strings.HasPrefix(in.gap(i+1), ",") {
		from-- // Section 5, Xinyi Road
	}
	for from >= 2 && (in.gap(from) == ", " || in.gap(from) == "," || in.gap(from) == " ") {
		k := from - 1
		switch {
		case in.word(k-1) == "no" && strings.TrimLeft(in.gap(k), ".") == " " && in.kind(k) == text.Number: // No. 7
			from = k - 1
		case a.sections[in.word(k-1)] && in.kind(k) == text.Number && in.gap(k) == " ":
			from = k - 1
		case a.units[in.word(k-1)] && len(in.word(k)) <= 4 && (in.kind(k) == text.Number || len(in.word(k)) == 1):
			from = k - 1
		case k >= 2 && a.units[in.word(k-2)] && in.kind(k-1) == text.Number && in.gap(k) == "" && len(in.word(k)) == 1: // Flat 2B
			from = k - 2
		case in.word(k) == "f" && in.gap(k) == "/" && in.kind(k-1) == text.Number: // 12/F
			from = k - 1
		case k >= 2 && (in.word(k) == "floor" || in.word(k) == "fl") && ordinalEnding(in.word(k-1)) && in.kind(k-2) == text.Number:
			from = k - 2
		default:
			return from
		}
	}
	return from
}

// tail returns the end of the flat, town, state, postcode and country that
// follow token i-1.
func (a *addressesEN) tail(in *input, i int) int {
	for i < len(in.toks) {
		gap := in.gap(i)
		comma := strings.HasPrefix(gap, ",")
		if strings.Trim(gap, " ,#.\n") != "" || strings.Count(gap, ",") > 1 || strings.HasPrefix(gap, ". ") && i > 0 && !a.streets[in.word(i-1)] {
			break
		}
		if strings.ContainsRune(in.raw[in.toks[i-1].End:in.toks[i].Start], '，') {
			break
		}
		end := a.part(in, i, comma, strings.Contains(gap, "#"))
		if end == 0 {
			break
		}
		i = end
	}
	return i
}

// part returns the end of one part of the tail that starts at token i, or 0.
func (a *addressesEN) part(in *input, i int, comma, hash bool) int {
	word := in.word(i)
	switch {
	case word == "#" && in.kind(i+1) == text.Number:
		return suffixed(in, i+2)
	case hash && in.kind(i) == text.Number:
		return suffixed(in, i+1)
	case a.units[word] && in.gap(i+1) != "" && (in.kind(i+1) == text.Number || len(in.word(i+1)) == 1 || in.word(i+1) == "#"):
		k := i + 1
		if in.word(k) == "#" {
			k++
		}
		return suffixed(in, k+1)
	case in.kind(i) == text.Number && ordinalEnding(in.word(i+1)) && (in.word(i+2) == "floor" || in.word(i+2) == "fl"):
		return i + 3
	case in.kind(i) == text.Number && len(word) == 5 && strings.Trim(word, "0123456789") == "": // ZIP
		if in.kind(i+1) == text.Number && in.gap(i+1) == "-" && len(in.word(i+1)) == 4 {
			return i + 2
		}
		return i + 1
	case in.kind(i) == text.Number && len(word) == 4 && a.states[in.word(i-1)]: // Australia
		return i + 1
	}
	if end := postcodeUK(in, i); end > 0 {
		return end
	}
	if in.kind(i) != text.Word {
		return 0
	}
	if end := a.country(in, i); end > 0 && (comma || capital(in, i)) {
		return end
	}
	if a.states[word] && (comma || capital(in, i) || in.kind(i+1) == text.Number) && (len(word) > 2 || capital(in, i) || in.kind(i+1) == text.Number) && (!a.stops[word] || allCapital(in, i) || in.kind(i+1) == text.Number) {
		return i + 1
	}
	// A town: words with capitals behind a comma, or any words before a state, a
	// postcode or a country.
	k := i
	for k < len(in.toks) && k-i < 4 && in.kind(k) == text.Word && (k == i || in.gap(k) == " " || in.gap(k) == "-") && (capital(in, k) || !a.stops[in.word(k)]) {
		if k > i && (a.states[in.word(k)] && len(in.word(k)) == 2 || postcodeUK(in, k) > 0) {
			break
		}
		if capital(in, k) != capital(in, i) {
			break
		}
		k++
	}
	if k == i {
		return 0
	}
	if capital(in, i) && comma && k-i <= 3 && !a.stops[word] {
		return k
	}
	next := strings.Trim(in.gap(k), ", ") == "" && k < len(in.toks) &&
		(a.states[in.word(k)] && (in.gap(k) != " " || in.kind(k+1) == text.Number || capitalAt(in, k)) || postcodeUK(in, k) > 0 || in.kind(k) == text.Number && len(in.word(k)) == 5 || comma && a.country(in, k) > 0)
	if next && (comma || capital(in, i) || k-i <= 2) {
		return k
	}
	return 0
}

func allCapital(in *input, i int) bool { return isLoud(in, in.toks[i].Lo, in.toks[i].Hi) }

// suffixed takes a letter that is written behind a number: 4B.
func suffixed(in *input, i int) int {
	if in.kind(i) == text.Word && (in.gap(i) == "" || in.gap(i) == "-") && len(in.word(i)) == 1 {
		return i + 1
	}
	if in.kind(i) == text.Number && (in.gap(i) == "-" || in.gap(i) == "") {
		return i + 1
	}
	return i
}

func (a *addressesEN) country(in *input, i int) int {
	two := in.word(i) + " " + in.word(i+1)
	switch two {
	case "united states", "united kingdom", "hong kong", "new zealand", "south africa", "great britain":
		return i + 2
	}
	if a.countries[in.word(i)] {
		return i + 1
	}
	return 0
}

// postcodeUK returns the end of the British postcode at token i, or 0: SW1A 1AA,
// NW1 6XE.
func postcodeUK(in *input, i int) int {
	k := i
	if in.kind(k) != text.Word || len(in.word(k)) > 2 || in.kind(k+1) != text.Number || in.gap(k+1) != "" {
		return 0
	}
	k += 2
	if in.kind(k) == text.Word && in.gap(k) == "" && len(in.word(k)) == 1 {
		k++
	}
	if in.kind(k) == text.Number && (in.gap(k) == " " || in.gap(k) == "") && len(in.word(k)) == 1 && in.kind(k+1) == text.Word && in.gap(k+1) == "" && len(in.word(k+1)) == 2 {
		return k + 2
	}
	return 0
}
