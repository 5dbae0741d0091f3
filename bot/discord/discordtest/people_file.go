package discordtest

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// fileLife is how long the address of a file that somebody hands in opens it.
const fileLife = 24 * time.Hour

// handed is a file that somebody gave to the bot with an option or a form. No
// message holds it.
type handed struct {
	attachment
	key  string // the signature of its address
	ends time.Time
}

// hand uploads a file as a client does before it sends what the file is for. Its
// address is signed and open to all who know it. The server is locked.
func (s *Server) hand(f File) (*handed, error) {
	switch {
	case f.Name == "" || path.Base(f.Name) != f.Name:
		return nil, fmt.Errorf("%q is no name of a file", f.Name)
	case len(f.Data) > maxUpload:
		return nil, fmt.Errorf("%q has %d bytes; Discord takes %d", f.Name, len(f.Data), maxUpload)
	}
	f.Name = strings.ReplaceAll(f.Name, " ", "_")
	h := &handed{attachment{id: s.snowflake(), File: f}, strings.ToLower(rand.Text()), s.now().Add(fileLife)}
	h.url = fmt.Sprintf("%s/ephemeral-attachments/%s/%s/%s?ex=%x&is=%x&hm=%s&", s.api.URL, s.ApplicationID, h.id, url.PathEscape(f.Name), h.ends.Unix(), s.now().Unix(), h.key)
	s.handed[h.id] = h
	return h, nil
}

// json is the file as an interaction tells of it: without a media type where the
// client knows none. Its second address serves pictures only.
func (h *handed) json() object {
	o := h.attachment.json()
	o["ephemeral"], o["proxy_url"] = true, strings.Replace(h.url, "/ephemeral-attachments/", "/media/ephemeral-attachments/", 1)
	if h.Media == "" {
		delete(o, "content_type")
	}
	return o
}

// attachments are files by their ids, as an interaction resolves them.
func (s *Server) attachments(ids []string) object {
	all := object{}
	for _, id := range ids {
		if h := s.handed[id]; h != nil {
			all[id] = h.json()
		}
	}
	return all
}

// drop is what a field of a form sends for the files that somebody puts into it.
// The server is locked.
func (s *Server) drop(c *Component, v any, required bool) ([]string, error) {
	var files []File
	switch v := v.(type) {
	case nil:
	case File:
		files = []File{v}
	case []File:
		files = v
	default:
		return nil, fmt.Errorf("it takes a File or []File, not %T", v)
	}
	ids := []string{}
	if len(files) == 0 && !required {
		return ids, nil
	}
	if low, high := c.bounds(); len(files) < low || len(files) > high {
		return nil, fmt.Errorf("%d files; want %d to %d", len(files), low, high)
	}
	for _, f := range files {
		h, err := s.hand(f)
		if err != nil {
			return nil, err
		}
		ids = append(ids, h.id)
	}
	return ids, nil
}

// fileHandedIn serves a file to whoever has its whole address, while it holds.
func (s *Server) fileHandedIn(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	h := s.handed[r.PathValue("attachment_id")]
	now := s.now()
	s.mu.Unlock()
	if h == nil || r.PathValue("application_id") != s.ApplicationID || r.PathValue("name") != h.Name || r.URL.Query().Get("hm") != h.key || now.After(h.ends) {
		http.Error(w, "This content is no longer available.", http.StatusNotFound)
		return
	}
	kind, _, _ := strings.Cut(h.Media, "/")
	if strings.HasPrefix(r.URL.Path, "/media/") && !slices.Contains([]string{"image", "video"}, kind) {
		http.Error(w, "415: Unsupported Media Type", http.StatusUnsupportedMediaType)
		return
	}
	if kind == "" {
		w.Header().Set("Content-Type", "application/octet-stream")
	} else {
		w.Header().Set("Content-Type", h.Media)
	}
	_, _ = w.Write(h.Data)
}
