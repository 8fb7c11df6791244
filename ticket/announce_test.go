package ticket_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// listen is a desk whose notices are kept; nil options are the defaults.
func listen(t *testing.T, o ticket.Options) (d *ticket.Desk, notices *[]ticket.Notice) {
	notices = new([]ticket.Notice)
	if o.Rules == nil {
		o.Rules = &ticket.Rules{}
	}
	if o.Notifier == nil {
		o.Notifier = ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error { *notices = append(*notices, n); return nil })
	}
	d, err := ticket.New(ticket.NewMemoryStore(), &o)
	require.NoError(t, err)
	return d, notices
}

func TestTextsByLocale(t *testing.T) {
	ctx := context.Background()
	d, notices := listen(t, ticket.Options{Texts: map[string]map[string]string{
		"fr":    {"customer.opened": "Bonjour {customer} : {number}"},
		"zh-TW": {"customer.opened": "收到了 {number}"},
		"en":    {"customer.opened": "Got it"},
		"zh":    {"reason.no reply": "没回音"},
	}})
	for _, c := range []struct{ locale, want string }{
		{"", "Got it"},
		{"de-AT", "Got it"},
		{"en-GB", "Got it"},
		{"fr-CH", "Bonjour carl : T-1004"},
		{"zh-TW", "收到了 T-1005"},
		{"zh-TW-x", "收到了 T-1006"},
		{"zh-CN", "我们已收到您的请求“s”,工单号为 T-1007。"},
	} {
		*notices = nil
		a, err := d.Open(ctx, ticket.Draft{Subject: "s", Customer: "carl", Locale: c.locale}, carl)
		require.NoError(t, err)
		_, err = d.Deliver(ctx)
		require.NoError(t, err)
		assert.Equal(t, c.want, (*notices)[1].Text, c.locale)
		assert.Equal(t, []string{"customer:carl", "carl", c.locale, a.ID, a.Number}, []string{
			(*notices)[1].To, (*notices)[1].Customer, (*notices)[1].Locale, (*notices)[1].Ticket, (*notices)[1].Number,
		})
	}
	*notices = nil
	a, err := d.Open(ctx, ticket.Draft{Subject: "s", Customer: "carl", Locale: "zh"}, carl)
	require.NoError(t, err)
	_, err = d.Do(ctx, a.ID, ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.MoveTo("resolved", "no reply")}})
	require.NoError(t, err)
	_, err = d.Deliver(ctx)
	require.NoError(t, err)
	assert.Contains(t, (*notices)[2].Text, "已解决:没回音")
}

// An empty text keeps a notice from customers; replies and staff have theirs all the same.
func TestMutedTexts(t *testing.T) {
	ctx := context.Background()
	d, notices := listen(t, ticket.Options{Texts: map[string]map[string]string{"en": {"customer.opened": "", "opened": "", "customer.reply": ""}}})
	a, err := d.Open(ctx, ticket.Draft{Subject: "s", Customer: "carl", Group: "g"}, ticket.BySystem("host"))
	require.NoError(t, err)
	_, err = d.Do(ctx, a.ID, ticket.Command{Actor: mia, Actions: []ticket.Action{
		{Do: ticket.DoComment, Comment: &ticket.Comment{Attachments: []ticket.Attachment{{URL: "x"}}}},
		ticket.Notify("customer", "unheard_of", ""),
	}})
	require.NoError(t, err)
	_, err = d.Deliver(ctx)
	require.NoError(t, err)
	var told []string
	for _, n := range *notices {
		told = append(told, n.To+" "+n.Kind+" "+n.Text)
	}
	assert.Equal(t, []string{"group:g opened ", "customer:carl reply "}, told)
	assert.Equal(t, "x", (*notices)[1].Comment.Attachments[0].URL)
}

// Without a customer there is nobody to tell, and with only a conversation there is it.
func TestWhoIsTheCustomer(t *testing.T) {
	ctx := context.Background()
	d, notices := listen(t, ticket.Options{})
	_, err := d.Open(ctx, ticket.Draft{Subject: "s"}, ticket.BySystem("host"))
	require.NoError(t, err)
	_, err = d.Open(ctx, ticket.Draft{Subject: "s", Conversation: "c7"}, ticket.BySystem("host"))
	require.NoError(t, err)
	_, err = d.Deliver(ctx)
	require.NoError(t, err)
	var told []string
	for _, n := range *notices {
		told = append(told, n.To+" "+n.Conversation)
	}
	assert.ElementsMatch(t, []string{"role:supervisor ", "role:supervisor c7", "customer: c7"}, told)
}

// A notice that comes again has the same id, and the number that its commit did not know.
func TestNoticesComeAgain(t *testing.T) {
	ctx := context.Background()
	now := noon
	var ids, numbers []string
	d, _ := listen(t, ticket.Options{Now: func() time.Time { return now }, Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
		ids, numbers = append(ids, n.ID), append(numbers, n.Number)
		if len(ids) < 3 {
			return errors.New("mail is down")
		}
		return nil
	})})
	_, err := d.Open(ctx, ticket.Draft{ID: "a", Subject: "s"}, ticket.BySystem("host"))
	require.NoError(t, err)
	for range 4 {
		_, err = d.Deliver(ctx)
		require.NoError(t, err)
		now = now.Add(2 * time.Hour)
	}
	assert.Equal(t, []string{ids[0], ids[0], ids[0]}, ids)
	assert.Equal(t, []string{"T-1001", "T-1001", "T-1001"}, numbers)
}

func TestNotifyByPeople(t *testing.T) {
	ctx := context.Background()
	d, notices := listen(t, ticket.Options{})
	a, err := d.Open(ctx, ticket.Draft{Subject: "s", Watchers: []string{"wu", "group:press", "role:legal"}}, ticket.BySystem("host"))
	require.NoError(t, err)
	*notices = nil
	for _, to := range []string{"watchers", "agent:sue", "group:second", "role:legal", "supervisor", "owner", "group", "agent:mia"} {
		_, err := d.Do(ctx, a.ID, ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Notify(to, "ask", "{number}?")}})
		require.NoError(t, err, to)
	}
	_, err = d.Deliver(ctx)
	require.NoError(t, err)
	var told []string
	for _, n := range *notices {
		if n.Kind == "ask" {
			assert.Equal(t, "{number}?", n.Text, "people's words stay as they are")
			told = append(told, n.To)
		}
	}
	assert.ElementsMatch(t, []string{"group:press", "role:legal", "agent:wu", "agent:sue", "group:second", "role:legal", "role:supervisor", "role:supervisor", "role:supervisor"}, told)
	for _, bad := range []ticket.Action{ticket.Notify("mia", "ask", "x"), ticket.Notify("agent:", "ask", "x"), ticket.Notify("owner", "", "x"), ticket.Notify("owner", "ask", "\xff")} {
		_, err := d.Do(ctx, a.ID, ticket.Command{Actor: mia, Actions: []ticket.Action{bad}})
		assert.ErrorIs(t, err, ticket.ErrInvalid)
	}
}
