package dialogtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// RunOptions are the choices of [Run].
type RunOptions struct {
	// Update writes replies, choices and values as they come into the scripts where
	// they are not what the scripts expect; events, effects and hand-offs that do not
	// happen still fail. Default: false.
	Update bool
}

// Run plays each script under a folder (files that end in .txtar, in all its
// sub-folders) against a bot of its own, each as a subtest. Nil options are the
// defaults. A folder without scripts is a failure.
func Run(t *testing.T, folder string, build Build, o *RunOptions) {
	t.Helper()
	files, err := Scripts(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("there is no script in %s", folder)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(name, path.Ext(name)), func(t *testing.T) {
			file := filepath.Join(folder, filepath.FromSlash(name))
			data, err := os.ReadFile(file) //nolint:gosec // the caller's folder
			if err != nil {
				t.Fatal(err)
			}
			script, err := Parse(name, string(data))
			if err != nil {
				t.Fatal(err)
			}
			if o == nil || !o.Update {
				if err := script.Check(t.Context(), build); err != nil {
					t.Fatal(err)
				}
				return
			}
			updated, err := script.Update(t.Context(), build)
			if err != nil {
				t.Error(err)
			}
			if updated == string(data) {
				return
			}
			if err := os.WriteFile(file, []byte(updated), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Scripts returns the names of the scripts in a file system, in order.
func Scripts(fsys fs.FS) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".txtar" {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// Check plays a script against a bot that build makes. The error is the
// [*ScriptError] of the first line that does not hold.
func (s *Script) Check(ctx context.Context, build Build) error {
	p, err := s.begin(ctx, build)
	if err != nil {
		return err
	}
	for i := range s.lines {
		if err := p.play(ctx, &s.lines[i]); err != nil {
			return err
		}
	}
	return p.rest(&line{from: len(s.text) - 1})
}

// Update plays a script and returns it with what came instead of what it expects.
// The error joins what cannot be brought up to date: it is in the script as before.
func (s *Script) Update(ctx context.Context, build Build) (string, error) {
	p, err := s.begin(ctx, build)
	if err != nil {
		return s.String(), err
	}
	var faults []error
	var out []string
	written := 0
	for i := range s.lines {
		l := &s.lines[i]
		out = append(out, s.text[written:l.from]...)
		written = l.to
		if !l.expects() { // replies that no line asked about
			for _, r := range p.forgotten() {
				out = append(out, writeReply(r))
			}
		}
		err := p.play(ctx, l)
		if fresh := p.fresh(l); err != nil && fresh != "" {
			out = append(out, fresh)
			continue
		}
		if err != nil && !l.expects() {
			return s.String(), err
		}
		if err != nil {
			faults = append(faults, err)
		}
		out = append(out, s.text[l.from:l.to]...)
	}
	for _, r := range p.forgotten() {
		out = append(out, writeReply(r))
	}
	out = append(out, s.text[written:]...)
	return strings.Join(out, "\n") + "\n" + s.tail, errors.Join(faults...)
}

// player is a script while it is played.
type player struct {
	script *Script
	stage  *Stage
	talker Talker
	said   strings.Builder // the conversation so far

	id       string // of the conversation
	sent     int    // messages so far
	last     dialog.Message
	parts    []dialog.Part     // of the next message
	offered  []dialog.Choice   // by the replies before
	waiting  []dialog.Outgoing // replies in the outbox that are not due yet
	turns    []dialog.Turn     // of the last thing that happened
	replies  []dialog.Reply    // to it
	next     int               // the reply that the next line is about
	asked    bool              // whether a line was about the replies
	events   int               // where among the events of turns the next line looks
	handoff  string            // the id of the last one
	got      string            // what came for the line before
	finished dialog.Conversation
}

func (s *Script) begin(ctx context.Context, build Build) (*player, error) {
	stage := NewStage()
	stage.Settings, stage.Files = s.Settings, s.Files
	p := &player{script: s, stage: stage, id: cmp.Or(s.Settings["conversation"], "talk"), finished: dialog.Conversation{Owner: dialog.Bot}}
	if start := s.Settings["start"]; start != "" {
		at, err := time.Parse(minute, start)
		if err != nil {
			return nil, &ScriptError{Script: s.Name, Line: 1, Want: fmt.Sprintf("the setting start is no moment such as %q", minute)}
		}
		stage.Clock.Set(at)
	}
	var err error
	if p.talker, err = build(stage); err != nil {
		return nil, fmt.Errorf("%s: nothing to test: %w", s.Name, err)
	}
	return p, ctx.Err()
}

// play does what a line says, or compares.
func (p *player) play(ctx context.Context, l *line) error {
	if l.expects() {
		return p.expect(l)
	}
	if err := p.rest(l); err != nil {
		return err
	}
	if l.verb == verbAttach {
		url, caption, _ := strings.Cut(l.text, " ")
		p.parts = append(p.parts, dialog.Part{Kind: dialog.PartKind(l.name), URL: url, Text: caption})
		return nil
	}
	if len(p.replies) > 0 {
		p.offered = p.heard().Choices
	}
	p.turns, p.replies, p.next, p.asked, p.events = nil, nil, 0, false, 0
	if err := p.happen(ctx, l); err != nil {
		return &ScriptError{Script: p.script.Name, Line: l.from + 1, Want: strings.Join(p.script.text[l.from:l.to], "\n") + " to be taken", Got: err.Error(), So: p.said.String()}
	}
	return nil
}

// happen does what a line says.
func (p *player) happen(ctx context.Context, l *line) error {
	now := p.stage.Clock.Now()
	switch l.verb {
	case verbAfter:
		span, err := parseSpan(l.text)
		return errors.Join(err, p.pass(ctx, now.Add(span)))
	case verbAt:
		at, err := parseAt(l.text, now)
		return errors.Join(err, p.pass(ctx, at))
	}
	id := func() string { p.sent++; return "m" + strconv.Itoa(p.sent) }
	msg := dialog.Message{
		Conversation: p.id, Text: l.text, Parts: p.parts, At: now,
		Locale: p.script.Settings["locale"], Channel: p.script.Settings["channel"], Customer: p.script.Settings["customer"],
	}
	var reply dialog.Reply
	var err error
	switch l.verb {
	case verbAgent:
		msg.ID, msg.Agent = id(), "agent"
		p.tell("agent: " + msg.Text)
		reply, err = p.talker.Say(ctx, msg)
	case verbStart:
		reply, err = p.start(ctx, l, id())
	case verbHuman:
		reply, err = p.progress(ctx, l, id())
	case verbRelease:
		p.tell("(the agent gives the conversation back)")
		reply, err = p.talker.Release(ctx, p.id, id())
	default:
		if l.verb == verbPicks {
			msg.Text = ""
			if msg.Choice, err = p.choice(l.text); err != nil {
				return err
			}
		}
		if l.verb == verbResend {
			msg = p.last
		} else {
			msg.ID = id()
		}
		p.last, p.parts = msg, nil
		p.tell("customer: " + cmp.Or(msg.Text, "["+msg.Choice+"]"))
		reply, err = p.talker.Handle(ctx, msg)
	}
	if err != nil {
		return err
	}
	p.hear(reply)
	p.collect(ctx)
	return nil
}

// choice is the id of what the last reply offered under a wording.
func (p *player) choice(wording string) (string, error) {
	if id, ok := strings.CutPrefix(wording, "#"); ok {
		return id, nil
	}
	var labels []string
	for _, c := range p.offered {
		if matchesValue(wording, c.Label) {
			return c.ID, nil
		}
		labels = append(labels, c.Label)
	}
	return "", fmt.Errorf("there is no such choice among %q", labels)
}

// pass lets time go by: whatever is due is done when it is due.
func (p *player) pass(ctx context.Context, until time.Time) error {
	p.tell("(" + until.Format(minute) + ")")
	for range 1000 { // more is a loop
		stop := until
		if c, err := p.stage.Store.Load(ctx, p.id); err == nil && !c.Due.IsZero() && c.Due.Before(stop) {
			stop = c.Due
		}
		for _, out := range p.waiting {
			if out.Due.Before(stop) {
				stop = out.Due
			}
		}
		if stop.After(p.stage.Clock.Now()) {
			p.stage.Clock.Set(stop)
		}
		if _, err := p.talker.Sweep(ctx, p.stage.Clock.Now()); err != nil {
			return err
		}
		before := len(p.turns)
		p.collect(ctx)
		if !stop.Before(until) && len(p.turns) == before {
			return nil
		}
	}
	return errors.New("what is due never ends")
}

// collect delivers what waits and takes the turns that were committed.
func (p *player) collect(ctx context.Context) {
	if _, err := p.talker.Deliver(ctx); err != nil { // it is tried again, as with any host
		p.tell("(delivery: " + err.Error() + ")")
	}
	for _, turn := range p.stage.Store.Turns() {
		p.turns = append(p.turns, turn)
		p.finished = turn.Conversation
		held := false
		for _, out := range turn.Outbox {
			if out.Handoff != nil {
				p.handoff = out.Handoff.ID
			}
			if out.Reply == nil {
				continue
			}
			held = held || out.Reply.ID == turn.Reply.ID
			p.waiting = append(p.waiting, out)
		}
		if !held && (turn.Reply.Text != "" || len(turn.Reply.Parts) > 0) {
			p.hear(turn.Reply)
		}
	}
	waiting := p.waiting
	p.waiting = nil
	for _, out := range waiting {
		if out.Due.After(p.stage.Clock.Now()) {
			p.waiting = append(p.waiting, out)
		} else {
			p.hear(*out.Reply)
		}
	}
}

// hear notes a reply, once.
func (p *player) hear(r dialog.Reply) {
	for _, before := range p.replies {
		if before.ID == r.ID {
			return
		}
	}
	p.replies = append(p.replies, r)
	if r.Text != "" || len(r.Parts) > 0 {
		p.tell(string(r.From) + " (" + string(r.Kind) + "): " + r.Text)
	}
}

func (p *player) tell(s string) {
	p.said.WriteString("\t  " + strings.ReplaceAll(s, "\n", "\n\t    ") + "\n")
}
