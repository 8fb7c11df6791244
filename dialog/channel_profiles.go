package dialog

import "time"

// The channels that [Channels] describes.
const (
	PhoneChannel     = "phone"     // a call: speech both ways
	SMSChannel       = "sms"       // short messages; "sms-..." are such channels, too
	WebChannel       = "web"       // a chat on a web page
	MobileChannel    = "mobile"    // a chat in an app of the host's
	EmailChannel     = "email"     // letters
	WeChatChannel    = "wechat"    // messages of customer service of an official account (微信公众号客服消息)
	WeChatH5Channel  = "wechat-h5" // a chat on a page in WeChat's browser
	WeiboChannel     = "weibo"     // private messages of a verified account (微博粉丝服务)
	FacebookChannel  = "facebook"  // Messenger
	InstagramChannel = "instagram" // direct messages
	WhatsAppChannel  = "whatsapp"  // WhatsApp Business, Cloud API
	SpeakerChannel   = "speaker"   // a smart speaker without a screen
)

// mib is a megabyte as platforms count it.
const mib = 1 << 20

// Channels returns what well-known channels can show, by the names above. The
// map and all that is in it belong to the caller.
//
// Platforms change their bounds; the comments in the source name where and when
// each was documented, and "ours" is what no platform documents: there the value
// is a careful choice. A host that knows better changes the value.
func Channels() map[string]Abilities {
	return map[string]Abilities{
		PhoneChannel:     phoneAbilities(),
		SMSChannel:       smsAbilities(),
		WebChannel:       webAbilities(),
		MobileChannel:    mobileAbilities(),
		EmailChannel:     emailAbilities(),
		WeChatChannel:    wechatAbilities(),
		WeChatH5Channel:  wechatH5Abilities(),
		WeiboChannel:     weiboAbilities(),
		FacebookChannel:  facebookAbilities(),
		InstagramChannel: instagramAbilities(),
		WhatsAppChannel:  whatsappAbilities(),
		SpeakerChannel:   speakerAbilities(),
	}
}

func phoneAbilities() Abilities {
	return Abilities{
		Speech: true,
		Text:   Limit{Max: 600, Unit: Runes},                           // ours: at most about a minute until the caller has a turn
		Media:  []Medium{{Kind: AudioPart, MIME: []string{"audio/*"}}}, // prompts that are played
	}
}

func speakerAbilities() Abilities {
	return Abilities{
		Speech: true,
		// Google Assistant, "Simple responses" (2023): 640 characters. Alexa Skills Kit,
		// "Request and Response JSON Reference" (2024): 8000. The smaller one.
		Text:  Limit{Max: 640, Unit: UTF16},
		Media: []Medium{{Kind: AudioPart, MIME: []string{"audio/mpeg"}}}, // Alexa Skills Kit, SSML audio (2024): MP3
	}
}

func smsAbilities() Abilities {
	return Abilities{
		// Aliyun SMS, "短信长度计算" (2024): a long message of up to 500 characters with the
		// signature, 67 each. Twilio, "Maximum message length" (2024): 1600. Seven
		// segments keep below both: 469 characters of Chinese, 1071 of GSM text.
		Text: Limit{Max: 7, Unit: Segments},
	}
}

// The chats that are the host's own take everything; these bounds are ours, for
// what still looks good.
func webAbilities() Abilities {
	return Abilities{
		Mixed: true,
		Edit:  true,
		Media: []Medium{
			{Kind: MarkdownPart},
			{Kind: HTMLPart}, // to be sanitised by the page
			{Kind: ImagePart, MIME: []string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}, Caption: Unbounded},
			{Kind: VideoPart, MIME: []string{"video/mp4", "video/webm"}, Caption: Unbounded},
			{Kind: AudioPart, MIME: []string{"audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm", "audio/aac"}, Caption: Unbounded},
			{Kind: FilePart, Caption: Unbounded, Title: Unbounded},
			{Kind: LinkPart, Caption: Unbounded, Title: Unbounded},
			{Kind: LocationPart, Caption: Unbounded, Title: Unbounded},
			{Kind: CardPart, Caption: Unbounded, Title: Unbounded, Choices: Menu{Style: ButtonMenu, Max: 5, Label: 60, Links: true}},
		},
		Menus: []Menu{{Style: ButtonMenu, Max: 20, Label: 120, Links: true}},
	}
}

func mobileAbilities() Abilities {
	a := webAbilities()
	// ARKit shows USDZ, Scene Viewer glTF (developers.google.com/ar, 2024).
	a.Media = append(a.Media, Medium{Kind: ARPart, MIME: []string{"model/vnd.usdz+zip", "model/gltf-binary", "model/gltf+json"}, Caption: Unbounded})
	return a
}

func wechatH5Abilities() Abilities {
	a := webAbilities()
	// WeChat's browser opens no downloads of most types on iOS and hands others to an
	// external browser on Android: files are left to a link. Ours, careful.
	kept := a.Media[:0]
	for _, m := range a.Media {
		if m.Kind != FilePart {
			kept = append(kept, m)
		}
	}
	a.Media = kept
	return a
}

func emailAbilities() Abilities {
	// Gmail takes 25 MB, Outlook 20 MB (their help pages, 2024), with the attachment in
	// base64, which makes it longer by 37 %: 14 MB fit both.
	const most = 14 * mib
	return Abilities{
		Mixed: true,
		Media: []Medium{
			{Kind: HTMLPart},
			{Kind: ImagePart, Bytes: most, MIME: []string{"image/png", "image/jpeg", "image/gif"}, Caption: Unbounded},
			{Kind: FilePart, Bytes: most, Caption: Unbounded, Title: Unbounded},
			{Kind: LinkPart, Caption: Unbounded, Title: Unbounded},
		},
	}
}

func wechatAbilities() Abilities {
	return Abilities{
		// developers.weixin.qq.com, "回复文本消息" and error 45002 (2024): 2048 bytes.
		Text: Limit{Max: 2048, Unit: Bytes},
		Media: []Medium{
			// "新增临时素材" (2024): images 10 MB; voice 2 MB, AMR or MP3; video 10 MB, MP4.
			{Kind: ImagePart, Bytes: 10 * mib, MIME: []string{"image/png", "image/jpeg", "image/gif", "image/bmp"}},
			{Kind: AudioPart, Bytes: 2 * mib, MIME: []string{"audio/amr", "audio/mpeg"}},
			{Kind: VideoPart, Bytes: 10 * mib, MIME: []string{"video/mp4"}},
			// "客服接口-发消息" (2024), one article per message; lengths as of "上传图文素材":
			// title 64, digest 120 characters.
			{Kind: CardPart, Title: 64, Caption: 120},
		},
		// "客服接口-发消息", msgmenu (2024). It documents no bounds: these are ours.
		Menus: []Menu{{Style: ButtonMenu, Max: 5, Label: 40}},
		// "客服消息" (2024): 48 hours and 5 messages after one of the user's; template
		// messages (模板消息) beyond.
		Window: Window{For: 48 * time.Hour, Messages: 5, Templates: true},
	}
}

func weiboAbilities() Abilities {
	return Abilities{
		// open.weibo.com, "粉丝服务平台 发送客服消息" (2023): text, articles and position. A text
		// of 300 characters is what private messages had; the page names none. Careful.
		Text: Limit{Max: 300, Unit: UTF16},
		Media: []Medium{
			{Kind: CardPart, Title: 30, Caption: 100}, // articles; lengths are ours
			{Kind: LocationPart, Title: 30},           // position; length is ours
		},
		// The same page: 48 hours after one of the user's; 24 is ours, as the page was
		// changed several times.
		Window: Window{For: 24 * time.Hour},
	}
}

func facebookAbilities() Abilities {
	const most = 25 * mib // "Attachment Upload API" (2024)
	return Abilities{
		Text: Limit{Max: 2000, Unit: UTF16}, // "Send API Reference" (2024): 2000 characters
		Media: []Medium{
			{Kind: ImagePart, Bytes: 8 * mib, MIME: []string{"image/png", "image/jpeg", "image/gif"}}, // "Saving Assets" (2024)
			{Kind: AudioPart, Bytes: most},
			{Kind: VideoPart, Bytes: most},
			{Kind: FilePart, Bytes: most},
			// "Generic Template" (2024): title and subtitle 80, 3 buttons of 20 characters.
			{Kind: CardPart, Title: 80, Caption: 80, Choices: Menu{Style: ButtonMenu, Max: 3, Label: 20, Links: true}},
		},
		Menus: []Menu{
			{Style: ButtonMenu, Max: 3, Label: 20, Body: 640, Links: true}, // "Button Template" (2024)
			{Style: QuickMenu, Max: 13, Label: 20},                         // "Quick Replies" (2024)
		},
		// "Messenger Platform policy" (2024): 24 hours. Message tags exist for few
		// purposes and end in 2026, so they do not count as templates.
		Window: Window{For: 24 * time.Hour},
	}
}

func instagramAbilities() Abilities {
	return Abilities{
		Text: Limit{Max: 1000, Unit: Bytes}, // "Instagram Messaging, Send messages" (2024): 1000 bytes of UTF-8
		Media: []Medium{
			// The same page: images 8 MB, audio and video 25 MB.
			{Kind: ImagePart, Bytes: 8 * mib, MIME: []string{"image/png", "image/jpeg", "image/gif"}},
			{Kind: AudioPart, Bytes: 25 * mib, MIME: []string{"audio/aac", "audio/mp4", "audio/wav"}},
			{Kind: VideoPart, Bytes: 25 * mib, MIME: []string{"video/mp4", "video/ogg", "video/webm"}},
			{Kind: CardPart, Title: 80, Caption: 80, Choices: Menu{Style: ButtonMenu, Max: 3, Label: 20, Links: true}}, // "Generic Template" (2024)
		},
		Menus:  []Menu{{Style: QuickMenu, Max: 13, Label: 20}}, // "Quick Replies" (2024)
		Window: Window{For: 24 * time.Hour},                    // "Messaging window" (2024)
	}
}

func whatsappAbilities() Abilities {
	return Abilities{
		Text: Limit{Max: 4096, Unit: UTF16}, // "Cloud API, Text messages" (2024)
		Media: []Medium{
			// "Cloud API, Media" (2024). Captions: "Image messages", 1024 characters.
			{Kind: ImagePart, Bytes: 5 * mib, MIME: []string{"image/jpeg", "image/png"}, Caption: 1024},
			{Kind: VideoPart, Bytes: 16 * mib, MIME: []string{"video/mp4", "video/3gpp"}, Caption: 1024},
			{Kind: AudioPart, Bytes: 16 * mib, MIME: []string{"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}},
			{Kind: FilePart, Bytes: 100 * mib, Caption: 1024, Title: 240}, // the length of the name is ours
			{Kind: LocationPart, Title: 256, Caption: 256},                // name and address; lengths are ours
		},
		Menus: []Menu{
			{Style: ButtonMenu, Max: 3, Label: 20, Body: 1024}, // "Interactive reply buttons messages" (2024)
			{Style: ListMenu, Max: 10, Label: 24, Body: 1024},  // "Interactive list messages" (2024): 10 rows; a body of 4096 in newer versions
		},
		Window: Window{For: 24 * time.Hour, Templates: true}, // "Customer service windows" (2024)
	}
}
