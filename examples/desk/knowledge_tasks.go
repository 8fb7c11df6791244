package main

import (
	"net/http"

	"github.com/kefu-go/kefu/kb"
)

// kbTasks lists the entries that customers complained about, with what they said.
func (s *site) kbTasks(w http.ResponseWriter, r *http.Request) {
	type view struct {
		kb.Task
		Text *entryView `json:"text"` // nil: the entry is gone
	}
	list := []view{}
	for _, state := range []kb.TaskState{kb.TaskOpen, kb.TaskInWork, kb.TaskFixed} {
		for task, err := range s.bot.KB().Tasks(r.Context(), state) {
			if err != nil {
				s.fail(w, r, err)
				return
			}
			v := view{Task: task}
			if e, err := s.bot.KB().Get(r.Context(), task.Entry); err == nil {
				shown := editable(&e)
				v.Text = &shown
			}
			list = append(list, v)
		}
	}
	writeJSON(w, http.StatusOK, list)
}

// kbFix gives the entry of a task a better answer, and ends the task: whoever
// writes the answer says that it is right. A request that comes again finds what
// the first one has done.
func (s *site) kbFix(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID, Answer string
		Version    int64
	}
	if !readJSON(w, r, &in) {
		return
	}
	task, err := s.bot.KB().Task(r.Context(), in.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	switch task.State {
	case kb.TaskVerified:
		writeJSON(w, http.StatusOK, task)
		return
	case kb.TaskDismissed:
		s.fail(w, r, kb.ErrConflict) // before the answer is changed
		return
	}
	entry, err := s.bot.KB().Get(r.Context(), task.Entry)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	actor := signedIn(r).Name
	if answer := trimmed(in.Answer); answer != answerText(entry.Answer) {
		if entry.Version != in.Version {
			s.fail(w, r, kb.ErrConflict)
			return
		}
		entry.Answer = withText(entry.Answer, answer)
		if _, err := s.editor.Put(r.Context(), actor, "task "+in.ID, entry); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	if task.State != kb.TaskFixed {
		_, err = s.bot.KB().FixTask(r.Context(), actor, in.ID, 0)
	}
	if err == nil {
		task, err = s.bot.KB().VerifyTask(r.Context(), actor, in.ID, true)
	}
	s.reply(w, r, task, err)
}

// kbDismiss ends a task whose entry was right all along.
func (s *site) kbDismiss(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID, Reason string }
	if !readJSON(w, r, &in) {
		return
	}
	task, err := s.bot.KB().Task(r.Context(), in.ID)
	if err == nil && task.State != kb.TaskDismissed { // else the request came twice
		task, err = s.bot.KB().DismissTask(r.Context(), signedIn(r).Name, in.ID, shortened(in.Reason, maxReason))
	}
	s.reply(w, r, task, err)
}
