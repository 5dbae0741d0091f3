package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestASecretShowsWhatIsSafe(t *testing.T) {
	for secret, want := range map[Secret]string{
		"sqlite:rebond.db":                                        "sqlite:rebond.db",
		"sqlite:/var/lib/rebond/rebond.db":                        "sqlite:/var/lib/rebond/rebond.db",
		"postgres://rebond:mot-secret@db.example:5432/rebond":     "postgres://db.example:5432/rebond",
		"postgres://rebond@db.example/rebond":                     "postgres://db.example/rebond",
		"postgres://db.example/rebond?password=mot-secret&user=a": "postgres://db.example/rebond",
		"postgres://db.example/rebond#mot-secret":                 "postgres://db.example/rebond",
		"host=db.example user=rebond password=mot-secret":         "•••",
		"mot-secret": "•••",
		"":           "•••",
	} {
		if got := secret.String(); got != want {
			t.Errorf("%q shows as %q; want %q", string(secret), got, want)
		}
	}
}

// hidden are addresses of databases with a password, some of them written badly.
var hidden = []Secret{
	"postgres://rebond:mot-secret@db.example/rebond", "postgresql://mot-secret@db.example", "postgres://a:mot%2Dsecret:mot-secret@db.example/b",
	"postgres://rebond:mot-secret%@db.example/rebond", "postgres://rebond:mot-secret /@db.example/rebond", "postgres://rebond:12/mot-secret@db.example/rebond",
	"postgres://rebond:12?mot-secret@db.example/rebond", "postgres://rebond:12#mot-secret@db.example/rebond", "postgres:rebond:mot-secret@db.example/rebond",
	"postgres:///rebond?host=db.example&password=mot-secret", "user=rebond password='mot-secret' host=db.example", " postgres://rebond:mot-secret@db.example/rebond", "xoxb-mot-secret",
	"postgres://rebond:mot-secret@db.example/rebond\n",
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	type outer struct {
		Name   string
		Inner  Config
		List   []Secret
		Lookup map[string]Secret
	}
	for _, secret := range hidden {
		c := Config{Database: secret}
		everything := outer{"nom", c, []Secret{secret}, map[string]Secret{"a": secret}}
		shown := map[string]string{
			"Sprint": fmt.Sprint(secret, c, &c, everything),
			"Errorf": fmt.Errorf("open %s: %v", secret, c).Error(),
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X"} {
			shown[verb] = fmt.Sprintf(verb, secret)
			shown[verb+" of all"] = fmt.Sprintf(verb, everything) + fmt.Sprintf(verb, c) + fmt.Sprintf(verb, &c)
		}
		var text, lines bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&text, nil), slog.NewJSONHandler(&lines, nil)} {
			log := slog.New(h).With("with", secret)
			log.Info("a", "secret", secret, "config", c, "pointer", &c, "all", everything, slog.Group("group", "secret", secret))
			log.Info("a", "list", []Secret{secret}, "error", fmt.Errorf("open %v", c))
		}
		shown["slog as text"], shown["slog as JSON"] = text.String(), lines.String()
		if data, err := json.Marshal(everything); err != nil {
			t.Error(err)
		} else {
			shown["JSON"] = string(data)
		}
		for how, s := range shown {
			for _, form := range []string{"mot-secret", fmt.Sprintf("%x", "mot-secret"), fmt.Sprintf("%X", "mot-secret")} {
				if strings.Contains(s, form) {
					t.Errorf("%s tells the secret of %q: %s", how, string(secret), s)
				}
			}
		}
	}
}
