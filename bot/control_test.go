package bot

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
)

func TestControlID(t *testing.T) {
	for want, c := range map[string]Call{
		"offres.":                          {Command: "offres"},
		"offres.voir":                      {Command: "offres", Action: "voir"},
		"!publier.":                        {Command: "publier", Ask: true},
		"offres.?lieu=le+havre&page=2":     {Command: "offres", Args: Args{"page": "2", "lieu": "le havre"}},
		"!offres.voir?id=a%26b%3Dc%3F%23~": {Command: "offres", Action: "voir", Ask: true, Args: Args{"id": "a&b=c?#~"}},
	} {
		p := newPorts()
		id, err := ControlID(t.Context(), p, c)
		if err != nil || id != want {
			t.Errorf("%+v has the id %q, %v; want %q", c, id, err, want)
		}
		if len(p.calls) != 0 {
			t.Errorf("%+v fits in its id and is kept all the same", c)
		}
	}
}

// A control's id is at most 100 bytes on Discord.
func TestControlIDKeepsWhatIsTooLong(t *testing.T) {
	for length, kept := range map[int]bool{maxControl - len("offres.?a="): false, maxControl - len("offres.?a=") + 1: true, 3000: true} {
		p := newPorts()
		c := Call{Command: "offres", Args: Args{"a": strings.Repeat("x", length)}}
		id := checkControl(t, p, c)
		if (len(p.calls) == 1) != kept {
			t.Errorf("an argument of %d bytes gives the id %q and %d kept calls; want kept: %v", length, id, len(p.calls), kept)
		}
		if again := checkControl(t, p, c); again != id {
			t.Errorf("the same call has the ids %q and %q", id, again)
		}
	}
	p := newPorts()
	p.callErr = errors.New("database is closed")
	if id, err := ControlID(t.Context(), p, Call{Command: "offres", Args: Args{"a": strings.Repeat("x", 200)}}); !errors.Is(err, p.callErr) {
		t.Errorf("%q, %v; want the error of the port", id, err)
	}
}

// checkControl holds that a control does the call it was made for.
func checkControl(t *testing.T, p *ports, c Call) string {
	t.Helper()
	id, err := ControlID(context.Background(), p, c)
	if err != nil || len(id) > maxControl {
		t.Fatalf("ControlID(%+v) = %q (%d bytes), %v", c, id, len(id), err)
	}
	back, err := readControl(context.Background(), p, id)
	if err != nil || back.Command != c.Command || back.Action != c.Action || back.Ask != c.Ask || !maps.Equal(back.Args, c.Args) {
		t.Errorf("%+v has the id %q, which does %+v, %v", c, id, back, err)
	}
	return id
}

func TestControlKeepsHostileArguments(t *testing.T) {
	p := newPorts()
	for _, s := range append(hostileURLs, hostile...) {
		checkControl(t, p, Call{Command: "offres", Args: Args{"lieu": s}})
		checkControl(t, p, Call{Command: "offres", Action: "voir", Ask: true, Args: Args{s: "a", "b": s + s}})
	}
}

func FuzzControl(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, "lieu", s, true)
	}
	f.Add("%", "a&b", ";", false)
	f.Fuzz(func(t *testing.T, a, key, b string, ask bool) {
		checkControl(t, newPorts(), Call{Command: "offres", Action: "voir", Ask: ask, Args: Args{"lieu": a, key: b}})
	})
}

// Whatever stands in an old message, or is sent by a broken client, is answered kindly.
func TestOldControls(t *testing.T) {
	p := newPorts()
	r := p.router(t, command("offres", "jobs", func(c *Command) {
		c.Run = func(context.Context, *Request) (Reply, error) { t.Error("the command ran"); return nil, nil }
		c.Actions = []Action{{Name: "voir", Run: c.Run}}
	}))
	for name, control := range map[string]string{
		"a command that is gone":         "emplois.",
		"an action that is gone":         "offres.partager",
		"an argument that is gone":       "offres.?ville=lyon",
		"a call no longer kept":          "~0123456789abcdef",
		"no id of a kept call":           "~",
		"a word":                         "bonjour",
		"marks":                          "!",
		"a dot":                          ".",
		"an action of no command":        ".voir",
		"arguments of nothing":           "?a=b",
		"arguments that are not a URL's": "offres.?%zz",
		"arguments cut short":            "offres.?a=%e",
		"what is not UTF-8":              "\xff\xfe",
		"NUL":                            "offres\x00.",
		"a very long one":                strings.Repeat("a", 100_000),
		"a very long one, with a dot":    strings.Repeat("a.", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			for who, want := range map[*Member]string{&camille: "Ce bouton est trop ancien", &sam: "This button is too old"} {
				a := r.Handle(t.Context(), pressed(*who, control), nil)
				if got := words(t, a); !strings.HasPrefix(got, want) || !a.Ephemeral {
					t.Errorf("%q (ephemeral: %v); want %q…, to them alone", got, a.Ephemeral, want)
				}
			}
		})
	}
	if log := p.logged(); log != "" {
		t.Errorf("an old control is no fault of ours:\n%s", log)
	}
}

func TestAStoreThatFailsIsNoOldControl(t *testing.T) {
	p := newPorts()
	p.callErr = errors.New("database is closed")
	r := p.router(t, command("offres", "jobs", nil))
	wantReference(t, p, r.Handle(t.Context(), pressed(camille, "~0123456789abcdef"), nil))
	if !strings.Contains(p.logged(), "database is closed") {
		t.Errorf("the log does not tell why:\n%s", p.logged())
	}
}

// A control's own arguments and what was chosen in it come together.
func TestControlsGiveTheirArguments(t *testing.T) {
	var got Request
	p := newPorts()
	r := p.router(t, command("offres", "jobs", func(c *Command) {
		c.Actions = []Action{{Name: "voir", Params: offerParams(), Run: func(_ context.Context, req *Request) (Reply, error) {
			got = *req
			return &Update{Message{Text: Markup("vu")}}, nil
		}}}
	}))
	id := checkControl(t, p, Call{Command: "offres", Action: "voir", Args: Args{"lieu": "Lyon", "contrat": "cdi"}})
	req := pressed(camille, id)
	req.Args, req.On = Args{"contrat": "Alternance"}, MessageRef{ID: "12"}
	a := r.Handle(t.Context(), req, nil)
	if u, ok := a.Reply.(*Update); !ok || u.Text != Markup("vu") || a.Ephemeral {
		t.Errorf("%#v; want the update, for all", a)
	}
	if want := (Args{"lieu": "Lyon", "contrat": "alternance"}); got.Command != "offres" || got.Action != "voir" || !maps.Equal(got.Args, want) || got.On.ID != "12" {
		t.Errorf("the handler got %s.%s %q on %v; want offres.voir %q on 12", got.Command, got.Action, got.Args, got.On, want)
	}
}
