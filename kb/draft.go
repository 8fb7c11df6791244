package kb

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DraftState is how far a [Draft] has come.
type DraftState string

// The states of a draft. A draft begins as Drafted and goes on to Checked,
// Reviewed and Published; a draft that takes an entry out ends as Retired instead.
// Until then it can be revised, which makes it Drafted again, rejected by a
// reviewer or withdrawn by its author. A rejected draft can be revised too.
const (
	Drafted  DraftState = "draft"
	Checked  DraftState = "checked"  // the machine found nothing that forbids it
	Reviewed DraftState = "reviewed" // a person approved it
	// Publishing: the entry is being written, or the process that did it ended in
	// the middle. [Editor.Publish] and [Editor.Recover] finish it.
	Publishing DraftState = "publishing"
	Published  DraftState = "published" // customers see it
	Retired    DraftState = "retired"   // customers see the entry no longer
	Rejected   DraftState = "rejected"
	Withdrawn  DraftState = "withdrawn"
)

// final reports whether nothing comes after the state.
func (s DraftState) final() bool { return s == Published || s == Retired || s == Withdrawn }

// Draft is a change of one entry on its way to the customers.
type Draft struct {
	// ID identifies the draft: the key of its [Proposal], or an id that was made.
	ID string `json:"id"`
	// Version grows with every change of the draft. The methods of [Editor] that
	// take a Draft want its ID, and act only on this version; on any if it is 0.
	Version int64 `json:"version"`
	// State is how far the draft has come.
	State DraftState `json:"state"`
	// Entry is what to publish. Its Version is the one that the change was made
	// on, 0 for a new entry.
	Entry Entry `json:"entry"`
	// Delete tells that the entry is to be taken out.
	Delete bool `json:"delete,omitempty"`
	// Author is who wrote the present text, and Reason why.
	Author string `json:"author"`
	Reason string `json:"reason,omitempty"`
	// Findings are what the last check found.
	Findings []Finding `json:"findings,omitempty"`
	// Revision is the revision of the store that published the draft.
	Revision int64 `json:"revision,omitempty"`
	// Events are who did what, the first first.
	Events []DraftEvent `json:"events"`
	// Updated is when the draft was last changed.
	Updated time.Time `json:"updated"`
}

// DraftAction is what somebody did to a draft.
type DraftAction string

// What can be done to a draft.
const (
	Proposed       DraftAction = "proposed"
	Revised        DraftAction = "revised"
	CheckPassed    DraftAction = "check passed"
	CheckFailed    DraftAction = "check failed"
	DraftApproved  DraftAction = "approved"
	DraftRejected  DraftAction = "rejected"
	DraftWithdrawn DraftAction = "withdrawn"
	PublishBegun   DraftAction = "publishing"
	PublishFailed  DraftAction = "not published" // nothing was written; it is Reviewed again
	DraftPublished DraftAction = "published"
)

// DraftEvent is one step in the history of a draft.
type DraftEvent struct {
	// At is when it was done, Actor who did it, and Action what.
	At     time.Time   `json:"at"`
	Actor  string      `json:"actor"`
	Action DraftAction `json:"action"`
	// Note is what the actor said about it.
	Note string `json:"note,omitempty"`
	// Batch are the ids of the drafts that are published as one revision.
	Batch []string `json:"batch,omitempty"`
}

// change returns what the draft does to the library.
func (d *Draft) change() Change { return Change{Entry: d.Entry, Deleted: d.Delete} }

// wroteBy reports whether the actor wrote any of the draft.
func (d *Draft) wroteBy(actor string) bool {
	return d.Author == actor || slices.ContainsFunc(d.Events, func(e DraftEvent) bool {
		return e.Actor == actor && (e.Action == Proposed || e.Action == Revised)
	})
}

// DraftStateError says that a draft is in no state for what was asked. It unwraps
// to [ErrConflict]: somebody else was faster, or a step was left out.
type DraftStateError struct {
	// Draft is the id of the draft, and State the one that it is in.
	Draft string
	State DraftState
	// Wants are the states in which it can be done.
	Wants []DraftState
}

// Error names the draft by its id.
func (e *DraftStateError) Error() string {
	wants := make([]string, len(e.Wants))
	for i, s := range e.Wants {
		wants[i] = string(s)
	}
	return fmt.Sprintf("%v: draft %s is %s, not %s", ErrConflict, e.Draft, e.State, strings.Join(wants, " or "))
}

// Unwrap returns [ErrConflict].
func (e *DraftStateError) Unwrap() error { return ErrConflict }

// StaleError says that entries were changed after the drafts about them were
// written: nothing was published. Whoever is in charge looks at both texts and
// revises the draft on top of the version that there is now. It unwraps to
// [ErrConflict].
type StaleError struct {
	// Stale are the drafts that are out of date, at least one.
	Stale []StaleDraft
}

// StaleDraft is a draft whose entry was changed in between.
type StaleDraft struct {
	// Draft is the id of the draft, and Entry that of the entry that it changes.
	Draft, Entry string
	// Base is the version that the draft was made on, and Live the one that there
	// is; 0 is none.
	Base, Live int64
}

// Error names the drafts and entries by their ids.
func (e *StaleError) Error() string {
	parts := make([]string, len(e.Stale))
	for i, s := range e.Stale {
		parts[i] = fmt.Sprintf("draft %s is of version %d of entry %s, which has version %d", s.Draft, s.Base, s.Entry, s.Live)
	}
	return ErrConflict.Error() + ": " + strings.Join(parts, "; ")
}

// Unwrap returns [ErrConflict].
func (e *StaleError) Unwrap() error { return ErrConflict }
