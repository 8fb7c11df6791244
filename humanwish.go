package kefu

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// humanPhrases knows how customers ask for a person, in English and Chinese.
type humanPhrases struct {
	talk, pass, want, person, someone, alone, machine, not, filler, determiner, help map[string]bool
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
		talk: set("talk talking speak speaking chat chatting complain"),
		// <pass> me to <someone>
		pass: set("transfer pass put connect get give hand redirect forward switch send let escalate refer patch"),
		// <want> a <person>
		want: set("want need prefer like have get give any find reach contact call see"),
		person: set("human humans person agent agents representative representatives rep operator advisor adviser manager " +
			"supervisor colleague employee worker specialist consultant staff reception"),
		someone:    set("someone somebody anyone anybody team"),
		help:       set("help assist"),
		determiner: set("me a an the your to with any only some help from talk assistance support"),
		alone:      set("human person agent representative operator rep humans manager supervisor"),
		machine:    set("bot bots robot robots machine machines chatbot computer ai"),
		not:        set("not dont don't never without wont won't needn't neednt doesn't doesnt didn't didnt"),
		filler:     set("please pls now a an the hi hello hey hallo ok okay just real live actual human customer service support me to only asap i with being beings help assistance"),
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
		case w == "get" && len(after) > 1 && p.someone[after[0]] && p.first(after[1:], p.help):
			return true
		case p.want[w] && p.qualified(after):
			return true
		}
	}
	return false
}

// onlyPerson reports whether a message is little more than the name of a person.
func (p *humanPhrases) onlyPerson(words []string) bool {
	named, service, customer := false, false, false
	for _, w := range words {
		switch {
		case p.alone[w]:
			named = true
		case !p.filler[w]:
			return false
		}
		service = service || w == "service" || w == "support"
		customer = customer || w == "customer"
	}
	return (named || service && customer) && len(words) <= 6
}

// refuses reports whether words deny what follows them.
func (p *humanPhrases) refuses(words []string) bool {
	for i, w := range words {
		if w == "why" { // asks what is in the way, and wants it
			return false
		}
		if p.not[w] || w == "no" && i+1 < len(words) && words[i+1] == "need" {
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

// qualified reports whether words name one of the staff: "a real person", "help
// from a human", "an agent" at the end.
func (p *humanPhrases) qualified(words []string) bool {
	marked := false
	for i, w := range words {
		switch {
		case p.person[w]:
			last := i+1 == len(words) || p.filler[words[i+1]] && !p.person[words[i+1]]
			return last || marked && (w != "human" || p.person[words[i+1]])
		case w == "real" || w == "actual" || w == "live":
			marked = true
		case !p.determiner[w]:
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
		"有没有", "有", "在不在", "在", "哪里", "哪", "吧", "啊", "呢", "吗", "呀", "了", "的", "找", "转", "接", "个", "快", "点", " ",
	} {
		rest = strings.ReplaceAll(rest, filler, "")
	}
	switch once := strings.ReplaceAll(rest, "人工", ""); {
	case rest == "客服", rest == "真人", rest == "活人", rest == "经理", rest == "主管":
		return true
	case rest != "" && (once == "" || once == "客服" || once == "服务" || once == "回复"):
		return rest != once
	case rest == "人":
		return strings.Contains(s, "找人") || strings.Contains(s, "转人")
	}
	for _, phrase := range []string{
		"转人工", "转接人工", "接人工", "找人工", "要人工", "换人工", "叫人工", "人工客服", "人工服务", "人工坐席", "人工座席", "人工接", "人工处理", "人工回复",
		"转客服", "转接客服", "找客服", "要客服", "叫客服", "换客服", "找真人", "要真人", "转真人", "真人客服", "跟真人", "和真人", "找活人",
		"跟人说话", "和人说话", "跟人聊", "和人聊", "跟人谈", "和人谈",
		"换个人", "找个人", "叫个人", "跟我说话", "找个人来", "叫你们经理", "找经理", "找你们经理", "叫经理", "找主管", "找你们主管", "找领导", "找你们领导", "叫你们领导",
		"不要机器人", "不想跟机器人", "不想和机器人", "不跟机器人", "不和机器人", "别用机器人", "不要跟机器人", "不要和机器人",
	} {
		if asksChinese(s, phrase) {
			return true
		}
	}
	return false
}

// asksChinese reports whether a phrase occurs that is neither denied nor the
// beginning of something else, as in 人工客服电话.
func asksChinese(s, phrase string) bool {
	for from := 0; ; {
		at := strings.Index(s[from:], phrase)
		if at < 0 {
			return false
		}
		before, after := s[:from+at], s[from+at+len(phrase):]
		own := strings.HasPrefix(phrase, "不") || strings.HasPrefix(phrase, "别") // denies the machine
		refused := refusedChinese(before) || strings.HasPrefix(phrase, "要") && refusedChinese(before+"要")
		if (own || !refused) && !subjectChinese(after) {
			return true
		}
		from += at + len(phrase)
	}
}

// subjectChinese reports whether what follows a phrase makes it the subject of
// a question about the staff.
func subjectChinese(after string) bool {
	after = strings.TrimPrefix(strings.TrimPrefix(after, "客服"), "的")
	for _, about := range []string{"电话", "热线", "号码", "几点", "上班", "下班", "工作时间", "在线时间", "服务时间", "态度", "要等多久", "智能", "费", "成本"} {
		if strings.HasPrefix(after, about) {
			return true
		}
	}
	return false
}

// refusedChinese reports whether what stands before a phrase denies it.
func refusedChinese(before string) bool {
	for {
		for _, open := range []string{"能不能", "可不可以", "是不是", "要不要"} { // asks, and denies nothing
			before = strings.TrimSuffix(before, open)
		}
		for _, no := range []string{"不要", "不用", "不需要", "不想", "不必", "无需", "无须", "别", "不是", "没要", "没说", "没必要", "不"} {
			if strings.HasSuffix(before, no) {
				return true
			}
		}
		shorter := before
		for _, between := range []string{"给我", "帮我", "让我", "急着", "马上", "现在", "直接", "联系", "转接", "转", "接", "找", "要", "再", "叫"} {
			if cut, ok := strings.CutSuffix(before, between); ok {
				shorter = cut
				break
			}
		}
		if shorter == before {
			return false
		}
		before = shorter
	}
}
