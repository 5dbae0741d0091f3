package jobposting

import (
	"strings"
	"testing"

	"rebond/bot/sources"
	st "rebond/bot/sources/sourcestest"
)

func TestTitleOfPage(t *testing.T) {
	for title, want := range map[string]string{
		"Développeur Go - Fictif - Nancy | Site":          "Développeur Go",
		"Développeur Go – Fictif":                         "Développeur Go",
		"Développeur Go (H/F) | Fictif":                   "Développeur Go (H/F)",
		"Développeur Go|Fictif":                           "Développeur Go",
		"Back-end engineer · Remote · Fictif":             "Back-end engineer",
		"Offre d’emploi : Développeur Go : CDI à Nancy":   "Développeur Go",
		"Offre d'emploi - Développeur Go - Nancy":         "Développeur Go",
		"Fictif - Développeur Go":                         "Développeur Go", // the site's name is known
		"FICTIF | Careers | Data engineer":                "Data engineer",
		"CDI - Développeur Go":                            "Développeur Go",
		"Développeur C++ / C# - Welcome to the Jungle":    "Développeur C++ / C#",
		"LinkedIn | SRE":                                  "SRE",
		"Job: SRE":                                        "SRE",
		"Chef de projet «\u00a0Data\u00a0»":               "Chef de projet « Data »",
		"Développeur &amp; architecte":                    "Développeur & architecte",
		"  Développeur\n\tGo  ":                           "Développeur Go",
		"CDI":                                             "",
		"Accueil - Fictif":                                "",
		"Fictif":                                          "",
		"Access denied | Fictif":                          "",
		"Attention Required! | Cloudflare":                "",
		"Un instant…":                                     "",
		"|||":                                             "",
		"Se connecter":                                    "",
		"Développeur " + strings.Repeat("très ", 1000):    "Développeur " + strings.TrimSpace(strings.Repeat("très ", 37)) + "…",
		"Dev \u202egnp.exe\u202c\x00":                     "Dev gnp.exe\uFFFD",
		"Dev @everyone <!channel> <script>x</script> fin": "Dev @everyone <!channel> <script>x</script> fin", // as typed: whoever shows it escapes it
	} {
		o, _ := Any([]byte(`<meta property=og:site_name content=Fictif><title>`+title+`</title>`), "", "")
		st.Equal(t, title, strings.ReplaceAll(o.Title, "\u00a0", " "), want)
	}
}

func TestCompanyOfSite(t *testing.T) {
	for site, want := range map[string]string{
		"Fictif": "Fictif", "Fictif &amp; fils": "Fictif & fils", "Fictif Careers": "Fictif", "Carrières chez Fictif": "Fictif", "Jobs at Fictif": "Fictif", "Fictif - Recrutement": "Fictif",
		"Indeed": "", "Indeed.com": "", "LinkedIn": "", "HelloWork": "", "Free-Work": "", "Welcome to the Jungle": "", "France Travail": "", "Pôle emploi": "", "APEC": "", "Talent.io": "",
		"Emploi Public": "", "Remote Jobs": "", "Jobs": "", "Accueil": "", "Google Forms": "", "Lever": "", "": "",
	} {
		o, _ := Any([]byte(`<title>Dev</title><meta property="og:site_name" content="`+site+`">`), "", "")
		st.Equal(t, site, o.Company, want)
	}
}

func TestSummary(t *testing.T) {
	for head, want := range map[string]string{
		`<title>Dev - CDI - Nancy</title>`:          "Dev |  |  | cdi |  |  | ",
		`<title>Dev | full remote | Fictif</title>`: "Dev |  |  |  | full |  | ",
		`<title>Dev</title><meta name=description content="2 jours de télétravail. Écris à a@b.example">`:                      "Dev |  |  |  | hybrid |  | 2 jours de télétravail. Écris à " + sources.Masked,
		`<title>Autre</title><meta name="og:title" content="Dev">`:                                                             "Dev |  |  |  |  |  | ",
		`<title>Autre</title><meta name="twitter:title" content="Dev">`:                                                        "Dev |  |  |  |  |  | ",
		`<title>Dev</title><meta property=OG:TITLE content=""><meta property=og:title content="  ">`:                           "Dev |  |  |  |  |  | ",
		`<meta property=og:title content=A><meta property=og:title content=B>`:                                                 "A |  |  |  |  |  | ",
		`<title>A</title><svg><title>B</title></svg>`:                                                                          "A |  |  |  |  |  | ",
		`<script>"<title>A</title>"</script><!-- <title>B</title> --><noscript><title>C</title></noscript><title>D`:            "D |  |  |  |  |  | ",
		`<meta property=og:description content="Seulement cela">`:                                                              " |  |  |  |  |  | Seulement cela",
		`<title>Dev</title><meta name=description content="a"><meta property=og:description content="b &lt;b&gt;c&lt;/b&gt;">`: "Dev |  |  |  |  |  | b **c**",
	} {
		st.Equal(t, head, seen(readAny(t, "<html><head>"+head)), want)
	}
}
