package config

import (
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rebond/bot"
)

// examplePath is found before any test changes its folder.
var examplePath, _ = filepath.Abs("../../config.example.toml")

// example is the configuration that the program embeds as its defaults.
func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// load reads a file with some text, named as the person who installs named it,
// and an environment.
func load(t testing.TB, text string, environ ...string) (*Config, error) {
	t.Helper()
	defaults := example(t)
	t.Chdir(t.TempDir())
	if err := os.WriteFile("mine.toml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(defaults, "mine.toml", environ)
}

// ofFranceTravail is the example's.
var ofFranceTravail = FranceTravail{TokenURL: "https://entreprise.francetravail.fr/connexion/oauth2/access_token?realm=%2Fpartenaire", APIURL: "https://api.francetravail.io/partenaire/offresdemploi", PerSecond: 3}

// asExample holds that the sources are the example's, and takes them away.
func asExample(t testing.TB, c *Config) {
	t.Helper()
	if want := "france-travail doctolib dataiku algolia mirakl decathlontechnology qonto blablacar contentsquare ledger 360learning malt swile alan pennylane"; strings.Join(names(c.Sources), " ") != want {
		t.Errorf("the sources are %v; want %s", names(c.Sources), want)
	}
	c.Sources = nil
}

func names(sources []Source) (all []string) {
	for _, s := range sources {
		all = append(all, s.Name)
	}
	return all
}

// told are the words of an error's faults in a language, one a line, with plain
// spaces; every fault must have words in both languages.
func told(t testing.TB, err error, l bot.Lang) string {
	t.Helper()
	var lines []string
	for _, f := range bot.UserErrors(err) {
		if f.Text.FR == "" || f.Text.EN == "" || f.Text.FR == f.Text.EN {
			t.Errorf("%q is not in both languages", f.Text)
		}
		lines = append(lines, bot.Plain(f.Text.In(l)))
	}
	if lines == nil {
		t.Fatalf("%v has no words for whoever installs", err)
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(lines, "\n"))
}

func TestTheExampleAloneIsTheDefaults(t *testing.T) {
	defaults := example(t)
	t.Chdir(t.TempDir()) // no rebond.toml there
	c, err := Load(defaults, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	asExample(t, c)
	if want := (Config{Database: "sqlite:rebond.db", Keys: "sqlite:rebond.keys", Language: bot.FR, TimeZone: "Europe/Paris", Discord: Discord{APIURL: "https://discord.com/api/v10", RegisterIn: []string{}, Shards: "auto"}, Slack: []Slack{}, Room: Room{Port: 7326}, Delivery: Delivery{DirectPerSecond: 5}, FranceTravail: ofFranceTravail, Log: Log{Level: slog.LevelInfo, Format: "auto"}}); !reflect.DeepEqual(*c, want) {
		t.Errorf("%#v; want %#v", *c, want)
	}
	if zone := c.Zone(); zone.String() != "Europe/Paris" {
		t.Errorf("the zone is %v", zone)
	}
}

// A key that the example does not show is one that nobody finds.
func TestTheExampleShowsEveryKey(t *testing.T) {
	text, section := string(example(t)), ""
	shown := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.Trim(name, "[]") + "."
		} else if name, _, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			shown[section+name] = true
		}
	}
	for _, key := range keys() {
		if !shown[key] {
			t.Errorf("the example does not show %s", key)
		}
		delete(shown, key)
	}
	if len(shown) > 0 {
		t.Errorf("the example shows %v, which are no keys", shown)
	}
}

func TestTheFileChangesWhatItNames(t *testing.T) {
	c, err := load(t, "language = \"en\"\n[log]\nlevel = \"debug\"\n")
	if err != nil {
		t.Fatal(err)
	}
	asExample(t, c)
	if want := (Config{Database: "sqlite:rebond.db", Keys: "sqlite:rebond.keys", Language: bot.EN, TimeZone: "Europe/Paris", Discord: Discord{APIURL: "https://discord.com/api/v10", RegisterIn: []string{}, Shards: "auto"}, Slack: []Slack{}, Room: Room{Port: 7326}, Delivery: Delivery{DirectPerSecond: 5}, FranceTravail: ofFranceTravail, Log: Log{Level: slog.LevelDebug, Format: "auto"}}); !reflect.DeepEqual(*c, want) {
		t.Errorf("%#v; want %#v", *c, want)
	}
}

func TestTheDefaultFileIsReadIfItIsThere(t *testing.T) {
	defaults := example(t)
	t.Chdir(t.TempDir())
	if err := os.WriteFile(DefaultFile, []byte(`time_zone = "Indian/Reunion"`), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := Load(defaults, "", nil); err != nil || c.TimeZone != "Indian/Reunion" {
		t.Errorf("%+v, %v; want the zone of rebond.toml", c, err)
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	defaults := example(t)
	t.Chdir(t.TempDir())
	if err := os.Mkdir(DefaultFile, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"named and missing": "absent.toml", "a folder": ".", "the default one, a folder": ""} {
		t.Run(name, func(t *testing.T) {
			c, err := Load(defaults, path, nil)
			want := path
			if path == "" {
				want = DefaultFile
			}
			if got := told(t, err, bot.FR); c != nil || !strings.Contains(got, "Je ne peux pas lire le fichier de configuration "+want) {
				t.Errorf("%q; want the name of the file", got)
			}
			if got := told(t, err, bot.EN); !strings.Contains(got, "I cannot read the configuration file "+want) {
				t.Errorf("%q; want the name of the file", got)
			}
		})
	}
}

func TestFaultsOfTheFileSayWhereAndWhat(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		not        string
	}{
		{"an unknown key", "\n\nlangage = \"fr\"\n", []string{"mine.toml, ligne 3 : je ne connais pas la clé « langage ». Pensais-tu à « language » ?"}, ""},
		{"an unknown key of a section", "[log]\nlevl = \"info\"\n", []string{"mine.toml, ligne 2 : je ne connais pas la clé « log.levl ». Pensais-tu à « log.level » ?"}, ""},
		{"an unknown key like no other", "couleur = \"bleu\"\n", []string{"ligne 1 : je ne connais pas la clé « couleur »."}, "Pensais-tu"},
		{"a key with accents", "\"clé d’accès\" = 1\n", []string{"la clé « clé d’accès »"}, ""},
		{"a key with formatting", "\"**gras**\" = 1\n", []string{"la clé « **gras** »"}, ""},
		{"several unknown keys", "langage = \"fr\"\ntimezone = \"UTC\"\n[log]\nformt = \"json\"\n", []string{"ligne 1 : je ne connais pas la clé « langage »", "ligne 2 : je ne connais pas la clé « timezone ». Pensais-tu à « time_zone » ?", "ligne 4 : je ne connais pas la clé « log.formt ». Pensais-tu à « log.format » ?"}, ""},
		{"an unknown section", "language = \"en\"\n[lgo]\nlevel = \"info\"\n", []string{"ligne", "je ne connais pas la clé « lgo", "Pensais-tu à « log"}, ""},
		{"a key of the top in a section", "[log]\nlanguage = \"en\"\n", []string{"ligne 2 : je ne connais pas la clé « log.language »"}, ""},
		{"a number for words", "language = 5\n", []string{"mine.toml, ligne 1 : « language"}, ""},
		{"words for a section", "log = \"info\"\n", []string{"mine.toml, ligne 1 : « log"}, ""},
		{"a list for words", "\ntime_zone = [\"Europe/Paris\"]\n", []string{"mine.toml, ligne 2 : « time_zone"}, ""},
		{"a level that is none", "[log]\nlevel = \"loud\"\n", []string{"mine.toml, ligne 2 : « log.level"}, ""},
		{"no TOML", "language = fr\n", []string{"mine.toml, ligne 1, colonne 12 : ce n’est pas du TOML que je comprends"}, ""},
		{"quotes never closed", "database = \"postgres://u:mot-secret@h/d\n", []string{"mine.toml, ligne 1"}, "mot-secret"},
		{"a key twice", "language = \"fr\"\nlanguage = \"en\"\n", []string{"mine.toml, ligne 2"}, ""},
		{"a language that is none", "language = \"de\"\n", []string{"language vaut « de » : il faut \"fr\" ou \"en\"."}, ""},
		{"no language", "language = \"\"\n", []string{"language vaut « »"}, ""},
		{"a zone that is none", "time_zone = \"Europe/Pariss\"\n", []string{"time_zone vaut « Europe/Pariss », que je ne connais pas : il faut un nom comme \"Europe/Paris\"."}, ""},
		{"no zone", "time_zone = \"\"\n", []string{"time_zone vaut « »"}, ""},
		{"a zone outside of the table", "time_zone = \"../../etc/passwd\"\n", []string{"time_zone vaut « ../../etc/passwd »"}, ""},
		{"a format that is none", "[log]\nformat = \"xml\"\n", []string{"log.format vaut « xml » : il faut \"auto\", \"text\" ou \"json\"."}, ""},
		{"several bad values", "language = \"de\"\ntime_zone = \"Mars\"\n[log]\nformat = \"xml\"\n", []string{"language vaut « de »", "time_zone vaut « Mars »", "log.format vaut « xml »"}, ""},
		{"an unknown key and a bad value", "langage = \"fr\"\ntime_zone = \"Mars\"\n", []string{"la clé « langage »", "time_zone vaut « Mars »"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(t, c.text)
			if err == nil {
				t.Fatalf("%q is accepted", c.text)
			}
			got := strings.ReplaceAll(told(t, err, bot.FR), "«  »", "« »")
			rest := got
			for _, want := range c.want {
				i := strings.Index(rest, want)
				if i < 0 {
					t.Fatalf("%q does not say %q, or not in this order", got, want)
				}
				rest = rest[i+len(want):]
			}
			if c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("%q says %q", got, c.not)
			}
		})
	}
}

func TestFaultsAreToldInEnglishToo(t *testing.T) {
	_, err := load(t, "langage = \"fr\"\n")
	if got, want := told(t, err, bot.EN), "mine.toml, line 1: I do not know the key “langage”. Did you mean “language”?"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	_, err = load(t, "language = \"de\"\n[log]\nformat = \"xml\"\n")
	if got, want := told(t, err, bot.EN), "language is “de”: it must be \"fr\" or \"en\".\nlog.format is “xml”: it must be \"auto\", \"text\" or \"json\"."; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

// A locale is either refused or read as the language it names: it must not pass
// and then be spoken in another.
func TestALocaleIsItsLanguageOrRefused(t *testing.T) {
	for locale, want := range map[string]bot.Lang{"en": bot.EN, "EN": bot.EN, "en-GB": bot.EN, "en_US.UTF-8": bot.EN, "fr": bot.FR, "fr-FR": bot.FR} {
		c, err := load(t, "language = \""+locale+"\"\n")
		if err == nil && c.Language != want {
			t.Errorf("language = %q is accepted and kept as %q; want %q, or a fault", locale, c.Language, want)
		}
	}
}

func TestTheEnvironmentWins(t *testing.T) {
	c, err := load(t, "database = \"sqlite:file.db\"\nlanguage = \"fr\"\n[log]\nlevel = \"warn\"\nformat = \"text\"\n",
		"REBOND_DATABASE=postgres://u:p=q@host/name", "REBOND_KEYS=sqlite:elsewhere.keys", "REBOND_LANGUAGE=en", "REBOND_TIME_ZONE=Indian/Reunion", "REBOND_ROOM_PORT=8000",
		"REBOND_DISCORD_TOKEN= Bot a.b.c\n", "REBOND_DISCORD_API_URL=http://127.0.0.1:9/api/v10", "REBOND_DISCORD_REGISTER_IN_GUILDS=1, 22", "REBOND_DISCORD_SHARDS=0,3/4", "REBOND_SLACK_BOT_TOKEN=xoxb-1", "REBOND_SLACK_APP_TOKEN=xapp-1", "REBOND_DELIVERY_DIRECT_PER_SECOND=9", "REBOND_CONTACT=moi@exemple.fr", "REBOND_FRANCETRAVAIL_CLIENT_ID=PAR_1", "REBOND_FRANCETRAVAIL_CLIENT_SECRET= secret-1\n", "REBOND_FRANCETRAVAIL_TOKEN_URL=http://127.0.0.1:9/token?realm=a", "REBOND_FRANCETRAVAIL_API_URL=http://127.0.0.1:9/v2/", "REBOND_FRANCETRAVAIL_PER_SECOND=2.5", "REBOND_SOURCES_NAME=autre", "REBOND_SOURCES_ENABLED=false", "REBOND_LOG_LEVEL=debug", "REBOND_LOG_FORMAT=json",
		"LANGUAGE=de", "PATH=/bin", "REBOND_", "")
	if err != nil {
		t.Fatal(err)
	}
	asExample(t, c)
	if want := (Config{Database: "postgres://u:p=q@host/name", Keys: "sqlite:elsewhere.keys", Language: bot.EN, TimeZone: "Indian/Reunion", Contact: "moi@exemple.fr", Discord: Discord{Token: "a.b.c", APIURL: "http://127.0.0.1:9/api/v10", RegisterIn: []string{"1", "22"}, Shards: "0,3/4"}, Slack: []Slack{{"xoxb-1", "xapp-1", defaultSlackAPI}}, Room: Room{Port: 8000}, Delivery: Delivery{DirectPerSecond: 9}, FranceTravail: FranceTravail{"PAR_1", "secret-1", "http://127.0.0.1:9/token?realm=a", "http://127.0.0.1:9/v2", 2.5}, Log: Log{Level: slog.LevelDebug, Format: "json"}}); !reflect.DeepEqual(*c, want) {
		t.Errorf("%#v; want %#v", *c, want)
	}
	if string(c.Database) != "postgres://u:p=q@host/name" { // == on Config compares them too, but what it prints is hidden
		t.Errorf("the address of the database is not whole")
	}
}

func TestAnEmptyVariableSetsNothing(t *testing.T) {
	c, err := load(t, "language = \"en\"\n", "REBOND_LANGUAGE=", "REBOND_LOG_LEVEL=", "REBOND_DATABASE")
	if err != nil || c.Language != bot.EN || c.Log.Level != slog.LevelInfo || c.Database != "sqlite:rebond.db" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestFaultsOfTheEnvironment(t *testing.T) {
	_, err := load(t, "", "REBOND_LOG_LEVEL=loud")
	if got, want := told(t, err, bot.FR), "La variable REBOND_LOG_LEVEL doit valoir debug, info, warn ou error."; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	_, err = load(t, "", "REBOND_LANGUAGE=de", "REBOND_TIME_ZONE=Mars", "REBOND_LOG_FORMAT=xml")
	got := told(t, err, bot.FR)
	for _, want := range []string{"« de »", "« Mars »", "« xml »"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not tell of %s", got, want)
		}
	}
	// Every fault at once, wherever it is.
	_, err = load(t, "", "REBOND_LOG_LEVEL=loud", "REBOND_LANGUAGE=de")
	for _, want := range []string{"REBOND_LOG_LEVEL", "« de »"} {
		if got := told(t, err, bot.FR); !strings.Contains(got, want) {
			t.Errorf("%q does not tell of %s", got, want)
		}
	}
}

// TestPort holds that a port is a number that a machine has.
func TestPort(t *testing.T) {
	for _, port := range []string{"-1", "65536"} {
		_, err := load(t, "[room]\nport = "+port+"\n")
		if got, want := told(t, err, bot.EN), "room.port is "+port+": it must be a number from 0 to 65535."; got != want {
			t.Errorf("port %s: %q; want %q", port, got, want)
		}
	}
	_, err := load(t, "", "REBOND_ROOM_PORT=http")
	if got, want := told(t, err, bot.EN), "The variable REBOND_ROOM_PORT must be a whole number."; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestUnknownVariables(t *testing.T) {
	got := Unknown([]string{
		"REBOND_DATABASE=x", "REBOND_LOG_LEVEL=x", "REBOND_LONG=1", "REBOND_REQUIRE_ALL=1", "PATH=x", "XREBOND_A=1", "rebond_language=x", "",
		"REBOND_LANGAGE=mot-secret", "REBOND_LOGLEVEL=x", "REBOND_QUELQUE_CHOSE_DE_TOUT_AUTRE=x",
		"REBOND_CONTACT=x", "REBOND_FRANCETRAVAIL_CLIENT_ID=x", "REBOND_SOURCES=x", "REBOND_FRANCETRAVAIL_CLIENTSECRET=x",
	})
	want := []string{"REBOND_LANGAGE (REBOND_LANGUAGE ?)", "REBOND_LOGLEVEL (REBOND_LOG_LEVEL ?)", "REBOND_QUELQUE_CHOSE_DE_TOUT_AUTRE", "REBOND_SOURCES", "REBOND_FRANCETRAVAIL_CLIENTSECRET (REBOND_FRANCETRAVAIL_CLIENT_SECRET ?)"}
	if len(got) != len(want) {
		t.Fatalf("%q; want %q", got, want)
	}
	for i := range want {
		if g := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(got[i]); g != want[i] {
			t.Errorf("%q; want %q", g, want[i])
		}
	}
	if got := Unknown(nil); len(got) != 0 {
		t.Errorf("no environment has unknown variables: %q", got)
	}
}

// The file is read where the person who starts the program is.
func TestTheFileMayBeElsewhere(t *testing.T) {
	defaults := example(t)
	path := filepath.Join(t.TempDir(), "sub.toml")
	if err := os.WriteFile(path, []byte(`language = "en"`), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if c, err := Load(defaults, path, nil); err != nil || c.Language != bot.EN {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestDefaultsThatAreWrongAreAFault(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, defaults := range []string{"langage = \"fr\"", "language = ", ""} {
		if c, err := Load([]byte(defaults), "", nil); err == nil {
			t.Errorf("the defaults %q give %+v", defaults, c)
		}
	}
}
