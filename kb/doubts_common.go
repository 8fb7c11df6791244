package kb

import (
	"bytes"

	"github.com/kefu-go/kefu/internal/text"
)

// everydayWords are the words that people say about anything, beside those that hold
// sentences together and question words.
var everydayWords = wordSet(`tell know need want have problem problems issue issues trouble help question questions ask say see look try
	make now long take takes work works thing things something anything give show find use go come possible more again still yet
	like time way information info details about after before up out off back only`)

// everydayPhrases are the same in Chinese, where a word has several characters. Longer
// ones come before their parts, and before what overlaps with them: 怎么办理.
var everydayPhrases = byteStrings("多长时间", "办理", "什么时候", "什么时间", "多少钱", "怎么样", "怎么办", "为什么", "怎么回事", "有没有", "能不能", "是不是", "可不可以", "在哪里", "在哪儿",
	"哪里", "哪儿", "哪个", "哪些", "多久", "多少", "几点", "几天", "几个", "什么", "怎么", "如何", "没有", "需要", "可以", "你们", "我们", "他们", "大家", "支持", "请问", "帮我", "帮忙", "告诉", "知道", "想要", "问题",
	"情况", "东西", "事情", "这个", "那个", "这些", "那些", "这里", "那里", "现在", "一下", "还有", "已经", "谢谢", "您好", "你好", "使用", "处理", "时候", "时间", "应该", "必须", "能够", "是否", "用", "想", "问", "帮", "啊")

// saysNothing reports whether the question has nothing but words that are said about
// anything: 多少钱, "tell me about it". It is found out once.
func (m *matcher) saysNothing() bool {
	s := &m.smart
	if !s.emptyRead {
		s.emptyRead, s.empty = true, s.reader.saysNothing(m.query.Text)
	}
	return s.empty
}

func (r *outlineReader) saysNothing(s string) bool {
	r.tokens = r.buffer.Segment(s)
	rest := r.code[:0]
	for i, t := range r.tokens {
		b := r.buffer.Bytes(t)
		switch t.Kind {
		case text.Char:
			rest = append(rest, b...)
			continue
		case text.Word:
			if !text.IsFunctionWord("en", b) && !asks(b) && !everydayWords[string(b)] {
				return false
			}
		default:
			return false
		}
		if i > 0 {
			rest = append(rest, ' ')
		}
	}
	r.code = rest
	for _, phrase := range everydayPhrases {
		rest = bytes.ReplaceAll(rest, phrase, []byte{' '})
	}
	for len(rest) > 0 {
		n := runeLen(rest)
		if b := rest[:n]; b[0] != ' ' && !text.IsFunctionWord("zh", b) && !asks(b) {
			return false
		}
		rest = rest[n:]
	}
	return true
}
