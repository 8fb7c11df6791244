package main

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// words returns the wording of a language, English where there is none.
func words(w dialog.Words, locale string) string {
	lang, _, _ := strings.Cut(locale, "-")
	for _, tag := range []string{lang, "en"} {
		if v := w[tag]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// list returns the names of the items of an order.
func (o order) list(locale string) string {
	var names []string
	for _, i := range o.Items {
		names = append(names, words(i.Name, locale))
	}
	if strings.HasPrefix(locale, "zh") {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

// day is a date as customers write it.
func day(at time.Time, locale string) string {
	if strings.HasPrefix(locale, "zh") {
		return at.Format("1月2日")
	}
	return at.Format("January 2")
}

// progress says in a few words where an order is, and when.
func (o order) progress(locale string) string {
	w := map[orderState]dialog.Words{
		packing:   dialog.In("is being packed and arrives on ", "正在打包，预计送达："),
		onItsWay:  dialog.In("is on its way and arrives on ", "已在运输途中，预计送达："),
		delivered: dialog.In("was delivered on ", "已送达："),
	}[o.State]
	return words(w, locale) + day(o.Arrives, locale)
}

// state is the state alone, as a card shows it.
func (o order) state(locale string) string {
	return words(map[orderState]dialog.Words{
		packing: dialog.In("being packed", "打包中"), onItsWay: dialog.In("on its way", "运输中"), delivered: dialog.In("delivered", "已送达"),
	}[o.State], locale)
}

// sentence is where an order is, in one sentence.
func (o order) sentence() dialog.Words {
	return dialog.In("Order "+o.Number+" "+o.progress("en")+".", "订单 "+o.Number+" "+o.progress("zh")+"。")
}

// card shows an order: its number, state and date, its items, and what can be picked.
func (o order) card(locale string, choices []dialog.Choice) dialog.Part {
	return dialog.Part{
		Kind: dialog.CardPart, Title: o.Number + " · " + o.state(locale) + " · " + day(o.Arrives, locale),
		Text: o.list(locale), Choices: choices,
	}
}

// pick offers an order: what is in it, and its number as a button.
func (o order) pick(locale string) dialog.Part {
	return dialog.Part{
		Kind: dialog.CardPart, Title: o.list(locale), Text: o.state(locale) + " · " + day(o.Arrives, locale),
		Choices: []dialog.Choice{{Label: o.Number}},
	}
}

// lines lists the items of an order, one below the other.
func (o order) lines(locale string) string {
	var b strings.Builder
	for _, i := range o.Items {
		b.WriteString("\n– " + words(i.Name, locale))
	}
	return b.String()
}

// tell is the live answer of the knowledge base to a message with an order's number.
func (o *orders) tell(ctx context.Context, call kb.ActionCall) (kb.Answer, error) {
	one, err := o.find(ctx, sampleAccount, call.Args["order"])
	if errors.Is(err, errNoOrder) || call.Args["order"] == "" {
		return kb.Answer{}, kb.ErrNotFound // the entry's own words are shown
	}
	if err != nil {
		return kb.Answer{}, err
	}
	en, zh := one.sentence()["en"][0], one.sentence()["zh"][0]
	rest := strings.ReplaceAll(strings.ToUpper(call.Query.Text), strings.ToUpper(call.Args["order"]), "")
	switch {
	case strings.ContainsFunc(rest, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return kb.TextAnswer(zh), nil
	case strings.ContainsFunc(rest, unicode.IsLetter):
		return kb.TextAnswer(en), nil
	}
	return kb.TextAnswer(en + "\n" + zh), nil // a number alone has no language
}
