package dialog

import "time"

// RatingFlow is the name of the flow that [AskRating] makes.
const RatingFlow = "rating"

// RatingOptions are the choices of [AskRating].
type RatingOptions struct {
	// Words ask for the stars. Default: a sentence in English and Chinese.
	Words Words
	// Tags are what the customer may pick from to say why, after two stars or fewer and
	// otherwise; empty asks for none. Default: none.
	BadTags  []Option
	GoodTags []Option
	// Comment asks for the customer's own words, which he may skip. Default: a sentence in
	// English and Chinese.
	Comment Words
	// NoComment leaves that question out.
	NoComment bool
	// Thanks ends the flow. Default: a sentence in English and Chinese.
	Thanks Words
}

// AskRating returns a flow that asks for one to five stars, for the reasons and for a
// comment. The stars are given by button, by number or by words ("four stars", "very
// satisfied", "很满意"). When it ends the event [EventRated] tells the number as "1" to "5", with the
// tag and the comment, if there were any, in slots of their own; a customer who does not
// answer what comes after the stars has rated all the same.
//
// Put it among [Options.Flows]; [Options.Rating] says when it is begun.
func AskRating(o RatingOptions) *Flow {
	or := func(own, usual Words) Words {
		if len(own) > 0 {
			return own
		}
		return usual
	}
	stars := ChoiceSlot("stars", In("rating", "评价"), ratingStars(),
		or(o.Words, In("How satisfied are you with this conversation?", "请为本次服务打分：")),
		In("Please pick one to five stars.", "请选择一到五星。"))
	stars.Attempts, stars.Exhausted = 2, ExhaustedCancel
	steps := []Step{Ask(stars)}
	tags := func(name string, options []Option) []Step {
		if len(options) == 0 {
			return nil
		}
		s := ChoiceSlot(name, In("reason", "原因"), options, In("What is the main reason?", "主要原因是什么？"))
		s.Optional, s.Attempts, s.Exhausted = true, 1, ExhaustedSkip
		return []Step{Ask(s)}
	}
	low := Switch("stars", When("1", tags("bad", o.BadTags)...), When("2", tags("bad", o.BadTags)...))
	if len(o.BadTags) > 0 {
		steps = append(steps, low.Else(tags("good", o.GoodTags)...))
	} else if len(o.GoodTags) > 0 {
		steps = append(steps, low)
	}
	if !o.NoComment {
		comment := TextSlot("comment", In("comment", "意见"),
			or(o.Comment, In("Would you like to add anything? You can skip this.", "还有什么想对我们说的吗？可以回复“跳过”。")))
		comment.Optional = true
		steps = append(steps, Ask(comment))
	}
	steps = append(steps, Say(or(o.Thanks, In("Thank you for your rating.", "感谢您的评价！"))))
	return &Flow{
		Name: RatingFlow, Label: In("the rating", "评价"), Steps: steps,
		Timeouts: &Timeouts{Expire: time.Hour},
	}
}

// ratingStars are the five values with what customers call them.
func ratingStars() []Option {
	return []Option{
		{Value: "1", Label: In("1 star", "1星 非常不满意"), Also: []string{
			"1", "one", "one star", "very dissatisfied", "very unsatisfied", "very bad", "terrible", "awful", "★", "★☆☆☆☆",
			"一星", "一颗星", "1分", "一分", "非常不满意", "很不满意", "特别不满意", "太差了", "很差", "差评",
		}},
		{Value: "2", Label: In("2 stars", "2星 不满意"), Also: []string{
			"2", "two", "two stars", "dissatisfied", "unsatisfied", "not satisfied", "bad", "★★", "★★☆☆☆",
			"二星", "两星", "两颗星", "2分", "两分", "二分", "不满意", "不太满意", "不好",
		}},
		{Value: "3", Label: In("3 stars", "3星 一般"), Also: []string{
			"3", "three", "three stars", "okay", "ok", "average", "so so", "neutral", "★★★", "★★★☆☆",
			"三星", "三颗星", "3分", "三分", "一般", "还行", "还可以", "凑合", "中评",
		}},
		{Value: "4", Label: In("4 stars", "4星 满意"), Also: []string{
			"4", "four", "four stars", "satisfied", "good", "★★★★", "★★★★☆",
			"四星", "四颗星", "4分", "四分", "满意", "比较满意", "挺好", "不错",
		}},
		{Value: "5", Label: In("5 stars", "5星 非常满意"), Also: []string{
			"5", "five", "five stars", "very satisfied", "excellent", "great", "perfect", "★★★★★",
			"五星", "五颗星", "5分", "五分", "非常满意", "很满意", "特别满意", "十分满意", "完美", "好评",
		}},
	}
}

// Rating says when customers are asked to rate a conversation, by the flow of [AskRating].
type Rating struct {
	// Completed asks after a flow that was completed, Released after a person gave the
	// conversation back.
	Completed bool
	Released  bool
	// After is how long to wait. Default: 0, at the next sweep.
	After time.Duration
}

// planRating plans to ask for a rating, once in a session.
func (t *Talk) planRating() {
	o := t.engine.opts.Rating
	if t.s.Rated || t.engine.flows[RatingFlow] == nil || len(t.s.Plans) >= mostPlans {
		return
	}
	due := false
	for _, e := range t.turn.Events {
		due = due || o.Completed && e.Type == EventFlowCompleted || o.Released && e.Type == EventHandoffCompleted
	}
	if !due {
		return
	}
	t.s.Rated = true
	at := t.Now().Add(o.After)
	t.s.Plans = append(t.s.Plans, startPlan{
		ID: "rating/" + t.turn.Message.ID, Flow: RatingFlow, Kind: "survey", At: ceilMillis(at), Until: at.Add(time.Hour).UnixMilli(),
	})
}

// rated notes what a customer gave, when the flow that asked has ended in any way.
func (t *Talk) rated(f *frame) {
	stars, ok := Values{f.Slots}.Get("stars")
	if f.Flow != RatingFlow || !ok {
		return
	}
	t.s.Rated = true
	detail := Values{f.Slots}.Text("bad")
	if detail == "" {
		detail = Values{f.Slots}.Text("good")
	}
	t.event(Event{Type: EventRated, Flow: RatingFlow, Value: stars, Detail: detail})
}
