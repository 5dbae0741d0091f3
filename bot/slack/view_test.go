package slack

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rebond/bot"
	"rebond/bot/bottest"
)

// param is a field of a kind.
func param(name string, k bot.Kind, label, help bot.Text) bot.Param {
	return bot.Param{Name: name, Names: bot.Same(name), Kind: k, Label: label, Help: help}
}

// everyKind are fields of every kind, and what they can hold.
func everyKind() ([]bot.Param, bot.Args) {
	all := []bot.Param{
		param("nom", bot.Line, bot.Text{FR: "Ton nom", EN: "Your name"}, bot.Text{FR: "Celui d’usage", EN: "The one you use"}),
		param("envie", bot.Prose, bot.Text{FR: "Ton envie", EN: "Your wish"}, bot.Text{FR: "En quelques lignes", EN: "In a few lines"}),
		param("annees", bot.Number, bot.Text{FR: "Années d’expérience", EN: "Years of experience"}, bot.Text{FR: "0 si tu débutes", EN: "0 if you begin"}),
		param("jour", bot.Day, bot.Text{FR: "Le jour", EN: "The day"}, bot.Text{FR: "Celui de l’atelier", EN: "That of the workshop"}),
		param("quand", bot.Moment, bot.Text{FR: "Quand\u202f?", EN: "When?"}, bot.Text{FR: "Dans ton fuseau horaire", EN: "In your time zone"}),
		param("contrat", bot.Choice, bot.Text{FR: "Contrat", EN: "Contract"}, bot.Text{FR: "Celui que tu cherches", EN: "The one you look for"}),
		param("qui", bot.Person, bot.Text{FR: "Avec qui", EN: "With whom"}, bot.Text{FR: "Quelqu’un d’ici", EN: "Somebody here"}),
		param("salon", bot.Channel, bot.Text{FR: "Salon", EN: "Channel"}, bot.Text{FR: "Public ou privé", EN: "Public or private"}),
		param("groupe", bot.Role, bot.Text{FR: "Groupe", EN: "Group"}, bot.Text{FR: "Un groupe d’utilisateurs", EN: "A user group"}),
		param("adresse", bot.Link, bot.Text{FR: "Adresse de l’offre", EN: "Address of the opening"}, bot.Text{FR: "Celle de la page", EN: "That of its page"}),
		param("accord", bot.YesNo, bot.Text{FR: "D’accord\u202f?", EN: "All right?"}, bot.Text{FR: "Tu peux changer d’avis", EN: "You can change your mind"}),
		param("fichier", bot.Document, bot.Text{FR: "Le fichier", EN: "The file"}, bot.Text{FR: "Du texte", EN: "Text"}),
		param("lieu", bot.Line, bot.Text{FR: "Lieu", EN: "Place"}, bot.Text{FR: "Commune ou région", EN: "A town or a region"}),
	}
	all[5].Options = []bot.Option{{Value: "cdi", Label: bot.Text{FR: "CDI", EN: "Permanent"}}, {Value: "cdd", Label: bot.Text{FR: "CDD", EN: "Fixed term"}}}
	all[12].Suggest = func(context.Context, *bot.Request, string) ([]bot.Option, error) { return nil, nil }
	return all, bot.Args{
		"nom": "Éloïse & co <b>", "envie": "Apprendre.\n\n*Bâtir*", "annees": "3", "jour": "2026-12-01", "quand": "2026-11-24T09:00", "contrat": "cdd", "qui": "U0000001",
		"salon": "C0000001", "groupe": "S0000001", "adresse": "https://emploi.example/1?a=b&c=d", "accord": "yes", "fichier": "perdu", "lieu": "L’Haÿ-les-Roses (94)",
	}
}

// Forms as they are opened: empty, filled in, and shown again with what is wrong.
func TestFormsAreRendered(t *testing.T) {
	fields, held := everyKind()
	title, do := bot.Text{FR: "Un formulaire", EN: "A form"}, bot.Call{Command: "inscription"}
	wrong := map[string]bot.Text{
		"":      {FR: "Les inscriptions ferment **ce soir**.", EN: "Sign-up closes **tonight**."},
		"nom":   {FR: "Ce nom est déjà porté.", EN: "This name is taken."},
		"lieu":  bot.Textf(bot.Text{FR: "Je ne connais pas «\u00a0%s\u00a0».", EN: "I do not know “%s”."}, "*Nancy* <!channel>"),
		"perdu": {FR: "Il manque autre chose.", EN: "Something else is missing."},
	}
	expected := map[string]bool{}
	for _, l := range bot.Langs {
		for name, m := range map[string]*bot.Modal{
			"empty":  {Title: title, Fields: fields, Do: do},
			"filled": {Title: title, Fields: fields, Values: held, Do: do},
			"wrong":  {Title: title, Fields: []bot.Param{fields[0], fields[2], fields[12]}, Values: bot.Args{"nom": "pris", "annees": "beaucoup", "lieu": "*Nancy* <!channel>"}, Faults: wrong, Do: do},
		} {
			v, err := rendering(t, l).view(m, `{"channel":"C0000001"}`)
			if err != nil {
				t.Fatal(err)
			}
			validView(t, v)
			if v.CallbackID != "inscription." {
				t.Errorf("its callback_id is %q", v.CallbackID)
			}
			file := name + "." + string(l) + ".json"
			expected[file] = true
			golden(t, filepath.Join("views", file), v)
		}
		v, err := rendering(t, l).shown(bot.Same("Rebond"), bottest.Zoo(bot.MessageRef{})[6].Message, "")
		if err != nil {
			t.Fatal(err)
		}
		validView(t, v)
		file := "shown." + string(l) + ".json"
		expected[file] = true
		golden(t, filepath.Join("views", file), v)
	}
	onlyThose(t, "views", expected)
}

// A view holds so many blocks: what does not fit is left out, which is said, and its
// controls are still there.
func TestLongMessagesInAView(t *testing.T) {
	for name, cards := range map[string]int{"just so": 32, "too long": 33, "far too long": 300} {
		m := &bot.Message{Text: bot.Same("Des offres."), Buttons: []bot.Button{{Label: bot.Same("Suivantes"), Do: bot.Call{Command: "bonjour"}}}}
		for range cards {
			m.Cards = append(m.Cards, bot.Card{Title: bot.Same("Une offre"), Buttons: []bot.Button{{Label: bot.Same("Voir"), Do: bot.Call{Command: "bonjour"}}}})
		}
		v, err := rendering(t, bot.FR).shown(bot.Same("Rebond"), m, "")
		if err != nil {
			t.Fatal(err)
		}
		validView(t, v)
		all := v.Blocks.BlockSet
		said := read(all)
		if whole := name == "just so"; strings.Contains(said, "La suite ne tient pas ici.") == whole || strings.HasSuffix(said, "tout.") == whole || len(all) < 96 {
			t.Errorf("%s: %d blocks, which say %q", name, len(all), said)
		}
		if last, ok := all[len(all)-1].(*slack.ActionBlock); !ok || labelOf(last.Elements.ElementSet[0]) != "Suivantes" {
			t.Errorf("%s: the last block is %+v", name, all[len(all)-1])
		}
	}
	m := &bot.Message{Text: bot.Same(strings.Repeat("Tu peux chercher longtemps. ", 10_000)), Files: []bot.File{{Name: "a.csv", Data: []byte("a")}}}
	r := rendering(t, bot.EN)
	v, err := r.shown(bot.Same("Rebond"), m, "")
	if err != nil {
		t.Fatal(err)
	}
	validView(t, v)
	if !strings.HasSuffix(read(v.Blocks.BlockSet), "all of it there.") {
		t.Errorf("%.300q", read(v.Blocks.BlockSet))
	}
}
