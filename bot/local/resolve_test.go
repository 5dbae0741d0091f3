package local

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"rebond/bot"
)

func TestNamesAreResolved(t *testing.T) {
	for _, c := range []struct {
		who   string
		kind  bot.Kind
		typed string
		want  string
	}{
		{"camille", bot.Channel, "offres", "offres"}, {"camille", bot.Channel, "#offres", "offres"}, {"camille", bot.Channel, "#ÔFFRES", "offres"}, {"malik", bot.Channel, "#modération", "moderation"},
		{"camille", bot.Channel, "moderation", ""}, {"camille", bot.Channel, "", ""}, {"camille", bot.Channel, "#", ""}, {"camille", bot.Channel, "##offres", ""}, {"camille", bot.Channel, "@rebond", ""}, {"camille", bot.Channel, "offres.m1", ""},
		{"camille", bot.Person, "sam", "sam"}, {"camille", bot.Person, "@Sam", "sam"}, {"camille", bot.Person, "MALÌK", "malik"}, {"camille", bot.Person, "nobody", ""}, {"camille", bot.Person, "", ""},
		{"camille", bot.Role, "recrutement", "recrutement"}, {"camille", bot.Role, "Recrutement", "recrutement"}, {"camille", bot.Role, "recruitment", "recrutement"}, {"sam", bot.Role, "Modération", "moderation"},
		{"camille", bot.Role, "@Peer Support", "entraide"}, {"camille", bot.Role, "Entraide", "entraide"}, {"camille", bot.Role, "", ""}, {"camille", bot.Role, "offres", ""},
		{"camille", bot.Line, "offres", ""},
	} {
		id, ok := person(t, c.who).resolve(c.kind, c.typed)
		if ok != (c.want != "") || ok && id != c.want {
			t.Errorf("%s types %q for a kind %d: %q, %v; want %q", c.who, c.typed, c.kind, id, ok, c.want)
		}
	}
}

func TestTheRolesOfTheRoom(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range Roles() {
		if r.ID == "" || ids[r.ID] || r.Name.FR == "" || r.Name.EN == "" {
			t.Errorf("%+v", r)
		}
		ids[r.ID] = true
	}
	got := map[string][]string{}
	for _, p := range People() {
		for _, id := range p.Roles {
			if !ids[id] {
				t.Errorf("%s has the role %q", p.Name, id)
			}
		}
		got[p.Name] = p.member().Roles
	}
	if want := map[string][]string{"camille": nil, "sam": {"entraide"}, "rachel": {"recrutement"}, "malik": {"moderation"}, "ada": nil}; !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("people have the roles %v; want %v", got, want)
	}
}

// inviting is a router of one command, which takes one argument of each kind that
// the platform names, and a document.
func (v *sitting) inviting(t testing.TB) *bot.Router {
	t.Helper()
	c := bot.Command{Name: "inviter", Names: text("inviter", "invite-them"), Summary: text("Résumé", "Summary"), Title: text("Inviter", "Invite"), Ask: true, Ephemeral: true}
	who, where, role, letter := param("qui", "who", bot.Person), param("salon", "channel", bot.Channel), param("role", "role", bot.Role), param("lettre", "letter", bot.Document)
	who.Required = true
	c.Params = []bot.Param{who, where, role, letter}
	c.Run = func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		v.take(r)
		return &bot.Message{Text: bot.Textf(text("Invité : %s, %s, %s", "Invited: %s, %s, %s"), r.Args["qui"], r.Args["salon"], r.Args["role"])}, nil
	}
	router, err := bot.NewRouter([]bot.Command{c}, bot.Ports{Calls: v, Once: v, Directory: v, Log: v.room(Console{}).Errors, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// What is typed on a line is resolved alike on the page and in a terminal.
func TestNamesOnALineAreResolved(t *testing.T) {
	for line, want := range map[string]string{
		`/inviter qui:@Sam salon:#Offres role:"peer support"`: "Invité : sam, offres, entraide",
		`/inviter qui:rachel role:Modération`:                 "Invité : rachel, , moderation",
		`/inviter @malik`:                                     "Invité : malik, ,",
	} {
		v := enter(newMemory())
		s := serve(t, v.room(Console{}), v.inviting(t))
		wantShown(t, s.says("/malik/coaching", line).HTML, want)
		if roles := v.taken()[0].From.Roles; !slices.Equal(roles, []string{"moderation"}) {
			t.Errorf("malik has the roles %q", roles)
		}
		wantShown(t, v.inTerminal(t, "malik", line), want)
	}
	v := enter(newMemory())
	s := serve(t, v.room(Console{}), v.inviting(t))
	refused := s.asks("/camille/offres/say", "line", "/inviter qui:personne salon:#moderation role:chef")
	wantShown(t, refused[0].Modal, `value="personne"`, "Je ne trouve personne du nom de « personne » ici.", `value="#moderation"`, "Je ne trouve pas de salon « #moderation » ici.", `value="chef"`, "Je ne trouve pas de rôle « chef » ici.")
	wantShown(t, v.inTerminal(t, "camille", "/inviter qui:sam salon:moderation"), "Je ne trouve pas de salon « moderation » ici.")
	if n := len(v.taken()); n > 0 {
		t.Errorf("the handler ran %d times", n)
	}
}
