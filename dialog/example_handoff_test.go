package dialog_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// A hand-off while everybody is busy: the bot goes on until somebody accepts,
// and has the conversation again when he is done.
func ExamplePending() {
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	p, notice := dialog.Pending{}.Begin("handoff/1", dialog.Availability{Busy: true, Place: 4}, false, now)
	fmt.Println(p.Owner(), notice, p.Place)
	for _, r := range []dialog.HandoffProgress{
		{ID: "handoff/1", State: dialog.HandoffRequested, Place: 1},
		{ID: "handoff/1", State: dialog.HandoffAccepted, Agent: "bob"},
		{ID: "handoff/1", State: dialog.HandoffCompleted},
	} {
		p, notice, _ = p.Apply(r, now)
		fmt.Println(p.Owner(), notice)
	}
	_, _, err := p.Apply(dialog.HandoffProgress{ID: "handoff/1", State: dialog.HandoffAccepted}, now)
	fmt.Println(err)
	// Output:
	// bot busy 4
	// bot queue
	// agent accepted
	// bot completed
	// dialog: invalid input: a hand-off that is completed cannot become accepted, but completed
}

// The question that tells most about which of six answers is meant.
func ExampleNarrow() {
	var candidates []dialog.Candidate
	for _, text := range []string{"Return shoes", "Return a jacket", "Exchange shoes", "Exchange a jacket", "Repair shoes", "Repair a jacket"} {
		candidates = append(candidates, dialog.Candidate{ID: text, Text: text, Score: 1})
	}
	q, _ := dialog.Narrow(candidates, dialog.NarrowOptions{MaxChoices: 3})
	for _, c := range q.Choices("something else") {
		left, _ := q.Remaining(c.ID)
		fmt.Println(c.ID, c.Label, left)
	}
	// Output:
	// 1 exchange [Exchange a jacket Exchange shoes]
	// 2 repair [Repair a jacket Repair shoes]
	// 3 return [Return a jacket Return shoes]
}

// A message that nobody asked for waits until the customer is awake.
func ExampleProactivePolicy_Decide() {
	policy := &dialog.ProactivePolicy{QuietFrom: 21 * time.Hour, QuietTo: 9 * time.Hour}
	at := time.Date(2026, 3, 2, 14, 30, 0, 0, time.UTC)
	when, allowed, reason := policy.Decide(at, dialog.Contact{Kind: "care", Zone: time.FixedZone("Beijing", 8*60*60)})
	fmt.Println(when.UTC(), allowed, reason)
	// Output: 2026-03-03 01:00:00 +0000 UTC true quiet
}

func ExampleLintReply() {
	draft := "Dear {{name}}, we guarantee that 13812345678 calls you back!!!"
	for _, f := range dialog.LintReply(draft, dialog.LintOptions{Language: "en"}) {
		fmt.Println(f.Kind, draft[f.Start:f.End])
	}
	// Output:
	// placeholder {{name}}
	// promise we guarantee
	// personal 13812345678
	// shouting !!!
}
