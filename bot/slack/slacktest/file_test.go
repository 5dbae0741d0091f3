package slacktest

import (
	"net/http"
	"strings"
	"testing"
)

// A picture goes up in three steps, and shows once they are done.
func TestFiles(t *testing.T) {
	a, c, u := here(t)
	a.wants("files.getUploadURLExternal", object{"filename": "../a.png", "length": 3}, "invalid_arguments")
	a.refused("want a filename")
	got := a.wants("files.getUploadURLExternal", object{"filename": "carte.png", "length": 3}, "")
	id := text(got["file_id"])
	image := object{"channel": c.ID, "text": "a", "blocks": []any{object{"type": "image", "alt_text": "Une carte", "slack_file": object{"id": id}}}}
	complete := object{"files": []any{object{"id": id, "title": "Carte"}}}
	a.wants("files.completeUploadExternal", complete, "file_not_found")
	send := func(words string) int {
		r, err := http.NewRequest(http.MethodPost, text(got["upload_url"]), strings.NewReader(words))
		if err != nil {
			t.Fatal(err)
		}
		answer, _ := a.does(r)
		return answer.StatusCode
	}
	if status := send("abcd"); status != http.StatusBadRequest {
		t.Error(status)
	}
	a.refused("3 were announced")
	if status := send("abc"); status != http.StatusOK {
		t.Error(status)
	}
	a.wants("chat.postMessage", image, "invalid_blocks")
	a.s.FilesReadyAfter(1)
	a.wants("files.completeUploadExternal", complete, "")
	a.wants("chat.postMessage", image, "invalid_blocks")
	a.wants("chat.postMessage", image, "")
	seen := u.Sees(c)
	if r := seen[0].Read(); len(seen) != 1 || r.Text != "Une carte" || len(r.Alts) != 1 {
		t.Errorf("%+v", seen)
	}
	info := dict(a.wants("files.info", object{"file": id}, "")["file"])
	r, err := http.NewRequest(http.MethodGet, text(info["url_private"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer, _ := a.does(r); answer.StatusCode != http.StatusForbidden {
		t.Error(answer.Status)
	}
	r.Header.Set("Authorization", "Bearer "+a.w.BotToken)
	if answer, body := a.does(r); answer.StatusCode != http.StatusOK || string(body) != "abc" {
		t.Errorf("%s, %s", answer.Status, body)
	}
	a.s.Fail("file", Failure{Status: http.StatusServiceUnavailable})
	if answer, _ := a.does(r); answer.StatusCode != http.StatusServiceUnavailable || len(a.s.Calls("file")) != 3 {
		t.Errorf("%s, %+v", answer.Status, a.s.Calls("file"))
	}
	a.wants("files.completeUploadExternal", with(complete, "channel_id", c.ID, "initial_comment", "Voici"), "")
	if seen = u.Sees(c); len(seen) != 2 || seen[1].Read().Text != "Voici\ncarte.png" {
		t.Errorf("%+v", seen)
	}
}
