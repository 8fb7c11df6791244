package metrics

const episodeFormat = 1

// AppendBinary appends the packed episode to b, its times cut to the microsecond. It never fails.
func (e *Episode) AppendBinary(b []byte) ([]byte, error) {
	c := coder{out: append(b, episodeFormat)}
	e.code(&c)
	return c.out, nil
}

// UnmarshalBinary replaces the episode by a packed one. It keeps nothing of data. What is no packed episode is
// [ErrDamaged], and leaves the episode as it was.
func (e *Episode) UnmarshalBinary(data []byte) error {
	var fresh Episode
	c := decoding(data)
	version := c.in.byte()
	if fresh.code(c); version != episodeFormat || !c.done() {
		return ErrDamaged
	}
	*e = fresh
	return nil
}

// code writes or reads all fields. What the order of episodes goes by is first.
func (e *Episode) code(c *coder) {
	c.start(&e.Start)
	c.text(&e.ID)
	c.byte((*uint8)(&e.Subject))
	c.byte((*uint8)(&e.Outcome))
	c.flags(&e.Confirmed, &e.Reopens, &e.Reopened, &e.Surveyed, &e.Refused, &e.FirstReply.Known, &e.FirstHuman.Known, &e.Resolution.Known)
	c.time(&e.End)
	c.time(&e.Last)
	for _, p := range [...]*string{
		&e.Conversation, &e.Ticket, &e.Customer, &e.Agent, &e.Channel, &e.Category, &e.Tier, &e.Language, &e.Region, &e.Base,
		&e.EndReason, &e.HandoffReason,
	} {
		c.text(p)
	}
	c.labels(&e.Labels)
	for _, p := range [...]*int{
		&e.FromCustomer, &e.FromBot, &e.FromAgents, &e.Handoffs, &e.Answered, &e.Suggested, &e.Accepted, &e.Unanswered,
		&e.Helped, &e.NotHelped, &e.JudgedAnswers, &e.RightAnswers, &e.JudgedIntents, &e.RightIntents,
		&e.Repeats, &e.Soothed, &e.Escalations, &e.Failures,
	} {
		c.number(p)
	}
	for _, s := range [...]*Span{&e.FirstReply, &e.FirstHuman, &e.Resolution} {
		c.duration(&s.Wall)
		c.duration(&s.Hours)
	}
	c.float(&e.Rating)
	c.time(&e.RatedAt)
	c.texts(&e.Tags)
	list(c, &e.Replies, 3, func(r *ReplyTime) { c.text(&r.Agent); c.duration(&r.Wall); c.duration(&r.Hours) })
	list(c, &e.Visits, 6, c.visit)
	list(c, &e.Stints, 7, c.stint)
	list(c, &e.Moods, 4, c.float32)
	list(c, &e.Flows, 4, c.flow)
	list(c, &e.Goals, 3, func(g *Goal) { c.text(&g.Name); c.flags(&g.Met); c.duration(&g.Took) })
	list(c, &e.States, 2, func(s *State) { c.text(&s.Name); c.duration(&s.Took) })
}

func (c *coder) visit(v *Visit) {
	c.text(&v.Queue)
	c.text(&v.Item)
	c.text(&v.End)
	c.time(&v.At)
	c.duration(&v.Wait)
	c.flags(&v.Within, &v.Short)
}

func (c *coder) stint(s *Stint) {
	c.text(&s.Agent)
	c.text(&s.Queue)
	c.text(&s.Item)
	c.time(&s.From)
	c.duration(&s.Talk)
	c.duration(&s.Wrap)
	c.flags(&s.Over)
}

func (c *coder) flow(f *FlowRun) {
	c.text(&f.Flow)
	c.text(&f.End)
	c.duration(&f.Took)
	list(c, &f.Steps, 5, func(s *StepRun) {
		c.text(&s.Step)
		c.number(&s.Asked)
		c.number(&s.Rejected)
		c.flags(&s.Filled)
		c.duration(&s.Took)
	})
}
