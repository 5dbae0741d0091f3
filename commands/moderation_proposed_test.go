package commands_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// proposes lets somebody propose a resource, and returns its id.
func (h *house) proposes(who string, args bot.Args) string {
	h.t.Helper()
	h.does(who, bot.Anyone, "formations", "proposer", args)
	all, err := h.store.ContentItems(h.t.Context(), spaceOf(here, ""))
	h.fatal(err)
	i := slices.IndexFunc(all, func(i storage.ContentItem) bool { return i.State == storage.ItemWaiting && i.Title == args["titre"] })
	if i < 0 {
		h.t.Fatalf("nothing waits: %+v", all)
	}
	return all[i].ID
}

// TestProposalPost holds that what is pressed on the post of a proposal, which everybody in
// the moderators' channel sees, answers whoever presses it alone, and that what is pressed
// in a list shows the list again.
func TestProposalPost(t *testing.T) {
	h := settle(t, storagetest.SQLite(t), morning())
	h.fatal(h.store.SetUp(t.Context(), spaceOf(here, ""), storage.Settings{storage.ModerationChannel: here + "moderation"}, h.at))
	for _, in := range []string{"", "yes"} {
		asked := bot.Args{"titre": "Un cours" + in, "lien": "https://cours.example/" + in, "texte": "Pour apprendre.", "theme": "web", "cout": "gratuit"}
		args := bot.Args{"id": h.proposes("camille", asked), "rev": "1"}.With("liste", in)
		alone := func(a bot.Answer, wants string) bot.Answer {
			t.Helper()
			if _, replaces := a.Reply.(*bot.Update); replaces != (in != "") || !strings.Contains(said(a), wants) {
				t.Errorf("pressed in a list: %q; %T %s", in, a.Reply, said(a))
			}
			return a
		}
		for _, action := range []string{"modifier-ressource", "decliner"} {
			form, ok := h.does("malik", bot.Moderator, "moderation", action, args).Reply.(*bot.Modal)
			if !ok || form.Do.Args["liste"] != in || form.Again.Args["liste"] != in {
				t.Errorf("%s: %+v", action, form)
			}
		}
		accepted := alone(h.does("malik", bot.Moderator, "moderation", "accepter", args), "se trouve maintenant dans /formations")
		for _, action := range []string{"accepter", "modifier-ressource", "decliner"} {
			alone(h.does("ada", bot.Moderator, "moderation", action, args), "avait déjà été acceptée par @malik")
		}
		details := does(t, accepted, "Détails")
		form := h.does("malik", bot.Moderator, details.Command, details.Action, details.Args).Reply.(*bot.Modal)
		saved := h.asks("malik", here, bot.Moderator, form.Do.Command, form.Do.Action, true, sent(form, bot.Args{"niveau": "avance"}))
		if m, beside := saved.Reply.(*bot.Message); !beside || !strings.Contains(allStrings(m), "avancé") {
			t.Errorf("its details are kept as %T %s", saved.Reply, said(saved))
		}
	}
	read := does(t, bot.Answer{Reply: h.posted()}, "Lire les propositions")
	if _, ok := h.does("ada", bot.Moderator, read.Command, read.Action, read.Args).Reply.(*bot.Message); !ok {
		t.Error("the list takes the place of the post")
	}
}

// posted is what a proposal says in the moderators' channel.
func (h *house) posted() *bot.Message {
	h.t.Helper()
	key := storage.ProposalPost(h.proposes("camille", bot.Args{"titre": "Montré", "lien": "https://montre.example/", "texte": "Pour voir.", "theme": "web", "cout": "gratuit"}))
	db := h.raw()
	defer db.Close()
	var body string
	h.fatal(db.QueryRow("SELECT body FROM posts WHERE key = $1", key).Scan(&body))
	m := &bot.Message{}
	h.fatal(json.Unmarshal([]byte(body), m))
	if all := allStrings(m); !strings.Contains(all, "camille") || !strings.Contains(all, "https://montre.example/") || !strings.Contains(all, "Pour voir.") {
		h.t.Errorf("moderators read %s", all)
	}
	return m
}

// sent is a form with some of its fields changed.
func sent(form *bot.Modal, with bot.Args) bot.Args {
	args := bot.Args{}
	for _, given := range []bot.Args{form.Values, form.Do.Args, with} {
		for name, value := range given {
			args = args.With(name, value)
		}
	}
	return args
}

// TestProposedLanguage holds that a resource is proposed in the language of the community,
// whatever that of the member's screen, and that what fits the field fits the resource.
func TestProposedLanguage(t *testing.T) {
	h := settle(t, storagetest.SQLite(t), morning())
	h.does("kit", bot.Anyone, "abonnements", "", bot.Args{"langue": "en"})
	text := strings.Repeat("snake_case! ", 25)[:300]
	id := h.proposes("kit", bot.Args{"titre": "Cours", "lien": "https://cours.example/", "texte": text, "theme": "web", "cout": "gratuit"})
	accepted := h.does("malik", bot.Moderator, "moderation", "accepter", bot.Args{"id": id, "rev": "1"})
	if !strings.Contains(said(accepted), "en français") {
		t.Error(said(accepted))
	}
	long := h.asks("camille", here, bot.Anyone, "formations", "proposer", false, bot.Args{"titre": "Cours\u202e", "lien": "https://autre.example/", "texte": text, "theme": "web", "cout": "gratuit"})
	if words := allStrings(long.Reply); strings.Contains(words, "fr\u00a0:") || strings.Contains(words, "en:") {
		t.Errorf("which of two languages: %s", words)
	}
}

// TestDetailsGivenTwice holds that of two moderators who give the details of a resource at
// once the second one is asked again, with what they chose.
func TestDetailsGivenTwice(t *testing.T) {
	h := settle(t, storagetest.SQLite(t), morning())
	open := func(who string) *bot.Modal {
		return h.does(who, bot.Moderator, "reglages", "details", bot.Args{"id": "go-visite"}).Reply.(*bot.Modal)
	}
	send := func(who string, form *bot.Modal, with bot.Args) bot.Answer {
		return h.asks(who, here, bot.Moderator, "reglages", "preciser", true, sent(form, with))
	}
	first, second := open("malik"), open("ada")
	if first.Values["langues"] != "fr-en" {
		t.Errorf("it is in %q", first.Values["langues"])
	}
	if saved := send("malik", first, bot.Args{"niveau": "avance", "duree": "3 jours"}); !strings.Contains(said(saved), "C’est enregistré") {
		t.Fatal(said(saved))
	}
	again, ok := send("ada", second, bot.Args{"langues": "en"}).Reply.(*bot.Modal)
	if !ok || again.Values["langues"] != "en" || again.Do.Action != "preciser" || len(again.Faults) == 0 {
		t.Fatalf("%+v", again)
	}
	if saved := send("ada", again, nil); !strings.Contains(allStrings(saved.Reply), "en anglais") {
		t.Error(said(saved))
	}
	if same := send("ada", open("ada"), nil); !strings.Contains(said(same), "Rien n’a changé.") {
		t.Error(said(same))
	}
	for _, args := range []bot.Args{{"id": "cv-une-ligne"}, {"id": "nulle-part"}} {
		if h.asks("ada", here, bot.Moderator, "reglages", "details", false, args); h.last == nil {
			t.Errorf("%v has details", args)
		}
	}
}
