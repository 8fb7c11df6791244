package intent

// withFresh returns a model that has learned examples one after the other, as
// [Model.With] does, but in one step: n of them cost n, not n times what is known.
// None of their IDs may be known to the model or occur twice. It calls refuse for
// those that cannot be learned.
func (m *Model) withFresh(examples []Example, refuse func(i int, err error)) *Model {
	sc := m.newScratch()
	defer m.scratch.Put(sc)
	lessons := make([]*lesson, 0, len(examples))
	for i, e := range examples {
		e, err := learnable(e)
		if err != nil {
			refuse(i, err)
			continue
		}
		l := m.newLesson(sc, e)
		if len(l.terms) == 0 {
			refuse(i, &FieldError{"text", "has nothing to read"})
			continue
		}
		lessons = append(lessons, l)
	}
	if len(lessons) == 0 {
		return m
	}
	return m.fork(m.overlay.with(lessons...))
}

// ids returns the IDs of all examples that the model knows or has unlearned.
func (m *Model) ids() map[string]bool {
	known := make(map[string]bool, len(m.examples))
	for i := range m.examples {
		known[m.examples[i].ID] = true
	}
	for _, l := range m.overlay.all() {
		known[l.example.ID] = true
	}
	return known
}
