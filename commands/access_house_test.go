package commands_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/bot/sources"
	"rebond/bot/sources/francetravail"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// The two communities of the table, on a platform where somebody has the same account in
// both. Whatever is the first one's is named with its mark, its channels and people too.
const (
	accessPlatform = "discord"
	marked         = "canari"          // of all that is the first community's
	reserved       = "canarireserve"   // and that moderators and authors alone may see
	unfinished     = "canaribrouillon" // and that whoever is writing it alone may see
	complaint      = "canariplainte"   // and that moderators alone may see, and no author
	reporter       = "canarisignale"   // somebody who reported, and whom nobody may see
	here           = marked + "espace"
	elsewhere      = "voisinage"
)

// house is the two communities at one moment, in a file.
type house struct {
	t       *testing.T
	address string
	store   *storage.Store
	router  *bot.Router
	calls   *storage.Calls
	at      time.Time
	asked   int
	last    error             // of the handler that ran last
	ran     bool              // one did
	faults  bytes.Buffer      // what the Router logs
	names   map[string]string // the ids of what is there, by the name that a request gives them
	people  map[string]bot.PersonID
}

// settle opens a house on a file.
func settle(t *testing.T, address string, at time.Time) *house {
	t.Helper()
	h := &house{t: t, address: address, at: at, names: map[string]string{}, people: map[string]bot.PersonID{}}
	h.enter()
	return h
}

// enter opens the file, with a Router that tells what handlers answered.
func (h *house) enter() {
	h.t.Helper()
	store, err := storage.Open(h.t.Context(), h.address)
	if err != nil {
		h.t.Fatal(err)
	}
	d, now := defaults(h.t), func() time.Time { return h.at }
	all := commands.All(store, d, nil)
	for i := range all {
		all[i].Run = h.heard(all[i].Run)
		for k := range all[i].Actions {
			all[i].Actions[k].Run = h.heard(all[i].Actions[k].Run)
		}
	}
	h.store, h.calls = store, &storage.Calls{Store: store, Now: now}
	h.router, err = bot.NewRouter(all, bot.Ports{
		Calls: h.calls, Once: &storage.Once{Store: store, Now: now}, Now: now,
		Directory: &storage.Directory{Store: store, Lang: d.Lang, Zone: d.Zone, Now: now},
		Aside:     commands.Aside(store, defaults(h.t)),
		Log:       slog.New(slog.NewTextHandler(&h.faults, nil)),
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// leave closes the file.
func (h *house) leave() {
	h.t.Helper()
	if err := h.store.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) heard(run bot.Handler) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		reply, err := run(ctx, r)
		h.ran, h.last = true, err
		return reply, err
	}
}

// asks is what somebody asks in a community.
func (h *house) asks(who, space string, access bot.Access, command, action string, form bool, args bot.Args) bot.Answer {
	h.t.Helper()
	h.asked++
	h.ran, h.last = false, nil
	return h.router.Handle(h.t.Context(), &bot.Request{ID: who + strconv.Itoa(h.asked), Command: command, Action: action, Form: form, Args: args,
		From: bot.Member{User: who, Name: who, Lang: bot.FR, Access: access}, At: spaceOf(space, space+"salon")}, nil)
}

func spaceOf(space, channel string) bot.Address {
	return bot.Address{Platform: accessPlatform, Space: space, Channel: channel}
}

// does is asks for whoever furnishes the house: it has to succeed.
func (h *house) does(who string, access bot.Access, command, action string, args bot.Args) bot.Answer {
	h.t.Helper()
	a := h.asks(who, here, access, command, action, false, args)
	if h.last != nil || !h.ran {
		h.t.Fatalf("%s %s %v: %v, %s", command, action, args, h.last, said(a))
	}
	return a
}

func (h *house) fatal(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// furnish puts something of everything into the first community, and lets everybody of the
// table come into theirs.
func furnish(t *testing.T) *house {
	t.Helper()
	h := settle(t, storagetest.SQLite(t), morning().AddDate(0, 0, -8))
	for _, space := range []string{here, elsewhere} {
		h.fatal(h.store.SetUp(t.Context(), spaceOf(space, ""), storage.Settings{storage.OffersChannel: space + "offres", storage.ModerationChannel: space + "moderation", storage.CoachingChannel: space + "accompagnement"}, h.at))
	}
	h.furnishOffers()
	h.furnishAuthors()
	h.furnishSchedules()
	h.furnishContent()
	h.furnishPeople()
	h.at = morning().Add(time.Minute)
	for _, c := range accessColumns {
		h.asks(c.who, c.space, c.access, "aide", "", false, nil)
	}
	h.meet()
	return h
}

// announce has somebody announce an opening, with more in its text.
func (h *house) announce(who, name, title, more string, access bot.Access) {
	h.t.Helper()
	id := does(h.t, h.does(who, access, "publier", "vide", nil), "Les conditions").Args["id"]
	h.does(who, access, "publier", "decrire", bot.Args{"id": id, "titre": "Développeuse Zigotium " + title, "entreprise": marked + "entreprise", "lieu": "Nancy", "texte": more})
	h.does(who, access, "publier", "preciser", bot.Args{"id": id, "contrat": "cdi", "salaire": "40-45k€", "qui": "employer", "lien": "rh@" + marked + ".example"})
	d, err := h.store.Draft(h.t.Context(), spaceOf(here, ""), h.person(who), id, h.at)
	h.fatal(err)
	h.does(who, access, "publier", "envoyer", bot.Args{"id": id, "rev": strconv.FormatInt(d.Revision, 10)})
	all, err := commands.Announcements(h.store, defaults(h.t)).Of(h.t.Context(), spaceOf(here, ""), h.person(who), 0, 1)
	if err != nil || len(all) != 1 {
		h.t.Fatalf("%s: %+v, %v", name, all, err)
	}
	h.names[name] = all[0].ID
	h.passes(time.Minute) // its card goes out
}

// person is who has an account, wherever it was seen.
func (h *house) person(who string) bot.PersonID {
	h.t.Helper()
	if h.people[who] == "" {
		d := defaults(h.t)
		m, err := (&storage.Directory{Store: h.store, Lang: d.Lang, Zone: d.Zone, Now: func() time.Time { return h.at }}).Know(h.t.Context(), spaceOf(here, ""), bot.Member{User: who, Name: who})
		h.fatal(err)
		h.people[who] = m.ID
	}
	return h.people[who]
}

// meet learns the ids of everybody and of the first community, and at which revision each
// thing there is in the end.
func (h *house) meet() {
	h.t.Helper()
	db := h.raw()
	defer db.Close()
	each := func(query string, do func(key, value string)) {
		rows, err := db.Query(query, here)
		h.fatal(err)
		defer rows.Close()
		for rows.Next() {
			var key, value string
			h.fatal(rows.Scan(&key, &value))
			do(key, value)
		}
		h.fatal(rows.Err())
	}
	each("SELECT user_id, person FROM accounts WHERE $1 <> ''", func(user, person string) { h.people[user] = bot.PersonID(person) })
	name := func(name, id string) { h.names[name] = id }
	each("SELECT 'communauté', id FROM communities WHERE space = $1", name)
	each("SELECT 'alerte', a.id FROM alerts a JOIN communities c ON c.id = a.community WHERE c.space = $1", name)
	each("SELECT 'avis', h.notice FROM alert_hits h JOIN alerts a ON a.id = h.alert JOIN communities c ON c.id = a.community WHERE c.space = $1 ORDER BY h.found_at DESC", name)
	each("SELECT 'journal/' || a.what, a.id FROM audit a JOIN communities c ON c.id = a.community WHERE c.space = $1 ORDER BY a.id", name)
	for offer, id := range h.names {
		each("SELECT 'cas/"+offer+"', k.id FROM offer_cases k JOIN communities c ON c.id = k.community WHERE c.space = $1 AND k.offer = '"+id+"'", name)
	}
	for _, table := range []string{"announcements", "announcement_drafts", "schedules", "offer_cases"} {
		each("SELECT t.id, t.revision FROM "+table+" t JOIN communities c ON c.id = t.community WHERE c.space = $1", func(id, revision string) {
			for name, known := range h.names {
				if known == id {
					h.names[name+".rev"] = revision
				}
			}
		})
	}
}

// deaf is a platform that takes every message but those of two channels: one is gone, and
// of the other nobody can tell.
type deaf struct{}

func (deaf) Name() string                                           { return accessPlatform }
func (deaf) Run(context.Context, bot.Inbox) error                   { return nil }
func (deaf) Change(context.Context, bot.MessageRef, bot.Post) error { return nil }
func (deaf) Send(_ context.Context, p bot.Post) (bot.MessageRef, error) {
	switch p.To.Channel {
	case marked + "parti":
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Gone: true, Err: errors.New("unknown channel")}
	case marked + "doute":
		return bot.MessageRef{}, &bot.SendError{Fate: bot.MaybeSent, Err: errors.New("no answer")}
	}
	return bot.MessageRef{At: p.To, ID: "m" + p.Key}, nil
}

// passes lets what is due happen.
func (h *house) passes(d time.Duration) {
	h.t.Helper()
	h.at = h.at.Add(d)
	at := h.at
	now, log := func() time.Time { return at }, slog.New(slog.DiscardHandler)
	schedules := (&schedule.Scheduler{Store: &storage.Schedules{Store: h.store}, Words: commands.Planned(h.store, defaults(h.t)), Log: log, Now: now}).Run
	composes := (&notice.Composer{Store: &storage.Notices{Store: h.store, Lang: bot.FR, Zone: defaults(h.t).Zone}, Topics: commands.Topics(h.store, defaults(h.t)), Words: commands.Composed(), Log: log, Now: now}).Run
	delivers := (&delivery.Dispatcher{Outbox: &storage.Outbox{Store: h.store, Now: now}, Platforms: []bot.Platform{deaf{}}, Log: log, Now: now}).Run
	_, err := commands.Announcements(h.store, defaults(h.t)).Tend(h.t.Context(), at)
	h.fatal(err)
	matchArrivals(h.t, h.store, defaults(h.t), at)
	together(h.t, func() bool { return posted(h.t, h.store, at) && told(h.t, h.store, defaults(h.t), at) }, schedules, composes, delivers)
}

// offersOfAll are imported: they serve both communities.
func (h *house) offersOfAll() {
	h.t.Helper()
	const two = `{"resultats":[
		{"id": "PARIS1", "intitule": "Développeur C (H/F)", "description": "Des API en C.", "dateCreation": "2026-11-13T08:00:00Z", "dateActualisation": "2026-11-13T10:00:00Z", "lieuTravail": {"libelle": "75 - Paris (Dept.)"}, "typeContrat": "CDI", "typeContratLibelle": "CDI", "experienceExige": "E", "experienceLibelle": "3 An(s)", "alternance": false, "origineOffre": {"origine": "1", "urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/PARIS1"}, "entreprise": {"nom": "FICTIF SAS"}},
		{"id": "NANCY1", "intitule": "Développeur Go (H/F)", "description": "Des API en Go.", "dateCreation": "2026-11-18T08:00:00Z", "dateActualisation": "2026-11-18T10:00:00Z", "lieuTravail": {"libelle": "54 - Nancy", "commune": "54395"}, "typeContrat": "CDI", "typeContratLibelle": "CDI", "experienceExige": "E", "experienceLibelle": "3 An(s)", "alternance": false, "origineOffre": {"origine": "1", "urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/NANCY1"}, "entreprise": {"nom": "FICTIF LORRAINE"}}]}`
	_, err := sources.Import(h.t.Context(), strings.NewReader(two), []sources.Format{francetravail.Format()}, h.store, h.at)
	h.fatal(err)
	found := h.does(author, bot.Anyone, "offres", "", nil).Reply.(*bot.Message)
	for i, name := range []string{"importee", "importee2"} {
		h.names[name] = found.Cards[i].Buttons[0].Do.Args["id"]
	}
}

// copyTo copies the file, which nobody has open, into another.
func copyTo(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Remove(to + beside); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.WriteFile(to, data, 0o600)
}

func (h *house) file() string { return filepath.FromSlash(strings.TrimPrefix(h.address, "sqlite:")) }

// strings are all that a value says, in every language, with what its controls carry.
func allStrings(v any) string {
	var out strings.Builder
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			fmt.Fprintln(&out, v.String())
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice, reflect.Array:
			if data, ok := v.Interface().([]byte); ok {
				fmt.Fprintln(&out, string(data))
				return
			}
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(k)
				walk(v.MapIndex(k))
			}
		}
	}
	walk(reflect.ValueOf(v))
	return out.String()
}
