package local

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rebond/bot"
)

// What somebody writes in distress is answered to them alone, on the page and in the
// console, and neither it nor its answer is written down.
func TestDistressIsAnsweredToOneAlone(t *testing.T) {
	const hurt = "plusenvie"
	v := enter(newMemory())
	v.sign = hurt
	s := v.served(t)
	for _, line := range []string{hurt, "/annoncer " + hurt, "/offres " + hurt} { // the second one has an answer for all
		for _, path := range []string{"/camille/offres", "/camille/" + directMessages} {
			m := s.says(path, line)
			if !isAlone(m.ID) {
				t.Errorf("%s is answered to all: %s", line, m.HTML)
			}
			wantShown(t, m.HTML, "Des gens à appeler")
		}
	}
	modal := s.asks("/camille/offres/say", "line", "/publier")[0].Modal
	submit := regexp.MustCompile(`<form id="form" data-control="([^"]+)"`).FindStringSubmatch(modal)[1]
	done := s.message(s.asks("/camille/offres/submit", "control", submit, "field-titre", "Dev", "field-note", hurt))
	if !isAlone(done.ID) {
		t.Errorf("a form is answered to all: %s", done.HTML)
	}
	wantShown(t, done.HTML, "Des gens à appeler", "Publié : Dev")
	wrong := s.asks("/camille/offres/submit", "control", submit, "field-titre", "Dev", "field-salaire", "beaucoup", "field-note", hurt)
	wantShown(t, s.message(wrong).HTML, "Des gens à appeler", "beaucoup", "à recopier")

	who, _ := FindPerson("camille")
	ref, err := s.Room.Send(t.Context(), bot.Post{Key: "rappel", Kind: bot.SendPost, To: who.messages(), Lang: bot.FR, Message: &bot.Message{
		Text: text("Un rappel", "A reminder"), Buttons: []bot.Button{{Label: text("Noter", "Note"), Do: bot.Call{Command: "publier", Action: "noter", Ask: true}}}}})
	if err != nil {
		t.Fatal(err)
	}
	noted := s.message(s.asks("/camille/"+directMessages+"/submit", "control", "publier.noter", "on", ref.ID, "field-note", hurt))
	if !isAlone(noted.ID) || noted.ID == ref.ID {
		t.Errorf("the answer takes the place of what is written down: %s", noted.HTML)
	}
	wantShown(t, noted.HTML, "Des gens à appeler", "Noté : "+hurt)
	again := s.message(s.asks("/camille/"+directMessages+"/submit", "control", "publier.noter", "on", noted.ID, "field-note", "encore "+hurt))
	if again.ID != noted.ID {
		t.Errorf("what they alone see is not replaced: %s", again.HTML)
	}
	calm := s.message(s.asks("/camille/"+directMessages+"/submit", "control", "publier.noter", "on", ref.ID, "field-note", "un mot à moi"))
	if got := v.entries[0].Message.Text.FR; !isAlone(calm.ID) || got != "Un rappel" {
		t.Errorf("what they alone are shown beside a post is written down: %q, %s", got, calm.HTML)
	}
	wantNotShown(t, s.get("/sam/offres").body, "Des gens à appeler", "People to call", hurt)

	shown := v.as(t, "sam", hurt, "/announce "+hurt, "/post-job", "Dev", "", "", hurt)
	wantShown(t, shown, "(only visible to you)", "People to call", "(only visible to you)", "People to call", "People to call", "Posted: Dev")
	if strings.Contains(shown, "Announcement") {
		t.Errorf("it is announced: %s", shown)
	}
	if kept := fmt.Sprintf("%+v %+v %+v %s", v.entries, v.buttons, v.calls, v.log.String()); len(v.entries) != 1 || strings.Contains(kept, hurt) || strings.Contains(kept, "Des gens") {
		t.Errorf("this is kept: %s", kept)
	}
}
