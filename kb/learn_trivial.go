package kb

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// smallTalk are the keys of what people write without asking for anything that a
// knowledge base could answer: greetings, thanks, assent, calls for a person.
var smallTalk = map[string]bool{
	"hi": true, "hello": true, "hey": true, "hi there": true, "hello there": true, "good morning": true,
	"good afternoon": true, "good evening": true, "thanks": true, "thank you": true, "thank you very much": true,
	"thanks a lot": true, "thx": true, "ty": true, "ok": true, "okay": true, "yes": true, "no": true, "yep": true,
	"nope": true, "sure": true, "fine": true, "great": true, "bye": true, "goodbye": true, "please": true,
	"help": true, "help me": true, "anyone there": true, "are you there": true, "agent": true, "human": true,
	"talk to a human": true, "speak to an agent": true, "test": true, "what": true, "why": true, "how": true, "hmm": true,
	"你好": true, "您好": true, "你好啊": true, "hello啊": true, "在吗": true, "在么": true, "在不在": true, "有人吗": true,
	"有人在吗": true, "早上好": true, "下午好": true, "晚上好": true, "早": true, "谢谢": true, "谢谢你": true, "谢谢您": true,
	"多谢": true, "好": true, "好的": true, "好吧": true, "嗯": true, "嗯嗯": true, "哦": true, "是": true, "是的": true,
	"不": true, "不是": true, "对": true, "可以": true, "行": true, "再见": true, "拜拜": true, "人工": true,
	"转人工": true, "人工客服": true, "客服": true, "测试": true, "为什么": true, "什么": true, "怎么办": true, "亲": true,
	"哈哈": true, "呵呵": true, "请问": true, "你好请问": true, "收到": true, "知道了": true, "明白": true,
}

// trivial reports whether nobody could learn from a text without its personal
// data: small talk, numbers and signs, a single character, one key held down, a
// row of the keyboard.
func trivial(key string) bool {
	if key == "" || smallTalk[key] {
		return true
	}
	letters, han := 0, 0
	kinds := map[rune]bool{}
	for _, r := range key {
		switch {
		case r >= utf8.RuneSelf && unicode.Is(unicode.Han, r):
			han++
			kinds[r] = true
		case unicode.IsLetter(r):
			letters++
			kinds[r] = true
		}
	}
	if letters+han < 2 || len(kinds) < 2 || han == 0 && letters < 3 {
		return true
	}
	if han > 0 {
		return false
	}
	return gibberish(key)
}

// gibberish reports whether no word of a text in Latin letters could be one.
func gibberish(key string) bool {
	for word := range strings.FieldsSeq(key) {
		latin := true
		for _, r := range word {
			if r >= utf8.RuneSelf {
				latin = false
			}
		}
		if !latin || !mashed(word) {
			return false
		}
	}
	return true
}

// keyRows are the rows of the keyboards that people mash.
var keyRows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm"}

// mashed reports whether a word in Latin letters is none: long and without a
// vowel, one or two letters over and over, or four neighbours of a keyboard.
func mashed(word string) bool {
	if strings.IndexFunc(word, unicode.IsLetter) < 0 {
		return true
	}
	for _, row := range keyRows {
		for i := range len(row) - 3 {
			if strings.Contains(word, row[i:i+4]) && !strings.Contains(word, "property") && !strings.Contains(word, "were") {
				return true
			}
		}
	}
	if len(word) < 5 {
		return false
	}
	letters := map[rune]bool{}
	for _, r := range word {
		letters[r] = true
	}
	return len(letters) <= 2 || !strings.ContainsAny(word, "aeiouy0123456789")
}

// withoutPersonal returns a masked text without the marks, and its key.
func withoutPersonal(masked string) (plain, key string) {
	plain = strings.Join(strings.Fields(strings.ReplaceAll(masked, Masked, " ")), " ")
	return plain, text.Key(plain)
}
