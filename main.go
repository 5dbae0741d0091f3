// Rebond is the community bot of people in tech who have lost their job, and of
// those who help them bounce back.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/alecthomas/kong"
	"github.com/cli/browser"
	"golang.org/x/term"

	"rebond/bot"
	"rebond/bot/config"
	"rebond/bot/delivery"
	"rebond/bot/discord"
	"rebond/bot/distress"
	"rebond/bot/fetch"
	"rebond/bot/local"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/bot/slack"
	"rebond/bot/sources"
	"rebond/bot/sources/ashby"
	"rebond/bot/sources/exemple"
	"rebond/bot/sources/francetravail"
	"rebond/bot/sources/greenhouse"
	"rebond/bot/sources/jobposting"
	"rebond/bot/sources/lever"
	"rebond/bot/sources/recruitee"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
)

//go:embed config.example.toml
var defaults []byte

func main() {
	os.Exit(run(context.Background(), time.Now, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// stopWithin is how long a clean stop may take.
const stopWithin = 10 * time.Second

// cli is the command line.
type cli struct {
	Config string `placeholder:"${file}" help:"${config}"`

	Run     runCmd     `cmd:"" default:"withargs" help:"${run}"`
	Console consoleCmd `cmd:"" help:"${console}"`
	Import  importCmd  `cmd:"" help:"${import}"`
	Sources sourcesCmd `cmd:"" help:"${sources}"`
	Content contentCmd `cmd:"" help:"${content}"`
	Discord discordCmd `cmd:"" help:"${discord}"`
	Slack   slackCmd   `cmd:"" help:"${slack}"`
	Check   checkCmd   `cmd:"" help:"${check}"`
	Version versionCmd `cmd:"" help:"${version}"`
}

// help says what each subcommand does.
var help = map[string]bot.Text{
	"file":         {FR: "FICHIER", EN: "FILE"},
	"config":       {FR: "Fichier de configuration (sans cette option : rebond.toml, s’il existe).", EN: "Configuration file (without this option: rebond.toml, if it exists)."},
	"run":          {FR: "Lance Rebond. Sans aucun jeton, c’est la salle, dans le navigateur de cette machine.", EN: "Run Rebond. With no token it is the room, in this machine’s browser."},
	"discord":      {FR: "Ce qu’il faut pour Discord.", EN: "What Discord needs."},
	"invite":       {FR: "Donne l’adresse qui invite Rebond dans un serveur, et dit pourquoi il demande chaque permission.", EN: "Give the address that invites Rebond into a server, and say why it asks for each permission."},
	"slack":        {FR: "Ce qu’il faut pour Slack.", EN: "What Slack needs."},
	"manifest":     {FR: "Donne le manifeste à coller sur api.slack.com/apps, avec la raison de chaque permission.", EN: "Give the manifest to paste at api.slack.com/apps, with the reason for each scope."},
	"json":         {FR: "En JSON plutôt qu’en YAML.", EN: "As JSON rather than YAML."},
	"open":         {FR: "Ouvrir la page dans le navigateur.", EN: "Open the page in the browser."},
	"console":      {FR: "Ouvre la salle dans ce terminal, ou entre dans celle qui est ouverte : une ligne tapée par ligne lue, les réponses sur la sortie.", EN: "Open the room in this terminal, or enter the one that is open: one typed line for each line read, answers on the output."},
	"as":           {FR: "Qui être : camille, sam, rachel, malik ou ada.", EN: "Who to be: camille, sam, rachel, malik or ada."},
	"import":       {FR: "Importe ce que d’autres ont publié.", EN: "Import what others have published."},
	"offers":       {FR: "Importe des offres : réponses de France Travail, Greenhouse, Lever, Ashby, Recruitee, ou pages avec des données JobPosting.", EN: "Import offers: answers of France Travail, Greenhouse, Lever, Ashby, Recruitee, or pages with JobPosting data."},
	"content":      {FR: "Les conseils, les formations et les programmes.", EN: "Tips, training resources and programmes."},
	"sound":        {FR: "Vérifie les fiches, celles du programme et celles de content_dir, et dit lesquelles expirent.", EN: "Check the items, the program’s and those of content_dir, and say which expire."},
	"preview":      {FR: "Montre une série de messages en entier, jour par jour, telle qu’un salon la verrait.", EN: "Show a series of posts whole, day by day, as a channel would see it."},
	"series":       {FR: "La série, par exemple 80-jours.", EN: "The series, for example 80-jours."},
	"date":         {FR: "AAAA-MM-JJ", EN: "YYYY-MM-DD"},
	"from":         {FR: "Premier jour (sans cette option : celui que /planifier propose).", EN: "First day (without this option: the one that /schedule proposes)."},
	"holidays":     {FR: "Jours fériés sautés : fr, fr-alsace-moselle ou none.", EN: "Public holidays left out: fr, fr-alsace-moselle or none."},
	"links":        {FR: "Demander aussi chaque lien à son site.", EN: "Ask each link’s site for it too."},
	"expiring":     {FR: "Dire ce qui expire dans ce nombre de jours.", EN: "Say what expires within this number of days."},
	"sources":      {FR: "Les sources d’offres : les lister, les essayer, les lire.", EN: "The sources of offers: list, try and read them."},
	"sources_list": {FR: "Dit quelles sources sont allumées ou non et pourquoi, leurs conditions et leur dernière lecture.", EN: "Tell which sources are on or not and why, their terms and their last reading."},
	"sources_test": {FR: "Interroge une source et dit ce qu’elle apporterait, sans rien garder.", EN: "Ask a source and tell what it would bring, without keeping anything."},
	"sources_run":  {FR: "Lit une source maintenant et garde ses offres, dans la salle aussi.", EN: "Read a source now and keep its offers, in the room too."},
	"source":       {FR: "Le nom de la source dans la configuration.", EN: "The source’s name in the configuration."},
	"dry_run":      {FR: "Ne rien garder.", EN: "Keep nothing."},
	"files":        {FR: "Fichiers à lire ; - pour l’entrée standard.", EN: "Files to read; - for standard input."},
	"check":        {FR: "Vérifie la configuration, la base de données, Discord et Slack, et dit quoi faire.", EN: "Check the configuration, the database, Discord and Slack, and say what to do."},
	"version":      {FR: "Dit la version de Rebond.", EN: "Tell Rebond’s version."},
}

type runCmd struct {
	Open bool `default:"true" negatable:"" help:"${open}"`
}

type consoleCmd struct {
	As string `default:"camille" help:"${as}"`
}

type importCmd struct {
	Offers struct {
		Files []string `arg:"" name:"file" help:"${files}"`
	} `cmd:"" help:"${offers}"`
}

type contentCmd struct {
	Check   contentCheckCmd   `cmd:"" help:"${sound}"`
	Preview contentPreviewCmd `cmd:"" help:"${preview}"`
}

type contentPreviewCmd struct {
	Series   string `arg:"" help:"${series}"`
	From     string `placeholder:"${date}" help:"${from}"`
	Holidays string `default:"fr" enum:"fr,fr-alsace-moselle,none" help:"${holidays}"`
}

type contentCheckCmd struct {
	Links    bool `help:"${links}"`
	Expiring int  `default:"90" help:"${expiring}"`
}

type discordCmd struct {
	Invite inviteCmd `cmd:"" help:"${invite}"`
}

type slackCmd struct {
	Manifest manifestCmd `cmd:"" help:"${manifest}"`
}

type manifestCmd struct {
	JSON bool `name:"json" help:"${json}"`
}

type (
	inviteCmd  struct{}
	checkCmd   struct{}
	versionCmd struct{}
)

// process is what a subcommand runs with.
type process struct {
	config         *config.Config
	lang           bot.Lang // of whoever installs
	in             io.Reader
	out, err       io.Writer
	log            *slog.Logger
	now            func() time.Time
	environ        []string
	library        *content.Library
	interactiveIn  bool
	interactiveOut bool
	interactiveErr bool
}

// run is the whole program by a clock; it returns its exit code.
func run(ctx context.Context, now func() time.Time, args, environ []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &process{environ: environ, lang: language(environ), in: in, out: out, err: errOut, now: now, interactiveIn: isTerminal(in), interactiveOut: isTerminal(out), interactiveErr: isTerminal(errOut)}
	var c cli
	vars := kong.Vars{}
	for name, text := range help {
		vars[name] = text.In(p.lang)
	}
	exit := -1
	parser, err := kong.New(&c, vars, kong.Name("rebond"), kong.Writers(out, errOut), kong.Exit(func(code int) { exit = code }))
	if err != nil {
		return p.fail(err)
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help has answered
		return exit
	}
	if err != nil {
		return p.fail(&bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Je ne comprends pas cette ligne de commande (%s). Essaie rebond --help.", EN: "I do not understand this command line (%s). Try rebond --help."}, err)})
	}
	if p.config, err = config.Load(defaults, c.Config, environ); err != nil {
		return p.fail(err)
	}
	p.log = slog.New(p.logHandler())
	done := make(chan error, 1)
	go func() { done <- command.Run(p, &ctx) }()
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(stopWithin):
			err = errors.New("stopped before everything was finished")
		}
	}
	if err != nil {
		return p.fail(err)
	}
	return 0
}

// language is the language of whoever installs, by their environment.
func language(environ []string) bot.Lang {
	for _, name := range []string{"LC_ALL=", "LC_MESSAGES=", "LANG="} {
		for _, e := range environ {
			if len(e) > len(name) && e[:len(name)] == name {
				if l, ok := bot.ParseLang(e[len(name):]); ok {
					return l
				}
				return bot.FR
			}
		}
	}
	return bot.FR
}

func isTerminal(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func (p *process) logHandler() slog.Handler {
	options := &slog.HandlerOptions{Level: p.config.Log.Level}
	if f := p.config.Log.Format; f == "text" || f == "auto" && p.interactiveErr {
		return slog.NewTextHandler(p.err, options)
	}
	return slog.NewJSONHandler(p.err, options)
}

// fail tells what went wrong, each fault on a line, and returns the exit code.
func (p *process) fail(err error) int {
	if several, ok := err.(interface{ Unwrap() []error }); ok && len(bot.UserErrors(err)) == 0 {
		for _, one := range several.Unwrap() {
			p.fail(one)
		}
		return 1
	}
	faults := bot.UserErrors(err)
	if len(faults) == 0 {
		fmt.Fprintln(p.err, "rebond:", err)
	}
	for _, f := range faults {
		fmt.Fprintln(p.err, "rebond:", bot.Plain(f.Text.In(p.lang)))
	}
	return 1
}

func (p *process) say(t bot.Text) { fmt.Fprintln(p.out, bot.Plain(t.In(p.lang))) }

// Run is `rebond run`: the platforms that are configured, else the room in a browser.
func (c *runCmd) Run(p *process, ctx *context.Context) error {
	return p.house(*ctx, func(h *house) error {
		if away := p.platforms(h); len(away) > 0 {
			if err := h.store.Prune(*ctx, p.now()); err != nil {
				return fmt.Errorf("prune: %w", err)
			}
			h.reader = p.reader(h.store, func(s *config.Source) bool { return p.off(s).Empty() })
			return h.live(*ctx, away...)
		}
		address, err := h.enter(*ctx)
		if address != "" { // it is open already
			key, keyErr := h.log.Key(*ctx)
			if keyErr != nil {
				return keyErr
			}
			p.show(c.Open, bot.Text{FR: "La salle est déjà ouverte : %s", EN: "The room is already open: %s"}, local.PageURL(address, key))
			return nil
		}
		if err != nil {
			return err
		}
		defer h.leave()
		key, err := h.log.Key(*ctx)
		if err != nil {
			return err
		}
		listener, err := local.Listen(p.config.Room.Port)
		if err != nil {
			return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Je ne peux pas ouvrir le port %s. Choisis-en un autre avec room.port.", EN: "I cannot open port %s. Choose another with room.port."}, strconv.Itoa(p.config.Room.Port))}
		}
		address = listener.Addr().String()
		if err := h.log.SetAddress(*ctx, address); err != nil {
			return err
		}
		h.room.Page = &local.Page{Listener: listener, Key: key}
		p.show(c.Open, bot.Text{FR: "La salle de Rebond est ouverte : %s\nCtrl-C la ferme. Dans un autre terminal, rebond console y entre aussi.", EN: "Rebond’s room is open: %s\nCtrl-C closes it. In another terminal, rebond console enters it too."}, local.PageURL(address, key))
		return h.live(*ctx, h.room)
	})
}

// platforms are those that are configured.
func (p *process) platforms(h *house) (all []bot.Platform) {
	if p.config.Discord.Token != "" {
		all = append(all, p.discordOf(h))
	}
	if len(p.config.Slack) > 0 {
		all = append(all, p.slackOf(h))
	}
	return all
}

// discord is the bot of Discord's that is configured.
func (p *process) discord() *discord.Adapter {
	c := &p.config.Discord
	ids, of := c.ShardsOf()
	return &discord.Adapter{Token: string(c.Token), API: c.APIURL, RegisterIn: c.RegisterIn, Shards: of, Only: ids, Log: p.log, Now: p.now}
}

// discordOf is that bot in a house: it says once that it is there.
func (p *process) discordOf(h *house) *discord.Adapter {
	a := p.discord()
	a.Calls, a.Accounts = h.calls, h.directory
	a.Arrivals = &commands.Arrivals{Store: h.store, Defaults: p.defaults(), Now: p.now}
	var said sync.Once
	a.Up = func(name string, n int) {
		said.Do(func() {
			p.say(bot.Textf(bot.Text{FR: "Rebond est sur Discord, sous le nom %s, dans %s. Ctrl-C l’arrête.", EN: "Rebond is on Discord, as %s, in %s. Ctrl-C stops it."}, name,
				bot.Count(n, bot.Text{FR: "%s serveur", EN: "%s server"}, bot.Text{FR: "%s serveurs", EN: "%s servers"})))
			if n == 0 {
				p.say(bot.Text{FR: "Pour l’inviter dans un serveur : rebond discord invite.", EN: "To invite it into a server: rebond discord invite."})
			}
		})
	}
	return a
}

// slack is the bot of Slack's that is configured.
func (p *process) slack() *slack.Adapter {
	a := &slack.Adapter{Log: p.log, Now: p.now}
	for _, w := range p.config.Slack {
		a.Workspaces = append(a.Workspaces, slack.Workspace{BotToken: string(w.BotToken), AppToken: string(w.AppToken), API: w.APIURL})
	}
	return a
}

// slackOf is that bot in a house: it says that it is there.
func (p *process) slackOf(h *house) *slack.Adapter {
	a := p.slack()
	a.Calls, a.Once, a.Accounts = h.calls, &storage.Once{Store: h.store, Now: p.now}, h.directory
	a.Arrivals = &commands.Arrivals{Store: h.store, Defaults: p.defaults(), Now: p.now}
	a.Up = func(names []string) {
		p.say(bot.Textf(bot.Text{FR: "Rebond est sur Slack, dans %s : %s. Ctrl-C l’arrête.", EN: "Rebond is on Slack, in %s: %s. Ctrl-C stops it."},
			bot.Count(len(names), bot.Text{FR: "%s espace", EN: "%s workspace"}, bot.Text{FR: "%s espaces", EN: "%s workspaces"}), strings.Join(names, ", ")))
	}
	return a
}

// Run is `rebond slack manifest`.
func (c *manifestCmd) Run(p *process, _ *context.Context) error {
	m := slack.Manifest(commands.All(nil, p.defaults(), nil), p.config.Language)
	written, err := m.YAML(p.lang)
	if c.JSON {
		written, err = m.JSON()
	}
	if err != nil {
		return err
	}
	_, err = p.out.Write(written)
	return err
}

// Run is `rebond discord invite`.
func (c *inviteCmd) Run(p *process, ctx *context.Context) error {
	if p.config.Discord.Token == "" {
		return &bot.UserError{Text: bot.Text{
			FR: "Il me faut le jeton de ton robot : mets-le dans la variable REBOND_DISCORD_TOKEN. Le guide (docs/guide.fr.md) dit comment l’obtenir.",
			EN: "I need your bot’s token: put it in the variable REBOND_DISCORD_TOKEN. The guide (docs/guide.fr.md) tells how to get it.",
		}}
	}
	url, err := p.discord().Invite(*ctx)
	if err != nil {
		return err
	}
	p.say(bot.Text{FR: "Ouvre cette adresse, choisis ton serveur (il faut y avoir la permission « Gérer le serveur ») et autorise :", EN: "Open this address, choose your server (you need its “Manage Server” permission) and authorise:"})
	fmt.Fprintf(p.out, "\n%s\n\n", url)
	p.say(bot.Text{FR: "Rebond demande le moins possible :", EN: "Rebond asks for as little as it can:"})
	for _, r := range discord.Rights() {
		p.say(bot.Textf(bot.Text{FR: "  %s : %s", EN: "  %s: %s"}, r.Name, r.Why))
	}
	return nil
}

// show prints where the page is, and opens it if somebody sits here to see it.
func (p *process) show(open bool, words bot.Text, url string) {
	fmt.Fprintf(p.out, words.In(p.lang)+"\n", url)
	if open && p.interactiveOut && (runtime.GOOS != "linux" || slices.ContainsFunc(p.environ, func(e string) bool {
		return strings.HasPrefix(e, "DISPLAY=") || strings.HasPrefix(e, "WAYLAND_DISPLAY=") || strings.HasPrefix(e, "WSL_DISTRO_NAME=")
	})) {
		browser.Stdout = io.Discard
		browser.Stderr = io.Discard
		if err := browser.OpenURL(url); err != nil { // the address has been printed
			p.log.Debug("no browser opened", "err", err)
		}
	}
}

// Run is `rebond console`: on the room that is open, or by itself.
func (c *consoleCmd) Run(p *process, ctx *context.Context) error {
	person, err := local.FindPerson(c.As)
	if err != nil {
		return err
	}
	console := local.Console{In: p.in, Out: p.out, As: person, Prompt: p.interactiveIn}
	return p.house(*ctx, func(h *house) error {
		if p.interactiveIn {
			p.say(bot.Text{
				FR: "Bienvenue dans la salle de Rebond. Trois choses à essayer : /offres golang nancy, /offres télétravail débutant, /aide ; Ctrl-D pour sortir.\n",
				EN: "Welcome to Rebond’s room. Three things to try: /jobs golang nancy, /jobs remote junior, /help; @sam makes you a reader of English; Ctrl-D leaves.\n",
			})
		}
		address, err := h.enter(*ctx)
		if address != "" {
			key, err := h.log.Key(*ctx)
			if err != nil {
				return err
			}
			return console.Attach(*ctx, address, key)
		}
		if err != nil {
			return err
		}
		defer h.leave()
		h.room.Console = console
		return h.live(*ctx, h.room)
	})
}

// house is the database and all that answers from it.
type house struct {
	store      *storage.Store
	calls      *storage.Calls
	directory  *storage.Directory
	log        *storage.Room
	room       *local.Room
	router     *bot.Router
	dispatcher *delivery.Dispatcher
	scheduler  *schedule.Scheduler
	composer   *notice.Composer
	keys       *storage.Keys
	notices    *storage.Notices
	board      *commands.Board
	alerting   *commands.Alerting
	reader     *sources.Runner // of the sources; nil: none is read
	unseenLife map[string]time.Duration
	usage      *storage.Usage
	library    *content.Library
	errors     *slog.Logger
	now        func() time.Time
	leave      func() error
}

// content are the program's items, examined or not, and those of content_dir, with what is
// wrong with either.
func (p *process) content(own func() (*content.Pack, error)) (*content.Pack, error) {
	pack, err := own()
	if err != nil {
		return nil, err
	}
	library, err := content.NewLibrary(pack, p.config.ContentDir, p.now, func(*content.Pack) {})
	if err != nil {
		return nil, err
	}
	all := *library.Pack()
	if p.config.ContentDir != "" {
		all.Faults = slices.Concat(pack.Faults, all.Faults)
	}
	return &all, nil
}

// Run is `rebond content preview`.
func (c *contentPreviewCmd) Run(p *process) error {
	zone := p.config.Zone()
	var from schedule.Day
	if c.From != "" {
		if err := from.UnmarshalText([]byte(c.From)); err != nil {
			return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "« %s » n’est pas une date. Écris-la ainsi : 2027-01-04.", EN: "“%s” is no date. Write it like this: 2027-01-04."}, c.From)}
		}
	}
	all, err := p.content(content.Embedded)
	if err != nil {
		return err
	}
	lines, err := commands.PreviewSeries(all, c.Series, from, p.now(), schedule.Holidays(strings.TrimPrefix(c.Holidays, "none")), zone)
	if err != nil {
		return err
	}
	for _, line := range lines {
		p.say(bot.Join("", line, bot.Same("\n")))
	}
	return nil
}

// Run is `rebond content check`.
func (c *contentCheckCmd) Run(p *process, ctx *context.Context) error {
	all, err := p.content(content.Examined)
	if err != nil {
		return err
	}
	said, wrong := all.Check(schedule.DayOf(p.now().In(p.config.Zone())), c.Expiring)
	if c.Links {
		fetcher := &fetch.Fetcher{Agent: linkAgent}
		answers, dead := content.CheckLinks(*ctx, all.Links(), fetcher.Status)
		said, wrong = append(said, answers...), wrong+dead
	}
	for _, text := range said {
		p.say(text)
	}
	return p.verdict(wrong)
}

// linkAgent tells sites who asks whether their page is still there.
const linkAgent = "Rebond/1 (checks that the links of its content still answer)"

// house opens the database for as long as do runs.
func (p *process) house(ctx context.Context, do func(*house) error) error {
	store, err := storage.Open(ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	keys := &storage.Keys{Address: string(p.config.Keys)}
	defer keys.Close()
	store.SealWith(keys)
	if err := p.openLibrary(); err != nil {
		return err
	}
	calls := &storage.Calls{Store: store, Now: p.now}
	directory := &storage.Directory{Store: store, Lang: p.config.Language, Zone: p.config.Zone(), Now: p.now}
	usage := &storage.Usage{Store: store, Log: p.log, Now: p.now}
	router, err := bot.NewRouter(commands.All(store, p.defaults(), &fetch.Fetcher{Agent: userAgent}), bot.Ports{
		Calls:     calls,
		Once:      &storage.Once{Store: store, Now: p.now},
		Directory: directory,
		Aside:     commands.Aside(store, p.defaults()),
		Asked:     usage.Asked,
		Distress:  func(written string) bool { return distress.Hear(written) != distress.Nothing },
		Help:      commands.Help,
		Log:       p.log,
		Now:       p.now,
	})
	if err != nil {
		return err
	}
	notices := &storage.Notices{Store: store, Lang: p.config.Language, Zone: p.config.Zone()}
	log := &storage.Room{Store: store, Now: p.now}
	room := &local.Room{Log: log, Calls: calls, Accounts: directory, Now: func() time.Time { return p.now().In(p.config.Zone()) }, Errors: p.log}
	direct := float64(p.config.Delivery.DirectPerSecond)
	return do(&house{store: store, keys: keys, calls: calls, directory: directory, log: log, room: room, router: router, notices: notices, usage: usage, library: p.library, errors: p.log, now: p.now, unseenLife: p.unseenLife(),
		dispatcher: &delivery.Dispatcher{
			Outbox: &storage.Outbox{Store: store, Now: p.now},
			Pace: map[string]delivery.Pace{
				local.Platform:   {DirectPerSecond: direct},
				discord.Platform: {PerSecond: discord.PerSecond, DirectPerSecond: direct},
				slack.Platform:   {PerSecond: slack.PerSecond, DirectPerSecond: direct},
			},
			Log: p.log,
			Now: p.now,
		},
		scheduler: &schedule.Scheduler{
			Store: &storage.Schedules{Store: store},
			Words: commands.Planned(store, p.defaults()),
			Log:   p.log,
			Now:   p.now,
		},
		board:    &commands.Board{Announcements: commands.Announcements(store, p.defaults()), Panels: commands.Panels(store, p.defaults(), router.Commands()), Log: p.log, Now: p.now},
		alerting: &commands.Alerting{Notices: notices, Log: p.log, Now: p.now},
		composer: &notice.Composer{
			Store:  notices,
			Topics: commands.Topics(store, p.defaults()),
			Words:  commands.Composed(),
			Log:    p.log,
			Now:    p.now,
		},
	})
}

// openLibrary reads the tips and resources. What is wrong in the admin's folder is logged
// each time that it is read again.
func (p *process) openLibrary() (err error) {
	p.library, err = content.NewLibrary(nil, p.config.ContentDir, p.now, func(read *content.Pack) {
		for _, f := range read.Faults {
			if !f.Advice {
				p.log.Warn("content refused", "why", f.String())
			}
		}
	})
	return err
}

// userAgent tells sites whose page a member links to who reads it, once.
const userAgent = "Rebond/1 (community bot; reads a page that a member links to, once)"

// defaults are of a community that has chosen nothing.
func (p *process) defaults() commands.Defaults {
	return commands.Defaults{Lang: p.config.Language, Zone: p.config.Zone(), Library: p.library, Platforms: map[string]bot.Text{
		discord.Platform: bot.Same("Discord"),
		slack.Platform:   bot.Same("Slack"),
		local.Platform:   {FR: "cette salle", EN: "this room"},
	}}
}

// live answers, schedules and delivers until ctx ends, or every platform does: the room
// with its input, another where it can never be.
func (h *house) live(ctx context.Context, platforms ...bot.Platform) error {
	ctx, stop := context.WithCancel(ctx)
	h.dispatcher.Platforms = platforms
	var others, listening sync.WaitGroup
	others.Go(func() { h.dispatcher.Run(ctx) })
	others.Go(func() { h.scheduler.Run(ctx) })
	others.Go(func() { h.composer.Run(ctx) })
	others.Go(func() { h.board.Run(ctx) })
	others.Go(func() { h.alerting.Run(ctx) })
	others.Go(func() { h.usage.Run(ctx) })
	if h.reader != nil {
		others.Go(func() { h.reader.Run(ctx) })
	}
	others.Go(func() { h.tidy(ctx) })
	go h.library.Pack() // it takes a moment: before anybody asks
	faults := make([]error, len(platforms))
	for i, p := range platforms {
		listening.Go(func() {
			if faults[i] = p.Run(ctx, h.router); faults[i] != nil && len(platforms) > 1 {
				h.errors.ErrorContext(ctx, "a platform has ended; the others go on", "platform", p.Name(), "err", faults[i])
			}
		})
	}
	listening.Wait()
	stop()
	others.Wait()
	if slices.Contains(faults, nil) { // one that went on until it was stopped
		return nil
	}
	return errors.Join(faults...)
}

// tidy forgets what is too old, and people of whom nothing was heard for too long,
// hour after hour.
func (h *house) tidy(ctx context.Context) {
	for hourly := time.NewTicker(time.Hour); ; {
		if err := h.notices.Forget(ctx, h.now()); err != nil && ctx.Err() == nil {
			h.errors.ErrorContext(ctx, "people of long ago not forgotten", "err", err)
		}
		h.keep(ctx)
		select {
		case <-ctx.Done():
			hourly.Stop()
			return
		case <-hourly.C:
			if err := h.store.Prune(ctx, h.now()); err != nil {
				h.errors.ErrorContext(ctx, "old rows not forgotten", "err", err)
			}
		}
	}
}

// keep takes care of the keys of what people write for themselves alone, of the word of the
// weeks that are over, and of offers that no source has shown for too long. What is wrong with the keys keeps nothing else from working.
func (h *house) keep(ctx context.Context) {
	for _, do := range []struct {
		what string
		run  func() error
	}{
		{"keys not destroyed", func() error { return h.store.DestroyKeys(ctx, h.now()) }},
		{"keys not copied", func() error { return h.keys.Copy(ctx, h.now()) }},
		{"words of the weeks not found", func() error { return h.store.SettleWords(ctx, h.now()) }},
		{"offers of long ago not taken out", func() error { return h.lapse(ctx) }},
	} {
		if err := do.run(); err != nil && ctx.Err() == nil {
			h.errors.ErrorContext(ctx, do.what, "err", err)
		}
	}
	if lost, err := h.store.LostKeys(ctx); err == nil && lost > 0 {
		h.errors.ErrorContext(ctx, "keys of notes are missing: these notes cannot be read unless a copy of the store of keys is put back", "keys", lost)
	}
}

// enter takes the room for this process and makes it ready. Where another
// process has it and serves its page, the address is that page's; one that is
// just starting is given a moment to say it.
func (h *house) enter(ctx context.Context) (address string, err error) {
	for wait := time.Now().Add(startWithin); ; {
		h.leave, err = h.log.Lock(ctx)
		if err == nil {
			break
		}
		if !errors.Is(err, storage.ErrRoomTaken) {
			return "", err
		}
		address, addressErr := h.log.Address(ctx)
		if address != "" || addressErr != nil || time.Now().After(wait) {
			return address, errors.Join(err, addressErr)
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	if err := h.log.SetAddress(ctx, ""); err != nil { // of a process that is no more
		return "", err
	}
	return "", h.prepare(ctx)
}

// startWithin is how long the room's page may take to open.
const startWithin = 2 * time.Second

// prepare forgets what is too old, and holds examples until there are offers.
func (h *house) prepare(ctx context.Context) error {
	if err := h.store.Prune(ctx, h.now()); err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	room := bot.Address{Platform: local.Platform, Space: local.Space}
	if err := h.store.SetUp(ctx, room, storage.Settings{storage.OffersChannel: "offres", storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}, h.now()); err != nil {
		return fmt.Errorf("set up the room: %w", err)
	}
	known, err := h.store.OfferCount(ctx)
	if err != nil || known > 0 {
		return err
	}
	_, err = h.store.PutOffers(ctx, exemple.Offers(h.now()), h.now())
	return err
}

// formats are the shapes that offers are imported from, tried in this order.
func formats() []sources.Format {
	return []sources.Format{
		francetravail.Format(),
		greenhouse.Format(),
		lever.Format(),
		ashby.Format(),
		recruitee.Format(),
		jobposting.Format(),
	}
}

// Run is `rebond import offers`.
func (c *importCmd) Run(p *process, ctx *context.Context) error {
	store, err := storage.Open(*ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	var faults []error
	for _, name := range c.Offers.Files {
		if err := p.importFile(*ctx, store, name); err != nil {
			faults = append(faults, about(name, err))
		}
	}
	return errors.Join(faults...)
}

// about puts the name of a file before what is wrong with it.
func about(name string, err error) error {
	if faults := bot.UserErrors(err); len(faults) == 1 {
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "%s : %s", EN: "%s: %s"}, name, faults[0].Text)}
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (p *process) importFile(ctx context.Context, store *storage.Store, name string) error {
	in := p.in
	if name != "-" {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return &bot.UserError{Err: err, Text: bot.Text{FR: "ce fichier n’existe pas.", EN: "this file does not exist."}}
		}
		if err != nil {
			return &bot.UserError{Err: err, Text: bot.Text{FR: "je ne peux pas lire ce fichier. Vérifie ses droits.", EN: "I cannot read this file. Check its permissions."}}
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return &bot.UserError{Text: bot.Text{FR: "c’est un dossier, il faut un fichier.", EN: "this is a folder; a file is needed."}}
		}
		in = f
	}
	summary, err := sources.Import(ctx, in, formats(), store, p.now())
	kept := summary.New + summary.Changed + summary.Unchanged + summary.Joined
	if errors.Is(err, context.Canceled) {
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "arrêté en chemin, %s. Relance la même commande pour finir.", EN: "stopped on the way, %s. Run the same command again to finish."},
			bot.Count(kept, bot.Text{FR: "%s offre gardée", EN: "%s offer kept"}, bot.Text{FR: "%s offres gardées", EN: "%s offers kept"}))}
	}
	if err != nil {
		return err
	}
	if kept > 0 { // examples give way to the first real offer
		if err := store.WithdrawOffers(ctx, exemple.Source); err != nil {
			return err
		}
	}
	if summary.New > 1000 {
		if err := store.Optimize(ctx); err != nil {
			return err
		}
	}
	p.say(bot.Textf(bot.Text{
		FR: "%s (%s) : %s, %s, %s, %s.",
		EN: "%s (%s): %s, %s, %s, %s.",
	}, name, summary.Source,
		bot.Count(summary.New, bot.Text{FR: "%s nouvelle", EN: "%s new"}, bot.Text{FR: "%s nouvelles", EN: "%s new"}),
		bot.Count(summary.Changed, bot.Text{FR: "%s modifiée", EN: "%s changed"}, bot.Text{FR: "%s modifiées", EN: "%s changed"}),
		bot.Count(summary.Unchanged, bot.Text{FR: "%s inchangée", EN: "%s unchanged"}, bot.Text{FR: "%s inchangées", EN: "%s unchanged"}),
		bot.Count(len(summary.Refused), bot.Text{FR: "%s refusée", EN: "%s refused"}, bot.Text{FR: "%s refusées", EN: "%s refused"})))
	if summary.Joined > 0 {
		p.say(bot.Textf(bot.Text{FR: "  %s d’une autre source, et montrées une fois", EN: "  %s from another source, and shown once"},
			bot.Count(summary.Joined, bot.Text{FR: "%s déjà connue", EN: "%s known"}, bot.Text{FR: "%s déjà connues", EN: "%s known"})))
	}
	for _, r := range summary.Refused {
		p.say(bot.Textf(bot.Text{FR: "  refusée, %s : %s", EN: "  refused, %s: %s"}, r.Record, r.Reason))
	}
	return nil
}

// Run is `rebond check`.
func (c *checkCmd) Run(p *process, ctx *context.Context) error {
	p.say(bot.Text{FR: "Configuration : correcte.", EN: "Configuration: correct."})
	for _, name := range config.Unknown(p.environ) {
		p.say(bot.Textf(bot.Text{FR: "La variable %s ne règle rien.", EN: "The variable %s sets nothing."}, name))
	}
	store, err := storage.Open(*ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	engine, err := store.Version(*ctx)
	if err != nil {
		return err
	}
	offers, err := store.OfferCount(*ctx)
	if err != nil {
		return err
	}
	p.say(bot.Textf(bot.Text{FR: "Base de données : %s (%s), %s.", EN: "Database: %s (%s), %s."}, p.config.Database.String(), engine,
		bot.Count(offers, bot.Text{FR: "%s offre", EN: "%s offer"}, bot.Text{FR: "%s offres", EN: "%s offers"})))
	wrong := p.checkKeys(*ctx, store)
	p.checkSources()
	if offers == 0 {
		p.say(bot.Text{FR: "Pour ajouter des offres : rebond import offers FICHIER.", EN: "To add offers: rebond import offers FILE."})
	}
	if p.config.Discord.Token != "" {
		places, err := commands.Places(*ctx, store, discord.Platform)
		if err != nil {
			return err
		}
		var set []discord.Place
		for _, to := range places {
			set = append(set, discord.Place(to))
		}
		for _, f := range p.discord().Check(*ctx, commands.All(store, p.defaults(), nil), set) {
			wrong += p.found(f.Text, f.Wrong)
		}
	}
	if len(p.config.Slack) > 0 {
		places, err := commands.Places(*ctx, store, slack.Platform)
		if err != nil {
			return err
		}
		var set []slack.Place
		for _, to := range places {
			set = append(set, slack.Place(to))
		}
		for _, f := range p.slack().Check(*ctx, set) {
			wrong += p.found(f.Text, f.Wrong)
		}
	}
	return p.verdict(wrong)
}

// checkKeys tells whether the keys of sealed notes can be used, and counts it where they
// cannot.
func (p *process) checkKeys(ctx context.Context, store *storage.Store) (wrong int) {
	keys := &storage.Keys{Address: string(p.config.Keys)}
	defer keys.Close()
	store.SealWith(keys)
	lost, err := store.LostKeys(ctx)
	switch faults := bot.UserErrors(err); {
	case len(faults) > 0:
		return p.found(bot.Textf(bot.Text{FR: "Clés des notes : %s Tout le reste marche sans elles.", EN: "Keys of notes: %s All the rest works without them."}, faults[0].Text), true)
	case err != nil:
		return p.found(bot.Textf(bot.Text{FR: "Clés des notes (%s) : je ne peux pas les lire. Tout le reste marche sans elles.", EN: "Keys of notes (%s): I cannot read them. All the rest works without them."}, p.config.Keys.String()), true)
	case lost > 0:
		return p.found(bot.Textf(bot.Text{
			FR: "Clés des notes (%s) : %s. Ce qu’elles scellaient ne peut plus être lu ; le guide (docs/guide.fr.md) dit comment remettre une copie.",
			EN: "Keys of notes (%s): %s. What they sealed cannot be read any more; the guide (docs/guide.fr.md) tells how to put a copy back.",
		}, p.config.Keys.String(), bot.Count(lost, bot.Text{FR: "il en manque %s", EN: "%s is missing"}, bot.Text{FR: "il en manque %s", EN: "%s are missing"})), true)
	}
	return p.found(bot.Textf(bot.Text{FR: "Clés des notes : %s.", EN: "Keys of notes: %s."}, p.config.Keys.String()), false)
}

// verdict is the fault of a check that has found some.
func (*process) verdict(wrong int) error {
	if wrong == 0 {
		return nil
	}
	return &bot.UserError{Text: bot.Count(wrong, bot.Text{FR: "%s chose est à corriger.", EN: "%s thing has to be put right."}, bot.Text{FR: "%s choses sont à corriger.", EN: "%s things have to be put right."})}
}

// found tells what a check found, and counts it where it is wrong.
func (p *process) found(said bot.Text, wrong bool) int {
	p.say(said)
	if wrong {
		return 1
	}
	return 0
}

// Run is `rebond version`.
func (c *versionCmd) Run(p *process, _ *context.Context) error {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	fmt.Fprintf(p.out, "rebond %s (%s %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
