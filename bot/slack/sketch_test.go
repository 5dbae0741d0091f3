package slack

import (
	"strings"
	"testing"

	"rebond/bot"
)

// sketchy is a command that shows a picture which is not handed over without being asked
// for, in a card too, and what hands it over.
func sketchy(t *testing.T) bot.Command {
	get := func(i bot.Image) bot.Image {
		i.Sketch, i.Get = both("Météo  ▁▃█··▅"), bot.Button{Label: both("Recevoir l’image"), Do: bot.Call{Command: "courbe", Action: "image"}}
		return i
	}
	i := picture(t)
	one, of := get(i), get(i)
	of.Get.Label, of.Alt = both("Recevoir l’autre"), both("La semaine")
	c := does("courbe", true, replies(&bot.Message{Text: both("Ta courbe"), Images: []bot.Image{one}, Cards: []bot.Card{{Title: both("Carte"), Image: &of}}}))
	c.Actions = []bot.Action{{Name: "image", Ephemeral: true, Run: replies(&bot.Message{Text: both("La voici"), Images: []bot.Image{i}})}}
	return c
}

// A picture with a sketch is handed over when that is asked for, and not before; until then
// nothing says that it is.
func TestPicturesThatAreAskedFor(t *testing.T) {
	t.Parallel()
	d := works(t, sketchy(t))
	i := d.camille.Command(d.offers, "/courbe", "")
	m := i.Answer().Message
	read := m.Read().Text
	for _, words := range []string{"Ta courbe", "Les offres par mois", "Météo  ▁▃█··▅", "La semaine"} {
		if !strings.Contains(read, words) {
			t.Errorf("%q is not said in %q", words, read)
		}
	}
	if strings.Contains(read, bot.Plain(inDirect.FR)) || !m.Ephemeral || strings.Join(m.Buttons(), ", ") != "Recevoir l’autre, Recevoir l’image" {
		t.Errorf("answered with %+v", m)
	}
	if strings.Contains(m.Text, "▁") {
		t.Errorf("a lock screen and a reader of screens say %q", m.Text)
	}
	all := d.camille.Press(m, "Recevoir l’image").Messages(2)
	if n := len(d.Calls("upload")); n != 1 || !strings.Contains(all[0].Read().Text, bot.Plain(inDirect.FR)) || !all[0].Ephemeral {
		t.Errorf("%d uploads; answered with %+v", n, all[0])
	}
	if last := all[1]; last.ChannelID != d.camille.DM().ID || !strings.Contains(last.Read().Text, "Les offres par mois") || len(last.Buttons()) > 0 {
		t.Errorf("handed over: %+v", last)
	}
	if n := len(d.camille.Sees(d.camille.DM())); n != 1 {
		t.Errorf("%d direct messages", n)
	}
}

// In direct messages the picture itself is shown; beside a message there, which takes none,
// its sketch is.
func TestSketchesInDirectMessages(t *testing.T) {
	t.Parallel()
	again := does("encore", true, replies(&bot.Message{Text: both("Encore ?"), Buttons: []bot.Button{{Label: both("Ma courbe"), Do: bot.Call{Command: "courbe"}}}}))
	d := works(t, sketchy(t), again)
	dm := d.camille.DM()
	m := d.camille.Hears(dm, d.camille.Says(dm, "courbe"), 1)[0]
	if read := m.Read().Text; !strings.Contains(read, "Les offres par mois") || strings.Contains(read, "▁") || len(m.Buttons()) > 0 {
		t.Errorf("answered with %+v", m)
	}
	if n := len(d.Calls("upload")); n != 2 {
		t.Errorf("%d uploads", n)
	}
	door := d.camille.Hears(dm, d.camille.Says(dm, "encore"), 1)[0]
	beside := d.camille.Press(door, "Ma courbe").Answer().Message
	if !strings.Contains(beside.Read().Text, "▁") || len(beside.Buttons()) != 2 || len(d.Calls("upload")) != 2 {
		t.Errorf("beside a message: %+v", beside)
	}
	all := d.camille.Press(beside, "Recevoir l’image").Messages(2)
	if all[1].ChannelID != dm.ID || len(d.Calls("upload")) != 3 {
		t.Errorf("handed over: %+v", all)
	}
}

// An answer that has to go by direct message takes no picture with it that has a sketch.
func TestSketchesOfAnswersThatGoElsewhere(t *testing.T) {
	t.Parallel()
	c := sketchy(t)
	shown, _ := c.Run(t.Context(), nil)
	late, begun, release := waits("courbe", true, shown)
	late.Actions = c.Actions
	d := works(t, late)
	i := d.camille.Command(d.offers, "/courbe", "")
	<-begun
	d.ExpireResponseURLs()
	close(release)
	m := i.Answer().Message
	if m.ChannelID != d.camille.DM().ID || !strings.Contains(m.Read().Text, "▁") || len(m.Buttons()) != 2 || len(d.Calls("upload")) > 0 {
		t.Errorf("answered with %+v", m)
	}
}

// A post shows the picture, as any other does.
func TestPostsWithSketches(t *testing.T) {
	t.Parallel()
	p := posts(t)
	shown, _ := sketchy(t).Run(t.Context(), nil)
	one := post("demo", "Le mois", p.direct(p.camille))
	one.Message = shown.(*bot.Message)
	p.sends(t, one)
	m := p.camille.Sees(p.camille.DM())[0]
	if strings.Contains(m.Read().Text, "▁") || len(m.Buttons()) > 0 || len(p.Calls("upload")) != 2 {
		t.Errorf("%+v", m)
	}
}

// What else a message has is handed over as ever.
func TestFilesBesideASketch(t *testing.T) {
	t.Parallel()
	shown, _ := sketchy(t).Run(t.Context(), nil)
	m := *shown.(*bot.Message)
	m.Files = []bot.File{{Name: "a.json", Media: "application/json", Data: []byte(`{}`)}}
	if files := handedOver(&m); files == nil || len(files.Files) != 1 || len(files.Images) > 0 {
		t.Errorf("handed over: %+v", files)
	}
	r := rendering(t, bot.FR)
	r.picture = nil
	all, said := renders(t, r, &m)
	if len(all) != 1 || len(all[0].Files) != 1 || all[0].Files[0].name != "a.json" || !strings.Contains(said, "Fichier") {
		t.Errorf("%+v", all)
	}
	view, err := r.blocks(&m) // the Home, and screens
	if err != nil || !strings.Contains(read(view), "Les offres par mois") {
		t.Errorf("%v: %q", err, read(view))
	}
	valid(t, view)
	m.Images[0].URL, m.Images[0].Data = "https://rebond.example/a.png", nil
	if all, _ := renders(t, r, &bot.Message{Images: m.Images}); len(all[0].Blocks) != 1 {
		t.Errorf("a picture that has an address is shown with %d blocks", len(all[0].Blocks))
	}
	m.Images[0].URL = "javascript:alert(1)"
	if _, said := renders(t, r, &bot.Message{Images: m.Images}); !strings.Contains(said, "Image") {
		t.Errorf("one that has no good address: %q", said)
	}
}
