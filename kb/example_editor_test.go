package kb_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

// The host knows who may do what: here the texts of the legal department are its
// own. A type with the same method is an Authorizer, too.
func ExampleAuthorizer() {
	ctx := context.Background()
	lawyers := map[string]bool{"lena": true}
	var authorizer kb.Authorizer = kb.AuthorizerFunc(
		func(_ context.Context, actor string, may kb.Permission, entry *kb.Entry) error {
			if entry != nil && entry.Category == "legal" && may != kb.MayExport && !lawyers[actor] {
				return fmt.Errorf("%w: only the legal department", kb.ErrForbidden)
			}
			return nil
		})
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Authorizer: authorizer})
	if err != nil {
		log.Fatal(err)
	}
	editor, err := kb.NewEditor(library, nil)
	if err != nil {
		log.Fatal(err)
	}
	terms := kb.Entry{ID: "terms", Question: "Where are the terms?", Category: "legal", Answer: kb.TextAnswer("§ 1 ...")}
	for _, actor := range []string{"sam", "lena"} {
		_, err := editor.Propose(ctx, actor, kb.Proposal{Entry: terms, Reason: "new law"})
		fmt.Println(actor, errors.Is(err, kb.ErrForbidden))
	}
	// Output:
	// sam true
	// lena false
}

// A host's own check beside that of the library: no answer may promise anything.
func ExampleChecker() {
	ctx := context.Background()
	var promises kb.Checker = kb.CheckerFunc(
		func(_ context.Context, d *kb.Draft, _ *kb.Library) ([]kb.Finding, error) {
			if !strings.Contains(d.Entry.Answer.PlainText(), "guarantee") {
				return nil, nil
			}
			return []kb.Finding{{Rule: "promise", Severity: kb.Blocking, Entry: d.Entry.ID, Field: "answer"}}, nil
		})
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	editor, err := kb.NewEditor(library, &kb.EditorOptions{Checkers: []kb.Checker{kb.LintChecker{}, promises}})
	if err != nil {
		log.Fatal(err)
	}
	draft, err := editor.Propose(ctx, "tina", kb.Proposal{Entry: kb.Entry{
		ID: "arrival", Question: "When does my parcel arrive?", Answer: kb.TextAnswer("We guarantee tomorrow."),
	}})
	if err != nil {
		log.Fatal(err)
	}
	if draft, err = editor.Check(ctx, "tina", draft); err != nil {
		log.Fatal(err)
	}
	fmt.Println(draft.State)
	for _, f := range draft.Findings {
		fmt.Println(f.Severity, f.Rule, f.Field)
	}
	// Output:
	// draft
	// blocking promise answer
}

// The questions that must never be answered wrongly are asked before anything goes
// live, against a preview with the draft in it.
func ExampleAnswerChecker() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx, kb.Entry{ID: "lost card", Question: "I have lost my card", Answer: kb.TextAnswer("Call 110 at once.")})
	if err != nil {
		log.Fatal(err)
	}
	editor, err := kb.NewEditor(library, &kb.EditorOptions{Checkers: []kb.Checker{
		kb.LintChecker{Options: kb.LintOptions{Rules: []kb.Rule{kb.NoAnswer, kb.Conflict}}},
		kb.AnswerChecker{Questions: []kb.Question{
			{Query: kb.Query{Text: "I have lost my card"}, Want: []string{"lost card"}},
			{Query: kb.Query{Text: "what is the weather like"}, Unanswerable: true},
		}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	draft, err := editor.Propose(ctx, "tina", kb.Proposal{Entry: kb.Entry{ID: "lost card"}, Delete: true})
	if err != nil {
		log.Fatal(err)
	}
	if draft, err = editor.Check(ctx, "tina", draft); err != nil {
		log.Fatal(err)
	}
	for _, f := range draft.Findings {
		fmt.Println(f.Severity, f.Rule, f.Entry)
	}
	// Output: blocking lost answer lost card
}

// A draft knows who did what to it. Of two who act on it at the same time one is
// told to look again, and no step can be left out.
func ExampleDraft() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	editor, err := kb.NewEditor(library, &kb.EditorOptions{OwnReview: true})
	if err != nil {
		log.Fatal(err)
	}
	entry := kb.Entry{ID: "hours", Question: "When are you open?", Answer: kb.TextAnswer("Nine to six.")}
	draft, err := editor.Propose(ctx, "tina", kb.Proposal{Entry: entry, Key: "ticket-4711"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = editor.Publish(ctx, "tina", draft.ID)
	if early, ok := errors.AsType[*kb.DraftStateError](err); ok {
		fmt.Println(early.Draft, "is a", early.State, "and not yet", early.Wants[0])
	}
	if draft, err = editor.Reject(ctx, "eva", draft, "six thirty since May"); err != nil {
		log.Fatal(err)
	}
	entry.Answer = kb.TextAnswer("Nine to half past six.")
	if _, err = editor.Revise(ctx, "tina", draft, kb.Proposal{Entry: entry}); err != nil {
		log.Fatal(err)
	}
	_, err = editor.Withdraw(ctx, "eva", draft, "seen an old text")
	fmt.Println(errors.Is(err, kb.ErrConflict))
	for event, err := range editor.Audit(ctx, kb.AuditFilter{Entry: "hours"}) {
		if err != nil {
			log.Fatal(err)
		}
		e := event.DraftEvent // a kb.DraftEvent
		fmt.Printf("%s %s %q\n", e.Actor, e.Action, e.Note)
	}
	// Output:
	// ticket-4711 is a draft and not yet reviewed
	// true
	// tina proposed ""
	// eva rejected "six thirty since May"
	// tina revised ""
}

// Somebody has changed the entry in the meantime: nothing is published over him.
func ExampleStaleError() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	editor, err := kb.NewEditor(library, &kb.EditorOptions{OwnReview: true})
	if err != nil {
		log.Fatal(err)
	}
	entry := kb.Entry{ID: "fee", Question: "年费多少", Answer: kb.TextAnswer("100元")}
	draft, err := editor.Propose(ctx, "小王", kb.Proposal{Entry: entry})
	if err != nil {
		log.Fatal(err)
	}
	if draft, err = editor.Check(ctx, "小王", draft); err != nil {
		log.Fatal(err)
	}
	if draft, err = editor.Approve(ctx, "小李", draft, "可以"); err != nil {
		log.Fatal(err)
	}
	if _, err = editor.Put(ctx, "小张", "紧急更正", entry); err != nil {
		log.Fatal(err)
	}
	_, err = editor.Publish(ctx, "小李", draft.ID)
	if stale, ok := errors.AsType[*kb.StaleError](err); ok {
		for _, s := range stale.Stale {
			fmt.Println(s.Entry, "was written on version", s.Base, "but there is", s.Live)
		}
	}
	again, err := editor.Draft(ctx, draft.ID)
	fmt.Println(again.State, err)
	// Output:
	// fee was written on version 0 but there is 1
	// reviewed <nil>
}

// What would customers get if the change were live? The preview is a library of
// its own, and nobody else sees it.
func ExampleLibrary_Preview() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "hours", Question: "When are you open?", Answer: kb.TextAnswer("Nine to six.")}); err != nil {
		log.Fatal(err)
	}
	preview, err := library.Preview(ctx, kb.Change{Entry: kb.Entry{
		ID: "hours", Question: "When are you open?", Answer: kb.TextAnswer("Closed in August."),
	}})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range []*kb.Library{preview, library} {
		decision, err := l.Decide(ctx, kb.Query{Text: "when are you open"})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(decision.Hits[0].Answer().PlainText())
	}
	// Output:
	// Closed in August.
	// Nine to six.
}

// What would change for the questions of the last weeks?
func ExampleDiffReport() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "parcel", Question: "Where is my parcel?", Answer: kb.TextAnswer("Look at My orders.")}); err != nil {
		log.Fatal(err)
	}
	report, err := library.Diff(ctx, []kb.Change{
		{Entry: kb.Entry{ID: "refund", Question: "I want my money back", Answer: kb.TextAnswer("Within 14 days.")}},
	}, []kb.Question{
		{Query: kb.Query{Text: "I want my money back"}, Want: []string{"refund"}},
		{Query: kb.Query{Text: "where is my parcel"}, Want: []string{"parcel"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("right before:", report.Before.Right, "after:", report.After.Right, "worse:", report.Worse)
	for _, q := range report.Changed {
		fmt.Println(q.Question.Query.Text+":", q.Verdict, q.Before.Decision, "->", q.After.Decision, q.After.Shown)
	}
	// Output:
	// right before: 1 after: 2 worse: 0
	// I want my money back: better none -> direct [refund]
}
