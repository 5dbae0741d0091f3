package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"rebond/bot/search"
)

// stems are the stems that the words of a search ask for, without their mark.
func stems(text string) []string {
	all := []string{}
	for _, t := range search.Terms(text) {
		all = append(all, strings.TrimPrefix(t.Stem, "≈"))
	}
	return all
}

// Forms and words of the trade that find one another.
func TestSameWord(t *testing.T) {
	for _, c := range [][]string{
		{"développeur", "développeuse", "développeurs", "développeuses", "DEVELOPPEUR", "developer", "developers", "dev", "devs", "programmeur", "programmeuse", "programmer"},
		{"ingénieur", "ingénieure", "ingénieurs", "ingénieures", "engineer", "engineers", "ingé"},
		{"administrateur", "administratrice", "administrateurs", "administratrices", "admin", "administrator"},
		{"technicien", "technicienne", "techniciens", "techniciennes", "technician", "technicians"},
		{"formateur", "formatrice", "trainer"},
		{"testeur", "testeuse", "tester", "testers"},
		{"analyste", "analystes", "analyst"},
		{"architecte", "architectes", "architect"},
		{"consultant", "consultante", "consultants", "consultantes"},
		{"assistant", "assistante"},
		{"directeur", "directrice"},
		{"opérateur", "opératrices"},
		{"informaticien", "informaticienne"},
		{"chef", "cheffe", "chefs", "cheffes"},
		{"conseiller", "conseillère", "conseillers"},
		{"hospitalier", "hospitalières"},
		{"chargé", "chargée", "chargées", "charge"},
		{"confirmé", "confirmées"},
		{"apprenti", "apprentie", "apprentis"},
		{"expert", "experte", "expertes"},
		{"adjoint", "adjoints"},
		{"agent", "agente"},
		{"rigoureux", "rigoureuse", "rigoureuses"},
		{"sportif", "sportive", "sportifs"},
		{"professionnel", "professionnelle", "professionnels"},
		{"logiciel", "logicielle", "software"},
		{"national", "nationale", "nationaux", "nationales"},
		{"hôpital", "hôpitaux", "hopital", "Hopitaux"},
		{"réseau", "réseaux", "RESEAU", "network", "networks"},
		{"bureau", "bureaux"},
		{"emploi", "emplois"},
		{"sécurité", "security"},
		{"technologie", "technologies", "technology"},
		{"système", "systèmes", "system", "systems"},
		{"jeu", "jeux", "game", "games"},
		{"travail", "travaux"},
		{"employé", "employée", "employees"},
		{"cœur", "coeur"},
		{"kubernetes", "k8s", "K8S"},
		{"go", "golang", "GO", "go lang"},
		{"c#", "csharp", "C#.", "c sharp", "(C#)"},
		{"c++", "C++.", "cpp", "c++17", "C++,"},
		{".net", "dotnet", ".NET", ".net core", ".NET8"},
		{"asp.net", "ASP.NET", "aspnet"},
		{"node.js", "nodejs", "Node", "node js", "NODE.JS", "node.js18"},
		{"vue", "vue.js", "vuejs", "Vue3", "vue 3"},
		{"react", "react.js", "reactjs", "React"},
		{"java", "Java17", "java8", "JEE", "j2ee"},
		{"javascript", "js", "JavaScript"},
		{"typescript", "ts"},
		{"php", "PHP8", "php8.2"},
		{"postgresql", "postgres"},
		{"fullstack", "full stack", "Full-Stack", "full-stack"},
		{"frontend", "front-end", "front end", "front"},
		{"backend", "back-end", "back end"},
		{"devops", "dev ops", "Dev-Ops"},
		{"machine learning", "ML", "machine-learning"},
		{"ia", "AI", "intelligence artificielle"},
		{"ci/cd", "CI-CD", "ci cd"},
		{"pl/sql", "plsql"},
		{"base de données", "bases de données", "BDD", "database"},
		{"r&d", "R & D", "R&D."},
		{"rails", "ruby on rails", "RoR"},
		{"ecommerce", "e-commerce", "E-Commerce"},
		{"cybersécurité", "cybersecurity", "cyber"},
		{"mobile", "mobiles"},
		{"embarqué", "embarquée", "embarqués", "embedded"},
		{"point de vue", "Point de vue."},
	} {
		want := stems(c[0])
		for _, other := range c {
			if got := stems(other); !slices.Contains(got, want[0]) {
				t.Errorf("%s and %s: %q and %q", c[0], other, want, got)
			}
		}
	}
}

// Words that must not find one another.
func TestOtherWord(t *testing.T) {
	for _, c := range [][2]string{
		{"java", "javascript"}, {"java", "javas"}, {"c", "c#"}, {"c", "c++"}, {"c#", "c++"}, {"c", "C.D.D."}, {"c", "C.D.I."}, {"c", "c'est"}, {"c", "C-level"}, {"c", "C3"},
		{".net", "net"}, {".net", "asp.net"}, {".net", "vb.net"}, {".net", "internet"},
		{"go", "go to market"}, {"go", "Go-to-market"}, {"go", "16 Go"}, {"go", "16Go"}, {"go", "512\u00a0Go"}, {"go", "2\u202fGo"}, {"go", "gogo"}, {"go", "let's go"}, {"go", "Go de RAM"},
		{"vue", "point de vue"}, {"vue", "en vue de"}, {"vue", "vue d’ensemble"}, {"vue", "vues"}, {"vue", "revue"},
		{"tableau", "tableau de bord"}, {"tableau", "tableaux"}, {"r", "R&D"}, {"r", "R & D"}, {"r", "R.H."}, {"rust", "robustesse"},
		{"ia", "j'ai"}, {"ia", "J’ai"}, {"excel", "excel at"}, {"rest", "the rest"}, {"front", "front office"}, {"react", "réaction"},
		{"sql", "mysql"}, {"sql", "nosql"}, {"sql", "pl/sql"}, {"scala", "scalable"}, {"node", "nodes"},
		{"développeur", "développement"}, {"test", "testeur"}, {"emploi", "employé"}, {"formateur", "format"}, {"chef", "cheval"}, {"travail", "travel"},
		{"réseau", "résonance"}, {"agent", "agence"}, {"technicien", "technique"}, {"analyste", "analyse"}, {"administrateur", "administration"},
		{"temps", "tempête"}, {"projet", "projection"}, {"port", "porte"}, {"cours", "course"}, {"mission", "émission"}, {"data", "date"},
	} {
		if a, b := stems(c[0]), stems(c[1]); slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) }) {
			t.Errorf("%s and %s: %q and %q", c[0], c[1], a, b)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" …,.-— ", ""},
		{"Développeuse", "developpeuse ≈developpeur"},
		{"Développeur·se Go (H/F)", "developpeur f go h se ≈developpeur ≈f ≈go ≈h ≈se"},
		{"développeur(euse)", "developpeur euse ≈developpeur ≈euse"},
		{"développeur.euse", "developpeur euse ≈developpeur ≈euse"},
		{"l’emploi", "emploi l ≈emploi ≈l"},
		{"aujourd'hui", "aujourd hui ≈aujourd ≈hui"},
		{"C++", "cplusplus ≈cplusplus"},
		{"C/C++/C#", "c cplusplus csharp ≈c ≈cplusplus ≈csharp"},
		{"C#.NET", "csharp dotnet ≈csharp ≈dotnet"},
		{".NET/C#", "csharp dotnet ≈csharp ≈dotnet"},
		{"Node.js", "nodejs ≈nodejs"},
		{"K8s", "k8s kubernetes ≈kubernetes"},
		{"Java17", "java java17 ≈java"},
		{"#java", "java ≈java"},
		{"ci/cd", "cicd ≈cicd"},
		{"TCP/IP", "ip tcp ≈ip ≈tcp"},
		{"full stack", "full stack ≈full ≈fullstack ≈stack"},
		{"data science ingénieur", "data ingenieur science ≈data ≈datascience ≈ingenieur ≈science"},
		{"ingénieur data science", "data ingenieur science ≈data ≈dataengineer ≈datascience ≈ingenieur ≈science"}, // terms may overlap
		{"SQL, Server", "server sql ≈server ≈sql"}, // nor over a comma
		{"SQL Server", "server sql ≈server ≈sql ≈sqlserver"},
		{"front.\nend", "end front frontend ≈end ≈frontend"},
		{"16 Go", "16 ≈16"},
		{"16Go de RAM", "16 de ram ≈16 ≈de ≈ram"},
		{"Python 3, Go", "3 go python ≈3 ≈go ≈python"}, // not 3 Go
		{"go to market", "market to ≈gotomarket ≈market ≈to"},
		{"written in Go to last", "in last to written ≈go ≈goto ≈in ≈last ≈to ≈written"},
		{"point de vue", "de point ≈de ≈point ≈pointdevue"},
		{"en Vue. De plus", "de en plus vue ≈de ≈en ≈plu ≈vue"}, // nor over a full stop
		{"bac+5", "5 bac ≈5 ≈bac"},
		{"Bac +5", "5 bac ≈5 ≈bac"},
		{"100 %", "100 ≈100"},
		{"a@b.fr", "a b fr ≈a ≈b ≈fr"},
		{"работа 東京", "работа ≈работа ≈東京 東京"},
		{"head:x* OR NOT (y)", "head not or x y ≈head ≈not ≈or ≈x ≈y"},
		{"≈go ¤d69 ≈¤", "d69 go ≈d69 ≈go"},
		{"java java JAVA", "java ≈java"},
		{"e\u0301te\u0301", "ete ≈ete"},
		{"a\xffb\x00c", "a b c ≈a ≈b ≈c"},
		{strings.Repeat("é", 100), strings.Repeat("e", 60) + " ≈" + strings.Repeat("e", 59)},
	} {
		want := strings.Fields(c.want)
		if got := search.Tokens(c.text); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", c.text, got, want)
		}
	}
}

func TestTerms(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"", ""},
		{"???", ""},
		{"développeuse", "developpeur|developpeuse*"},
		{"développeuse go", "developpeur go"},
		{"go dével", "go devel|devel*"},
		{"kuber", "kuber|kuber*"},
		{"kubernetes", "kubernetes"}, // a tech term is as typed
		{"java", "java"},             // so that it is not the start of another
		{"full stack", "fullstack"},  // in several words too
		{"ko", "ko"},                 // too short a start
		{"kot", "kot|kot*"},
		{"je cherche un poste de développeur", "developpeur|developpeur*"},
		{"développeur à l", "developpeur"}, // the last word says nothing: it is no start
		{"développeur les", "developpeur"},
		{"le la les", "le la les|les*"}, // nothing else to look for
		{"développeur·se", "developpeur"},
		{"H/F développeur", "developpeur|developpeur*"},
		{"point de vue", "pointdevue"},
		{"in go to", "goto"}, // "in go" is read in texts only
		{"ingénieur data", "ingenieur data"},
		{"one two three four five six seven eight nine ten eleven twelve thirteen fourteen", "one two thre four five six seven eight nine ten eleven twelve"},
	} {
		var got []string
		for _, term := range search.Terms(c.words) {
			s := strings.TrimPrefix(term.Stem, "≈")
			if term.Prefix != "" {
				s += "|" + term.Prefix + "*"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: got %q, want %q", c.words, s, c.want)
		}
	}
}

// A text is found by its own words, one by one and all together.
func TestFoundByItself(t *testing.T) {
	for _, text := range []string{
		"Développeur·se full stack Ruby on Rails (H/F)", "Ingénieur C#.NET / ASP.NET, SQL Server", "Node.js, Vue.js 3, TypeScript", "Administrateur systèmes et réseaux",
		"Senior Site Reliability Engineer", "Go-to-Market Manager", "16 Go de RAM", "l’hôpital d’à côté", "R&D, R & D et R.H.", "Chargé(e) d'emploi", "point de vue sur Vue",
		"written in Go to last", "C, C++17, c# et Objective-C", "PL/SQL CI/CD TCP/IP",
	} {
		tokens := search.Tokens(text)
		for _, asked := range append(strings.Fields(text), text) {
			for _, term := range search.Terms(asked) {
				if !satisfies(tokens, term) && asked != "Go" && asked != "R" { // of memory, of R & D
					t.Errorf("%q is not found by %q: %+v is not in %q", text, asked, term, tokens)
				}
			}
		}
	}
}

func satisfies(tokens []string, term search.Term) bool {
	return slices.ContainsFunc(tokens, func(token string) bool {
		return token == term.Stem || term.Prefix != "" && strings.HasPrefix(token, term.Prefix)
	})
}

// fault says what is wrong with a token that goes into an engine's query.
func fault(token string) string {
	word := strings.TrimPrefix(strings.TrimPrefix(token, "≈"), "¤")
	switch {
	case word == "":
		return "empty"
	case len(token) > 100:
		return "too long"
	case strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }):
		return "not letters and digits"
	case strings.ContainsFunc(word, func(r rune) bool { return 'A' <= r && r <= 'Z' }):
		return "a capital"
	}
	return ""
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "Développeur·se C#.NET (H/F)", "16 Go de RAM", "l’emploi", "c++ .net node.js r&d", "go to market", "a\xff\x00'\"*:-()≈¤", "İstanbul ſ ß ﬁ", "e\u0301", strings.Repeat("é", 200), "..net...", "+++", "1.2.3.go"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := search.Tokens(text)
		if !slices.IsSorted(tokens) || len(slices.Compact(slices.Clone(tokens))) != len(tokens) {
			t.Errorf("%q: not sorted, each once: %q", text, tokens)
		}
		if len(tokens) > 10+10*len(text) {
			t.Errorf("%q: %d tokens", text, len(tokens))
		}
		for _, token := range tokens {
			if why := fault(token); why != "" {
				t.Errorf("%q: token %q: %s", text, token, why)
			}
		}
		terms := search.Terms(text)
		if len(terms) > 12 {
			t.Errorf("%q: %d terms", text, len(terms))
		}
		for _, term := range terms {
			if why := fault(term.Stem); why != "" || !strings.HasPrefix(term.Stem, "≈") {
				t.Errorf("%q: stem %q: %s", text, term.Stem, why)
			}
			if term.Prefix != "" && fault(term.Prefix) != "" {
				t.Errorf("%q: prefix %q: %s", text, term.Prefix, fault(term.Prefix))
			}
		}
	})
}

// announcement is a description of 3,000 characters.
var announcement = func() string {
	const some = "Au sein d’une équipe de huit développeurs et développeuses, tu participes à la refonte d’une plateforme en Go et TypeScript (Node.js, Vue.js 3), déployée sur Kubernetes. " +
		"Postes équipés de 32 Go de RAM, télétravail deux jours par semaine, CDI. Bonne connaissance de PostgreSQL, de CI/CD et des bases de données. "
	runes := []rune(strings.Repeat(some, 12))
	return string(runes[:3000])
}()

func BenchmarkTokens(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		search.Tokens(announcement)
	}
}
