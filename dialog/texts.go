package dialog

import "maps"

// TextID names one of the engine's own texts.
type TextID string

// The engine's own texts. TextSuggest and TextCandidates stand before a numbered list.
const (
	TextSuggest       TextID = "suggest"        // before the questions to pick from
	TextNoneOfThese   TextID = "none_of_these"  // what the customer may say to a list that lacks his question
	TextUnknown       TextID = "unknown"        // there is no answer
	TextAskPerson     TextID = "ask_person"     // follows TextUnknown where a person can be reached
	TextHandingOff    TextID = "handing_off"    // the customer asked for a person
	TextGivingUp      TextID = "giving_up"      // the bot could not serve and hands over
	TextUpset         TextID = "upset"          // the customer is dissatisfied and the bot hands over
	TextNobody        TextID = "nobody_there"   // a person was asked for, but there is no way to reach one
	TextBack          TextID = "back"           // a person gave the conversation back
	TextEmpty         TextID = "empty"          // the message had nothing in it
	TextTooLong       TextID = "too_long"       // the message was longer than MaxText
	TextDeclined      TextID = "declined"       // the question may not be answered
	TextInvalid       TextID = "invalid"        // a value cannot be used
	TextCancelled     TextID = "cancelled"      // a flow was cancelled; {flow} is its label
	TextLeftOff       TextID = "left_off"       // a flow ends because what it needs was not told; {flow} is its label
	TextNothingOpen   TextID = "nothing_open"   // there is nothing to cancel
	TextResumed       TextID = "resumed"        // an interrupted flow goes on
	TextQueued        TextID = "queued"         // {next} waits for the end of {flow}
	TextNext          TextID = "next"           // {flow}, which has waited, begins
	TextChanged       TextID = "changed"        // a value was corrected: {label}, {value}
	TextWhichWrong    TextID = "which_wrong"    // a confirmation was denied
	TextYes           TextID = "yes"            // the choice that confirms
	TextNo            TextID = "no"             // the choice that denies
	TextRequired      TextID = "required"       // what was asked for cannot be skipped
	TextDoWithout     TextID = "do_without"     // the customer refuses what is optional
	TextNeeded        TextID = "needed"         // he refuses what is needed: {label}, {flow}
	TextWithoutIt     TextID = "without_it"     // {flow} ends because he refuses {label}
	TextRecommend     TextID = "recommend"      // before what may interest the customer
	TextMore          TextID = "more"           // the choice that shows more options
	TextMoreOptions   TextID = "more_options"   // there are {count} options, more than are shown
	TextFailed        TextID = "failed"         // an action failed
	TextUnsure        TextID = "unsure"         // an action is late: nobody knows yet what has come of it
	TextUnsureStopped TextID = "unsure_stopped" // {flow} was cancelled after that
	TextNotRepeat     TextID = "nothing_said"   // there is nothing to repeat
	TextHello         TextID = "hello"          // an answer to a greeting
	TextBye           TextID = "bye"            // an answer to a farewell
	TextWelcome       TextID = "welcome"        // an answer to thanks
	TextSmallTalk     TextID = "small_talk"     // an answer to small talk
	TextHold          TextID = "hold"           // the customer asks to wait
	TextSoothe        TextID = "soothe"         // kind words for a customer who is upset
	TextOfferHuman    TextID = "offer_human"    // asks whether a person should take over
	TextRephrase      TextID = "rephrase"       // asks for other words
	TextContinue      TextID = "continue"       // asks whether to go on with {flow}
	TextRepeated      TextID = "repeated"       // before an answer that was given before
	TextOptedOut      TextID = "opted_out"      // the customer gets no unasked messages any more
	TextOptedIn       TextID = "opted_in"       // the customer gets them again
	TextClosed        TextID = "closed"         // people are not there; a message can be left
	TextNoHelp        TextID = "no_help"        // there is nothing to explain about what was asked
	TextStay          TextID = "stay"           // the customer does not want a person
	TextBusy          TextID = "busy"           // people are busy; {wait} and {place} may be known
	TextBusyWait      TextID = "busy_wait"      // the same, with {wait} in minutes
	TextWaiting       TextID = "waiting"        // the customer waits for a person and is not forgotten
	TextQueue         TextID = "queue"          // the {place} in the queue
	TextWait          TextID = "wait"           // the {wait} in minutes that a customer in the queue has left
	TextAccepted      TextID = "accepted"       // a person is there
	TextAcceptedBy    TextID = "accepted_by"    // {agent} is there
	TextRequeued      TextID = "requeued"       // the person has left, another one is looked for
	TextNobodyCame    TextID = "nobody_came"    // nobody takes the conversation; the bot goes on
	TextTicketed      TextID = "ticketed"       // a ticket was made of the hand-off; a colleague will answer
	TextCallBack      TextID = "call_back"      // a call back was made of the hand-off
	TextNotHelpful    TextID = "not_helpful"    // an answer did not help
	TextNarrow        TextID = "narrow"         // asks which of several things the question is about
	TextWhichFact     TextID = "which_fact"     // asks for a {fact} that tells answers apart
	TextSomethingElse TextID = "something_else" // the choice that none of these is
	TextConfirm       TextID = "confirm"        // asks whether what stands above it is right
	TextColon         TextID = "colon"          // stands between a label and its value
	TextTryAgain      TextID = "try_again"      // asks whether to try again what has failed
	TextDone          TextID = "done"           // a flow has ended that said nothing itself
	TextGone          TextID = "gone"           // what was begun cannot be done any more
	TextUpdating      TextID = "updating"       // what was begun cannot go on right now
	TextInternal      TextID = "internal_error" // something failed; the talk can go on
)

// DefaultTexts returns the texts in English and Chinese, as a copy.
func DefaultTexts() map[TextID]Words {
	texts := map[TextID]Words{
		TextSuggest:     In("Did you mean one of these? Reply with its number.", "您想问的是下面哪一个问题？回复序号即可。"),
		TextNoneOfThese: In("None of these", "都不是"),
		TextUnknown: In("I'm sorry, I don't know the answer to that. Could you put it in other words?",
			"抱歉，这个问题我暂时答不上来。您可以换个说法再问一次。"),
		TextAskPerson: In(" You can also write \"talk to a person\" at any time.", "也可以随时回复“人工”转接人工客服。"),
		TextHandingOff: In("I'm passing you on to a colleague. Everything you have written so far goes along, so you need not repeat it.",
			"正在为您转接人工客服，您之前说的内容会一并转给同事，不用再重复。"),
		TextGivingUp: In("I'm sorry, I could not answer that. I'm passing you on to a colleague, who will see what you have written so far.",
			"抱歉，没能帮您解决问题。正在为您转接人工客服，同事会看到之前的对话。"),
		TextUpset: In("I'm sorry about this. I'm passing you on to a colleague, who will see what you have written so far.",
			"非常抱歉给您带来不好的体验。正在为您转接人工客服，同事会看到之前的对话。"),
		TextNobody: In("I'm sorry, nobody can take over at the moment. I'm still here for your questions.",
			"抱歉，目前没有人工客服可以接待。您可以继续向我提问。"),
		TextBack: In("You are talking to the assistant again. What else can I do for you?",
			"现在由智能助手继续为您服务，请问还有什么可以帮您？"),
		TextEmpty: In("I did not get any text. What would you like to know?", "没有收到文字内容，请问您想咨询什么？"),
		TextTooLong: In("That message is too long for me to read. Could you put your question in a few sentences?",
			"这条消息太长了，请用几句话描述您的问题。"),
		TextDeclined: In("I'm sorry, I cannot help with that. Please put it in other words.", "抱歉，这条消息我无法处理，请换个说法。"),
		TextInvalid: {
			"en": {"I'm afraid that does not work here.", "Sorry, I cannot use that."},
			"zh": {"抱歉，这个内容不符合要求。", "不好意思，这个填写有误。"},
		},
		TextCancelled: {
			"en": {"All right, I have stopped {flow}.", "No problem, {flow} is off."},
			"zh": {"好的，已为您取消{flow}。", "没问题，{flow}不再继续。"},
		},
		TextLeftOff: {
			"en": {"I could not make that out, so let us leave {flow} for now.", "Let us leave {flow} here; I did not get what it needs."},
			"zh": {"抱歉，我没能理解，{flow}先到这里。", "没能获取所需的信息，{flow}先办到这里，您可以稍后再试。"},
		},
		TextNothingOpen: In("There is nothing to cancel at the moment. What can I do for you?", "目前没有正在办理的事项，请问有什么可以帮您？"),
		TextResumed: {
			"en": {"Back to {flow}.", "Let's go on with {flow}."},
			"zh": {"我们继续{flow}。", "回到{flow}。"},
		},
		TextQueued: In("First {flow}; I will come to {next} right after.", "好的，先办理{flow}，完成后马上为您处理{next}。"),
		TextNext:   In("Now to {flow}.", "接下来为您处理{flow}。"),
		TextChanged: {
			"en": {"Changed: {label} is {value} now.", "Got it, {label}: {value}."},
			"zh": {"好的，{label}已改为{value}。", "已更新，{label}：{value}。"},
		},
		TextWhichWrong: In("Which of these should be different?", "请问哪一项需要修改？"),
		TextYes:        In("Yes", "是"),
		TextNo:         In("No", "否"),
		TextRequired:   In("I cannot go on without that.", "这一项是必填的，没有它无法继续。"),
		TextRecommend:  In("This may interest you. Reply with a number to read more.", "为您推荐以下内容，回复序号查看详情。"),
		TextMore:       In("More", "更多"),
		TextMoreOptions: In("There are {count} in all: write \"more\" for the next ones, or a part of what you look for.",
			"共有{count}项，回复“更多”查看后面的，也可以直接输入关键词查找。"),
		TextDoWithout: In("That's fine, we can do without it.", "没关系，这项可以不填。"),
		TextNeeded:    In("I understand. Only I cannot do {flow} without it: {label} is needed.", "理解您的顾虑，不过办理{flow}需要用到{label}。"),
		TextWithoutIt: In("I understand. Without it ({label}) {flow} cannot go on here, so let us leave it.", "理解您的决定，没有{label}，{flow}就无法继续，我们先到这里。"),
		TextFailed: In("I'm sorry, that did not work just now. Your data is kept.",
			"抱歉，刚才没有办理成功，您填写的内容已保留。"),
		TextUnsure: In("That is taking longer than it should, and I cannot tell yet whether it worked. Your data is kept.",
			"办理用时比平时长，暂时还无法确认是否已经成功，您填写的内容已保留。"),
		TextUnsureStopped: In("All right, I have stopped {flow}. Whether it had gone through before, I could not find out: please ask us before you do it again.",
			"好的，已为您停止{flow}。之前的提交是否已经成功暂时无法确认，再次办理前请先向我们核实。"),
		TextNotRepeat: In("I have not said anything yet. What would you like to know?", "我还没有说过什么，请问您想咨询什么？"),
		TextHello: {
			"en": {"Hello! What can I do for you?", "Hi there! How can I help?"},
			"zh": {"您好！请问有什么可以帮您？", "您好，很高兴为您服务，请问想咨询什么？"},
		},
		TextBye: {
			"en": {"Goodbye!", "Bye, have a good day!"},
			"zh": {"再见，祝您生活愉快！", "感谢您的咨询，再见！"},
		},
		TextWelcome: {
			"en": {"You're welcome!", "My pleasure!"},
			"zh": {"不客气！", "不用谢，很高兴能帮到您！"},
		},
		TextSmallTalk: {
			"en": {"I'm the assistant here, a program. Questions about our service are what I'm good at.", "I'm a program that helps with our service. What would you like to know?"},
			"zh": {"我是这里的智能助手，最擅长回答和我们服务有关的问题。", "我是智能客服程序，请问有什么服务方面的问题？"},
		},
		TextHold: In("Take your time, I'm here.", "好的，不着急，我在这儿等您。"),
		TextSoothe: {
			"en": {"I'm sorry for the trouble.", "I understand that this is annoying, and I'm sorry."},
			"zh": {"非常抱歉给您带来了不便。", "理解您的心情，实在抱歉。"},
		},
		TextOfferHuman: In("Would you like me to pass you on to a colleague?", "需要为您转接人工客服吗？"),
		TextRephrase:   In("Could you put it in other words?", "您可以换个说法吗？"),
		TextContinue:   In("Shall we go on with {flow}, where you left?", "要继续之前的{flow}吗？"),
		TextRepeated: {
			"en": {"To say it once more:", "As I said, in short:"},
			"zh": {"再为您说明一次：", "我再说一遍："},
		},
		TextOptedOut: In("You won't get such messages any more.", "好的，之后不会再向您推送消息。"),
		TextOptedIn:  In("You will get our messages again.", "好的，之后会继续向您推送消息。"),
		TextClosed: In("Nobody is here at the moment. Leave a message, and we will come back to you.",
			"现在不在人工服务时间，您可以留言，我们会尽快回复。"),
		TextNoHelp: In("I need this to go on.", "办理时需要用到这项信息。"),
		TextStay: {
			"en": {"All right, I'm still here for you.", "Fine, then let's go on here."},
			"zh": {"好的，我继续为您服务。", "好的，那我们继续。"},
		},
		TextBusy: In("All colleagues are busy at the moment. You are in the queue, and I can go on helping you meanwhile.",
			"同事们都在忙，已为您排队，等待期间我可以继续为您服务。"),
		TextBusyWait: In("All colleagues are busy at the moment. You are in the queue, the wait is about {wait} min. I can go on helping you meanwhile.",
			"同事们都在忙，已为您排队，预计等待{wait}分钟，等待期间我可以继续为您服务。"),
		TextWaiting: In("You are still in the queue for a colleague, nothing is lost.", "您仍在排队等待人工客服，请放心，不会漏掉。"),
		TextQueue:   In("You are number {place} in the queue now.", "您现在排在第{place}位。"),
		TextWait:    In("The wait is about {wait} min.", "预计还需等待{wait}分钟。"),
		TextAccepted: In("A colleague is here now and has seen what you have written.",
			"人工客服已接入，并已看到您之前的对话。"),
		TextAcceptedBy: In("{agent} is here now and has seen what you have written.", "客服{agent}已接入，并已看到您之前的对话。"),
		TextRequeued:   In("My colleague had to leave; another one will take over.", "客服同事暂时离开，正在为您安排另一位同事。"),
		TextNobodyCame: In("I'm sorry, no colleague can take over right now. I go on helping you as well as I can.", "抱歉，暂时没有同事可以接待，我会继续尽力帮您。"),
		TextTicketed: In("I'm sorry, nobody is free right now. Your request has been noted, and a colleague will answer it. I go on helping you meanwhile.",
			"抱歉，暂时没有同事有空。您的问题已记录，稍后会有同事答复您，期间我可以继续为您服务。"),
		TextCallBack: In("I'm sorry, nobody is free right now. Your request has been noted, and a colleague will call you back. I go on helping you meanwhile.",
			"抱歉，暂时没有同事有空。您的问题已记录，稍后会有同事给您回电，期间我可以继续为您服务。"),
		TextNotHelpful: {
			"en": {"I'm sorry that did not help.", "Sorry, that was not what you needed."},
			"zh": {"抱歉，没能帮到您。", "不好意思，刚才的回答没有解决您的问题。"},
		},
		TextNarrow:        In("Several things may be meant. Which one is it about?", "这个问题涉及几个方面，请问是哪一种？"),
		TextWhichFact:     In("That depends. Which {fact}?", "要看具体情况，请问是哪一种{fact}？"),
		TextSomethingElse: In("Something else", "其他"),
		TextConfirm:       In("Is that right?", "以上信息对吗？"),
		TextColon:         In(": ", "："),
		TextTryAgain:      In("Shall I try again?", "需要再试一次吗？"),
		TextDone:          In("Done.", "已经办好了。"),
		TextGone:          In("I'm sorry, what we had begun can no longer be done here.", "抱歉，之前办理的事项已无法继续。"),
		TextUpdating: In("I'm sorry, we are updating this service right now. What you told me is kept; please try again in a few minutes.",
			"抱歉，系统正在升级，您填写的内容已保留，请过几分钟再试。"),
		TextInternal: In("I'm sorry, something went wrong on our side. Please try again.", "抱歉，我们这边出了点问题，请再试一次。"),
	}
	maps.Copy(texts, timeTexts())
	return texts
}
