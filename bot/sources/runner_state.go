package sources

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"rebond/bot"
)

// passed is why an offer is left out that its source still shows after its end.
var passed = bot.Text{FR: "Sa date limite est passée.", EN: "Its deadline has passed."}

// asked marks what a reading leaves with what was asked, and with what was wanted of it.
func (c *Configured) asked() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %+v %d %d", c.Source.Kind(), c.Asks, c.Rules, prepared, Version))
	return hex.EncodeToString(sum[:8])
}

// state is what the last reading left, without its mark; nothing where the mark is another:
// then everything is read again, and what is not shown any more leaves.
func (c *Configured) state(kept string) string {
	mark, state, ok := strings.Cut(kept, " ")
	if !ok || mark != c.asked() {
		return ""
	}
	return state
}

// marked is what a reading leaves, with its mark.
func (c *Configured) marked(state string) string {
	if state == "" {
		return ""
	}
	return c.asked() + " " + state
}
