package routing

// operator is what a node of an expression does.
type operator uint8

const (
	opFaulty   operator = iota // what could not be read; a fault was told
	opText                     // a literal: text, folded
	opNumber                   // a literal: num
	opDuration                 // a literal: num in seconds
	opBool                     // a literal: num is 1 or 0
	opVariable                 // name, and as argument text or args[0]
	opGiven                    // args[0] is a variable
	opNeg
	opAdd
	opSub
	opMul
	opDiv
	opEqual
	opUnequal
	opLess
	opAtMost
	opMore
	opAtLeast
	opIn       // args[0] is one of the others
	opHas      // the set args[0] has one of the others
	opHasAll   // the set args[0] has all others
	opContains // the text args[0] contains one of the others, and so on
	opStarts
	opEnds
	opUnder
	opMatches // the others are literals, folded is the pattern
	opNot
	opAnd // of two or more
	opOr
)

// operatorWords are the operators as they are written.
var operatorWords = [...]string{
	opNeg: "-", opAdd: "+", opSub: "-", opMul: "*", opDiv: "/",
	opEqual: "==", opUnequal: "!=", opLess: "<", opAtMost: "<=", opMore: ">", opAtLeast: ">=",
	opIn: "in", opHas: "has", opHasAll: "has all", opContains: "contains", opStarts: "starts_with", opEnds: "ends_with",
	opUnder: "under", opMatches: "matches", opNot: "not", opAnd: "and", opOr: "or", opGiven: "given",
}

// expression is a node of a condition. After it was checked it is only read.
type expression struct {
	op   operator
	kind Kind // of its value
	by   Kind // as what the operands of a comparison are compared
	at   int  // where it begins in the source
	// call says that a variable was written with an argument, and that what stands
	// behind in was written without parentheses.
	call   bool
	name   string
	text   string
	folded []byte
	num    float64
	args   []*expression
}

// among reports whether the operator looks for its first operand, or in it, and
// has a list of others.
func (o operator) among() bool { return o >= opIn && o <= opMatches }

// compares reports whether the operator is one of == != < <= > >=.
func (o operator) compares() bool { return o >= opEqual && o <= opAtLeast }

// isTruth reports whether an expression of the kind can stand for a condition.
func isTruth(k Kind) bool { return k == KindBool || k == KindAttribute }
