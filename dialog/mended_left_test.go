package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func leftGift() *Flow {
	return &Flow{Name: "gift", Label: In("the gift", "礼品"), Phrases: []string{"gift"}, Steps: []Step{
		Ask(TextSlot("card", In("card", "卡"), In("Card text?", "贺卡?"))), Say(In("Gift ok.", "好")),
	}}
}

// What was left is taken up in front of what is open, which goes on after it: what the
// customer reads is what his next words fill.
func TestLeftIsTakenUpInFront(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Expire: timedExpire}), leftGift()}})
	d.say("return it")
	d.say("A-1")
	d.after(timedExpire)
	require.Contains(t, d.say("gift").Text, "Card text?")
	r := d.say("continue")
	require.Contains(t, r.Text, "the return")
	require.Contains(t, r.Text, "Why?")
	require.Equal(t, "return", d.session().top().Flow)
	r = d.say("too small")
	require.Contains(t, r.Text, "A-1 is refunded.")
	require.Contains(t, r.Text, "the gift")
	require.Contains(t, r.Text, "Card text?")
	require.Contains(t, d.say("Love you").Text, "Gift ok.")
	require.Empty(t, d.session().Frames)
}

// Who begins a flow anew does not find its old run behind it.
func TestLeftIsDroppedWhenItsFlowBeginsAnew(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Expire: timedExpire}), leftGift()}})
	d.say("gift")
	d.say("return it")
	d.after(timedExpire)
	require.Len(t, d.session().Left, 2)
	d.say("return it")
	require.Len(t, d.session().Frames, 1)
	require.Len(t, d.session().Left, 1, "the other one is still there")
	require.Equal(t, "gift", d.session().Left[0].Flow)
	d.say("cancel")
	d.say("gift")
	require.Empty(t, d.session().Left)
	require.Zero(t, d.session().Ended)
}
