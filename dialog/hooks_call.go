package dialog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// hookTimeout is how long a hook has where nothing else is said.
const hookTimeout = 3 * time.Second

// maxFaultDetail is how many bytes of an error are kept.
const maxFaultDetail = 200

// FaultReason says how a hook failed.
type FaultReason string

// How hooks fail.
const (
	FaultError   FaultReason = "error"   // it returned an error
	FaultTimeout FaultReason = "timeout" // it was not done in time
	FaultPanic   FaultReason = "panic"   // it panicked
	FaultSkipped FaultReason = "skipped" // it was not called: there was too much to do
)

// Fault is the failure of a hook, which fails nothing else.
type Fault struct {
	// Hook is the name of the hook: "transcriber", "image_reader", "translator",
	// "identity", "voice", "speaker", "profile", "trail", "history".
	Hook string `json:"hook"`
	// Part is the index of the part that it was about; -1 if it was about none.
	Part   int         `json:"part"`
	Reason FaultReason `json:"reason"`
	// Detail is the text of the error, at most 200 bytes: the host's words.
	Detail string `json:"detail,omitempty"`
}

// hookResult is what came of a hook.
type hookResult[T any] struct {
	value T
	fault *Fault
}

// callHook runs a hook and waits for it no longer than it has time. A hook that
// does not honour its context goes on alone, and its result is dropped; calling
// code never waits for it.
func callHook[T any](ctx context.Context, timeout time.Duration, name string, part int, call func(context.Context) (T, error)) hookResult[T] {
	if timeout <= 0 {
		timeout = hookTimeout
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan hookResult[T], 1)
	go func() { done <- containHook(bounded, name, part, call) }()
	select {
	case r := <-done:
		return r
	case <-bounded.Done():
		select {
		case r := <-done: // both at once
			return r
		default:
		}
		return hookResult[T]{fault: &Fault{Hook: name, Part: part, Reason: FaultTimeout}}
	}
}

// containHook makes a fault of an error and of a panic.
func containHook[T any](ctx context.Context, name string, part int, call func(context.Context) (T, error)) (r hookResult[T]) {
	defer func() {
		if p := recover(); p != nil {
			r = hookResult[T]{fault: &Fault{Hook: name, Part: part, Reason: FaultPanic, Detail: clipDetail(fmt.Sprint(p))}}
		}
	}()
	value, err := call(ctx)
	switch {
	case err == nil:
		return hookResult[T]{value: value}
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil:
		return hookResult[T]{fault: &Fault{Hook: name, Part: part, Reason: FaultTimeout}}
	}
	return hookResult[T]{fault: &Fault{Hook: name, Part: part, Reason: FaultError, Detail: clipDetail(err.Error())}}
}

// clipDetail keeps whole characters.
func clipDetail(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxFaultDetail {
		return s
	}
	end := maxFaultDetail
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}
