package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
)

func suggestNothing(context.Context, *Request, string) ([]Option, error) { return nil, nil }

// towns suggests what its function says, for the parameter lieu of /offres.
func towns(t *testing.T, p *ports, suggest func(context.Context, *Request, string) ([]Option, error)) *Router {
	return p.router(t, command("offres", "jobs", func(c *Command) {
		c.Params = offerParams()
		c.Params[1].Suggest = suggest
	}), command("moderation", "moderation", func(c *Command) {
		c.Access = Moderator
		c.Params = []Param{param("choix", "choice", Choice)}
		c.Params[0].Options = options(2)
	}))
}

func suggest(r *Router, m Member, command, param, typed string) string {
	var values []string
	for _, o := range r.Suggest(context.Background(), from(m, func(r *Request) { r.Command, r.Args = command, Args{param: typed} }), param) {
		values = append(values, o.Value)
	}
	return strings.Join(values, " ")
}

func TestSuggestOptions(t *testing.T) {
	r := towns(t, newPorts(), suggestNothing)
	for _, c := range []struct {
		name                  string
		who                   Member
		command, param, typed string
		want                  string
	}{
		{"all of a choice", camille, "offres", "contrat", "", "cdi alternance petit-salaire"},
		{"those that begin so", camille, "offres", "contrat", "al", "alternance"},
		{"without accents nor capitals", camille, "offres", "contrat", "ALT\u00c9R", "alternance"},
		{"by their words in English", sam, "jobs", "contrat", "app", "alternance"},
		{"by their value", sam, "jobs", "contrat", "cdi", "cdi"},
		{"not by the words of another language", camille, "offres", "contrat", "app", ""},
		{"none", camille, "offres", "contrat", "zzz", ""},
		{"of a parameter that suggests nothing", camille, "offres", "salaire", "4", ""},
		{"of a parameter that is not there", camille, "offres", "ville", "", ""},
		{"of a command that is not there", camille, "ofres", "contrat", "", ""},
		{"to those who may use it", malik, "moderation", "choix", "", "v0 v1"},
		{"not to others", camille, "moderation", "choix", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := suggest(r, c.who, c.command, c.param, c.typed); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
}

func TestSuggestGivesWhatWasTypedAndWho(t *testing.T) {
	var typed string
	var got Request
	r := towns(t, newPorts(), func(_ context.Context, req *Request, s string) ([]Option, error) {
		typed, got = s, *req
		return []Option{{Value: "lyon", Label: Markup("Lyon")}}, nil
	})
	if s := suggest(r, sam, "jobs", "lieu", " Ly\x00\u202e\xff"+strings.Repeat("o", 300)); s != "lyon" {
		t.Errorf("%q; want the suggestions as they are", s)
	}
	if !strings.HasPrefix(typed, "Ly\ufffdo") || len([]rune(typed)) > 200 {
		t.Errorf("the suggestions are asked for %q; want it cleaned, and of 200 characters at most", typed)
	}
	if got.Lang != EN || got.From.ID != "person-U-SAM" || got.Now != noon || got.Command != "offres" {
		t.Errorf("the suggestions are asked with %+v", got)
	}
}

func TestSuggestGivesNoMoreThanPlatformsShow(t *testing.T) {
	r := towns(t, newPorts(), func(context.Context, *Request, string) ([]Option, error) { return options(40), nil })
	if got := strings.Fields(suggest(r, camille, "offres", "lieu", "")); len(got) != MaxOptions || got[0] != "v0" {
		t.Errorf("%d suggestions, from %v; want the first %d", len(got), got[:1], MaxOptions)
	}
}

func TestSuggestSurvivesFaults(t *testing.T) {
	for name, suggestion := range map[string]func(context.Context, *Request, string) ([]Option, error){
		"an error": func(context.Context, *Request, string) ([]Option, error) {
			return options(1), errors.New("no table of towns")
		},
		"a panic": func(context.Context, *Request, string) ([]Option, error) { panic("no table of towns") },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPorts()
			r := towns(t, p, suggestion)
			if got := suggest(r, camille, "offres", "lieu", "mot-secret"); got != "" {
				t.Errorf("%q; want nothing", got)
			}
			checkLog(t, p, "no table of towns", "mot-secret")
		})
	}
	t.Run("a directory that fails", func(t *testing.T) {
		p := newPorts()
		p.know = func(context.Context, Member) (Member, error) { return Member{}, errors.New("database is closed") }
		if got := suggest(towns(t, p, suggestNothing), camille, "offres", "contrat", "mot-secret"); got != "" {
			t.Errorf("%q; want nothing", got)
		}
		checkLog(t, p, "database is closed", "mot-secret")
	})
	t.Run("too slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPorts()
			r := towns(t, p, func(ctx context.Context, _ *Request, _ string) ([]Option, error) {
				<-ctx.Done()
				return nil, fmt.Errorf("towns: %w", ctx.Err())
			})
			if got := suggest(r, camille, "offres", "lieu", "mot-secret"); got != "" {
				t.Errorf("%q; want nothing", got)
			}
			checkLog(t, p, "deadline exceeded", "mot-secret")
		})
	})
}

// checkLog holds that the log tells a fault, and nothing of what was typed nor of who typed it.
func checkLog(t *testing.T, p *ports, want string, secrets ...string) {
	t.Helper()
	log := p.logged()
	if !strings.Contains(log, want) {
		t.Errorf("the log does not tell %q:\n%s", want, log)
	}
	for _, secret := range append(secrets, camille.User, camille.Name) {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q:\n%s", secret, log)
		}
	}
}

// A field of a form that is open is known by the control that the form does.
func TestSuggestForAForm(t *testing.T) {
	p := newPorts()
	var heard Args
	r := towns(t, p, func(_ context.Context, r *Request, typed string) ([]Option, error) {
		heard = r.Args
		return []Option{{Value: typed, Label: Same(typed)}}, nil
	})
	id, err := ControlID(t.Context(), p, Call{Command: "offres", Args: Args{"contrat": "cdi"}})
	if err != nil {
		t.Fatal(err)
	}
	found := r.Suggest(t.Context(), from(camille, func(r *Request) { r.Control, r.Args = id, Args{"lieu": "nan"} }), "lieu")
	if len(found) != 1 || found[0].Value != "nan" || heard["contrat"] != "cdi" {
		t.Errorf("%v is suggested with %v", found, heard)
	}
	for _, id := range []string{"~none", "?", "absente."} {
		if found := r.Suggest(t.Context(), from(camille, func(r *Request) { r.Control = id }), "lieu"); len(found) != 0 {
			t.Errorf("%q: %v is suggested", id, found)
		}
	}
}
