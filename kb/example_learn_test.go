package kb_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kefu-go/kefu/kb"
)

// From complaints to a corrected answer: customers say that an answer is wrong,
// which opens a task; an editor corrects the entry, and the questions are asked
// again.
func ExampleLibrary_Feedback() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{
		Correction: kb.CorrectionOptions{Count: 2, SuggestOnly: true},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "hours", Question: "When are you open?", Answer: kb.TextAnswer("Nine to five.")}); err != nil {
		log.Fatal(err)
	}
	for _, customer := range []string{"mia", "tom"} {
		query := kb.Query{Text: "when are you open"}
		decision, err := library.Decide(ctx, query)
		if err != nil {
			log.Fatal(err)
		}
		asked := kb.NewAsked("message of "+customer, query, decision)
		asked.Conversation = customer
		if err := library.Log(ctx, asked); err != nil {
			log.Fatal(err)
		}
		verdict := kb.Feedback{ID: "flag of " + customer, Asked: asked.ID, Verdict: kb.Wrong, Reason: "was closed at four"}
		if err := library.Feedback(ctx, verdict); err != nil {
			log.Fatal(err)
		}
	}
	for task, err := range library.Tasks(ctx, kb.TaskOpen) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("task:", task.Entry, "with", len(task.Evidence), "complaints")
		entry, err := library.Get(ctx, task.Entry)
		if err != nil {
			log.Fatal(err)
		}
		entry.Answer = kb.TextAnswer("Nine to four.")
		if _, err := library.Put(ctx, entry); err != nil {
			log.Fatal(err)
		}
		if _, err := library.FixTask(ctx, "editor", task.ID, 0); err != nil {
			log.Fatal(err)
		}
		task, err = library.VerifyTask(ctx, "editor", task.ID, true)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("task:", task.State)
	}
	usage, err := library.Usage(ctx, "hours")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("hits %d, useful %.0f %% of %d votes\n", usage[0].Hits(), 100*usage[0].Usefulness().Value, usage[0].Usefulness().Votes)
	// Output:
	// task: hours with 2 complaints
	// task: verified
	// hits 2, useful 0 % of 2 votes
}

// What nobody could answer becomes an entry: the log is read, an editor accepts
// the suggestion with an answer, and the next customer gets it.
func ExampleLibrary_Learn() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for i, question := range []string{"Do you gift wrap?", "can you gift wrap my order", "gift wrap possible? write to mia@example.org", "hello"} {
		query := kb.Query{Text: question, Locale: "en"}
		decision, err := library.Decide(ctx, query)
		if err != nil {
			log.Fatal(err)
		}
		if err := library.Log(ctx, kb.NewAsked(fmt.Sprint("message ", i), query, decision)); err != nil {
			log.Fatal(err)
		}
	}
	suggestions, err := library.Learn(ctx, kb.LearnOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range suggestions {
		fmt.Printf("%s: %s (%d conversations)\n", s.Kind, s.Question, s.Conversations)
		_, err := library.Accept(ctx, "editor", s, kb.AcceptOptions{Answer: kb.TextAnswer("Yes, at the checkout."), Put: true})
		if err != nil {
			log.Fatal(err)
		}
	}
	decision, err := library.Decide(ctx, kb.Query{Text: "can you gift wrap"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(decision.Kind, decision.Hits[0].Entry.Answer.PlainText())
	// Output:
	// new entry: Do you gift wrap? (3 conversations)
	// direct Yes, at the checkout.
}

// An agent gets an answer for each thing that the customer wants.
func ExampleLibrary_Suggest() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx,
		kb.Entry{ID: "track", Question: "Where is my parcel?", Answer: kb.TextAnswer("Under My orders.")},
		kb.Entry{ID: "return", Question: "How do I return shoes?", Answer: kb.TextAnswer("Print the label.")},
		kb.Entry{ID: "terms", Question: "What are the return terms?", Category: "policy", Answer: kb.TextAnswer("§ 4")})
	if err != nil {
		log.Fatal(err)
	}
	advice, err := library.Suggest(ctx, []kb.Utterance{
		{By: kb.ByCustomer, Text: "Hi, where is my parcel?"},
		{By: kb.ByAgent, Text: "It arrives today.", Entries: []string{"track"}},
		{By: kb.ByCustomer, Text: "Thanks. And how do I return shoes? Which return terms hold?"},
	}, kb.Query{Limit: 3})
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range advice {
		fmt.Println(a.Kind, a.Entry.ID, "shown before:", a.Shown)
	}
	// Output:
	// how-to return shown before: false
	// policy terms shown before: false
	// answer track shown before: true
}

func ExampleMask() {
	fmt.Println(kb.Mask("My order SF20261121 never came, call 138 1234 5678 or write to li@example.cn"))
	// Output:
	// My order *** never came, call *** or write to ***
}
