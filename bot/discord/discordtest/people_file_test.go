package discordtest

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// given is a file as the bot hears of it.
type given struct {
	ID, Filename, URL, Proxy_url, Content_type string
	Size                                       int
	Ephemeral                                  bool
}

// reads is what the bot hears with a file, of an option or of a form.
type reads struct {
	ID, Token string
	Data      struct {
		Options []struct {
			Name  string
			Type  int
			Value any
		}
		Components []struct {
			Type      int
			Component struct {
				Type      int
				Custom_id string
				Values    []string
			}
		}
		Resolved *struct{ Attachments map[string]given }
	}
}

// fetch reads an address as anybody may.
func fetch(t *testing.T, address string) (status int, kind, text string) {
	t.Helper()
	w, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	data, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, w.Header.Get("Content-Type"), string(data)
}

// reading is a command that takes a file and perhaps another one.
func reading(sc *scene) {
	sc.Helper()
	sc.asks(http.MethodPut, "/applications/"+sc.s.ApplicationID+"/commands", []object{{"name": "lire", "description": "Lire", "options": []object{
		{"type": optionFile, "name": "fichier", "description": "Un fichier", "required": true},
		{"type": optionFile, "name": "autre", "description": "Un autre"},
		{"type": optionString, "name": "nom", "description": "Un nom"},
	}}}, http.StatusOK, nil)
}

func TestAFileOfAnOption(t *testing.T) {
	sc := open(t)
	reading(sc)
	cv := File{Name: "mon cv.txt", Media: "text/plain; charset=utf-8", Data: []byte("Bonjour, été")}
	sc.camille.Command(sc.offers, "lire", map[string]any{"fichier": cv, "autre": File{Name: "x", Data: nil}})
	var i reads
	sc.event("INTERACTION_CREATE", &i)
	id, _ := i.Data.Options[0].Value.(string)
	f := i.Data.Resolved.Attachments[id]
	if i.Data.Options[0].Type != optionFile || len(i.Data.Resolved.Attachments) != 2 || f.ID != id || f.Filename != "mon_cv.txt" || f.Size != len(cv.Data) || f.Content_type != cv.Media || !f.Ephemeral {
		t.Errorf("%+v", i)
	}
	if !strings.HasPrefix(f.URL, strings.TrimSuffix(sc.s.URL(), "/api/v10")+"/ephemeral-attachments/") {
		t.Errorf("the file is at %s; want it on the host of %s", f.URL, sc.s.URL())
	}
	if status, kind, text := fetch(t, f.URL); status != http.StatusOK || kind != cv.Media || text != string(cv.Data) {
		t.Errorf("%d %s %q", status, kind, text)
	}
	if status, _, _ := fetch(t, f.Proxy_url); status != http.StatusUnsupportedMediaType {
		t.Errorf("the proxy of pictures answers %d for a text", status)
	}
	for _, wrong := range []string{strings.SplitN(f.URL, "?", 2)[0], strings.Replace(f.URL, id, "1", 1), strings.Replace(f.URL, "mon_cv", "ton_cv", 1), strings.Replace(f.URL, "hm=", "hm=0", 1)} {
		if status, _, _ := fetch(t, wrong); status != http.StatusNotFound {
			t.Errorf("%s: %d; want %d", wrong, status, http.StatusNotFound)
		}
	}
	sc.s.SetClock(func() time.Time { return time.Now().Add(fileLife + time.Minute) })
	if status, _, _ := fetch(t, f.URL); status != http.StatusNotFound {
		t.Errorf("an address that has ended answers %d", status)
	}
}

func TestAFileIsForAnOptionThatTakesOne(t *testing.T) {
	sc := open(t)
	reading(sc)
	small := File{Name: "a.txt", Data: []byte("x")}
	for name, c := range map[string]struct {
		options map[string]any
		fine    bool
	}{
		"as it should be":       {map[string]any{"fichier": small}, true},
		"none":                  {nil, false},
		"for a text":            {map[string]any{"fichier": small, "nom": small}, false},
		"a text for it":         {map[string]any{"fichier": "a.txt"}, false},
		"no name":               {map[string]any{"fichier": File{Data: []byte("x")}}, false},
		"a path":                {map[string]any{"fichier": File{Name: "../a.txt"}}, false},
		"as long as may be":     {map[string]any{"fichier": File{Name: "a.txt", Data: make([]byte, maxUpload)}}, true},
		"longer than it may be": {map[string]any{"fichier": File{Name: "a.txt", Data: make([]byte, maxUpload+1)}}, false},
	} {
		if _, _, err := sc.camille.typed(sc.offers, "lire", c.options, ""); (err == nil) != c.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// opens lets somebody open a form with one field for files.
func (sc *scene) opens(changes object) *Modal {
	sc.Helper()
	i := sc.command()
	sc.answers(CallbackModal, with(form(), object{"components": []any{dropped(changes)}}))
	return i.Answer().Modal
}

func TestFilesOfAForm(t *testing.T) {
	sc := open(t)
	m := sc.opens(object{"max_values": 2})
	sc.camille.Submit(m, map[string]any{"Fichier": []File{{Name: "a.txt", Media: "text/plain", Data: []byte("a")}, {Name: "b.png", Media: "image/png", Data: []byte("b")}}})
	var i reads
	sc.event("INTERACTION_CREATE", &i)
	c := i.Data.Components[0]
	if c.Type != TypeLabel || c.Component.Type != TypeFileUpload || c.Component.Custom_id != "fichier" || len(c.Component.Values) != 2 {
		t.Fatalf("%+v", i)
	}
	for n, want := range []string{"a", "b"} {
		f := i.Data.Resolved.Attachments[c.Component.Values[n]]
		if status, _, text := fetch(t, f.URL); status != http.StatusOK || text != want || !f.Ephemeral {
			t.Errorf("%+v: %d %q", f, status, text)
		}
	}
	if status, _, _ := fetch(t, i.Data.Resolved.Attachments[c.Component.Values[1]].Proxy_url); status != http.StatusOK {
		t.Errorf("the proxy of pictures answers %d for a picture", status)
	}
	m = sc.opens(object{"required": false})
	sc.camille.Submit(m, nil)
	var none reads
	sc.event("INTERACTION_CREATE", &none)
	if values := none.Data.Components[0].Component.Values; !slices.Equal(values, []string{}) || values == nil || none.Data.Resolved != nil {
		t.Errorf("%+v", none)
	}
}

func TestHowManyFilesAFormTakes(t *testing.T) {
	sc := open(t)
	one := File{Name: "a.txt"}
	for name, c := range map[string]struct {
		field object
		files any
		fine  bool
	}{
		"one":            {nil, one, true},
		"none":           {nil, nil, false},
		"none of some":   {object{"required": false}, []File{}, true},
		"two of one":     {nil, []File{one, one}, false},
		"one of two":     {object{"min_values": 2, "max_values": 3}, one, false},
		"three of three": {object{"min_values": 2, "max_values": 3}, []File{one, one, one}, true},
		"a text":         {nil, "a.txt", false},
		"without a name": {nil, File{}, false},
	} {
		m := sc.opens(c.field)
		sc.s.mu.Lock()
		_, err := sc.s.fill(m, m.Components[0], map[string]any{"fichier": c.files}, new([]object))
		sc.s.mu.Unlock()
		if (err == nil) != c.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}
