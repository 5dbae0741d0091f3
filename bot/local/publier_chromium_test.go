package local_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/fetch"
	"rebond/bot/local"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// careers is the site of a company that recruits. Of what its page says, the pay and the
// link are not what the board takes.
const careers = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Nos offres</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "name": "Moulin Fictif"},
{"@type": "JobPosting", "title": "Développeuse ou développeur Go (H/F)", "datePosted": "2026-11-20",
"hiringOrganization": {"@type": "Organization", "name": "Moulin Fictif"}, "employmentType": "FULL_TIME",
"jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Nancy", "postalCode": "54000", "addressCountry": "FR"}},
"baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": {"@type": "QuantitativeValue", "minValue": 45000, "maxValue": 130000, "unitText": "YEAR"}},
"description": "<p>Un CDI dans une équipe de six personnes, qui fait tourner le suivi de 4 000 moulins.</p><ul><li>Écrire des services en Go</li><li>Relire le code des autres, et être relu</li></ul><p>Deux jours de télétravail par semaine.</p>"}]}</script>
</head><body><p>Nos offres</p></body></html>`

// site serves the careers page on this machine, and returns its address and the only
// reader that may go there: no address of a machine's own is ever read otherwise.
func site(t *testing.T) (string, *fetch.Fetcher) {
	t.Helper()
	pages := http.NewServeMux()
	pages.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "User-agent: *\nAllow: /\n") })
	pages.HandleFunc("/jobs/go", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, careers)
	})
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	at := server.Listener.Addr().String()
	return server.URL + "/jobs/go", &fetch.Fetcher{Allow: func(to netip.AddrPort) bool { return to.String() == at }}
}

// boards is the house in this process with the board at work, and a reader of pages; it
// returns the address of the room's page.
func boards(t *testing.T, address string, pages commands.Pages) string {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	clock := &testClock{}
	clock.set(time.Date(2026, time.November, 22, 10, 0, 0, 0, paris))
	store := storagetest.Open(t, address)
	defaults := commands.Defaults{Lang: bot.FR, Zone: paris}
	log := slog.New(slog.DiscardHandler)
	calls := &storage.Calls{Store: store, Now: clock.now}
	router, err := bot.NewRouter(commands.All(store, defaults, pages), bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: clock.now}, Log: log, Now: clock.now,
		Directory: &storage.Directory{Store: store, Lang: bot.FR, Zone: paris, Now: clock.now}, Aside: commands.Aside(store),
	})
	if err != nil {
		t.Fatal(err)
	}
	at := bot.Address{Platform: local.Platform, Space: local.Space}
	if err := store.SetUp(t.Context(), at, storage.Settings{storage.OffersChannel: "offres", storage.ModerationChannel: "moderation"}, clock.now()); err != nil {
		t.Fatal(err)
	}
	listener, err := local.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	const key = "KEYOFTHETESTKEYOFTHETEST"
	room := &local.Room{Log: &storage.Room{Store: store, Now: clock.now}, Calls: calls, Now: func() time.Time { return clock.now().In(paris) }, Errors: log, Page: &local.Page{Listener: listener, Key: key}}
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { room.Run(ctx, router) })
	all.Go(func() {
		(&delivery.Dispatcher{Outbox: &storage.Outbox{Store: store, Now: clock.now}, Platforms: []bot.Platform{room}, Log: log, Now: clock.now}).Run(ctx)
	})
	all.Go(func() {
		(&commands.Board{Announcements: commands.Announcements(store, defaults), Log: log, Now: clock.now}).Run(ctx)
	})
	t.Cleanup(func() {
		stop()
		all.Wait()
	})
	return local.PageURL(listener.Addr().String(), key)
}

var _ = kb.ArrowDown
var _ = strings.Join

func TestPublierLook(t *testing.T) {
	link, pages := site(t)
	url := boards(t, storagetest.SQLite(t), pages)
	b := opens(t, url)
	b.becomes("rachel")
	b.says("/publier")
	b.look("00-empty")
	b.says("/publier " + link)
	b.reads("Ce que l’annonce dit")
	b.look("01-draft")
	b.presses("Le poste")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.look("02-job")
	b.presses("Annuler")
	b.presses("Les conditions")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.look("03-terms")
	b.does(chromedp.SetValue(chromedp.CSS("#field-salaire"), "45 000 à 55 000 € par an"), chromedp.SetValue(chromedp.CSS("#field-lien"), "https://moulin.example/jobs/go"), chromedp.SetValue(chromedp.CSS("#field-qui"), "employer"), chromedp.SetValue(chromedp.CSS("#field-numero"), "732 829 321"))
	b.presses("Envoyer")
	b.reads("À corriger")
	b.look("04-wrong-number")
	b.presses("Les conditions")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.does(chromedp.SetValue(chromedp.CSS("#field-numero"), "732 829 320"))
	b.presses("Envoyer")
	b.reads("Ton annonce est prête")
	b.look("05-preview")
	b.presses("Voir")
	b.reads("Partagée par\n@rachel")
	b.look("06-detail")
	b.presses("Supprimer le brouillon")
	b.reads("Supprimer ce brouillon")
	b.look("06b-drop")
	b.presses("Garder")
	b.reads("Ton annonce est prête")
	b.says("/publier")
	b.reads("Brouillon, gardé")
	b.look("06c-drafts")
	b.does(chromedp.Click(`(//button[normalize-space()="Publier"])[last()]`))
	b.reads("C’est publié")
	b.look("07-sent")
	b.becomes("camille")
	b.goes("offres")
	b.reads("Moulin Fictif")
	b.look("08-card")
	b.presses("Voir")
	b.reads("Où postuler")
	b.look("09-full")
	b.presses("Garder")
	b.reads("Tu gardes cette offre")
	b.look("10-kept")
	b.presses("Un problème\u202f?")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.look("11-problem")
	b.does(chromedp.SetValue(chromedp.CSS("#field-motif"), "lien"), chromedp.SetValue(chromedp.CSS("#field-mots"), "La page demande un compte."))
	b.presses("Envoyer")
	b.reads("Merci. La modération le saura")
	b.look("12-thanks")
	b.presses("Partager au salon")
	b.reads("partage une offre")
	b.look("13-share")
	b.presses("Partager")
	b.reads("camille partage une offre")
	b.look("14-shared")
	b.becomes("malik")
	b.goes("moderation")
	b.reads("Un problème avec une offre")
	b.look("15-moderation")
	b.becomes("rachel")
	b.says("/mesannonces")
	b.reads("en ligne jusqu")
	b.look("16-mine")
	b.presses("Modifier")
	b.reads("Modifie ce que tu veux")
	b.look("17-edit")
	b.presses("Mes annonces")
	b.presses("Poste pourvu")
	b.reads("Bonne nouvelle")
	b.look("18-filled")
	b.presses("Oui, par la communauté")
	b.reads("C’est noté")
	b.look("19-noted")
	b.goes("offres")
	b.reads("Bravo")
	b.look("20-card")
	b.becomes("camille")
	b.look("21-camille")
	b.becomes("sam")
	b.says("/post-job "+link)
	b.reads("What the opening says")
	b.look("22-en")
	b.presses("The terms")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.look("23-en-terms")
	b.does(chromedp.SetValue(chromedp.CSS("#field-salaire"), "€45,000 to 55,000 a year"), chromedp.SetValue(chromedp.CSS("#field-lien"), "https://moulin.example/jobs/go"), chromedp.SetValue(chromedp.CSS("#field-qui"), "referral"))
	b.presses("Send")
	b.reads("Your opening is ready")
	b.look("24-en-ready")
	b.presses("Publish")
	b.reads("has been here for")
	b.look("25-en-twin")
}

func (b *browser) becomes(person string) {
	b.t.Helper()
	b.goes(person)
	b.waits(`location.pathname.startsWith('/`+person+`/') && document.readyState === 'complete'`)
}

func (b *browser) look(name string) {
	b.t.Helper()
	b.waits(`!document.querySelector('.pending')`)
	for _, v := range []struct {
		s, scheme string
		w, h      int
	}{{"dark", "dark", 1000, 800}, {"narrow", "light", 375, 780}, {"light", "light", 1000, 800}} {
		b.does(chromedp.EmulateViewport(int64(v.w), int64(v.h)))
		b.scheme(v.scheme)
		asks[string](b, `(document.querySelector('#log').scrollTop = 1e9, '')`)
		p, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile("/tmp/s/pub/"+name+"-"+v.s+".png", p, 0o644)
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
}
