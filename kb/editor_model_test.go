package kb_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

// trouble makes the n-th write from now on, and all after it until the process is
// started again, fail: before it has an effect or after.
type trouble struct {
	in    int // writes until then; 0 is none
	after bool
	down  bool
}

func (t *trouble) write(effect func() error) error {
	if t.down {
		return errDisk
	}
	if t.in > 0 {
		if t.in--; t.in == 0 {
			t.down = true
			if t.after {
				_ = effect()
			}
			return errDisk
		}
	}
	return effect()
}

type troubledStore struct {
	kb.Store
	trouble *trouble
}

func (s troubledStore) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (revision int64, err error) {
	err = s.trouble.write(func() (err error) { revision, err = s.Store.Write(ctx, put, gone); return err })
	return revision, err
}

type troubledRecords struct {
	kb.RecordStore
	trouble *trouble
}

func (s troubledRecords) PutRecord(ctx context.Context, r kb.Record) (version int64, err error) {
	err = s.trouble.write(func() (err error) { version, err = s.RecordStore.PutRecord(ctx, r); return err })
	return version, err
}

// modelDraft is a draft as the reference model sees it.
type modelDraft struct {
	entry  string
	base   int64
	remove bool
	text   string
	state  kb.DraftState
}

// Whatever is done in whatever order, and wherever a process ends, drafts and
// entries are what a short model says: a step happens whole or not at all, drafts
// that are published together are published together, and none is written twice.
func TestEditorModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		fault := &trouble{}
		store, records := kb.NewMemoryStore(), kb.NewMemoryRecords()
		start := func() *kb.Editor { // a new process over what was stored
			l, err := kb.NewLibrary(troubledStore{store, fault}, &kb.LibraryOptions{Records: troubledRecords{records, fault}})
			require.NoError(t, err)
			ed, err := kb.NewEditor(l, &kb.EditorOptions{OwnReview: true, Checkers: []kb.Checker{}})
			require.NoError(t, err)
			return ed
		}
		ed := start()
		drafts := map[string]*modelDraft{}
		live := map[string]string{}   // what customers read, by entry
		version := map[string]int64{} // of the live entries
		writes := map[string]int{}    // times that a draft was published
		entries := []string{"a", "b", "c"}
		pick := func() []string {
			ids := slices.Sorted(maps.Keys(drafts))
			if len(ids) == 0 {
				return nil
			}
			return rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, min(3, len(ids)), rapid.ID[string]).Draw(t, "drafts")
		}

		// settle starts a new process after trouble and reads what has become of the
		// drafts; expect says which states each may have.
		observe := func(ids []string, allowed ...kb.DraftState) kb.DraftState {
			var states []kb.DraftState
			for _, id := range ids {
				d, err := ed.Draft(ctx, id)
				require.NoError(t, err)
				state := d.State
				if state == kb.Retired {
					state = kb.Published
				}
				states = append(states, state)
				require.Contains(t, append(allowed, drafts[id].state), state, id)
			}
			return states[0]
		}
		publish := func(ids []string) {
			for _, id := range ids {
				d := drafts[id]
				d.state = kb.Published
				writes[id]++
				delete(live, d.entry)
				delete(version, d.entry)
				if !d.remove {
					live[d.entry] = d.text
					e, err := store.Get(ctx, d.entry)
					require.NoError(t, err)
					version[d.entry] = e.Version
				}
			}
		}

		step := func(ids []string, want kb.DraftState, from []kb.DraftState, do func() error) {
			id := ids[0]
			possible := slices.Contains(from, drafts[id].state)
			err := do()
			if fault.down {
				*fault = trouble{}
				ed = start()
				_, err := ed.Recover(ctx)
				require.NoError(t, err)
				drafts[id].state = observe(ids, want)
				return
			}
			if !possible {
				require.ErrorIs(t, err, kb.ErrConflict)
				return
			}
			require.NoError(t, err)
			drafts[id].state = want
			observe(ids)
		}

		t.Repeat(map[string]func(*rapid.T){
			"trouble": func(t *rapid.T) {
				*fault = trouble{in: rapid.IntRange(1, 6).Draw(t, "in"), after: rapid.Bool().Draw(t, "after")}
			},
			"propose": func(t *rapid.T) {
				entry := rapid.SampledFrom(entries).Draw(t, "entry")
				key := fmt.Sprint("d", len(drafts))
				remove := live[entry] != "" && rapid.Bool().Draw(t, "remove")
				d := &modelDraft{entry: entry, base: version[entry], remove: remove, text: "text of " + key, state: kb.Drafted}
				p := kb.Proposal{Key: key, Entry: answered(entry, "question "+entry, d.text), Delete: remove, Reason: key}
				_, err := ed.Propose(ctx, "ann", p)
				if fault.down {
					*fault = trouble{}
					ed = start()
					_, err = ed.Propose(ctx, "ann", p) // the key makes that harmless
				}
				require.NoError(t, err)
				drafts[key] = d
			},
			"revise": func(t *rapid.T) {
				if ids := pick(); ids != nil {
					id := ids[0]
					d := drafts[id]
					if d.remove {
						return
					}
					next := *d
					next.text += "+"
					before := d.state
					step(ids[:1], kb.Drafted, []kb.DraftState{kb.Drafted, kb.Checked, kb.Reviewed, kb.Rejected}, func() error {
						_, err := ed.Revise(ctx, "ann", kb.Draft{ID: id}, kb.Proposal{Entry: answered(d.entry, "question "+d.entry, next.text), Reason: id})
						return err
					})
					if now, err := ed.Draft(ctx, id); err == nil && now.Entry.Answer.PlainText() == next.text {
						d.text = next.text
					} else {
						require.Equal(t, before, d.state)
					}
					if d.base == 0 { // a new entry was proposed: Revise takes the version that there is now
						now, err := ed.Draft(ctx, id)
						require.NoError(t, err)
						d.base = now.Entry.Version
					}
				}
			},
			"check": func(*rapid.T) {
				if ids := pick(); ids != nil {
					step(ids[:1], kb.Checked, []kb.DraftState{kb.Drafted, kb.Checked}, func() error {
						_, err := ed.Check(ctx, "ann", kb.Draft{ID: ids[0]})
						return err
					})
				}
			},
			"approve": func(*rapid.T) {
				if ids := pick(); ids != nil {
					step(ids[:1], kb.Reviewed, []kb.DraftState{kb.Checked}, func() error {
						_, err := ed.Approve(ctx, "bob", kb.Draft{ID: ids[0]}, "")
						return err
					})
				}
			},
			"reject": func(*rapid.T) {
				if ids := pick(); ids != nil {
					step(ids[:1], kb.Rejected, []kb.DraftState{kb.Drafted, kb.Checked, kb.Reviewed}, func() error {
						_, err := ed.Reject(ctx, "bob", kb.Draft{ID: ids[0]}, "")
						return err
					})
				}
			},
			"edit beside": func(t *rapid.T) {
				entry := rapid.SampledFrom(entries).Draw(t, "entry")
				e := answered(entry, "question "+entry, "by hand")
				e.Version = version[entry]
				revision, err := store.Put(ctx, e)
				require.NoError(t, err)
				live[entry], version[entry] = "by hand", revision
			},
			"publish": func(t *rapid.T) {
				ids := pick()
				if ids == nil {
					return
				}
				for _, id := range ids { // most of the time to where it becomes interesting
					if drafts[id].state == kb.Drafted && rapid.IntRange(0, 4).Draw(t, "prepared") > 0 {
						*fault = trouble{}
						_, err := ed.Check(ctx, "ann", kb.Draft{ID: id})
						require.NoError(t, err)
						_, err = ed.Approve(ctx, "bob", kb.Draft{ID: id}, "")
						require.NoError(t, err)
						drafts[id].state = kb.Reviewed
					}
				}
				if in := rapid.IntRange(0, 9).Draw(t, "in"); in > 0 {
					*fault = trouble{in: in, after: rapid.Bool().Draw(t, "after")}
				}
				state, stale, twice := true, false, false
				var todo []string
				for i, id := range ids {
					d := drafts[id]
					state = state && (d.state == kb.Reviewed || d.state == kb.Published)
					twice = twice || slices.ContainsFunc(ids[:i], func(o string) bool { return drafts[o].entry == d.entry })
					if d.state != kb.Published {
						stale = stale || d.base != version[d.entry]
						todo = append(todo, id)
					}
				}
				_, err := ed.Publish(ctx, "cat", ids...)
				if fault.down {
					*fault = trouble{}
					ed = start()
					_, err = ed.Recover(ctx)
					require.NoError(t, err)
					if len(todo) > 0 && observe(todo, kb.Published) == kb.Published {
						publish(todo)
					}
					observe(todo) // all or none
					return
				}
				switch {
				case twice:
					require.Error(t, err)
				case !state || stale:
					require.ErrorIs(t, err, kb.ErrConflict)
				default:
					require.NoError(t, err)
					publish(todo)
				}
				observe(ids)
			},
			"": func(t *rapid.T) {
				for _, entry := range entries {
					e, err := store.Get(ctx, entry)
					if live[entry] == "" {
						require.ErrorIs(t, err, kb.ErrNotFound)
					} else {
						require.NoError(t, err)
						require.Equal(t, live[entry], e.Answer.PlainText())
					}
					seen := map[string]int{}
					for c, err := range store.History(ctx, entry) {
						require.NoError(t, err)
						if c.Entry.Reason != "" {
							seen[c.Entry.Reason]++
						}
					}
					for id, n := range seen {
						require.Equal(t, writes[id], n, "times that %s was written", id)
					}
				}
			},
		})
	})
}
