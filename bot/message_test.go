package bot

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
)

// sketched is a picture whose button does a call.
func sketched(do Call) Image {
	return Image{Alt: Same("La courbe"), Name: "courbe.png", Data: []byte{0x89, 'P', 0, 0xff}, Sketch: Text{FR: "▁█·", EN: "▁█·"}, Get: Button{Label: Same("Recevoir"), Do: do}}
}

// The calls of a message are those of every control, and of none that does nothing.
func TestCallsOfAMessage(t *testing.T) {
	do := func(action string) Call { return Call{Command: "courbe", Action: action} }
	card, one := sketched(do("une")), sketched(do("deux"))
	m := &Message{
		Cards:   []Card{{Image: &card, Buttons: []Button{{Do: do("trois")}, {URL: "https://rebond.example"}}}, {Image: &Image{Alt: Same("nue")}}, {}},
		Images:  []Image{{Alt: Same("nue"), URL: "https://rebond.example/a.png"}, one},
		Buttons: []Button{{To: MessageRef{ID: "1"}}, {Do: do("quatre")}},
		Selects: []Select{{Param: "choix", Do: do("cinq")}},
	}
	var got []string
	for _, c := range m.Calls() {
		got = append(got, c.Action)
	}
	slices.Sort(got)
	if want := []string{"cinq", "deux", "quatre", "trois", "une"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	if n := len((&Message{Text: Same("rien")}).Calls()); n != 0 {
		t.Errorf("%d calls of a message without controls", n)
	}
}

// What gets a picture is a control like others: it does what is declared, or the answer is
// a fault of ours.
func TestWhatGetsAPictureIsDeclared(t *testing.T) {
	p := newPorts()
	r := p.router(t, command("courbe", "curve", func(c *Command) {
		secret := param("note", "note", Line)
		secret.Private = true
		c.Params = []Param{param("jours", "days", Number), secret}
		c.Actions = []Action{{Name: "image", Run: say("La voici", "Here it is"), Params: []Param{param("jours", "days", Number)}}}
	}))
	for name, one := range map[string]struct {
		do Call
		ok bool
	}{
		"declared":        {Call{Command: "courbe", Action: "image", Args: Args{"jours": "30"}}, true},
		"the command":     {Call{Command: "courbe"}, true},
		"none":            {Call{}, true},
		"no such action":  {Call{Command: "courbe", Action: "rien"}, false},
		"no such command": {Call{Command: "rien"}, false},
		"another one's":   {Call{Command: "courbe", Action: "image", Args: Args{"mois": "1"}}, false},
		"private":         {Call{Command: "courbe", Args: Args{"note": "mot"}}, false},
	} {
		i := sketched(one.do)
		for where, m := range map[string]*Message{"an image": {Images: []Image{i}}, "a card": {Cards: []Card{{Image: &i}}}} {
			for kind, reply := range map[string]Reply{"message": m, "update": &Update{*m}} {
				if err := r.checkReply(reply); (err == nil) != one.ok {
					t.Errorf("%s in %s of a %s: %v", name, where, kind, err)
				}
			}
		}
	}
}

// A message is kept as JSON whole, and one without pictures that are asked for as it was.
func TestMessagesAsJSON(t *testing.T) {
	one := sketched(Call{Command: "courbe", Action: "image", Args: Args{"jours": "30"}})
	m := &Message{Text: Same("Ta courbe"), Images: []Image{one, {Alt: Same("nue"), URL: "https://rebond.example/a.png"}}, Cards: []Card{{Image: &one}}}
	data, err := json.Marshal(m)
	var back Message
	if err := errors.Join(err, json.Unmarshal(data, &back)); err != nil || !reflect.DeepEqual(&back, m) {
		t.Errorf("%v: %s becomes %+v", err, data, back)
	}
	data, err = json.Marshal(Image{Alt: Text{FR: "nue", EN: "bare"}, URL: "https://rebond.example/a.png"})
	if want := `{"alt":{"FR":"nue","EN":"bare"},"url":"https://rebond.example/a.png"}`; err != nil || string(data) != want {
		t.Errorf("%v: %s; want %s", err, data, want)
	}
}
