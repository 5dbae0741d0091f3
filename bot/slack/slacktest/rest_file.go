package slacktest

import (
	"crypto/rand"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// File is a file that the bot has uploaded, or that somebody gives it: then a Name and
// Data are enough.
type File struct {
	ID, Name, Title, Media, Alt string
	Data                        []byte
}

// file is a file as Slack keeps it.
type file struct {
	File
	w      *Workspace
	by     *User  // whose it is; nil: the bot's
	secret string // of its upload
	length int
	sent   bool // its bytes are there
	done   bool // its upload is complete
	tries  int  // how often it still is not usable
}

// FilesReadyAfter makes every file that is completed from now on unusable in blocks
// n times, as when Slack still looks at it.
func (s *Server) FilesReadyAfter(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notReady = n
}

func (f *file) url() string {
	return fmt.Sprintf("%s/files-pri/%s-%s/%s", f.w.s.http.URL, f.w.ID, f.ID, url.PathEscape(f.Name))
}

func (f *file) json() object {
	kind := strings.TrimPrefix(path.Ext(f.Name), ".")
	owner := f.w.bot
	if f.by != nil {
		owner = f.by
	}
	return object{
		"id": f.ID, "created": 1531763342, "timestamp": 1531763342, "name": f.Name, "title": f.Title, "mimetype": f.Media, "filetype": kind, "pretty_type": strings.ToUpper(kind),
		"user": owner.ID, "user_team": f.w.ID, "editable": false, "size": len(f.Data), "mode": "hosted", "is_external": false, "external_type": "", "is_public": false,
		"public_url_shared": false, "display_as_bot": false, "username": "", "url_private": f.url(), "url_private_download": f.url() + "?download=1", "alt_txt": f.Alt,
		"channels": []string{}, "groups": []string{}, "ims": []string{}, "comments_count": 0, "file_access": "visible", "has_rich_preview": false,
	}
}

// uploadURL says where to send the bytes of a file.
func (x *exchange) uploadURL() object {
	name := x.arg("filename")
	length, ok := number(x.args["length"])
	if name == "" || path.Base(name) != name || !ok || length <= 0 {
		x.refuse(x.method.name, string(encode(x.args)), "want a filename and its length")
		return failed("invalid_arguments")
	}
	f := &file{File: File{ID: x.id('F'), Name: name, Title: name, Media: mime.TypeByExtension(path.Ext(name)), Alt: x.arg("alt_txt")}, w: x.w, secret: rand.Text(), length: length}
	x.files[f.ID] = f
	return object{"upload_url": x.http.URL + "/upload/v1/" + f.secret, "file_id": f.ID}
}

// upload takes the bytes of a file, alone or in a form.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	x := &exchange{Server: s, r: r, args: object{}, said: &Call{Method: "upload", At: time.Now()}}
	var data []byte
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		data, err = onlyFile(r)
	} else {
		data, err = io.ReadAll(io.LimitReader(r.Body, maxBody))
	}
	if err != nil {
		return // the bot went away
	}
	s.mu.Lock()
	s.calls = append(s.calls, x.said)
	failure := x.fails()
	s.note()
	s.mu.Unlock()
	if failure != nil && failure.before(x, w) {
		return
	}
	s.mu.Lock()
	status, body := http.StatusNotFound, "not_found"
	for _, f := range s.files {
		if f.secret != r.PathValue("secret") {
			continue
		}
		status, body = http.StatusOK, fmt.Sprintf("OK - %d", len(data))
		x.said.Args = object{"file": f.ID, "size": len(data)}
		if len(data) != f.length || f.sent {
			s.refuse("upload", f.Name, fmt.Sprintf("%d bytes came; %d were announced, to be sent once", len(data), f.length))
			status, body = http.StatusBadRequest, "bad length"
			break
		}
		f.Data, f.sent = data, true
	}
	x.said.Done, x.said.Status = time.Now(), status
	s.note()
	s.mu.Unlock()
	if failure != nil && failure.Lost {
		hangUp(w)
		return
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// onlyFile is the one file of a form.
func onlyFile(r *http.Request) ([]byte, error) {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return nil, err
	}
	for _, all := range r.MultipartForm.File {
		f, err := all[0].Open()
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		return io.ReadAll(f)
	}
	return nil, nil
}

// completeUpload makes files usable, and shares them where that is asked.
func (x *exchange) completeUpload() object {
	var all []*file
	said := []object{}
	for _, one := range list(x.args["files"]) {
		o := dict(one)
		f := x.files[text(o["id"])]
		if f == nil || f.w != x.w || !f.sent {
			return failed("file_not_found")
		}
		if title := text(o["title"]); title != "" {
			f.Title = title
		}
		all = append(all, f)
		said = append(said, object{"id": f.ID, "title": f.Title})
	}
	if len(all) == 0 {
		x.refuse(x.method.name, string(encode(x.args)), "want files")
		return failed("invalid_arguments")
	}
	for _, f := range all {
		f.done, f.tries = true, x.notReady
	}
	if id := x.arg("channel_id"); id != "" {
		x.args["channel"] = id
		c, code := x.place()
		if code != "" {
			return failed(code)
		}
		m := &message{channel: c, author: x.w.bot, text: x.arg("initial_comment"), files: all}
		if m.thread, code = x.thread(c); code != "" {
			return failed(code)
		}
		x.add(m, nil)
	}
	return object{"files": said}
}

// fileInfo tells of a file.
func (x *exchange) fileInfo() object {
	f := x.files[x.arg("file")]
	if f == nil || f.w != x.w || !f.done {
		return failed("file_not_found")
	}
	return object{"file": f.json(), "comments": []object{}, "response_metadata": object{"next_cursor": ""}}
}

// download serves a file to whoever has the bot's token and may read files.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(r.PathValue("id"), "-")
	x := &exchange{Server: s, r: r, args: object{}, said: &Call{Method: "file", Args: object{"file": id}, At: time.Now()}}
	x.said.Token = x.token()
	s.mu.Lock()
	s.calls = append(s.calls, x.said)
	failure := x.fails()
	s.note()
	s.mu.Unlock()
	if failure != nil && failure.before(x, w) {
		return
	}
	s.mu.Lock()
	f := s.files[id]
	x.said.Done, x.said.Status = time.Now(), http.StatusOK
	if f == nil || x.said.Token != f.w.BotToken || f.w.lost != "" || !f.w.has("files:read") {
		x.said.Status = http.StatusForbidden
	}
	s.note()
	s.mu.Unlock()
	if x.said.Status != http.StatusOK {
		http.Error(w, "<!DOCTYPE html><title>Slack</title>", http.StatusForbidden)
		return
	}
	if failure != nil && failure.Lost {
		hangUp(w)
		return
	}
	w.Header().Set("Content-Type", f.Media)
	_, _ = w.Write(f.Data)
}

// fileOf is the file that a slack_file names, once its upload is complete.
func (s *Server) fileOf(o object) *file {
	for id, f := range s.files {
		if f.done && (text(o["id"]) == id || text(o["url"]) == f.url()) {
			return f
		}
	}
	return nil
}

// pictures are what is wrong with the files that blocks show. The server is locked.
func (x *exchange) pictures(blocks []any) (f faults) {
	for i, b := range blocks {
		each(b, func(o object) {
			named := dict(o["slack_file"])
			if named == nil {
				return
			}
			one := x.fileOf(named)
			switch {
			case one == nil || one.w != x.w:
				f.add(at("/blocks", i, "slack_file"), "invalid slack file")
			case one.tries > 0:
				one.tries--
				f.add(at("/blocks", i, "slack_file"), "invalid slack file")
			}
		})
	}
	return f
}
