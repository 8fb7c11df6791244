package dialog_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

func TestShippedChannelsAreValidData(t *testing.T) {
	channels := dialog.Channels()
	for _, name := range []string{
		"phone", "sms", "web", "mobile", "email", "wechat", "wechat-h5", "weibo", "facebook", "instagram", "whatsapp", "speaker",
	} {
		a, ok := channels[name]
		require.True(t, ok, name)
		require.NoError(t, a.Validate(), name)
		data, err := json.Marshal(a)
		require.NoError(t, err)
		var again dialog.Abilities
		require.NoError(t, json.Unmarshal(data, &again))
		require.Equal(t, a, again, name)
	}
	require.Len(t, channels, 12)
	channels["web"].Media[0].Kind, channels["facebook"].Menus[0].Max = "changed", 0
	delete(channels, "sms")
	fresh := dialog.Channels()
	require.Equal(t, dialog.MarkdownPart, fresh["web"].Media[0].Kind)
	require.Equal(t, 3, fresh["facebook"].Menus[0].Max)
	require.Contains(t, fresh, "sms")
}

func TestAbilitiesNameEveryFault(t *testing.T) {
	require.NoError(t, (&dialog.Abilities{}).Validate())
	bad := dialog.Abilities{
		Text:   dialog.Limit{Max: 10, Unit: "lines"},
		Media:  []dialog.Medium{{Kind: dialog.TextPart}, {Kind: dialog.ImagePart, Bytes: -1}, {Kind: dialog.ImagePart}},
		Menus:  []dialog.Menu{{Max: 0, Label: 1}, {Max: 1, Label: 1, Body: 5}},
		Window: dialog.Window{For: -time.Hour},
	}
	err := bad.Validate()
	require.ErrorIs(t, err, dialog.ErrInvalid)
	for _, field := range []string{"text.unit", "text.max", "media[0].kind", "media[1] ", "media[2].kind", "menus[0] ", "menus[1].body", "window"} {
		require.Contains(t, err.Error(), ": "+field)
	}
	require.Equal(t, 8, strings.Count(err.Error(), dialog.ErrInvalid.Error()))
	require.Error(t, (&dialog.Abilities{Text: dialog.Limit{Max: 100}}).Validate(), "a bound without a unit")
}

func TestWindowOpen(t *testing.T) {
	last := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	wechat := dialog.Channels()["wechat"].Window
	for _, c := range []struct {
		name   string
		window dialog.Window
		last   time.Time
		after  time.Duration
		sent   int
		open   bool
	}{
		{"no bound, no message ever", dialog.Window{}, time.Time{}, 0, 99, true},
		{"the last moment", wechat, last, 48 * time.Hour, 4, true},
		{"a moment later", wechat, last, 48*time.Hour + 1, 0, false},
		{"all messages used", wechat, last, time.Minute, 5, false},
		{"any number of messages", dialog.Window{For: time.Hour}, last, time.Minute, 500, true},
		{"he never wrote", dialog.Window{For: time.Hour}, time.Time{}, 0, 0, false},
	} {
		require.Equal(t, c.open, c.window.Open(c.last, last.Add(c.after), c.sent), c.name)
	}
}

func choicesOf(labels ...string) (choices []dialog.Choice) {
	for _, l := range labels {
		choices = append(choices, dialog.Choice{ID: "id of " + l, Label: l})
	}
	return choices
}

func TestMenu(t *testing.T) {
	facebook, whatsapp := dialog.Channels()["facebook"], dialog.Channels()["whatsapp"]
	link := []dialog.Choice{{ID: "1", Label: "Open", URL: "https://shop.example"}}
	for _, c := range []struct {
		name      string
		abilities dialog.Abilities
		choices   []dialog.Choice
		style     dialog.MenuStyle // empty: none
	}{
		{"few are buttons", facebook, choicesOf("a", "b", "c"), dialog.ButtonMenu},
		{"more are quick replies", facebook, choicesOf("a", "b", "c", "d"), dialog.QuickMenu},
		{"more still are none", facebook, choicesOf("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"), ""},
		{"a label of 20", facebook, choicesOf(strings.Repeat("长", 20)), dialog.ButtonMenu},
		{"a label of 21", facebook, choicesOf(strings.Repeat("x", 21)), ""},
		{"emoji count two", facebook, choicesOf(strings.Repeat("👍", 11)), ""},
		{"the list takes longer labels", whatsapp, choicesOf(strings.Repeat("x", 24)), dialog.ListMenu},
		{"labels must differ", facebook, choicesOf("a", "a"), ""},
		{"a label must say something", facebook, choicesOf(" "), ""},
		{"a page to open", facebook, link, dialog.ButtonMenu},
		{"no pages here", whatsapp, link, ""},
		{"nothing to choose", facebook, nil, ""},
	} {
		menu, ok := c.abilities.Menu(c.choices)
		require.Equal(t, c.style, menu.Style, c.name)
		require.Equal(t, c.style != "", ok, c.name)
	}
}

func TestShows(t *testing.T) {
	channels := dialog.Channels()
	const url = "https://shop.example/x"
	for _, c := range []struct {
		name    string
		channel string
		part    dialog.Part
		shows   bool
	}{
		{"text anywhere", "sms", dialog.Part{Text: "hi"}, true},
		{"no picture in a short message", "sms", dialog.Part{Kind: dialog.ImagePart, URL: url}, false},
		{"as large as it may be", "whatsapp", dialog.Part{Kind: dialog.ImagePart, URL: url, Size: 5 << 20}, true},
		{"a byte more", "whatsapp", dialog.Part{Kind: dialog.ImagePart, URL: url, Size: 5<<20 + 1}, false},
		{"another media type", "whatsapp", dialog.Part{Kind: dialog.ImagePart, URL: url, MIME: "image/webp"}, false},
		{"parameters and case", "whatsapp", dialog.Part{Kind: dialog.AudioPart, URL: url, MIME: "Audio/OGG; codecs=opus"}, true},
		{"a family of types", "phone", dialog.Part{Kind: dialog.AudioPart, URL: url, MIME: "audio/x-new"}, true},
		{"nothing to show", "web", dialog.Part{Kind: dialog.ImagePart, Text: "a picture"}, false},
		{"augmented reality in an app", "mobile", dialog.Part{Kind: dialog.ARPart, URL: url}, true},
		{"and not on a page", "web", dialog.Part{Kind: dialog.ARPart, URL: url}, false},
		{"Markdown within the bound", "web", dialog.Part{Kind: dialog.MarkdownPart, Text: strings.Repeat("x", 1<<20)}, true},
		{"a card", "instagram", dialog.Part{Kind: dialog.CardPart, Title: "t", Choices: choicesOf("a", "b", "c")}, true},
		{"a card with too many buttons", "instagram", dialog.Part{Kind: dialog.CardPart, Title: "t", Choices: choicesOf("a", "b", "c", "d")}, false},
		{"a card with too long a title", "instagram", dialog.Part{Kind: dialog.CardPart, Title: strings.Repeat("t", 81)}, false},
		{"a card with too long a text", "instagram", dialog.Part{Kind: dialog.CardPart, Text: strings.Repeat("t", 81)}, false},
		{"a place", "weibo", dialog.Part{Kind: dialog.LocationPart, Title: "店"}, true},
		{"a place with an address that has no room", "weibo", dialog.Part{Kind: dialog.LocationPart, Text: "上海"}, false},
		{"a kind of the future", "web", dialog.Part{Kind: "hologram", URL: url}, false},
	} {
		a := channels[c.channel]
		require.Equal(t, c.shows, a.Shows(c.part), c.name)
	}
}

// The figures are those of 3GPP TS 23.038 and 23.040.
func TestSMSSegments(t *testing.T) {
	for _, c := range []struct {
		name    string
		text    string
		n       int
		unicode bool
	}{
		{"nothing", "", 0, false},
		{"one full", strings.Repeat("a", 160), 1, false},
		{"two", strings.Repeat("a", 161), 2, false},
		{"two full", strings.Repeat("a", 306), 2, false},
		{"three", strings.Repeat("a", 307), 3, false},
		{"escaped characters take two", strings.Repeat("€", 80), 1, false},
		{"and more than one segment", strings.Repeat("[", 81), 2, false},
		{"an escape is not divided", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, false},
		{"letters of the alphabet", "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¡ÄÖÑÜ§¿äöñüà\n", 1, false},
		{"a letter that is not in it", "ç", 1, true},
		{"nor is a backtick", "`", 1, true},
		{"one full of Chinese", strings.Repeat("汉", 70), 1, true},
		{"two of Chinese", strings.Repeat("汉", 71), 2, true},
		{"two full of Chinese", strings.Repeat("汉", 134), 2, true},
		{"a surrogate pair is not divided", strings.Repeat("汉", 66) + "😀" + strings.Repeat("汉", 66), 3, true},
		{"one character makes all of it UCS-2", "汉" + strings.Repeat("a", 70), 2, true},
	} {
		n, unicode := dialog.SMSSegments(c.text)
		require.Equal(t, c.n, n, c.name)
		require.Equal(t, c.unicode, unicode, c.name)
	}
}
