package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/anishathalye/porcupine"
)

// swap is one operation on a [Cell]: a load, or a swap on top of a version.
type swap struct {
	load    bool
	version int64 // the version that a swap names
	value   int   // the value that it stores
}

// seen is what the operation returned.
type seen struct {
	ok      bool // the swap was done
	version int64
	value   int
}

// cellModel is a versioned register: its state is what a load sees.
var cellModel = porcupine.Model{
	Init: func() any { return seen{ok: true} },
	Step: func(state, input, output any) (bool, any) {
		now, is1 := state.(seen)
		in, is2 := input.(swap)
		out, is3 := output.(seen)
		switch {
		case !is1 || !is2 || !is3:
			return false, state
		case in.load:
			return out.version == now.version && out.value == now.value, state
		case in.version != now.version:
			return !out.ok, state
		default:
			return out.ok, seen{ok: true, version: now.version + 1, value: in.value}
		}
	},
}

// Linearizable runs n clients that load and swap the same cell, times over,
// and returns an error unless all that they saw can be explained by one order
// of the operations that agrees with real time. Each swap must raise the version
// by one.
func Linearizable(ctx context.Context, c Cell, n, times int) error {
	var (
		clock   atomic.Int64 // orders calls and returns; no wall clock needed
		mu      sync.Mutex
		history []porcupine.Operation
	)
	record := func(client int, in swap, do func() (seen, error)) (seen, error) {
		call := clock.Add(1)
		out, err := do()
		end := clock.Add(1)
		if err != nil {
			return out, err
		}
		mu.Lock()
		defer mu.Unlock()
		history = append(history, porcupine.Operation{ClientId: client, Input: in, Call: call, Output: out, Return: end})
		return out, nil
	}
	err := Parallel(n, func(client int) error {
		for i := range times {
			now, err := record(client, swap{load: true}, func() (seen, error) {
				version, value, err := c.Load(ctx)
				return seen{ok: true, version: version, value: value}, err
			})
			if err != nil {
				return err
			}
			in := swap{version: now.version, value: 1 + client*times + i}
			if _, err := record(client, in, func() (seen, error) {
				ok, err := c.Swap(ctx, in.version, in.value)
				return seen{ok: ok}, err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch porcupine.CheckOperationsTimeout(cellModel, history, Patience/2) {
	case porcupine.Ok:
		return nil
	case porcupine.Unknown:
		return fmt.Errorf("the history of %d operations could not be decided in %s", len(history), Patience/2)
	default:
		return errors.New("no order of the loads and swaps explains what the clients saw: the store is not linearizable")
	}
}
