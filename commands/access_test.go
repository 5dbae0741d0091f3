package commands_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/commands"
)

// accessColumns are who asks: of the first community, then of the other one, where are
// its author, who is an admin there, and somebody who has found and said goodbye.
var accessColumns = []accessColumn{
	{"auteur", author, here, bot.Anyone},
	{"membre", marked + "membre", here, bot.Anyone},
	{"recruteur", marked + "recruteur", here, bot.Recruiter},
	{"modération", marked + "moderation", here, bot.Moderator},
	{"admin", marked + "admin", here, bot.Admin},
	{"machine", marked + "machine", here, bot.Operator},
	{"membre, ailleurs", "membre", elsewhere, bot.Anyone},
	{"recruteur, ailleurs", "recruteur", elsewhere, bot.Recruiter},
	{"modération, ailleurs", "moderation", elsewhere, bot.Moderator},
	{"admin, ailleurs", "admin", elsewhere, bot.Admin},
	{"machine, ailleurs", "machine", elsewhere, bot.Operator},
	{"auteur, admin ailleurs", author, elsewhere, bot.Admin},
	{"partie, ailleurs", marked + "partie", elsewhere, bot.Anyone},
}

type accessColumn struct {
	title, who, space string
	access            bot.Access
}

// both reports whether whoever asks, in the other community, is of the first too.
func (c *accessColumn) both() bool { return c.space == elsewhere && strings.HasPrefix(c.who, marked) }

// accessRow is one thing to ask: a command or an action of it, who may at least, what it is
// about, and its arguments, where {name} is the id of something of the first community's.
type accessRow struct {
	do    string
	needs bot.Access
	about string
	args  string
}

// The outcomes.
const (
	isReserved = "réservé"
	isGone     = "introuvable"
	isRefused  = "refusé"
	isForm     = "formulaire"
	isDone     = "fait"
	isOwnDone  = "fait chez soi"
	isShown    = "montre"
	isNothing  = "rien"
)

// anywhere are what may be done from another community to what is in the first, and why.
var anywhere = map[string]string{
	"planifier/fait":    "the button goes by direct message too, which is at home in one community",
	"planifier/pasfait": "likewise",
}

// ownAnywhere are what, in another community, shows or changes what is somebody's own in
// the first, and why.
var ownAnywhere = map[string]string{
	"alertes":             "one’s alerts are one’s own wherever one is",
	"alertes/liste":       "likewise",
	"alertes/ouvrir":      "likewise",
	"alertes/regler":      "likewise",
	"alertes/modifier":    "likewise",
	"alertes/frequence":   "likewise",
	"alertes/supprimer":   "likewise",
	"alertes/recevoir":    "likewise",
	"alertes/taire":       "likewise",
	"alertes/voir":        "likewise",
	"alertes/suivantes":   "likewise",
	"alertes/pourquoi":    "likewise",
	"alertes/moins":       "likewise",
	"alertes/restreindre": "likewise",
	"alertes/elargir":     "likewise",
	"mesdonnees/exporter": "the export is of all that is kept of a person",
	"mesdonnees/oublier":  "whoever erases themselves is erased everywhere",
	"mesoffres":           "what one keeps is one’s own wherever one is",
	"mesoffres/suite":     "likewise",
	"mesoffres/retirer":   "likewise",
	"offres/voir":         "likewise",
	"offres/garder":       "likewise",
	"offres/retirer":      "likewise",
	"rebondir/arreter":    "whoever has found receives nothing any more, from anywhere",
	"rebondir/revenir":    "and all of it again",
	"rebondir/retirer":    "one’s words are taken down wherever they stand",
	"home":                "what one keeps shows there",
	"offres/signaler":     "a report of what one keeps goes where it is from",
}

// TestAccess asks for everything, as everybody: nobody does what is not theirs to do, from
// another community nothing of one changes or shows, and what a person reserved stays so.
func TestAccess(t *testing.T) {
	base := furnish(t)
	rows := accessRowsOf(t, base)
	base.leave()
	watch(t, base)
	table := make([][]string, len(accessColumns))
	t.Run("asked", func(t *testing.T) {
		for i, c := range accessColumns {
			t.Run(c.title, func(t *testing.T) {
				t.Parallel()
				table[i] = askAll(t, base, &c, rows)
			})
		}
	})
	if slices.ContainsFunc(table, func(outcomes []string) bool { return len(outcomes) != len(rows) }) {
		return
	}
	holdGolden(t, "testdata/access.md", accessMarkdown(rows, table))
}

// accessRowsOf are the rows in the order of the declarations; each action has one.
func accessRowsOf(t *testing.T, h *house) (rows []accessRow) {
	t.Helper()
	asked := map[string]bool{}
	for _, c := range commands.All(h.store, defaults(t), nil) {
		names := []string{c.Name}
		for _, a := range c.Actions {
			names = append(names, c.Name+"/"+a.Name)
		}
		for _, name := range names {
			before := len(rows)
			for _, r := range accessRows {
				if r.do == name {
					rows = append(rows, r)
				}
			}
			asked[name] = true
			if len(rows) == before {
				t.Errorf("the test does not know how to ask for %s: add a line to accessRows", name)
			}
		}
	}
	for _, r := range accessRows {
		if !asked[r.do] {
			t.Errorf("there is no %s", r.do)
		}
	}
	return rows
}

// askAll asks for each row as one of the columns, of the house as it was furnished.
func askAll(t *testing.T, base *house, c *accessColumn, rows []accessRow) (outcomes []string) {
	h := &house{t: t, address: "sqlite:" + filepath.Join(filepath.Dir(base.file()), c.who+c.space+".db"), at: base.at, asked: base.asked, names: base.names, people: base.people}
	if err := copyTo(base.file(), h.file()); err != nil {
		t.Fatal(err)
	}
	h.enter()
	log := h.raw()
	for _, r := range rows {
		args, err := r.arguments(h)
		if err != nil {
			t.Fatal(err)
		}
		h.faults.Reset()
		command, action, _ := strings.Cut(r.do, "/")
		a := h.asks(c.who, c.space, c.access, command, action, titled(h.router, command, action), args)
		changed := h.changes(log)
		outcome := h.outcome(c, &r, a, changed)
		outcomes = append(outcomes, outcome)
		h.judge(c, &r, args, a, outcome, changed)
		if h.undo(log, changed) {
			continue
		}
		log.Close() // the index of words is no table
		h.leave()
		if err := copyTo(base.file(), h.file()); err != nil {
			t.Fatal(err)
		}
		h.enter()
		log = h.raw()
	}
	h.offered(c)
	log.Close()
	h.leave()
	return outcomes
}

// titled reports whether an action has a form, which is then what is submitted.
func titled(router *bot.Router, command, action string) bool {
	c, _ := router.Command(command)
	i := slices.IndexFunc(c.Actions, func(a bot.Action) bool { return a.Name == action })
	return i >= 0 && !c.Actions[i].Title.Empty()
}

func (r *accessRow) arguments(h *house) (bot.Args, error) {
	values, err := url.ParseQuery(r.args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.do, err)
	}
	args := bot.Args{}
	for name, value := range values {
		if key, named := strings.CutPrefix(value[0], "{"); named {
			id, known := h.names[strings.TrimSuffix(key, "}")]
			if !known {
				return nil, fmt.Errorf("%s: nothing is named %s", r.do, value[0])
			}
			value[0] = id
		}
		args[name] = value[0]
	}
	return args, nil
}

var absent = regexp.MustCompile(`n’est plus (là|parmi|dans)|n’existe plus|n’y a plus|a changé|a déjà été|Rien n’a changé`)

// outcome is what became of a request.
func (h *house) outcome(c *accessColumn, r *accessRow, a bot.Answer, changed []rowChange) string {
	h.t.Helper()
	said := said(a)
	switch _, form := a.Reply.(*bot.Modal); {
	case h.faults.Len() > 0:
		h.t.Errorf("%s (%s) by %s fails: %s", r.do, r.about, c.title, h.faults.String())
		return "panne"
	case !h.ran && strings.Contains(said, "est réservée"):
		return isReserved
	case !h.ran && !form:
		h.t.Errorf("%s (%s) is asked wrongly: %s", r.do, r.about, said)
		return "?"
	case h.last != nil && (errors.Is(h.last, bot.ErrNotFound) || absent.MatchString(said)):
		return isGone
	case h.last != nil:
		return isRefused
	case len(changed) > 0 && c.space == elsewhere && !slices.ContainsFunc(changed, func(one rowChange) bool { return h.marks(c, one) }):
		return isOwnDone
	case len(changed) > 0:
		return isDone
	case form:
		return isForm
	case a.Reply == nil:
		return isNothing
	case absent.MatchString(said):
		return isGone
	}
	return isShown
}

// judge holds one outcome to what holds for all of them.
func (h *house) judge(c *accessColumn, r *accessRow, args bot.Args, a bot.Answer, outcome string, changed []rowChange) {
	h.t.Helper()
	fault := func(format string, also ...any) {
		h.t.Helper()
		h.t.Errorf("%s (%s) by %s: %s", r.do, r.about, c.title, fmt.Sprintf(format, also...))
	}
	no := slices.Contains([]string{isReserved, isGone, isRefused}, outcome)
	if c.access < r.needs && !no || c.access >= r.needs && outcome == isReserved {
		fault("it is %s; it needs %d, and they have %d", outcome, r.needs, c.access)
	}
	if no && len(changed) > 0 {
		fault("it is %s, and changes %v", outcome, changed)
	}
	reply := h.without(c, args, allStrings(a.Reply))
	if secret := h.told(reply, reporter); secret != "" {
		fault("it tells who reported: %s", secret)
	}
	if strings.Contains(reply, complaint) && (c.access < bot.Moderator || c.space == elsewhere) {
		fault("it shows what was reported")
	}
	if c.who != author && strings.Contains(reply, unfinished) {
		fault("it shows somebody else’s draft")
	}
	if c.who != author && c.access < bot.Moderator && strings.Contains(reply, reserved) {
		fault("it shows what moderators alone may see")
	}
	_, own := ownAnywhere[r.do]
	if own = own && c.both(); own || c.space == here {
		return
	}
	all := c.access == bot.Operator && strings.HasPrefix(r.do, "etat") // whoever runs the process sees and decides of all deliveries
	if line := h.told(reply, marked); line != "" && !all {
		fault("it shows what is another community’s: %s", line)
	}
	if _, fine := anywhere[r.do]; fine || all {
		return
	}
	for _, one := range changed {
		if h.marks(c, one) {
			fault("it changes what is another community’s: %s", one)
		}
	}
}

// without is a text without what whoever asked gave themselves, and their own name.
func (h *house) without(c *accessColumn, args bot.Args, text string) string {
	for _, value := range args {
		if len(value) > 8 {
			text = strings.ReplaceAll(text, value, "")
		}
	}
	return strings.NewReplacer(c.who, "", string(h.people[c.who]), "").Replace(text)
}

// marks reports whether a row is of the first community, or tells of it.
func (h *house) marks(c *accessColumn, one rowChange) bool {
	return h.told(h.without(c, nil, one.old+"\n"+one.new), marked) != ""
}

// told is the line of a text that tells of somebody, or with the mark of the first
// community of anything or anybody there; empty where none does.
func (h *house) told(text, of string) string {
	marks := []string{of}
	if of != marked {
		marks = append(marks, string(h.people[of]))
	} else {
		for name, id := range h.names {
			if len(id) > 8 && !strings.HasPrefix(name, "importee") {
				marks = append(marks, id)
			}
		}
		for user, id := range h.people {
			if strings.HasPrefix(user, marked) {
				marks = append(marks, string(id))
			}
		}
	}
	for line := range strings.Lines(text) {
		for _, mark := range marks {
			if mark != "" && strings.Contains(strings.ToLower(line), strings.ToLower(mark)) {
				return strings.TrimSpace(line)
			}
		}
	}
	return ""
}

// offered looks at what is suggested while one types, and at what the platform shows at
// any time: from another community they tell nothing of the first.
func (h *house) offered(c *accessColumn) {
	h.t.Helper()
	at := spaceOf(c.space, c.space+"salon")
	from := bot.Member{User: c.who, Name: c.who, Lang: bot.FR, Access: c.access}
	shown := map[string]any{}
	parts, _ := h.router.Home(h.t.Context(), &bot.Request{From: from, At: at})
	shown["home"] = parts
	for _, command := range h.router.Commands() {
		actions := append([]bot.Action{{Params: command.Params}}, command.Actions...)
		for _, action := range actions {
			for _, p := range action.Params {
				if p.Suggest == nil {
					continue
				}
				for _, typed := range []string{"", "zig", "can"} {
					shown[command.Name+"/"+action.Name+" "+p.Name+" "+typed] = h.router.Suggest(h.t.Context(),
						&bot.Request{Command: command.Name, Action: action.Name, Args: bot.Args{p.Name: typed}, From: from, At: at, Lang: bot.FR}, p.Name)
				}
			}
		}
	}
	for what, v := range shown {
		text := h.without(c, nil, allStrings(v))
		if c.who != author && strings.Contains(text, unfinished) || c.who != author && c.access < bot.Moderator && strings.Contains(text, reserved) || h.told(text, reporter) != "" {
			h.t.Errorf("%s shows %s what they may not see: %s", what, c.title, text)
		}
		if line := h.told(text, marked); line != "" && c.space == elsewhere && !(c.both() && ownAnywhere[what] != "") {
			h.t.Errorf("%s shows %s what is another community’s: %s", what, c.title, line)
		}
	}
}

// accessMarkdown is the table as one reads it.
func accessMarkdown(rows []accessRow, table [][]string) []byte {
	var out bytes.Buffer
	fmt.Fprint(&out, "# Qui peut quoi\n\nCe que répond chaque action à qui la demande, sur ce qui est à une communauté\u00a0: de cette communauté, puis d’une autre («\u00a0ailleurs\u00a0»), où sont aussi l’auteur, qui y administre, et une personne qui a retrouvé du travail.\n`TestAccess` l’écrit\u00a0: `go test ./commands -run TestAccess -update`.\n\n")
	line := func(cells ...string) { fmt.Fprintf(&out, "| %s |\n", strings.Join(cells, " | ")) }
	head, rule := []string{"action", "sur"}, []string{"---", "---"}
	for _, c := range accessColumns {
		head, rule = append(head, c.title), append(rule, "---")
	}
	line(head...)
	line(rule...)
	for i, r := range rows {
		cells := []string{"`" + r.do + "`", r.about}
		for _, outcomes := range table {
			cells = append(cells, outcomes[i])
		}
		line(cells...)
	}
	return out.Bytes()
}

// holdGolden compares with a file, or writes it.
func holdGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is no longer so; got\n%s\n(-update accepts it)", file, got)
	}
}
