package sources

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// CompanyFromBoard derives a company's name from the address of an offer: the
// first part of its path on a board's own host ("jobs.lever.co/fictif/…" is
// Fictif), the name of the site elsewhere ("www.fictif.example/…").
func CompanyFromBoard(address string, boards ...string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, board := range boards {
		if host == board || strings.HasSuffix(host, "."+board) {
			slug, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
			return nameOf(slug)
		}
	}
	labels := strings.Split(host, ".")
	if len(labels) < 2 {
		return ""
	}
	name := labels[len(labels)-2]
	if len(labels) > 2 && len(name) <= 3 && len(labels[len(labels)-1]) == 2 { // co.uk
		name = labels[len(labels)-3]
	}
	return nameOf(name)
}

// nameOf writes a slug as a name: "acme-fictif" is Acme Fictif.
func nameOf(slug string) string {
	words := strings.FieldsFunc(bot.Clean(slug, 0), func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) })
	for i, w := range words {
		first, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[n:]
	}
	return OneLine(strings.Join(words, " "), maxCompany)
}

// CompanyFromSubdomain derives a company's name from the site it has at its
// board: "fictif.recruitee.com" is Fictif.
func CompanyFromSubdomain(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(u.Hostname(), ".")
	return nameOf(name)
}
