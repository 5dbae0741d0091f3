package bot

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"
)

// house is a Router with commands of each kind, and what their handlers got.
type house struct {
	*Router
	ports *ports
	got   []*Request
	reply func(*Request) (Reply, error) // what the handlers answer; nil: « fait »
}

func newHouse(t testing.TB) *house {
	h := &house{ports: newPorts()}
	run := func(_ context.Context, r *Request) (Reply, error) {
		h.got = append(h.got, r)
		if h.reply != nil {
			return h.reply(r)
		}
		return &Message{Text: Text{FR: "fait", EN: "done"}}, nil
	}
	note := param("note", "note", Prose)
	note.Private = true
	h.Router = h.ports.router(t,
		command("offres", "jobs", func(c *Command) {
			c.Params, c.Run, c.Ephemeral = offerParams(), run, true
			c.Aliases = []string{"emplois"}
		}),
		command("formations", "training", func(c *Command) { c.Run = run }),
		command("envoyer", "send", func(c *Command) {
			c.Params, c.Run = []Param{required(param("texte", "text", Line)), param("salaire", "pay", Number)}, run
			c.Params[1].Max = 100
		}),
		command("publier", "post-job", func(c *Command) {
			c.Ask, c.Run, c.Changes = true, run, true
			c.Params = []Param{required(param("titre", "title", Line)), required(param("lien", "link", Link)), param("salaire", "pay", Number), note}
			c.Params[2].Max = 500_000
			c.Actions = []Action{
				{Name: "fermer", Run: run},
				{Name: "approuver", Run: run, Access: Moderator},
				{Name: "renommer", Run: run, Title: Text{FR: "Renommer", EN: "Rename"}, Params: []Param{required(param("titre", "title", Line))}},
			}
		}),
		command("moderation", "moderate", func(c *Command) {
			c.Access, c.Run = Moderator, run
			c.Actions = []Action{{Name: "voir", Run: run}}
		}),
	)
	return h
}

func (h *house) ask(m Member, line string) Answer {
	return h.Handle(context.Background(), typed(m, line), nil)
}

func TestUnknownCommands(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name, line string
		who        Member
		want       string
	}{
		{"nothing like it", "/bonjour", camille, "Je ne connais pas « /bonjour ». Tape /aide pour voir ce que je sais faire."},
		{"nothing like it, in English", "/goodbye", sam, "I do not know “/goodbye”. Type /help to see what I can do."},
		{"one like it", "/ofres golang", camille, "Je ne connais pas « /ofres ». Pensais-tu à : /offres ?"},
		{"one like it, in English", "/jobz", sam, "I do not know “/jobz”. Did you mean: /jobs?"},
		{"with no slash", "ofres", camille, "Je ne connais pas « ofres ». Pensais-tu à : /offres ?"},
		{"one like it, in capitals", "/OFRES", camille, "Je ne connais pas « /OFRES ». Pensais-tu à : /offres ?"},
		{"with accents, which changes nothing", "/Öffrès", malik, "fait"},
		{"a beginning", "/form", camille, "Je ne connais pas « /form ». Pensais-tu à : /formations ?"},
		{"one that only moderators have, to a member", "/moderatoin", camille, "Je ne connais pas « /moderatoin ». Tape /aide pour voir ce que je sais faire."},
		{"one that only moderators have, to a moderator", "/moderatoin", malik, "Je ne connais pas « /moderatoin ». Pensais-tu à : /moderation ?"},
		{"formatting", "/**gras**", camille, "Je ne connais pas « /**gras** ». Tape /aide pour voir ce que je sais faire."},
		{"a link", "/[a](https://x.example)", camille, "Je ne connais pas « /[a](https://x.example) ». Tape /aide pour voir ce que je sais faire."},
		{"a long one", "/" + strings.Repeat("z", 90), camille, "Je ne connais pas « /" + strings.Repeat("z", 38) + "… ». Tape /aide pour voir ce que je sais faire."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := h.ask(c.who, c.line)
			if !a.Ephemeral {
				t.Error("everybody sees that somebody mistyped")
			}
			if got := words(t, a); got != c.want || a.Lang != c.who.Lang {
				t.Errorf("%q in %s; want %q in %s", got, a.Lang, c.want, c.who.Lang)
			}
		})
	}
}

func TestLinesThatCannotBeRead(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name, line string
		fr, en     string
	}{
		{"nothing", "", "Il n’y a rien à lire", "There is nothing to read"},
		{"spaces", " \u00a0\n\t", "Il n’y a rien à lire", "There is nothing to read"},
		{"a slash", " / ", "Il n’y a rien à lire", "There is nothing to read"},
		{"marks that do not show", "\x00\u200b\u202e", "Il n’y a rien à lire", "There is nothing to read"},
		{"10,000 characters", "/offres " + strings.Repeat("a", 10_000), "Cette ligne est trop longue : j’en lis au plus 8 000 octets", "This line is too long: I read at most 8,000 bytes"},
		{"10,000 characters of nothing", strings.Repeat(" ", 10_000), "Cette ligne est trop longue", "This line is too long"},
		{"10,000 bytes that are not UTF-8", strings.Repeat("\xff", 10_000), "Cette ligne est trop longue", "This line is too long"},
		{"a word where nothing is declared", "/formations golang", "Je ne sais pas quoi faire de « golang »", "I do not know what to do with “golang”"},
		{"an option twice", "/offres lieu:a lieu:b", "lieu : Cette option est donnée deux fois", "place: This option is given twice"},
		{"what is not UTF-8 as a command", "/\xff", "Je ne connais pas « /\ufffd »", "I do not know “/\ufffd”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for who, want := range map[*Member]string{&camille: c.fr, &sam: c.en} {
				a := h.ask(*who, c.line)
				if got := words(t, a); !strings.HasPrefix(got, want) || !a.Ephemeral || a.Lang != who.Lang {
					t.Errorf("%q in %s (ephemeral: %v); want %q… to them alone", got, a.Lang, a.Ephemeral, want)
				}
			}
		})
	}
	if len(h.got) > 0 {
		t.Errorf("a handler ran: %+v", h.got[0])
	}
	if log := h.ports.logged(); log != "" {
		t.Errorf("what somebody mistyped is no fault of ours:\n%s", log)
	}
}

func TestLinesAreReadOnceCleaned(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name, line string
		want       Args
	}{
		{"words", "/offres golang nancy", Args{"recherche": "golang nancy"}},
		{"the same, named", `/offres recherche:"golang nancy"`, Args{"recherche": "golang nancy"}},
		{"the English name and names", "/JOBS golang place:Lyon remote:no", Args{"recherche": "golang", "lieu": "Lyon", "teletravail": "no"}},
		{"an alias", "emplois contrat:CDI", Args{"contrat": "cdi"}},
		{"control characters", "/off\x00res go\x1b[31mlang\x07", Args{"recherche": "go[31mlang"}},
		{"direction marks", "/offres \u202egolang lieu:\u2066Lyon", Args{"recherche": "golang", "lieu": "Lyon"}},
		{"what is not UTF-8", "/offres go\xfflang", Args{"recherche": "go\ufffdlang"}},
		{"spaces of all kinds", "/offres\u00a0golang \u202f nancy", Args{"recherche": "golang nancy"}},
		{"formatting stays as typed", "/offres **c#** [a](b)", Args{"recherche": "**c#** [a](b)"}},
		{"values by their kind", "/offres salaire:45\u202f000", nil},
		{"nothing", "/offres", Args{}},
		{"an empty value", "/offres lieu:", Args{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.got = nil
			a := h.ask(camille, c.line)
			if c.want == nil { // a thin space parts words: what is over goes to the rest
				c.want = Args{"salaire": "45", "recherche": "000"}
			}
			if len(h.got) != 1 || !maps.Equal(h.got[0].Args, c.want) || h.got[0].Command != "offres" {
				t.Fatalf("the handler got %+v (%v); want %q", h.got, a, c.want)
			}
			if h.got[0].Args == nil {
				t.Error("the handler got no map to read")
			}
		})
	}
}

func TestHandlersKnowWhoAsksAndWhen(t *testing.T) {
	h := newHouse(t)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	h.ports.know = func(_ context.Context, m Member) (Member, error) {
		m.Lang, m.Zone, m.ID = EN, paris, "our-own-id" // what they chose wins over what the platform says
		return m, nil
	}
	a := h.ask(camille, "/offres")
	if len(h.got) != 1 {
		t.Fatalf("%v", a)
	}
	r := h.got[0]
	if r.From.ID != "our-own-id" || r.Lang != EN || a.Lang != EN || r.Now.String() != "2026-11-22 13:00:00 +0100 CET" || r.At.Channel != "offres" {
		t.Errorf("asked as %+v", r)
	}
	if !a.Ephemeral || words(t, a) != "done" {
		t.Errorf("%+v; want the answer in English, to them alone as declared", a)
	}
	h.ports.know = func(_ context.Context, m Member) (Member, error) { m.Lang, m.Zone = "", nil; return m, nil }
	if a := h.ask(sam, "/formations"); a.Ephemeral || words(t, a) != "fait" || !h.got[1].Now.Equal(noon) {
		t.Errorf("%+v; want French where no language is known, and the answer for all as declared", a)
	}
}

func TestRightsAreChecked(t *testing.T) {
	h := newHouse(t)
	recruiter, admin := camille, camille
	recruiter.Access, admin.Access = Recruiter, Admin
	control := func(m Member, action string) *Request {
		return from(m, func(r *Request) { r.Command, r.Action, _ = strings.Cut(action, ".") })
	}
	for _, c := range []struct {
		name string
		req  *Request
		want string
	}{
		{"a member", typed(camille, "/moderation"), "Cette commande est réservée à la modération."},
		{"a member, in English", typed(sam, "/moderate"), "This command is reserved for moderators."},
		{"a recruiter", typed(recruiter, "/moderation"), "Cette commande est réservée à la modération."},
		{"a moderator", typed(malik, "/moderation"), "fait"},
		{"an admin has the rights of a moderator", typed(admin, "/moderation"), "fait"},
		{"an action of a command for all", control(camille, "publier.approuver"), "Cette commande est réservée à la modération."},
		{"the same, by a moderator", control(malik, "publier.approuver"), "fait"},
		{"an action that sets no right has its command's", control(camille, "moderation.voir"), "Cette commande est réservée à la modération."},
		{"the same, by a moderator", control(malik, "moderation.voir"), "fait"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.got = nil
			a := h.Handle(t.Context(), c.req, nil)
			if got := words(t, a); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
			if refused := c.want != "fait"; refused != (len(h.got) == 0) || refused && !a.Ephemeral {
				t.Errorf("ran %d times, ephemeral: %v", len(h.got), a.Ephemeral)
			}
		})
	}
}

// A handler that refuses says so to whoever asked, even where its answer is for all.
func TestAHandlersOwnRefusals(t *testing.T) {
	h := newHouse(t)
	full := &UserError{Text: Text{FR: "C’est **complet**.", EN: "It is **full**."}, Err: errors.New("cause")}
	about := &UserError{Text: Text{FR: "Inconnu.", EN: "Unknown."}, Param: "salaire"}
	for _, c := range []struct {
		name   string
		err    error
		fr, en string
	}{
		{"a fault", full, "C’est complet.", "It is full."},
		{"one about a parameter", about, "salaire : Inconnu.", "pay: Unknown."},
		{"several", errors.Join(about, full), "C’est complet.\nsalaire : Inconnu.", "It is full.\npay: Unknown."},
		{"one about what is no parameter", &UserError{Param: "ville", Text: full.Text}, "C’est complet.", "It is full."},
		{"two about one parameter", errors.Join(about, about), "salaire : Inconnu.\nInconnu.", "pay: Unknown.\nUnknown."},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.reply = func(*Request) (Reply, error) { return nil, c.err }
			for who, want := range map[*Member]string{&camille: c.fr, &sam: c.en} {
				a := h.ask(*who, "/send a")
				if got := words(t, a); got != want || !a.Ephemeral {
					t.Errorf("%q (ephemeral: %v); want %q to them alone", got, a.Ephemeral, want)
				}
			}
		})
	}
	if log := h.ports.logged(); log != "" {
		t.Errorf("a refusal is no fault of ours:\n%s", log)
	}
}

func TestChangesAreHandledOnce(t *testing.T) {
	h := newHouse(t)
	publish := func(id string) Answer {
		r := submitted(camille, "publier", Args{"titre": "Dev Go", "lien": "https://x.example"})
		r.ID = id
		return h.Handle(t.Context(), r, nil)
	}
	if got := words(t, publish("a")); got != "fait" {
		t.Errorf("%q", got)
	}
	if a := publish("a"); a.Reply != nil {
		t.Errorf("the same request again is answered %#v; want nothing", a.Reply)
	}
	// Another process has the same memory of requests.
	other := newHouse(t)
	other.ports.seen = h.ports.seen
	r := submitted(camille, "publier", Args{"titre": "Dev Go", "lien": "https://x.example"})
	r.ID = "a"
	if a := other.Handle(t.Context(), r, nil); a.Reply != nil || len(other.got) != 0 {
		t.Errorf("another process answers %#v", a.Reply)
	}
	if publish("b"); len(h.got) != 2 {
		t.Errorf("the handler ran %d times for two requests", len(h.got))
	}
	for range 2 { // what changes nothing is answered each time
		r := typed(camille, "/offres")
		r.ID = "c"
		h.Handle(t.Context(), r, nil)
	}
	if len(h.got) != 4 {
		t.Errorf("a question asked again is answered %d times; want 2", len(h.got)-2)
	}
	h.ports.onceErr = errors.New("database is closed")
	wantReference(t, h.ports, publish("d"))
	if len(h.got) != 4 {
		t.Error("the handler ran without knowing whether it had already")
	}
}
