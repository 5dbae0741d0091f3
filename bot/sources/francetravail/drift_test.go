package francetravail

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	st "rebond/bot/sources/sourcestest"
)

func TestDrift(t *testing.T) {
	h := newHouse(t, days(20, 10)...)
	ids := h.fake.IDs()
	edits := []func(st.FTOffer){
		func(o st.FTOffer) { o["inconnu"] = map[string]any{"a": []any{1}} },
		func(o st.FTOffer) {
			for k := range o {
				if k != "id" && k != "intitule" && k != "dateCreation" && k != "dateActualisation" && k != "romeCode" {
					o[k] = nil
				}
			}
		},
		func(o st.FTOffer) {
			o["contexteTravail"] = map[string]any{"horaires": "35H", "conditionsExercice": nil}
		},
		func(o st.FTOffer) { o["nombrePostes"], o["alternance"], o["accessibleTH"] = "3", "false", "true" },
		func(o st.FTOffer) { o["codeNAF"], o["experienceLibelle"] = 62.01, 3 },
		func(o st.FTOffer) {
			o["competences"], o["langues"], o["formations"] = []any{nil, "SQL"}, nil, []any{nil}
		},
		func(o st.FTOffer) { o["salaire"] = map[string]any{"libelle": nil, "listeComplements": []any{"Prime"}} },
	}
	h.fake.Drifts() // from here on, answers are not those of the documentation
	for i, edit := range edits {
		h.fake.Edit(ids[i], monday, edit)
	}
	if !h.reads() || len(h.refused) > 0 {
		t.Errorf("not complete, or refused: %+v", h.refused)
	}
	h.same()
	for i, want := range map[int]string{2: "Durée du travail : 35H", 3: "Nombre de postes : 3", 4: "NAF 62.01", 5: "- SQL", 6: "- Prime"} {
		if text := strings.ReplaceAll(h.offers[ids[i]].Description, "\u00a0", " "); !strings.Contains(text, want) {
			t.Errorf("offer %d: %q is not in\n%s", i, want, text)
		}
	}
	if o := h.offers[ids[1]]; o.Title == "" || o.URL == "" || o.Published.IsZero() {
		t.Errorf("an offer of nulls: %+v", o)
	}
}

// A record that cannot be read must not take its offer away.
func TestABrokenRecordMakesNothingLeave(t *testing.T) {
	h := newHouse(t, days(20, 10)...)
	h.reads()
	h.fake.Drifts()
	ids := h.fake.IDs()
	h.fake.Edit(ids[4], monday, func(o st.FTOffer) { o["lieuTravail"] = []any{"Lyon"} })
	h.fake.Withdraw(ids[7])
	h.now = h.now.Add(6 * time.Hour)
	st.Equal(t, "complete", h.reads(), false)
	st.Equal(t, "offers", len(h.offers), 20)
	if len(h.refused) != 1 || h.refused[0].Record != ids[4] || !h.refused[0].Broken {
		t.Errorf("refused %+v", h.refused)
	}
	h.fake.Forget()
	h.now = h.now.Add(time.Hour)
	h.reads()
	if from := h.fake.Calls("search")[0].Query.Get("minCreationDate"); from != "2026-11-23T14:50:00Z" {
		t.Errorf("the next reading is from %s: a sweep", from)
	}
}

// Whatever is kept, nothing of the people to contact is.
func TestNoContactIsKept(t *testing.T) {
	h := newHouse(t, days(60, 10)...)
	h.reads()
	data, err := json.Marshal(h.offers)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"NOM", "01 99 00", "recrutement@", "rue de la Fiction"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("%q was kept", secret)
		}
	}
}
