package discordtest

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// declared are commands that the tests of people use.
func declared() []object {
	option := func(kind int, name, fr string, more object) object {
		return with(object{"type": kind, "name": name, "description": "An option", "name_localizations": object{"fr": fr}}, more)
	}
	return []object{
		{"name": "offers", "name_localizations": object{"fr": "offres"}, "description": "Openings", "contexts": []int{0, 1}, "options": []object{
			option(optionString, "search", "recherche", object{"required": true, "autocomplete": true}),
			option(optionString, "contract", "contrat", object{"choices": []object{{"name": "Permanent", "value": "permanent", "name_localizations": object{"fr": "CDI"}}}}),
			option(optionInteger, "page", "page", object{"min_value": 1, "max_value": 9}),
			option(optionUser, "who", "qui", nil),
		}},
		{"name": "admin", "description": "Settings", "default_member_permissions": "32"},
	}
}

// scene is a bot in a guild with a channel and somebody in it.
type scene struct {
	*agent
	g       *Guild
	offers  *Channel
	camille *User
	sam     *User
}

func open(t *testing.T) *scene {
	t.Helper()
	s := Start(t)
	g := s.Guild("Piscine", "fr")
	sc := &scene{newAgent(t, s), g, g.Channel("offres"), s.User("Camille", "fr"), s.User("Sam", "en-US")}
	g.Join(sc.camille, g.Role("mod", ManageMessages))
	g.Join(sc.sam)
	sc.starts()
	sc.asks(http.MethodPut, "/applications/"+s.ApplicationID+"/commands", declared(), http.StatusOK, nil)
	return sc
}

func (sc *scene) command() *Interaction {
	sc.Helper()
	return sc.camille.Command(sc.offers, "offres", map[string]any{"recherche": "go"})
}

func TestACommandAsTheBotHearsIt(t *testing.T) {
	sc := open(t)
	sc.camille.Command(sc.offers, "offres", map[string]any{"recherche": "go", "contract": "CDI", "page": 2, "qui": sc.sam})
	var i struct {
		Type, Context                  int
		Locale, Guild_locale, Guild_id string
		App_permissions                string
		Member                         struct {
			User        struct{ ID string }
			Roles       []string
			Permissions string
		}
		Authorizing_integration_owners map[string]string
		Channel                        struct{ ID string }
		Data                           struct {
			ID, Name string
			Options  []struct {
				Name  string
				Type  int
				Value any
			}
			Resolved struct{ Users, Members map[string]object }
		}
	}
	sc.event("INTERACTION_CREATE", &i)
	if i.Type != KindCommand || i.Context != 0 || i.Locale != "fr" || i.Guild_locale != "fr" || i.Guild_id != sc.g.ID || i.Member.User.ID != sc.camille.ID || len(i.Member.Roles) != 1 ||
		i.Member.Permissions != (MemberPermissions|ManageMessages).String() || i.Authorizing_integration_owners["0"] != sc.g.ID || i.Channel.ID != sc.offers.ID {
		t.Errorf("%+v", i)
	}
	d := i.Data
	if d.Name != "offers" || d.ID != sc.s.Registered(nil)[0].ID || len(d.Options) != 4 || d.Options[1].Value != "permanent" || d.Options[2].Value != 2.0 ||
		d.Options[3].Value != sc.sam.ID || d.Resolved.Users[sc.sam.ID] == nil || d.Resolved.Members[sc.sam.ID] == nil {
		t.Errorf("%+v", d)
	}
}

func TestACommandInDirectMessages(t *testing.T) {
	sc := open(t)
	sc.sam.Command(sc.sam.DM(), "offers", map[string]any{"search": "go"})
	var i object
	sc.event("INTERACTION_CREATE", &i)
	if i["member"] != nil || i["guild_id"] != nil || i["context"] != 1.0 || i["user"].(object)["id"] != sc.sam.ID {
		t.Errorf("%v", i)
	}
}

func TestAnswers(t *testing.T) {
	t.Run("at once", func(t *testing.T) {
		sc := open(t)
		i := sc.command()
		sc.answers(CallbackMessage, said("Deux offres"))
		a := i.Answer()
		if a.Late || a.Updated || a.Message.Ephemeral || !strings.Contains(a.Message.Markdown(), "Deux offres") || i.Answered.Before(i.Sent) {
			t.Errorf("%+v", a)
		}
		if seen := sc.sam.Sees(sc.offers); len(seen) != 1 || seen[0].Type != MessageCommand {
			t.Errorf("Sam sees %+v", seen)
		}
	})
	t.Run("for one person", func(t *testing.T) {
		sc := open(t)
		i := sc.command()
		sc.answers(CallbackMessage, with(said("Tout bas"), object{"flags": FlagComponentsV2 | FlagEphemeral}))
		if a := i.Answer(); !a.Message.Ephemeral || len(sc.camille.Sees(sc.offers)) != 1 || len(sc.sam.Sees(sc.offers)) != 0 {
			t.Errorf("%+v", a)
		}
		var all []object
		sc.asks(http.MethodGet, "/channels/"+sc.offers.ID+"/messages", nil, http.StatusOK, &all)
		if len(all) != 0 {
			t.Errorf("the history holds %v", all)
		}
	})
	t.Run("late", func(t *testing.T) {
		sc := open(t)
		i := sc.command()
		_, token := sc.answers(CallbackDeferred, object{"flags": FlagEphemeral})
		if seen := sc.camille.Sees(sc.offers); len(seen) != 1 || !seen[0].Loading {
			t.Errorf("%+v", seen)
		}
		hook := "/webhooks/" + sc.s.ApplicationID + "/" + token
		sc.asks(http.MethodPatch, hook+"/messages/@original", said("Enfin"), http.StatusOK, nil)
		if a := i.Answer(); !a.Late || !a.Message.Ephemeral || a.Message.Loading || a.Message.Edited {
			t.Errorf("%+v", a)
		}
		sc.asks(http.MethodPost, hook, said("La suite"), http.StatusOK, nil)
		if f := i.FollowUps(1); f[0].Ephemeral || f[0].Markdown() != "\nLa suite" {
			t.Errorf("%+v", f)
		}
		sc.asks(http.MethodDelete, hook+"/messages/@original", nil, http.StatusNoContent, nil)
		sc.fails(http.MethodGet, hook+"/messages/@original", nil, http.StatusNotFound, 10008)
	})
	t.Run("late by a follow-up", func(t *testing.T) {
		sc := open(t)
		i := sc.command()
		_, token := sc.answers(CallbackDeferred, nil)
		sc.asks(http.MethodPost, "/webhooks/"+sc.s.ApplicationID+"/"+token, said("Enfin"), http.StatusOK, nil)
		if a := i.Answer(); !strings.Contains(a.Message.Markdown(), "Enfin") || len(sc.sam.Sees(sc.offers)) != 1 {
			t.Errorf("%+v", a)
		}
	})
}

func TestDeadlinesOfInteractions(t *testing.T) {
	sc := open(t)
	var passed atomic.Int64
	start := time.Now()
	sc.s.SetClock(func() time.Time { return start.Add(time.Duration(passed.Load())) })
	sc.command()
	var i struct{ ID, Token string }
	sc.event("INTERACTION_CREATE", &i)
	callback, hook := "/interactions/"+i.ID+"/"+i.Token+"/callback", "/webhooks/"+sc.s.ApplicationID+"/"+i.Token
	sc.fails(http.MethodPost, hook, said("trop tôt"), http.StatusNotFound, 10015)
	passed.Store(int64(3001 * time.Millisecond))
	sc.fails(http.MethodPost, callback, object{"type": CallbackDeferred}, http.StatusNotFound, 10062)
	passed.Store(0)
	sc.asks(http.MethodPost, callback, object{"type": CallbackDeferred}, http.StatusNoContent, nil)
	sc.fails(http.MethodPost, callback, object{"type": CallbackDeferred}, http.StatusBadRequest, 40060)
	passed.Store(int64(15*time.Minute + time.Second))
	sc.fails(http.MethodPatch, hook+"/messages/@original", said("trop tard"), http.StatusUnauthorized, 50027)
	sc.fails(http.MethodPost, "/interactions/1/x/callback", object{"type": CallbackDeferred}, http.StatusNotFound, 10062)
}

func TestAFirstAnswerFitsItsInteraction(t *testing.T) {
	sc := open(t)
	sc.command()
	var i struct{ ID, Token string }
	sc.event("INTERACTION_CREATE", &i)
	for _, kind := range []object{{"type": CallbackUpdate, "data": said("x")}, {"type": CallbackDeferredUpdate}, {"type": CallbackChoices, "data": object{"choices": []any{}}}} {
		sc.fails(http.MethodPost, "/interactions/"+i.ID+"/"+i.Token+"/callback", kind, http.StatusBadRequest, 50035)
	}
	sc.refusals(3)
}

func counter(n string) object {
	return said("Le compteur est à "+n, object{"type": TypeActionRow, "components": []any{
		object{"type": TypeButton, "style": 1, "label": "Encore", "custom_id": "plus"},
		object{"type": TypeButton, "style": 2, "label": "Non", "custom_id": "non", "disabled": true},
	}}, object{"type": TypeActionRow, "components": []any{
		object{"type": TypeStringSelect, "custom_id": "choix", "max_values": 2, "options": []any{object{"label": "CDI", "value": "permanent"}, object{"label": "Stage", "value": "internship"}}},
	}})
}

func TestControls(t *testing.T) {
	sc := open(t)
	i := sc.command()
	sc.answers(CallbackMessage, counter("0"))
	m := i.Answer().Message
	if b := m.Buttons(); !slices.Equal(b, []string{"Encore", "Non"}) || m.Button("Encore").CustomID != "plus" {
		t.Errorf("%v", b)
	}
	i = sc.sam.Press(m, "plus")
	sc.answers(CallbackUpdate, counter("1"))
	a := i.Answer()
	if !a.Updated || a.Late || a.Message.ID != m.ID || !strings.Contains(a.Message.Markdown(), "à 1") || len(sc.camille.Sees(sc.offers)) != 1 {
		t.Errorf("%+v", a)
	}
	i = sc.sam.Press(m, "plus")
	_, token := sc.answers(CallbackDeferredUpdate, nil)
	sc.asks(http.MethodPatch, "/webhooks/"+sc.s.ApplicationID+"/"+token+"/messages/@original", counter("2"), http.StatusOK, nil)
	if a = i.Answer(); !a.Updated || !a.Late || !strings.Contains(a.Message.Markdown(), "à 2") {
		t.Errorf("%+v", a)
	}
	i = sc.sam.Choose(m, "choix", "Stage", "permanent")
	var heard struct {
		ID, Token string
		Data      struct {
			Values         []string
			Component_type int
		}
		Message struct{ ID string }
	}
	sc.event("INTERACTION_CREATE", &heard)
	if !slices.Equal(heard.Data.Values, []string{"internship", "permanent"}) || heard.Data.Component_type != TypeStringSelect || heard.Message.ID != m.ID {
		t.Errorf("%+v", heard)
	}
	var with struct {
		Resource struct{ Message struct{ ID string } }
	}
	sc.asks(http.MethodPost, "/interactions/"+heard.ID+"/"+heard.Token+"/callback?with_response=true", object{"type": CallbackMessage, "data": said("Choisi")}, http.StatusOK, &with)
	if b := i.Answer(); b.Updated || b.Message.ID != with.Resource.Message.ID || b.Message.ID == m.ID {
		t.Errorf("%+v, %+v", b, with)
	}
}

func TestCompletion(t *testing.T) {
	sc := open(t)
	got := make(chan []Choice)
	go func() { got <- sc.camille.Complete(sc.offers, "offres", "recherche", "go", nil) }()
	sc.answers(CallbackChoices, object{"choices": []object{{"name": "Golang", "name_localizations": object{"fr": "Langage Go"}, "value": "golang"}}})
	if c := <-got; len(c) != 1 || c[0].Name != "Langage Go" || c[0].Value != "golang" {
		t.Errorf("%+v", c)
	}
}

func TestWhatAClientDoesNotSend(t *testing.T) {
	sc := open(t)
	for name, c := range map[string]struct {
		name    string
		options map[string]any
		fine    bool
	}{
		"as it should be":      {"offres", map[string]any{"recherche": "x"}, true},
		"an unknown command":   {"zzz", nil, false},
		"without a required":   {"offres", nil, false},
		"an unknown option":    {"offres", map[string]any{"recherche": "x", "z": 1}, false},
		"another type":         {"offres", map[string]any{"recherche": 1}, false},
		"out of bounds":        {"offres", map[string]any{"recherche": "x", "page": 10}, false},
		"not among the choice": {"offres", map[string]any{"recherche": "x", "contrat": "CDD"}, false},
		"without permission":   {"admin", nil, false},
	} {
		if _, _, err := sc.camille.typed(sc.offers, c.name, c.options, ""); (err == nil) != c.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !sc.g.Owner().Knows(sc.offers, "admin") || sc.sam.Knows(sc.offers, "offres") || !sc.sam.Knows(sc.offers, "offers") {
		t.Error("commands are offered to others than they should be")
	}
}
