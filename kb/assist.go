package kb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// Speaker is who said something.
type Speaker string

// Who speaks in a conversation.
const (
	ByCustomer Speaker = "customer"
	ByAgent    Speaker = "agent"
	ByBot      Speaker = "bot"
)

// Utterance is one thing that was said in a conversation.
type Utterance struct {
	// By is who said it, and Text what.
	By   Speaker
	Text string
	// Entries are the ids of entries that an agent or bot showed with it.
	Entries []string
}

// AdviceKind is what an agent can do with an [Advice].
type AdviceKind string

// The kinds of advice.
const (
	// AnswerAdvice can be told to the customer.
	AnswerAdvice AdviceKind = "answer"
	// PolicyAdvice is what an answer rests on: a passage of a document, or an entry
	// with the tag or in a category of that name.
	PolicyAdvice AdviceKind = "policy"
	// HowToAdvice tells how something is done: a guide, or an entry whose question
	// asks how.
	HowToAdvice AdviceKind = "how-to"
)

// Advice is an entry that may help an agent now.
type Advice struct {
	Hit
	// Kind is what the agent can do with it.
	Kind AdviceKind
	// Need is what the customer said that it is for.
	Need string
	// Turn is the utterance that has the need, counted from the first.
	Turn int
	// Shown tells that the customer has seen the entry in this conversation.
	Shown bool
}

// The numbers of advice, chosen by hand.
const (
	adviceTurns  = 6    // of the customer, the last ones, that are looked at
	adviceFade   = 0.7  // weight of a turn in relation to the next one
	adviceSeen   = 0.4  // weight of what was shown before
	leastAdvice  = 0.12 // score below which an entry is no advice
	shortNeed    = 6    // telling terms that a need has if it stands by itself
	defaultNeeds = 4    // of one utterance
)

// Suggest finds what an agent could say or read next, the best first, at most
// q.Limit (default: 5). The last turns of the customer weigh most. Of several
// needs in a conversation each gets its best entry before any gets a second one.
// A turn that is too short to stand by itself ("and how long?") is read together
// with what the customer said before. Small talk is no advice, and what was shown
// already is marked and comes later.
//
// Locale, Category, Scope, Kinds and Profile of q hold for all. If q.Text is set,
// it is what the agent typed to search, and counts as the last need. Score is the
// score of the match, made less by its age.
func (l *Library) Suggest(ctx context.Context, talk []Utterance, q Query) ([]Advice, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	shown, said := map[string]bool{}, map[string]bool{}
	for _, u := range talk {
		for _, id := range u.Entries {
			shown[id] = true
		}
		if u.By != ByCustomer {
			said[text.Key(u.Text)] = true
		}
	}
	var perNeed [][]Advice
	for _, need := range needsOf(talk, q.Text) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		list, err := l.adviseOn(ctx, need, q)
		if err != nil {
			return nil, err
		}
		for i := range list {
			a := &list[i]
			answer := text.Key(a.Entry.Answer.PlainText())
			if a.Shown = shown[a.Entry.ID] || answer != "" && said[answer]; a.Shown {
				a.Score *= adviceSeen
			}
		}
		slices.SortStableFunc(list, func(a, b Advice) int { return cmp.Compare(b.Score, a.Score) })
		perNeed = append(perNeed, list)
	}
	return dealt(perNeed, q.Limit), nil
}

// need is one thing that a customer wants.
type need struct {
	text   string
	before string // what he said before, if the text is short
	turn   int
	weight float64
}

// needsOf returns what the customer wants, the latest first.
func needsOf(talk []Utterance, search string) []need {
	var needs []need
	if text.Key(search) != "" {
		needs = append(needs, need{text: search, turn: len(talk), weight: 1})
	}
	weight, turns := 1.0, 0
	for turn, u := range slices.Backward(talk) {
		if u.By != ByCustomer {
			continue
		}
		if turns++; turns > adviceTurns {
			break
		}
		before := ""
		for _, earlier := range slices.Backward(talk[:turn]) {
			if earlier.By == ByCustomer {
				before = earlier.Text
				break
			}
		}
		found := 0
		for _, part := range sentences(cut(u.Text, MaxQuestion)) {
			if key := text.Key(part); found == defaultNeeds || trivial(key) {
				continue
			}
			needs = append(needs, need{text: part, before: before, turn: turn, weight: weight})
			before = ""
			found++
		}
		if found > 0 {
			weight *= adviceFade
		}
	}
	return needs
}

// joiners begin another need within a sentence.
var joiners = [...]string{" and also ", " also ", " another thing ", " besides ", "另外", "还有", "此外", "顺便问"}

// sentences cuts what was said at the ends of sentences and where another need
// begins. A dot within a number or a name is no end.
func sentences(s string) []string {
	for _, j := range joiners {
		s = strings.ReplaceAll(s, j, "\n"+j)
	}
	var parts []string
	from := 0
	for i, r := range s {
		end := strings.ContainsRune("\n!?。！？；;", r) || r == '.' && (i+1 == len(s) || s[i+1] == ' ')
		if end {
			parts = append(parts, s[from:i])
			from = i + len(string(r))
		}
	}
	parts = append(parts, s[from:])
	var list []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// adviseOn returns the advice for one need, the best first.
func (l *Library) adviseOn(ctx context.Context, n need, q Query) ([]Advice, error) {
	q.Limit = max(q.Limit, defaultLimit) + 3 // small talk is left out
	texts := []string{n.text}
	if n.before != "" && tokensOf(n.text) < shortNeed {
		texts = append(texts, n.before+" "+n.text)
	}
	var list []Advice
	for i, s := range texts {
		q.Text = s
		hits, err := l.Match(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			if h.Entry.Kind == ChitChat || h.Score < leastAdvice {
				continue
			}
			if i > 0 {
				h.Score *= adviceFade // some of it was said earlier
			}
			h.Score *= n.weight
			at := slices.IndexFunc(list, func(a Advice) bool { return a.Entry.ID == h.Entry.ID })
			if at < 0 {
				list = append(list, Advice{Hit: h, Kind: adviceKind(h.Entry), Need: n.text, Turn: n.turn})
			} else {
				// What fits alone and with what was said before is likelier to be it.
				list[at].Score = 1 - (1-list[at].Score)*(1-h.Score)
			}
		}
	}
	return list, nil
}

// tokensOf counts words, and characters of scripts without word spaces as halves.
func tokensOf(s string) int {
	var b text.Buffer
	n := 0
	for _, t := range b.Segment(s) {
		if t.Kind == text.Char {
			n++
		} else {
			n += 2
		}
	}
	return n / 2
}

// dealt gives each need its best advice in turn, the need with the best one
// first.
func dealt(perNeed [][]Advice, limit int) []Advice {
	slices.SortStableFunc(perNeed, func(a, b []Advice) int {
		return cmp.Compare(topScore(b), topScore(a))
	})
	var list []Advice
	for round := 0; len(list) < limit; round++ {
		more := false
		for i := range perNeed {
			// The best one that no need before has taken.
			for len(perNeed[i]) > 0 {
				a := perNeed[i][0]
				perNeed[i] = perNeed[i][1:]
				if slices.ContainsFunc(list, func(o Advice) bool { return o.Entry.ID == a.Entry.ID }) {
					continue
				}
				if len(list) < limit {
					list = append(list, a)
				}
				more = true
				break
			}
		}
		if !more {
			break
		}
	}
	slices.SortStableFunc(list, func(a, b Advice) int {
		return cmp.Or(boolOrder(a.Shown, b.Shown), cmp.Compare(b.Score, a.Score))
	})
	return list
}

func topScore(list []Advice) float64 {
	if len(list) == 0 {
		return 0
	}
	return list[0].Score
}

// boolOrder puts false before true.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// adviceKind labels an entry for an agent.
func adviceKind(e *Entry) AdviceKind {
	category := strings.ToLower(e.Category)
	named := slices.ContainsFunc([]string{"policy", "policies", "政策", "规则"}, func(name string) bool {
		return slices.Contains(e.Tags, name) || slices.Contains(strings.Split(category, "/"), name)
	})
	question := text.Key(e.Question)
	switch {
	case named || e.Kind == Passage:
		return PolicyAdvice
	case e.Kind == GuideKind, strings.HasPrefix(question, "how to "), strings.HasPrefix(question, "how do i "),
		strings.HasPrefix(question, "how can i "), strings.Contains(question, "怎么") && !strings.Contains(question, "怎么回事"),
		strings.Contains(question, "如何"), strings.Contains(question, "怎样"):
		return HowToAdvice
	}
	return AnswerAdvice
}
