package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// picture is one of ours.
func picture(t *testing.T) bot.Image {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return bot.Image{Alt: bot.Text{FR: "Les offres par mois", EN: "Offers by month"}, Name: "offres.png", Data: b.Bytes()}
}

// A picture is shown once Slack has looked at it, and files come after their message.
func TestPostsWithFiles(t *testing.T) {
	t.Parallel()
	p := posts(t)
	p.FilesReadyAfter(2)
	one := post("demo", "Le mois", p.in(p.offers))
	one.Message.Images = []bot.Image{picture(t)}
	one.Message.Files = []bot.File{{Name: "mois.json", Media: "application/json", Data: []byte(`{"a":1}`)}}
	ref := p.sends(t, one)
	seen := p.camille.Sees(p.offers)
	if len(seen) != 1 || seen[0].TS != ref.ID || !strings.Contains(seen[0].Read().Text, "Les offres par mois") {
		t.Errorf("%+v", seen)
	}
	under := p.camille.SeesThread(seen[0])
	if len(under) != 1 || len(under[0].Files) != 1 || string(under[0].Files[0].Data) != `{"a":1}` {
		t.Errorf("under it: %+v", under)
	}
	if n := len(p.Calls("chat.postMessage")); n != 3 {
		t.Errorf("posted %d times", n)
	}
	if n := len(p.Calls("upload")); n != 2 {
		t.Errorf("%d uploads: a picture is sent once", n)
	}
}

// A picture that cannot be given to Slack is not sent without it; files that cannot do not
// make their message be sent again.
func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	p := posts(t)
	one := post("demo", "Le mois", p.in(p.offers))
	one.Message.Images = []bot.Image{picture(t)}
	for _, f := range []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal"} {
		p.Fail(f, slacktest.Failure{Status: 503})
		_, err := p.a.Send(t.Context(), one)
		wantFate(t, f, err, bot.SendError{Fate: bot.NotSent})
	}
	if n := len(p.camille.Sees(p.offers)); n != 0 {
		t.Errorf("%d messages", n)
	}
	one.Message = &bot.Message{Text: both("Le mois"), Files: []bot.File{{Name: "mois.json", Media: "application/json", Data: []byte(`{}`)}}}
	p.Fail("upload", slacktest.Failure{Status: 503})
	p.sends(t, one)
	p.log.tells(t, "the files of a post not handed over")
}

// reading is a command that takes a file.
func reading() bot.Command {
	c := does("lire", true, func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		return &bot.Message{Text: bot.Textf(both("Lu : %s"), r.Args["fichier"])}, nil
	})
	c.Ask, c.Title, c.Params = true, both("Lire"), []bot.Param{{Name: "fichier", Names: both("fichier"), Help: both("Le fichier"), Kind: bot.Document, Required: true}}
	return c
}

// given is what a form says once a file of somebody's is in its field.
func given(d *desk, url string) map[string]any {
	return map[string]any{
		"type": "view_submission", "team": map[string]any{"id": d.w.ID}, "user": map[string]any{"id": d.camille.ID}, "trigger_id": "1.2.3",
		"view": map[string]any{
			"id": "V0LIRE", "type": "modal", "callback_id": "lire.", "private_metadata": origin{Channel: d.offers.ID, ResponseURL: "x"}.metadata(),
			"state": map[string]any{"values": map[string]any{"fichier": map[string]any{"value": map[string]any{"type": "file_input", "files": []any{map[string]any{"id": "F0LIRE", "url_private": url}}}}}},
		},
	}
}

// The text of a file that somebody gives is read, as far as is worth it; one that is not
// at Slack's is not asked for.
func TestDocuments(t *testing.T) {
	t.Parallel()
	d := sits(t)
	d.begins(t, d.router(t, reading()))
	dm := d.camille.DM()
	for name, c := range map[string]struct{ text, want string }{
		"short": {"BEGIN:VCALENDAR " + private, "Lu : BEGIN:VCALENDAR " + private}, "long": {strings.Repeat("é", maxFile), "Ce texte a"},
	} {
		one := post(name, name, bot.Address{Platform: Platform, Space: d.w.ID, Channel: d.offers.ID})
		one.Message.Files = []bot.File{{Name: name + ".txt", Media: "text/plain", Data: []byte(c.text)}}
		ref, err := d.a.Send(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		root, _ := d.camille.Look(slacktest.Message{ChannelID: d.offers.ID, TS: ref.ID})
		var said struct {
			Files []struct {
				URL string `json:"url_private"`
			} `json:"files"`
		}
		if err := json.Unmarshal(d.camille.SeesThread(root)[0].Raw, &said); err != nil || len(said.Files) != 1 {
			t.Fatalf("%v: %s", err, d.camille.SeesThread(root)[0].Raw)
		}
		id := d.SendEnvelope("interactive", given(d, said.Files[0].URL))
		d.Await("what was read", func() bool {
			return counts(d.camille, dm, c.want) == 1 || slices.ContainsFunc(d.Acks(), func(a slacktest.Ack) bool {
				return a.EnvelopeID == id && strings.Contains(string(a.Payload), c.want)
			})
		})
	}
	for _, url := range []string{"https://elsewhere.example/a.txt", "", "file:///etc/passwd", d.URL() + "../files-pri/x/y"} {
		id := d.SendEnvelope("interactive", given(d, url))
		d.Await("a word about "+url, func() bool {
			return slices.ContainsFunc(d.Acks(), func(a slacktest.Ack) bool {
				return a.EnvelopeID == id && strings.Contains(string(a.Payload), "Je n’ai pas réussi à lire ton fichier")
			})
		})
	}
	d.Refusals() // of payloads for a form that the fake has not shown
}

// A history that leads nowhere is left: the post may be there.
func TestAHistoryThatLeadsNowhere(t *testing.T) {
	t.Parallel()
	p := posts(t)
	p.Fail("conversations.history", slacktest.Failure{Body: `{"ok":true,"messages":[],"has_more":true,"response_metadata":{"next_cursor":"again"}}`}.Times(2000)...)
	ctx, cancel := context.WithTimeout(t.Context(), slacktest.Patience)
	defer cancel()
	_, err := p.a.Find(ctx, post("demo", "Atelier", p.in(p.offers)), time.Now())
	wantFate(t, "a circle", err, bot.SendError{Fate: bot.MaybeSent})
	if n := len(p.Calls("conversations.history")); n > 500 || ctx.Err() != nil {
		t.Errorf("asked %d times", n)
	}
}

// A command can be used where the bot is not: it is answered there, and by direct message
// where that is over.
func TestWhereTheBotIsNot(t *testing.T) {
	t.Parallel()
	d := works(t)
	secret := d.w.PrivateChannel("secret")
	secret.Join(d.camille)
	for _, c := range []*slacktest.Channel{d.camille.DirectWith(d.w.User("Sacha-"+private, "fr-FR")), secret} {
		greets(t, d.camille, c, "Nancy")
		m := d.camille.Command(c, "/compteur", "").Answer().Message
		if a := d.camille.Press(m, "Encore").Answer(); !a.Updated || a.Message.ChannelID != c.ID {
			t.Errorf("%+v", a)
		}
		d.Fail("response_url", slacktest.Failure{Error: "used_url"})
		before := counts(d.camille, d.camille.DM(), "Le compteur est")
		d.camille.Press(m, "Encore")
		d.Await("an answer by direct message", func() bool { return counts(d.camille, d.camille.DM(), "Le compteur est") == before+1 })
	}
}
