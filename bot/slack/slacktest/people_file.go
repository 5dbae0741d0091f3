package slacktest

import (
	"cmp"
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"
)

// fileInput is the field that files are put into.
const fileInput = "file_input"

const (
	maxFiles    = 10       // of a field
	maxFileSize = 10 << 20 // bytes of a file put into a field
)

// taking holds a field for files.
func (l *lint) taking(o object, where string) {
	if l.surface == "message" {
		l.add(at(where, "type"), "unsupported type: %s in a message", fileInput)
	}
	l.between(o, "max_files", where, 1, maxFiles)
	if v, ok := o["filetypes"]; ok {
		where = at(where, "filetypes")
		for i, one := range l.count(v, where, 1, 1000) {
			if text(one) == "" || strings.HasPrefix(text(one), ".") {
				l.add(at(where, i), "must be an extension without its dot")
			}
		}
	}
}

// attaches is what a field for files holds once somebody has put files into it. The
// server is locked.
func (u *User) attaches(e *Element, value any) (object, error) {
	var given []File
	switch value := value.(type) {
	case File:
		given = []File{value}
	case []File:
		given = value
	case string:
		if value != "" {
			return nil, fmt.Errorf("it takes a File, not %q", value)
		}
	default:
		return nil, fmt.Errorf("it takes a File or []File, not %T", value)
	}
	most, bounded := number(e.Raw["max_files"])
	if !bounded {
		most = maxFiles
	}
	if len(given) > most {
		return nil, fmt.Errorf("%d files; want at most %d", len(given), most)
	}
	for _, f := range given {
		if err := e.accepts(f); err != nil {
			return nil, err
		}
	}
	held := []any{}
	for _, f := range given {
		held = append(held, u.uploads(f).json())
	}
	return object{"files": held}, nil
}

// accepts tells why a client would not put a file into a field.
func (e *Element) accepts(f File) error {
	kind := strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
	known := list(e.Raw["filetypes"])
	switch {
	case f.Name == "" || path.Base(f.Name) != f.Name:
		return fmt.Errorf("%q is no name of a file", f.Name)
	case len(f.Data) > maxFileSize:
		return fmt.Errorf("%s is larger than %d bytes", f.Name, maxFileSize)
	case len(known) > 0 && !slices.ContainsFunc(known, func(one any) bool { return strings.EqualFold(text(one), kind) }):
		return fmt.Errorf("%s is none of %v", f.Name, known)
	}
	return nil
}

// uploads keeps a file of somebody's, as a client does before a form is sent. The server
// is locked.
func (u *User) uploads(given File) *file {
	f := &file{File: given, w: u.w, by: u, sent: true, done: true, length: len(given.Data)}
	f.ID, f.Title, f.Data = u.w.s.id('F'), cmp.Or(f.Title, f.Name), slices.Clone(f.Data)
	f.Media = cmp.Or(f.Media, mime.TypeByExtension(path.Ext(f.Name)), "application/octet-stream")
	u.w.s.files[f.ID] = f
	return f
}
