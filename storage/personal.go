package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// personalTable is a table that holds something of a person.
type personalTable struct {
	name  string
	where string // which of its rows are the person's: $1
	about bot.Text
	clear string // the columns that tell of the person, each set to NULL, where the row stays without them; empty: the row goes
}

// personal lists every table that holds something of a person, in the order in
// which they are exported. A test fails for one that is not here, or that the
// notice of docs/vie-privee.fr.md does not tell of.
var personal = []personalTable{
	{"persons", "id = $1", bot.Text{FR: "Toi : ta langue et ton fuseau horaire, choisis par toi ou donnés par la plateforme, les dates de ton premier et de ton dernier passage et du dernier message privé reçu.", EN: "You: your language and time zone, chosen by you or given by the platform, the dates of your first and last visits and of the last direct message you received."}, ""},
	{"accounts", "person = $1", bot.Text{FR: "Tes comptes : leur identifiant sur la plateforme de discussion.", EN: "Your accounts: their id on the chat platform."}, ""},
	{"memberships", "person = $1", bot.Text{FR: "Les communautés où tu m’as parlé, et la date de la dernière fois, aussi comme personne qui modère.", EN: "The communities where you spoke to me, and when last, as a moderator too."}, ""},
	{"moderators", "person = $1", bot.Text{FR: "Les communautés dont la liste de la modération te nomme, et depuis quand.", EN: "The communities whose list of moderators names you, and since when."}, ""},
	{"kept_offers", "person = $1", bot.Text{FR: "Les offres que tu as gardées, et depuis quand.", EN: "The offers you have kept, and since when."}, ""},
	{"alerts", "person = $1", bot.Text{FR: "Tes alertes : la recherche que tu as gardée, à quelle fréquence je t’en parle, et depuis quand.", EN: "Your alerts: the search you saved, how often I tell you of it, and since when."}, ""},
	{"alert_hits", "person = $1", bot.Text{FR: "Les offres que tes alertes ont trouvées, pour ne t’annoncer chacune qu’une fois : le numéro de l’offre et la date. Gardé 90 jours.", EN: "The openings your alerts found, so that each is announced to you once: the number of the opening and the date. Kept 90 days."}, ""},
	{"announcements", "author = $1", bot.Text{FR: "Les annonces que tu as publiées ici : leur texte, gardé 90 jours après leur fin, leur état et leurs dates, gardés un peu plus d’un an.", EN: "The openings you announced here: their words, kept 90 days after they end, their state and their dates, kept a little more than a year."}, ""},
	{"announcement_drafts", "person = $1", bot.Text{FR: "Les annonces que tu es en train d’écrire : effacées 24 heures après ta dernière modification.", EN: "The announcements you are writing: erased 24 hours after your last change."}, ""},
	{"announcement_opens", "person = $1", bot.Text{FR: "Les annonces en cours que tu as ouvertes, pour compter chaque personne une fois : effacé quand l’annonce se termine, montré à personne.", EN: "The running announcements you opened, so that each person counts once: erased when the announcement ends, shown to nobody."}, ""},
	{"shared_offers", "person = $1", bot.Text{FR: "Les offres que tu as partagées dans un salon, et quand. Gardé 90 jours.", EN: "The openings you shared in a channel, and when. Kept 90 days."}, ""},
	{"offer_reports", "person = $1", bot.Text{FR: "Les problèmes que tu as signalés sur des offres : la modération voit le motif et tes mots, jamais ton nom. Tes mots sont effacés dès qu’elle a décidé, le reste après 90 jours.", EN: "The problems you reported with openings: moderators see the reason and your words, never your name. Your words are erased once they have decided, the rest after 90 days."}, ""},
	{"preferences", "person = $1", bot.Text{FR: "Tes réglages : quand je peux t’écrire, où tu en es si tu l’as dit, une pause, un rebond, ton mot d’au revoir (tant qu’il n’est pas publié, puis où il est), un coup de main proposé.", EN: "Your settings: when I may write to you, where you stand if you said so, a break, a bounce back, your word of goodbye (until it is published, then where it is), a hand offered."}, ""},
	{"posts", "member IN (SELECT user_id FROM accounts WHERE person = $1) AND EXISTS (SELECT 1 FROM accounts a WHERE a.person = $1 AND a.platform = posts.platform AND a.user_id = posts.member AND a.space IN ('', posts.space))", bot.Text{FR: "Les messages privés que je t’ai envoyés ou que je vais t’envoyer : leur texte est effacé un jour après l’envoi, il reste la date et ce qu’ils sont devenus.", EN: "The direct messages that I sent you or am about to: their words are erased a day after they are sent; the date and what became of them stay."}, ""},
	{"post_places", "member IN (SELECT user_id FROM accounts WHERE person = $1) AND EXISTS (SELECT 1 FROM accounts a WHERE a.person = $1 AND a.platform = post_places.platform AND a.user_id = post_places.member AND a.space IN ('', post_places.space))", bot.Text{FR: "Tes messages privés comme lieu d’envoi : quand le prochain part.", EN: "Your direct messages as a place to send to: when the next one goes."}, ""},
	{"schedule_done", "person = $1", bot.Text{FR: "Les messages d’accompagnement dont tu as pressé « Je l’ai fait », et quand : gardés 90 jours, montrés à personne.", EN: "The coaching messages whose “Done” you pressed, and when: kept 90 days, shown to nobody."}, ""},
	{"subscriptions", "person = $1", bot.Text{FR: "Ce que tu as demandé à recevoir en message privé, depuis quand, et à quelle heure si tu en as choisi une.", EN: "What you asked to receive by direct message, since when, and at what hour if you chose one."}, ""},
	{"refusals", "person = $1", bot.Text{FR: "Les envois arrêtés parce que tes messages privés sont fermés, jusqu’à ce que je te l’aie dit.", EN: "What has stopped because your direct messages are closed, until I have told you."}, ""},
	{"notices", "person = $1", bot.Text{FR: "Ce que j’ai à te dire, ou t’ai dit : de quoi il s’agit et quand, pas le texte. Effacé 7 jours après.", EN: "What I am to tell you, or told you: what it is about and when, not the words. Erased 7 days later."}, ""},
	{"audit", "person = $1", bot.Text{FR: "Les réglages d’une communauté que tu as changés, les annonces dont tu as décidé, et quand. Si tu t’effaces, le changement reste, sans toi.", EN: "The settings of a community that you changed, the openings you decided of, and when. If you erase yourself, the change stays, without you."}, "person"},
	{"audit", "subject = $1", bot.Text{FR: "Ce que la modération a décidé de toi ou de tes annonces, quand et pourquoi. Si tu t’effaces, il reste qu’une décision a été prise, sans toi, ni la raison, ni tes mots.", EN: "What moderators decided of you or of your posts, when and why. If you erase yourself, what stays is that something was decided, without you, the reason and your words."}, "subject, why, after"},
	{"authors", "person = $1", bot.Text{FR: "Si la modération t’a donné sa confiance pour annoncer des offres, ou ne prend plus tes annonces, depuis quand et pourquoi.", EN: "Whether moderators approved you to announce openings, or blocked you, since when and why."}, ""},
	{"content_items", "author = $1", bot.Text{FR: "Les ressources que tu as proposées. Si tu t’effaces, elles restent, sans toi.", EN: "The resources you proposed. If you erase yourself, they stay, without you."}, "author"},
	{"tips_seen", "person = $1", bot.Text{FR: "Les conseils que je t’ai montrés, le jour où c’était celui du jour, et si tu l’as trouvé utile. Gardé 13 mois.", EN: "The tips I showed you, the day on which it was that of the day, and whether you found it useful. Kept 13 months."}, ""},
	{"resource_progress", "person = $1", bot.Text{FR: "Les formations que tu as gardées, commencées ou terminées, et depuis quand.", EN: "The training you kept, started or finished, and since when."}, ""},
	{"resource_peers", "person = $1", bot.Text{FR: "Les formations pour lesquelles tu as choisi de te faire connaître, et depuis quand. Une attente s’efface après 60 jours.", EN: "The training for which you chose to make yourself known, and since when. A wait is erased after 60 days."}, ""},
	{"series_read", "person = $1", bot.Text{FR: "Où tu en es des programmes que tu lis à ton rythme.", EN: "How far you are in the programmes that you read at your own pace."}, ""},
	{"weather_consents", "person = $1", bot.Text{FR: "Ton accord pour « Ta météo du jour » : les mots que tu as lus, quand, et si tu comptes, sans ton nom, dans le mot de la semaine de ta communauté. Jusqu’à ce que tu le retires.", EN: "Your consent to “Your weather today”: the words you read, when, and whether you count, without your name, in your community’s word of the week. Until you withdraw it."}, ""},
	{"weather_days", "person = $1", bot.Text{FR: "Ta météo et ton énergie, jour par jour. Gardé 12 mois, montré à personne d’autre.", EN: "Your weather and your energy, day by day. Kept 12 months, shown to nobody else."}, ""},
	{"weather_notes", "person = $1", bot.Text{FR: "Tes notes : scellées dans la base, ouvertes ici pour toi. Gardé 12 mois.", EN: "Your notes: sealed in the database, opened here for you. Kept 12 months."}, ""},
	{"weather_goals", "person = $1", bot.Text{FR: "Tes petits objectifs, scellés de la même façon, et comment ils se sont passés. Gardé 12 mois.", EN: "Your small goals, sealed in the same way, and how they went. Kept 12 months."}, ""},
	{"room_messages", "place IN (SELECT 'local:room/@' || user_id FROM accounts WHERE platform = 'local' AND person = $1)", bot.Text{FR: "Les messages privés que la salle de démonstration montre.", EN: "The direct messages that the demonstration room shows."}, ""},
	{"room_buttons", "who IN (SELECT user_id FROM accounts WHERE platform = 'local' AND person = $1)", bot.Text{FR: "Les boutons affichés dans la salle de ton terminal : leur numéro et ce qu’ils font.", EN: "The buttons shown in the room of your terminal: their number and what they do."}, ""},
}

// PersonalTables names the tables that hold something of a person.
func PersonalTables() []string {
	var names []string
	for _, t := range personal {
		names = append(names, t.name)
	}
	return slices.Compact(names) // one that names two people is there twice
}

// Exported is what one table holds of a person.
type Exported struct {
	Table string           `json:"table"`
	About string           `json:"about"`
	Rows  []map[string]any `json:"rows"`
}

// Export returns everything that is known of a person, table by table, with
// words that explain each; instants are written in RFC 3339.
func (s *Store) Export(ctx context.Context, person bot.PersonID, l bot.Lang) ([]Exported, error) {
	var all []Exported
	open := s.opener()
	for _, t := range personal {
		rows, err := query(ctx, s.reader(), "SELECT * FROM "+t.name+" WHERE "+t.where, []any{string(person)}, scanRow)
		if err != nil {
			return nil, fmt.Errorf("export %s: %w", t.name, err)
		}
		if t.name == "kept_offers" {
			if err := s.linkKept(ctx, rows); err != nil {
				return nil, fmt.Errorf("export %s: %w", t.name, err)
			}
		}
		for _, row := range rows {
			open.openRow(ctx, t.name, person, row)
			for _, column := range []string{"person", "subject"} { // who else is named is not theirs to have
				if named, there := row[column]; there && named != string(person) {
					delete(row, column)
				}
			}
		}
		if len(rows) > 0 {
			all = append(all, Exported{Table: t.name, About: bot.Plain(t.about.In(l)), Rows: rows})
		}
	}
	return all, nil
}

func scanRow(rows *sql.Rows) (map[string]any, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	row := map[string]any{}
	for i, c := range columns {
		switch v := values[i].(type) {
		case []byte:
			row[c] = string(v)
		case int64:
			row[c] = v
			if strings.HasSuffix(c, "_at") || slices.Contains([]string{"at", "not_before", "until", "held_until"}, c) {
				row[c] = nil // no instant of ours is as old as 0
				if v != 0 {
					row[c] = instant(v).Format(time.RFC3339)
				}
			}
		default:
			row[c] = v
		}
	}
	return row, nil
}

// Erase forgets a person for good: every row of theirs in every table, and the word of
// goodbye that they published is taken out of its channel; the key of what they wrote for
// themselves alone is destroyed. On SQLite what they held is overwritten in the file, and
// the write-ahead log is emptied into it.
func (s *Store) Erase(ctx context.Context, person bot.PersonID, now time.Time) error {
	err := s.change(ctx, func(t tx) error { return t.erase(ctx, person, now) })
	if err != nil {
		return err
	}
	s.tellPosted()
	return s.forgotten(ctx, now)
}

func (t tx) erase(ctx context.Context, person bot.PersonID, now time.Time) error {
	if err := t.holdMeeting(ctx, person); err != nil {
		return fmt.Errorf("hold their groups: %w", err)
	}
	if err := t.holdPerson(ctx, person); err != nil {
		return err
	}
	if err := t.holdShown(ctx, person); err != nil {
		return fmt.Errorf("hold what is shown of them: %w", err)
	}
	if err := t.takeBack(ctx, person, now); err != nil {
		return fmt.Errorf("take a farewell back: %w", err)
	}
	if err := t.withdrawAll(ctx, person, now); err != nil {
		return fmt.Errorf("withdraw announcements: %w", err)
	}
	if err := t.unnameProposer(ctx, person, now); err != nil {
		return fmt.Errorf("take them out of proposals: %w", err)
	}
	if err := t.leaveGroups(ctx, person); err != nil {
		return fmt.Errorf("leave groups: %w", err)
	}
	if err := t.doom(ctx, person, ""); err != nil {
		return fmt.Errorf("doom their keys: %w", err)
	}
	for i := len(personal) - 1; i >= 0; i-- { // what belongs to the person before the person
		forget := "DELETE FROM " + personal[i].name
		if personal[i].clear != "" {
			forget = "UPDATE " + personal[i].name + " SET " + strings.ReplaceAll(personal[i].clear, ",", " = NULL,") + " = NULL"
		}
		if _, err := t.exec(ctx, forget+" WHERE "+personal[i].where, string(person)); err != nil {
			return fmt.Errorf("erase %s: %w", personal[i].name, err)
		}
	}
	return nil
}

// holdPerson keeps others from a person until the transaction ends: all that is done
// for somebody begins so, in this order.
func (t tx) holdPerson(ctx context.Context, person bot.PersonID) error {
	if t.engine == sqlite {
		return nil // there is one writer
	}
	for _, table := range []string{"preferences WHERE person", "persons WHERE id"} {
		if _, err := t.exec(ctx, "SELECT 1 FROM "+table+" = $1 FOR UPDATE", string(person)); err != nil {
			return err
		}
	}
	return nil
}

// turnOf keeps others from a person for what they do themselves, without keeping anybody
// from writing down something that names them: who does so may hold what this needs. Their
// preferences are there from then on, so that they can be told of it.
func (t tx) turnOf(ctx context.Context, person bot.PersonID) error {
	fresh := "SELECT id, 0 FROM persons WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM preferences f WHERE f.person = $1)"
	if t.engine == postgres { // who is erased at this moment gets none
		fresh += " FOR KEY SHARE OF persons"
	}
	if _, err := t.exec(ctx, "INSERT INTO preferences (person, revision) "+fresh+" ON CONFLICT (person) DO NOTHING", string(person)); err != nil {
		return err
	}
	if t.engine == sqlite {
		return t.isThere(ctx, person)
	}
	for _, table := range []string{"preferences WHERE person", "persons WHERE id"} {
		if _, err := t.exec(ctx, "SELECT 1 FROM "+table+" = $1 FOR NO KEY UPDATE", string(person)); err != nil {
			return err
		}
	}
	return t.isThere(ctx, person)
}

// turnIn is turnOf for what a person does in a community, whose id it returns.
func (t tx) turnIn(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time) (community string, err error) {
	if err := t.turnOf(ctx, person); err != nil {
		return "", err
	}
	return t.community(ctx, at, now)
}

// names keeps somebody who is to be written down with something from being erased until it
// is: whoever erases them may wait for what is done then. ErrNotFound where they are gone;
// nobody is always there.
func (t tx) names(ctx context.Context, person bot.PersonID) error {
	if person == "" {
		return nil
	}
	if t.engine == postgres {
		if _, err := t.exec(ctx, "SELECT 1 FROM persons WHERE id = $1 FOR KEY SHARE", string(person)); err != nil {
			return err
		}
	}
	return t.isThere(ctx, person)
}

// isThere is ErrNotFound of a person who has been erased meanwhile.
func (t tx) isThere(ctx context.Context, person bot.PersonID) error {
	var there int
	return found(t.row(ctx, "SELECT 1 FROM persons WHERE id = $1", string(person)).Scan(&there))
}

// emptyLog moves SQLite's write-ahead log into the file and truncates it, so
// that what was erased is in neither. Readers hold it up for a moment at most.
func (s *Store) emptyLog(ctx context.Context) error {
	return whileBusy(ctx, func() (bool, error) {
		var busy, pages, moved int
		if err := s.writer().row(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
			return false, fmt.Errorf("empty the write-ahead log: %w", err)
		}
		if busy != 0 {
			return true, errors.New("the write-ahead log is in use: erased rows stay in it until the next start")
		}
		return false, nil
	})
}
