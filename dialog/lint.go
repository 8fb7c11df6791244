package dialog

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// FindingKind says what is wrong with a draft.
type FindingKind string

// The kinds of finding.
const (
	// FindingSensitive: a word of the host's list.
	FindingSensitive FindingKind = "sensitive"
	// FindingRude: a word that is rude to customers.
	FindingRude FindingKind = "rude"
	// FindingPromise: a promise that nobody can be sure to keep.
	FindingPromise FindingKind = "promise"
	// FindingPlaceholder: a gap that was not filled in, or a value of a program.
	FindingPlaceholder FindingKind = "placeholder"
	// FindingLanguage: another language than the customer's.
	FindingLanguage FindingKind = "language"
	// FindingShouting: capitals, or a row of exclamation marks.
	FindingShouting FindingKind = "shouting"
	// FindingLong: more characters than there should be; the stretch is the rest.
	FindingLong FindingKind = "long"
	// FindingEmpty: nothing to read.
	FindingEmpty FindingKind = "empty"
	// FindingPersonal: a number of a card, an account or an identity card, a
	// password, or a phone number or e-mail address that is not known to be the
	// customer's or the host's own.
	FindingPersonal FindingKind = "personal"
)

// Finding is something that is wrong with a draft.
type Finding struct {
	Kind FindingKind `json:"kind"`
	// Start and End are the stretch of the draft, in bytes, at rune boundaries.
	Start int `json:"start"`
	End   int `json:"end"`
	// Block says that the draft should not be sent like this; otherwise it is
	// worth a second look.
	Block bool `json:"block,omitempty"`
	// Detail says more: the word of the list, what a number is, the language.
	Detail string `json:"detail,omitempty"`
}

// LintOptions say what a draft is checked for.
type LintOptions struct {
	// Sensitive are words and phrases that must not be sent. They are found as
	// whole words, and in Chinese as stretches of characters, whatever the case, the
	// width and the variants of the characters, and whatever blanks or points
	// are put between Chinese characters to hide them. None by default.
	Sensitive []string
	// Allowed are words of the built-in lists that may be sent. None by default.
	Allowed []string
	// Language is the customer's as a BCP 47 tag. By default it is not checked.
	Language string
	// Max is how many characters (runes) a draft may have. 1000 by default;
	// negative is no limit.
	Max int
	// Own are phone numbers and e-mail addresses that may be in a draft, the
	// customer's and those of the host; "@shop.example" is all addresses of a
	// domain. None by default.
	Own []string
}

// lintMax is the default of [LintOptions.Max].
const lintMax = 1000

// rudePhrases and promisePhrases are the built-in lists; | stands between phrases.
const (
	rudePhrases = `stupid|idiot|idiots|moron|shut up|not my problem|none of my business|that's your problem|can't you read|are you deaf|` +
		`白痴|傻逼|傻瓜|笨蛋|脑残|你有病|滚开|滚蛋|给我滚|闭嘴|少废话|关我什么事|不关我的事|你自己看|自己不会看|看不懂吗|听不懂吗|爱买不买|你烦不烦|神经病|我有什么办法`
	promisePhrases = `guaranteed|we guarantee|i guarantee|100% safe|100 percent|never fail|never fails|i promise|we promise|risk free|without any risk|absolutely no risk|definitely will|will definitely|lowest price ever|` +
		`我保证|我们保证|向您保证|保证能|保证会|百分之百|百分百|100%能|100%会|100%没问题|100%安全|绝对不会|绝对没有|绝对能|绝对会|肯定能|一定会|一定能|永不|零风险|无任何风险|包您满意|全网最低|史上最低|假一赔万`
)

// LintReply checks what an agent or a model is about to send. The findings are
// in the order of the draft; of those of a kind that lie within each other only the
// longest is there. It is pure and deterministic; words in quotation
// marks count like all others.
func LintReply(draft string, o LintOptions) []Finding {
	l := linter{draft: draft}
	l.tokens = l.buffer.Segment(draft)
	allowed := map[string]bool{}
	for _, w := range o.Allowed {
		allowed[text.Key(w)] = true
	}
	for _, list := range []struct {
		kind    FindingKind
		block   bool
		phrases []string
	}{
		{FindingSensitive, true, o.Sensitive},
		{FindingRude, true, strings.Split(rudePhrases, "|")},
		{FindingPromise, false, strings.Split(promisePhrases, "|")},
	} {
		for _, phrase := range list.phrases {
			if list.kind == FindingSensitive || !allowed[text.Key(phrase)] {
				l.phrase(list.kind, list.block, phrase)
			}
		}
	}
	l.placeholders()
	l.personal(o.Own)
	l.language(o.Language)
	l.shouting()
	l.length(cmp.Or(o.Max, lintMax))
	slices.SortStableFunc(l.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Kind, b.Kind))
	})
	covered := map[FindingKind]int{} // up to where there is a finding of the kind
	return slices.DeleteFunc(l.found, func(f Finding) bool {
		end, again := covered[f.Kind]
		covered[f.Kind] = max(end, f.End)
		return again && f.End <= end
	})
}

// linter checks one draft.
type linter struct {
	draft  string
	buffer text.Buffer
	tokens []text.Token
	found  []Finding
}

func (l *linter) add(kind FindingKind, start, end int, block bool, detail string) {
	l.found = append(l.found, Finding{Kind: kind, Start: start, End: end, Block: block, Detail: detail})
}

// phrase finds a phrase as a row of tokens.
func (l *linter) phrase(kind FindingKind, block bool, phrase string) {
	var b text.Buffer
	want := b.Segment(phrase)
	if len(want) == 0 {
		return
	}
	for i := 0; i+len(want) <= len(l.tokens); i++ {
		same := true
		for k, w := range want {
			t := l.tokens[i+k]
			if t.Kind != w.Kind || strings.TrimSuffix(string(l.buffer.Bytes(t)), "'s") != strings.TrimSuffix(string(b.Bytes(w)), "'s") {
				same = false
				break
			}
			if k > 0 && !l.joined(l.tokens[i+k-1], t) {
				same = false
				break
			}
		}
		if same {
			l.add(kind, l.tokens[i].Start, l.tokens[i+len(want)-1].End, block, phrase)
		}
	}
}

// joined reports whether two tokens are of one phrase: a few signs may be between
// them, but no end of a sentence or clause.
func (l *linter) joined(a, b text.Token) bool {
	between := l.draft[a.End:b.Start]
	return len(between) <= 6 && !strings.ContainsAny(between, ",;:!?，。；：！？、\n") && (a.Kind == text.Char || !strings.ContainsAny(between, "."))
}

// length finds what is too much, or nothing at all.
func (l *linter) length(limit int) {
	if strings.TrimSpace(l.draft) == "" {
		l.add(FindingEmpty, 0, len(l.draft), true, "")
		return
	}
	if limit < 0 || utf8.RuneCountInString(l.draft) <= limit {
		return
	}
	n := 0
	for i := range l.draft {
		if n == limit {
			l.add(FindingLong, i, len(l.draft), false, "")
			return
		}
		n++
	}
}

// language compares the language of the draft with the customer's, where both
// are clear.
func (l *linter) language(want string) {
	const sure = 0.6
	want, _, _ = strings.Cut(want, "-")
	have, confidence := l.buffer.Language()
	if want == "" || have == "" || strings.EqualFold(have, want) || confidence < sure || len(l.tokens) < 3 {
		return
	}
	l.add(FindingLanguage, 0, len(l.draft), false, have)
}

// shouting finds three words in capitals in a row, and rows of exclamation marks.
func (l *linter) shouting() {
	run, from, letters := 0, 0, 0
	end := 0
	flush := func() {
		if run >= 3 && letters >= 10 {
			l.add(FindingShouting, from, end, false, "")
		}
		run, letters = 0, 0
	}
	for _, t := range l.tokens {
		if t.Kind != text.Word {
			if t.Kind == text.Char {
				flush()
			}
			continue
		}
		word := l.draft[t.Start:t.End]
		if strings.ToUpper(word) != word || strings.ToLower(word) == word {
			flush()
			continue
		}
		if run == 0 {
			from = t.Start
		}
		run, end = run+1, t.End
		letters += utf8.RuneCountInString(word)
	}
	flush()
	marks, start := 0, 0
	for i, r := range l.draft + " " {
		if r == '!' || r == '！' {
			if marks == 0 {
				start = i
			}
			marks++
			continue
		}
		if marks >= 3 {
			l.add(FindingShouting, start, i, false, "")
		}
		marks = 0
	}
}

// personal finds what is nobody's business, or not this customer's.
func (l *linter) personal(own []string) {
	secrets := findSecrets(l.draft)
	for _, s := range secrets {
		l.add(FindingPersonal, s.start, s.end, true, string(s.kind))
	}
	for _, m := range contactForms().FindAllStringIndex(l.draft, -1) {
		start, end := m[0], m[1]
		contact := l.draft[start:end]
		kind := "phone"
		if strings.Contains(contact, "@") {
			kind = "email"
		} else if !phoneLike(contact) || codeBeside(l.draft, start, end) {
			continue
		}
		secret := slices.ContainsFunc(secrets, func(s secretSpan) bool { return start < s.end && s.start < end })
		if !secret && !slices.ContainsFunc(own, func(o string) bool { return sameContact(o, contact) }) {
			l.add(FindingPersonal, start, end, false, kind)
		}
	}
}

// phoneLike tells phone numbers from numbers of orders: by a plus or brackets, by
// being written in groups, or by the form of Chinese mobile numbers.
func phoneLike(s string) bool {
	n := len(onlyDigits(s))
	if n < 10 || n > 15 || len(s) > 10 && s[4] == '-' && s[7] == '-' { // a date, and the hour behind it
		return false
	}
	grouped := strings.ContainsAny(strings.Trim(s, " "), " -") && n <= 13
	return strings.ContainsAny(s, "+(") || grouped || n == 11 && s[0] == '1' && s[1] >= '3'
}

// codeBeside reports whether a stretch is a part of a code.
func codeBeside(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	code := func(r rune) bool {
		return r == '-' || r == '_' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	return code(before) || code(after)
}

// sameContact compares what the host knows with what is written: addresses
// without regard to case, or by their domain if only that is known; phone numbers
// by their digits, with or without the code of the country.
func sameContact(own, written string) bool {
	if strings.Contains(written, "@") {
		own, written = strings.ToLower(strings.TrimSpace(own)), strings.ToLower(written)
		return own == written || strings.HasPrefix(own, "@") && strings.HasSuffix(written, own)
	}
	a, b := strings.TrimLeft(onlyDigits(own), "0"), strings.TrimLeft(onlyDigits(written), "0")
	return len(a) >= 7 && len(b) >= 7 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
