package local

import (
	"errors"
	"testing"

	"rebond/bot"
)

// render writes a message; its buttons are numbered in their order.
func render(t *testing.T, m *bot.Message, l bot.Lang) (string, []bot.Call) {
	t.Helper()
	var calls []bot.Call
	w := &writer{lang: l, number: func(c bot.Call) (int, error) { calls = append(calls, c); return len(calls), nil }}
	if err := w.message(m, false); err != nil {
		t.Fatal(err)
	}
	return loose(w.String()), calls
}

func TestEveryPartOfAMessageIsWritten(t *testing.T) {
	do := func(page string) bot.Call { return bot.Call{Command: "offres", Args: bot.Args{"page": page}} }
	m := &bot.Message{
		Text: text("# Offres\n\nDeux **offres** :\n- une\n- [deux](https://x.example/2)\n> citation\n\n`code` _ici_", "Offers"),
		Cards: []bot.Card{{
			Title: text("Dev *Go*", "Go dev"), URL: "https://x.example/1", Body: text("À Nancy", "In Nancy"),
			Facts:   []bot.Fact{{Label: text("Contrat", "Contract"), Value: text("CDI", "permanent")}},
			Image:   &bot.Image{Alt: text("Le bureau", "The office"), URL: "https://x.example/i.png"},
			Footer:  text("Vu hier", "Seen yesterday"),
			Buttons: []bot.Button{{Label: text("Voir", "See"), Do: do("1")}, {Label: text("Postuler", "Apply"), URL: "https://x.example/a"}},
		}},
		Images:  []bot.Image{{Alt: text("La courbe", "The curve"), URL: "https://x.example/c.png"}},
		Files:   []bot.File{{Name: "donnees.json", Media: "application/json", Data: []byte("{}\n")}},
		Selects: []bot.Select{{Prompt: text("Trier par", "Sort by"), Param: "tri", Do: do("1"), Options: []bot.Option{{Value: "date", Label: text("Date", "Date")}, {Value: "lieu", Label: text("Lieu", "Place")}}}},
		Buttons: []bot.Button{{Label: text("Suivantes", "Next"), Do: do("2")}},
	}
	want := `Offres
Deux offres :
- une
- deux <https://x.example/2>
> citation

code ici

■ Dev *Go*
  https://x.example/1
  À Nancy
  Contrat : CDI
  [image] Le bureau https://x.example/i.png
  Vu hier
  [1] Voir   Postuler : https://x.example/a
[image] La courbe https://x.example/c.png
[donnees.json]
  {}
Trier par
  [2] Date   [3] Lieu

[4] Suivantes
`
	shown, calls := render(t, m, bot.FR)
	if shown != want {
		t.Errorf("%s\nwant\n%s", shown, want)
	}
	if len(calls) != 4 || calls[1].Args["tri"] != "date" || calls[2].Args["tri"] != "lieu" || calls[2].Args["page"] != "1" || calls[3].Args["page"] != "2" {
		t.Errorf("the buttons do %+v", calls)
	}
	if _, there := m.Selects[0].Do.Args["tri"]; there {
		t.Error("showing a select changed it")
	}
	shown, _ = render(t, m, bot.EN)
	wantShown(t, shown, "Offers\n", "■ Go dev\n", "  In Nancy\n", "  Contract: permanent\n", "  [image] The office https://x.example/i.png\n", "  Seen yesterday\n", "[1] See   Apply: https://x.example/a\n", "[image] The curve", "Sort by\n", "  [2] Date   [3] Place\n", "[4] Next\n")
}

func TestLinksShowWhereTheyLead(t *testing.T) {
	for in, want := range map[string]string{
		"[ici](https://x.example)":               "ici <https://x.example>\n",
		"[https://x.example](https://x.example)": "https://x.example\n",
		"[https://x.example](https://y.example)": "https://x.example <https://y.example>\n",
		"[a@x.example](mailto:a@x.example)":      "a@x.example\n",
		"[clic](javascript:alert)":               "[clic](javascript:alert)\n",
	} {
		if got, _ := render(t, &bot.Message{Text: bot.Markup(in)}, bot.FR); got != want {
			t.Errorf("%q is shown as %q; want %q", in, got, want)
		}
	}
}

func TestLinesOfAParagraphAreIndentedAlike(t *testing.T) {
	got, _ := render(t, &bot.Message{Cards: []bot.Card{{Body: bot.Markup("a\nb\n\nc\n- d")}}}, bot.FR)
	if want := "  a\n  b\n\n  c\n  - d\n"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestAButtonThatCannotBeNumberedIsAFault(t *testing.T) {
	full := errors.New("disk is full")
	button := []bot.Button{{Label: bot.Markup("a"), Do: bot.Call{Command: "offres"}}}
	for name, m := range map[string]*bot.Message{
		"of the message": {Buttons: button},
		"of a card":      {Cards: []bot.Card{{Buttons: button}}},
		"of a select":    {Selects: []bot.Select{{Options: []bot.Option{{Value: "a"}}, Param: "a"}}},
	} {
		w := &writer{lang: bot.FR, number: func(bot.Call) (int, error) { return 0, full }}
		if err := w.message(m, false); !errors.Is(err, full) {
			t.Errorf("%s: %v; want the fault", name, err)
		}
	}
}
