package discordtest

import (
	"net/http"
	"strings"
	"testing"
)

func form() object {
	label := func(name string, control object) object {
		return object{"type": TypeLabel, "label": name, "component": control}
	}
	return object{"custom_id": "form", "title": "T’inscrire", "components": []any{
		label("Ton nom", object{"type": TypeTextInput, "custom_id": "nom", "style": 1, "max_length": 20}),
		label("Ton envie", object{"type": TypeTextInput, "custom_id": "envie", "style": 2, "required": false, "value": "Apprendre"}),
		label("Contrat", object{"type": TypeStringSelect, "custom_id": "contrat", "options": []any{object{"label": "CDI", "value": "permanent", "default": true}, object{"label": "Stage", "value": "internship"}}}),
		label("Qui", object{"type": TypeUserSelect, "custom_id": "qui", "required": false, "min_values": 0}),
		label("Où", object{"type": TypeChannelSelect, "custom_id": "ou", "channel_types": []int{TypeText}}),
	}}
}

func TestModals(t *testing.T) {
	sc := open(t)
	i := sc.command()
	sc.answers(CallbackModal, form())
	m := i.Answer().Modal
	if m.Title != "T’inscrire" || m.Field("Ton envie").Component.Value != "Apprendre" || len(m.Fields()) != 5 {
		t.Errorf("%+v", m)
	}
	i = sc.camille.Submit(m, map[string]any{"Ton nom": "Camille", "contrat": "Stage", "Qui": []string{sc.sam.ID}, "Où": sc.offers.ID})
	var heard struct {
		ID, Token string
		Type      int
		Data      struct {
			Custom_id  string
			Components []struct {
				Type      int
				Component struct {
					Custom_id, Value string
					Values           []string
				}
			}
			Resolved struct{ Users, Members, Channels map[string]object }
		}
	}
	sc.event("INTERACTION_CREATE", &heard)
	d := heard.Data
	if heard.Type != KindModal || d.Custom_id != "form" || d.Components[0].Component.Value != "Camille" || d.Components[1].Component.Value != "Apprendre" ||
		d.Components[2].Component.Values[0] != "internship" || d.Components[3].Component.Values[0] != sc.sam.ID || d.Resolved.Members[sc.sam.ID] == nil || d.Resolved.Channels[sc.offers.ID] == nil {
		t.Errorf("%+v", heard)
	}
	path := "/interactions/" + heard.ID + "/" + heard.Token + "/callback"
	sc.fails(http.MethodPost, path, object{"type": CallbackModal, "data": form()}, http.StatusBadRequest, 50035)
	sc.fails(http.MethodPost, path, object{"type": CallbackUpdate, "data": said("x")}, http.StatusBadRequest, 50035)
	sc.asks(http.MethodPost, path, object{"type": CallbackMessage, "data": said("Te voilà")}, http.StatusNoContent, nil)
	if a := i.Answer(); !strings.Contains(a.Message.Markdown(), "Te voilà") {
		t.Errorf("%+v", a)
	}
	sc.refusals(2)
}

func TestAModalOpenedByAButton(t *testing.T) {
	sc := open(t)
	i := sc.command()
	sc.answers(CallbackMessage, counter("0"))
	m := i.Answer().Message
	i = sc.camille.Press(m, "plus")
	sc.answers(CallbackModal, form())
	i = sc.camille.Submit(i.Answer().Modal, map[string]any{"nom": "C", "ou": sc.offers.ID})
	sc.answers(CallbackUpdate, counter("42"))
	if a := i.Answer(); !a.Updated || a.Message.ID != m.ID || !strings.Contains(a.Message.Markdown(), "à 42") {
		t.Errorf("%+v", a)
	}
}
