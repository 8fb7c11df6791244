// Routing alone brings three customers to two agents: the VIP first, each to
// somebody who speaks his language, and whoever let an offer pass is passed over.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kefu-go/kefu/routing"
)

const plan = `{
	"queues": [{"id": "sales", "offer_for": "20s", "ageing": 1}],
	"rules": [{"name": "vip", "if": "tier == 'vip'", "targets": [{"queue": "sales", "priority": 10, "language": true}]}],
	"default": [{"queue": "sales", "language": true, "relax": [{"after": "2m", "any_language": true}]}]
}`

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	ctx, now := context.Background(), time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	rules, err := routing.ParsePlan([]byte(plan))
	if err != nil {
		return err
	}
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Plan: rules, Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	for _, a := range []routing.Agent{{ID: "ann", Languages: []string{"en"}, Capacity: 1}, {ID: "bo", Languages: []string{"en", "zh"}, Capacity: 2}} {
		err = errors.Join(err, r.Register(ctx, a))
	}
	for _, i := range []routing.Item{{ID: "1", Language: "en"}, {ID: "2", Language: "zh"}, {ID: "3", Language: "en", Tier: "vip"}} {
		_, fault := r.Submit(ctx, i)
		err = errors.Join(err, fault)
	}
	err = errors.Join(err, r.SetPresence(ctx, "ann", routing.Online, ""), r.SetPresence(ctx, "bo", routing.Online, ""))
	vip, fault := r.Work(ctx, "3")
	_, refused := r.Accept(ctx, vip.Assignment())
	now = now.Add(20 * time.Second) // and nobody accepts the others
	_, late := r.Sweep(ctx)
	for event, fault := range r.Events(ctx, "", 0) {
		err = errors.Join(err, fault)
		fmt.Fprintln(out, event.At.Format("15:04:05"), event.Type, event.Item, event.Agent)
	}
	return errors.Join(err, fault, refused, late)
}
