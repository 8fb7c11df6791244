package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Silence keeps alerts from being told for a time. They are followed all the same: what still fires when the silence is over is told then, and the
// end of what had been told before is told at once.
type Silence struct {
	// ID is unique; a silence with the ID of another one replaces it. 1 to 100 bytes.
	ID string `json:"id"`
	// Rule is whose alerts it is for. Default: those of all rules.
	Rule string `json:"rule,omitempty"`
	// Labels are what the alerts have to have. Default: anything.
	Labels map[string]string `json:"labels,omitempty"`
	// From is included, Until is not.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// By and Why are for people.
	By  string `json:"by,omitempty"`
	Why string `json:"why,omitempty"`
}

// covers says whether an alert is silent at a time.
func (s *Silence) covers(rule string, labels map[string]string, now time.Time) bool {
	if now.Before(s.From) || !now.Before(s.Until) || s.Rule != "" && s.Rule != rule {
		return false
	}
	for name, value := range s.Labels {
		if has, there := labels[name]; !there || has != value {
			return false
		}
	}
	return true
}

const (
	silencesKey  = "silences"
	mostSilences = 1000
)

// Silence adds a silence, or replaces the one with its ID. Those that are over by the beginning of this one are forgotten.
func (e *Engine) Silence(ctx context.Context, s Silence) error {
	switch {
	case s.ID == "" || len(s.ID) > 100:
		return fmt.Errorf("%w: the ID of a silence is not of 1 to 100 bytes", ErrInvalid)
	case !s.Until.After(s.From):
		return fmt.Errorf("%w: silence %q ends before it begins", ErrInvalid, s.ID)
	}
	return e.silence(ctx, func(all []Silence) ([]Silence, error) {
		all = slices.DeleteFunc(all, func(o Silence) bool { return o.ID == s.ID || !o.Until.After(s.From) })
		if len(all) >= mostSilences {
			return nil, fmt.Errorf("%w: there are %d silences already", ErrInvalid, mostSilences)
		}
		return append(all, s), nil
	})
}

// Unsilence removes a silence; one that there is not is none already.
func (e *Engine) Unsilence(ctx context.Context, id string) error {
	return e.silence(ctx, func(all []Silence) ([]Silence, error) {
		return slices.DeleteFunc(all, func(s Silence) bool { return s.ID == id }), nil
	})
}

// Silences returns all silences, in the order in which they were made.
func (e *Engine) Silences(ctx context.Context) ([]Silence, error) {
	all, _, err := e.silences(ctx)
	return all, err
}

func (e *Engine) silence(ctx context.Context, f func([]Silence) ([]Silence, error)) error {
	for range mostTries {
		all, version, err := e.silences(ctx)
		if err != nil {
			return err
		}
		if all, err = f(all); err != nil {
			return err
		}
		data, err := json.Marshal(all)
		if err != nil {
			return fmt.Errorf("alert: silences: %w", err)
		}
		if err = e.opts.Store.Save(ctx, silencesKey, data, version); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("alert: silences: %w", ErrConflict)
}

func (e *Engine) silences(ctx context.Context) (all []Silence, version int64, err error) {
	data, version, err := e.opts.Store.Load(ctx, silencesKey)
	if err != nil || len(data) == 0 {
		return nil, version, err
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, 0, fmt.Errorf("alert: the silences cannot be read: %w", err)
	}
	return all, version, nil
}
