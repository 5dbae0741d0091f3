package discord

import (
	"mime"
	"path"
	"strconv"
	"strings"

	"rebond/bot"
)

// file goes with a message.
type file struct {
	name, alt, media string
	data             []byte
}

// shown are the files that some components show.
func (r *renderer) shown(components []component) (files []file) {
	for _, f := range r.files {
		if holds(components, "attachment://"+f.name) {
			files = append(files, f)
		}
	}
	return files
}

// holds reports whether some components show a file.
func holds(components []component, url string) bool {
	for i := range components {
		c := &components[i]
		if c.File != nil && c.File.URL == url || holds(c.Components, url) {
			return true
		}
		for _, item := range c.Items {
			if item.Media.URL == url {
				return true
			}
		}
	}
	return false
}

func (r *renderer) image(i *bot.Image) component {
	alt := bot.Shorten(bot.Plain(i.Alt.In(r.lang)), 1024)
	url := i.URL
	if len(i.Data) > 0 {
		url = r.attach(file{name: i.Name, alt: alt, media: mime.TypeByExtension(path.Ext(i.Name)), data: i.Data})
	}
	return component{Type: mediaGallery, Items: []galleryItem{{media{url}, alt}}}
}

func (r *renderer) file(f *bot.File) component {
	return component{Type: fileComponent, File: &media{r.attach(file{name: f.Name, media: f.Media, data: f.Data})}}
}

// attach gives a file a name that no other of the message has.
func (r *renderer) attach(f file) string {
	f.name = plainName(f.name)
	for n, name := 2, f.name; ; n++ {
		taken := false
		for _, other := range r.files {
			taken = taken || other.name == f.name
		}
		if !taken {
			break
		}
		f.name = strconv.Itoa(n) + "-" + name
	}
	r.files = append(r.files, f)
	return "attachment://" + f.name
}

// plainName is a file's name in letters that Discord leaves as they are. What is left of
// it has its kind still.
func plainName(name string) string {
	kind := path.Ext(name)
	base, kind := strings.TrimLeft(plain(strings.TrimSuffix(name, kind)), "._"), strings.Trim(plain(kind), "._")
	if base == "" {
		base = "fichier"
	}
	if kind == "" {
		return base
	}
	return base + "." + kind
}

func plain(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, name)
}
