package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage/storagetest"
)

// What members and moderators press and fill in, of tips and of training.
const (
	anotherTip    = "Un autre"
	copiedTip     = "Modèle à copier"
	begunHere     = "J’ai commencé"
	makeKnown     = "Me faire connaître"
	proposing     = "Proposer une ressource"
	linkField     = "Lien"
	purposeField  = "À quoi elle sert"
	costField     = "Coût"
	ourTipField   = "Le conseil"
	sourceField   = "Sources (pour un droit, un délai, un nombre)"
	templateField = "Modèle à copier (facultatif)"
)

// What somebody proposes, whose words would ping everybody and hide a link, and a tip of a
// community's own.
const (
	proposedTitle = "Atelier @everyone [gratuit](https://piege.example)"
	proposedText  = "Des katas *guidés*, pour @here et <!channel>."
	ownTitle      = "Le café du jeudi"
	ownTip        = "Viens dire où tu en es, même quand rien ne bouge."
	ownTemplate   = "Bonjour, je viens jeudi : [prénom], *en recherche*, @everyone."
)

// stand are the items of the program, and a clock that begins at 8:30 on the day when they
// were last read again: what they say is theirs, and stories find it there.
type stand struct {
	t     *testing.T
	pack  *content.Pack
	day   string
	clock *discordClock
}

func atStand(t *testing.T) *stand {
	t.Helper()
	all, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	on, err := content.Checked()
	if err != nil {
		t.Fatal(err)
	}
	return &stand{t, all.Living(on), on.String(), clockAt(t, on.String()+"T08:30")}
}

// later moves the clock to 9:41 on a day after the first, when every morning has come.
func (s *stand) later(days int) {
	s.t.Helper()
	on, err := content.Checked()
	if err != nil {
		s.t.Fatal(err)
	}
	on += schedule.Day(days)
	s.clock.moves(s.t, on.String()+"T09:41")
}

// tip is the one whose title something says.
func (s *stand) tip(said string, l bot.Lang) content.Tip {
	s.t.Helper()
	var found []content.Tip
	for _, t := range s.pack.Tips {
		if strings.Contains(said, oneSpace.Replace(t.Title.In(l))) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		s.t.Fatalf("%d tips in %q", len(found), said)
	}
	return found[0]
}

// known is a tip for everybody, with something to copy, that the words of its title find
// and no other.
func (s *stand) known() content.Tip {
	s.t.Helper()
	i := slices.IndexFunc(s.pack.Tips, func(t content.Tip) bool {
		return len(t.Situations) == 0 && !t.Template.Empty() && alike(s.pack.Tips, t.Title, func(t *content.Tip) *content.Item { return &t.Item }) == 1
	})
	if i < 0 {
		s.t.Fatal("no tip is found by its title alone")
	}
	return s.pack.Tips[i]
}

// resource is one that the words of its title find, and no other.
func (s *stand) resource() content.Resource {
	s.t.Helper()
	i := slices.IndexFunc(s.pack.Resources, func(o content.Resource) bool {
		return alike(s.pack.Resources, o.Title, func(o *content.Resource) *content.Item { return &o.Item }) == 1
	})
	if i < 0 {
		s.t.Fatal("no resource is found by its title alone")
	}
	return s.pack.Resources[i]
}

// alike is how many items the words of a title find, in the language where they find more.
func alike[T any](all []T, title bot.Text, item func(*T) *content.Item) (n int) {
	for _, l := range bot.Langs {
		found, _ := content.Search(all, title.In(l), l, item)
		n = max(n, len(found))
	}
	return n
}

// themed is how members read a theme.
func themed(theme string, l bot.Lang) string {
	return oneSpace.Replace(content.Label(content.Themes, theme).In(l))
}

// chooses takes an option of a menu, both written with ordinary spaces.
func (g *guest) chooses(on discordtest.Message, prompt, option string) discordtest.Answer {
	g.t.Helper()
	menu := on.Find(func(c *discordtest.Component) bool { return oneSpace.Replace(c.Placeholder) == prompt })
	if menu == nil {
		g.t.Fatalf("no menu %q in %q", prompt, shown(on))
	}
	i := slices.IndexFunc(menu.Options, func(o discordtest.SelectOption) bool { return oneSpace.Replace(o.Label) == option })
	if i < 0 {
		g.t.Fatalf("no %q among %+v", option, menu.Options)
	}
	return g.Choose(on, menu.CustomID, menu.Options[i].Value).Answer()
}

// TestDiscordTips holds that somebody reads the tip of the day, another one, what there is
// to copy and the tips of a theme, each in their language, and says which one was of use.
func TestDiscordTips(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openPiscine(t, s.clock)
	camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
	startInside(t, p.Server, storagetest.SQLite(t), s.clock)

	first := camille.types("conseils", nil).Message
	alone(t, first)
	shows(t, first, "Le conseil du jour", "["+anotherTip+"]", "[Utile]", "[Pas utile]", "[Chercher]", "[Le recevoir chaque jour]")
	today := s.tip(words(first), bot.FR)
	shows(t, first, themed(today.Theme, bot.FR))
	for _, source := range today.Sources {
		if !slices.Contains(first.Read().Links, source.URL) {
			t.Errorf("no source %s among %q", source.URL, first.Read().Links)
		}
	}
	if again := s.tip(words(camille.types("conseils", nil).Message), bot.FR); again.ID != today.ID {
		t.Errorf("the tip of the day is %s, then %s", today.ID, again.ID)
	}
	if direct := s.tip(words(camille.writes("/conseils")), bot.FR); direct.ID != today.ID {
		t.Errorf("in direct messages the tip of the day is %s", direct.ID)
	}
	last := camille.leafs(s, first, today)
	camille.judges(last)
	camille.takesTheme(s, last)
	s.inEnglish(kit)
	p.pingsNobody()
}

// leafs goes from one tip to the next in the same message, and copies what there is to copy
// exactly as it is written.
func (g *guest) leafs(s *stand, m discordtest.Message, tip content.Tip) discordtest.Message {
	g.t.Helper()
	seen := map[string]bool{tip.ID: true}
	copied := false
	for len(seen) < 4 || !copied && len(seen) < 30 {
		next := g.presses(m, anotherTip)
		if !next.Updated {
			g.t.Error("another tip is another message")
		}
		m, tip = next.Message, s.tip(words(next.Message), bot.FR)
		if seen[tip.ID] {
			g.t.Fatalf("%s comes twice among %d", tip.ID, len(seen))
		}
		seen[tip.ID] = true
		if tip.Template.Empty() || copied {
			continue
		}
		copied = true
		alike := g.presses(m, copiedTip)
		alone(g.t, alike.Message)
		if got := words(alike.Message); alike.Updated || strings.TrimSpace(got) != oneSpace.Replace(tip.Template.FR) {
			g.t.Errorf("to copy from %s: %q", tip.ID, got)
		}
	}
	if !copied {
		g.t.Error("nothing to copy")
	}
	return m
}

// judges says that a tip was of use, then that it was not.
func (g *guest) judges(on discordtest.Message) {
	g.t.Helper()
	useful := g.presses(on, "Utile")
	shows(g.t, useful.Message, "C’est noté, merci.", "Tu l’as trouvé utile.", "[Pas utile]")
	useless := g.presses(useful.Message, "Pas utile")
	shows(g.t, useless.Message, "Je te le reproposerai en dernier.", "[Utile]")
	if !useful.Updated || !useless.Updated {
		g.t.Errorf("in place: %t, then %t", useful.Updated, useless.Updated)
	}
}

// takesTheme reads the tips of a theme, then one by its words.
func (g *guest) takesTheme(s *stand, on discordtest.Message) {
	g.t.Helper()
	theme := content.Themes[2]
	chosen := g.chooses(on, "Choisir un thème", oneSpace.Replace(theme.Label.FR))
	shows(g.t, chosen.Message, oneSpace.Replace(theme.Label.FR)+" · ", "["+anotherTip+"]", "[Le conseil du jour]")
	if got := s.tip(words(chosen.Message), bot.FR); !chosen.Updated || got.Theme != theme.Value {
		g.t.Errorf("updated %t, a tip of %s", chosen.Updated, got.Theme)
	}
	tip := s.known()
	found := g.fills(chosen.Message, "Chercher", map[string]any{"Tes mots": tip.Title.FR, "Thème": content.Label(content.Themes, tip.Theme).FR}).Message
	alone(g.t, found)
	shows(g.t, found, oneSpace.Replace(tip.Title.FR), "1 conseil")
	none := g.types("conseils", map[string]any{"mots": "zzzz @everyone"}).Message
	alone(g.t, none)
	shows(g.t, none, "Je n’ai pas de conseil avec « zzzz @everyone »", "[Le conseil du jour]")
}

// inEnglish reads tips by the English names of everything.
func (s *stand) inEnglish(kit *guest) {
	s.t.Helper()
	first := kit.types("tips", nil).Message
	alone(s.t, first)
	shows(s.t, first, "The tip of the day", "[Another one]", "[Useful]", "[Receive it every day]", themed(s.tip(words(first), bot.EN).Theme, bot.EN))
	tip := s.known()
	found := kit.types("tips", map[string]any{"words": tip.Title.EN}).Message
	alone(s.t, found)
	shows(s.t, found, oneSpace.Replace(tip.Title.EN), "1 tip", "[Template to copy]")
	if copied := words(kit.presses(found, "Template to copy").Message); strings.TrimSpace(copied) != oneSpace.Replace(tip.Template.EN) {
		s.t.Errorf("to copy from %s: %q", tip.ID, copied)
	}
	shows(s.t, kit.presses(found, "Useful").Message, "Noted, thank you.", "You found it useful.")
}

// TestDiscordTipOfTheDay holds that whoever asked for the tip of the day has it in their
// morning, the same as in the channel, and that its buttons work there.
func TestDiscordTipOfTheDay(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		s := atStand(t)
		p := openPiscine(t, s.clock)
		camille, sam := p.joins("Camille", "fr"), p.joins("Sam", "fr")
		startInside(t, p.Server, database, s.clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		asked := camille.presses(camille.types("conseils", nil).Message, "Le recevoir chaque jour").Message
		shows(t, asked, "C’est noté : tu recevras « Le conseil du jour »", "[Arrêter : Le conseil du jour]")
		shows(t, camille.directs(1)[0], "C’est ici que je t’enverrai « Le conseil du jour »", "[Régler mes messages]")
		if camille.types("conseils", nil).Message.Button("Le recevoir chaque jour") != nil {
			t.Error("what is received is offered again")
		}

		s.later(0)
		morning := camille.directs(2)[1]
		shows(t, morning, "Ton matin", "Le conseil du jour", "[Utile]", "[Pas utile]", "[D’autres conseils]", "[Régler mes messages]", "[Faire une pause]")
		if len(morning.Pings) > 0 {
			t.Errorf("it pings %q", morning.Pings)
		}
		today := s.tip(words(morning), bot.FR)
		if here := s.tip(words(camille.types("conseils", nil).Message), bot.FR); here.ID != today.ID {
			t.Errorf("%s in the morning, %s in the channel", today.ID, here.ID)
		}
		if (morning.Button(copiedTip) != nil) == today.Template.Empty() {
			t.Errorf("something to copy from %s: %t", today.ID, today.Template.Empty())
		}
		judged := camille.presses(morning, "Utile")
		shows(t, judged.Message, "C’est noté, merci.")
		if still, _ := camille.Look(morning); judged.Updated || !strings.Contains(shown(still), "[Utile]") {
			t.Errorf("the morning has become %q", shown(still))
		}
		others := camille.presses(morning, "D’autres conseils")
		if other := s.tip(words(others.Message), bot.FR); others.Updated || other.ID == today.ID {
			t.Errorf("updated %t, %s again", others.Updated, other.ID)
		}
		said := len(camille.Sees(camille.DM()))
		s.later(1)
		if next := s.tip(words(camille.directs(said + 1)[said]), bot.FR); next.ID == today.ID {
			t.Errorf("%s again the next day", next.ID)
		}
		if n := len(sam.Sees(sam.DM())); n != 0 {
			t.Errorf("%d messages to somebody who asked for none", n)
		}
		p.pingsNobody()
	})
}

// TestDiscordTraining holds that three people who learn the same and choose to be known are
// let into a private thread by name, which nobody else sees; that nothing is told of who
// waits; and that it all survives a restart.
func TestDiscordTraining(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		s := atStand(t)
		p := openPiscine(t, s.clock)
		helpers := p.g.Role("entraide")
		malik, rachel := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers)
		camille, sam, kit, noa := p.joins("Camille", "fr"), p.joins("Sam", "fr"), p.joins("Kit", "en-GB"), p.joins("Noa", "fr")
		stop := startInside(t, p.Server, database, s.clock)
		p.settle(malik, helpers)
		o := s.resource()

		waits := camille.wants(o)
		shows(t, waits, "rien n’est partagé pour l’instant", "Tu attends d’autres personnes", "[Ne plus attendre]")
		stop()
		startInside(t, p.Server, database, s.clock)
		second := sam.wants(o)
		shows(t, second, "Tu attends d’autres personnes")
		for _, m := range []discordtest.Message{second, sam.types("formations", map[string]any{"mots": o.Title.FR}).Message} {
			p.unnamed(camille, m.Raw)
		}
		if n := len(p.coaching.PrivateThreads()); n != 0 {
			t.Fatalf("%d threads for two", n)
		}
		seen := kit.presses(kit.types("training", map[string]any{"words": o.Title.EN}).Message, "View").Message
		shows(t, seen, oneSpace.Replace(o.Title.EN), "[Open]", "[I have started]")
		begun := kit.presses(seen, "I have started").Message
		shows(t, begun, "Off you go", "[Make myself known]")
		asked := kit.presses(begun, "Make myself known").Message
		shows(t, asked, "three people", "[Fine with me]", "[No, thank you]")
		joined := kit.presses(asked, "Fine with me").Message
		if shows(t, joined, "Noted."); !strings.Contains(shown(joined), "There are three of you") && !strings.Contains(shown(joined), "Your group is open") { // as quick as that
			t.Errorf("the third of them reads %q", shown(joined))
		}

		group := p.gathers(o, camille, sam, kit)
		awaitSettled(t, storagetest.Open(t, database))
		for _, other := range []*guest{noa, rachel} {
			if len(other.PrivateThreads(p.coaching)) != 0 || len(other.Sees(group)) != 0 {
				t.Errorf("%s sees it", other.Name)
			}
		}
		shows(t, camille.presses(camille.types("formations", map[string]any{"mots": o.Title.FR}).Message, "Voir").Message, "Ton groupe est ouvert")
		shows(t, noa.wants(o), "Tu attends d’autres personnes")
		if n := len(p.coaching.PrivateThreads()); n != 1 {
			t.Errorf("%d threads", n)
		}
		for _, in := range []*discordtest.Channel{p.offers, p.coaching, p.moderated} {
			p.awaitPosts(in, 0)
		}
		p.pingsNobody()
	})
}

// wants finds a resource by its words, says that they have begun it, and asks to be known
// once they have read what that means.
func (g *guest) wants(o content.Resource) discordtest.Message {
	g.t.Helper()
	title := oneSpace.Replace(o.Title.FR)
	list := g.types("formations", map[string]any{"mots": o.Title.FR}).Message
	alone(g.t, list)
	shows(g.t, list, "Se former", title, "1 ressource", "["+proposing+"]")
	seen := g.presses(list, "Voir")
	shows(g.t, seen.Message, title, "[Ouvrir]", "[Garder]", "["+begunHere+"]", "[Revenir à la liste]")
	if !seen.Updated || !slices.Contains(seen.Message.Read().Links, o.URL) && seen.Message.Button("Ouvrir").URL != o.URL {
		g.t.Errorf("updated %t, leads to %q", seen.Updated, seen.Message.Read().Links)
	}
	begun := g.presses(seen.Message, begunHere).Message
	shows(g.t, begun, "C’est parti, et c’est noté.", "["+makeKnown+"]", "[Mes formations]")
	asked := g.presses(begun, makeKnown)
	shows(g.t, asked.Message, "Dès que trois personnes d’ici", "rien n’est partagé", "[D’accord]", "[Non, merci]")
	done := g.presses(asked.Message, "D’accord")
	if alone(g.t, done.Message); !asked.Updated || !done.Updated {
		g.t.Errorf("in place: %t, then %t", asked.Updated, done.Updated)
	}
	return done.Message
}

// gathers waits for the private thread of some people, who see one message in it that pings
// nobody.
func (p *piscine) gathers(o content.Resource, members ...*guest) *discordtest.Channel {
	p.t.Helper()
	var want []string
	for _, one := range members {
		want = append(want, one.ID)
	}
	slices.Sort(want)
	var group *discordtest.Channel
	let := func() (in []string) {
		if all := p.coaching.PrivateThreads(); len(all) > 0 {
			group = all[0]
			in = slices.DeleteFunc(slices.Clone(group.Guests()), func(id string) bool { return id == p.Bot().ID })
			slices.Sort(in)
		}
		return in
	}
	p.Await("three people in a thread", func() bool { return len(let()) >= len(want) })
	if in := let(); !slices.Equal(in, want) {
		p.t.Errorf("%q are in it; want %q", in, want)
	}
	if group.Type != discordtest.TypePrivateThread || group.Invitable() || group.Parent() != p.coaching || oneSpace.Replace(group.Name) != oneSpace.Replace(o.Title.FR) {
		p.t.Errorf("the thread is %+v", group)
	}
	opened := p.Requests(discordtest.Match("POST /channels/" + p.coaching.ID + "/threads"))
	var body struct{ Type int }
	if len(opened) != 1 || json.Unmarshal(opened[0].Body, &body) != nil || body.Type != discordtest.TypePrivateThread {
		p.t.Errorf("opened by %+v", opened)
	}
	for _, one := range members {
		said := slices.DeleteFunc(one.Sees(group), func(m discordtest.Message) bool { return m.Type != discordtest.MessageDefault })
		if len(said) != 1 {
			p.t.Fatalf("%s reads %d messages", one.Name, len(said))
		}
		shows(p.t, said[0], "Bienvenue dans votre groupe", oneSpace.Replace(o.Title.FR), "vous avez choisi de vous faire connaître")
		if len(said[0].Pings) > 0 || !slices.Contains(said[0].Read().Links, o.URL) {
			p.t.Errorf("it pings %q, leads to %q", said[0].Pings, said[0].Read().Links)
		}
		if n := len(one.Sees(one.DM())); n != 0 {
			p.t.Errorf("%d direct messages to %s", n, one.Name)
		}
	}
	return group
}

// TestDiscordProposal holds that a resource is proposed in a form whose faults are told
// beside their fields with nothing lost, that moderators alone read and accept it, and that
// its author is told.
func TestDiscordProposal(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openPiscine(t, s.clock)
	helpers := p.g.Role("entraide")
	malik, rachel := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers)
	camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
	startInside(t, p.Server, storagetest.SQLite(t), s.clock)
	p.settle(malik, helpers)

	camille.proposes()
	told := p.awaitPosts(p.moderated, 1)[0]
	shows(t, told, "Une ressource proposée", proposedTitle, "[Lire les propositions]")
	refused := kit.presses(told, "Lire les propositions").Message
	alone(t, refused)
	shows(t, refused, "for moderators")
	read := rachel.presses(told, "Lire les propositions").Message
	alone(t, read)
	shows(t, read, "Ressources proposées", proposedTitle, "Des katas", "https://atelier.example/katas", "Proposée par", "[Ajouter]", "[Modifier, puis ajouter]", "[Refuser]")
	if hides(read) {
		t.Errorf("a link is hidden in %q", words(read))
	}
	shows(t, camille.types("formations", map[string]any{"mots": "katas atelier everyone"}).Message, "["+proposing+"]")
	shows(t, rachel.presses(read, "Ajouter").Message, "se trouve maintenant dans /formations", "Aucune n’attend.")

	news := camille.directs(1)[0]
	shows(t, news, "c’est accepté", proposedTitle, "[Voir]")
	seen := camille.presses(news, "Voir")
	if seen.Updated {
		t.Error("the news is lost")
	}
	for _, m := range []discordtest.Message{news, seen.Message, kit.presses(kit.types("training", map[string]any{"words": "katas atelier everyone"}).Message, "View").Message} {
		shows(t, m, proposedTitle)
		if len(m.Pings) > 0 || hides(m) {
			t.Errorf("pings %q, leads to %q", m.Pings, m.Read().Links)
		}
	}
	shows(t, rachel.types("moderation", map[string]any{"vue": "journal"}).Message, proposedTitle)
	p.harmless()
	p.pingsNobody()
}

// proposes fills in the form wrongly, reads what is wrong with each field, and corrects it
// with all the rest still there.
func (g *guest) proposes() {
	g.t.Helper()
	list := g.types("formations", nil).Message
	typed := map[string]any{"Titre": proposedTitle, linkField: "atelier sans adresse", purposeField: proposedText + " https://ailleurs.example", "Domaine": content.Domains[0].Label.FR, costField: content.Costs[0].Label.FR}
	wrong := g.fills(list, proposing, typed).Message
	beside(g.t, words(wrong), linkField, "n’est pas une adresse web")
	form := g.again(wrong, map[string]string{"Titre": proposedTitle, linkField: "atelier sans adresse", purposeField: proposedText + " https://ailleurs.example"})
	wrong = g.Submit(form, map[string]any{linkField: "http://atelier.example/katas"}).Answer().Message
	beside(g.t, words(wrong), linkField, "Il me faut une adresse sûre")
	beside(g.t, words(wrong), purposeField, "Pas d’adresse ici : elle a son champ")
	form = g.again(wrong, map[string]string{"Titre": proposedTitle, linkField: "http://atelier.example/katas", purposeField: proposedText + " https://ailleurs.example"})
	done := g.Submit(form, map[string]any{linkField: "https://atelier.example/katas", purposeField: proposedText}).Answer().Message
	alone(g.t, done)
	shows(g.t, done, "Merci !", proposedTitle, "entre les mains de la modération")
}

// again opens the form once more whose faults are told, with what was typed in it.
func (g *guest) again(wrong discordtest.Message, typed map[string]string) *discordtest.Modal {
	g.t.Helper()
	alone(g.t, wrong)
	form := g.presses(wrong, "Corriger").Modal
	if form == nil {
		g.t.Fatalf("no form behind %q", shown(wrong))
	}
	for label, want := range typed {
		if held := form.Field(label).Component.Value; held != want {
			g.t.Errorf("%s holds %q; want %q", label, held, want)
		}
	}
	return form
}

// TestDiscordOwnTip holds that a moderator adds a tip of the community's own in a form that
// says what is wrong beside each field, that members find it and copy from it as it is
// written, and that it may be hidden again.
func TestDiscordOwnTip(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openPiscine(t, s.clock)
	helpers := p.g.Role("entraide")
	malik, rachel, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Camille", "fr")
	startInside(t, p.Server, storagetest.SQLite(t), s.clock)
	p.settle(malik, helpers)

	shows(t, camille.types("reglages", nil).Message, "réservée à la modération")
	list := rachel.presses(rachel.types("reglages", nil).Message, "Conseils et formations")
	shows(t, list.Message, "Conseils et formations", "conseils", "ressources", "[Lire]", "[Modifier]", "[Masquer la fiche]", "[Ajouter un conseil]", "[Ajouter une ressource]")
	if !list.Updated {
		t.Error("the list is another message")
	}
	theme := content.Themes[7]
	values := map[string]any{"Thème": theme.Label.FR, "Titre": ownTitle, ourTipField: ownTip + " Tu as droit à 12 mois.", templateField: ownTemplate, sourceField: "Service public"}
	wrong := rachel.fills(list.Message, "Ajouter un conseil", values).Message
	beside(t, words(wrong), ourTipField, "« tu as droit » promet")
	beside(t, words(wrong), sourceField, "« Service public » n’a pas d’adresse")
	form := rachel.again(wrong, map[string]string{"Titre": ownTitle, ourTipField: ownTip + " Tu as droit à 12 mois.", templateField: ownTemplate, sourceField: "Service public"})
	kept := rachel.Submit(form, map[string]any{ourTipField: ownTip, sourceField: ""}).Answer().Message
	alone(t, kept)
	shows(t, kept, "C’est enregistré : « "+ownTitle+" » se voit ici.", ownTip, "fiche ajoutée ici", "[Masquer la fiche]", "[Retirer]")

	found := camille.types("conseils", map[string]any{"mots": "café du jeudi"}).Message
	shows(t, found, ownTitle, ownTip, themed(theme.Value, bot.FR), "["+copiedTip+"]")
	copied := camille.presses(found, copiedTip).Message
	alone(t, copied)
	shows(t, copied, ownTemplate)
	shows(t, rachel.presses(kept, "Masquer la fiche").Message, "est masquée", "[Remontrer la fiche]")
	if gone := camille.types("conseils", map[string]any{"mots": "café du jeudi"}).Message; strings.Contains(words(gone), ownTitle) {
		t.Errorf("it is hidden: %q", words(gone))
	}
	shows(t, camille.presses(found, copiedTip).Message, "Ce conseil n’est plus là")
	p.pingsNobody()
}
