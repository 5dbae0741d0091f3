package sources

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
)

const (
	french  = "Nous cherchons pour notre équipe une personne qui aime le travail bien fait. Vous participez à la conception des API et vous êtes autonome dans votre travail."
	english = "We are looking for someone who likes to build things with care. You will work with the team on our APIs and you are at ease with writing."
	german  = "Wir suchen für unser Team eine Person, die mit Sorgfalt arbeitet. Du entwickelst unsere APIs und bist der Ansprechpartner für das Produkt."
	spanish = "Buscamos una persona para el equipo que trabaje con cuidado. Vas a diseñar las API y los servicios del producto con nuestro equipo."
)

func place(label, country string) Place {
	p, _ := Where{Label: label, Country: country}.Place()
	return p
}

// franceRow is an offer that can be done from France, or not.
type franceRow struct {
	name   string
	places []Place
	remote Remote
	text   string
	want   bool
}

var franceRows = []franceRow{
	{"a city", []Place{place("Nancy (54)", "")}, "", english, true},
	{"a city with its country", []Place{place("Paris, France", "")}, OnSite, english, true},
	{"two countries", []Place{place("Berlin", "DE"), place("Lyon", "FR")}, "", english, true},
	{"overseas", []Place{place("Saint-Denis", "RE")}, "", french, true},
	{"no place, in French", nil, "", french, true},
	{"no place, in English", nil, "", english, false},
	{"London, unnamed country", []Place{{Label: "London"}}, Hybrid, english, false},
	{"Geneva in French", []Place{{Label: "Genève"}}, OnSite, french, false},
	{"Montréal", []Place{place("Montréal, Canada", "")}, "", french, false},
	{"Brussels", []Place{place("Bruxelles", "BE")}, Hybrid, french, false},
	{"remote in the world", []Place{{Label: "Anywhere in the World"}}, Full, english, true},
	{"remote in Europe", []Place{{Label: "Remote - Europe"}}, "", english, true},
	{"remote in EMEA", []Place{{Label: "EMEA"}}, Full, english, true},
	{"remote in Germany", []Place{place("Remote - Germany", "")}, Full, english, false},
	{"remote in the US", []Place{{Label: "Remote, US"}}, Full, english, false},
	{"US only", []Place{{Label: "Remote (US only)"}}, Full, english, false},
	{"anywhere in the US", []Place{{Label: "Anywhere in the US"}}, Full, english, false},
	{"remote, authorised in the US", nil, Full, english + " You must be authorized to work in the United States.", false},
	{"remote, silent, in English", nil, Full, english, true},
	{"remote, silent, in French", []Place{{Label: "Télétravail"}}, Full, french, true},
	{"eastern Europe", []Place{{Label: "Remote, Eastern Europe"}}, Full, english, false},
}

var franceHeldOut = []franceRow{
	{"a region", []Place{place("Île-de-France", "")}, "", english, true},
	{"a département", []Place{place("Gironde", "")}, "", french, true},
	{"remote in France", []Place{place("Remote - France", "")}, "", english, true},
	{"hybrid in Lille", []Place{place("Lille", "FR")}, Hybrid, english, true},
	{"Lyon and London", []Place{{Label: "London"}, place("Lyon", "")}, "", english, true},
	{"France beside Spain", []Place{place("Barcelona", "ES"), place("France", "")}, Full, english, true},
	{"an unknown hamlet, in French", []Place{{Label: "Quartier des Ateliers"}}, "", french, true},
	{"remote EU", []Place{{Label: "Remote (EU)"}}, "", english, true},
	{"remote worldwide", []Place{{Label: "Worldwide"}}, Full, english, true},
	{"remote in a time zone", []Place{{Label: "Remote, CET"}}, Full, english, true},
	{"remote from Spain, open to Europe", []Place{place("Madrid", "ES")}, Full, english + " You can work from anywhere in Europe.", true},
	{"remote from Berlin, hiring in France", []Place{place("Berlin", "DE")}, Full, english + " We hire remotely in France too.", true},
	{"full remote, French text", nil, Full, french + " Poste ouvert partout en France.", true},
	{"Paris without a country", []Place{place("Paris", "")}, "", english, true},
	{"Guadeloupe", []Place{place("Pointe-à-Pitre", "GP")}, OnSite, french, true},
	{"worldwide, in French", []Place{{Label: "Monde entier"}}, Full, french, true},
	{"New York", []Place{{Label: "New York"}}, Hybrid, english, false},
	{"San Francisco, CA", []Place{place("San Francisco, CA", "")}, "", english, false},
	{"Luxembourg", []Place{place("Luxembourg", "")}, "", french, false},
	{"Casablanca", []Place{place("Casablanca, Maroc", "")}, OnSite, french, false},
	{"Lausanne", []Place{{Label: "Lausanne"}}, "", french, false},
	{"Zurich in English", []Place{place("Zürich", "CH")}, OnSite, english, false},
	{"Madrid on site", []Place{place("Madrid", "ES")}, OnSite, english, false},
	{"remote in Canada", []Place{place("Remote - Canada", "")}, Full, english, false},
	{"remote in LATAM", []Place{{Label: "LATAM"}}, Full, english, false},
	{"remote in North America", []Place{{Label: "North America"}}, Full, english, false},
	{"UK only", []Place{{Label: "Remote"}}, Full, english + " This role is open to UK residents only.", false},
	{"based in the US", nil, Full, english + " Candidates must be based in the US.", false},
	{"remote in India", []Place{place("Bangalore, India", "")}, Full, english, false},
	{"an unknown place, in English", []Place{{Label: "Headquarters"}}, OnSite, english, false},
	{"no place, in German", nil, "", german, false},
	{"no place, in Spanish", nil, OnSite, spanish, false},
	{"US and Canada", []Place{{Label: "US / Canada"}}, Full, english, false},
	{"Tunis", []Place{{Label: "Tunis"}}, Hybrid, french, false},
}

func (r franceRow) kept() bool {
	_, why := Prepare(Offer{Title: "X", Places: r.places, Remote: r.remote, Description: r.text}, Rules{France: true})
	return why.Empty()
}

func TestFromFrance(t *testing.T) {
	for _, r := range franceRows {
		if got := r.kept(); got != r.want {
			t.Errorf("%s: %t", r.name, got)
		}
	}
}

// TestFromFranceHeldOut measures the rule on rows that it was not made with.
func TestFromFranceHeldOut(t *testing.T) {
	right, wrong, missed := 0, 0, 0
	for _, r := range franceHeldOut {
		switch got := r.kept(); {
		case got && r.want:
			right++
		case got:
			wrong++
			t.Logf("kept: %s", r.name)
		case r.want:
			missed++
			t.Logf("left out: %s", r.name)
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%d rows: precision %.3f, recall %.3f", len(franceHeldOut), precision, recall)
	if precision < 0.93 || recall < 0.93 {
		t.Errorf("precision %.3f, recall %.3f; want 0.93 of both", precision, recall)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		title, text string
		want        bot.Lang
	}{
		{"X", french, bot.FR}, {"X", english, bot.EN}, {"X", german, ""}, {"X", spanish, ""},
		{"Développeur Go", "", bot.FR}, {"Software Engineer", "", bot.EN}, {"Go", "", ""},
		{"Software Engineer", french, bot.FR}, {"Développeur", english, bot.EN},
		{"Software Engineer", "Stack : Go, Kafka.", bot.EN},
		{"X", "Il team cerca una persona per lo sviluppo delle API, che lavori con gli altri e di grande cura.", ""},
		{"X", "Wij zoeken een collega voor het team die met zorg naar het product kijkt bij ons op kantoor.", ""},
		{"Data Engineer", french + " " + english, ""},
	} {
		o, _ := Prepare(Offer{Title: c.title, Description: c.text}, Rules{})
		if o.Language != c.want {
			t.Errorf("%s, %.30s: %q; want %q", c.title, c.text, o.Language, c.want)
		}
	}
	if o, _ := Prepare(Offer{Title: "X", Description: french, Language: bot.EN}, Rules{}); o.Language != bot.EN {
		t.Error("what the source says does not stay")
	}
}

func TestLevelInText(t *testing.T) {
	for text, want := range map[string]Level{
		"Débutant accepté.": Beginner, "Poste ouvert aux profils juniors.": Beginner, "Idéal pour un premier emploi": Beginner, "Débutant(e) accepté(e)": Beginner,
		"Les débutants sont bienvenus, 3 ans d’expérience appréciés.": Beginner, "No prior experience is required.": Beginner, "Entry-level role.": Beginner,
		"Débutants non acceptés. Minimum 3 ans d’expérience.": Mid,
		"Vous justifiez d’au moins 3 ans d’expérience en Go.": Mid, "2+ years of experience": Mid, "Expérience de 2 à 4 ans": Mid, "3 à 5 ans d’expérience": Mid,
		"Minimum 5 ans d’expérience": Senior, "You have 7+ years of professional experience": Senior, "at least 8 years of experience": Senior, "Expérience : 10 ans": Senior,
		"Notre société a 20 ans d’expérience dans le logiciel.": "", "Forts de nos 12 ans d’expérience, nous recrutons.": "", "Créée il y a 5 ans, l’entreprise grandit.": "", "": "",
	} {
		if o, _ := Prepare(Offer{Title: "Développeur", Description: text}, Rules{}); o.Level != want {
			t.Errorf("%q: %q; want %q", text, o.Level, want)
		}
	}
	if o, _ := Prepare(Offer{Title: "Développeur senior", Description: "Débutant accepté"}, Rules{}); o.Level != Senior {
		t.Error("the title does not decide")
	}
}

func TestContractInText(t *testing.T) {
	for text, want := range map[string]Contract{
		"Type de contrat : CDI": CDI, "Poste en CDI à pourvoir.": CDI, "Contrat à durée indéterminée, 35 h": CDI, "This is a permanent position.": CDI,
		"Contrat : CDD de 6 mois": CDD, "Contrat en alternance": Alternance, "Mission freelance de 6 mois": Freelance, "stage de fin d’études": Stage,
		"CDI ou freelance": "", "en CDI ou en freelance": "", "Nous avons 10 personnes en stage chaque année et un CDI possible": "", "À chaque stage du projet": "",
	} {
		if o, _ := Prepare(Offer{Title: "Développeur", Description: text}, Rules{}); o.Contract != want {
			t.Errorf("%q: %q; want %q", text, o.Contract, want)
		}
	}
}

func TestPayInText(t *testing.T) {
	for text, want := range map[string][2]int64{
		"Salaire : 45-55 k€ brut": {45000, 55000}, "Rémunération entre 38k€ et 45k€ selon profil": {38000, 45000}, "Package 60 k€": {60000, 60000}, "Salaire annuel : 42 000 € à 48 000 €": {42000, 48000},
		"Salary: 50k€ - 65k€": {50000, 65000}, "TJM 450 €": {98100, 98100}, "TJM : 400 à 500 €": {87200, 109000},
		"Levée de fonds de 45 k€": {0, 0}, "Budget de 50-60 k€ par projet": {0, 0}, "Salaire selon profil": {0, 0}, "45-55": {0, 0}, "Salaire : 4-5 k€": {0, 0}, "": {0, 0},
	} {
		if o, _ := Prepare(Offer{Title: "Développeur", Description: text}, Rules{}); o.Pay.YearMin != want[0] || o.Pay.YearMax != want[1] {
			t.Errorf("%q: %+v; want %v", text, o.Pay, want)
		}
	}
}

func TestTrainingBeforeHiring(t *testing.T) {
	for text, want := range map[string]string{
		"POEI de 400 h avant un CDI.": "Formation avant embauche (POEI)", "Une POEC Développeur Java": "Formation avant embauche (POEC)", "Contrat précédé d’une AFPR": "Formation avant embauche (AFPR)",
		"Préparation opérationnelle à l’emploi individuelle": "Formation avant embauche", "Action de formation préalable au recrutement": "Formation avant embauche",
		"Formation avant embauche, financée par France Travail": "Formation avant embauche", "Formation préalable à l’embauche": "Formation avant embauche",
		"Formation rémunérée puis CDI": "Formation avant embauche", "Formation intensive suivie d’une embauche en CDI": "Formation avant embauche",
		"Pas de POEI pour ce poste.": "", "Formation continue et plan de carrière": "", "Formation : bac+5": "", "Poésie": "", "": "",
	} {
		o, _ := Prepare(Offer{Title: "Développeur", Skills: []string{"Écoute"}, Description: text}, Rules{})
		got := ""
		if len(o.Skills) > 0 && strings.HasPrefix(o.Skills[0], "Formation") {
			got = o.Skills[0]
		}
		if got != want {
			t.Errorf("%q: %q; want %q", text, got, want)
		}
		if want != "" && (o.Level != Beginner || !slices.Contains(o.Skills, "Écoute")) {
			t.Errorf("%q: level %q, skills %q", text, o.Level, o.Skills)
		}
	}
}

func TestTools(t *testing.T) {
	for _, c := range []struct{ title, skills, text, want string }{
		{"Développeur Go / Vue", "", "Notre stack : Go, Vue.js, PostgreSQL. PostgreSQL et Kafka.", "Go Vue.js PostgreSQL Kafka"},
		{"Développeur", "Kotlin", "Java et Spring Boot", "Kotlin"},
		{"Go-to-market manager", "", "", ""},
		{"Développeur", "", "Play with the rest of the team in spring, go to the office, a swift reply.", ""},
		{"Ingénieur C++/C#", "", ".NET et Node.js", "C++ C# .NET Node.js"},
		{"Dev", "", "Python, Java, PHP, Kafka, Redis, Docker, Linux, Django, Azure, GCP.", "Python Java PHP Kafka Redis Docker"},
	} {
		in := Offer{Title: c.title, Description: c.text}
		if c.skills != "" {
			in.Skills = []string{c.skills}
		}
		if o, _ := Prepare(in, Rules{}); strings.Join(o.Skills, " ") != c.want {
			t.Errorf("%s: %q; want %s", c.title, o.Skills, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	for _, c := range []struct{ published, updated, expires, wantUpdated, wantExpires time.Time }{
		{day(0), day(3), day(30), day(3), day(30)},
		{day(0), day(-3), day(-2), day(0), time.Time{}},
		{day(0), day(0), day(2000), day(0), time.Time{}},
		{time.Time{}, time.Time{}, day(5), time.Time{}, day(5)},
	} {
		o, _ := Prepare(Offer{Title: "X", Published: c.published, Updated: c.updated, Expires: c.expires}, Rules{})
		if !o.Updated.Equal(c.wantUpdated) || !o.Expires.Equal(c.wantExpires) {
			t.Errorf("%v gives %v, %v", c, o.Updated, o.Expires)
		}
	}
}

// TestPrepareStays checks that what the source says stays, and that preparing twice is
// preparing once.
func TestPrepareStays(t *testing.T) {
	in := Offer{
		Title: "Développeur junior (stage)", Description: "CDI, débutant accepté, télétravail complet, salaire 45-55 k€", Skills: []string{"Rust"},
		Remote: OnSite, Contract: CDD, Level: Senior, Pay: Pay{Said: "selon profil"}, Language: bot.EN, Places: []Place{place("Nancy", "")},
	}
	o, why := Prepare(in, Rules{Trades: true, France: true})
	if !why.Empty() || o.Remote != OnSite || o.Contract != CDD || o.Level != Senior || o.Pay.Said != "selon profil" || o.Language != bot.EN {
		t.Errorf("%+v %s", o, why.EN)
	}
	o, _ = Prepare(Offer{Title: "Développeur Go", Description: in.Description + " POEI. " + french}, Rules{})
	if again, _ := Prepare(o, Rules{}); !reflect.DeepEqual(again, o) {
		t.Errorf("twice\n%+v\nonce\n%+v", again, o)
	}
	if o.Remote != Full || o.Level != Beginner || o.Pay.YearMax != 55000 {
		t.Errorf("%+v", o)
	}
}

func FuzzPrepare(f *testing.F) {
	for _, r := range append(slices.Clone(tradeRows), heldOut...) {
		f.Add(r.title, r.skills, r.text, "Lyon", int64(0))
	}
	f.Add("Dev", "POEI", strings.Repeat("experience 3 ans salaire 45 k€ tjm 400 € ", 200), "Remote (EU), Berlin", int64(1)<<40)
	f.Fuzz(func(t *testing.T, title, skill, text, label string, ms int64) {
		in, why := Finish(Offer{ID: "1", Title: title, Skills: []string{skill}, Description: FromEither(text), Places: Places(label, ""), Published: Milliseconds(ms), Expires: Milliseconds(ms * 2)})
		if !why.Empty() {
			return
		}
		before := slices.Clone(in.Skills)
		once, why := Prepare(in, Rules{})
		if !why.Empty() || !slices.Equal(in.Skills, before) {
			t.Fatalf("%s, %q", why.EN, in.Skills)
		}
		again, _ := Prepare(once, Rules{})
		if !reflect.DeepEqual(once, again) {
			t.Errorf("twice\n%+v\nonce\n%+v", again, once)
		}
		if finished, why := Finish(once); !why.Empty() || !reflect.DeepEqual(finished.Skills, once.Skills) || once.Pay.YearMax > mostYear {
			t.Errorf("not fit to be kept: %+v", once)
		}
		Prepare(in, Rules{Trades: true, France: true})
	})
}

func BenchmarkPrepare(b *testing.B) {
	o := Offer{Title: "Développeur Go (H/F)", Description: strings.Repeat(french+"\n\n- Go, Kafka, PostgreSQL\n- 3 ans d’expérience\n\n", 12)} // 3,000 runes
	b.ReportAllocs()
	for b.Loop() {
		Prepare(o, Rules{Trades: true, France: true})
	}
}
