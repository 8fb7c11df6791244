package dialog

// The engine's texts that are about time, and about people who are away.
const (
	TextStillThere TextID = "still_there" // reminds a silent customer of {flow}
	TextExpired    TextID = "expired"     // {flow} ended because the customer was silent
	TextIdle       TextID = "idle"        // asks a silent customer whether he is there
	TextLeft       TextID = "left"        // the customer's message for people was taken
	TextGoAhead    TextID = "go_ahead"    // asks for that message
)

func timeTexts() map[TextID]Words {
	return map[TextID]Words{
		TextStillThere: In("Are you still there? I'm waiting to go on with {flow}.", "请问您还在吗？{flow}还没有办完。"),
		TextExpired: In("I have put {flow} aside, as I have not heard from you. What you told me is kept; just write again to go on.",
			"由于长时间没有收到您的回复，{flow}已暂停。填写的内容会为您保留，随时回复即可继续。"),
		TextIdle:    In("Are you still there?", "请问您还在吗？"),
		TextLeft:    In("Thank you, your message is kept. A colleague will answer you here.", "您的留言已收到，人工客服上线后会在这里回复您。"),
		TextGoAhead: In("Please write your message.", "请输入您的留言内容。"),
	}
}
