package kefu_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// inn is a bot that books rooms, with the readers of the library.
type inn struct {
	t     *testing.T
	bot   *kefu.Bot
	n     int
	reply dialog.Reply
	// booked are the values of the rooms that were booked.
	booked []map[string]string
}

func openInn(t *testing.T) *inn {
	v := &inn{t: t}
	in := dialog.In
	from := dialog.ValueSlot[string]("from", dialog.DateKind, in("arrival", "入住日期"), in("When will you arrive?", "请问哪天入住？"))
	from.Role = "start"
	to := dialog.ValueSlot[string]("to", dialog.DateKind, in("departure", "离店日期"), in("When do you leave?", "哪天离店？"))
	to.Role = "end"
	guests := dialog.NumberSlot[int]("guests", in("number of guests", "人数"), in("How many guests?", "几位客人？"))
	guests.Also = []string{"people", "guests", "人"}
	room := dialog.ChoiceSlot("room", in("room type", "房型"), []dialog.Option{
		{Value: "single", Label: in("Single room", "单人间")},
		{Value: "double", Label: in("Double room", "大床房"), Also: []string{"double", "大床"}},
		{Value: "twin", Label: in("Twin room", "双床房"), Also: []string{"two beds", "twin", "双床", "标间"}},
		{Value: "suite", Label: in("Suite", "套房")},
	}, in("Which room would you like?", "您要哪种房型？"))
	name := dialog.ValueSlot[string]("name", "person", in("name", "姓名"), in("What name?", "请问预订人姓名？"))
	flow := &dialog.Flow{
		Name: "book", Label: in("the room booking", "订房"), Phrases: []string{"book a room", "订房", "订一间"},
		Steps: []dialog.Step{
			dialog.Ask(from), dialog.Ask(to), dialog.Ask(guests), dialog.Ask(room), dialog.Ask(name), dialog.Confirm(nil),
			dialog.Do("book", func(_ context.Context, c dialog.Call) (dialog.Result, error) {
				got := map[string]string{}
				for slot, value := range c.Slots.All() {
					got[slot] = value
				}
				v.booked = append(v.booked, got)
				return dialog.Result{Say: in("Booked!", "已预订！")}, nil
			}),
		},
	}
	var err error
	v.bot, err = kefu.New(&kefu.Options{
		Now:    func() time.Time { return time.Date(2026, 11, 21, 12, 0, v.n, 0, time.UTC) },
		Dialog: dialog.Options{Flows: []*dialog.Flow{flow}},
	})
	require.NoError(t, err)
	_, err = v.bot.KB().Import(t.Context(), strings.NewReader(`
{"question":"Do you have parking?","similar":["Is there parking?"],"answer":"Parking is free.","locale":"en"}
{"question":"有停车场吗？","answer":"停车免费。","locale":"zh"}
{"question":"含早餐吗？","answer":"早餐已含。","locale":"zh"}
{"question":"可以带狗吗？","answer":"欢迎带狗。","locale":"zh"}
{"question":"Can I bring my dog?","answer":"Dogs are welcome.","locale":"en"}
`), kb.ImportOptions{})
	require.NoError(t, err)
	return v
}

func (v *inn) say(words string) string {
	v.t.Helper()
	v.n++
	reply, err := v.bot.Handle(context.Background(), dialog.Message{ID: fmt.Sprint("m", v.n), Conversation: "c", Text: words})
	require.NoError(v.t, err)
	v.reply = reply
	return reply.Text
}

func TestTheAnswersOfAGuest(t *testing.T) {
	for name, lines := range map[string][][2]string{
		"one word is one thing": {
			{"book a room", "arrive"},
			{"Dec 24", "leave"},
			{"27 Dec", "How many"},
			{"2 guests", "Which room"},
			{"suite", "What name?"},
			{"Anna Smith", "name: Anna Smith"},
		},
		"一个词只是一件事": {
			{"订房", "入住"}, {"12月24日", "离店"}, {"12月27日", "几位"}, {"三个人", "房型"}, {"单人间", "姓名"}, {"谢谢", "姓名"}, {"刘芳", "姓名：刘芳"},
		},
		"thanks is no name": {
			{"book a room", "arrive"}, {"Dec 24", "leave"}, {"27 Dec", "How many"}, {"2", "Which room"}, {"twin", "What name?"}, {"谢谢", "姓名"}, {"Anna", "Anna"},
		},
		"a greeting is no day": {{"book a room", "arrive"}, {"How are you today?", "arrive"}, {"Dec 24", "leave"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := openInn(t)
			for _, line := range lines {
				require.Contains(t, v.say(line[0]), line[1], line[0])
			}
		})
	}
}

func TestAStretchOfTimeFillsTwoSlots(t *testing.T) {
	for name, lines := range map[string][][2]string{
		"asked":             {{"book a room", "arrive"}, {"from Dec 24 to Dec 27", "How many"}},
		"at once":           {{"book a room from Dec 24 to Dec 27", "How many"}},
		"问了再说":              {{"订房", "入住"}, {"12月24日到12月27日", "几位"}},
		"one day":           {{"book a room for 5 December", "leave"}, {"6 December", "How many"}},
		"both ends later":   {{"book a room", "arrive"}, {"Dec 23", "leave"}, {"Dec 24 to Dec 27", "How many"}},
		"no other's number": {{"book a room", "arrive"}, {"Dec 24 to Dec 27, 3 nights", "How many"}, {"2", "Which room"}},
		"不是人数":              {{"订一间大床房", "入住"}, {"12月24日到12月27日", "几位"}, {"两位", "姓名"}},
		"its number":        {{"book a room, we are 2 people, 3 nights from Dec 24 to Dec 27", "Which room"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := openInn(t)
			for _, line := range lines {
				require.Contains(t, v.say(line[0]), line[1], line[0])
			}
		})
	}
}
