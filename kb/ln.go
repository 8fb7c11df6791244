package kb

import "math"

// lnTable holds the natural logarithms of 1 + i/2048.
var lnTable = func() (table [2048]float64) {
	for i := range table {
		table[i] = math.Log(1 + (float64(i)+0.5)/2048)
	}
	return table
}()

// ln is the natural logarithm of a positive number, to about 1/4000, at a fifth
// of the cost of math.Log. Scores take thousands of logarithms, and the error
// is far below what they can tell apart.
func ln(x float64) float64 {
	bits := math.Float64bits(x)
	exponent := int(bits>>52) - 1023
	return float64(exponent)*math.Ln2 + lnTable[bits>>(52-11)&2047]
}
