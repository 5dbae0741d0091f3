package feed

import (
	"strings"

	"rebond/bot"
)

// ofJob are words that begin the title of an opening, not the name of a company.
var ofJob = []string{"develop", "ingenieur", "engineer", "stage", "alternan", "cdi", "cdd", "freelance", "senior", "junior", "lead", "chef", "consultant", "manager", "architect", "data", "h/f", "offre", "poste", "recrut", "hiring", "remote", "urgent", "new"}

// cutCompany cuts a title that begins with the company: "Acme Fictif: Senior Developer".
func cutCompany(title string) (company, rest string, ok bool) {
	company, rest, ok = strings.Cut(title, ": ")
	company, rest = strings.TrimSpace(company), strings.TrimSpace(rest)
	if !ok || company == "" || rest == "" || len(company) > 60 || len(strings.Fields(company)) > 5 {
		return "", title, false
	}
	folded := bot.Fold(company)
	for _, word := range ofJob {
		if strings.HasPrefix(folded, word) || strings.Contains(folded, " "+word) {
			return "", title, false
		}
	}
	return company, rest, true
}

// namesCompanies reports whether the titles of a feed begin with companies, as those of
// boards of several do: nearly all of them are made so.
func namesCompanies(all []entry) bool {
	n := 0
	for _, e := range all {
		if _, _, ok := cutCompany(e.title); ok {
			n++
		}
	}
	return n > 0 && n*5 >= len(all)*4
}
