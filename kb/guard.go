package kb

import (
	"context"
	"fmt"
	"strings"
)

// Way is the way of a text that a [Guard] checks.
type Way string

// The ways.
const (
	In  Way = "in"  // what a customer writes
	Out Way = "out" // what he is answered
)

// Guard checks what customers write before it is matched, and what they are answered
// before it is shown. It must be safe for concurrent use.
type Guard interface {
	// Check returns the text with what must not be seen masked, or an error that
	// unwraps to [ErrBlocked] if nothing of it may be used. Any other error blocks
	// too: what could not be checked is not used. So does a panic. Of a query it gets
	// the first [MaxGuarded] bytes; the rest is dropped, and never matched. Of an answer
	// it gets all, a part at a time.
	Check(ctx context.Context, way Way, text string) (string, error)
}

// GuardFunc is a function as [Guard].
type GuardFunc func(ctx context.Context, way Way, text string) (string, error)

// Check calls f.
func (f GuardFunc) Check(ctx context.Context, way Way, text string) (string, error) {
	return f(ctx, way, text)
}

// Guards joins guards: each checks what the one before it has left.
func Guards(guards ...Guard) Guard {
	return GuardFunc(func(ctx context.Context, way Way, text string) (string, error) {
		for _, g := range guards {
			checked, err := g.Check(ctx, way, text)
			if err != nil {
				return "", err
			}
			text = checked
		}
		return text, nil
	})
}

// BlockedError is the error of a text that a guard forbids. It unwraps to
// [ErrBlocked] and to the guard's own error.
type BlockedError struct {
	// Way is the way of the text: a question, or an answer.
	Way Way
	// Err is what the guard said.
	Err error
}

// Error says which way the text was going.
func (e *BlockedError) Error() string { return ErrBlocked.Error() + ": " + string(e.Way) }

// Unwrap returns [ErrBlocked] and the guard's error.
func (e *BlockedError) Unwrap() []error { return []error{ErrBlocked, e.Err} }

// check asks the library's guard about a text.
func (l *Library) check(ctx context.Context, way Way, text string) (checked string, err error) {
	if l.opts.Guard == nil || text == "" {
		return text, nil
	}
	defer func() {
		if p := recover(); p != nil {
			checked, err = "", &BlockedError{Way: way, Err: fmt.Errorf("panic of type %T", p)}
		}
	}()
	checked, err = l.opts.Guard.Check(ctx, way, text)
	if err != nil {
		return "", &BlockedError{Way: way, Err: err}
	}
	return checked, nil
}

// guardQuery checks the text of a query, as far as matching may read it.
func (l *Library) guardQuery(ctx context.Context, q *Query) (err error) {
	if l.opts.Guard != nil && len(q.Text) > MaxGuarded {
		q.Text = strings.ToValidUTF8(q.Text[:MaxGuarded], "")
	}
	q.Text, err = l.check(ctx, In, q.Text)
	return err
}

// guardAnswer checks all texts of an answer. If one is forbidden, all is.
func (l *Library) guardAnswer(ctx context.Context, a Answer) (Answer, error) {
	for i := range a.Parts {
		checked, err := l.check(ctx, Out, a.Parts[i].Text)
		if err != nil {
			return Answer{}, err
		}
		a.Parts[i].Text = checked
	}
	return a, nil
}

// maskText replaces stretches of a text, which are in order, by a mask for each
// character.
func maskText(s string, stretches [][2]int, mask rune) string {
	var b strings.Builder
	done := 0
	for _, at := range stretches {
		if at[1] <= done {
			continue
		}
		from := max(done, at[0])
		b.WriteString(s[done:from])
		for range s[from:at[1]] {
			b.WriteRune(mask)
		}
		done = at[1]
	}
	b.WriteString(s[done:])
	return b.String()
}
