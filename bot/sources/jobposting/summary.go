package jobposting

import (
	"regexp"
	"strings"
	"unicode"

	"rebond/bot"
)

// summary is what a page says of itself, apart from its data.
type summary struct {
	title       string // of the opening alone
	whole       string // of the page, as it stands
	description string
	company     string // empty where the site is a job board's
}

func (p *page) summary() summary {
	site := line(p.metas["og:site_name"])
	s := summary{company: employer(site), description: first(p.metas["og:description"], p.metas["description"])}
	for _, whole := range []string{p.metas["og:title"], p.metas["twitter:title"], p.title} {
		whole = line(whole)
		if title := headline(whole, site); title != "" {
			s.title, s.whole = title, whole
			break
		}
	}
	if s.title == "" && isWall(p.title) {
		s.description = ""
	}
	return s
}

var (
	between = regexp.MustCompile(`\s+[|·•»—–:-]{1,2}\s+|\s*\|\s*`)
	lead    = regexp.MustCompile(`(?i)^\s*(?:offre d['’]emploi|offre de stage|offre|annonce|emploi|poste|recrutement|nous recrutons|on recrute|job offer|job|hiring|we.?re hiring)\s*:\s*`)
)

// headline is the first part of a page's title that may be that of an opening:
// « Développeur Go » of « Développeur Go - Fictif - Nancy | Site ».
func headline(title, site string) string {
	title = lead.ReplaceAllString(title, "")
	if isWall(title) {
		return ""
	}
	for _, part := range between.Split(title, -1) {
		part = strings.TrimSpace(lead.ReplaceAllString(part, ""))
		if key := letters(part); key != "" && key != letters(site) && !aside[key] && !isBoard(part) {
			return part
		}
	}
	return ""
}

// letters is a name without what varies in the writing of names.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, bot.Fold(s))
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// aside are parts of titles, as [letters] writes them, that name no opening.
var aside = set(`
	accueil home homepage index emploi emplois job jobs offre offres offredemploi offresdemploi offreemploi recrutement
	carriere carrieres career careers joboffer jobopening jobopenings openpositions nousrecrutons rejoigneznous joinus wearehiring
	annonce annonces poste postes nosoffres nosoffresdemploi untitled document sanstitre candidature postuler apply
	cdi cdd stage alternance freelance interim internship hf fh mf`)

// walls are the titles of pages that stand before another, or for none.
var walls = set(`
	justamoment attentionrequired accessdenied accesrefuse accesinterdit forbidden 403forbidden 404 404notfound notfound
	pagenotfound pageintrouvable page404 erreur404 error404 error erreur 403 500 503 serviceunavailable toomanyrequests
	securitycheck areyouarobot captcha redirecting redirection chargement loading
	connexion seconnecter sidentifier login signin signup authentication authentification
	offreexpiree jobexpired offrepourvue unjstantsilvousplait uninstant`)

// isWall reports whether a page's title says that the page asked for is not there.
func isWall(title string) bool {
	for _, part := range between.Split(title, -1) {
		key := letters(part)
		if key != "" {
			return walls[key]
		}
	}
	return false
}

// boards are sites that publish the offers of others, as [letters] writes them.
var boards = set(`
	indeed linkedin welcometothejungle wttj hellowork apec francetravail poleemploi monster glassdoor cadremploi meteojob
	jobteaser freework lesjeudis chooseyourboss talentio malt stepstone regionsjob jobijoba adzuna
	jooble talent leboncoin optioncarriere keljob wizbii studentjob letudiant
	frenchstartupjobs remotive remoteok weworkremotely himalayas arbeitnow jobicy dice ziprecruiter simplyhired xing
	greenhouse lever ashby ashbyhq recruitee teamtailor workable smartrecruiters taleez flatchr welcomekit personio
	breezyhr bamboohr workday myworkdayjobs digitalrecruiters jobvite icims successfactors
	google googledocs googleforms notion github facebook twitter medium wordpress typeform airtable linktree`)

// generic are words that tell a site of offers from one that an employer has.
var generic = regexp.MustCompile(`\b(?:emplois?|jobs?|jobboard|offres|recrutement|recruitment|interim|careers?|carrieres?)\b`)

func isBoard(site string) bool {
	key := letters(site)
	if boards[key] {
		return true
	}
	for _, end := range []string{"com", "fr", "io", "co"} {
		if boards[strings.TrimSuffix(key, end)] {
			return true
		}
	}
	return strings.HasPrefix(key, "indeed") || strings.HasPrefix(key, "linkedin") || strings.HasPrefix(key, "welcometothejungle")
}

// ofEmployer are the names that employers give to their sites of offers.
var ofEmployer = regexp.MustCompile(`(?i)^(?:(?:jobs|careers|carrières|recrutement|emplois?)\s+(?:at|chez|de|@)\s+(.+)|(.+?)[\s:|–-]+(?:careers|carrières|recrutement))$`)

// employer is the company that a site's name tells; empty when the site is a
// job board's, or may be.
func employer(site string) string {
	if m := ofEmployer.FindStringSubmatch(strings.TrimSpace(site)); m != nil {
		site = strings.TrimSpace(m[1] + m[2])
	}
	if generic.MatchString(bot.Fold(site)) || isBoard(site) || aside[letters(site)] {
		return ""
	}
	return site
}
