package entity

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

// builtinTypes returns the types that are found without lists and patterns.
func builtinTypes() []Type {
	return []Type{
		Person, Phone, Email, URL, Address, Order, Time, Duration, Money,
		Quantity, Percentage, Number, Ordinal, Card, IBAN, ChineseID,
	}
}

// validate returns a [FieldError] for every fault.
func (o *Options) validate() error {
	var errs []error
	fault := func(field, reason string) { errs = append(errs, &FieldError{field, reason}) }
	known := builtinTypes()
	var buf text.Buffer
	for i, t := range o.Types {
		if !slices.Contains(known, t) {
			fault(fmt.Sprintf("Types[%d]", i), "is no built-in type")
		}
	}
	if o.Currency != "" && !isCurrency(o.Currency) {
		fault("Currency", "is not three capital letters")
	}
	for i, l := range o.Lists {
		at := fmt.Sprintf("Lists[%d]", i)
		if l.Type == "" {
			fault(at+".Type", "is empty")
		}
		if len(l.Values) == 0 {
			fault(at+".Values", "is empty")
		}
		first := map[string]int{} // which value a form is of
		for k, v := range l.Values {
			for n, form := range append([]string{v.Name}, v.Synonyms...) {
				form = text.Fold(form)
				if other, taken := first[form]; taken && form != "" && l.Values[other].Name != v.Name {
					field := fmt.Sprintf("%s.Values[%d].Name", at, k)
					if n > 0 {
						field = fmt.Sprintf("%s.Values[%d].Synonyms[%d]", at, k, n-1)
					}
					fault(field, fmt.Sprintf("is a form of Values[%d], too", other))
				} else if !taken {
					first[form] = k
				}
			}
			if v.Name == "" {
				fault(fmt.Sprintf("%s.Values[%d].Name", at, k), "is empty")
			} else if len(buf.Segment(v.Name)) == 0 {
				fault(fmt.Sprintf("%s.Values[%d].Name", at, k), "has no letter, digit or sign")
			}
		}
	}
	for i, p := range o.Patterns {
		at := fmt.Sprintf("Patterns[%d]", i)
		if p.Type == "" {
			fault(at+".Type", "is empty")
		}
		if p.Expr == "" {
			fault(at+".Expr", "is empty")
		} else if _, err := regexp.Compile(p.Expr); err != nil {
			fault(at+".Expr", "is no RE2 expression")
		}
	}
	return errors.Join(errs...)
}

func isCurrency(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return len(s) == 3
}

// checkMasked returns a [FieldError] for every type that cannot be masked.
func checkMasked(types []Type) error {
	var errs []error
	for i, t := range types {
		switch t {
		case Person, Phone, Email, URL, Address, Order, Card, IBAN, ChineseID:
		default:
			errs = append(errs, &FieldError{fmt.Sprintf("Types[%d]", i), "is no type that can be masked"})
		}
	}
	return errors.Join(errs...)
}
