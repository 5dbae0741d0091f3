package discordtest

import (
	"reflect"
	"testing"
)

func TestReading(t *testing.T) {
	for markdown, want := range map[string]Reading{
		"simple":                         {Text: "simple"},
		"**gras** et *italique*":         {Text: "gras et italique", Marked: true},
		"**_les deux_**":                 {Text: "les deux", Marked: true},
		"a_b_c et 2 * 3 * 4":             {Text: "a_b_c et 2 * 3 * 4"},
		`\*pas\* \_ça\_ \\ \[x\]\(y\)`:   {Text: `*pas* _ça_ \ [x](y)`},
		"`**code**` ~~barré~~ ||caché||": {Text: "**code** barré caché", Marked: true},
		"```go\nx := `1`\n```":           {Text: "x := `1`\n", Marked: true},
		"### Titre\n- un\n- **deux**":    {Text: "Titre\nun\ndeux", Marked: true},
		"> cité\n-# petit":               {Text: "cité\npetit", Marked: true},
		`\# pas un titre` + "\n" + `\- ni une liste` + "\n" + `\> ni cité`: {Text: "# pas un titre\n- ni une liste\n> ni cité"},
		"1. un":                                  {Text: "1. un"},
		"[offre](https://a.example/x_y)":         {Text: "offre", Links: []string{"https://a.example/x_y"}, Marked: true},
		"[offre](<https://a.example/(x)>)":       {Text: "offre", Links: []string{"https://a.example/(x)"}, Marked: true},
		"[x](javascript:alert(1))":               {Text: "[x](javascript:alert(1))"},
		"[https://b.example](https://a.example)": {Text: "[https://b.example](https://a.example)", Links: []string{"https://b.example](https://a.example"}},
		"voir https://a.example/x.":              {Text: "voir https://a.example/x.", Links: []string{"https://a.example/x"}},
		"<https://a.example/>":                   {Text: "https://a.example/", Links: []string{"https://a.example/"}},
		"<@1> <@&2> <#3> @everyone":              {Text: "<@1> <@&2> <#3> @everyone", Mentions: []string{"<@1>", "<@&2>", "<#3>", "@everyone"}},
		`\<@1> @` + "\u200beveryone":             {Text: "<@1> @\u200beveryone"},
	} {
		if got := Read(markdown); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v; want %+v", markdown, got, want)
		}
	}
}

func TestReadingAMessage(t *testing.T) {
	sc := open(t)
	sc.posts(said("**Offre**", aside(object{"type": TypeThumbnail, "media": object{"url": "https://a.example/a.png"}, "description": "Un *logo*"}, display("[voir](https://a.example)")),
		inRow(press(object{"style": StyleLink, "custom_id": nil, "url": "https://b.example"}))))
	got := sc.sam.Sees(sc.offers)[0].Read()
	if want := (Reading{Text: "Offre\nvoir\nUn *logo*", Links: []string{"https://a.example", "https://b.example"}, Marked: true}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v; want %+v", got, want)
	}
}
