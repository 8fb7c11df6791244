package intent

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Segment is a part of a message that may have an intent of its own.
type Segment struct {
	// Text is message[Start:End], without blanks, signs and words such as "and" or
	// 另外 around it.
	Text string `json:"text"`
	// Start and End are the stretch in bytes, RuneStart and RuneEnd in runes.
	Start     int `json:"start"`
	End       int `json:"end"`
	RuneStart int `json:"rune_start"`
	RuneEnd   int `json:"rune_end"`
}

// SegmentResult is a part of a message with what a classifier makes of it.
type SegmentResult struct {
	Segment
	Result Result `json:"result"`
}

// maxSegments is how many parts a message is cut into at most; the last one
// has the rest.
const maxSegments = 8

// Segments cuts a message into parts that may have different intents: sentences,
// and clauses where a new request begins ("cancel my order and tell me when the
// refund arrives", 我要退货,另外发票怎么开). It leaves together what is only a list
// ("black and white") or a condition ("if I cancel, do I get a refund?").
// Greetings and thanks belong to the part beside them. A list with numbers from 1
// is cut before each number. A message with something
// to read has at least one part. It is safe for concurrent use.
func Segments(message string) []Segment {
	var r reading
	r.read(clip(message, maxRead))
	return r.segments(message)
}

// segments is [Segments] of a message whose beginning is read.
func (r *reading) segments(message string) []Segment {
	words := segmentWords()
	if len(r.tokens) == 0 {
		return nil
	}
	s := segmenter{reading: r, words: words, whole: addresses(r.text)}
	s.findList()
	starts := s.starts()
	var segments []Segment
	for i, first := range starts {
		last := len(r.tokens) - 1
		if i+1 < len(starts) {
			last = starts[i+1] - 1
		}
		first, last = s.trim(first, last)
		start, end := r.stretch(first, last)
		if i+1 == len(starts) && len(r.text) == len(message) {
			end = len(strings.TrimRightFunc(message, unicode.IsSpace))
		} else {
			end += s.sign(end)
		}
		if start == end { // its characters were composed with those before
			continue
		}
		segments = append(segments, Segment{
			Text: message[start:end], Start: start, End: end,
			RuneStart: r.runesBefore(start), RuneEnd: r.runesBefore(end),
		})
	}
	return segments
}

// ClassifyAll classifies a message as a whole and in its parts. It returns the
// parts if each of them is [Confident] and they do not all have one intent;
// neighbours of the same intent are one part. In any other case it returns the
// whole message as its only part. A message with nothing to read is one part
// without a text.
func ClassifyAll(ctx context.Context, classifier Classifier, in Input) ([]SegmentResult, error) {
	whole, err := classifier.Classify(ctx, in)
	if err != nil {
		return nil, err
	}
	return classifyParts(ctx, classifier, in, whole, Segments(in.Text))
}

// classifyParts is [ClassifyAll] of a message that is classified and cut.
func classifyParts(ctx context.Context, classifier Classifier, in Input, whole Result, segments []Segment) ([]SegmentResult, error) {
	one := []SegmentResult{{Segment: Segment{Text: in.Text, End: len(in.Text), RuneEnd: utf8.RuneCountInString(in.Text)}, Result: whole}}
	if len(segments) < 2 {
		return one, nil
	}
	var parts []SegmentResult
	for _, segment := range segments {
		part := in
		part.Text = segment.Text
		result, err := classifier.Classify(ctx, part)
		if err != nil {
			return nil, err
		}
		if result.Decision != Confident {
			return one, nil
		}
		if n := len(parts); n > 0 && parts[n-1].Result.Label() == result.Label() {
			parts[n-1] = joined(in.Text, parts[n-1], SegmentResult{Segment: segment, Result: result})
			continue
		}
		parts = append(parts, SegmentResult{Segment: segment, Result: result})
	}
	if len(parts) < 2 {
		return one, nil
	}
	return parts, nil
}

// joined returns two neighbours of the same intent as one, with the surer
// result.
func joined(message string, a, b SegmentResult) SegmentResult {
	if b.Result.Top().Confidence > a.Result.Top().Confidence {
		a.Result = b.Result
	}
	a.End, a.RuneEnd = b.End, b.RuneEnd
	a.Text = message[a.Start:a.End]
	return a
}

// segmentKind is what a word can do in a message with several requests, as a set.
type segmentKind uint16

const (
	joins     segmentKind = 1 << iota // and, also
	opens                             // how, can: opens a request
	commands                          // cancel: opens a request behind a word that joins
	speaker                           // I, we
	wishes                            // want, need, 'd like
	condition                         // if, because: the clause belongs to the next one
	polite                            // hello, thanks
	fails                             // crashes, can't
	names                             // the, it: before what fails
	counts                            // first, second
	short                             // Mr., no.: no sentence ends behind it, nor behind a single letter
)

type segmentBook struct {
	kinds    map[string]segmentKind
	joints   *phrasebook // Chinese words that join
	requests *phrasebook // Chinese words of a request
	tails    *phrasebook // Chinese clauses that ask about the one before
	greets   *phrasebook // Chinese greetings and thanks
	ifs      *phrasebook // Chinese conditions
}

var segmentWords = sync.OnceValue(func() *segmentBook {
	b := &segmentBook{kinds: map[string]segmentKind{}}
	for _, line := range []struct {
		kind  segmentKind
		words string
	}{
		{joins, "and also but then plus additionally besides & moreover furthermore secondly"},
		{opens, "how what what's when where where's why who which can could will would is are do does did please may should has have won't isn't aren't doesn't don't also"},
		{commands, "tell show cancel change check send give transfer pay refund return exchange update book reset delete add remove close activate block unblock " +
			"freeze report find order buy track move set call schedule explain let help confirm stop start turn play make upgrade downgrade renew replace verify apply " +
			"reschedule resend dispatch deliver ship increase decrease raise lower extend transfer email text remind list"},
		{speaker, "i we i'd i'm we'd i've my"},
		{wishes, "want need would wanna like wish cannot can can't have haven't didn't did am was wonder forgot lost still never got"},
		{condition, "if when because since after once as while although though unless before whether until"},
		{polite, "hi hello hey good morning afternoon evening thanks thank you thx please pls ok okay dear sir madam there yes no sorry so well much very very all sure hi, greetings cheers bye day a a great"},
		{fails, "crash crashes crashed crashing broken breaks fails failed freezes frozen stuck doesn't isn't won't can't cannot cant doesnt wont"},
		{names, "the it your this"},
		{counts, "first firstly second third finally lastly"},
		{short, "mr mrs ms dr no nr st vs etc e g i approx inc ltd co dept"},
	} {
		for word := range strings.FieldsSeq(line.words) {
			b.kinds[word] |= line.kind
		}
	}
	book := func(phrases string) *phrasebook {
		p := newPhrasebook()
		spread("-/"+strings.Join(strings.Fields(phrases), "/"), func(phrase string) { p.add(phrase, 0) })
		return p
	}
	b.joints = book("另外 顺便 然后 同时 再帮我 并且 而且 还想问 还想 还要 此外 除此之外 对了 再问一下 再问 再一个 其次 还有就是 还有个 还有一个 还有我 顺带 再者 另 还有 还需要 第二")
	b.requests = book("怎么 吗 什么 要 想 帮 多少 如何 哪 几 可以 请 呢 何时 查 退 换 改 取消 能 为什么 为啥 咋 是否 多久 申请 开通 关闭 注销 修改 投诉 预订 订 买 办 告诉 催 有没有 寄 补 转 充 需要 支持 没收到 坏了 不了 谁")
	b.tails = book("怎么办 可以吗 行吗 好吗 是吗 对吗 行不行 可不可以 好不好 谢谢 怎么弄 怎么处理 为什么 怎么回事 咋办 能吗 多谢 是什么原因 咋回事 这样可以吗 啥意思 什么意思 有吗 是不是")
	b.greets = book("你好 您好 请问 谢谢 亲 在吗 哈喽 早上好 下午好 晚上好 麻烦 你好啊 谢谢你 谢谢您 好的 嗯 哦 喂 谢谢啦 多谢 辛苦了 客服 打扰了 不好意思 麻烦了 麻烦你 感谢 拜托 请教一下 问一下 我想问一下 想问一下 咨询一下 请")
	b.ifs = book("如果 要是 假如 因为 由于 虽然 既然 等 万一 只要 除非 当 等我 若")
	return b
})

type segmenter struct {
	*reading
	words *segmentBook
	whole [][]int      // addresses, which are not cut
	list  map[int]bool // the numbers of a list
}

// findList finds the numbers of a list: "1. ... 2. ...", from 1 and at least 2.
func (s *segmenter) findList() {
	var numbers []int
	for i, t := range s.tokens {
		after := s.text[t.End:]
		blank := i == 0 || strings.ContainsAny(s.text[s.tokens[i-1].End:t.Start], " \n,，;；。:：") || s.tokens[i-1].Kind == text.Char
		sign := strings.HasPrefix(after, ". ") || strings.HasPrefix(after, "、") || strings.HasPrefix(after, ")") || strings.HasPrefix(after, "）") ||
			strings.HasPrefix(after, ".") && i+1 < len(s.tokens) && s.tokens[i+1].Kind != text.Number
		if blank && sign && i+1 < len(s.tokens) && string(s.word(i)) == strconv.Itoa(len(numbers)+1) {
			numbers = append(numbers, i)
		}
	}
	if len(numbers) < 2 {
		return
	}
	s.list = map[int]bool{}
	for _, i := range numbers {
		s.list[i] = true
	}
}

// starts returns the first token of each part.
func (s *segmenter) starts() []int {
	starts := []int{0}
	for i := 1; i < len(s.tokens) && len(starts) < maxSegments; i++ {
		begin := starts[len(starts)-1]
		if !s.cuts(begin, i) || s.empty(begin, i) || s.empty(i, s.sentenceEnd(i)) && s.sentenceEnd(i) == len(s.tokens) {
			continue
		}
		starts = append(starts, i)
	}
	return starts
}

// cuts reports whether a part that begins at a token ends before another one.
func (s *segmenter) cuts(begin, i int) bool {
	if s.inAddress(i) {
		return false
	}
	switch s.gap(i) {
	case sentenceGap:
		return true
	case clauseGap:
		return s.requestsBoth(begin, i)
	case noGap:
	}
	if s.tokens[i].Kind == text.Char {
		joint := s.phraseAt(s.words.joints, i)
		blank := s.tokens[i].Start > s.tokens[i-1].End && s.tokens[i-1].Kind == text.Char
		return i-begin >= 3 && (joint > 0 && s.requests(begin, i) && s.requests(i+joint, s.clauseEnd(i)) || blank && s.requestsBoth(begin, i))
	}
	return s.kind(i)&joins != 0 && i-begin >= 2 && (s.opensRequest(i+1) || s.fault(begin, i) && s.fault(i+1, s.clauseEnd(i))) && !s.conditional(begin)
}

// fault reports whether tokens tell of something that does not work: "the app
// crashes".
func (s *segmenter) fault(first, end int) bool {
	for i := first + 1; i < end; i++ {
		if s.kind(i)&fails != 0 {
			return s.kind(first)&(speaker|names) != 0
		}
	}
	return false
}

// inAddress reports whether an address goes on with a token.
func (s *segmenter) inAddress(i int) bool {
	at := addressAt(s.whole, s.tokens[i].Start)
	return at != nil && at[0] < s.tokens[i].Start
}

type gap uint8

const (
	noGap gap = iota
	clauseGap
	sentenceGap
)

// gap says what stands before a token.
func (s *segmenter) gap(i int) gap {
	switch {
	case s.inAddress(i), s.list[i-1]:
		return noGap
	case s.list[i]:
		return sentenceGap
	}
	between := s.text[s.tokens[i-1].End:s.tokens[i].Start]
	switch {
	case strings.ContainsAny(between, "!?;！？；。\n…"):
		return sentenceGap
	case strings.Contains(between, "."):
		if s.kind(i-1)&short != 0 || s.tokens[i-1].Kind == text.Word && len(s.word(i-1)) == 1 || !strings.ContainsAny(between, " \t") && s.tokens[i].Kind != text.Char {
			return noGap
		}
		return sentenceGap
	case strings.ContainsAny(between, ",，、:："):
		return clauseGap
	}
	return noGap
}

func (s *segmenter) kind(i int) segmentKind {
	if i >= len(s.tokens) {
		return 0
	}
	return s.words.kinds[string(s.word(i))]
}

// clauseEnd returns the token behind the clause of a token, sentenceEnd that
// behind its sentence.
func (s *segmenter) clauseEnd(i int) int {
	for i++; i < len(s.tokens) && s.gap(i) == noGap; i++ {
	}
	return i
}

func (s *segmenter) sentenceEnd(i int) int {
	for i++; i < len(s.tokens) && s.gap(i) != sentenceGap; i++ {
	}
	return i
}

// requestsBoth reports whether there is a request before and behind a comma.
func (s *segmenter) requestsBoth(begin, i int) bool {
	if s.conditional(begin) {
		return false
	}
	if s.tokens[i].Kind == text.Char {
		end := s.clauseEnd(i)
		if n := s.phraseAt(s.words.tails, i); n > 0 && i+n == end {
			return false
		}
		joint := s.phraseAt(s.words.joints, i)
		return (joint > 0 || s.requests(begin, i)) && s.requests(i+joint, end) && i-begin >= 3 && end-i >= 3
	}
	if s.kind(i)&(joins|counts) != 0 {
		return i-begin >= 2 && s.opensRequest(i+1)
	}
	asked := s.opensRequest(begin) || s.tokens[begin].Kind == text.Char
	return asked && i-begin >= 3 && s.opensRequest(i) && s.clauseEnd(i)-i >= 3
}

// conditional reports whether a part begins with a condition, which belongs to
// what follows.
func (s *segmenter) conditional(begin int) bool {
	return s.kind(begin)&condition != 0 && s.kind(begin)&opens == 0 || s.phraseAt(s.words.ifs, begin) > 0 ||
		s.kind(begin)&condition != 0 && s.kind(begin+1)&speaker != 0
}

// opensRequest reports whether a request begins at a token.
func (s *segmenter) opensRequest(i int) bool {
	for i < len(s.tokens) && s.kind(i)&(joins|polite|counts) != 0 && s.kind(i)&commands == 0 {
		i++
	}
	switch k := s.kind(i); {
	case i >= len(s.tokens):
		return false
	case s.tokens[i].Kind == text.Char:
		return s.requests(i, s.clauseEnd(i))
	case k&speaker != 0:
		next := i + 1
		if s.kind(next)&joins != 0 { // "I also want"
			next++
		}
		return s.kind(next)&(wishes|commands) != 0 || strings.Contains(string(s.word(i)), "'")
	default:
		return k&(opens|commands) != 0 && i+1 < len(s.tokens)
	}
}

// requests reports whether there is a word of a request among tokens.
func (s *segmenter) requests(from, to int) bool {
	for i := from; i < to; i++ {
		if s.phraseAt(s.words.requests, i) > 0 || s.kind(i)&(opens|commands|wishes) != 0 && s.tokens[i].Kind != text.Char {
			return true
		}
	}
	return false
}

// phraseAt returns how many tokens the longest phrase at a token has, or 0.
func (s *segmenter) phraseAt(p *phrasebook, at int) int {
	node, longest := uint32(0), 0
	for i := at; i < len(s.tokens) && s.clause[i] == s.clause[at]; i++ {
		word, known := p.words[string(s.word(i))]
		if !known {
			break
		}
		if node, known = p.next[uint64(node)<<32|uint64(word)]; !known {
			break
		}
		if len(p.ends[node]) > 0 {
			longest = i + 1 - at
		}
	}
	return longest
}

// empty reports whether there is nothing but greetings and thanks among tokens.
func (s *segmenter) empty(from, to int) bool {
	for i := from; i < to; {
		switch n := s.phraseAt(s.words.greets, i); {
		case n > 0:
			i += n
		case s.kind(i)&(polite|joins) != 0, s.tokens[i].Kind == text.Symbol:
			i++
		default:
			return false
		}
	}
	return true
}

// trim leaves out the words that join a part to the one before it, at the end
// of a part too.
func (s *segmenter) trim(first, last int) (int, int) {
	for first < last {
		switch joint := s.phraseAt(s.words.joints, first); {
		case s.list[first]:
			first++
		case first == 0:
			return first, s.trimEnd(first, last)
		case joint > 0 && first+joint <= last && s.tokens[first].Kind == text.Char && !s.keeps(first):
			first += joint
		case s.kind(first)&joins != 0:
			first++
		default:
			return first, s.trimEnd(first, last)
		}
	}
	return first, last
}

// keeps reports whether a word that joins is also the verb of its part: 还要, 还想.
func (s *segmenter) keeps(i int) bool {
	return string(s.word(i)) == "还" || string(s.word(i)) == "再"
}

func (s *segmenter) trimEnd(first, last int) int {
	for last > first && s.kind(last)&joins != 0 {
		last--
	}
	return last
}

// sign returns how many bytes at a place end a sentence and belong to it.
func (s *segmenter) sign(at int) int {
	n := 0
	for n < len(s.text[at:]) {
		r, size := utf8.DecodeRuneInString(s.text[at+n:])
		if !strings.ContainsRune("!?.！？。", r) {
			break
		}
		n += size
	}
	return n
}
