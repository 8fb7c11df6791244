package ticket

import (
	"cmp"
	"slices"
	"strings"
)

// TriageInput is what is known of a case when a ticket is made of it. All of it is
// optional; hosts fill in what their models tell.
type TriageInput struct {
	// Text are the customer's words, of which the first 4 KB are read.
	Text string `json:"text,omitempty"`
	// Intent is what he wants, Category what it is about ("billing/refund").
	Intent   string `json:"intent,omitempty"`
	Category string `json:"category,omitempty"`
	// Urgency is 0 (low) to 3 (critical); 1 is normal.
	Urgency int `json:"urgency,omitempty"`
	// Emotion is "angry", "frustrated", "anxious", "confused", "satisfied", "neutral" or
	// any other word, Valence how good it feels, from -1 to 1, Intensity how strong it
	// is, from 0 to 1.
	Emotion   string  `json:"emotion,omitempty"`
	Valence   float64 `json:"valence,omitempty"`
	Intensity float64 `json:"intensity,omitempty"`
	// WantsHuman says that he asked for a person.
	WantsHuman bool `json:"wants_human,omitempty"`
	// Tier is what he is to the business ("vip"), Language what he writes in (BCP 47),
	// Channel where.
	Tier     string `json:"tier,omitempty"`
	Language string `json:"language,omitempty"`
	Channel  string `json:"channel,omitempty"`
	// Reasons are the codes of a hand-off ("legal", "unresolved"), Failures how often he
	// was not answered.
	Reasons  []string `json:"reasons,omitempty"`
	Failures int      `json:"failures,omitempty"`
}

// Triage is what a ticket should be, and why.
type Triage struct {
	Type     string   `json:"type"`
	Category string   `json:"category,omitempty"`
	Priority int      `json:"priority,omitempty"`
	Group    string   `json:"group,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Template string   `json:"template,omitempty"`
	// Why are the names of the rules that had a say, in their order, and those of the
	// built-in ones with what made them: "complaint: words", "urgent: 3".
	Why []string `json:"why,omitempty"`
}

// TriageRule sorts new tickets. Rules are asked in their order, and each that holds says
// what nobody has said before it; tags and Raise add up. What no rule has said, the
// built-in ones do; see [Assess].
type TriageRule struct {
	Name string     `json:"name"`
	When TriageWhen `json:"when,omitzero"`
	// Type, Category, Priority, Group and Template are what the ticket gets; empty or nil:
	// the rule does not say.
	Type     string `json:"type,omitempty"`
	Category string `json:"category,omitempty"`
	Priority *int   `json:"priority,omitempty"`
	Group    string `json:"group,omitempty"`
	Template string `json:"template,omitempty"`
	// Raise is added to the priority, Tags to the tags.
	Raise int      `json:"raise,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	// Last says that no rule after this one is asked, built-in ones aside.
	Last bool `json:"last,omitempty"`
}

// TriageWhen describes cases: everything holds that it says. Lists mean "one of", in
// whatever case; the zero value always holds.
type TriageWhen struct {
	// Intents and Categories include what is below them: "billing" is "billing/refund"
	// too.
	Intents    []string `json:"intents,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Emotions   []string `json:"emotions,omitempty"`
	Tiers      []string `json:"tiers,omitempty"`
	// Languages are primary subtags: "zh" is "zh-TW" too.
	Languages []string `json:"languages,omitempty"`
	Channels  []string `json:"channels,omitempty"`
	Reasons   []string `json:"reasons,omitempty"`
	// Words are words or phrases, whole ones where words have spaces between them, of
	// which the text has one; stems are not looked for.
	Words        []string `json:"words,omitempty"`
	MinUrgency   int      `json:"min_urgency,omitempty"`
	MinFailures  int      `json:"min_failures,omitempty"`
	MinIntensity float64  `json:"min_intensity,omitempty"`
	// MaxValence is the best feeling for which it holds; nil: any.
	MaxValence *float64 `json:"max_valence,omitempty"`
	WantsHuman *bool    `json:"wants_human,omitempty"`
}

// Assess sorts a case: a pure function of what is known of it and the rules. What the
// rules leave open is decided so:
//
//   - Type: "complaint" for an intent, category or reason of that name (投诉), or words
//     that complain; "callback" likewise; "question" otherwise.
//   - Priority: 0, and 1 more for each of: high urgency (2 more for critical), anger (or a
//     valence of -0.6 at an intensity of 0.5), a complaint, a tier other than "standard",
//     two failures; at most 3. Words about lawyers, the press, danger or fraud: 3 at
//     least. All but the last say nothing when a rule gives a priority.
//   - Tags: the feeling if it is a bad one, the tier, "wants-human", the reasons, "legal",
//     "press", "safety" and "fraud".
//   - Group and Template: none; a type may have its template, see [Template].
func Assess(in TriageInput, rules []TriageRule) Triage {
	s := sorter{in: in, words: readWording(clip(in.Text, MaxValue))}
	for i := range rules {
		if r := &rules[i]; s.holds(&r.When) {
			s.apply(r)
			if r.Last {
				break
			}
		}
	}
	s.builtIn()
	s.out.Priority = max(-MaxPriority, min(s.priority(), MaxPriority))
	s.out.Tags = sorted(s.out.Tags)
	return s.out
}

// Triage is [Assess] with the rules of the desk.
func (d *Desk) Triage(in TriageInput) Triage { return Assess(in, d.book.Load().rules.Triage) }

// Fill completes a draft: what it says already stays, the higher priority wins, and tags
// are added.
func (t Triage) Fill(d *Draft) {
	d.Type, d.Category = cmp.Or(d.Type, t.Type), cmp.Or(d.Category, t.Category)
	d.Group, d.Template = cmp.Or(d.Group, t.Group), cmp.Or(d.Template, t.Template)
	d.Priority = max(d.Priority, t.Priority)
	d.Tags = sorted(append(slices.Clone(d.Tags), t.Tags...))
}

// sorter is an assessment under way.
type sorter struct {
	in    TriageInput
	words wording
	out   Triage
	fixed *int // the priority that a rule gave
	raise int
	usual int // the priority of the built-in rules
	least int
}

// apply has a rule say what nobody has said before it.
func (s *sorter) apply(r *TriageRule) {
	o := &s.out
	o.Type, o.Category = cmp.Or(o.Type, r.Type), cmp.Or(o.Category, r.Category)
	o.Group, o.Template = cmp.Or(o.Group, r.Group), cmp.Or(o.Template, r.Template)
	if s.fixed == nil {
		s.fixed = r.Priority
	}
	s.raise += r.Raise
	o.Tags = append(o.Tags, r.Tags...)
	o.Why = append(o.Why, r.Name)
}

func (s *sorter) priority() int {
	p := min(s.usual, usualMost)
	if s.fixed != nil {
		p = *s.fixed
	}
	return max(p+s.raise, s.least)
}

// holds says whether a case is one that is described.
func (s *sorter) holds(w *TriageWhen) bool {
	in := &s.in
	switch {
	case !oneOf(w.Intents, in.Intent, under), !oneOf(w.Categories, in.Category, under):
		return false
	case !oneOf(w.Emotions, in.Emotion, strings.EqualFold), !oneOf(w.Tiers, in.Tier, strings.EqualFold):
		return false
	case !oneOf(w.Languages, in.Language, speaksOf), !oneOf(w.Channels, in.Channel, strings.EqualFold):
		return false
	case len(w.Reasons) > 0 && !slices.ContainsFunc(in.Reasons, func(r string) bool { return oneOf(w.Reasons, r, strings.EqualFold) }):
		return false
	case len(w.Words) > 0 && s.words.first(w.Words) == "":
		return false
	case in.Urgency < w.MinUrgency, in.Failures < w.MinFailures, in.Intensity < w.MinIntensity:
		return false
	}
	return (w.MaxValence == nil || in.Valence <= *w.MaxValence) && (w.WantsHuman == nil || in.WantsHuman == *w.WantsHuman)
}

// oneOf says whether a value is like one of a list; an empty list asks for nothing.
func oneOf(list []string, value string, like func(one, value string) bool) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(one string) bool { return like(one, value) })
}

// under says whether a path is another one or below it, in whatever case.
func under(parent, path string) bool {
	parent, path = strings.ToLower(parent), strings.ToLower(path)
	return path == parent || strings.HasPrefix(path, parent+"/")
}

// speaksOf says whether a language is another one or a kind of it.
func speaksOf(primary, tag string) bool {
	return under(strings.ReplaceAll(primary, "-", "/"), strings.ReplaceAll(tag, "-", "/"))
}

// checkTriage returns what cannot be meant.
func (r *Rules) checkTriage() (faults []error) {
	names := map[string]bool{}
	for i, t := range r.Triage {
		at := func(field, reason string) { faults = append(faults, fault(reason, "triage[%d].%s", i, field)) }
		if t.Name == "" {
			at("name", "is empty")
		} else if names[t.Name] {
			at("name", "is that of another rule")
		}
		names[t.Name] = true
		for _, f := range []struct{ field, value string }{{"type", t.Type}, {"category", t.Category}, {"group", t.Group}, {"template", t.Template}} {
			if usable(f.field, f.value) != nil {
				at(f.field, "cannot be used")
			}
		}
		if t.Template != "" && !slices.ContainsFunc(r.Templates, func(p Template) bool { return p.Name == t.Template }) {
			at("template", "is none of the templates")
		}
		if t.Priority != nil && (*t.Priority < -MaxPriority || *t.Priority > MaxPriority) || t.Raise < -MaxPriority || t.Raise > MaxPriority {
			at("priority", "or raise is out of range")
		}
		for j, tag := range t.Tags {
			if tag == "" || strings.TrimSpace(tag) != tag || usable("to", tag) != nil {
				faults = append(faults, fault("cannot be used", "triage[%d].tags[%d]", i, j))
			}
		}
		for j, w := range t.When.Words {
			if len(readWording(w)) == 0 {
				faults = append(faults, fault("has no word", "triage[%d].when.words[%d]", i, j))
			}
		}
	}
	return faults
}
