package local_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// openings are what a company's board shows, of one trade at Nancy.
func openings(titles ...string) []sources.Offer {
	var all []sources.Offer
	for _, title := range titles {
		id := fmt.Sprint(len(all)+1, "-", title)
		all = append(all, sources.Offer{
			Source: "greenhouse", ID: id, Credit: sources.Credit{Name: "Greenhouse"}, Title: title, Company: "Moulin Fictif", Description: "Une équipe de six personnes, et des tests.",
			Places:   []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}},
			Contract: sources.CDI, URL: fmt.Sprintf("https://fictif.example/offres/%x", title),
			Published: time.Date(2026, time.November, 20, 8, 0, 0, 0, time.UTC), Updated: time.Date(2026, time.November, 22, 8, 0, 0, 0, time.UTC),
		})
	}
	return all
}

// reading is a source of which offers come in, or which fails, as its store knows it.
func reading(t *testing.T, store *storage.Store, name string, now time.Time, some []sources.Offer, fault sources.Fault) {
	t.Helper()
	ctx := t.Context()
	if err := store.AddFeeds(ctx, []sources.FeedName{{Name: name, Kind: "greenhouse"}}, now); err != nil {
		t.Fatal(err)
	}
	feed, ok, _, err := store.TakeFeed(ctx, []string{name}, now.Add(24*time.Hour), now.Add(25*time.Hour))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	lease := sources.Lease{Feed: name, Until: feed.Next, Began: now}
	if len(some) > 0 {
		if _, err := store.KeepOffers(ctx, lease, some, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := store.EndFeed(ctx, lease, sources.End{Complete: fault == "", Fault: fault, Next: now.Add(time.Hour)}, now); err != nil {
		t.Fatal(err)
	}
}

// TestMemberIsTold is a member who asks to be told, and is, in private and once: a count
// and a button, and what it opens says why each opening is there. A moderator gives the
// same search to a channel; the admin sees which source fails.
func TestMemberIsTold(t *testing.T) {
	axe := axe(t)
	storagetest.Engines(t, func(t *testing.T, address string) {
		clock := &testClock{}
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		clock.set(time.Date(2026, time.November, 23, 14, 2, 0, 0, paris)) // a Monday, far from quiet hours
		page := lives(t, address, clock)
		store := storagetest.Open(t, address)
		ctx, stop := context.WithCancel(t.Context())
		var alerting sync.WaitGroup
		alerting.Go(func() {
			(&commands.Alerting{Notices: &storage.Notices{Store: store, Lang: bot.FR, Zone: paris}, Log: slog.New(slog.DiscardHandler), Now: clock.now}).Run(ctx)
		})
		t.Cleanup(func() {
			stop()
			alerting.Wait()
		})
		reading(t, store, "moulin-fictif", clock.now(), openings("Développeuse Go"), "")
		reading(t, store, "verrerie-fictive", clock.now(), openings("Administratrice systèmes"), "")

		b := opens(t, page)
		b.says("/offres go nancy")
		b.reads("Développeuse Go")
		b.presses("Préviens-moi")
		b.reads("C’est noté\u00a0: je te préviendrai des nouvelles offres.")
		b.chooses("frequence", "soon")
		b.reads("Dès que possible\u00a0: un message par heure au plus")
		b.says("/alertes python télétravail 45k")
		b.reads("python · télétravail possible")
		b.says("/alertes")
		b.reads("Mes alertes")
		b.usable("alerts", axe)
		b.shows(`document.querySelector('#log article:last-of-type')`, "alertes-light.png", "", "")

		b.goes("malik")
		b.goes("offres")
		b.says("/planifier")
		b.presses("Une recherche d’offres")
		b.does(chromedp.WaitVisible(chromedp.CSS("#field-recherche")), chromedp.SetValue(chromedp.CSS("#field-recherche"), "go nancy"))
		b.does(chromedp.SendKeys(chromedp.CSS("#field-quand"), "du lundi au vendredi à 9 h"+enter))
		b.reads("mardi 24\u00a0novembre 2026 à 9\u00a0h")
		b.usable("a search for a channel", axe)
		b.presses("Programmer")
		b.reads("C’est programmé.")

		clock.set(time.Date(2026, time.November, 23, 15, 20, 0, 0, paris))
		reading(t, store, "moulin-fictif", clock.now(), openings("Développeuse Go", "Développeur Go, équipe paiement", "Ingénieure plateforme Go"), "")
		reading(t, store, "scierie-fictive", clock.now(), nil, sources.NotFound)
		reading(t, store, "verrerie-fictive", clock.now(), nil, sources.Failing)
		b.goes("camille")
		b.goes("Rebond")
		b.reads("2 nouvelles offres pour toi")
		b.usable("a message of an alert", axe)
		b.shows(`document.querySelector('#log article:last-of-type')`, "alerte-message-light.png", "", "")
		b.presses("Voir")
		b.reads("Ingénieure plateforme Go")
		b.does(chromedp.Click(`(//button[starts-with(normalize-space(), "Pourquoi cette offre")])[last()]`))
		b.reads("Tu as cherché «\u00a0go\u00a0»\u00a0: dans le titre")
		b.presses("Moins d’offres de ce genre")
		b.reads("Chaque choix s’annule d’une pression.")
		b.presses("Pas cette entreprise")
		b.reads("Pas cette entreprise, à partir de maintenant.")
		b.usable("an alert that is narrowed", axe)
		b.presses("Annuler ce choix")
		b.reads("C’est annulé.")

		b.goes("ada")
		b.goes("offres")
		b.says("/etat")
		b.reads("scierie-fictive")
		b.usable("a source that fails", axe)
		b.shows(`document.querySelector('#log article:last-of-type')`, "sources-etat-light.png", "", "")

		clock.set(time.Date(2026, time.November, 24, 8, 59, 58, 0, paris))
		b.goes("rachel")
		b.goes("offres")
		b.reads("3 offres\u00a0: go · Nancy (54)")
		reading(t, store, "moulin-fictif", clock.now(), openings("Développeuse Go", "Développeur Go, équipe paiement", "Ingénieure plateforme Go", "SRE Go", "Développeuse Go, équipe livraison"), "")
		clock.set(time.Date(2026, time.November, 25, 8, 59, 58, 0, paris))
		b.reads("2 nouvelles offres\u00a0: go · Nancy (54)")
		b.goes("coaching")
		b.goes("offres")
		b.reads("2 nouvelles offres")
		b.usable("a search in a channel", axe)
		b.shows(`document.querySelector('#log article:last-of-type')`, "recherche-planifiee-light.png", "", "")
		b.presses("Voir")
		b.reads("Développeuse Go, équipe livraison")
	})
}
