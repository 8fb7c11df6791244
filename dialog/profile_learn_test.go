package dialog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// named is a value that is the only place of its raw form in a text.
func named(text, typ, raw, role string) dialog.Value {
	at := strings.Index(text, raw)
	return dialog.Value{Type: typ, Value: raw, Role: role, Start: at, End: at + len(raw)}
}

func TestLearnWhatACustomerSaysOfHimself(t *testing.T) {
	for _, c := range []struct {
		text, typ, raw, role string
		name                 string // empty: nothing is learned
		confidence           float64
	}{
		{"My name is Anna Smith and my lamp is broken", "person", "Anna Smith", "", "name", 0.95},
		{"你好，我叫王小明", "person", "王小明", "", "name", 0.95},
		{"我的名字是王小明", "person", "王小明", "", "name", 0.95},
		{"Hi, I’m Anna", "person", "Anna", "", "name", 0.95},
		{"Name: Anna", "person", "Anna", "", "name", 0.95},
		{"收件人：王小明", "person", "王小明", "", "name/recipient", 0.9},
		{"I spoke to Anna yesterday", "person", "Anna", "", "", 0},
		{"我想找王小明", "person", "王小明", "", "", 0},
		{"他叫王小明", "person", "王小明", "", "", 0},
		{"My friend's name is Anna", "person", "Anna", "", "", 0},
		{"my phone is 4155550132", "phone", "4155550132", "", "phone", 0.95},
		{"请打13812345678联系我", "phone", "13812345678", "", "phone", 0.7},
		{"我的电话13812345678", "phone", "13812345678", "", "phone", 0.95},
		{"Is 4006001234 your number?", "phone", "4006001234", "", "", 0},
		{"4006001234是你们的电话吗", "phone", "4006001234", "", "", 0},
		{"4155550132, please ring before your courier comes", "phone", "4155550132", "", "phone", 0.7},
		{"Is your number 4006001234?", "phone", "4006001234", "", "", 0},
		{"快递员的电话是13812345678", "phone", "13812345678", "", "", 0},
		{"My parcel? I called the courier at 4155550132", "phone", "4155550132", "", "", 0},
		{"He is away. My own is 4155550132", "phone", "4155550132", "", "phone", 0.95},
		{"收貨人電話13812345678", "phone", "13812345678", "", "phone/recipient", 0.9},
		{"the theme is at 4155550132", "phone", "4155550132", "", "phone", 0.7},
		{"my old e-mail was a@b.example", "email", "a@b.example", "old", "", 0},
		{"please use a@b.example", "email", "a@b.example", "new", "email", 0.95},
		{"delivery address 5 High Street", "address", "5 High Street", "destination", "address/destination", 0.9},
		{"寄件地址北京市海淀区中关村大街27号", "address", "北京市海淀区中关村大街27号", "origin", "address/origin", 0.9},
		{"Train from 5 High Street please", "address", "5 High Street", "origin", "", 0},
		{"I live at 5 High Street", "address", "5 High Street", "", "address", 0.95},
		{"我的地址是中关村大街27号", "address", "中关村大街27号", "", "address", 0.95},
		{"收货地址：中关村大街27号", "address", "中关村大街27号", "", "address/recipient", 0.9},
		{"5 High Street, thanks", "address", "5 High Street", "", "address", 0.7},
		{"What can I visit near 5 High Street on Sunday?", "address", "5 High Street", "", "", 0},
		{"酒店的地址是中关村大街27号", "address", "中关村大街27号", "", "", 0},
		{"My password is 4155550132", "phone", "4155550132", "", "", 0},
		{"The hotel, its name is Anna", "person", "Anna", "", "", 0},
		{"那家店的名字是王小明", "person", "王小明", "", "", 0},
		{"order A-77 of mine", "order", "A-77", "", "", 0},
		{"my card is ****1234", "card", "****1234", "", "", 0},
	} {
		m := dialog.Message{ID: "m", Conversation: "c", Channel: "web", Text: c.text, At: day(1)}
		got := dialog.Learn(&dialog.Reading{Values: []dialog.Value{named(c.text, c.typ, c.raw, c.role)}}, m)
		if c.name == "" {
			require.Empty(t, got, c.text)
			continue
		}
		require.Equal(t, []dialog.Attribute{{
			Name: c.name, Value: c.raw, Source: dialog.Stated, Confidence: c.confidence, At: day(1), Channel: "web", Conversation: "c", Message: "m",
		}}, got, c.text)
	}
}

func TestLearnWhatMayBeInferred(t *testing.T) {
	m := dialog.Message{Text: "short", At: day(1)}
	inferred := func(name, value string, confidence float64) dialog.Attribute {
		return dialog.Attribute{Name: name, Value: value, Source: dialog.Inferred, Confidence: confidence, At: day(1)}
	}
	got := dialog.Learn(&dialog.Reading{
		Language: "zh", Category: "家电/灯具", Sure: true, Confidence: 0.9, Mood: dialog.Mood{Label: "angry", Turns: 3},
		Values: []dialog.Value{{Type: "email", Value: "a@b.example"}, {Type: "email", Value: "a@b.example"}, {Type: "phone", Value: "12345", Start: 2, End: 99}},
	}, m)
	require.Equal(t, []dialog.Attribute{
		inferred("email", "a@b.example", 0.6), inferred("phone", "12345", 0.6), // not from the text: a picture shows them
		inferred("language", "zh", 0.7), inferred("interest", "家电/灯具", 0.9), inferred("mood", "angry", 0.8),
	}, got)
	require.Empty(t, dialog.Learn(&dialog.Reading{Category: "x", Confidence: 0.9, Mood: dialog.Mood{Label: "angry", Turns: 1}}, m), "neither an unsure category nor one message's mood")
	require.Empty(t, dialog.Learn(nil, m))
	m.From = dialog.Agent
	require.Empty(t, dialog.Learn(&dialog.Reading{Language: "en"}, m), "an agent says nothing about himself")
}
