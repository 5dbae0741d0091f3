package commands_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"image"
	_ "image/png"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// gathering is a community whose people ask for things, at a time that a test moves.
type gathering struct {
	t      *testing.T
	store  *storage.Store
	usage  *storage.Usage
	router *bot.Router
	at     time.Time
	asked  int
}

func gathers(t *testing.T, address string) *gathering {
	t.Helper()
	g := &gathering{t: t, store: storagetest.Open(t, address), at: morning()}
	now := func() time.Time { return g.at }
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	g.usage = &storage.Usage{Store: g.store, Log: log, Now: now}
	d := defaults(t)
	var err error
	g.router, err = bot.NewRouter(commands.All(g.store, d, nil), bot.Ports{
		Calls: &storage.Calls{Store: g.store, Now: now}, Once: &storage.Once{Store: g.store, Now: now}, Now: now,
		Directory: &storage.Directory{Store: g.store, Lang: d.Lang, Zone: d.Zone, Now: now},
		Asked:     g.usage.Asked, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// asks is what somebody asks in a community, and the message of the answer.
func (g *gathering) asks(space, who string, access bot.Access, l bot.Lang, command, action string, args bot.Args) *bot.Message {
	g.t.Helper()
	g.asked++
	a := g.router.Handle(g.t.Context(), &bot.Request{ID: fmt.Sprint("r", g.asked), Command: command, Action: action, Args: args,
		From: bot.Member{User: who, Access: access, Lang: l}, At: bot.Address{Platform: "chat", Space: space, Channel: "general"}}, func(bool) {})
	if !a.Ephemeral {
		g.t.Errorf("everybody sees the answer to /%s", command)
	}
	switch m := a.Reply.(type) {
	case *bot.Message:
		return m
	case *bot.Update:
		return &m.Message
	}
	g.t.Fatalf("%T", a.Reply)
	return nil
}

// statistics are what a moderator of a community reads, in French, and their picture's description.
func (g *gathering) statistics(space string) (words, alt string) {
	g.t.Helper()
	if err := g.usage.Write(g.t.Context()); err != nil {
		g.t.Fatal(err)
	}
	m := g.asks(space, "modo-"+space, bot.Moderator, bot.FR, "statistiques", "", nil)
	if len(m.Images) != 1 {
		g.t.Fatalf("%d pictures: %s", len(m.Images), m.Text.FR)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	return plain.Replace(bot.Plain(m.Text.FR)), plain.Replace(bot.Plain(m.Images[0].Alt.FR))
}

// TestStatistiques counts what people really ask, and tells it to the moderators of their
// community.
func TestStatistiques(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		g := gathers(t, address)
		g.at = g.at.AddDate(0, 0, -7)
		for i := range 12 {
			g.asks("ours", fmt.Sprint("person", i), bot.Anyone, bot.FR, "offres", "", nil)
		}
		g.at = g.at.AddDate(0, 0, 7)
		for i := range 7 {
			who := fmt.Sprint("person", i)
			g.asks("ours", who, bot.Anyone, bot.FR, "offres", "", nil)
			g.asks("ours", who, bot.Anyone, bot.EN, "offres", "", nil)
			g.asks("ours", who, bot.Anyone, bot.FR, "urgence", "", nil)
			if i < 4 {
				g.asks("ours", who, bot.Anyone, bot.FR, "pause", "", bot.Args{"duree": "3 jours"})
				g.asks("theirs", who, bot.Anyone, bot.FR, "offres", "", nil)
			}
		}
		words, alt := g.statistics("ours")
		for _, want := range []string{"Se servent de Rebond : environ 10 personnes cette semaine, environ 10 personnes la semaine passée.", // 8, with the moderator, and 12
			"/offres : environ 5 personnes cette semaine ; avant, semaine par semaine : 10, moins de 5, moins de 5, moins de 5.", "Reçoivent des messages privés : moins de 5 personnes."} {
			if !strings.Contains(words, want) {
				t.Errorf("%q is not in\n%s", want, words)
			}
		}
		if want := "Se servent de Rebond : environ 10 personnes cette semaine"; !strings.Contains(alt, want) {
			t.Errorf("%q is not in\n%s", want, alt)
		}
		for _, never := range []string{"/pause", "/urgence", "/statistiques", "person1"} {
			if strings.Contains(words+alt, never) {
				t.Errorf("%q is in\n%s\n%s", never, words, alt)
			}
		}
		words, alt = g.statistics("theirs") // four people, and the moderator
		if !strings.Contains(words, "Se servent de Rebond : environ 5 personnes cette semaine.") || strings.Contains(words+alt, "/offres") || strings.Contains(words+alt, "10") {
			t.Errorf("the other community reads\n%s\n%s", words, alt)
		}
		again := gathers(t, address) // the process starts again
		again.at = g.at
		for i := range 7 {
			again.asks("ours", fmt.Sprint("person", i), bot.Anyone, bot.FR, "offres", "", nil)
		}
		if words, _ := again.statistics("ours"); !strings.Contains(words, "/offres : environ 5 personnes cette semaine") {
			t.Errorf("after a restart\n%s", words)
		}
	})
}

// TestStatistiquesPicture shows the same on both grounds, and to moderators alone.
func TestStatistiquesPicture(t *testing.T) {
	g := gathers(t, storagetest.SQLite(t))
	light := g.asks("ours", "modo", bot.Moderator, bot.EN, "statistiques", "", nil)
	dark := g.asks("ours", "modo", bot.Moderator, bot.EN, light.Buttons[0].Do.Command, light.Buttons[0].Do.Action, light.Buttons[0].Do.Args)
	back := g.asks("ours", "modo", bot.Moderator, bot.EN, dark.Buttons[0].Do.Command, dark.Buttons[0].Do.Action, dark.Buttons[0].Do.Args)
	chosen := g.asks("ours", "modo", bot.Moderator, bot.EN, "statistiques", "", bot.Args{"fond": "sombre"})
	if a, b := light.Images[0].Data, dark.Images[0].Data; bytes.Equal(a, b) || !bytes.Equal(a, back.Images[0].Data) || !bytes.Equal(b, chosen.Images[0].Data) {
		t.Error("the ground does not change as it is chosen")
	}
	for _, m := range []*bot.Message{light, dark} {
		i := m.Images[0]
		if _, kind, err := image.Decode(bytes.NewReader(i.Data)); err != nil || kind != "png" || !strings.HasSuffix(i.Name, ".png") || len(i.Data) > 200_000 {
			t.Errorf("%s: %s of %d bytes, %v", i.Name, kind, len(i.Data), err)
		}
		if m.Text != light.Text || i.Alt != light.Images[0].Alt {
			t.Error("the words are not the same on both grounds")
		}
	}
	if m := g.asks("ours", "modo", bot.Recruiter, bot.EN, "statistiques", "voir", nil); len(m.Images) > 0 || !strings.Contains(m.Text.EN, "reserved") {
		t.Errorf("others read %s", m.Text.EN)
	}
}

// TestStatistiquesSample draws twelve weeks of a community that grows; with -update, into
// the documentation.
func TestStatistiquesSample(t *testing.T) {
	address := storagetest.SQLite(t)
	g := gathers(t, address)
	g.asks("ours", "modo", bot.Moderator, bot.FR, "aide", "", nil)
	db, err := sql.Open("sqlite3", strings.TrimPrefix(address, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for what, weeks := range map[string][12]int{
		"subscribers":  {18, 31, 64, 112, 148, 171, 190, 214, 232, 255, 281, 304},
		"active":       {24, 52, 96, 131, 127, 140, 152, 149, 166, 171, 188, 121},
		"published":    {1, 3, 6, 5, 9, 8, 11, 7, 12, 10, 14, 6},
		"filled":       {0, 0, 1, 2, 1, 3, 4, 3, 5, 4, 6, 2},
		"/offres":      {17, 38, 71, 96, 90, 104, 117, 109, 125, 131, 140, 88},
		"/abonnements": {11, 22, 41, 38, 22, 19, 24, 26, 21, 27, 30, 17},
		"/mesoffres":   {0, 4, 12, 21, 28, 31, 36, 40, 38, 44, 51, 29},
		"/pause":       {0, 0, 2, 4, 6, 7, 4, 9, 11, 8, 12, 6},
		"/publier":     {1, 2, 4, 4, 6, 6, 7, 5, 8, 7, 9, 4},
	} {
		for i, n := range weeks {
			week := time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*i)
			if _, err := db.Exec("INSERT OR REPLACE INTO weekly (community, week, what, run, n) SELECT id, ?1, ?2, '', ?3 FROM communities", week.Format(time.DateOnly), what, n); err != nil {
				t.Fatal(err)
			}
			if what != "published" {
				continue
			}
			for k := range n + 7 {
				key := fmt.Sprint(i, "/", k)
				if _, err := db.Exec("INSERT INTO posts (id, key, kind, place, platform, space, lang, priority, not_before, state, put_at, settled_at) VALUES (?1, ?1, 'send', 'chat:ours/jobs', 'chat', 'ours', 'fr', 0, ?2, 'delivered', ?2, ?2)", key, week.UnixMilli()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for i := range 304 {
		for _, text := range []string{"INSERT INTO persons (id, created_at, seen_at) VALUES (?1, 1, 1)", "INSERT INTO subscriptions (person, community, topic, since_at) SELECT ?1, id, 'message', 1 FROM communities"} {
			if _, err := db.Exec(text, fmt.Sprint("person", i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := db.Exec("INSERT INTO outcomes (community, month, what, people) SELECT id, '2026-11', 'emploi', 9 FROM communities"); err != nil {
		t.Fatal(err)
	}
	for ground, name := range map[string]string{"clair": "light", "sombre": "dark"} {
		m := g.asks("ours", "modo", bot.Moderator, bot.FR, "statistiques", "", bot.Args{"fond": ground})
		for _, want := range []string{"`/abonnements`", "novembre 2026"} {
			if !strings.Contains(m.Text.FR, want) {
				t.Errorf("%s is not in\n%s", want, m.Text.FR)
			}
		}
		if !*update {
			continue
		}
		if err := os.WriteFile("../docs/images/statistiques-"+name+".png", m.Images[0].Data, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Log(m.Text.FR, "\n", m.Text.EN, "\n", m.Images[0].Alt.FR, "\n", m.Images[0].Alt.EN)
	}
}
