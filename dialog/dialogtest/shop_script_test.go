package dialogtest

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// The sample shop: three flows in both languages, a reader and a small knowledge
// base. The scripts under testdata/scripts and the simulated customers talk to it.
// What is switched off is named by off: see shopBot.

func orderSlot(off string) dialog.Slot[string] {
	order := dialog.PatternSlot("order", `[A-Z]-\d{2,6}`, dialog.In("order number", "订单号"),
		dialog.In("What is the order number? It looks like A-77.", "请告诉我订单号，例如 A-77。"),
		dialog.In("The order number is in your confirmation mail: a letter, a dash, digits.", "订单号在确认短信里，由一个字母、横线和数字组成，请再说一次。"),
		dialog.In("One more try, please: the order number, such as A-77.", "再试一次：请发送订单号，例如 A-77。"))
	order.Also = []string{"order", "订单", "单号"}
	order.Help = dialog.In("The order number lets me find what you bought.", "有了订单号我才能查到您买的商品。")
	order.Validate = func(_ context.Context, value string, _ dialog.Attempt) (string, error) {
		if strings.HasPrefix(value, "Z-") {
			return "", &dialog.Refusal{Why: dialog.In("There is no order {value} here.", "没有查到订单 {value}。")}
		}
		return value, nil
	}
	switch off {
	case "validate":
		order.Validate = nil
	case "prompts":
		order.Prompts = order.Prompts[:1]
	}
	return order
}

func returnFlow(off string) *dialog.Flow {
	reason := dialog.ChoiceSlot("reason", dialog.In("reason", "退货原因"), []dialog.Option{
		{Value: "damaged", Label: dialog.In("It is damaged", "商品损坏"), Also: []string{"broken", "cracked", "坏了", "破了"}},
		{Value: "wrong", Label: dialog.In("Wrong item", "发错货"), Also: []string{"not what I ordered", "发错了"}},
		{Value: "unwanted", Label: dialog.In("No longer wanted", "不想要了"), Also: []string{"changed my mind", "不喜欢"}},
	}, dialog.In("Why do you return it?", "请问退货原因是什么？"), dialog.In("Please pick one of the reasons.", "请从下面的原因里选一个。"))
	fault := dialog.TextSlot("fault", dialog.In("damage", "损坏情况"), dialog.In("What is damaged?", "请描述一下哪里坏了。"))
	fault.Raw = true
	if off != "condition" {
		fault.When = "reason == 'damaged'"
	}
	count := dialog.NumberSlot[int]("count", dialog.In("quantity", "数量"), dialog.In("How many pieces?", "一共退几件？"), dialog.In("A number from 1 to 9, please.", "请填 1 到 9 的数字。"))
	count.Also = []string{"number of pieces", "件数"}
	count.Min, count.Max = new(float64), new(float64)
	*count.Min, *count.Max = 1, 9
	count.Invalid = dialog.In("We take back 1 to 9 pieces at a time.", "一次可以退 1 到 9 件。")
	city := dialog.ChoiceSlot("city", dialog.In("city", "取件城市"), []dialog.Option{
		{Value: "shanghai", Label: dialog.In("Shanghai", "上海")},
		{Value: "hangzhou", Label: dialog.In("Hangzhou", "杭州")},
		{Value: "beijing", Label: dialog.In("Beijing", "北京")},
	}, dialog.In("In which city shall we pick it up?", "请问在哪个城市取件？"))
	city.Also, city.Profile = []string{"address", "地址", "城市"}, "city"
	window := dialog.ChoiceSlot("window", dialog.In("pick-up time", "取件时间"), []dialog.Option{
		{Value: "morning", Label: dialog.In("Morning", "上午")},
		{Value: "evening", Label: dialog.In("Evening", "晚上")},
	}, dialog.In("When in {city}: morning or evening?", "{city}的取件时间，上午还是晚上？"))
	if off != "depends" {
		window.DependsOn = []string{"city"}
	}
	note := dialog.TextSlot("note", dialog.In("note", "备注"), dialog.In("Anything the courier should know? You may skip this.", "需要给快递员留言吗？可以跳过。"))
	note.Optional = true
	flow := &dialog.Flow{
		Name: "return", Label: dialog.In("the return", "退货"),
		Intents: []string{"return"}, Phrases: []string{"return something", "send it back", "return an item", "退货", "想退", "退掉"},
		Steps: []dialog.Step{
			dialog.Ask(orderSlot(off)), dialog.Ask(reason), dialog.Ask(fault), dialog.Ask(count), dialog.Ask(city), dialog.Ask(window), dialog.Ask(note),
			dialog.Emit("refund", nil),
			dialog.Say(dialog.In("The return of {order} is booked.", "{order} 的退货已登记。")),
		},
	}
	if off != "confirm" {
		flow.Steps = slices.Insert(flow.Steps, len(flow.Steps)-2, dialog.Confirm(nil))
	}
	if off != "timeouts" {
		flow.Timeouts = shopTimeouts()
	}
	return flow
}

func shopTimeouts() *dialog.Timeouts {
	return &dialog.Timeouts{Warn: 10 * time.Minute, Expire: 30 * time.Minute, Keep: 7 * 24 * time.Hour}
}

func trackFlow(off string) *dialog.Flow {
	lookup := func(_ context.Context, c dialog.Call) (dialog.Result, error) {
		order := c.Slots.Text("order")
		switch {
		case off == "action":
			return dialog.Result{}, nil
		case strings.HasPrefix(order, "X-"):
			return dialog.Result{}, errors.New("the courier's system is down")
		case strings.HasPrefix(order, "N-"):
			return dialog.Result{Say: dialog.In("No parcel belongs to {order}.", "{order} 没有对应的包裹。"), Clear: []string{"order"}}, nil
		}
		return dialog.Result{Say: dialog.In("The parcel of {order} is on its way.", "{order} 的包裹正在派送途中。")}, nil
	}
	return &dialog.Flow{
		Name: "track", Label: dialog.In("tracking", "查物流"),
		Intents: []string{"track"}, Phrases: []string{"track", "where is my parcel", "where is my order", "查物流", "查快递", "到哪了"},
		Steps: []dialog.Step{
			dialog.Ask(orderSlot(off)),
			dialog.Do("lookup", lookup),
			dialog.Emit("tracked", nil),
		},
	}
}

func complainFlow(off string) *dialog.Flow {
	subject := dialog.TextSlot("subject", dialog.In("subject", "投诉内容"), dialog.In("What went wrong?", "请描述您遇到的问题。"))
	subject.Raw = true
	phone := dialog.PatternSlot("phone", `1\d{10}`, dialog.In("phone number", "手机号"), dialog.In("Which number can we call?", "请留一个手机号。"),
		dialog.In("A mobile number has 11 digits.", "手机号是 11 位数字。"))
	phone.Optional, phone.Profile, phone.Secret = true, "phone", true
	urgent := dialog.YesNoSlot("urgent", dialog.In("urgent", "是否紧急"), dialog.In("Is it urgent?", "请问紧急吗？"))
	flow := &dialog.Flow{
		Name: "complain", Label: dialog.In("the complaint", "投诉"), Category: "complaint",
		Intents: []string{"complain"}, Phrases: []string{"complain", "complaint", "投诉"},
		Steps: []dialog.Step{
			dialog.Ask(subject), dialog.Ask(phone), dialog.Ask(urgent),
			dialog.Confirm(dialog.In("Shall I file it: {subject}?", "确认提交投诉“{subject}”吗？")),
			dialog.Emit("ticket", nil),
			dialog.Say(dialog.In("Your complaint is filed.", "您的投诉已提交。")),
		},
		OnEnd: "ended",
	}
	if off != "timeouts" {
		flow.Timeouts = shopTimeouts()
	}
	return flow
}

// shopReader finds what a host's own understanding would.
type shopReader struct{}

var shopWords = []struct {
	words                   []string
	intent, category, feels string
	valence                 float64
}{
	{words: []string{"refund me", "把钱退给我"}, intent: "return", category: "after-sales/returns"},
	{words: []string{"wholesale", "批发"}, intent: "wholesale", category: "business/wholesale"},
	{words: []string{"my parcel is late", "包裹迟到"}, intent: "late", category: "delivery/late"},
	{words: []string{"ridiculous", "what a joke", "furious", "so slow", "气死", "破服务", "太差", "太慢"}, feels: "angry", valence: -0.8},
}

func (shopReader) Read(ctx context.Context, in dialog.ReadInput) (dialog.Understood, error) {
	u, err := dialog.PlainReader{}.Read(ctx, in)
	r := &u.Reading
	low := strings.ToLower(in.Text)
	for _, w := range shopWords {
		if !slices.ContainsFunc(w.words, func(s string) bool { return strings.Contains(low, s) }) {
			continue
		}
		if w.intent != "" {
			r.Intent, r.Sure, r.Confidence, r.Category = w.intent, true, 0.95, w.category
		}
		if w.feels != "" {
			r.Emotion, r.Valence, r.Intensity = w.feels, w.valence, 0.8
		}
	}
	for _, at := range orderNumber.FindAllStringIndex(in.Text, -1) {
		r.Values = append(r.Values, dialog.Value{Type: "order", Value: in.Text[at[0]:at[1]], Start: at[0], End: at[1]})
	}
	for _, at := range pieces.FindAllStringSubmatchIndex(in.Text, -1) {
		r.Values = append(r.Values, dialog.Value{Type: "number", Value: in.Text[at[2]:at[3]], Start: at[0], End: at[1]})
	}
	return u, err
}

var pieces = regexp.MustCompile(`(\d+) ?(?:pieces?|件)`)

var orderNumber = regexp.MustCompile(`[A-Z]-\d{2,6}`)

// shopKnowledge answers what contains one of an entry's phrases.
type shopKnowledge struct{}

type shopEntry struct {
	id, locale, category string
	questions            []string // the first is how it is offered
	answer               string
}

var shopEntries = []shopEntry{
	{"cost-en", "en", "shipping", []string{"How much is shipping?", "shipping cost", "shipping fee"}, "Shipping is 5 dollars, and free from 50."},
	{"cost-zh", "zh", "shipping", []string{"运费是多少？", "运费", "邮费"}, "运费 8 元，满 88 元包邮。"},
	{"days-en", "en", "shipping", []string{"How long does shipping take?", "shipping take", "how many days"}, "Shipping takes two days."},
	{"days-zh", "zh", "shipping", []string{"多久能送到？", "多久能到", "几天能到", "运送时间"}, "一般两天送到。"},
	{"period-en", "en", "returns", []string{"How long can I return things?", "return period", "return policy"}, "You can return things within 30 days."},
	{"period-zh", "zh", "returns", []string{"多久之内可以退货？", "退货期限", "退货政策"}, "30 天内可以退。"},
	{"invoice-en", "en", "billing", []string{"How do I get an invoice?", "invoice"}, "Invoices are in your account."},
	{"invoice-zh", "zh", "billing", []string{"怎么开发票？", "发票"}, "发票在账户里下载。"},
	{"leak-en", "en", "repair", []string{"My cup leaks", "leaks"}, ""},
	{"leak-zh", "zh", "repair", []string{"杯子漏水怎么办？", "漏水"}, ""},
	{"pay-en", "en", "billing", []string{"How can I pay?", "pay by card"}, "By card or by transfer."},
	{"pay-zh", "zh", "billing", []string{"怎么付款？", "付款方式"}, "可以刷卡或转账。"},
}

// shopGoods have a warranty each: too many to list them all.
var shopGoods = map[string][]string{
	"en": {"kitchen/kettle", "kitchen/pan", "kitchen/toaster", "garden/mower", "garden/hose", "garden/saw"},
	"zh": {"厨房/水壶", "厨房/平底锅", "厨房/烤面包机", "花园/割草机", "花园/水管", "花园/锯子"},
}

// goodsAsked are the warranties, where a message asks for one without saying of what.
func goodsAsked(q dialog.Query) (hits []dialog.Hit) {
	for locale, word := range map[string]string{"en": "warranty", "zh": "保修"} {
		if !strings.Contains(strings.ToLower(q.Text), word) {
			continue
		}
		for _, path := range shopGoods[locale] {
			_, name, _ := strings.Cut(path, "/")
			question := map[string]string{"en": "Warranty of the " + name, "zh": name + "的保修期"}[locale]
			hits = append(hits, dialog.Hit{ID: "warranty/" + path, Question: question, Locale: locale, Category: path, Score: 0.5})
		}
	}
	return hits
}

// Follow is the guide for a leaking cup.
func (shopKnowledge) Follow(_ context.Context, entry, step, chosen string, _ dialog.Query) (dialog.Answer, error) {
	locale := strings.TrimPrefix(entry, "leak-")
	say := func(en, zh string) string { return map[string]string{"en": en, "zh": zh}[locale] }
	chosen = strings.ToLower(strings.TrimSpace(chosen))
	switch {
	case !strings.HasPrefix(entry, "leak-") || step != "lid":
	case chosen == "1" || chosen == "yes" || chosen == "是":
		return dialog.Answer{Entry: entry, Locale: locale, Text: say("A person has to look at it.", "需要人工检查。"), HandOff: true}, nil
	case chosen == "2" || chosen == "no" || chosen == "否":
		return dialog.Answer{Entry: entry, Locale: locale, Text: say("Close it and turn it upside down.", "请盖紧后倒过来试试。")}, nil
	}
	return dialog.Answer{}, dialog.ErrNotFound
}

func leakGuide(locale string) dialog.Answer {
	a := dialog.Answer{Entry: "leak-" + locale, Locale: locale, Step: "lid", Text: "Is the lid closed?", Options: []string{"Yes", "No"}}
	if locale == "zh" {
		a.Text, a.Options = "杯盖盖紧了吗？", []string{"是", "否"}
	}
	return a
}

func (shopKnowledge) Search(_ context.Context, q dialog.Query) (found dialog.Found, err error) {
	low := strings.ToLower(q.Text)
	found.Confidence = dialog.Nothing
	for _, e := range shopEntries {
		if q.Locale != "" && !strings.HasPrefix(q.Locale, e.locale) {
			continue
		}
		hit := dialog.Hit{ID: e.id, Question: e.questions[0], Locale: e.locale, Category: e.category, Score: 0.9}
		if slices.ContainsFunc(e.questions, func(p string) bool { return strings.Contains(low, strings.ToLower(p)) }) {
			found.Confidence, found.Identical = dialog.Sure, low == strings.ToLower(e.questions[0])
			found.Hits = append([]dialog.Hit{hit}, found.Hits...)
			continue
		}
		for _, vague := range []string{"billing", "账单"} {
			if strings.Contains(low, vague) && e.category == "billing" && found.Confidence != dialog.Sure {
				found.Confidence = dialog.Unsure
				hit.Score = 0.5
				found.Hits = append(found.Hits, hit)
			}
		}
	}
	if hits := goodsAsked(q); len(hits) > 0 && found.Confidence == dialog.Nothing {
		found.Confidence, found.Hits = dialog.Unsure, hits
	}
	return found, nil
}

func (shopKnowledge) Answer(_ context.Context, hit dialog.Hit, _ dialog.Query) (dialog.Answer, error) {
	if path, ok := strings.CutPrefix(hit.ID, "warranty/"); ok {
		return dialog.Answer{Entry: hit.ID, Text: "2 years / 2 年: " + path}, nil
	}
	if locale, ok := strings.CutPrefix(hit.ID, "leak-"); ok {
		return leakGuide(locale), nil
	}
	for _, e := range shopEntries {
		if e.id == hit.ID {
			return dialog.Answer{Entry: e.id, Locale: e.locale, Category: e.category, Text: e.answer}, nil
		}
	}
	return dialog.Answer{}, dialog.ErrNotFound
}
