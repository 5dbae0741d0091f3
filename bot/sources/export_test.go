package sources

// Marked is what a store keeps of what a reading left.
func Marked(c Configured, state string) string { return c.marked(state) }
