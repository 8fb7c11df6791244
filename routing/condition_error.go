package routing

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of conditions. Test for them with [errors.Is].
var (
	// ErrCondition: a condition or a schema has faults; see [ConditionError].
	ErrCondition = errors.New("routing: invalid condition")
	// ErrVariables: the [Variables] do not keep to the schema, or have panicked;
	// see [VariableError].
	ErrVariables = errors.New("routing: invalid variables")
)

// ConditionFault is one thing that is wrong with the text of a condition.
type ConditionFault struct {
	// Offset is where it is, in bytes from 0.
	Offset int
	// Line and Column are where it is, from 1. A column is a character (a rune).
	Line, Column int
	// Reason says what is wrong and, where that is clear, what to write.
	Reason string
}

// String is position and reason. The line is named from the second on.
func (f ConditionFault) String() string {
	if f.Line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Reason)
	}
	return fmt.Sprintf("column %d: %s", f.Column, f.Reason)
}

// ConditionError lists the faults of a condition. It unwraps to [ErrCondition].
type ConditionError struct {
	// Faults are at least one and at most sixteen, in the order of their
	// positions.
	Faults []ConditionFault
}

// Error lists the faults.
func (e *ConditionError) Error() string {
	var b strings.Builder
	b.WriteString(ErrCondition.Error())
	for i, f := range e.Faults {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// Unwrap returns [ErrCondition].
func (*ConditionError) Unwrap() error { return ErrCondition }

// VariableError says which variable could not be used. It unwraps to
// [ErrVariables], and holds no values.
type VariableError struct {
	// Name is the variable as the schema has it.
	Name string
	// Reason completes the sentence that the name begins.
	Reason string
}

// Error returns the sentence.
func (e *VariableError) Error() string {
	return fmt.Sprintf("%v: %s %s", ErrVariables, e.Name, e.Reason)
}

// Unwrap returns [ErrVariables].
func (*VariableError) Unwrap() error { return ErrVariables }
