package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// personsEN finds names in Latin letters by the words around them.
type personsEN struct {
	sure      cue             // what announces a name
	likely    cue             // what does if it looks like one
	weak      cue             // what does if it begins with a known given name
	things    cue             // what makes the name that of a thing, before "name"
	matters   map[string]bool // what makes "name" a part of another word
	letters   map[string]bool // what letters begin and end with, before a comma
	closings  map[string]bool // what letters end with
	titles    map[string]bool
	after     []string // what says behind a name that it was one
	bookings  []string // words of bookings, which are for somebody
	stops     map[string]bool
	first     map[string]bool
	particles map[string]bool
}

func newPersonsEN() *personsEN {
	return &personsEN{
		sure: cue{
			words: []string{
				"my name is", "my name's", "my name", "name is", "name's", "names", "full name", "first name", "last name", "surname", "family name", "given name",
				"under the name of", "under the name", "in the name of", "name of", "call me", "recipient", "receiver", "addressee", "name on the card",
				"name on the account", "cardholder", "account holder", "name", "passenger", "guest name", "attn", "beneficiary", "payee", "payer", "traveller", "traveler", "belongs to", "belong to",
				"我叫", "我是", "姓名", "名字", "名字叫", "叫我", "收件人", "收货人", "联系人", "英文名",
			},
			fillers: []string{"is", "should be", "will be", "was", "it's", "as", "are", "changed to", "to", "是", "叫", "为", "改成"},
		},
		likely: cue{
			words: []string{
				"i'm", "i am", "im", "this is", "it's", "it is", "here is", "speaking with", "speak to", "speak with", "talk to", "talk with", "ask for", "regards",
				"sincerely", "signed", "spoke to", "spoke with", "spoken to", "talked to", "i am called", "i'm called",
			},
			fillers: []string{"a", "my", "the name"},
		},
		weak: cue{
			words: []string{
				"cheers", "thanks", "thank you", "yours", "best", "hi", "hello", "hey", "dear", "for", "from", "contact", "colleague", "agent", "wife", "husband", "son",
				"daughter", "friend", "brother", "sister", "mother", "father", "to", "with", "by", "met", "不是", "是", "给", "找",
			},
			fillers: []string{"my"},
		},
		things: cue{words: []string{
			"city", "company", "product", "store", "shop", "hotel", "brand", "file", "user", "domain", "app", "game", "street", "bank", "school", "item", "model", "business", "town",
			"restaurant", "website", "host", "event", "plan", "bank's", "pet", "dog", "cat", "公司", "产品", "商品", "店铺", "用户", "文件",
		}},
		matters:  set("check checks change changes correction corrections verification validation field tag tags badge plate mismatch spelling brand brands server day calling dropping error update search list"),
		letters:  set("thanks thank you regards cheers best sincerely yours truly love hi hello hey dear"),
		closings: set("regards cheers best sincerely yours truly love"),
		titles:   set("mr mrs ms miss mister dr doctor prof professor"),
		bookings: []string{"book", "booked", "booking", "bookings", "reservation", "reservations", "reserve", "reserved", "table", "listed", "party", "appointment"},
		after:    []string{"speaking", "here", "calling", "is my name", "is the name", "on the line", "is my full name"},
		stops: set(`a about actually after afraid again all already also although always am an and angry annoyed another any anyone anything are as ask asking at
 available away back be because been before but buy by call calling can cancel card confused could currently customer did disappointed do does done email every everyone
 fine first for from frustrated fucking get getting give glad go going gonna good got great had happy has have having he hello help her here hey hi him his hoping how i
 i'd i'll i'm i've if im in interested into is it it's its just last later leaving let like living locked looking lost made make married maybe me mine missing more my name
 need never new next no nobody none not nothing now of off ok okay old on one only or order ordering order's our out over phone please pm quite ready really right sad same
 she should sick single so some someone something soon sorry spelled staying still stuck sure sorry tall than thank thanks that that's the their them then there they thing
 this those tired to today told tomorrow tonight too total trying two unable unhappy unhappy unhappy until up upset us use user using very waiting want wanting was we well
 went were what what's when where which while who whom why will wish with wondering working worried would wrong yes yesterday yet you your you're yours
 address email mail phone number mobile account card order delivery table booking dinner lunch breakfast
 american english british chinese german french spanish indian canadian australian japanese korean italian russian european asian muslim christian
 monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
 amazon google apple paypal visa mastercard customer support service team manager sir madam ma'am guys folks everybody bot robot human agent representative
 urgent unacceptable ridiculous great amazing terrible awful bad nice excellent perfect crap bullshit nonsense insane crazy absurd outrageous
 london paris york beijing shanghai berlin tokyo china america england germany france india canada australia usa uk hong kong taiwan singapore
 pepper password pin ssn confirmation zip code security date birth acct age dob city state country refund cash free god christ christmas easter`),
		first:     firstNamesEN(),
		particles: set("van von der den de del della di da dos la le bin ibn al el st ter ten"),
	}
}

// set returns the words of a list as a set.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func (p *personsEN) find(dst []found, in *input) []found {
	last := 0 // behind the name before
	for i := 0; i < len(in.toks); i++ {
		if in.toks[i].Kind != text.Word || byteAt(in.folded, in.toks[i].Lo-1) == '@' || byteAt(in.folded, in.toks[i].Hi) == '@' {
			continue
		}
		if i > last && in.toks[i-1].Kind == text.Word && in.gap(i) == " " && capital(in, i) && capital(in, i-1) && !p.stops[in.word(i-1)] && !p.titles[in.word(i-1)] &&
			!p.sure.before(in.folded, in.toks[i].Lo) {
			continue // inside a name
		}
		end, prio, score := p.judge(in, i)
		if score == 0 && last > 0 && i == last+1 && in.word(last) == "not" && capital(in, i) && !p.stops[in.word(i)] { // Anna Cole, not Ann Cole
			end, prio, score = p.read(in, i, true), announced, 0.8
		}
		if score == 0 || end <= i {
			continue
		}
		start, stop := in.span(i, end)
		if strings.HasSuffix(in.word(end-1), "'s") { // Anna's
			stop -= len(in.raw[in.toks[end-1].Start:stop]) - trimGenitive(in.raw[in.toks[end-1].Start:stop])
		}
		dst = append(dst, found{typ: Person, value: in.raw[start:stop], start: start, end: stop, score: score, priority: prio})
		i, last = end-1, end
	}
	return dst
}

// trimGenitive returns the length of a word without its last apostrophe and s.
func trimGenitive(w string) int {
	if i := strings.LastIndexAny(w, "'’‘`"); i > 0 {
		return i
	}
	return len(w)
}

// judge returns the end of the name that starts at token i; score 0 says that
// there is none.
func (p *personsEN) judge(in *input, i int) (end int, _ priority, score float64) {
	word := in.word(i)
	if p.titles[in.word(i-1)] && strings.Trim(in.gap(i), " .") == "" && !p.stops[word] {
		if end = p.read(in, i, true); end > i {
			return end, announced, 0.9
		}
	}
	if p.stops[word] || p.titles[word] || wordNumbers()[word].kind > 0 && !capital(in, i) || len(word) < 2 && byteAt(in.folded, in.toks[i].Hi) != '.' {
		return 0, 0, 0
	}
	lo := in.toks[i].Lo
	if p.sure.before(in.folded, lo) && !p.thing(in.folded[:lo]) && (in.word(i-1) != "name" || !p.matters[word]) && !strings.ContainsAny(in.gap(i), ".?!;") {
		if end = p.read(in, i, true); end > i {
			return end, announced, 0.9
		}
	}
	loud, prev := capital(in, i), in.word(i-1)
	known := p.first[word]
	if !known && !loud && prev != "under" && !p.likely.before(in.folded, lo) {
		return 0, 0, 0
	}
	end = p.read(in, i, loud)
	if end <= i {
		return 0, 0, 0
	}
	if tail := restFrom(in, end); in.gap(end) == " " && startsWithWord(tail, p.after[:3]) > 0 && (p.likely.before(in.folded, lo) || i == 0 && loud && end == 2) {
		return end, announced, 0.85
	}
	if !known && !loud && prev != "under" {
		return 0, 0, 0
	}
	whole := loud && end-i >= 2 && known // Anna Smith, wherever it stands
	if tail := in.gap(end) + restFrom(in, end); startsWithWord2(tail, p.after) && (known || startsWithWord2(tail, []string{"speaking", "is my name"})) {
		return end, announced, 0.85
	}
	if gap := in.gap(i); known && (strings.HasPrefix(gap, ",") || strings.HasPrefix(gap, " \n")) && p.letters[in.word(i-1)] {
		return end, announced, 0.8 // Thanks, Kevin
	}
	if strings.HasPrefix(in.gap(i), ",") && p.closings[prev] && end == len(in.toks) && end-i == 2 && capital(in, i+1) && !p.stops[in.word(i+1)] {
		return end, announced, 0.8 // Regards, Grace Liu
	}
	if p.likely.before(in.folded, lo) && !strings.ContainsAny(in.gap(i), "?!;") {
		if known || end-i == 2 && capital(in, i+1) {
			return end, announced, 0.8
		}
		if k := in.word(i - 1); loud && (k == "i'm" || k == "am" || k == "im" || k == "is" && in.word(i-2) == "this") && !allLoud(in) {
			return end, normal, 0.6
		}
	}
	if (prev == "under" || prev == "for" && loud && end-i == 2 && capital(in, i+1)) && containsWord(in.folded[max(0, lo-100):lo], p.bookings) {
		return end, announced, 0.8
	}
	if known && p.weak.before(in.folded, lo) && !strings.ContainsAny(in.gap(i), "?!;.") {
		return end, announced, 0.7
	}
	if whole && !p.stops[in.word(end-1)] {
		return end, normal, 0.6
	}
	return 0, 0, 0
}

// thing reports whether the last "name" before a value is that of a thing.
func (p *personsEN) thing(head string) bool {
	at := strings.LastIndex(head, "name")
	return at > 0 && p.things.before(head, at)
}

// restFrom returns the folded text from token i on.
func restFrom(in *input, i int) string {
	if i >= len(in.toks) {
		return ""
	}
	return in.folded[in.toks[i].Lo:]
}

// read returns the end of the name that starts at token i: up to four words,
// all with a capital if the first has one, else up to a word that is none of a
// name.
func (p *personsEN) read(in *input, i int, announced bool) int {
	loud := capital(in, i)
	end := i
	for k := i; k < len(in.toks) && k-i < 4; k++ {
		if in.toks[k].Kind != text.Word {
			break
		}
		if k > i {
			gap := in.gap(k)
			if gap != " " && gap != "-" && gap != "" && (strings.Trim(gap, ". ") != "" || len(in.word(k-1)) > 2 || gap == ".") {
				break
			}
		}
		word := in.word(k)
		if p.particles[word] && k > i && k+1 < len(in.toks) && in.toks[k+1].Kind == text.Word && !p.stops[in.word(k+1)] && (!loud || capital(in, k+1) || p.particles[in.word(k+1)]) {
			continue
		}
		if p.stops[word] && (!loud || !announced || k > i) || p.titles[word] || loud && !capital(in, k) {
			break
		}
		if !loud && k-i >= 2 {
			break
		}
		if !loud && !looksName(word) {
			break
		}
		end = k + 1
	}
	return end
}

// looksName reports whether a word in small letters may be a family name: most
// words with these endings are not.
func looksName(word string) bool {
	if len(word) < 2 {
		return false
	}
	for _, s := range []string{"ing", "ed", "ly", "n't", "'m", "'re", "'ve", "'ll"} {
		if strings.HasSuffix(word, s) {
			return false
		}
	}
	return true
}

// capital reports whether token i is written with a capital first.
func capital(in *input, i int) bool {
	r, _ := utf8.DecodeRuneInString(in.raw[in.toks[i].Start:])
	return unicode.IsUpper(r)
}

// allLoud reports whether the text has no small letters.
func allLoud(in *input) bool {
	return strings.IndexFunc(in.raw, unicode.IsLower) < 0
}
