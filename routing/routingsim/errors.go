package routingsim

import "errors"

// ErrInvalid says that the input cannot be used; the text says why.
var ErrInvalid = errors.New("routingsim: invalid input")
