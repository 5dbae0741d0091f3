package bottest

import (
	"bytes"
	"strings"
	"sync"
)

// Journal is a log that can be read while it is written.
type Journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (j *Journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

// String is all that was written.
func (j *Journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// Count is how many times some words were written.
func (j *Journal) Count(words string) int { return strings.Count(j.String(), words) }
