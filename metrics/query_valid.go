package metrics

// Validate returns a [QueryError] that names everything that is wrong with a query, nil where nothing is.
func (q Query) Validate() error {
	_, _, err := q.complete()
	return err
}
