package dialog

// answerPhrases are what counts as an answer to a yes-or-no question only; the
// words for yes and no as such are among commandPhrases.
var answerPhrases = []struct {
	label   uint8
	phrases string
}{
	{phraseUnclear, `
		(yes and no|yes or no|yes no|no yes|maybe|perhaps|not sure|i'm not sure|i don't know|no idea|it depends|depends|possibly|not necessarily)
		(不一定|不知道|不清楚|不确定|也许|可能|说不准|不好说|看情况|不是不要|不是不想|不是不行|不是不可以|不是不是|不是没有|不是不对|好像是|好像|应该吧|再说)
	`},
	{phraseBlock, `
		no (one|entry|parking|idea|more)
		(right|correct|ok|okay|yes|no|sure) (or|and) (not|no|yes|wrong)
		(是不是|好不好|行不行|可不可以|对不对|要不要|能不能|可以不可以|有没有|好了没|对了)
	`},
	{phraseRhetoric, `
		why (not|wouldn't i|wouldn't we)
		(干嘛不|为什么不|为啥不|何乐而不为|怎么不行|怎么不可以|谁说不|能不要吗|不然呢)
	`},
	{uint8(commandNo), `
		=(wrong|incorrect|false|not correct|not right|not exactly|not quite|hardly|cancel|stop|forget it|never mind|nevermind|no thanks not now|hell no|god no|not this time|not that i know|not that i know of|that's all|nothing else|nothing|none|not interested|no good|not good|not ok|not okay|not fine|that's not right|that's not correct|that isn't right|that isn't correct|that's wrong|that's incorrect|this is wrong|it's wrong|it isn't correct|it's incorrect|that's not it|that's not what i want|that won't work|that doesn't work|it doesn't work for me|that's too late|that's too early|that's too expensive|better not|i disagree|disagree|i refuse|no deal|pass|not for me|👎|❌)
		.(不对|不正确|错|错了|错的|不是这样|不是这样的|不是这个|不太对|不怎么对|不算|不成|不中|不妥|算了|不用了|不要了|不需要了|不了谢谢|没必要|没这个必要|不可|不能|不太想|不太好|不太行|不太方便|不方便|不感兴趣|没兴趣|有误|不接受|拒绝|反对|取消|免了|还是不了|还是算了|还是不要了|还是别|不是很想|没什么|没有了|没了|没别的|没有别的|不买了|没有其他)
	`},
	{uint8(commandYes), `
		.(👍|👌|✅|✔|💯|🆗)
		not (bad|a problem|an issue)
		=(i don't mind|i don't mind at all|i wouldn't mind|wouldn't say no|great|perfect|excellent|awesome|wonderful|good|cool|nice|lovely|very good|fantastic|please|correct correct|hell yes|oh yeah|sounds like a plan|deal|you got it|i'd like to|i'd like it|i want it|i want to|i want that|i'd like that one|i'll take it|i need it|i need that|let's go|ready|i'm sure|i'm positive|positive|continue|proceed|go on|go for it|it does|it was|they are|they do|we do|we are|she does|he does|that is it|that's it|that's what i want|that's what i said|that's the one|that's mine|that's me|always|sometimes|any|any time|either|both|is fine)
		=(都可以|都行|继续|不错|很好|非常好|太好了|好极了|挺好的|挺好|棒|太棒了|太对了|没意见|没有意见|无异议|没有异议|没关系|没事|不要紧|听你的|就这么办|就这样|就这么定了|就这样吧|就它了|就它|就这个|就是它|这样可以|这样行|那就这样|成交|成|靠谱|必需的|那必须|肯定|肯定的|肯定要|一定|嗯呐|嗯哪|好哇|好耶|下单|下单吧|提交|提交吧|办吧|走起|来吧|来一个|真的|怎么不要|怎么不想|不要不行|不能没有|用的|我要|我需要|我想要|我愿意|我可以|我有|我是|都要|要一个|没错没错)
	`},
}

const (
	phraseUnclear  = 252 // neither yes nor no, whatever else is said
	phraseRhetoric = 251 // a question that is a yes: "why not?"
)

// readYesNo reads an utterance as the answer to a yes-or-no question: +1 is yes,
// -1 no, 0 neither. The rest is the part of the utterance that says more than
// that ("no, to Hangzhou"). What contradicts itself, is in doubt or asks back is
// neither. Pure; safe for concurrent use.
func readYesNo(utterance string) (answer int, rest string) {
	var p phraseText
	if !p.read(utterance) {
		return 0, ""
	}
	return p.yesNo()
}

// yesNo is readYesNo of an utterance that is cut already.
func (p *phraseText) yesNo() (answer int, rest string) {
	c := commandParse{p: p, root: p.book.answers}
	var said [256]bool
	i := c.each(0, func(label uint8) { said[label] = true })
	yes, no := said[commandYes] || said[phraseRhetoric], said[commandNo]
	switch {
	case said[phraseUnclear], yes && no:
		return 0, ""
	case i == len(p.tokens) && p.pauses[i] == phrasePauseAsks && !said[phraseRhetoric]:
		return 0, ""
	case no:
		return -1, p.behind(i)
	case yes, said[phraseAssent]:
		return +1, p.behind(i)
	}
	// "not Monday but Tuesday" denies what it corrects.
	if found, ok := p.correction(); ok && found.Old != "" && found.New != "" && found.OldStart < found.NewStart {
		return -1, p.s[found.NewStart:]
	}
	return 0, ""
}
