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
	"syscall"
	"time"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"rebond/bot"
	"rebond/bot/config"
	"rebond/bot/local"
	"rebond/bot/sources"
	"rebond/bot/sources/ashby"
	"rebond/bot/sources/exemple"
	"rebond/bot/sources/francetravail"
	"rebond/bot/sources/greenhouse"
	"rebond/bot/sources/jobposting"
	"rebond/bot/sources/lever"
	"rebond/bot/sources/recruitee"
	"rebond/commands"
	"rebond/storage"
)

//go:embed config.example.toml
var defaults []byte

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// stopWithin is how long a clean stop may take.
const stopWithin = 10 * time.Second

// cli is the command line.
type cli struct {
	Config string `placeholder:"${file}" help:"${config}"`

	Run     runCmd     `cmd:"" default:"withargs" help:"${run}"`
	Console consoleCmd `cmd:"" help:"${console}"`
	Import  importCmd  `cmd:"" help:"${import}"`
	Check   checkCmd   `cmd:"" help:"${check}"`
	Version versionCmd `cmd:"" help:"${version}"`
}

// help says what each subcommand does.
var help = map[string]bot.Text{
	"file":    {FR: "FICHIER", EN: "FILE"},
	"config":  {FR: "Fichier de configuration (sans cette option : rebond.toml, s’il existe).", EN: "Configuration file (without this option: rebond.toml, if it exists)."},
	"run":     {FR: "Lance Rebond. Sans aucun jeton, c’est la salle, dans ce terminal.", EN: "Run Rebond. With no token it is the room, in this terminal."},
	"console": {FR: "Ouvre la salle dans ce terminal : une ligne tapée par ligne lue, les réponses sur la sortie.", EN: "Open the room in this terminal: one typed line for each line read, answers on the output."},
	"as":      {FR: "Qui être : camille, sam, rachel, malik ou ada.", EN: "Who to be: camille, sam, rachel, malik or ada."},
	"import":  {FR: "Importe ce que d’autres ont publié.", EN: "Import what others have published."},
	"offers":  {FR: "Importe des offres : réponses de France Travail, Greenhouse, Lever, Ashby, Recruitee, ou pages avec des données JobPosting.", EN: "Import offers: answers of France Travail, Greenhouse, Lever, Ashby, Recruitee, or pages with JobPosting data."},
	"files":   {FR: "Fichiers à lire ; - pour l’entrée standard.", EN: "Files to read; - for standard input."},
	"check":   {FR: "Vérifie la configuration et la base de données, et dit quoi faire.", EN: "Check the configuration and the database, and say what to do."},
	"version": {FR: "Dit la version de Rebond.", EN: "Tell Rebond’s version."},
}

type runCmd struct {
	As string `default:"camille" help:"${as}"`
}

type consoleCmd struct {
	As string `default:"camille" help:"${as}"`
}

type importCmd struct {
	Offers struct {
		Files []string `arg:"" name:"file" help:"${files}"`
	} `cmd:"" help:"${offers}"`
}

type (
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
	interactiveIn  bool
	interactiveErr bool
}

// run is the whole program; it returns its exit code.
func run(ctx context.Context, args, environ []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &process{environ: environ, lang: language(environ), in: in, out: out, err: errOut, now: time.Now, interactiveIn: isTerminal(in), interactiveErr: isTerminal(errOut)}
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

// Run is `rebond run`: with no platform configured, the room.
func (c *runCmd) Run(p *process, ctx *context.Context) error {
	if p.interactiveIn {
		p.say(bot.Text{
			FR: "Bienvenue dans la salle de Rebond. Trois choses à essayer : /offres golang nancy, /offres télétravail débutant, /aide ; Ctrl-D pour sortir.\n",
			EN: "Welcome to Rebond’s room. Three things to try: /jobs golang nancy, /jobs remote junior, /help; @sam makes you a reader of English; Ctrl-D leaves.\n",
		})
	}
	return p.room(*ctx, c.As)
}

// Run is `rebond console`.
func (c *consoleCmd) Run(p *process, ctx *context.Context) error { return p.room(*ctx, c.As) }

// room opens the room in this terminal.
func (p *process) room(ctx context.Context, as string) error {
	person, err := local.FindPerson(as)
	if err != nil {
		return err
	}
	store, err := storage.Open(ctx, string(p.config.Database))
	if err != nil {
		return err
	}
	defer store.Close()
	log := &storage.Room{Store: store, Now: p.now}
	release, err := log.Lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := store.Prune(ctx, p.now()); err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	if known, err := store.OfferCount(ctx); err != nil {
		return err
	} else if known == 0 {
		if _, err := store.PutOffers(ctx, exemple.Offers(p.now()), p.now()); err != nil {
			return err
		}
	}
	calls := &storage.Calls{Store: store, Now: p.now}
	router, err := bot.NewRouter(commands.All(store), bot.Ports{
		Calls:     calls,
		Once:      &storage.Once{Store: store, Now: p.now},
		Directory: &storage.Directory{Store: store, Lang: p.config.Language, Zone: p.config.Zone(), Now: p.now},
		Log:       p.log,
		Now:       p.now,
	})
	if err != nil {
		return err
	}
	room := &local.Room{Log: log, Calls: calls, Now: p.now, Errors: p.log, Console: local.Console{In: p.in, Out: p.out, As: person, Prompt: p.interactiveIn}}
	p.log.DebugContext(ctx, "room open", "database", p.config.Database)
	return room.Run(ctx, router)
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
	kept := summary.New + summary.Changed + summary.Unchanged
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
	if offers == 0 {
		p.say(bot.Text{FR: "Pour ajouter des offres : rebond import offers FICHIER.", EN: "To add offers: rebond import offers FILE."})
	}
	return nil
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
