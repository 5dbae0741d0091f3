package storage

import (
	"strings"

	"rebond/bot/search"
)

// headMark tells the tokens of the title and the skills from those of the whole
// text, which SQLite keeps in one column: a column filter would have to walk
// through every place where the word stands.
const headMark = "↑"

// ftsWords writes the tokens of an offer for SQLite.
func ftsWords(doc search.Document) string {
	var b strings.Builder
	for _, t := range doc.Head {
		b.WriteString(headMark + t + " ")
	}
	b.WriteString(strings.Join(doc.Body, " "))
	for _, t := range doc.Facets {
		b.WriteString(" " + t)
	}
	return b.String()
}

// ftsQuery writes a search in SQLite's enhanced FTS syntax. Tokens hold
// letters, digits and marks above U+007F only, so that none can be an operator.
func ftsQuery(terms []search.Term, facets [][]string, tier int) string {
	mark := ""
	if tier == 1 {
		mark = headMark
	}
	all := ftsTerms(mark, terms)
	for _, group := range facets {
		all = append(all, ftsAny(group))
	}
	text := strings.Join(all, " AND ")
	if tier == 2 {
		text = "(" + text + ") NOT (" + strings.Join(ftsTerms(headMark, terms), " AND ") + ")"
	}
	return text
}

func ftsTerms(mark string, terms []search.Term) []string {
	all := make([]string, len(terms))
	for i, t := range terms {
		some := []string{mark + t.Stem}
		if t.Prefix != "" {
			some = append(some, mark+t.Prefix+"*")
		}
		all[i] = ftsAny(some)
	}
	return all
}

func ftsAny(some []string) string {
	if len(some) == 1 {
		return some[0]
	}
	return "(" + strings.Join(some, " OR ") + ")"
}

// tsquery writes a search as PostgreSQL reads it.
func tsquery(terms []search.Term, facets [][]string) string {
	var all []string
	for _, t := range terms {
		any := quote(t.Stem)
		if t.Prefix != "" {
			any = "(" + any + " | " + quote(t.Prefix) + ":*)"
		}
		all = append(all, any)
	}
	for _, group := range facets {
		some := make([]string, len(group))
		for i, token := range group {
			some[i] = quote(token)
		}
		all = append(all, "("+strings.Join(some, " | ")+")")
	}
	return strings.Join(all, " & ")
}

// tsvector writes tokens as a literal without positions: nothing is ranked.
func tsvector(tokens ...[]string) string {
	var b strings.Builder
	for _, some := range tokens {
		for _, t := range some {
			b.WriteString(quote(t))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func quote(token string) string { return "'" + token + "'" }
