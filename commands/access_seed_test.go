package commands_test

import (
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// author is a member of the first community to whom most of what is there belongs, and an
// admin of the other.
const author = marked + "auteur"

// furnishOffers has announcements in every standing, and what people did with offers.
func (h *house) furnishOffers() {
	h.t.Helper()
	const held = "Moins de 35 ans, " + reserved + "."
	day := func() { h.passes(25 * time.Hour) }
	h.offersOfAll()
	h.does(author, bot.Anyone, "alertes", "", bot.Args{"recherche": "zigotium " + marked})
	h.announce(author, "vivante", marked+" une", "Une équipe de six.", bot.Recruiter)
	h.announce(author, "pourvue", marked+" deux", "", bot.Recruiter)
	h.does(author, bot.Anyone, "mesannonces", "pourvoir", bot.Args{"id": h.names["pourvue"], "ici": "yes"})
	h.announce(author, "retiree", marked+" trois", "", bot.Recruiter)
	h.does(author, bot.Anyone, "mesannonces", "retirer", bot.Args{"id": h.names["retiree"]})
	for _, one := range [][2]string{{"refusee", "refuser"}, {"rendue", "demander"}} {
		day()
		h.announce(author, one[0], marked+" "+one[0], held, bot.Anyone)
		h.decides(one[0], one[1])
	}
	day()
	h.announce(author, "retenue", reserved+" six", held, bot.Anyone)
	day()
	for _, one := range [][2]string{{"signalee", "expiree"}, {"ecartee", "arnaque"}} {
		h.announce(author, one[0], marked+" "+one[0], "", bot.Recruiter)
		h.reports(one[0], one[1])
	}
	h.announce(author, "enlevee", marked+" quatre", "", bot.Recruiter)
	h.decides("enlevee", "ecarter")
	h.reports("importee2", "arnaque")
	h.does(marked+"rachel", bot.Anyone, "offres", "partager", bot.Args{"id": h.names["importee"]})
	for _, name := range []string{"vivante", "importee"} {
		h.does(author, bot.Anyone, "offres", "garder", bot.Args{"id": h.names[name]})
	}
	h.passes(time.Minute)
}

// decides has a moderator decide of an announcement, with a reason.
func (h *house) decides(name, decision string) {
	h.t.Helper()
	h.meet()
	h.does(marked+"malik", bot.Moderator, "publier", map[string]string{"refuser": "refus", "demander": "demande", "ecarter": "retrait"}[decision], bot.Args{"id": h.names[name], "rev": h.names[name+".rev"], "motif": "infos", "mots": "Dis-en plus, " + reserved + "."})
}

// reports has somebody report an offer.
func (h *house) reports(name, motive string) {
	h.t.Helper()
	h.does(reporter, bot.Anyone, "offres", "signaler", bot.Args{"id": h.names[name], "motif": motive, "mots": "Je sais que " + complaint + "."})
}

// furnishAuthors has authors whom moderators approved, and blocked.
func (h *house) furnishAuthors() {
	h.t.Helper()
	for _, one := range [][2]string{{"approuvee", "approuver"}, {"bloque", "interdire"}} {
		name, action := one[0], one[1]
		who := marked + name
		h.announce(who, "de "+name, marked+" de "+name, "", bot.Recruiter)
		h.names[name] = string(h.person(who))
		args := bot.Args{"personne": h.names[name]}
		if action == "interdire" {
			args = args.With("motif", "serieux").With("mots", "Deux fois, "+reserved+".")
		}
		h.does(marked+"malik", bot.Moderator, "moderation", action, args)
	}
	h.names["auteur"] = string(h.person(author))
}

// furnishSchedules has a schedule in every state, with what they posted.
func (h *house) furnishSchedules() {
	h.t.Helper()
	var next time.Time
	for _, s := range []struct {
		name, channel, said string
		state               schedule.State
		coaching            bool
		items               []string
	}{
		{"programme", "accompagnement", "chaque jour à 9 h", schedule.Active, true, []string{marked + " jour 1", marked + " jour 2", marked + " jour 3", marked + " jour 4", marked + " jour 5", marked + " jour 6"}},
		{"douteux", "doute", "chaque jour à 9 h", schedule.Active, false, []string{marked + " doute"}},
		{"parti", "parti", "chaque jour à 9 h", schedule.Active, false, []string{marked + " parti"}},
		{"pause", "accompagnement", "chaque jour à 9 h", schedule.Paused, false, []string{marked + " pause"}},
		{"brouillonne", "accompagnement", "chaque jour à 9 h", schedule.Draft, false, []string{reserved + " projet"}},
		{"fini", "accompagnement", "chaque jour à 9 h", schedule.Over, false, []string{marked + " un", marked + " deux"}},
	} {
		when, err := schedule.Parse(s.said, h.at, defaults(h.t).Zone)
		h.fatal(err)
		one := &schedule.Schedule{Community: spaceOf(here, ""), To: spaceOf(here, marked+s.channel), When: when, State: s.state, Coaching: s.coaching, Series: len(s.items) > 1}
		if s.state == schedule.Active {
			next, err = when.Next(h.at)
			h.fatal(err)
			one.Next = next
		}
		h.fatal(h.store.CreateSchedule(h.t.Context(), one, s.items, h.at))
		h.names[s.name] = one.ID
	}
	h.passes(next.Sub(h.at))
	runs, err := h.store.ScheduleRuns(h.t.Context(), h.names["programme"], 0, 1)
	if err != nil || len(runs) != 1 {
		h.t.Fatalf("%+v, %v", runs, err)
	}
	h.names["envoi"] = runs[0].ID
	lost, err := h.store.UncertainPosts(h.t.Context(), storage.Scope{}, 5)
	if err != nil || len(lost) == 0 {
		h.t.Fatalf("nothing is uncertain: %v", err)
	}
	h.names["douteuse"] = lost[0].ID
}

// furnishPeople has moderators named, settings changed, messages asked for, the weather
// of a day, a farewell, and drafts, which last a day.
func (h *house) furnishPeople() {
	h.t.Helper()
	admin := marked + "ada"
	h.person(marked + "nommee")
	h.does(admin, bot.Admin, "reglages", "ajouter", bot.Args{"qui": marked + "nommee"})
	h.names["nommee"] = string(h.person(marked + "nommee"))
	h.does(admin, bot.Admin, "reglages", "", bot.Args{"fuseau": "Europe/Brussels"})
	h.does(admin, bot.Admin, "reglages", "roles", bot.Args{"recruteurs": marked + "recrutement"})
	h.does(admin, bot.Admin, "reglages", "placer", bot.Args{"salon": marked + "accueil"})
	h.does(author, bot.Anyone, "abonnements", "recevoir", bot.Args{"sujet": "message-du-jour"})
	h.does(author, bot.Anyone, "planifier", "fait", bot.Args{"envoi": h.names["envoi"]})
	own := spaceOf(here, "")
	h.fatal(h.store.Agree(h.t.Context(), own, h.person(author), storage.Consent{Version: 1, Lang: bot.FR, Wording: unfinished + " mots lus", Given: h.at}))
	h.fatal(h.store.SetWeather(h.t.Context(), own, h.person(author), storage.DayWeather{On: schedule.DayOf(morning()), Weather: 2}, time.UTC, h.at))
	gone := marked + "partie"
	h.does(gone, bot.Anyone, "rebondir", "arreter", nil)
	h.does(gone, bot.Anyone, "rebondir", "ecrire", bot.Args{"mot": marked + " au revoir"})
	h.does(gone, bot.Anyone, "rebondir", "publier", nil)
	h.passes(morning().Sub(h.at)) // drafts last a day
	draft := h.does(author, bot.Anyone, "publier", "vide", nil)
	h.names["brouillon"] = does(h.t, draft, "Les conditions").Args["id"]
	h.does(author, bot.Anyone, "publier", "decrire", bot.Args{"id": h.names["brouillon"], "titre": "Développeur Go " + unfinished, "entreprise": "Fictif", "lieu": "Nancy", "texte": "Une équipe de six."})
	h.does(author, bot.Anyone, "publier", "preciser", bot.Args{"id": h.names["brouillon"], "contrat": "cdi", "salaire": "40-45k€", "qui": "employer", "lien": "rh@fictif.example"})
	change := h.does(author, bot.Anyone, "mesannonces", "modifier", bot.Args{"id": h.names["vivante"]})
	h.names["changement"] = does(h.t, change, "Voir le brouillon").Args["id"]
	h.does(author, bot.Anyone, "publier", "decrire", bot.Args{"id": h.names["changement"], "titre": "Développeuse " + unfinished, "entreprise": "Fictif", "lieu": "Nancy"})
	h.names["pause.avant"] = ownForm(h, "planifier", "reecrire", bot.Args{"id": h.names["pause"], "rang": "0"})["avant"]
}

// ownForm is what the form of an action of moderators gives back by itself.
func ownForm(h *house, command, action string, args bot.Args) bot.Args {
	h.t.Helper()
	form, ok := h.does(marked+"malik", bot.Moderator, command, action, args).Reply.(*bot.Modal)
	if !ok {
		h.t.Fatalf("%s/%s opens no form", command, action)
	}
	return form.Do.Args
}
