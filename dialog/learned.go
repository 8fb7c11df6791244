package dialog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// What a message tells about the customer goes to the [ProfileSink] through the
// outbox: at least once, and only if the turn is committed.

// learnedEffect is the name of the effect that carries attributes.
const learnedEffect = "kefu/profile"

// learn sends what the message tells about the customer on its way.
func (t *Talk) learn() {
	customer := t.turn.Conversation.Customer
	if t.engine.opts.ProfileSink == nil || customer == "" || t.reading == nil || t.turn.Message.From != Customer {
		return
	}
	msg := t.turn.Message
	msg.Text = t.readText
	learned := slices.DeleteFunc(Learn(t.reading, msg), func(a Attribute) bool { return t.knownAlready(a) || t.secrecy.has(a.Value) })
	if len(learned) == 0 {
		return
	}
	data, err := json.Marshal(learned)
	if err != nil { // strings, numbers and times only
		return
	}
	t.send("profile", Outgoing{Effect: &Effect{
		Name: learnedEffect, Key: "profile/" + t.turn.Reply.ID, Args: map[string]string{"customer": customer, "attributes": string(data)},
	}})
}

// knownAlready reports whether an attribute is no news: it is in the profile, or the
// conversation went on in that language before.
func (t *Talk) knownAlready(a Attribute) bool {
	if held, ok := t.profile.Get(a.Name); ok && held.Value == a.Value && held.Source == a.Source {
		return true
	}
	return a.Name == "language" && a.Value == primary(t.turn.Conversation.Locale)
}

// keepLearned delivers what was learned.
func (e *Engine) keepLearned(ctx context.Context, effect *Effect) error {
	var learned []Attribute
	if err := json.Unmarshal([]byte(effect.Args["attributes"]), &learned); err != nil {
		return fmt.Errorf("%w: attributes cannot be read", ErrUndeliverable)
	}
	err := e.opts.ProfileSink.Put(ctx, effect.Args["customer"], learned)
	if onlyBadAttributes(err) { // they never will fit, and all others are kept
		return nil
	}
	return err
}
