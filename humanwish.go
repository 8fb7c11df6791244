package kefu

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// humanPhrases knows how customers ask for a person, in English and Chinese.
type humanPhrases struct {
	talk, pass, want, person, someone, alone, machine, not, filler map[string]bool
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func newHumanPhrases() *humanPhrases {
	return &humanPhrases{
		// talk to <someone>
		talk: set("talk talking speak speaking chat chatting"),
		// <pass> me to <someone>
		pass: set("transfer pass put connect get give hand redirect forward switch send let escalate refer patch"),
		// <want> a <person>
		want: set("want need prefer like have get give any find reach contact call see"),
		person: set("human humans person agent agents representative representatives rep operator advisor adviser manager " +
			"supervisor colleague employee worker specialist consultant staff reception"),
		someone: set("someone somebody anyone anybody people guy man woman team"),
		alone:   set("human person agent representative operator rep humans manager supervisor"),
		machine: set("bot bots robot robots machine machines chatbot computer ai"),
		not:     set("not dont don't never without no wont won't needn't neednt doesn't doesnt didn't didnt"),
		filler:  set("please pls now a an the hi hello hey hallo ok okay just real live actual human customer service support me to only asap i with"),
	}
}

// maxWish is how much of a message is searched for a wish, in bytes.
const maxWish = 4 << 10

// wanted reports whether a message asks for a person instead of the bot. Each
// clause is judged by itself, so that a denial reaches no further.
func (p *humanPhrases) wanted(message string) bool {
	message = text.Fold(message[:min(len(message), maxWish)])
	var buffer text.Buffer
	for clause := range strings.FieldsFuncSeq(message, func(r rune) bool { return strings.ContainsRune(".,!?;:。、…()", r) }) {
		var words []string
		var chinese strings.Builder
		for _, t := range buffer.Segment(clause) {
			word := string(buffer.Bytes(t))
			if t.Kind == text.Char {
				chinese.WriteString(word)
			} else {
				chinese.WriteByte(' ')
				words = append(words, word)
			}
		}
		if p.english(words) || wantedChinese(chinese.String()) {
			return true
		}
	}
	return false
}

// reach is how many words may stand between a verb and the person.
const reach = 6

func (p *humanPhrases) english(words []string) bool {
	if p.onlyPerson(words) {
		return true
	}
	for i, w := range words {
		after := words[i+1 : min(len(words), i+1+reach)]
		switch {
		case p.refuses(words[max(0, i-4):i]):
			if p.talk[w] && p.first(after, p.machine) {
				return true // does not want to talk to a machine
			}
		case w == "stop" && p.first(after, p.machine):
			return true
		case p.talk[w] && (p.first(after, p.person) || p.first(after, p.someone)):
			return true
		case p.pass[w] && len(after) > 0 && (after[0] == "me" || after[0] == "us") && (p.first(after, p.person) || p.first(after, p.someone)):
			return true
		case p.want[w] && p.qualified(after):
			return true
		}
	}
	return false
}

// onlyPerson reports whether a message is little more than the name of a person.
func (p *humanPhrases) onlyPerson(words []string) bool {
	named := false
	for _, w := range words {
		switch {
		case p.alone[w]:
			named = true
		case !p.filler[w]:
			return false
		}
	}
	return named && len(words) <= 6
}

// refuses reports whether words deny what follows them.
func (p *humanPhrases) refuses(words []string) bool {
	for _, w := range words {
		if p.not[w] {
			return true
		}
	}
	return false
}

// first reports whether one of the words is in a set, before the sentence turns
// to a subject of its own.
func (p *humanPhrases) first(words []string, set map[string]bool) bool {
	for _, w := range words {
		if set[w] {
			return true
		}
		if w == "about" || w == "for" || w == "money" || w == "because" {
			return false
		}
	}
	return false
}

// qualified reports whether words name a person who cannot be anybody else
// than one of the staff: "a real person", "a human", "your manager".
func (p *humanPhrases) qualified(words []string) bool {
	for i, w := range words[:min(len(words), 4)] {
		switch w {
		case "real", "actual", "live", "human":
			for _, next := range words[i:min(len(words), i+3)] {
				if next != w && p.person[next] || next == "human" || next == "humans" {
					return true
				}
			}
		case "operator", "representative", "rep":
			return true
		case "me", "a", "an", "the", "your", "to", "with", "any", "only":
		default:
			return false
		}
	}
	return false
}

// wantedChinese looks for the phrases in folded Chinese; other words are blanks.
func wantedChinese(s string) bool {
	if s == "" {
		return false
	}
	rest := s
	for _, filler := range []string{
		"你好", "您好", "请问", "请", "我要", "我想要", "我想", "我", "要", "帮", "给", "一下", "一个", "谢谢", "麻烦",
		"有没有", "有", "在不在", "在", "吧", "啊", "呢", "吗", "呀", "了", "的", "找", "转", "接", "个", "快", "点", " ",
	} {
		rest = strings.ReplaceAll(rest, filler, "")
	}
	switch rest {
	case "人工", "客服", "真人", "活人", "人工客服", "真人客服", "人工服务", "经理", "主管", "人":
		return rest != "人" || strings.Contains(s, "找人") || strings.Contains(s, "转人")
	}
	for _, phrase := range []string{
		"转人工", "转接人工", "接人工", "找人工", "要人工", "换人工", "叫人工", "人工客服", "人工服务", "人工坐席", "人工座席", "人工接", "人工处理",
		"转客服", "转接客服", "找客服", "要客服", "叫客服", "换客服", "找真人", "要真人", "转真人", "真人客服", "跟真人", "和真人", "找活人",
		"换个人", "叫个人", "找个人来", "叫你们经理", "找经理", "找你们经理", "叫经理", "找主管", "找你们主管", "找领导", "找你们领导", "叫你们领导",
		"不要机器人", "不想跟机器人", "不想和机器人", "不跟机器人", "不和机器人", "别用机器人", "不要跟机器人", "不要和机器人",
	} {
		for at := 0; ; {
			found := strings.Index(s[at:], phrase)
			if found < 0 {
				break
			}
			at += found
			if strings.HasPrefix(phrase, "不") || strings.HasPrefix(phrase, "别") || !refusedChinese(s[:at]) {
				return true
			}
			at += len(phrase)
		}
	}
	return false
}

// refusedChinese reports whether what stands before a phrase denies it.
func refusedChinese(before string) bool {
	for _, no := range []string{"不要", "不用", "不需要", "不想", "不必", "无需", "别", "别给我", "不用给我", "不要给我", "不用帮我", "不要帮我"} {
		if strings.HasSuffix(before, no) {
			return true
		}
	}
	return false
}
