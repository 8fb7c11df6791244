package kb_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kefu-go/kefu/kb"
)

// The life of a correction: somebody takes it, corrects the entry, and has the
// questions asked again. That tells whether the wrong answer is gone.
func ExampleTask() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Correction: kb.CorrectionOptions{Count: 1}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "hours", Question: "几点开门", Answer: kb.TextAnswer("九点")}); err != nil {
		log.Fatal(err)
	}
	complainAbout(ctx, library, "几点开门", "li")
	for task, err := range library.Tasks(ctx, kb.TaskOpen) {
		if err != nil {
			log.Fatal(err)
		}
		if task, err = library.TakeTask(ctx, "editor", task.ID); err != nil {
			log.Fatal(err)
		}
		for _, c := range task.Evidence {
			fmt.Println(task.State, "about", task.Entry+":", c.Verdict, c.Question, c.Reason)
		}
		if _, err := library.Put(ctx, kb.Entry{ID: "hours", Question: "几点开门", Answer: kb.TextAnswer("八点半")}); err != nil {
			log.Fatal(err)
		}
		if _, err := library.FixTask(ctx, "editor", task.ID, 0); err != nil {
			log.Fatal(err)
		}
		for _, confirmed := range []bool{false, true} {
			if task, err = library.VerifyTask(ctx, "editor", task.ID, confirmed); err != nil {
				log.Fatal(err)
			}
			for _, r := range task.Replays {
				fmt.Println(task.State, r.Decision, "same entry:", r.Same, "new answer:", r.Changed)
			}
		}
	}
	// Output:
	// in work about hours: wrong 几点开门 not true
	// fixed direct same entry: true new answer: true
	// verified direct same entry: true new answer: true
}

// complainAbout logs a question with the library's decision, and a complaint.
func complainAbout(ctx context.Context, library *kb.Library, text, customer string) {
	query := kb.Query{Text: text}
	decision, err := library.Decide(ctx, query)
	if err != nil {
		log.Fatal(err)
	}
	asked := kb.NewAsked("question of "+customer, query, decision)
	asked.Conversation = customer
	if err := library.Log(ctx, asked); err != nil {
		log.Fatal(err)
	}
	wrong := kb.Feedback{ID: "complaint of " + customer, Asked: asked.ID, Verdict: kb.Wrong, Reason: "not true"}
	if err := library.Feedback(ctx, wrong); err != nil {
		log.Fatal(err)
	}
}

// Two people must complain before anybody is troubled, and from then on the entry is
// offered and not the direct answer any more, until it is corrected or found right.
func ExampleCorrectionOptions() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Correction: kb.CorrectionOptions{
		Count: 2, People: 2, SuggestOnly: true,
		OnOpen: func(_ context.Context, t kb.Task) { fmt.Println("to the editors:", t.Entry) },
	}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "fee", Question: "What is the fee?", Answer: kb.TextAnswer("None.")}); err != nil {
		log.Fatal(err)
	}
	decide := func() {
		decision, err := library.Decide(ctx, kb.Query{Text: "what is the fee"})
		fmt.Println(decision.Kind, decision.Reason, err)
	}
	complainAbout(ctx, library, "what is the fee", "mia")
	decide()
	complainAbout(ctx, library, "what is the fee", "tom")
	decide()
	for task, err := range library.Tasks(ctx, kb.TaskOpen) {
		if err != nil {
			log.Fatal(err)
		}
		if _, err := library.DismissTask(ctx, "editor", task.ID, "there is none"); err != nil {
			log.Fatal(err)
		}
	}
	decide()
	// Output:
	// direct identical <nil>
	// to the editors: fee
	// suggest limited <nil>
	// direct identical <nil>
}

// An agent shows the bot what was right, once, and the next customer gets it.
func ExampleOnlineOptions() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{
		Online: kb.OnlineOptions{Answers: true, Picks: 5, Agreement: 0.9},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "发票", Question: "怎么开发票"}); err != nil {
		log.Fatal(err)
	}
	query := kb.Query{Text: "公司要报账用的单子"}
	for _, id := range []string{"first", "second"} {
		decision, err := library.Decide(ctx, query)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(decision.Kind)
		if err := library.Log(ctx, kb.NewAsked(id, query, decision)); err != nil {
			log.Fatal(err)
		}
		if decision.Kind == kb.Direct {
			break
		}
		err = library.Feedback(ctx, kb.Feedback{ID: id, Asked: id, Entry: "发票", Verdict: kb.Answers, Actor: "agent 7"})
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// none
	// direct
}

// Figures for a report: what was the answer how often, and what people said of it.
func ExampleUsage() {
	ctx := context.Background()
	records := kb.NewMemoryLog() // the log of the library, LibraryOptions.Log
	day := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i, verdict := range []kb.Verdict{kb.Useful, kb.Useful, kb.NotUseful, kb.Useful} {
		id := fmt.Sprint("message ", i)
		err := records.Append(ctx,
			kb.Logged{Asked: &kb.Asked{
				ID: id, At: day, Text: "when are you open", Decision: kb.Direct, Shown: []kb.Shown{{Entry: "hours", Score: 1}},
			}},
			kb.Logged{Feedback: &kb.Feedback{ID: id, Asked: id, Entry: "hours", Verdict: verdict, At: day}})
		if err != nil {
			log.Fatal(err)
		}
	}
	list, err := records.Usage(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range list {
		share := u.Usefulness()
		fmt.Printf("%s: %d times the answer, useful for %.0f %% of %d (likely %.0f to %.0f %%)\n",
			u.Entry, u.Hits(), 100*share.Value, share.Votes, 100*share.Low, 100*share.High)
	}
	// Output: hours: 4 times the answer, useful for 75 % of 4 (likely 30 to 95 %)
}

// An editor looks at what stands behind a suggestion, accepts it, and sees later
// what it has done.
func ExampleSuggestion() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for i, text := range []string{"可以开发票吗", "请问可以开发票吗", "可以开发票吗？电话13812345678"} {
		query := kb.Query{Text: text, Locale: "zh"}
		if err := library.Log(ctx, kb.NewAsked(fmt.Sprint(i), query, kb.Decision{Kind: kb.None})); err != nil {
			log.Fatal(err)
		}
	}
	suggestions, err := library.Learn(ctx, kb.LearnOptions{Locale: "zh"})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range suggestions {
		fmt.Println(s.Kind, "asked", s.Count, "times, in conflict with", len(s.Conflicts), "entries")
		for _, e := range s.Examples {
			fmt.Println("-", e.Text)
		}
		_, err := library.Accept(ctx, "editor", s, kb.AcceptOptions{Answer: kb.TextAnswer("可以，下单时勾选。"), Put: true})
		if err != nil {
			log.Fatal(err)
		}
		effect, err := library.Effect(ctx, s.ID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("now answered:", effect.Now.Answered, "of", effect.Now.Questions)
	}
	for decided, err := range library.AllDecided(ctx, kb.SuggestionAccepted) {
		fmt.Println(decided.State, "by", decided.Actor, err)
	}
	// Output:
	// new entry asked 3 times, in conflict with 0 entries
	// - 可以开发票吗
	// - 请问可以开发票吗
	// - 可以开发票吗？电话***
	// now answered: 3 of 3
	// accepted by editor <nil>
}

// What an editor rejects does not come back, until he thinks it over.
func ExampleLibrary_Reject() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for i := range 3 {
		query := kb.Query{Text: "do you sell elephants", Locale: "en"}
		if err := library.Log(ctx, kb.NewAsked(fmt.Sprint(i), query, kb.Decision{Kind: kb.None})); err != nil {
			log.Fatal(err)
		}
	}
	learn := func() []kb.Suggestion {
		list, err := library.Learn(ctx, kb.LearnOptions{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(list), "suggestions")
		return list
	}
	elephants := learn()[0]
	if err := library.Reject(ctx, "editor", elephants, "not our business"); err != nil {
		log.Fatal(err)
	}
	learn()
	decided, err := library.Decided(ctx, elephants.ID)
	fmt.Println(decided.State, decided.Reason, err)
	if err := library.Reconsider(ctx, "editor", elephants.ID); err != nil {
		log.Fatal(err)
	}
	learn()
	// Output:
	// 1 suggestions
	// 0 suggestions
	// rejected not our business <nil>
	// 1 suggestions
}
