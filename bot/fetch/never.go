package fetch

import (
	"slices"
	"strings"
)

// forbidding are the sites whose terms forbid programs to read them, whatever their
// robots.txt says, by the part of their name that all their countries share.
var forbidding = [...]string{"linkedin", "indeed", "glassdoor", "welcometothejungle"}

// Never says whether host is a site that is never read, since its terms forbid it:
// LinkedIn, Indeed, Glassdoor, Welcome to the Jungle, in any country and under any of
// their names. Page refuses them without asking, also when a redirect leads there.
func Never(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "lnkd.in" || strings.HasSuffix(host, ".lnkd.in") {
		return true
	}
	labels := strings.Split(host, ".")
	own := len(labels) - 2 // indeed.fr, fr.indeed.com
	if own > 0 && (labels[own] == "co" || labels[own] == "com") && len(labels[own+1]) == 2 {
		own-- // indeed.co.uk, glassdoor.com.br
	}
	return own >= 0 && slices.Contains(forbidding[:], labels[own])
}
