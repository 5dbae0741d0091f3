package sources

import (
	"strings"
	"testing"
	"time"
)

func TestReadContract(t *testing.T) {
	for said, want := range map[string]Contract{
		"CDI": CDI, "Contrat à durée indéterminée": CDI, "Permanent": CDI, "Full-time permanent": CDI, "fulltime_permanent": CDI, "FULL_TIME, CDI": CDI,
		"CDD - 12 Mois": CDD, "Contrat à durée déterminée": CDD, "Fixed-term": CDD, "fulltime_fixed_term": CDD, "Temporary": CDD, "TEMPORARY": CDD, "Saisonnier": CDD,
		"Intérim - 6 Mois": Interim, "MIS": Interim, "interim": Interim,
		"Freelance": Freelance, "CONTRACTOR": Freelance, "Contract": Freelance, "Indépendant": Freelance, "LIB": Freelance, "Profession libérale": Freelance,
		"Alternance": Alternance, "Contrat d’apprentissage": Alternance, "CDD en contrat de professionnalisation": Alternance, "Apprentice": Alternance,
		"Stage": Stage, "Intern": Stage, "INTERN": Stage, "Internship": Stage, "Stage puis CDI": Stage,
		"FullTime": "", "FULL_TIME": "", "Full-time": "", "PART_TIME": "", "OTHER": "", "": "", "Contrat travail": "", "Early stage": "",
	} {
		if got := ReadContract(said); got != want {
			t.Errorf("ReadContract(%q) = %q; want %q", said, got, want)
		}
	}
	for title, want := range map[string]Contract{
		"Stage - Développeur Go": Stage, "Développeur en alternance": Alternance, "Freelance DevOps": Freelance, "Dev Go (CDI)": CDI,
		"Interim Manager": "", "Permanent Makeup Artist": "", "Contract Manager": "", "Early Stage Investor": "", "Développeur Go": "", "Internal Tools Engineer": "",
	} {
		if got := ContractInTitle(title); got != want {
			t.Errorf("ContractInTitle(%q) = %q; want %q", title, got, want)
		}
	}
}

func TestReadRemote(t *testing.T) {
	for text, want := range map[string]Remote{
		"Poste en 100 % télétravail": Full, "100% remote": Full, "Full remote possible": Full, "We are remote-first": Full, "Télétravail complet": Full,
		"fully remote": Full, "télétravail à 100 %": Full, "entièrement à distance": Full,
		"Télétravail partiel": Hybrid, "2 jours de télétravail par semaine": Hybrid, "2 à 3 jours par semaine en télétravail": Hybrid,
		"Mode hybride": Hybrid, "Hybride": Hybrid, "hybrid work": Hybrid, "Télétravail possible 3 jours par semaine.": Hybrid, "Possibilité de télétravail": Hybrid,
		"Télétravail": Hybrid, "Accord de télétravail": Hybrid, "Pas de full remote, 2 jours de télétravail": Hybrid, "pas de 100 % télétravail": Hybrid,
		"3 days remote per week": Hybrid,
		"Pas de télétravail":     OnSite, "Pas de télétravail possible": OnSite, "Sur site uniquement": OnSite, "100 % présentiel": OnSite, "No remote": OnSite,
		"Télétravail : non": OnSite, "poste non télétravaillable": OnSite, "On-site only": OnSite, "Aucun télétravail": OnSite,
		"": "", "API en Go": "", "Cloud hybride et infrastructure hybride": "", "hybrid cloud": "", "Application mobile hybride": "", "remote procedure calls": "", "au sein d’équipes distantes": "",
	} {
		if got := ReadRemote(text); got != want {
			t.Errorf("ReadRemote(%q) = %q; want %q", text, got, want)
		}
	}
	far := strings.Repeat("API en Go et PostgreSQL. ", 40)
	for text, want := range map[string]Remote{"Télétravail complet": Full, "2 jours par semaine en télétravail": Hybrid, "pas de télétravail": OnSite, "cloud": ""} {
		if got := ReadRemote(far + text + ". " + far); got != want {
			t.Errorf("ReadRemote(… %q …) = %q; want %q", text, got, want)
		}
	}
	if got := ReadRemote("Développeur", "Équipe à Lyon", "Possibilité de télétravail"); got != Hybrid {
		t.Errorf("over several texts: %q", got)
	}
}

func TestParseRemote(t *testing.T) {
	for field, want := range map[string]Remote{
		"on-site": OnSite, "onsite": OnSite, "OnSite": OnSite, "hybrid": Hybrid, "Hybrid": Hybrid, "remote": Full, "Remote": Full, "unspecified": "", "": "",
	} {
		if got := ParseRemote(field); got != want {
			t.Errorf("ParseRemote(%q) = %q; want %q", field, got, want)
		}
	}
}

func TestLevels(t *testing.T) {
	for said, want := range map[string]Level{
		"Débutant accepté": Beginner, "3 mois": Beginner, "6 Mois": Beginner, "11 months": Beginner, "0 an": Beginner,
		"1 An(s)": Mid, "12 mois": Mid, "3 An(s)": Mid, "4 years": Mid, "Expérience exigée de 2 An(s)": Mid,
		"5 An(s)": Senior, "60 Mois": Senior, "10+ years": Senior,
		"Expérience exigée": "", "": "",
	} {
		if got := LevelFromExperience(said); got != want {
			t.Errorf("LevelFromExperience(%q) = %q; want %q", said, got, want)
		}
	}
	for title, want := range map[string]Level{
		"Développeur junior": Beginner, "Graduate Engineer": Beginner, "Entry-level SRE": Beginner, "Dev junior à senior": Beginner, "Débutante ou débutant": Beginner,
		"SRE confirmé": Mid, "Développeuse confirmée ou senior": Mid,
		"Senior Go Engineer": Senior, "Lead Dev": Senior, "Staff Engineer": Senior, "Principal SRE": Senior, "Expert Java": Senior, "Tech Lead": Senior,
		"Lead Generation Manager": "", "Chief of Staff": "", "Expert-comptable": "", "Développeur Go": "", "Leader": "",
	} {
		if got := LevelInTitle(title); got != want {
			t.Errorf("LevelInTitle(%q) = %q; want %q", title, got, want)
		}
	}
}

func TestParseTime(t *testing.T) {
	for said, want := range map[string]string{
		"2026-11-18T08:12:31.245Z": "2026-11-18T08:12:31.245Z", "2026-11-18T08:12:31Z": "2026-11-18T08:12:31Z",
		"2026-11-18T05:01:02-05:00": "2026-11-18T10:01:02Z", "2026-11-10T09:00:00.000+00:00": "2026-11-10T09:00:00Z", "2026-11-10T09:00:00+0100": "2026-11-10T08:00:00Z",
		"2026-11-12 09:00:00 UTC": "2026-11-12T09:00:00Z", "2027-01-31T23:59": "2027-01-31T22:59:00Z", "2026-07-01T12:00:00": "2026-07-01T10:00:00Z",
		"2026-11-12": "2026-11-11T23:00:00Z", " 2026-11-12 ": "2026-11-11T23:00:00Z",
		"": "", "hier": "", "9999-12-31": "", "1970-01-01T00:00:00Z": "", "2026-02-31": "", "12/11/2026": "",
	} {
		got := ""
		if at := ParseTime(said); !at.IsZero() {
			got = at.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("ParseTime(%q) = %q; want %q", said, got, want)
		}
	}
	if got, want := ParseDeadline("2026-12-31"), time.Date(2026, 12, 31, 22, 59, 59, 0, time.UTC); !got.Equal(want) {
		t.Errorf("a deadline on a day ends with it: %v; want %v", got, want)
	}
}

func TestCompany(t *testing.T) {
	for address, want := range map[string]string{
		"https://jobs.lever.co/fictif/1":                "Fictif",
		"https://jobs.eu.lever.co/acme-fictif/1":        "Acme Fictif",
		"https://jobs.lever.co/l%27atelier/1":           "L'atelier",
		"https://www.fictif.example/carrieres?gh_jid=1": "Fictif",
		"https://careers.fictif.co.uk/1":                "Fictif",
		"https://jobs.lever.co/":                        "",
		"https://evil-lever.co/x/1":                     "Evil Lever",
		"pas une adresse":                               "",
		"https://jobs.lever.co/\u202eabc/1":             "Abc",
	} {
		if got := CompanyFromBoard(address, "lever.co"); got != want {
			t.Errorf("CompanyFromBoard(%q) = %q; want %q", address, got, want)
		}
	}
}
