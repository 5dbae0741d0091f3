package bottest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
)

// answers are what a typed line gets.
var answers = map[string]func(*testing.T, *scene){
	"a line is answered in the language of who asks": func(t *testing.T, s *scene) {
		fr, en := s.french.Types(t, "/bonjour Nancy"), s.english.Types(t, "/hello Leeds")
		wants(t, fr, "Bonjour, Nancy !")
		wants(t, en, "Hello, Leeds!")
		for _, a := range []Shown{fr, en} {
			if a.Late || a.Alone || a.Updated || a.Pinned || len(a.Buttons) > 0 || len(a.Links) > 0 {
				t.Errorf("a plain answer is %+v", a)
			}
		}
	},
	"an answer for everybody is seen by everybody": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/bonjour Nancy")
		for _, m := range []Member{s.french, s.english} {
			wantSeen(t, m, 1, "Bonjour, Nancy !")
			if b := find(t, m, a.ID); !b.says("Bonjour, Nancy !") || b.Alone {
				t.Errorf("it is seen as %+v", b)
			}
		}
	},
	"an answer for one member is seen by no other": func(t *testing.T, s *scene) {
		a := s.french.Types(t, "/murmure Nancy")
		wants(t, a, "Tout bas : Nancy.")
		wantSeen(t, s.french, 1, "Tout bas")
		wantSeen(t, s.english, 0, "Tout bas", "In a whisper")
		if !a.Alone || !find(t, s.french, a.ID).Alone {
			t.Errorf("it is not marked as for one member alone: %+v", a)
		}
	},
	"what is written in distress is answered to one member alone": func(t *testing.T, s *scene) {
		wants(t, s.french.Types(t, "/"+sign), "Des gens à appeler")
		for _, line := range []string{"/bonjour " + sign, "/murmure " + sign} { // the first one has an answer for everybody
			a := s.french.Types(t, line)
			wants(t, a, "Des gens à appeler")
			if !a.Alone || !find(t, s.french, a.ID).Alone {
				t.Errorf("%s: it is not marked as for one member alone: %+v", line, a)
			}
		}
		wantSeen(t, s.english, 0, "Des gens à appeler", "People to call", sign)
		if s.logged(sign) {
			t.Error("it is in the log")
		}
	},
	"a form in distress is done": func(t *testing.T, s *scene) {
		form := s.french.Types(t, "/inscription")
		a := s.french.Fills(t, form, map[string]string{"Ton nom": sign})
		wants(t, a, "Des gens à appeler", "Te voilà : "+sign)
		if !a.Alone {
			t.Errorf("it is not marked as for one member alone: %+v", a)
		}
	},
	"a fault of ours is told with a reference and no more": func(t *testing.T, s *scene) {
		for l, m := range map[bot.Lang]Member{bot.FR: s.french, bot.EN: s.english} {
			a := m.Types(t, map[bot.Lang]string{bot.FR: "/panne", bot.EN: "/breakdown"}[l])
			ref := regexp.MustCompile(`[A-Z2-7]{6}`).FindString(a.Text)
			wants(t, a, bot.Plain(bot.Failed(ref).In(l)))
			if !a.Alone || !s.logged(ref) || !s.logged(secret) {
				t.Errorf("%+v; want it for one member alone, and its cause logged under %q", a, ref)
			}
		}
		for _, m := range []Member{s.french, s.english} {
			wantSeen(t, m, 0, secret, "open database")
		}
	},
	"what the member can put right is told in words": func(t *testing.T, s *scene) {
		a := s.english.Types(t, "/refusal")
		wants(t, a, "There is no room left; come back tomorrow.")
		wants(t, s.french.Types(t, "/refus"), "Il n’y a plus de place ; reviens demain.")
		wantSeen(t, s.french, 0, "There is no room left", secret)
		if !a.Alone {
			t.Errorf("it is not for one member alone: %+v", a)
		}
	},
	"a command that does not exist is answered": func(t *testing.T, s *scene) {
		for line, want := range map[string]string{
			"/zzzzzzzz tout":   "zzzzzzzz",
			"/</b><script>":    "</b><script>",
			"/**x** @everyone": "**x**",
			"/bonjor Nancy":    "/bonjour",
		} {
			a := s.french.Types(t, line)
			wants(t, a, "Je ne connais pas", want)
			if !a.Alone || len(a.Links) > 0 {
				t.Errorf("%q is answered with %+v", line, a)
			}
		}
		wantSeen(t, s.english, 0, "zzzzzzzz", "script", "bonjor")
	},
	"what a member wrote is shown as written": func(t *testing.T, s *scene) {
		for _, typed := range hostile {
			a := s.french.Types(t, "/echo "+typed)
			want := bot.Clean(typed, 0)
			if level(a.Text) != level(want) {
				t.Errorf("%q is shown as %q", want, a.Text)
			}
			for _, m := range []Member{s.french, s.english} {
				b := find(t, m, a.ID)
				if level(b.Text) != level(want) || len(b.Links) > 0 || len(b.Buttons) > 0 {
					t.Errorf("%q is seen as %+v", want, b)
				}
			}
		}
	},
	"every message of the zoo is shown whole": func(t *testing.T, s *scene) {
		shown := map[string]Specimen{} // by the id of the message
		zoo := Zoo(otherMessage(s.Channel))
		for _, one := range zoo {
			a := s.french.Types(t, "/zoo "+one.Name)
			wholly(t, one, bot.FR, a)
			shown[a.ID] = one
			wholly(t, one, bot.EN, s.english.Types(t, "/zoo "+one.Name))
		}
		again := 0
		for _, a := range s.english.Sees(t) {
			if one, ok := shown[a.ID]; ok {
				wholly(t, one, bot.FR, a)
				again++
			}
		}
		if again != len(zoo) {
			t.Errorf("%d messages of the zoo are seen by another member; want %d", again, len(zoo))
		}
	},
}

// hostile is what members type to see what happens. A bare address is not among
// them: clients make a link of it themselves.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `&lt;b&gt; &amp; <b>`, `{{.}} ${x} %s %d`,
	`@everyone @here <@123456789012345678> <!channel> <#C024BE91L> <@U024BE7LH>`,
	`[x](javascript:alert(1))`, `[x](data:text/html,<script>) <javascript:alert(1)|x>`, `**gras** _italique_ ~barré~ || caché ||`,
	"`code` ```bloc``` \\_ \\* \\", `# titre`, `> citation`, `- élément`, `1. un`,
	"facture\u202Efdp.exe\u202C", "a\u2066b\u2069\u200fc\u061c", "a\x1b[31mrouge\x07\x00b", "zéro\u200blargeur\ufeff",
	"e\u0301 👩\u200d👩\u200d👧\u200d👦 \U0001F3F3\uFE0F\u200d🌈 שלום 你好", strings.TrimSpace(strings.Repeat("0123456 8", 444) + " fin"),
}

// wholly fails the test unless all of a specimen is in what is seen.
func wholly(t *testing.T, one Specimen, l bot.Lang, seen Shown) {
	t.Helper()
	var said []bot.Text
	var labels, links []string
	leads := 0 // buttons that lead to a message
	buttons := func(all []bot.Button) {
		for _, b := range all {
			labels = append(labels, level(bot.Plain(b.Label.In(l))))
			links = append(links, b.URL)
			if b.To.ID != "" {
				leads++
			}
		}
	}
	image := func(i *bot.Image) {
		said = append(said, i.Alt)
		if !i.Sketch.Empty() && seen.says(bot.Plain(i.Sketch.In(l))) { // it stands for the picture
			buttons([]bot.Button{i.Get})
		}
	}
	m := one.Message
	said = append(said, m.Text)
	for _, c := range m.Cards {
		said, links = append(said, c.Title, c.Body, c.Footer), append(links, c.URL)
		for _, f := range c.Facts {
			said = append(said, f.Label, f.Value)
		}
		if c.Image != nil {
			image(c.Image)
		}
		buttons(c.Buttons)
	}
	for i := range m.Images {
		image(&m.Images[i])
	}
	for _, f := range m.Files {
		said = append(said, bot.Same(f.Name))
	}
	for _, s := range m.Selects {
		said = append(said, s.Prompt)
	}
	buttons(m.Buttons)
	for _, s := range said {
		for _, block := range bot.ParseMarkup(s.In(l)) {
			words := ""
			for _, span := range block.Spans {
				words, links = words+span.Text, append(links, span.URL)
			}
			if !seen.says(words) {
				t.Errorf("%s in %s: %q is not said in %q", one.Name, l, words, seen.Text)
			}
		}
	}
	for _, link := range links {
		if link != "" && !slices.ContainsFunc(seen.Links, func(seen string) bool { return decoded(seen) == decoded(link) }) {
			t.Errorf("%s in %s: %q is not among the links %q", one.Name, l, link, seen.Links)
		}
	}
	for _, link := range seen.Links {
		if strings.Contains(link, otherMessage(bot.Address{}).ID) {
			leads--
		}
	}
	if leads != 0 {
		t.Errorf("%s in %s: the links %q lack %d that lead to a message", one.Name, l, seen.Links, leads)
	}
	if !slices.EqualFunc(labels, seen.Buttons, func(a, b string) bool { return a == level(b) }) {
		t.Errorf("%s in %s: the buttons are %q; want %q", one.Name, l, seen.Buttons, labels)
	}
}

// decoded is an address whose characters are written as they are: which of them
// are percent-encoded is the client's own.
func decoded(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}
	return address
}
