package intent

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// The kinds of reason for complexity.
const (
	SeveralReason   ReasonKind = "several"   // several intents or requests in one message
	FailureReason   ReasonKind = "failure"   // answers before this one did not help
	LengthReason    ReasonKind = "length"    // a long story
	ConditionReason ReasonKind = "condition" // if, unless, 如果
	HistoryReason   ReasonKind = "history"   // tried before, called already, 之前说好
	ExceptionReason ReasonKind = "exception" // asks for what the rules do not foresee
	DisputeReason   ReasonKind = "dispute"   // contests a decision, claims damages, threatens with the law
	EntitiesReason  ReasonKind = "entities"  // several order numbers, sums or dates
	QuestionsReason ReasonKind = "questions" // several questions
	CriticalReason  ReasonKind = "critical"  // its urgency is [Critical]
)

// ComplexityInput is what [JudgeComplexity] looks at.
type ComplexityInput struct {
	// Text is the message.
	Text string
	// Failures is how many answers in a row did not help before this message.
	Failures int
	// Segments are the parts of the message, from [Segments] or, with their
	// intents, [ClassifyAll]. Default: nil, the text is cut here.
	Segments []Segment
	// Intents is how many different intents were found. Default: 0, not known.
	Intents int
	// Entities is how many values were found in the message: order numbers, sums,
	// dates. Default: 0.
	Entities int
}

// Complexity says whether a message is a common one, which a bot can answer, or
// a complex one, which a person should see.
type Complexity struct {
	Complex bool `json:"complex"`
	// Score is from 0 (one short question) to 1; from 0.5 a message is complex. It
	// is 1-(1-a)(1-b)... over the reasons, of each kind the first two. The weights
	// are set by hand.
	Score   float64  `json:"score"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// complexFrom is the score from which a message is complex.
const complexFrom = 0.5

// JudgeComplexity tells common messages from complex ones, by what is in the
// text and by how the conversation went. It is safe for concurrent use.
func JudgeComplexity(in ComplexityInput) Complexity {
	var r reading
	r.read(clip(in.Text, maxRead))
	segments := len(in.Segments)
	if in.Segments == nil {
		segments = len(r.segments(r.text))
	}
	return r.complexity(in, segments, r.urgency().Level)
}

// complexity is [JudgeComplexity] of a message that is read and cut, and whose urgency
// is known.
func (r *reading) complexity(in ComplexityInput, segments int, urgent Level) Complexity {
	seen := map[ReasonKind]int{}
	calm := 1.0
	var result Complexity
	add := func(reason Reason) {
		if len(result.Reasons) < maxReasons {
			result.Reasons = append(result.Reasons, reason)
		}
		if seen[reason.Kind]++; seen[reason.Kind] <= 2 {
			calm *= 1 - reason.Weight
		}
	}
	book := complexityWords()
	end := -1
	book.phrases.find(r, func(first, last, value int) {
		if first <= end {
			return
		}
		end = last
		start, stop := r.stretch(first, last)
		cue := book.cues[value]
		cue.Start, cue.End, cue.RuneStart, cue.RuneEnd = start, stop, r.runesBefore(start), r.runesBefore(stop)
		add(cue)
	})
	// A single failure may be a bad answer; after the second one the bot is lost.
	count := func(kind ReasonKind, n int, weights ...float64) {
		if n > 0 && weights[min(n, len(weights))-1] > 0 {
			add(Reason{Kind: kind, Weight: weights[min(n, len(weights))-1]})
		}
	}
	count(FailureReason, in.Failures, 0.3, 0.6, 0.8)
	count(SeveralReason, in.Intents, 0, 0.5, 0.7)
	if in.Intents == 0 {
		count(SeveralReason, segments, 0, 0.15, 0.25, 0.35, 0.35, 0.5)
	}
	if urgent == Critical {
		count(CriticalReason, 1, 0.5)
	}
	count(EntitiesReason, in.Entities, 0, 0, 0.2, 0.3, 0.4)
	count(QuestionsReason, strings.Count(r.text, "?")+strings.Count(r.text, "？"), 0, 0.25, 0.45)
	count(LengthReason, wordCount(r)/25, 0, 0.2, 0.35, 0.5)
	result.Score = 1 - calm
	result.Complex = result.Score >= complexFrom
	return result
}

// wordCount returns the length of a message in words; a Chinese word has some 1.6
// characters.
func wordCount(r *reading) int {
	words := 0.0
	for i := range r.tokens {
		if b := r.word(i); b[0] >= 0xE0 && utf8.RuneCount(b) == 1 {
			words += 1 / 1.6
		} else {
			words++
		}
	}
	return int(words)
}

type complexityBook struct {
	phrases *phrasebook
	cues    []Reason
}

var complexityWords = sync.OnceValue(func() *complexityBook {
	b := &complexityBook{phrases: newPhrasebook()}
	for _, line := range []struct {
		kind    ReasonKind
		weight  float64
		phrases string
	}{
		{
			ConditionReason, 0.25,
			"if;unless;in case;provided that;depending on;assuming;otherwise;as long as;in the event;even though;on the one hand;" +
				"如果;假如;要是;除非;否则;万一;的话;前提;取决于;即使;的情况下",
		},
		{
			HistoryReason, 0.4,
			"still not/hasn't/haven't/no/nothing/doesn't;again and again;third/second/fourth/fifth time;already/have called/contacted/tried/spoke/spoken/asked/written/emailed/told/explained/sent/returned;i have/'ve/- tried everything;" +
				"several/many/multiple/three/two/four times;last time;as i said;keep/keeps telling/saying/sending/asking;promised;was told;your colleague;previous agent;nobody could;did not/didn't help;doesn't/does_not help;" +
				"之前 说好/答应/反馈/联系/投诉/打过/问过/客服/处理;已经 打/联系/试/问/反馈/投诉/说/换/修/退/重启/找 了/过;都 试 过/了;还是 不行/没有/没/不能/一样/这样/老样子;第 二/三/四/五/几/n 次;好几次;多次;反复;上次;说好 的/了;承诺;一直 没/没有/不/解决不了/说;来回;前后;又 坏/出现/来/断",
		},
		{
			ExceptionReason, 0.4,
			"exception;special case;my case/situation is;on behalf of;deceased;passed away;died;power of attorney;inheritance;divorce;bankrupt;hospital;disabled;without a/the receipt/invoice/order_number;goodwill;waive;not covered;outside the;" +
				"after the deadline/return_period/warranty;under a/my different/maiden name;name change;custom/customs/bulk/wholesale order/declaration/made/-;contract terms;legal;tax;" +
				"特殊情况;例外;破例;通融;代办;去世;过世;继承;遗产;离婚;授权;委托;未成年;残疾;住院;没有 小票/发票/凭证;超过 保修/退货 期;过 了 退货期/保修期/七天/期限;批量;定制;合同;改名;对公;跨境;报关;法人 变更/-",
		},
		{
			DisputeReason, 0.55,
			"lawyer;attorney;sue;court;legal action;compensation;compensate;damages;dispute;chargeback;ombudsman;consumer protection/agency;escalate;complaint;negligence;breach;police report;small claims;regulator;investigate;investigation;reimburse me for;" +
				"律师;起诉;法院;赔偿;赔我;索赔;12315;消协;工商;仲裁;投诉;举报;曝光;报警;责任;鉴定;违约;精神损失;银保监;证据;三倍;假一赔;申诉;核查;误工费",
		},
		{
			SeveralReason, 0.3,
			"another question/thing/issue/problem;one more thing/question;two/three/several/multiple/some/many questions/things/issues/problems;first of all;secondly;on top of that;besides;in addition;" +
				"另外;还有一个/还有个/还有 问题;两 个/件 问题/事;三 个/件 问题/事;几 个/件 问题/事;第一;第二;其次;首先;此外;一是;二是",
		},
	} {
		b.cues = append(b.cues, Reason{Kind: line.kind, Weight: line.weight})
		for short := range strings.SplitSeq(line.phrases, ";") {
			spread(short, func(phrase string) { b.phrases.add(phrase, len(b.cues)-1) })
		}
	}
	return b
})
