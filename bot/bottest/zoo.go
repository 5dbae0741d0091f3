package bottest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rebond/bot"
)

// Specimen is a message to render, by a name that is fit for a file's.
type Specimen struct {
	Name    string
	Message *bot.Message
}

// Zoo is one message of each sort that platforms must show whole: those one
// reads every day, then those at the limits of what every platform accepts. There
// is another message of the platform to lead to.
func Zoo(other bot.MessageRef) []Specimen {
	return []Specimen{
		{"plain", &bot.Message{Text: text("La permanence CV est mardi à 18 h 30, salle Curie. Viens comme tu es.", "The CV drop-in is on Tuesday at 18:30, in the Curie room. Come as you are.")}},
		{"typography", typography()},
		{"markup", markup()},
		{"mentions", mentions()},
		{"lines", lines()},
		{"offers", offers()},
		{"offer", offer()},
		{"nothing-found", nothingFound()},
		{"tones", tones()},
		{"images", images()},
		{"sketched", sketched()},
		{"files", files()},
		{"buttons", buttons()},
		{"to-a-message", toMessage(other)},
		{"select", options(25, 0)},
		{"select-several", options(4, 3)},
		{"card-alone", &bot.Message{Cards: []bot.Card{{Title: text("Ta recherche est gardée", "Your search is kept")}}}},
		{"buttons-alone", &bot.Message{Buttons: []bot.Button{press(text("Continuer", "Go on"), bot.Primary)}}},
		{"hostile", rogue()},
		{"scripts", scripts()},
		{"right-to-left", rightToLeft()},
		{"long-text", &bot.Message{Text: text(exactly(4000, longFR), exactly(4000, longEN))}},
		{"long-card", longCard()},
	}
}

// press is a button of the zoo: it greets by its own label.
func press(label bot.Text, style bot.Style) bot.Button {
	return bot.Button{Label: label, Style: style, Do: bot.Call{Command: "bonjour", Args: bot.Args{"texte": bot.Plain(label.FR)}}}
}

func fact(label, value bot.Text) bot.Fact { return bot.Fact{Label: label, Value: value} }

// leads is a button that opens a page.
func leads(label bot.Text, url string) bot.Button { return bot.Button{Label: label, URL: url} }

func typography() *bot.Message {
	seen := time.Date(2026, time.December, 1, 9, 0, 0, 0, time.UTC)
	return &bot.Message{Text: bot.Join("\n",
		bot.Textf(text("« L’été » ? Oui ; « dès demain » ! Salaire : %s € par an.", "“Summer”? Yes; “from tomorrow”! Pay: €%s a year."), 45000),
		bot.Textf(text("Vu le %s — %s, %s, %s.", "Seen on %s — %s, %s, %s."), bot.Date(seen), offersSeen(0), offersSeen(1), offersSeen(1234)),
		text("Cœur, œuvre, Noël, à, ÇA, où, l’aînée, aujourd’hui, 35 h, 50 %, 1er, n° 3…", "Naïve café, co-op, it’s, 50%, 1st, no. 3…"),
	)}
}

func offersSeen(n int) bot.Text {
	return bot.Count(n, text("%s offre vue", "%s offer seen"), text("%s offres vues", "%s offers seen"))
}

func markup() *bot.Message {
	return &bot.Message{
		Text: text(`# Ce que je sais faire
Du **gras**, de l’_italique_, les **_deux_**, _[les deux liés](https://rebond.example/lien)_, du `+"`code -x \"y\"`"+` et [un lien](https://rebond.example/aide?a=1&b=2).
- Chercher avec **/offres**
- Publier, et [relire](https://rebond.example/relire_(avant))
- Écrire à [l’équipe](mailto:equipe@rebond.example)
> On répond sous _deux_ jours.
Rien n’est \**gras** ici, ni \_italique\_, ni \[lien\](https://x.example) ; 2 * 3 * 4 = 24, snake_case_ici.
# Et [un titre](https://rebond.example/titre) en **gras**`,
			`# What I can do
Some **bold**, some _italics_, **_both_**, _[linked italics](https://rebond.example/link)_, some `+"`code -x \"y\"`"+` and [a link](https://rebond.example/help?a=1&b=2).
- Look with **/jobs**
- Post, and [read again](https://rebond.example/read_(before))
- Write to [the team](mailto:team@rebond.example)
> We answer within _two_ days.
Nothing is \**bold** here, nor \_italics\_, nor a \[link\](https://x.example); 2 * 3 * 4 = 24, snake_case_here.
# And [a heading](https://rebond.example/heading) in **bold**`),
	}
}

// mentions names somebody, a channel and a role, beside what only looks like it.
func mentions() *bot.Message {
	const id, other = "123456789012345678", "876543210987654321"
	who, channel, role := bot.Mention(bot.Person, id), bot.Mention(bot.Channel, id), bot.Mention(bot.Role, id)
	return &bot.Message{Text: bot.Textf(bot.Text{
		FR: "**%s** a choisi %s pour les offres, et %s pour la modération. %s n’appelle personne, ni %s.",
		EN: "**%s** has chosen %s for openings, and %s for moderation. %s calls nobody, nor does %s.",
	}, who, channel, role, "<@"+other+"> <@!"+other+"> <#"+other+"> <@&"+other+">", bot.Mention(bot.Person, "@everyone"))}
}

func lines() *bot.Message {
	return &bot.Message{Text: text("\n\nUn paragraphe\nsur deux lignes.\n\n\n\nUn autre.\n- un\n- deux\n\n- trois\n> une citation\n> qui continue\nLa fin.\n\n", "\n\nA paragraph\non two lines.\n\n\n\nAnother.\n- one\n- two\n\n- three\n> a quotation\n> that goes on\nThe end.\n\n")}
}

func offers() *bot.Message {
	m := &bot.Message{Text: text("J’ai compris : **golang**, **Nancy (54)**, CDI. Plus de 20 offres.", "I understood: **golang**, **Nancy (54)**, permanent. Over 20 openings.")}
	for i, o := range []struct{ title, place bot.Text }{
		{text("Développeuse ou développeur Go", "Go developer"), bot.Same("Nancy (54)")},
		{text("Ingénieure ou ingénieur C++ & C#", "C++ & C# engineer"), bot.Same("L’Haÿ-les-Roses (94)")},
		{text("Alternance — support [niveau 2]", "Apprenticeship — support [level 2]").Escaped(), text("Télétravail complet", "Fully remote")},
		{text("Tech lead _plateforme_", "Platform _tech lead_").Escaped(), bot.Same("Vandœuvre-lès-Nancy (54)")},
		{text("Administration des systèmes, réseaux, bases de données et sauvegardes des vingt sites de la métropole", "Administrator of the systems, networks, databases and backups of the twenty sites of the city"), bot.Same("Metz (57)")},
	} {
		view, keep := press(text("Voir", "View"), bot.Plainly), press(text("Garder", "Keep"), bot.Plainly)
		view.Do.Args, keep.Do.Args = bot.Args{"texte": "voir " + strconv.Itoa(i+1)}, bot.Args{"texte": "garder " + strconv.Itoa(i+1)}
		at := "https://emploi.example/offres/" + strconv.Itoa(i+1)
		m.Cards = append(m.Cards, bot.Card{
			Title: o.title, URL: at,
			Body:    text("Tu rejoins une équipe de six personnes qui livre chaque semaine.", "You join a team of six that ships every week."),
			Facts:   []bot.Fact{fact(text("Lieu", "Place"), o.place), fact(text("Contrat", "Contract"), text("CDI, 35 h", "Permanent, 35 h")), fact(text("Salaire", "Pay"), bot.Textf(text("%s à %s € par an", "€%s to %s a year"), 38000+i*1000, 45000+i*1000))},
			Buttons: []bot.Button{view, keep, leads(text("Postuler", "Apply"), at)},
		})
	}
	m.Buttons = []bot.Button{press(text("Suivantes", "Next"), bot.Primary), press(text("Modifier", "Change"), bot.Plainly)}
	return m
}

func offer() *bot.Message {
	return &bot.Message{Cards: []bot.Card{{
		Title: text("Développeuse ou développeur Go", "Go developer"), URL: "https://emploi.example/offres/1", Tone: bot.Good,
		Body: text("# Le poste\nTu écris des services sobres et **testés**.\n\n# Le profil\n- Go ou un cousin\n- l’envie d’apprendre\n\n> Débutants acceptés.", "# The job\nYou write frugal, **tested** services.\n\n# You\n- Go or a cousin of it\n- a wish to learn\n\n> Beginners welcome."),
		Facts: []bot.Fact{
			fact(text("Entreprise", "Company"), bot.Textf(text("[%s](https://atelier.example)", "[%s](https://atelier.example)"), "Atelier d’exemple")),
			fact(text("Lieu", "Place"), text("Nancy (54), **2 jours** de télétravail", "Nancy (54), **2 days** remote")),
			fact(text("Clôture", "Closes"), bot.Date(time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC))),
		},
		Image:   &bot.Image{Alt: text("Le logo de l’Atelier d’exemple : un carré bleu et orange", "The logo of Atelier d’exemple: a blue and orange square"), Name: "logo.png", Data: picture()},
		Footer:  text("Vue aujourd’hui · _source : [exemple](https://emploi.example)_", "Seen today · _source: [exemple](https://emploi.example)_"),
		Buttons: []bot.Button{leads(text("Postuler", "Apply"), "https://emploi.example/offres/1/postuler"), press(text("Signaler", "Report"), bot.Danger)},
	}}}
}

func nothingFound() *bot.Message {
	return &bot.Message{
		Text:    text("Je n’ai rien trouvé pour **cobol**, **Nancy (54)**. Et si tu élargissais ?", "I found nothing for **cobol**, **Nancy (54)**. How about a wider search?"),
		Buttons: []bot.Button{press(text("Toute la Meurthe-et-Moselle", "All of Meurthe-et-Moselle"), bot.Primary), press(text("Partout en télétravail", "Anywhere, remotely"), bot.Plainly)},
	}
}

func tones() *bot.Message {
	return &bot.Message{Cards: []bot.Card{
		{Title: text("Sans couleur", "No colour"), Body: text("Une carte comme une autre.", "A card like any other.")},
		{Title: text("Respire", "Breathe"), Body: text("Une chose à la fois.", "One thing at a time."), Tone: bot.Calm},
		{Title: text("C’est envoyé", "Sent"), Tone: bot.Good, Footer: text("Relance possible lundi", "You may follow up on Monday")},
		{Body: text("**Attention** : l’offre ferme ce soir.", "**Careful**: the opening closes tonight."), Tone: bot.Warning},
	}}
}

func images() *bot.Message {
	return &bot.Message{
		Text: text("La courbe de la semaine :", "This week’s curve:"),
		Images: []bot.Image{
			{Alt: text("Huit candidatures lundi, trois mardi", "Eight applications on Monday, three on Tuesday"), Name: "courbe.png", Data: picture()},
			{Alt: text("Le plan de la salle Curie", "The plan of the Curie room"), URL: "https://rebond.example/plan.png?salle=curie&l=fr"},
		},
		Cards: []bot.Card{{Title: text("Salle Curie", "Curie room"), Image: &bot.Image{Alt: text("La porte, à gauche de l’accueil", "The door, left of the front desk"), URL: "https://rebond.example/porte.jpg"}}},
	}
}

// sketched are pictures for which a sketch stands where they are not handed over.
func sketched() *bot.Message {
	picture := func(fr, en, name, get, got string) bot.Image {
		return bot.Image{
			Alt: text(fr, en), Name: name, Data: picture(), Get: press(text(get, got), bot.Plainly),
			Sketch: text("Météo    ▁▃▅▆█··▃\nÉnergie  ▁▅█·▁··█", "Weather  ▁▃▅▆█··▃\nEnergy   ▁▅█·▁··█"),
		}
	}
	curve := picture("Cinq jours notés sur huit, le dernier avec des nuages", "Five days noted of eight, the last one cloudy", "meteo.png", "Recevoir l’image", "Get the picture")
	other := picture("Une semaine plutôt ensoleillée", "A rather sunny week", "semaine.png", "Recevoir celle de la semaine", "Get that of the week")
	return &bot.Message{
		Text:    text("Ta courbe :", "Your curve:"),
		Cards:   []bot.Card{{Title: text("La semaine", "The week"), Image: &other, Footer: text("Personne d’autre ne la voit", "Nobody else sees it"), Buttons: []bot.Button{press(text("Mon carnet", "My notebook"), bot.Plainly)}}},
		Images:  []bot.Image{curve},
		Buttons: []bot.Button{press(text("90 jours", "90 days"), bot.Primary), press(text("Retour", "Back"), bot.Plainly)},
	}
}

// picture is a small PNG, of the same bytes whatever Go compresses.
func picture() []byte {
	i := image.NewPaletted(image.Rect(0, 0, 24, 24), color.Palette{color.RGBA{0x0b, 0x6b, 0x9b, 0xff}, color.RGBA{0xe8, 0xa5, 0x4b, 0xff}})
	for at := range i.Pix {
		i.Pix[at] = uint8((at%24 + at/24) / 12 % 2)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&b, i); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

func files() *bot.Message {
	return &bot.Message{Text: text("Tes données, comme tu les as demandées.", "Your data, as you asked for it."), Files: []bot.File{
		{Name: "mes-donnees.json", Media: "application/json", Data: []byte("{\n  \"langue\": \"fr\",\n  \"texte\": \"<b>é</b>\"\n}\n")},
		{Name: "candidatures.csv", Media: "text/csv", Data: []byte(strings.Repeat("2026-11-22;Développeuse ou développeur Go;envoyée\n", 40))},
		{Name: "logo.png", Media: "image/png", Data: picture()},
	}}
}

func buttons() *bot.Message {
	return &bot.Message{Text: text("À toi.", "Your turn."), Buttons: []bot.Button{
		press(text("Publier l’offre", "Post the opening"), bot.Primary), press(text("Relire", "Read again"), bot.Plainly), press(text("Tout effacer", "Erase all"), bot.Danger),
		leads(text("Le guide", "The guide"), "https://rebond.example/guide#publier"),
		press(text("Oui", "Yes"), bot.Plainly), press(text("Non", "No"), bot.Plainly), press(text("Je ne sais pas encore, redemande-moi dans une semaine, merci d’avance à toi", "I do not know yet, please ask me again a week from now, thank you very much"), bot.Plainly),
	}}
}

func toMessage(other bot.MessageRef) *bot.Message {
	see := func(fr, en string) bot.Button { return bot.Button{Label: text(fr, en), To: other} }
	return &bot.Message{
		Text:    text("Le message de mardi a une suite.", "There is more to Tuesday’s message."),
		Cards:   []bot.Card{{Title: text("Atelier CV", "CV workshop"), Body: text("Il reste deux places.", "Two places are left."), Buttons: []bot.Button{press(text("M’inscrire", "Sign me up"), bot.Primary), see("Relire l’annonce", "Read the notice again")}}},
		Buttons: []bot.Button{see("Voir le message « d’avant »", "See the message “before”"), press(text("Continuer", "Go on"), bot.Plainly)},
	}
}

func options(n, most int) *bot.Message {
	s := bot.Select{Prompt: text("Ton domaine", "Your field"), Max: most, Param: "choix", Do: bot.Call{Command: "choisir", Action: "choix"}}
	for i := range n {
		s.Options = append(s.Options, bot.Option{Value: "d" + strconv.Itoa(i+1), Label: bot.Textf(text("Domaine n° %s : « R&D »", "Field no. %s: “R&D”"), i+1)})
	}
	s.Options[1].Chosen = true
	return &bot.Message{Text: text("Choisis, tu pourras changer.", "Choose; you can change later."), Selects: []bot.Select{s}}
}

func longCard() *bot.Message {
	c := bot.Card{Title: text(exactly(150, longFR), exactly(150, longEN)), Body: text(exactly(2000, longFR), exactly(2000, longEN)), Footer: text(exactly(200, longFR), exactly(200, longEN))}
	for i := range 10 {
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Textf(text("Détail n° %s", "Detail no. %s"), i+1), Value: text(exactly(100, longFR), exactly(100, longEN))})
	}
	for range 5 {
		c.Buttons = append(c.Buttons, press(text(exactly(75, longFR), exactly(75, longEN)), bot.Plainly))
	}
	return &bot.Message{Cards: []bot.Card{c}}
}

const (
	longFR = "Tu peux chercher longtemps et bien : une heure par jour, un carnet, une pause ; chaque essai compte. "
	longEN = "You can look for long and do it well: an hour a day, a notebook, a break; every attempt counts. "
)

// exactly is a sentence over and over, cut with an ellipsis at n characters.
func exactly(n int, sentence string) string {
	runes := []rune(strings.Repeat(sentence, n/utf8.RuneCountInString(sentence)+1))
	return string(runes[:n-1]) + "…"
}
