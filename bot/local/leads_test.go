package local

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot"
)

// leading is a message with a button that leads to another, and one in a card.
func leading(to bot.MessageRef) *bot.Message {
	button := []bot.Button{{Label: text("Voir", "See"), To: to}}
	return &bot.Message{Text: text("Là-bas", "Over there"), Buttons: button, Cards: []bot.Card{{Title: text("Carte", "Card"), Buttons: button}}}
}

// A button leads to a message from wherever it is read, for those who may see it
// and nobody else.
func TestAButtonLeadsToAMessage(t *testing.T) {
	s := enter(newMemory()).served(t)
	open := s.sends(coaching, "a", &bot.Thread{Name: text("Suivi", "Follow-up")})
	private := s.sends(coaching, "b", &bot.Thread{Name: text("Suivi", "Follow-up"), Private: true, Members: []bot.PersonID{"p-sam", "p-malik"}})
	everyone := []string{"camille", "sam", "rachel", "malik", "ada"}
	moderators := []string{"malik", "ada"}
	for name, c := range map[string]struct {
		to   bot.MessageRef
		href string
		who  []string
	}{
		"in a channel":             {bot.MessageRef{At: coaching, ID: "m7"}, "coaching#m-m7", everyone},
		"in its own channel":       {bot.MessageRef{At: place("offres"), ID: "m7"}, "offres#m-m7", everyone},
		"for moderators":           {bot.MessageRef{At: place("moderation"), ID: "m7"}, "moderation#m-m7", moderators},
		"in direct messages":       {bot.MessageRef{At: person(t, "sam").messages(), ID: "m7"}, "@rebond#m-m7", []string{"sam"}},
		"in a thread":              {bot.MessageRef{At: threadOf(open), ID: "m7"}, "coaching." + open.ID + "#m-m7", everyone},
		"in a private thread":      {bot.MessageRef{At: private.At, ID: "m7"}, "coaching." + private.ID + "#m-m7", []string{"sam", "malik"}},
		"in no thread":             {bot.MessageRef{At: threadOf(bot.MessageRef{At: coaching, ID: "m99"}), ID: "m7"}, "", nil},
		"in no channel":            {bot.MessageRef{At: place("nowhere"), ID: "m7"}, "", nil},
		"of another platform":      {bot.MessageRef{At: bot.Address{Platform: "discord", Space: "1", Channel: "2"}, ID: "3"}, "", nil},
		"with a name that is none": {bot.MessageRef{At: coaching, ID: `7"><script>x</script>`}, "coaching#m-7%22%3E%3Cscript%3Ex%3C/script%3E", everyone},
	} {
		t.Run(name, func(t *testing.T) {
			ref, err := s.Send(t.Context(), bot.Post{To: place("offres"), Lang: bot.FR, Message: leading(c.to), Thread: &bot.Thread{Name: text("Fil", "Thread")}})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // drawn, then as it was drawn
				for _, who := range everyone {
					for _, at := range []string{"/offres", "/offres." + ref.ID} {
						var got []string
						article := one(t, wantInert(t, s.get("/"+who+at).body), "article", "m-"+ref.ID)
						for a := range each(article, "a", "button") {
							if attr(a.Parent, "class") == "row" {
								got = append(got, attr(a, "href")+attr(a, "target")+" "+written(a))
							}
						}
						var want []string
						if slices.Contains(c.who, who) {
							want = []string{c.href + " Voir", c.href + " Voir"}
						}
						if !slices.Equal(got, want) || len(slices.Collect(each(article, "button"))) > 0 {
							t.Errorf("%s%s: %q; want %q", who, at, got, want)
						}
					}
				}
			}
		})
	}
}

// In a terminal a button that leads to a message says where that is, and has no
// number.
func TestAButtonThatLeadsHasNoNumber(t *testing.T) {
	m := leading(bot.MessageRef{At: coaching, ID: "m7"})
	m.Buttons = append(m.Buttons, bot.Button{Label: text("Là aussi", "There too"), To: bot.MessageRef{At: person(t, "sam").messages(), ID: "m8"}},
		bot.Button{Label: text("Dans un fil", "In a thread"), To: bot.MessageRef{At: threadOf(bot.MessageRef{At: coaching, ID: "m1"}), ID: "m8"}},
		bot.Button{Label: text("Suite", "Next"), Do: bot.Call{Command: "offres"}})
	shown, calls := render(t, m, bot.FR)
	wantShown(t, shown, "  Voir : #coaching\n", "\nVoir : #coaching   Là aussi : Messages privés   Dans un fil : #coaching   [1] Suite\n")
	if len(calls) != 1 {
		t.Errorf("%d buttons have a number", len(calls))
	}
	shown, _ = render(t, m, bot.EN)
	wantShown(t, shown, "See: #coaching   There too: Direct messages")
}

// In a terminal a message names its thread under all that it says.
func TestAConsoleNamesThreads(t *testing.T) {
	for _, c := range []struct {
		who     string
		private bool
		want    string
	}{
		{"camille", false, "Page 1\n[1] Suivantes   Site : https://rebond.example\nFil : Suivi <b>\n\n"},
		{"sam", false, "Page 1\n[1] Next   Site: https://rebond.example\nThread: Follow-up <b>\n\n"},
		{"camille", true, "Page 1\n[1] Suivantes   Site : https://rebond.example\n\n"},
		{"malik", true, "Page 1\n[1] Suivantes   Site : https://rebond.example\nFil : Suivi <b>\n\n"},
	} {
		var out strings.Builder
		m := newMemory()
		s := &session{Console: &Console{Out: &out, As: person(t, c.who)}, room: &Room{Log: m, Calls: m}}
		n := &note{Entry: Entry{Message: offers(1), Replies: 3, Thread: &bot.Thread{Private: c.private, Members: []bot.PersonID{"malik"}, Name: text("Suivi <b>\x1b[31m\u202e", "Follow-up <b>")}}}
		if err := s.show(t.Context(), n, s.As.Lang); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(loose(out.String()), "[31m", ""); got != c.want {
			t.Errorf("%s reads %q; want %q", c.who, got, c.want)
		}
	}
}
