package slacktest

import (
	"bytes"
	"net/http"
	"testing"
)

// reads gets the bytes of a file by the bot's token.
func (a *agent) reads(url string) (int, string) {
	a.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+a.w.BotToken)
	answer, body := a.does(r)
	return answer.StatusCode, string(body)
}

// given are the files in the only field of a form that was sent, which is acknowledged.
func (a *agent) given(payload any) []any {
	a.Helper()
	p := a.hears()
	sent, _ := decode(p.Payload)
	held := dict(dict(dict(dict(dict(dict(sent)["view"])["state"])["values"])["name"])["value"])
	if held["type"] != "file_input" || list(held["files"]) == nil {
		a.Errorf("%s", p.Payload)
	}
	a.acks(p, payload)
	return list(held["files"])
}

// What somebody puts into a field is told of in the form, and can be read.
func TestFilesOfForms(t *testing.T) {
	a, c, u := here(t)
	input := object{"type": "file_input", "action_id": "value", "filetypes": []any{"md", "txt"}, "max_files": 2}
	v := a.opens(c, u, form(input))
	plan := File{Name: "mon plan.md", Media: "text/markdown", Data: []byte("Un pas.")}
	i := u.Submit(v, map[string]any{"Nom": plan})
	plan.Data[0] = '?'
	files := a.given(object{"response_action": "errors", "errors": object{"name": "Non."}})
	if len(files) != 1 {
		t.Fatalf("%v", files)
	}
	f := dict(files[0])
	if size, _ := number(f["size"]); f["name"] != plan.Name || f["mimetype"] != plan.Media || f["filetype"] != "md" || size != 7 || f["user"] != u.ID || f["mode"] != "hosted" {
		t.Errorf("%v", f)
	}
	for _, name := range []string{"url_private", "url_private_download"} {
		if status, said := a.reads(text(f[name])); status != http.StatusOK || said != "Un pas." {
			t.Errorf("%s: %d %s", name, status, said)
		}
	}
	a.wants("files.info", object{"file": f["id"]}, "")
	if v = i.Answer().View; v.Field("Nom").Value != plan.Name || v.Field("Nom").Fault != "Non." {
		t.Errorf("it holds %+v", v.Field("Nom"))
	}
	a.w.Withdraw("files:read")
	if status, _ := a.reads(text(f["url_private"])); status != http.StatusForbidden {
		t.Error(status)
	}
	u.Submit(v, nil)
	if files = a.given(object{"response_action": "errors", "errors": object{"name": "Non."}}); len(files) != 1 || dict(files[0])["id"] != f["id"] {
		t.Errorf("it no longer holds %v", files)
	}
	u.Submit(u.Fill(v, map[string]any{"Nom": []File{{Name: "a.txt"}, {Name: "b.TXT"}}}), nil)
	if files = a.given(nil); len(files) != 2 || dict(files[1])["mimetype"] == "" {
		t.Errorf("%v", files)
	}
	v = a.opens(c, u, with(form(input), "blocks", []any{object{"type": "input", "block_id": "name", "optional": true, "label": plainText("Nom"), "element": input}}))
	u.Submit(v, map[string]any{"Nom": ""})
	if files = a.given(nil); len(files) != 0 {
		t.Errorf("%v", files)
	}
}

// A client takes no file that a field does not.
func TestClientOfFiles(t *testing.T) {
	a, c, u := here(t)
	v := a.opens(c, u, form(object{"type": "file_input", "action_id": "value", "filetypes": []any{"txt"}, "max_files": 1}))
	for _, one := range []struct {
		value  any
		refuse string
	}{
		{"", "it is required"},
		{[]File{}, "it is required"},
		{"a.txt", "takes a File"},
		{3, "not int"},
		{File{Name: "a.pdf"}, "none of"},
		{File{Data: []byte("a")}, "no name"},
		{File{Name: "../a.txt"}, "no name"},
		{File{Name: "a.txt", Data: bytes.Repeat([]byte("a"), maxFileSize+1)}, "larger than"},
		{[]File{{Name: "a.txt"}, {Name: "b.txt"}}, "at most 1"},
	} {
		a.cannot(one.refuse, func() { u.Submit(v, map[string]any{"Nom": one.value}) })
	}
	a.cannot("nothing is chosen", func() { u.Choose(v, "Nom", "a.txt") })
}
