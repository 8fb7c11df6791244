package kefu_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// What the host's profiles know of a customer need not be asked for; what a provider of the
// engine's own says comes first.
func TestProfilesFillSlots(t *testing.T) {
	city := dialog.TextSlot("city", dialog.In("city", "城市"), dialog.In("Which city?", "哪个城市？"))
	city.Profile = "city"
	mail := dialog.TextSlot("mail", dialog.In("mail", "邮箱"), dialog.In("Which mail?", "哪个邮箱？"))
	mail.Profile = "mail"
	flow := &dialog.Flow{Name: "send", Phrases: []string{"send it"}, Steps: []dialog.Step{
		dialog.Ask(city), dialog.Ask(mail), dialog.Say(dialog.In("Off to {city}, {mail}.", "寄往{city}，{mail}。")),
	}}
	crm := kefu.ProfilesFunc(func(_ context.Context, customer string) (kb.Profile, error) {
		return kb.Profile{Attributes: map[string]string{"city": "Ulm", "mail": customer + "@example.com"}}, nil
	})
	opts := kefu.Options{Profiles: crm, Dialog: dialog.Options{Flows: []*dialog.Flow{flow}}}
	ann := newTalk(t, newBot(t, &opts))
	require.Equal(t, "Off to Ulm, ann@example.com.", ann.send(kefu.Message{Customer: "ann", Text: "send it"}).Text)

	opts.Dialog.Profiles = dialog.ProfileFunc(func(context.Context, string) (dialog.Profile, error) {
		return dialog.Profile{}.Merge(dialog.Attribute{Name: "city", Value: "Bonn", Source: dialog.OnRecord, At: noon}), nil
	})
	ann = newTalk(t, newBot(t, &opts))
	require.Equal(t, "Off to Bonn, ann@example.com.", ann.send(kefu.Message{Customer: "ann", Text: "send it"}).Text)
	nobody := newTalk(t, newBot(t, &opts))
	require.Equal(t, "Which city?", nobody.say("send it").Text)
}
