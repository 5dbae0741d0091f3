package bench

import (
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"testing"
	"time"

	"rebond/bot"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// BenchmarkContent asks for tips and resources as 200 members in turn, through all that a
// command goes through but a platform.
func BenchmarkContent(b *testing.B) {
	pack, err := content.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	library, err := content.NewLibrary(pack, "", time.Now, nil)
	if err != nil {
		b.Fatal(err)
	}
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		store := storagetest.Open(b, address(b))
		at := dawn
		now := func() time.Time { return at }
		d := commands.Defaults{Lang: bot.FR, Zone: time.UTC, Library: library}
		router, err := bot.NewRouter(commands.All(store, d, nil), bot.Ports{
			Calls: &storage.Calls{Store: store, Now: now}, Once: &storage.Once{Store: store, Now: now}, Log: slog.New(slog.DiscardHandler), Now: now,
			Directory: &storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: now},
		})
		if err != nil {
			b.Fatal(err)
		}
		asked, round := 0, 0
		took := map[string][]time.Duration{}
		ask := func(name, command, action string, args bot.Args) {
			asked++
			at = at.Add(time.Second)
			r := &bot.Request{ID: fmt.Sprint(name, asked), Command: command, Action: action, Args: args, From: bot.Member{User: fmt.Sprint("u", asked%200), Lang: bot.FR}, At: bot.Address{Platform: "bench", Space: "s", Channel: "c"}}
			start := time.Now()
			a := router.Handle(b.Context(), r, nil)
			took[name] = append(took[name], time.Since(start))
			if message, ok := a.Reply.(*bot.Message); ok && len(message.Cards) == 0 {
				b.Fatalf("%s: %s", name, message.Text.FR)
			}
		}
		for b.Loop() {
			ask("day", "conseils", "", nil)
			ask("another", "conseils", "autre", nil)
			ask("words", "conseils", "", bot.Args{"mots": "relancer sans réponse"})
			ask("resources", "formations", "", bot.Args{"mots": "python gratuit débutant"})
			ask("post", "abonnements", "suite", bot.Args{"serie": "80-jours", "de": strconv.Itoa(round / 40 % 80)})
			round++
			at = at.Add(time.Hour)
		}
		for _, name := range []string{"day", "another", "words", "resources", "post"} {
			percentilesOf(b, name+"-", took[name])
		}
	})
}

// BenchmarkContentLoad reads all the items of the program.
func BenchmarkContentLoad(b *testing.B) {
	for b.Loop() {
		if _, err := content.Load(os.DirFS("../commands/content")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDaily makes the notices of the day of 20,000 subscribers.
func BenchmarkDaily(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		for b.Loop() {
			b.StopTimer()
			store := subscribed(b, address(b), 20_000, func(int) int { return 8 * 60 })
			notices := &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}
			b.StartTimer()
			for more := true; more; {
				var err error
				if more, err = notices.Daily(b.Context(), []string{"jour"}, dawn); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "notices/s")
	})
}
