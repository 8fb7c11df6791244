package routingsim

import "math"

// student returns the p-quantile, p >= 1/2, of Student's distribution with df degrees
// of freedom, by bisection of its distribution function.
func student(p, df float64) float64 {
	if p == 0.5 {
		return 0
	}
	// P(T > t) = I(df/(df+t^2); df/2, 1/2)/2.
	beyond := func(t float64) float64 { return beta(df/(df+t*t), df/2, 0.5) / 2 }
	low, high := 0.0, 1.0
	for beyond(high) > 1-p && high < 1e12 {
		low, high = high, high*2
	}
	for range 100 {
		if mid := (low + high) / 2; beyond(mid) > 1-p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// beta is the regularised incomplete beta function by its continued fraction (Lentz's
// method; DLMF 8.17.22).
func beta(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - beta(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	c, d := 1.0, 1/nonzero(1-(a+b)*x/(a+1), tiny)
	f := d
	for m := 1.0; m < 1000; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/nonzero(1+even*d, tiny), nonzero(1+even/c, tiny)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/nonzero(1+odd*d, tiny), nonzero(1+odd/c, tiny)
		f *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return front * f
}

func nonzero(x, tiny float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
