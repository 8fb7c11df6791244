package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/anishathalye/porcupine"
)

// History is what clients did to something and what they saw, in real time. It is
// safe for concurrent use.
type History struct {
	clock atomic.Int64 // orders calls and returns; no wall clock needed
	mu    sync.Mutex
	ops   []porcupine.Operation
}

// Register says what a history of one key must be explained by: an initial state,
// and which output an input may have in a state, and what the state is then. States
// are comparable.
type Register[State comparable, In, Out any] struct {
	Init State
	Step func(state State, in In, out Out) (ok bool, next State)
	Key  func(in In) string
}

// Do calls do as one operation of a client. What do reports false of is left out.
func (h *History) Do(client int, in any, do func() (out any, keep bool)) {
	call := h.clock.Add(1)
	out, keep := do()
	end := h.clock.Add(1)
	if !keep {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: in, Call: call, Output: out, Return: end})
}

// Explained returns an error unless the operations of each key can be put into one
// order that agrees with real time and that the register allows.
func Explained[State comparable, In, Out any](h *History, r Register[State, In, Out]) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	keys := map[string][]porcupine.Operation{}
	for _, op := range h.ops {
		in, ok := op.Input.(In)
		if !ok {
			return fmt.Errorf("an operation of another kind: %T", op.Input)
		}
		keys[r.Key(in)] = append(keys[r.Key(in)], op)
	}
	model := porcupine.Model{
		Init: func() any { return r.Init },
		Step: func(state, in, out any) (bool, any) {
			s, is1 := state.(State)
			i, is2 := in.(In)
			o, is3 := out.(Out)
			if !is1 || !is2 || !is3 {
				return false, state
			}
			return r.Step(s, i, o)
		},
	}
	var faults []error
	for key, ops := range keys {
		switch porcupine.CheckOperationsTimeout(model, ops, Patience/2) {
		case porcupine.Ok:
		case porcupine.Unknown:
			faults = append(faults, fmt.Errorf("the history of %q, %d operations, could not be decided in %s", key, len(ops), Patience/2))
		default:
			text := ""
			for _, op := range ops {
				text += fmt.Sprintf("\n  %d-%d client %d: %+v: %+v", op.Call, op.Return, op.ClientId, op.Input, op.Output)
			}
			faults = append(faults, fmt.Errorf("no order of operations explains the history of %q:%s", key, text))
		}
		if len(faults) > 3 {
			break
		}
	}
	return errors.Join(faults...)
}
