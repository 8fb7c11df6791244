package intent

import "strings"

// wordKind is what a word can be in an English wish for a person, as a set.
type wordKind uint64

const (
	talks      wordKind = 1 << iota // talk to
	talking                         // the -ing form of it
	passes                          // <pass> me to
	wants                           // <want> a person
	staff                           // agent
	superior                        // manager: "my manager" is not one of ours
	someone                         // somebody
	alone                           // a whole message: "agent"
	machine                         // bot
	denies                          // not
	filler                          // please
	determiner                      // before the name of a person
	helps                           // help
	turns                           // the sentence turns to a subject of its own
	marks                           // real, live: what follows is a person
	office                          // reception, billing
	group                           // team, department
	compound                        // "travel" agent
	subject                         // agent "fee"
	past                            // tells of a talk that was, or asks which it is
	weary                           // tired of
	me                              // me, us
	to                              // to, with
	other                           // else, another, other
	why                             // asks what is in the way
	no                              // no
	need                            // need, have: "no need", "do I have to"
	do                              // do, should
	self                            // I
	iffy                            // if
	own                             // my, their
	your                            // your
	through                         // put me through
	be                              // is, are
	there                           // there
	trusts                          // comfortable, trust
	escalates                       // escalate
	you                             // you
	gets                            // get, find
	calls                           // call, phone
	customer                        // customer: with service, support or care
	service                         // service, support, care
	please                          // please
	skips                           // past, bypass
	asks                            // what, how
	points                          // this
	hands                           // transfer: not what money does
	who                             // who
	puts                            // put, get: on the line
	on                              // on
	modal                           // can, could
	sounds                          // the sound of 人工 or 客服
	back                            // callback
	atLast                          // actually: nobody has so far
	hanRun                          // Chinese characters
)

// englishWish knows how customers ask for a person in English.
type englishWish struct {
	words map[string]wordKind
}

func newEnglishWish() *englishWish {
	e := &englishWish{words: map[string]wordKind{}}
	for _, line := range []struct {
		kind  wordKind
		words string
	}{
		{talks, "deal dealing interact interacting communicate talk speak chat complain discuss converse talking speaking chatting word"},
		{talking, "dealing interacting talking speaking chatting transferring"},
		{passes, "passing transferring putting connecting transfer transferred pass put connect connected get give hand redirect forward switch send escalate refer patch reconnect route direct"},
		{wants, "want need prefer like have get give any find reach contact call see wants demand require request gimme"},
		{staff, "human humans person agent agents representative representatives rep reps operator operators advisor adviser advisors manager " +
			"managers supervisor supervisors colleague colleagues coworker coworkers employee worker specialist specialists consultant staff reception hooman csr 人工 真人 客服 活人 " +
			"receptionist technician technicians engineer engineers cleaner cleaners banker teller"},
		{superior, "manager managers supervisor supervisors colleague colleagues employee worker staff person human team"},
		{someone, "whoever someone somebody anyone anybody team"},
		{alone, "human person agent agents representative operator rep humans manager supervisor csr 人工 真人 客服"},
		{machine, "bot bots robot robots machine machines chatbot chatbots computer ai algorithm"},
		{denies, "not dont don't never without longer wont won't needn't neednt doesn't doesnt didn't didnt avoid avoiding than"},
		{filler, "please pls plz now a an the hi hello hey hallo ok okay just real live actual human customer service support me to only asap i with being " +
			"beings help assistance any there available here online right immediately thanks thank you ty ffs today yes no lol then involved free"},
		{determiner, "callback me a an the your to with any only some help from talk assistance support of other another different us one someone else my through over"},
		{helps, "help assist assistance helps handle look explain answer respond reply"},
		{turns, "about for money because regarding who which where"},
		{marks, "real actual live"},
		{office, "reception front desk concierge housekeeping restaurant bar spa pool kitchen branch billing sales support accounts accounting management " +
			"department dept team office cleaner cleaners waiter chef driver technician engineer teller clerk receptionist banker boss owner nurse " +
			"service headquarters helpdesk hotline"},
		{group, "team department dept reception desk management"},
		{compound, "estate travel insurance cleaning secret free user leasing tourist property password device file window memory task bleaching " +
			"blocking chemical forwarding literary booking single double third first"},
		{subject, "fee fees orange commission id number numbers name names license licence resources rights error errors hair body rating ratings review " +
			"reviews policy salary jobs job training behavior behaviour bank banks url room rooms bed meal ticket tickets household car limit access account accounts " +
			"role roles program software portal dashboard code mode app version page bag interaction email hours waiting queue manual guide handbook panel console system"},
		{past, "will said told was were been am after finished kept while when before is are im i'm started of than recall remember"},
		{weary, "tired sick done enough hate fed stop quit stopped refuse"},
		{me, "me us gimme"},
		{to, "to with"},
		{other, "else another other different"},
		{why, "why"},
		{no, "no"},
		{need, "need have needed"},
		{do, "do does should must"},
		{self, "i we"},
		{iffy, "if whether"},
		{own, "my his her their our"},
		{points, "this that it"},
		{hands, "transfer forward pass hand redirect escalate connect connected transferred reroute refer"},
		{your, "your ur"},
		{through, "through thru over"},
		{be, "is are be"},
		{there, "there"},
		{trusts, "comfortable trust sharing"},
		{escalates, "escalate escalation"},
		{you, "you u"},
		{gets, "get find have"},
		{calls, "call phone ring"},
		{customer, "customer client"},
		{service, "service support care services"},
		{please, "please pls plz"},
		{who, "who whom"},
		{puts, "put get bring"},
		{on, "on"},
		{modal, "can could may might would"},
		{sounds, "zrg rengong kefu rgkf zhuanrengong zhuanren zhuan"},
		{skips, "past bypass skip around"},
		{asks, "what how who where"},
		{back, "callback callbacks"},
		{atLast, "actually finally"},
	} {
		for word := range strings.FieldsSeq(line.words) {
			e.words[word] |= line.kind
		}
	}
	e.addTypos("human person agent agents representative operator manager supervisor advisor customer service support someone somebody speak talk transfer connect")
	return e
}

// reach is how many words may stand between a verb and the person.
const reach = 6

// judge returns how likely a clause asks for a person.
func (e *englishWish) judge(words []wordKind) float64 {
	best := max(onlyStaff(words), asksStaff(words))
	for i, w := range words {
		after := words[i+1 : min(len(words), i+1+reach)]
		before := words[max(0, i-4):i]
		var sure float64
		if refuses(before) && !has(words[max(0, i-reach):i], why) { // why asks what is in the way, and wants it
			sure = fleesMachine(w, before, after)
		} else {
			sure = max(talksTo(w, words[:i], after), passesTo(w, before, after), wantsOne(w, before, after), asksAnother(w, before, after), leavesMachine(w, before, after))
		}
		best = max(best, sure)
	}
	return best
}

// onlyStaff judges a clause that is little more than the name of a person or of
// a group.
func onlyStaff(words []wordKind) float64 {
	var all, groups wordKind
	named := false
	chats := 0.0
	for i, w := range words {
		switch {
		case w&your != 0 && i == 0 && has(words, please): // "your supervisor please"
		case w&talks != 0 && w&talking == 0 && i > 0 && words[i-1]&marks != 0: // "live chat"
			chats = 0.8
		case w&alone != 0:
			named = true
		case w&(office|group) != 0 && w&filler == 0:
			groups |= w
		case w&(filler|customer|other) == 0:
			return 0
		}
		if w&you != 0 && (i == 0 || words[i-1]&filler == 0 || len(words) < 3) {
			return 0 // "are you human", not "human thank you"
		}
		all |= w
	}
	switch {
	case len(words) > 6, all&no != 0:
		return 0
	case named && groups == 0:
		return 0.93
	case all&customer != 0 && all&service != 0:
		return 0.85
	case groups&group != 0 && (all&please != 0 || named):
		return 0.75
	}
	return chats
}

// asksStaff judges "can a human please answer me".
func asksStaff(words []wordKind) float64 {
	if len(words) < 3 || words[0]&modal == 0 {
		return 0
	}
	for i, w := range words[1:min(len(words), 5)] {
		switch {
		case w&alone != 0 && has(words[i+2:min(len(words), i+6)], helps|talks|calls):
			return 0.8
		case w&someone != 0 && i+3 < len(words) && words[i+2]&atLast != 0 && words[i+3]&(helps|talks|calls) != 0:
			return 0.7 // "can somebody actually help me"
		case w&(determiner|marks|staff) == 0:
			return 0
		}
	}
	return 0
}

// refuses reports whether words deny what follows them.
func refuses(words []wordKind) bool {
	for i, w := range words {
		if w&denies != 0 || w&no != 0 && i+1 < len(words) && words[i+1]&need != 0 {
			return true
		}
	}
	return false
}

// fleesMachine judges a clause that denies something: "I don't want to talk to
// a bot", "not comfortable sharing it with a machine".
func fleesMachine(w wordKind, before, after []wordKind) float64 {
	switch {
	case w&talks != 0 && has(after, machine):
		return 0.9
	case w&trusts != 0 && has(after, machine):
		return 0.75
	case w&talks != 0 && len(after) >= 2 && after[0]&to != 0 && after[1]&you != 0 && len(after) == 2 && has(before, wants):
		return 0.7
	}
	return 0
}

// talksTo judges "talk to a person", "a chat with your cleaners".
func talksTo(w wordKind, before, after []wordKind) float64 {
	if w&talks == 0 {
		return 0
	}
	if near := before[max(0, len(before)-4):]; w&talking != 0 && has(near, past) || has(near, iffy) || obliges(before) {
		return 0
	}
	if namesStaff(after) {
		return 0.95
	}
	if has(until(after, turns), someone) {
		return 0.9
	}
	if w&talking == 0 && has(before[max(0, len(before)-4):], who) && (len(after) == 0 || after[0]&to != 0 || after[0]&turns != 0) {
		return 0.8 // "who can I talk to"
	}
	for i, kind := range after[:min(len(after), 3)] { // "speak directly with the reception"
		if kind&to == 0 {
			continue
		}
		for _, next := range after[i+1:] {
			if next&office != 0 {
				return 0.8
			}
			if next&(determiner|office|your|customer) == 0 || next&own != 0 {
				break
			}
		}
	}
	return 0
}

// passesTo judges "put me through to an agent".
func passesTo(w wordKind, before, after []wordKind) float64 {
	if w&passes == 0 || len(after) == 0 || after[0]&me == 0 {
		if w&hands != 0 && len(after) > 1 && after[0]&(points|to) != 0 && has(after, to) && namesStaff(after[1:]) {
			return 0.9
		}
		if w&puts != 0 && len(after) > 1 && (namesStaff(after[:2]) || after[0]&someone != 0) && has(after, on) {
			return 0.85
		}
		if w&escalates != 0 && (has(after, please) && !has(after, you) || len(before) == 0 && len(after) <= 4 || has(before, please)) {
			return 0.7
		}
		return 0
	}
	if w&hands != 0 && onlyFiller(after[1:]) && !has(before, past|asks|iffy|you|do) && (len(before) > 0 || w&(puts|gets) == 0) {
		return 0.75 // "transfer me"
	}
	switch {
	case namesStaff(after[1:]):
		return 0.95
	case has(until(after[1:], turns), someone):
		return 0.9
	}
	for i, kind := range after[1:] {
		switch {
		case kind&to != 0 && w&gets == 0 && has(until(after[1:][i:], turns), office|service):
			return 0.85
		case kind&through != 0 && len(after) <= 3:
			return 0.75
		}
	}
	return 0
}

// wantsOne judges "I need an agent", "is there a human".
func wantsOne(w wordKind, before, after []wordKind) float64 {
	n := len(before)
	switch {
	case w&there != 0 && (n > 0 && before[n-1]&be != 0 || len(after) > 2 && after[0]&do != 0):
	case w&wants == 0:
		return 0
	case w&need != 0 && w&gets != 0 && n > 0 && before[n-1]&self != 0 && (n < 2 || before[n-2]&modal == 0): // "I have an agent"
		return 0
	}
	asked := n > 1 && w&need != 0 && before[n-1]&self != 0 && before[n-2]&do != 0 && (n == 2 || before[n-3]&asks == 0) // "do I have to talk ..."
	if has(before, iffy) || asked && len(after) > 0 && after[0]&to != 0 {
		return 0
	}
	marked := false
	for i, kind := range after {
		next := filler
		if i+1 < len(after) {
			next = after[i+1]
		}
		switch {
		case kind&back != 0 && w&need == 0:
			if next&(filler|please|turns) != 0 && next&subject == 0 {
				return 0.75 // "I'd like a callback"
			}
		case kind&customer != 0 && next&service != 0:
			if i+2 >= len(after) || after[i+2]&(filler|please|turns|to) != 0 && after[i+2]&subject == 0 {
				return 0.8
			}
			return 0
		case kind&staff != 0:
			switch {
			case i > 0 && after[i-1]&compound != 0, next&subject != 0:
				return 0
			case next&staff != 0: // "human agent"
				marked = true
				continue
			case next&(filler|please) != 0 && next&staff == 0:
				return 0.93
			case next&(helps|calls|wants) != 0 && kind&alone != 0:
				return 0.85
			case w&there != 0:
				return 0.75
			case marked && next&(turns|to|self|through|be|denies|skips|compound|other|own|iffy|you) != 0, marked && kind&alone != 0 && next == 0 && i > 0:
				return 0.9
			case marked:
				return 0.85
			}
			return 0
		case kind&marks != 0:
			marked = true
		case w&there != 0 && i < 2 && kind&(do|be) != 0: // "there must be a human"
		case marked && kind&service != 0 && next&(filler|turns) != 0: // "live support"
			return 0.8
		case kind&someone != 0 && next&marks != 0:
			return 0.85
		case kind&(your|other) != 0:
			if i+1 < len(after) && next&staff != 0 && i+2 < len(after) && after[i+2]&(turns|to|filler) != 0 && after[i+2]&subject == 0 {
				return 0.85 // "reach your other agent regarding ..."
			}
		case kind&determiner == 0 || kind&own != 0:
			return 0
		}
	}
	return 0
}

// asksAnother judges "can somebody else take a look", "get someone to help me",
// "is there someone to talk to".
func asksAnother(w wordKind, before, after []wordKind) float64 {
	if w&other != 0 && len(after) > 1 && after[0]&staff != 0 && has(after, helps|talks) && !has(before, iffy) { // "another colleague"
		return 0.8
	}
	if w&someone == 0 || has(before, past) && !has(before, be|there|need) {
		return 0
	}
	near := after[:min(len(after), 4)]
	switch {
	case len(after) > 0 && after[0]&other != 0 && has(after, helps|talks) && !has(before, to|iffy):
		return 0.85
	case has(before, gets) && has(near, helps|talks):
		return 0.8
	case (has(before, be|there|need|wants) || len(before) == 0 && len(near) > 0 && near[0]&there != 0) && has(near, talks) && !has(near, talking|iffy):
		return 0.8
	case callsMe(after) && !has(before, iffy) && !has(after, past):
		return 0.7
	case len(after) == 1 && after[0]&other != 0 && has(before, me|wants) && !has(before, to):
		return 0.75
	}
	return 0
}

// callsMe reports whether somebody is to call: "from your team please call me".
func callsMe(after []wordKind) bool {
	for i, w := range after {
		if w&calls != 0 {
			return i+1 < len(after) && after[i+1]&me != 0
		}
		if w&me != 0 {
			return false
		}
	}
	return false
}

// leavesMachine judges "stop this robot", "I am tired of talking to a bot".
func leavesMachine(w wordKind, before, after []wordKind) float64 {
	switch {
	case w&weary != 0 && has(after, machine) && (has(after, talks) || len(after) <= 3) && !has(after, own):
		return 0.85
	case w&skips != 0 && len(after) > 0 && has(after[:min(len(after), 2)], machine):
		return 0.75
	case w&no != 0 && len(before) == 0 && len(after) <= 2 && has(after, machine):
		return 0.7
	}
	return 0
}

// obliges reports whether words ask for a duty: "do I have to".
func obliges(before []wordKind) bool {
	n := len(before)
	return n >= 4 && before[n-1]&to != 0 && before[n-2]&need != 0 && before[n-3]&self != 0 && before[n-4]&do != 0 &&
		(n == 4 || before[n-5]&asks == 0)
}

// namesStaff reports whether one of the staff is named before the sentence
// turns to a subject of its own.
func namesStaff(words []wordKind) bool {
	for i, w := range words {
		switch {
		case w&turns != 0:
			return false
		case w&staff == 0:
		case i > 0 && (words[i-1]&compound != 0 || words[i-1]&(own|points) != 0 && w&superior != 0):
			return false
		case i+1 < len(words) && words[i+1]&subject != 0:
			return false
		default:
			return true
		}
	}
	return false
}

// until returns the words before the first of a kind.
func until(words []wordKind, kind wordKind) []wordKind {
	for i, w := range words {
		if w&kind != 0 {
			return words[:i]
		}
	}
	return words
}

// onlyFiller reports whether nothing but polite words is left.
func onlyFiller(words []wordKind) bool {
	for _, w := range words {
		if w&filler == 0 || w&(staff|turns) != 0 {
			return false
		}
	}
	return true
}

func has(words []wordKind, kind wordKind) bool {
	for _, w := range words {
		if w&kind != 0 {
			return true
		}
	}
	return false
}
