package dialog

// Run is a flow that is open in a conversation.
type Run struct {
	Saved
	// ID names the run: it is the id of the message that began it.
	ID string
	// Asking is the id of the step that waits for the customer; empty if none does.
	Asking string
	// Attempts is how often his answer to that could not be used.
	Attempts int
}

// Runs are the flows that are open in a conversation of an [Engine], the one that
// talks last: for whoever shows or tests what was collected so far. What it returns
// shares no memory with c. A State that no engine wrote is an error.
func (c Conversation) Runs() ([]Run, error) {
	s, err := readSession(c.State)
	if err != nil {
		return nil, err
	}
	runs := make([]Run, len(s.Frames))
	for i, f := range s.Frames {
		runs[i] = Run{Saved: f.Saved, ID: f.ID, Asking: f.Asking, Attempts: f.Attempts}
	}
	return runs, nil
}
