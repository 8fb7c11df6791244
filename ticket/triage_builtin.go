package ticket

import (
	"slices"
	"strconv"
	"strings"
)

// usualMost is the highest priority that the built-in rules come to.
const usualMost = 3

// What the built-in rules of [Assess] look for, with ";" between phrases.
const (
	complaintWords = "complaint;complaints;complain;complaining;complained;unacceptable;outrageous;disgraceful;rip off;ripped off;worst service;" +
		"terrible service;awful service;appalling;投诉;差评;维权;举报;太差劲;态度恶劣;太过分;欺骗消费者"
	callbackWords = "call me back;call back;callback;ring me back;give me a call;phone me;call me;回电;回个电话;回我电话;给我打电话;打电话给我;回拨"
	legalWords    = "lawyer;attorney;solicitor;sue;suing;lawsuit;legal action;small claims;take you to court;ombudsman;trading standards;" +
		"律师;起诉;法院;打官司;走法律程序;12315;消协;消费者协会;工商局;市场监管局"
	pressWords  = "journalist;newspaper;the press;the media;曝光;记者;媒体;上热搜"
	safetyWords = "injured;injury;caught fire;on fire;exploded;explosion;electric shock;electrocuted;allergic reaction;poisoned;受伤;着火;起火;爆炸;冒烟;漏电;触电;中毒"
	fraudWords  = "fraud;fraudulent;scam;scammed;phishing;unauthorised transaction;unauthorized transaction;unauthorised charge;unauthorized charge;" +
		"account was hacked;account hacked;诈骗;盗刷;盗号;钓鱼网站"
)

// grave are the matters that are urgent whatever else is said: their tag, the reasons
// of hand-offs that say so, and the words.
func grave() []struct{ tag, reasons, words string } {
	return []struct{ tag, reasons, words string }{
		{"safety", "safety;injury;danger", safetyWords},
		{"fraud", "fraud", fraudWords},
		{"legal", "legal", legalWords},
		{"press", "press", pressWords},
	}
}

// builtIn decides what no rule has.
func (s *sorter) builtIn() {
	in, o := &s.in, &s.out
	because := func(rule, why string) { o.Why = append(o.Why, rule+": "+why) }
	complaint := s.about("complaint", "投诉", complaintWords)
	callback := s.about("callback", "回电", callbackWords)
	if o.Type == "" {
		switch {
		case complaint != "":
			o.Type = "complaint"
			because("complaint", complaint)
		case callback != "":
			o.Type = "callback"
			because("callback", callback)
		default:
			o.Type = "question"
		}
	}
	if o.Category == "" {
		o.Category = in.Category
	}
	more := func(n int, rule, why string) {
		if n > 0 {
			s.usual += n
			if s.fixed == nil {
				because(rule, why)
			}
		}
	}
	more(min(in.Urgency, usualMost)-1, "urgent", strconv.Itoa(in.Urgency))
	bad := strings.EqualFold(in.Emotion, "angry") || in.Valence <= -0.6 && in.Intensity >= 0.5
	more(one(bad), "upset", strings.ToLower(in.Emotion))
	more(one(complaint != ""), "complains", complaint)
	more(one(in.Tier != "" && !strings.EqualFold(in.Tier, "standard")), "tier", in.Tier)
	more(one(in.Failures >= 2), "failures", strconv.Itoa(in.Failures))
	for _, g := range grave() {
		why := ""
		if slices.ContainsFunc(strings.Split(g.reasons, ";"), func(r string) bool { return slices.Contains(in.Reasons, r) }) {
			why = "reason"
		} else if s.words.first(strings.Split(g.words, ";")) != "" {
			why = "words"
		}
		if why != "" {
			s.least = usualMost
			o.Tags = append(o.Tags, g.tag)
			because(g.tag, why)
		}
	}
	s.tag(bad)
}

// tag adds the tags that tell about the customer.
func (s *sorter) tag(bad bool) {
	in := &s.in
	feeling := strings.ToLower(in.Emotion)
	switch feeling {
	case "angry", "frustrated", "anxious", "confused":
		bad = true
	}
	tags := slices.Clone(in.Reasons)
	if bad && feeling != "neutral" {
		tags = append(tags, feeling)
	}
	if in.WantsHuman {
		tags = append(tags, "wants-human")
	}
	tags = append(tags, strings.ToLower(in.Tier))
	for _, tag := range tags {
		if tag = strings.TrimSpace(tag); usable("to", tag) == nil {
			s.out.Tags = append(s.out.Tags, tag)
		}
	}
}

// about says what shows that the case is of a type; empty if nothing does.
func (s *sorter) about(en, zh, words string) string {
	in := &s.in
	named := func(path string) bool {
		return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return strings.ContainsRune("/_-. ", r) }), func(part string) bool {
			return part == en || part == en+"s" || strings.Contains(part, zh)
		})
	}
	switch {
	case named(in.Intent):
		return "intent"
	case named(in.Category):
		return "category"
	case slices.ContainsFunc(in.Reasons, named):
		return "reason"
	case s.words.first(strings.Split(words, ";")) != "":
		return "words"
	}
	return ""
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
