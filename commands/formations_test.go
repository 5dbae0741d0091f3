package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// card is the card of a title in an answer.
func card(t *testing.T, a bot.Answer, title string) bot.Card {
	t.Helper()
	m := a.Reply.(*bot.Update)
	for _, c := range m.Cards {
		if c.Title.FR == title {
			return c
		}
	}
	t.Fatalf("no card %q among %+v", title, m.Cards)
	return bot.Card{}
}

// settle has moderators put an item in a state.
func (s *recruiting) settle(id string, to storage.ContentState) {
	s.t.Helper()
	if _, err := s.store.ChangeContent(s.t.Context(), room, id, s.person("malik"), s.at, func(i *storage.ContentItem) ([]notice.Notice, error) {
		i.Kind, i.State = storage.ResourceItem, to
		return nil, nil
	}); err != nil {
		s.t.Fatal(err)
	}
}

// TestFollowedIsGone holds that what is not shown any more breaks no list, and can be put
// off it, its wait with it.
func TestFollowedIsGone(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	s.asks("camille", "formations", "commencer", bot.Args{"id": "go-visite"})
	s.asks("camille", "formations", "garder", bot.Args{"id": "cpf"})
	s.asks("camille", "formations", "rejoindre", bot.Args{"id": "go-visite"})
	s.settle("go-visite", storage.ItemHidden)
	if err := s.store.SetProgress(t.Context(), room, s.person("camille"), "une-ancienne", storage.ResourceDone, s.at); err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"voir", "garder", "commencer", "terminer", "lacher", "connaitre", "rejoindre"} {
		if got := said(s.asks("camille", "formations", action, bot.Args{"id": "go-visite"})); !strings.HasPrefix(got, "Cette ressource n’est plus là") {
			t.Errorf("%s of a resource that is gone says %q", action, got)
		}
	}
	mine := s.asks("camille", "formations", "miennes", nil)
	if got := said(mine); got != "Mes formations\n1 en cours · 1 gardée · 1 terminée" {
		t.Errorf("the list says %q", got)
	}
	if got := bot.Plain(card(t, mine, "Visite de Go").Body.FR); !strings.Contains(got, "n’est plus proposée ici") || strings.Contains(got, "attends") {
		t.Errorf("what is hidden reads %q", got)
	}
	if c := card(t, mine, "Une formation qui n’est plus proposée"); len(c.Buttons) != 1 {
		t.Errorf("what is in no pack: %+v", c)
	}
	call := card(t, mine, "Visite de Go").Buttons[0].Do
	if got := said(s.asks("camille", call.Command, call.Action, call.Args)); got != "C’est retiré de ta liste.\nMes formations\n1 gardée · 1 terminée" {
		t.Errorf("taken off, the list says %q", got)
	}
	all, err := s.store.ResourcesOf(t.Context(), room, s.person("camille"))
	if err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if got := said(s.asks("camille", "formations", "quitter", bot.Args{"id": "go-visite"})); !strings.Contains(got, "tu n’attends plus") {
		t.Errorf("taking a wait back for what is gone says %q", got)
	}
}

// TestGroupPost looks at what opens a group: private, under the right channel, of its people
// alone, and pinging nobody.
func TestGroupPost(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	if _, err := s.store.ChangeSettings(t.Context(), room, s.person("ada"), storage.Settings{storage.CommunityLanguage: "en"}, s.at); err != nil {
		t.Fatal(err)
	}
	var people []bot.PersonID
	for _, who := range []string{"camille", "sam", "rachel", "malik"} {
		s.asks(who, "formations", "terminer", bot.Args{"id": "cpf"})
		s.asks(who, "formations", "rejoindre", bot.Args{"id": "cpf"})
		people = append(people, s.person(who))
		s.at = s.at.Add(time.Minute)
	}
	p := s.group(delivery.Delivered)
	if p.To != in("offres") || p.Lang != bot.EN || p.Thread == nil || !p.Thread.Private || fmt.Sprint(p.Thread.Members) != fmt.Sprint(people[:3]) || len(p.Message.Notify) != 0 {
		t.Errorf("the group is opened by %+v (%+v)", p, p.Thread)
	}
	for i, who := range []string{"camille", "sam", "rachel", "malik"} {
		got := said(s.asks(who, "formations", "voir", bot.Args{"id": "cpf"}))
		if met := strings.Contains(got, "Ton groupe est ouvert"); met != (i < 3) {
			t.Errorf("%s reads %q", who, got)
		}
	}
}

// group is what opens the group that is on its way, of which becomes what is said.
func (s *recruiting) group(becomes delivery.State) bot.Post {
	s.t.Helper()
	outbox := &storage.Outbox{Store: s.store, Now: func() time.Time { return s.at }}
	claimed, _, err := outbox.Claim(s.t.Context(), delivery.Lane{Platform: room.Platform}, s.at, time.Minute, 10)
	if err != nil || len(claimed) != 1 {
		s.t.Fatalf("%d posts, %v; want one", len(claimed), err)
	}
	o := delivery.Outcome{ID: claimed[0].ID, Claim: claimed[0].Claim, State: becomes}
	if becomes == delivery.Delivered {
		o.Ref = bot.MessageRef{At: claimed[0].To, ID: "1"}
	}
	if err := outbox.Settle(s.t.Context(), s.at, o); err != nil {
		s.t.Fatal(err)
	}
	return claimed[0].Post
}

// TestGroupStands holds that nobody is told that a group is open before it is, and that
// whoever waits because theirs could not be opened is told so, and can try again.
func TestGroupStands(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	all := []string{"camille", "sam", "rachel"}
	reads := func(want string, buttons ...string) {
		t.Helper()
		for _, who := range all {
			seen := s.asks(who, "formations", "voir", bot.Args{"id": "cpf"})
			m := seen.Reply.(*bot.Update)
			if got := bot.Plain(m.Text.FR); !strings.HasSuffix(got, want) {
				t.Errorf("%s reads %q, want %q", who, got, want)
			}
			var labels []string
			for _, b := range m.Cards[0].Buttons {
				labels = append(labels, b.Label.FR)
			}
			if got := strings.Join(labels, ", "); got != strings.Join(buttons, ", ") {
				t.Errorf("%s may press %s", who, got)
			}
		}
	}
	for _, who := range all {
		s.asks(who, "formations", "terminer", bot.Args{"id": "cpf"})
		s.asks(who, "formations", "rejoindre", bot.Args{"id": "cpf"})
		s.at = s.at.Add(time.Minute)
	}
	const on, failed = "Vous voilà trois\u00a0: votre groupe s’ouvre.", "préviens la modération, il me manque sans doute un droit dans le salon."
	reads(on, "Ouvrir", "Ne plus attendre", "Pas encore terminée", "Ne plus suivre")
	s.group(delivery.Rejected)
	reads(failed, "Ouvrir", "Réessayer", "Ne plus attendre", "Pas encore terminée", "Ne plus suivre")
	if got := said(s.asks("sam", "formations", "rejoindre", bot.Args{"id": "cpf"})); !strings.Contains(got, "votre groupe s’ouvre.") {
		t.Errorf("trying again says %q", got)
	}
	if got := said(s.asks("rachel", "formations", "lacher", bot.Args{"id": "cpf"})); strings.Contains(got, "reste ouvert") {
		t.Errorf("taken back meanwhile: %q", got)
	}
	if got := said(s.asks("sam", "formations", "voir", bot.Args{"id": "cpf"})); !strings.Contains(got, "Tu attends d’autres personnes") {
		t.Errorf("without rachel, sam reads %q", got)
	}
	s.asks("rachel", "formations", "terminer", bot.Args{"id": "cpf"})
	s.asks("rachel", "formations", "rejoindre", bot.Args{"id": "cpf"})
	s.group(delivery.Delivered)
	reads("Ton groupe est ouvert\u00a0: tu le trouves parmi tes conversations.", "Ouvrir", "Pas encore terminée", "Ne plus suivre")
}

// TestPagesOfResources holds that a page that is no more is the last one, and that what a
// control has kept and nobody understands any more asks for nothing.
func TestPagesOfResources(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for from, want := range map[string]string{"": "page 1 sur 2", "5": "page 2 sur 2", "7": "page 2 sur 2", "1000": "page 2 sur 2"} {
		if got := said(s.asks("camille", "formations", "suite", bot.Args{"depuis": from, "theme": "astrologie", "cout": "tous"})); !strings.Contains(got, "7 ressources · "+want) {
			t.Errorf("from %q: %q, want %q", from, got, want)
		}
	}
	for from := range 3 {
		if got := said(s.asks("camille", "formations", "miennes", bot.Args{"depuis": fmt.Sprint(5 * from)})); !strings.Contains(got, "Rien pour l’instant") {
			t.Errorf("nothing followed, from %d: %q", 5*from, got)
		}
	}
}

// proposal is what somebody proposes at an address.
func proposal(link string) bot.Args {
	return bot.Args{"titre": "Go *par* l’exemple", "lien": link, "texte": "Des _programmes_ commentés.", "theme": "developpement", "cout": "gratuit"}
}

// TestProposals: what is there is shown, what waits is not proposed twice, and a sixth waits
// for moderators to have read one.
func TestProposals(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for _, link := range []string{"https://go.dev/tour/", "https://www.GO.dev/tour", "https://go.dev/tour?utm_source=x", "https://go.dev/tour/#list"} {
		a := s.asks("camille", "formations", "proposer", proposal(link))
		if got := said(a); !strings.HasPrefix(got, "Elle y est déjà") {
			t.Errorf("%s: %q", link, got)
		}
		does(t, a, "J’ai commencé")
	}
	for i, link := range []string{"https://exemple.fr/a", "https://exemple.fr/b?v=1", "https://exemple.fr/b?v=2", "https://exemple.fr/c", "https://exemple.fr/d", "https://exemple.fr/e"} {
		got := said(s.asks("camille", "formations", "proposer", proposal(link)))
		switch {
		case i < storage.MaxProposals && !strings.Contains(got, "« Go *par* l’exemple » est entre les mains"):
			t.Errorf("%s: %q", link, got)
		case i == storage.MaxProposals && !strings.Contains(got, "attendent déjà d’être lues"):
			t.Errorf("a sixth: %q", got)
		}
	}
	if got := said(s.asks("sam", "formations", "proposer", proposal("https://exemple.fr/a/"))); !strings.Contains(got, "attend que la modération la lise") {
		t.Errorf("the same again: %q", got)
	}
	items, err := s.store.ContentItems(t.Context(), room)
	if err != nil || len(items) != storage.MaxProposals {
		t.Fatalf("%+v, %v", items, err)
	}
	if body := items[0].Body; !strings.Contains(body, `"provider":"exemple.fr"`) || !strings.Contains(body, `\\_programmes\\_`) {
		t.Errorf("what was written is kept as %s", body)
	}
}

// TestProposalsAreResources holds that whatever can be chosen in the form is a resource that
// can be shown.
func TestProposalsAreResources(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for _, d := range content.Domains {
		for _, c := range content.Costs {
			args := proposal("https://exemple.fr/a")
			args["theme"], args["cout"] = d.Value, c.Value
			if got := said(s.asks("sam", "formations", "proposer", args)); !strings.Contains(got, "la modération") {
				t.Errorf("%s, %s: %q", d.Value, c.Value, got)
			}
			items, err := s.store.ContentItems(t.Context(), room)
			if err != nil || len(items) != 1 {
				t.Fatalf("%+v, %v", items, err)
			}
			s.settle(items[0].ID, storage.ItemLiving)
			if got := s.asks("sam", "formations", "voir", bot.Args{"id": items[0].ID}).Reply.(*bot.Update).Cards[0]; got.Title.FR != `Go \*par\* l’exemple` {
				t.Errorf("%s, %s: %+v", d.Value, c.Value, got)
			}
			s.settle(items[0].ID, "")
		}
	}
}

// TestTrainingAtHome shows what is in progress on somebody's screen, and nothing that is gone.
func TestTrainingAtHome(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	home := func() (titles []string) {
		parts, _ := s.router.Home(t.Context(), &bot.Request{From: bot.Member{User: "camille", Name: "camille", Lang: bot.FR}, At: in("")})
		for _, part := range parts {
			if !strings.HasPrefix(part.Text.FR, "# Mes formations en cours") {
				continue
			}
			for _, c := range part.Cards {
				titles = append(titles, c.Title.FR)
			}
			for _, b := range part.Buttons {
				titles = append(titles, "["+b.Label.FR+"]")
			}
		}
		return titles
	}
	holds := func(want ...string) {
		t.Helper()
		if got := home(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	holds("[Se former]")
	for i, id := range []string{"go-visite", "cpf", "python-mooc", "web-bases", "python-avance"} {
		s.at = s.at.Add(time.Minute)
		s.asks("camille", "formations", []string{"commencer", "garder"}[i%2], bot.Args{"id": id})
	}
	holds("Python avancé", "Python\u00a0: des bases à l’objet", "Visite de Go", "[Mes formations]", "[Se former]")
	s.settle("python-mooc", storage.ItemHidden)
	holds("Python avancé", "Visite de Go", "[Mes formations]", "[Se former]")
}

// TestTrainingOfNoCommunity: what there is shows in a direct message that belongs to none;
// nothing is kept there.
func TestTrainingOfNoCommunity(t *testing.T) {
	s := recruits(t, storagetest.SQLite(t))
	for action, want := range map[string]string{
		"": "Se former", "suite": "Se former", "voir": "", "garder": "Je ne sais pas encore", "commencer": "Je ne sais pas encore", "terminer": "Je ne sais pas encore", "lacher": "Je ne sais pas encore",
		"connaitre": "Je ne sais pas encore", "rejoindre": "Je ne sais pas encore", "quitter": "Je ne sais pas encore", "miennes": "Je ne sais pas encore", "retirer": "Je ne sais pas encore", "proposer": "Je ne sais pas encore",
	} {
		args := bot.Args{"id": "go-visite"}
		switch action {
		case "", "suite", "miennes":
			args = nil
		case "proposer":
			args = proposal("https://exemple.fr/a")
		}
		a := s.router.Handle(t.Context(), &bot.Request{ID: "seul/" + action, Command: "formations", Action: action, Args: args,
			From: bot.Member{User: "seule", Name: "seule", Lang: bot.FR}, At: bot.Address{Platform: "discord", Member: "seule"}}, nil)
		if got := said(a); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q says %q, want %q", action, got, want)
		}
	}
}
