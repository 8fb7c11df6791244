package dialog

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// SlotDeclined is the reason of a hand-off to a person because the customer does not want
// to tell what a flow cannot do without.
const SlotDeclined HandoffReason = "declined"

// declined is what a run counts refusals under; names of slots have no slash.
const declined = "declined/"

// refuse takes "I'd rather not give my phone" for what it is. What is optional is left
// out. For what is needed the customer hears why, once and without a failed attempt; if he
// stays with it, a person takes over, or what else the slot says about answers that never
// come.
func refuse(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil || !t.worded() || t.namesOption(f) {
		return false, nil
	}
	asked := t.asked(f)
	if asked == nil {
		return false, nil
	}
	s, clause, ok := t.refusal(f, asked)
	if !ok {
		return false, nil
	}
	if asks(t.text) {
		if found, err := t.search(ctx); err != nil || found.Confidence == Sure {
			return false, err // the host has an answer of its own
		}
	}
	t.aside = clause
	got, err := t.fill(ctx, f, false) // "not my phone, but my mail is a@b.c"
	t.aside = stretch{}
	if err != nil {
		return false, err
	}
	if got.Asked && s == asked {
		return true, t.advance(ctx, f)
	}
	return true, t.decline(ctx, f, s)
}

// decline goes on without a value that the customer does not want to tell, if that is possible.
func (t *Talk) decline(ctx context.Context, f *frame, s *slot) error {
	asked := t.asked(f)
	t.event(Event{Type: EventSlotDeclined, Flow: f.Flow, Slot: s.Name})
	switch {
	case s == asked && t.skip(f):
		t.sayOwn(TextDoWithout)
		return t.advance(ctx, f)
	case s != asked && s.Optional:
		f.put(s.Name, SlotValue{Source: Omitted})
		t.event(Event{Type: EventSlotSkipped, Flow: f.Flow, Slot: s.Name, Detail: "by the customer"})
		t.sayOwn(TextDoWithout)
		return t.advance(ctx, f)
	case f.tried(declined+s.Name) == 1 || s != asked:
		t.sayNeeded(f, s)
		t.prompt(f)
		return nil
	case s.Exhausted == ExhaustedHandOff && t.handsOver():
		return t.leave(ctx, f, SlotDeclined)
	case s.Exhausted == ExhaustedSkip:
		f.put(s.Name, SlotValue{Source: Omitted})
		t.event(Event{Type: EventSlotSkipped, Flow: f.Flow, Slot: s.Name, Detail: "by the customer"})
		return t.advance(ctx, f)
	}
	t.tell(expand(t.own(TextWithoutIt), t.named(f, s)))
	t.close(f, EventFlowCancelled)
	t.turn.Reply.Kind = Completed
	return t.resume(ctx)
}

// sayNeeded says what a value is needed for, and what else can be done.
func (t *Talk) sayNeeded(f *frame, s *slot) {
	switch {
	case len(s.Refused) > 0:
		t.sayFor(f, s.Refused)
		return
	case len(s.Help) > 0:
		t.sayFor(f, s.Help)
	default:
		t.tell(expand(t.own(TextNeeded), t.named(f, s)))
	}
	if t.handsOver() {
		t.tell(strings.TrimSpace(t.own(TextAskPerson)))
	}
}

// named gives the labels of a run's flow and of a slot for the braces of a text.
func (t *Talk) named(f *frame, s *slot) func(string) (string, bool) {
	flow := t.labelled(t.engine.flows[f.Flow])
	return func(name string) (string, bool) {
		if name == "label" {
			return s.label(t.Locale(), t.engine.opts.Locale), true
		}
		return flow(name)
	}
}

// refusal finds the clause that refuses to tell a value, and the slot that it is about: the one
// that was asked for, unless another one that is yet empty is named.
func (t *Talk) refusal(f *frame, asked *slot) (*slot, stretch, bool) {
	p := t.plan(f)
	clauses := clausesOf(t.text, true)
	about := []*slot{asked}
	for _, s := range p.slots {
		if _, filled := f.Slots[s.Name]; s != asked && !filled && !s.Hidden {
			about = append(about, s)
		}
	}
	for _, c := range clauses {
		rest, lacks, ok := readRefusal(text.Key(c.of(t.text)))
		if !ok {
			continue
		}
		s, left := namedIn(rest, about)
		named := s != nil
		if s == nil {
			s, left = asked, rest
		}
		plain := !named && (asked.Kind == YesNoKind || asked.Raw) || asked.Raw && len(clauses) > 1
		if plain || lacks && !named && !speaksOf(rest, refusalNouns) || lightened(left) != "" { // it is an answer, or about something else
			continue
		}
		return s, c, true
	}
	return nil, stretch{}, false
}

// namedIn finds the slot that words name, by all of a name or else by a word of one, and
// returns the words without it.
func namedIn(words string, slots []*slot) (found *slot, left string) {
	longest := ""
	for _, s := range slots {
		for _, name := range s.names() {
			if key := text.Key(name); len(key) > len(longest) && contains(words, key) {
				found, longest = s, key
			}
		}
	}
	if found != nil {
		return found, strings.Replace(words, longest, " ", 1)
	}
	for _, s := range slots {
		left = words
		for _, name := range s.names() {
			for word := range strings.FieldsSeq(text.Key(name)) {
				if len(word) > 2 && contains(left, word) {
					found, left = s, strings.Replace(left, word, " ", 1)
				}
			}
		}
		if found != nil {
			return found, left
		}
	}
	return nil, words
}

func speaksOf(words string, nouns []string) bool {
	return slices.ContainsFunc(nouns, func(noun string) bool { return contains(words, noun) })
}

// readRefusal reports whether a clause says that its speaker does not want to tell something, or
// lacks it, and returns what else it says. It is made to miss one rather than to
// find one in an answer.
func readRefusal(key string) (rest string, lacks, ok bool) {
	if slices.Contains(refusalWhole, key) {
		return "", false, true
	}
	for _, lack := range refusalLacks {
		if rest, is := strings.CutPrefix(strings.TrimPrefix(key, "我"), lack); is {
			return rest, true, rest != ""
		}
	}
	if rest, ok := refusalEnglish(key); ok {
		return rest, false, true
	}
	rest, ok = refusalHan(key)
	return rest, false, ok
}

func refusalEnglish(key string) (rest string, ok bool) {
	for _, lead := range refusalLeads {
		at := strings.Index(key, lead)
		if at < 0 || !contains(key, lead) {
			continue
		}
		words := strings.Fields(key[at+len(lead):])
		for len(words) > 0 && slices.Contains(refusalBetween, words[0]) {
			words = words[1:]
		}
		if len(words) > 0 && slices.Contains(refusalVerbs, words[0]) {
			return key[:at] + " " + strings.Join(words[1:], " "), true
		}
	}
	return "", false
}

func refusalHan(key string) (rest string, ok bool) {
	for _, verb := range refusalVerbsHan {
		for from := 0; ; {
			at := strings.Index(key[from:], verb)
			if at < 0 {
				break
			}
			at += from
			from = at + len(verb)
			before := key[:at]
			for _, between := range []string{"再", "告诉你", "给你们", "给你"} {
				before = strings.TrimSuffix(before, between)
			}
			for _, lead := range refusalLeadsHan {
				if head, is := strings.CutSuffix(before, lead); is {
					return head + " " + key[at+len(verb):], true
				}
			}
		}
	}
	return "", false
}

// lightened takes out of words what says nothing about a refusal.
func lightened(words string) string {
	kept := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' })
	kept = slices.DeleteFunc(kept, func(w string) bool { return slices.Contains(refusalLight, w) || slices.Contains(refusalNouns, w) })
	left := strings.Join(kept, " ")
	for _, light := range slices.Concat(refusalNouns, refusalLightHan) {
		if light[0] >= utf8.RuneSelf {
			left = strings.ReplaceAll(left, light, " ")
		}
	}
	return strings.Join(strings.Fields(left), " ")
}

// How people refuse to tell something. The verbs follow the leads, with nothing or some
// words between them; the longer phrases come first.
var (
	refusalWhole = []string{
		"that's private", "that is private", "it's private", "this is private", "private", "that's personal", "that is personal", "it's personal", "that's too personal",
		"none of your business", "that's none of your business", "it's none of your business", "that's confidential", "too personal",
		"隐私", "这是隐私", "这是我的隐私", "个人隐私", "这是个人隐私", "涉及隐私", "属于隐私", "这属于隐私", "保密", "这个保密", "不关你的事", "跟你没关系",
	}
	refusalLacks = []string{"i don't have a ", "i don't have an ", "i don't have any ", "i do not have a ", "i do not have an ", "i have no ", "i haven't got a ", "i haven't got an ", "没有", "没"}
	refusalLeads = []string{
		"rather not", "prefer not", "don't want", "do not want", "dont want", "don't wanna", "won't", "will not", "wont", "not going", "not gonna", "refuse", "not willing", "unwilling",
		"not comfortable", "uncomfortable", "don't feel comfortable", "don't feel like", "don't like", "do i have", "do i need", "do i really have", "do i really need", "must i",
		"can i not", "could i not", "can i avoid", "no way i", "why should i", "why would i", "i'm not", "am not",
	}
	refusalBetween = []string{"to", "be", "have", "with", "about", "really", "just", "rather", "ever", "am", "would", "will", "like", "feel", "comfortable", "going"}
	refusalVerbs   = []string{
		"give", "giving", "share", "sharing", "tell", "telling", "provide", "providing", "say", "saying", "disclose", "disclosing", "reveal", "revealing", "leave", "leaving",
		"enter", "entering", "type", "submit", "state", "answer", "answering", "hand",
	}
	refusalLight = []string{
		"i", "i'd", "i'm", "i'll", "we", "we'd", "would", "will", "am", "my", "the", "a", "an", "any", "that", "this", "it", "you", "to", "your", "out", "over", "them", "here", "now", "right", "please",
		"sorry", "no", "well", "but", "and", "actually", "honestly", "really", "just", "on", "online", "with", "at", "moment", "question", "anyone", "people", "strangers",
	}
	refusalNouns = []string{
		"number", "phone", "mobile", "cell", "telephone", "email", "mail", "e-mail", "address", "name", "birthday", "age", "id", "details", "info", "information", "data", "personal", "private", "contact",
		"身份证号", "身份证", "手机号码", "电话号码", "手机号", "手机", "电话", "号码", "邮箱", "邮件", "地址", "姓名", "名字", "真名", "生日", "年龄", "联系方式", "个人信息", "个人", "隐私", "信息", "资料",
	}
	refusalVerbsHan = []string{"提供", "告诉", "留下", "填写", "透露", "公开", "泄露", "登记", "交代", "回答", "输入", "给", "留", "填", "说", "讲", "报"}
	refusalLeadsHan = []string{
		"不愿意", "不方便", "不太方便", "不太想", "不太愿意", "不打算", "不希望", "不乐意", "不想", "不愿", "不便", "不肯", "不会", "不要", "不能", "拒绝", "可以不", "能不能不", "可不可以不", "能不", "可否不", "能否不",
		"一定要", "必须要", "必须", "非得", "非要", "非得要", "干嘛要", "凭什么要", "凭什么", "为什么要", "就不", "先不", "不",
	}
	refusalLightHan = []string{
		"不好意思", "对不起", "抱歉", "出来", "你们", "您", "你", "我的", "我", "这个", "那个", "这", "那", "给", "暂时", "现在", "目前", "还是", "可以", "行", "就", "先", "也", "了", "吧", "吗", "么", "呢", "啊", "的", "真", "实在",
	}
)
