package dialog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Learn returns what a customer's message tells about himself, for a
// [ProfileSink]: names, telephone numbers, e-mail and postal addresses as stated;
// language, interest and mood as inferred. Names and postal addresses count only
// where they are introduced as his (my name is, 我叫, I live at, 地址), or an address
// is the whole message; numbers and e-mail addresses, with 0.95 where he calls them
// his own and 0.7 where he merely writes them. A recipient's are "phone/recipient"
// and so on, the two ends of a delivery "address/origin" and "address/destination".
// What the words give to somebody else (the courier, "your number") or to something
// else (a password, a hotel) or call old is left out, and numbers of cards and
// documents are never learned. Values must be as package intent/entity writes them,
// with offsets into m.Text, which is the text that was read ([Perceived].Text of a
// recording); those without (from pictures) are inferred.
func Learn(r *Reading, m Message) (attrs []Attribute) {
	if r == nil || m.From != "" && m.From != Customer {
		return nil
	}
	add := func(name, value string, source AttributeSource, confidence float64) {
		a := Attribute{
			Name: name, Value: value, Source: source, Confidence: confidence, At: m.At,
			Channel: m.Channel, Conversation: m.Conversation, Message: m.ID,
		}
		if value != "" && !slices.ContainsFunc(attrs, func(o Attribute) bool { return o.Name == a.Name && o.Value == a.Value }) {
			attrs = append(attrs, a)
		}
	}
	for _, v := range r.Values {
		name, ok := learnedTypes[v.Type]
		if !ok || v.Role == "old" {
			continue
		}
		if v.Start >= v.End || v.End > len(m.Text) || v.Start < 0 {
			add(name, v.Value, Inferred, 0.6)
			continue
		}
		before, after := m.Text[:v.Start], m.Text[v.End:]
		if v.Role == "origin" || v.Role == "destination" {
			if delivers(before) { // else it is a journey
				add(name+"/"+v.Role, v.Value, Stated, 0.9)
			}
			continue
		}
		var whose owner
		switch v.Type {
		case "person":
			whose = introduced(nameWords, before)
		case "address":
			whose = introduced(addressWords, before)
			if whose == somebodyElse && 3*(lettersIn(before)+lettersIn(after)) <= 2*lettersIn(v.Value) {
				whose = unknownOwner // hardly anything else is said
			}
		default:
			whose = ownerOf(before)
		}
		switch {
		case whose == somebodyElse || claimedBehind(after):
		case whose == theRecipient:
			add(name+"/recipient", v.Value, Stated, 0.9)
		case whose == himself || v.Role == "new":
			add(name, v.Value, Stated, 0.95)
		default:
			add(name, v.Value, Stated, 0.7)
		}
	}
	if r.Language != "" {
		add("language", r.Language, Inferred, 0.7)
	}
	if r.Category != "" && r.Sure {
		add("interest", r.Category, Inferred, max(r.Confidence, sureAttribute))
	}
	if r.Mood.Label != "" && r.Mood.Turns > 1 { // single messages tell little
		add("mood", r.Mood.Label, Inferred, min(0.5+0.1*float64(r.Mood.Turns), 0.9))
	}
	return attrs
}

// learnedTypes are the types of values that describe a person, with the names of
// their attributes.
var learnedTypes = map[string]string{"person": "name", "phone": "phone", "email": "email", "address": "address"}

// owner is whose something is.
type owner uint8

const (
	unknownOwner owner = iota
	himself
	theRecipient
	somebodyElse
)

// ownerWords are the words before a value that tell whose it is. Those in Latin
// letters are whole words.
var ownerWords = map[owner][]string{
	himself: {
		"my", "mine", "call me", "reach me", "contact me", "mail me", "email me", "e-mail me", "text me", "ring me", "write to me",
		"我", "本人", "自己",
	},
	theRecipient: {"recipient", "recipient's", "receiver", "addressee", "ship to", "deliver to", "gift for", "收件人", "收货人", "收件", "收货", "联系人"},
	somebodyElse: {
		"your", "yours", "you", "he", "she", "him", "his", "her", "their", "they", "courier", "driver", "seller", "shop", "store", "agent", "colleague", "friend", "spoke", "talked", "from", "named", "called",
		"mother", "father", "wife", "husband", "son", "daughter", "brother", "sister",
		"你", "您", "他", "她", "快递员", "快递", "司机", "客服", "卖家", "商家", "店家", "店铺", "朋友", "同事", "妈", "爸", "老公", "老婆", "儿子", "女儿", "骑手", "有人", "对方", "公司",
		"password", "pin", "ssn", "card", "account", "policy", "order", "booking", "密码", "身份证", "卡号", "账号", "保单", "订单",
	},
}

// nameWords are the words that introduce a name, and whose it is then.
var nameWords = map[owner][]string{
	himself: {
		"my name", "my full name", "i'm", "i am", "im", "this is", "call me", "name", "first name", "last name", "full name",
		"我叫", "我是", "我姓", "我名字", "我的名字", "我的姓名", "姓名", "名字", "本人", "本人姓名", "叫我", "免贵姓", "敝姓", "我免贵姓",
	},
	theRecipient: {"recipient", "recipient's name", "receiver", "addressee", "收件人", "收货人", "联系人", "收件人姓名", "收货人姓名", "收件人名字"},
	somebodyElse: {"his name", "her name", "your name", "their name", "the name", "its name", "a name", "friend's name", "company name", "hotel name", "restaurant name", "的名字", "的姓名", "叫名字", "去名字", "他叫", "她叫", "他是", "她是", "你叫", "他姓", "她姓", "他的名字", "她的名字", "朋友叫"},
}

// addressWords are the words that introduce a postal address.
var addressWords = map[owner][]string{
	himself: {
		"address", "my address", "i live at", "i live in", "we live at", "i'm at", "i am at", "i moved to", "i have moved to", "moved to", "home is",
		"地址", "住址", "我住", "我住在", "家住", "我家在", "住在", "搬到", "搬到了", "搬到了新地址",
	},
	theRecipient: {"recipient address", "recipient's address", "收件地址", "收货地址", "收件人地址", "收货人地址"},
	somebodyElse: {
		"your address", "his address", "her address", "their address", "its address", "shop address", "store address", "hotel address",
		"你们地址", "你们的地址", "他的地址", "她的地址", "酒店地址", "酒店的地址", "店的地址", "他住", "他住在", "她住", "她住在",
	},
}

// delivers reports whether the words before an address are about sending things.
func delivers(before string) bool {
	clause := clauseBefore(before)
	for _, word := range []string{
		"deliver", "delivery", "ship", "shipping", "send", "sent", "return", "parcel", "package", "order", "pickup", "pick up", "sender", "recipient", "receiver",
		"寄", "送到", "送货", "收货", "收件", "发货", "发件", "取件", "快递", "配送", "派送", "包裹",
	} {
		if lastWord(clause, word) >= 0 {
			return true
		}
	}
	return false
}

// lettersIn counts the letters and digits of a text.
func lettersIn(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// introduced returns whose a value is by the words right before it; somebody
// else's if they do not introduce it.
func introduced(words map[owner][]string, before string) owner {
	clause := strings.TrimRight(clauseBefore(before), " :,：，")
	for _, filler := range []string{" is now", " is", "'s", " was", " no", "是", "叫", "为", "在"} {
		if rest, ok := strings.CutSuffix(clause, filler); ok && introducedBy(words, clause) == unknownOwner {
			clause = strings.TrimRight(rest, " :：")
			break
		}
	}
	if whose := introducedBy(words, clause); whose != unknownOwner {
		return whose
	}
	return somebodyElse
}

// introducedBy returns whose value the longest of the words at the end of a clause
// introduces.
func introducedBy(words map[owner][]string, clause string) owner {
	found, longest := unknownOwner, 0
	for whose, list := range words {
		for _, word := range list {
			if len(word) > longest && strings.HasSuffix(clause, word) && lastWord(clause, word) == len(clause)-len(word) {
				found, longest = whose, len(word)
			}
		}
	}
	return found
}

// ownerOf returns whose a value is by the clause before it: the last word that
// tells decides. A recipient stays one when he is "mine".
func ownerOf(before string) owner {
	clause := clauseBefore(before)
	found, at := unknownOwner, -1
	for whose, words := range ownerWords {
		for _, word := range words {
			if i := lastWord(clause, word); i > at || i == at && i >= 0 && whose > found {
				found, at = whose, i
			}
		}
	}
	return found
}

// claimedBehind reports whether the words behind a value give it to whom the
// customer talks to: "is 400 your number?", 400是你们的电话吗.
func claimedBehind(after string) bool {
	after = text.Fold(after[:min(len(after), 32)])
	for _, word := range []string{"your", "yours", "你们", "您们", "贵公司"} {
		if i := strings.Index(after, word); i >= 0 && i <= 6 && lastWord(after[:min(len(after), i+len(word)+1)], word) == i {
			return true
		}
	}
	return false
}

// clauseBefore is the end of a text as far back as the same thing is talked of,
// folded: to the last end of a sentence, at most 64 bytes.
func clauseBefore(before string) string {
	start := max(0, len(before)-64)
	for start < len(before) && !utf8.RuneStart(before[start]) {
		start++
	}
	before = before[start:]
	if i := strings.LastIndexAny(before, ".!?。！？；;\n"); i >= 0 {
		_, n := utf8.DecodeRuneInString(before[i:])
		before = before[i+n:]
	}
	return text.Fold(strings.ReplaceAll(before, "’", "'"))
}

// lastWord returns where a word stands last in a folded text; -1 if nowhere. In
// Latin letters it has to be whole.
func lastWord(s, word string) int {
	for end := len(s); ; {
		i := strings.LastIndex(s[:end], word)
		if i < 0 {
			return -1
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(word):])
		if word[0] >= utf8.RuneSelf || !latinLetter(before) && !latinLetter(after) {
			return i
		}
		end = i + len(word) - 1
	}
}

func latinLetter(r rune) bool { return unicode.Is(unicode.Latin, r) }
