package dialog

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Expression brings a reply to a customer in his language and, where he listens,
// in a voice: the counterpart of [Senses]. The zero value only renders. It is safe
// for concurrent use if its hooks are; do not change it once it is used.
type Expression struct {
	// Translator translates replies into the customer's language. Default: none.
	Translator Translator
	// Speaker speaks on channels that read aloud. Default: the channel's own voice.
	Speaker Speaker
	// Timeout bounds each hook; what one reply needs of it runs at the same time.
	// Default: 3 s.
	Timeout time.Duration
}

// Express translates a reply into a language, a BCP 47 tag (empty: as it is),
// renders it and, if the channel reads aloud and plays sound, speaks it. A reply is
// translated as a whole or not at all, and a piece that could not be spoken stays
// text: what failed is among the faults, and there always is something to send.
func (e *Expression) Express(ctx context.Context, a Abilities, r Reply, language string) (Rendered, []Fault) {
	var faults []Fault
	if e.Translator != nil && language != "" && r.Locale != "" && primary(language) != primary(r.Locale) {
		r, faults = e.translated(ctx, r, language)
	}
	out := Render(a, r)
	if e.Speaker != nil && a.Speech {
		faults = append(faults, e.speak(ctx, &a, &out)...)
	}
	return out, faults
}

// translated returns a reply in another language, or the same one and why.
func (e *Expression) translated(ctx context.Context, r Reply, language string) (Reply, []Fault) {
	t := r
	t.Parts, t.Choices, t.Locale = cloneParts(r.Parts), slices.Clone(r.Choices), language
	t.Text = withoutList(t.Text, t.Choices)
	if len(t.Parts) > 0 && saysAll(plainParts(t.Parts), t.Text) {
		t.Text = "" // one translation of the same words is enough
	}
	words := []*string{&t.Text}
	choices := func(list []Choice) {
		for i := range list {
			words = append(words, &list[i].Label)
		}
	}
	for i := range t.Parts {
		p := &t.Parts[i]
		words = append(words, &p.Text)
		if p.Kind == CardPart || p.Kind == LocationPart {
			words = append(words, &p.Title)
		}
		choices(p.Choices)
	}
	choices(t.Choices)
	words = slices.DeleteFunc(words, func(w *string) bool { return strings.TrimSpace(*w) == "" })
	results := eachAtOnce(len(words), func(i int) hookResult[string] {
		return callHook(ctx, e.Timeout, "translator", -1, func(ctx context.Context) (string, error) {
			return e.Translator.Translate(ctx, *words[i], r.Locale, language)
		})
	})
	for i, result := range results {
		if result.fault != nil {
			return r, []Fault{*result.fault}
		}
		if strings.TrimSpace(result.value) != "" {
			*words[i] = strings.ToValidUTF8(result.value, "\uFFFD")
		}
	}
	return t, nil
}

// speak makes sound of the pieces that are text.
func (e *Expression) speak(ctx context.Context, a *Abilities, out *Rendered) (faults []Fault) {
	results := eachAtOnce(len(out.Pieces), func(i int) hookResult[Part] {
		piece := out.Pieces[i]
		if piece.Text == "" {
			return hookResult[Part]{}
		}
		return callHook(ctx, e.Timeout, "speaker", -1, func(ctx context.Context) (Part, error) {
			return e.Speaker.Speak(ctx, piece.Text, piece.Locale)
		})
	})
	for i, r := range results {
		sound := Part{Kind: AudioPart, URL: r.value.URL, MIME: r.value.MIME, Size: r.value.Size}
		switch {
		case r.fault != nil:
			faults = append(faults, *r.fault)
		case out.Pieces[i].Text != "" && a.Shows(sound):
			out.Pieces[i].Text, out.Pieces[i].Parts = "", []Part{sound}
		}
	}
	return faults
}

// eachAtOnce calls a function for each number below n, at most eight at a time,
// and returns the results in order.
func eachAtOnce[T any](n int, call func(i int) T) []T {
	results := make([]T, n)
	next, done := make(chan int, n), make(chan struct{})
	for i := range n {
		next <- i
	}
	close(next)
	workers := min(n, 8)
	for range workers {
		go func() {
			for i := range next {
				results[i] = call(i)
			}
			done <- struct{}{}
		}()
	}
	for range workers {
		<-done
	}
	return results
}
