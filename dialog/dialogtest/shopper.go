package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// Goal is what a simulated customer wants to get done.
type Goal struct {
	// Flow is the flow that serves him, Locale the language that he writes.
	Flow   string
	Locale string
	// Open are ways to say what he wants, without any value: the first one is plain.
	Open []string
	// Wants are the values that he has for it.
	Wants []Want
	// Asides are questions that he may ask in the middle, and that the bot can answer.
	Asides []string
	// Effect is the name of the effect that the flow has when it is done; its arguments
	// are compared with Wants. Empty: nothing is compared.
	Effect string
}

// Want is a value of a [Goal].
type Want struct {
	// Slot is what the flow calls it, Label what the customer calls it.
	Slot  string
	Label string
	// Value is what has to arrive, Say are ways to say it when asked, of which the
	// first one is plain.
	Value string
	Say   []string
	// Unasked is how he says it without being asked, "my order is A-77"; empty if he
	// does not.
	Unasked string
	// Wrong is another value, in plain words, that he may tell first and correct.
	Wrong string
	// Free says that any words of his are the value, so that he says nothing else beside
	// it. Tricky are further values for it, in words that look like commands or questions.
	Free   bool
	Tricky []string
}

// Persona is how a simulated customer behaves: the chances, in [0,1], are those of
// each occasion.
type Persona struct {
	Name string
	// Patience is how many messages he writes before he leaves. 0 is without end.
	Patience int
	// Several tells more than one value at once, OutOfOrder another one than that which
	// was asked for.
	Several    float64
	OutOfOrder float64
	// ChangesMind tells a wrong value first and corrects it.
	ChangesMind float64
	// Typos mistypes words that are no values.
	Typos float64
	// Asks asks one of the goal's Asides in the middle, Commands uses tricky values.
	Asks     float64
	Commands float64
	// Vague gives answers that cannot be used.
	Vague float64
	// Angry adds angry words, Person asks for a person, Quits stops in words ("forget
	// it"), Silent stops writing for long.
	Angry  float64
	Person float64
	Quits  float64
	Silent float64
}

// Personas are customers as they are: a plain one, hasty ones, such as cannot decide
// or write, curious, angry and silent ones, and one who is all of it.
func Personas() []Persona {
	return []Persona{
		{Name: "plain"},
		{Name: "hasty", Patience: 3, Several: 0.7},
		{Name: "talkative", Several: 0.9, OutOfOrder: 0.3},
		{Name: "undecided", ChangesMind: 0.6},
		{Name: "clumsy", Typos: 0.6, OutOfOrder: 0.2},
		{Name: "curious", Asks: 0.5},
		{Name: "literal", Commands: 1},
		{Name: "vague", Vague: 0.6},
		{Name: "angry", Angry: 0.5, Person: 0.1, Quits: 0.1, Patience: 6},
		{Name: "silent", Silent: 0.3},
		{Name: "all", Several: 0.3, OutOfOrder: 0.3, ChangesMind: 0.3, Typos: 0.3, Asks: 0.2, Commands: 0.5, Vague: 0.1, Angry: 0.2, Person: 0.02, Quits: 0.03, Silent: 0.05},
	}
}

// Report counts how simulated customers fared. Each of them is in exactly one of
// Served, HandedOff, GivenUp and Lost.
type Report struct {
	Customers int
	// Served got what they wanted, HandedOff came to a person, GivenUp left, cancelled
	// or let the time run out, or were told by the bot that it ends.
	Served    int
	HandedOff int
	GivenUp   int
	// Lost met none of that: the bot failed, or fell silent, or went on for ever.
	Lost int
	// Looped were asked the same more often in a row than [ShopOptions.Ladder] allows,
	// Wrong were served with another value than they had said last, twice, or without
	// effect. They are also counted above.
	Looped int
	Wrong  int
	// Messages is how many they wrote.
	Messages int
	// Stories are the conversations of the first of those who are in Lost, Looped or
	// Wrong.
	Stories []string
}

// Err says what must not be in a report: customers who are lost, asked for ever, or
// served wrongly, with their stories.
func (r Report) Err() error {
	if r.Lost == 0 && r.Looped == 0 && r.Wrong == 0 {
		return nil
	}
	return fmt.Errorf("of %d customers %d are lost, %d are asked for ever, %d are served wrongly\n%s",
		r.Customers, r.Lost, r.Looped, r.Wrong, strings.Join(r.Stories, "\n\n"))
}

const storiesTold = 5

func (r *Report) add(x Report) {
	r.Customers += x.Customers
	r.Served += x.Served
	r.HandedOff += x.HandedOff
	r.GivenUp += x.GivenUp
	r.Lost += x.Lost
	r.Looped += x.Looped
	r.Wrong += x.Wrong
	r.Messages += x.Messages
	r.Stories = append(r.Stories, x.Stories[:min(len(x.Stories), storiesTold-min(storiesTold, len(r.Stories)))]...)
}

// ShopOptions are the choices of [Shop].
type ShopOptions struct {
	// Personas are who comes, in turn. Default: [Personas].
	Personas []Persona
	// Ladder is how often the same may be asked in a row when the answers cannot be
	// used. Default: 4, the first time and three more.
	Ladder int
	// Messages is how many messages without an outcome make a customer lost. Default: 60.
	Messages int
}

// Shop lets simulated customers loose on bots of their own, which build makes, and
// counts how they fare. What each of them wants comes from goals, and what he does
// from his persona and the random numbers of the seed: the same arguments give the
// same report. The error is that of build, or of ctx.
func Shop(ctx context.Context, build Build, goals func(r *rand.Rand) Goal, n int, seed uint64, o *ShopOptions) (Report, error) {
	var opts ShopOptions
	if o != nil {
		opts = *o
	}
	if len(opts.Personas) == 0 {
		opts.Personas = Personas()
	}
	if opts.Ladder == 0 {
		opts.Ladder = 4
	}
	if opts.Messages == 0 {
		opts.Messages = 60
	}
	reports := make([]Report, n)
	errs := make([]error, n)
	var wait sync.WaitGroup
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n && ctx.Err() == nil; i += workers {
				r := rand.New(rand.NewPCG(seed, uint64(i))) //nolint:gosec // a simulation
				s := &shopper{Persona: opts.Personas[i%len(opts.Personas)], goal: goals(r), opts: &opts, r: r, id: "shopper-" + strconv.Itoa(i+1)}
				reports[i], errs[i] = s.shop(ctx, build)
			}
		})
	}
	wait.Wait()
	var total Report
	for _, r := range reports {
		total.add(r)
	}
	return total, errors.Join(append(errs, ctx.Err())...)
}
