package main

// The sources of offers: how the configuration makes them, and rebond sources. It stands
// beside main.go, which would be too long with it, and is a part of it like the others.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/config"
	"rebond/bot/fetch"
	"rebond/bot/sources"
	"rebond/bot/sources/ashby"
	"rebond/bot/sources/exemple"
	"rebond/bot/sources/feed"
	"rebond/bot/sources/francetravail"
	"rebond/bot/sources/greenhouse"
	"rebond/bot/sources/lever"
	"rebond/bot/sources/recruitee"
	"rebond/storage"
)

type sourcesCmd struct {
	List sourcesListCmd `cmd:"" help:"${sources_list}"`
	Test sourcesTestCmd `cmd:"" help:"${sources_test}"`
	Run  sourcesRunCmd  `cmd:"" help:"${sources_run}"`
}

type sourcesListCmd struct{}

type sourcesTestCmd struct {
	Name string `arg:"" help:"${source}"`
}

type sourcesRunCmd struct {
	Name   string `arg:"" help:"${source}"`
	DryRun bool   `help:"${dry_run}"`
}

// off says why a source is not read; empty: it is.
func (p *process) off(s *config.Source) bot.Text {
	if why := p.barred(s); !why.Empty() {
		return why
	}
	return p.config.Off(s)
}

// barred says why a source cannot be read, whatever is asked; empty: it can.
func (p *process) barred(s *config.Source) bot.Text {
	for _, address := range []string{s.URL, s.APIURL} {
		if u, err := url.Parse(address); err == nil && fetch.Never(u.Hostname()) {
			return bot.Text{FR: "les conditions de ce site interdisent de le lire", EN: "the terms of this site forbid to read it"}
		}
	}
	return p.config.Missing(s)
}

// client is what the sources of a process ask with: by the name of whoever runs it, and at
// public addresses, but for those that the configuration names itself.
func (p *process) client() *sources.Client {
	near := p.config.Near()
	dialer := &fetch.Fetcher{Allow: func(to netip.AddrPort) bool { return slices.Contains(near, to.String()) }}
	return &sources.Client{Agent: p.config.Agent(), Now: p.now, Transport: &http.Transport{
		DialContext:            dialer.Dial,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		MaxResponseHeaderBytes: 256 << 10,
	}}
}

// source makes a source of the configuration, and says which host it asks.
func (p *process) source(s *config.Source, client *sources.Client) sources.Configured {
	made := sources.Configured{Rules: sources.Rules{Trades: !s.AllTrades, France: true}, Host: s.Kind + s.Region}
	switch s.Kind {
	case config.KindGreenhouse:
		made.Source = &greenhouse.Board{Called: s.Name, Board: s.Board, API: s.APIURL, Client: client}
	case config.KindLever:
		made.Source = &lever.Site{Called: s.Name, Site: s.Board, EU: s.Region == "eu", API: s.APIURL, Client: client}
	case config.KindAshby:
		made.Source = &ashby.Board{Called: s.Name, Board: s.Board, API: s.APIURL, Client: client}
	case config.KindRecruitee:
		made.Source = &recruitee.Company{Called: s.Name, Company: s.Board, API: s.APIURL, Client: client}
		made.Host += " " + s.Board
	case config.KindFeed:
		made.Source = &feed.Feed{Called: s.Name, URL: s.URL, Client: client}
	case config.KindFranceTravail:
		f := &p.config.FranceTravail
		made.Source = &francetravail.Search{Called: s.Name, ClientID: string(f.ClientID), ClientSecret: string(f.ClientSecret), TokenURL: f.TokenURL, API: f.APIURL,
			Codes: s.Codes, Departements: s.Departements, PerSecond: f.PerSecond, Client: client}
		made.Rules.Trades = false // its own search says which
	}
	made.Asks = fmt.Sprintf("%q %q %q %q %q %q %q", s.Kind, s.Board, s.Region, s.URL, s.APIURL, s.Codes, s.Departements)
	for _, address := range []string{s.APIURL, s.URL} {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			made.Host = u.Host
		}
	}
	return made
}

// reader reads the sources that are chosen, and keeps what they yield.
func (p *process) reader(store *storage.Store, chosen func(*config.Source) bool) *sources.Runner {
	client := p.client()
	r := &sources.Runner{Store: store, Log: p.log, Now: p.now, Read: func(ctx context.Context, report sources.Report) {
		if err := settle(ctx, store, report); err != nil {
			p.log.ErrorContext(ctx, "after the reading of a source", "source", report.Name, "err", err)
		}
	}}
	for i := range p.config.Sources {
		if s := &p.config.Sources[i]; chosen(s) {
			r.Sources = append(r.Sources, p.source(s, client))
		}
	}
	return r
}

// settle does what a reading has left to do: examples give way to the first real offer, and
// many new ones are sorted for good.
func settle(ctx context.Context, store *storage.Store, report sources.Report) error {
	var faults []error
	if report.Kept > 0 {
		faults = append(faults, store.WithdrawOffers(ctx, exemple.Source))
	}
	if report.New > manyNew {
		faults = append(faults, store.Optimize(ctx))
	}
	return errors.Join(faults...)
}

// manyNew is how many new offers are worth a rest of the index.
const manyNew = 1000

// unseenLife is how long an offer stays that its source has not shown again, by its kind:
// where its terms do not say, as long as a job is open at most, or its source has been
// switched off.
func (p *process) unseenLife() map[string]time.Duration {
	life := map[string]time.Duration{}
	all := []config.Source{{Kind: config.KindFranceTravail}, {Kind: config.KindGreenhouse}, {Kind: config.KindLever}, {Kind: config.KindAshby}, {Kind: config.KindRecruitee}}
	for _, s := range append(all, p.config.Sources...) {
		made := p.source(&s, nil).Source
		life[made.Kind()] = unseenOtherwise
		if recheck := made.Terms().Recheck; recheck > 0 {
			life[made.Kind()] = recheck
		}
	}
	return life
}

// unseenOtherwise is how long what a source has left stays that is not configured any more.
const unseenOtherwise = 30 * 24 * time.Hour

// lapse takes out what no source has shown for too long, whether any is still read or not.
// Examples stay.
func (h *house) lapse(ctx context.Context) error {
	kinds, err := h.store.OfferKinds(ctx)
	faults := []error{err}
	for _, kind := range kinds {
		life, known := h.unseenLife[kind]
		if !known {
			life = unseenOtherwise
		}
		if kind != exemple.Source {
			_, err := h.store.LapseOffers(ctx, kind, h.now().Add(-life), h.now())
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// Run is `rebond sources list`.
func (c *sourcesListCmd) Run(p *process, ctx *context.Context) error {
	store, err := storage.Open(*ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	states, err := store.Feeds(*ctx)
	if err != nil {
		return err
	}
	if p.config.Discord.Token == "" && len(p.config.Slack) == 0 {
		p.say(bot.Text{FR: "Sans jeton de Discord ni de Slack, aucune source n’est lue d’elle-même : rebond sources run NOM en lit une.", EN: "With no token of Discord or Slack no source is read by itself: rebond sources run NAME reads one."})
	}
	terms := map[string]bool{}
	var conditions []bot.Text
	for i := range p.config.Sources {
		s := &p.config.Sources[i]
		made := p.source(s, nil).Source
		p.say(bot.Textf(bot.Text{FR: "%s (%s) : %s", EN: "%s (%s): %s"}, s.Name, s.Kind, p.standing(s, made)))
		at := slices.IndexFunc(states, func(f storage.FeedState) bool { return f.Name == s.Name })
		if at >= 0 {
			p.say(bot.Textf(bot.Same("  %s"), p.lastReading(&states[at])))
		}
		if s.Note != "" {
			p.say(bot.Textf(bot.Same("  %s"), s.Note))
		}
		if !terms[s.Kind] {
			terms[s.Kind] = true
			conditions = append(conditions, termsOf(s.Kind, made.Terms()))
		}
	}
	p.say(bot.Text{FR: "Conditions :", EN: "Terms:"})
	for _, words := range conditions {
		p.say(words)
	}
	return nil
}

// standing says whether a source is on, and how often it is read, or why it is not.
func (p *process) standing(s *config.Source, made sources.Source) bot.Text {
	if why := p.off(s); !why.Empty() {
		return bot.Textf(bot.Text{FR: "éteinte (%s)", EN: "off (%s)"}, why)
	}
	if hours := int(made.Every().Hours()); hours > 1 {
		return bot.Textf(bot.Text{FR: "allumée, toutes les %s heures", EN: "on, every %s hours"}, hours)
	}
	return bot.Text{FR: "allumée, toutes les heures", EN: "on, every hour"}
}

// lastReading says how the last reading of a source went.
func (p *process) lastReading(f *storage.FeedState) bot.Text {
	at := func(t time.Time) bot.Text { return bot.DateHour(t.In(p.config.Zone())) }
	words := bot.Text{FR: "pas encore lue", EN: "not read yet"}
	if !f.Began.IsZero() {
		words = bot.Textf(bot.Text{FR: "lue le %s : %s", EN: "read on %s: %s"}, at(f.Began), countOffers(f.Offers))
	}
	if f.Fault != "" {
		words = bot.Join(" ; ", words, bot.Textf(bot.Text{FR: "%s, le dernier le %s : %s", EN: "%s, the last on %s: %s"},
			bot.Count(f.Failures, bot.Text{FR: "%s échec", EN: "%s failure"}, bot.Text{FR: "%s échecs", EN: "%s failures"}), at(f.FailedAt), faultWords(f.Fault, f.Detail)))
	}
	if f.Doubted {
		words = bot.Join(" ; ", words, bot.Text{FR: "elle a perdu presque toutes ses offres d’un coup : elles restent jusqu’à ce qu’elle le confirme", EN: "it has lost most of its offers at once: they stay until it says so again"})
	}
	return words
}

// faultWords say what is wrong with a source, and what it says of it.
func faultWords(fault sources.Fault, said string) bot.Text {
	if said == "" {
		return fault.Words()
	}
	return bot.Textf(bot.Same("%s (%s)"), fault.Words(), said)
}

func countOffers(offers int) bot.Text {
	return bot.Count(offers, bot.Text{FR: "%s offre", EN: "%s offer"}, bot.Text{FR: "%s offres", EN: "%s offers"})
}

// termsOf says under what terms the offers of a kind are shown.
func termsOf(kind string, t sources.Terms) bot.Text {
	words := t.Note
	if !t.Licence.Empty() {
		words = bot.Join(" — ", t.Licence, t.Note)
	}
	return bot.Textf(bot.Text{FR: "  %s : %s %s", EN: "  %s: %s %s"}, kind, words, t.URL)
}

// named is the source with a name, which must be there and able to be read.
func (p *process) named(name string) (*config.Source, error) {
	var all []string
	for i := range p.config.Sources {
		s := &p.config.Sources[i]
		if s.Name == name {
			if why := p.barred(s); !why.Empty() {
				return nil, &bot.UserError{Text: bot.Textf(bot.Text{FR: "Je ne peux pas lire %s : %s. Le guide (docs/guide.fr.md) dit quoi faire.", EN: "I cannot read %s: %s. The guide (docs/guide.fr.md) tells what to do."}, name, why)}
			}
			return s, nil
		}
		all = append(all, s.Name)
	}
	text := bot.Textf(bot.Text{FR: "Aucune source ne s’appelle « %s ». rebond sources list les donne toutes.", EN: "No source is called “%s”. rebond sources list gives them all."}, name)
	if near := bot.Nearest(name, all, 1); len(near) > 0 {
		text = bot.Join(" ", text, bot.Textf(bot.Text{FR: "Pensais-tu à « %s » ?", EN: "Did you mean “%s”?"}, near[0]))
	}
	return nil, &bot.UserError{Text: text}
}

// Run is `rebond sources test`.
func (c *sourcesTestCmd) Run(p *process, ctx *context.Context) error {
	s, err := p.named(c.Name)
	if err != nil {
		return err
	}
	return p.try(*ctx, s)
}

// try asks a source and keeps nothing.
func (p *process) try(ctx context.Context, s *config.Source) error {
	report, err := p.reader(nil, func(o *config.Source) bool { return o == s }).Once(ctx, s.Name, true)
	left := 0
	for _, l := range report.LeftOut {
		left += l.N
	}
	if err == nil || report.Kept+left+len(report.Refused) > 0 {
		p.say(bot.Textf(bot.Text{FR: "%s a répondu : %s, %s, %s, %s. Rien n’est gardé.", EN: "%s has answered: %s, %s, %s, %s. Nothing is kept."}, s.Name,
			countOffers(report.Kept+left+len(report.Refused)),
			bot.Count(report.Kept, bot.Text{FR: "%s à garder", EN: "%s to be kept"}, bot.Text{FR: "%s à garder", EN: "%s to be kept"}),
			bot.Count(left, bot.Text{FR: "%s laissée de côté", EN: "%s left out"}, bot.Text{FR: "%s laissées de côté", EN: "%s left out"}), refusedCount(&report)))
	}
	p.tellMore(&report)
	return p.sourceFault(s.Name, err)
}

// Run is `rebond sources run`.
func (c *sourcesRunCmd) Run(p *process, ctx *context.Context) error {
	s, err := p.named(c.Name)
	if err != nil {
		return err
	}
	if c.DryRun {
		return p.try(*ctx, s)
	}
	store, err := storage.Open(*ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	r := p.reader(store, func(o *config.Source) bool { return o == s })
	var unsettled error
	r.Read = func(ctx context.Context, report sources.Report) { unsettled = settle(ctx, store, report) }
	r.Log = slog.New(faultsOnly{p.log.Handler()}) // the rest is said
	report, err := r.Once(*ctx, s.Name, false)
	if err == nil || report.Kept > 0 || report.Left > 0 {
		p.say(bot.Textf(bot.Text{FR: "%s : %s, %s, %s, %s, %s, %s.", EN: "%s: %s, %s, %s, %s, %s, %s."}, s.Name,
			bot.Count(report.New, bot.Text{FR: "%s nouvelle", EN: "%s new"}, bot.Text{FR: "%s nouvelles", EN: "%s new"}),
			bot.Count(report.Changed, bot.Text{FR: "%s modifiée", EN: "%s changed"}, bot.Text{FR: "%s modifiées", EN: "%s changed"}),
			bot.Count(report.Unchanged, bot.Text{FR: "%s inchangée", EN: "%s unchanged"}, bot.Text{FR: "%s inchangées", EN: "%s unchanged"}),
			bot.Count(report.Joined, bot.Text{FR: "%s déjà connue d’une autre source", EN: "%s known from another source"}, bot.Text{FR: "%s déjà connues d’une autre source", EN: "%s known from another source"}),
			bot.Count(report.Left, bot.Text{FR: "%s retirée", EN: "%s taken out"}, bot.Text{FR: "%s retirées", EN: "%s taken out"}), refusedCount(&report)))
	}
	if report.NotChanged {
		p.say(bot.Text{FR: "La source dit que rien n’a changé.", EN: "The source says that nothing has changed."})
	}
	if report.Doubted {
		p.say(bot.Text{FR: "Elle a perdu presque toutes ses offres d’un coup : elles restent jusqu’à ce qu’une autre lecture le confirme.", EN: "It has lost most of its offers at once: they stay until another reading says so too."})
	}
	p.tellMore(&report)
	return errors.Join(p.sourceFault(s.Name, err), unsettled)
}

// faultsOnly logs errors alone.
type faultsOnly struct{ slog.Handler }

// Enabled implements slog.Handler.
func (faultsOnly) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func refusedCount(r *sources.Report) bot.Text {
	return bot.Count(len(r.Refused), bot.Text{FR: "%s refusée", EN: "%s refused"}, bot.Text{FR: "%s refusées", EN: "%s refused"})
}

// refusedShown is how many refused records are told of one by one.
const refusedShown = 10

// tellMore gives examples of what is kept, and says what is not and why.
func (p *process) tellMore(r *sources.Report) {
	for _, title := range r.Sample {
		p.say(bot.Textf(bot.Text{FR: "  par exemple : %s", EN: "  for example: %s"}, title))
	}
	for _, l := range r.LeftOut {
		p.say(bot.Textf(bot.Text{FR: "  laissées de côté, %s : %s Par exemple : %s", EN: "  left out, %s: %s For example: %s"}, strconv.Itoa(l.N), l.Why, l.Example))
	}
	for _, one := range r.Refused[:min(len(r.Refused), refusedShown)] {
		p.say(bot.Textf(bot.Text{FR: "  refusée, %s : %s", EN: "  refused, %s: %s"}, one.Record, one.Reason))
	}
}

// sourceFault says in words what is wrong with a source.
func (p *process) sourceFault(name string, err error) error {
	failure, ok := errors.AsType[*sources.Failure](err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sources.ErrLost):
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Un autre Rebond lit %s en ce moment.", EN: "Another Rebond is reading %s now."}, name)}
	case errors.Is(err, context.Canceled):
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "%s : arrêté en chemin. Relance la même commande pour finir.", EN: "%s: stopped on the way. Run the same command again to finish."}, name)}
	case ok:
		words := bot.Textf(bot.Text{FR: "%s : %s.", EN: "%s: %s."}, name, faultWords(failure.Fault, failure.Said))
		if failure.Fault == sources.Unkept || failure.Fault == sources.Broken {
			p.log.Error("source not read", "source", name, "err", err)
		}
		return &bot.UserError{Err: err, Text: words}
	}
	return fmt.Errorf("source %s: %w", name, err)
}

// checkSources says how many sources are on, and which are not and why.
func (p *process) checkSources() {
	on, off := 0, map[string][]string{}
	var reasons []bot.Text
	for i := range p.config.Sources {
		s := &p.config.Sources[i]
		why := p.off(s)
		if why.Empty() {
			on++
			continue
		}
		if off[why.EN] == nil {
			reasons = append(reasons, why)
		}
		off[why.EN] = append(off[why.EN], s.Name)
	}
	p.say(bot.Textf(bot.Text{FR: "Sources d’offres : %s.", EN: "Sources of offers: %s."}, bot.Count(on, bot.Text{FR: "%s allumée", EN: "%s on"}, bot.Text{FR: "%s allumées", EN: "%s on"})))
	for _, why := range reasons {
		p.say(bot.Textf(bot.Text{FR: "  éteintes (%s) : %s.", EN: "  off (%s): %s."}, why, strings.Join(off[why.EN], ", ")))
	}
}
