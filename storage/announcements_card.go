package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// One author's announcements of a short time share a card: rules of the board.
const (
	shareWithin = 10 * time.Minute
	maxOfCard   = 5
)

// standsHigh is for how long a card is where people look: what is open again later has a
// new one.
const standsHigh = 24 * time.Hour

// cardLate is for how long a card that cannot be posted is tried.
const cardLate = 24 * time.Hour

// writePosts makes what the community and its moderators were shown of an announcement
// agree with it. All is put at once, so that places are taken in their order.
func (n *Announcements) writePosts(ctx context.Context, t tx, before, a *Announced, by bot.PersonID, posts []bot.Post, now time.Time) error {
	settings, err := t.settings(ctx, a.Community)
	if err != nil {
		return err
	}
	review, err := n.review(ctx, t, settings, before, a, by, now)
	if err != nil {
		return fmt.Errorf("its review: %w", err)
	}
	reported, err := n.endCase(ctx, t, settings, before, a, by, now)
	if err != nil {
		return fmt.Errorf("its case: %w", err)
	}
	card, err := n.card(ctx, t, settings, before, a, now)
	if err != nil {
		return fmt.Errorf("its card: %w", err)
	}
	return t.put(ctx, now, slices.Concat(posts, review, reported, card))
}

// card makes the card of an announcement agree with it.
func (n *Announcements) card(ctx context.Context, t tx, settings Settings, before, a *Announced, now time.Time) ([]bot.Post, error) {
	switch {
	case a.State == Living && settings[OffersChannel] != "" && (a.CardLost || a.Card != "" && before.State.Ended() && now.Sub(a.CardAt) > standsHigh):
		return n.replaceCard(ctx, t, settings, a, now)
	case a.State == Living && settings[OffersChannel] != "" && a.Card == "":
		return n.firstCard(ctx, t, settings, a, now)
	case a.Card == "":
		return nil, nil
	}
	return n.editCard(ctx, t, settings, a.Card, now)
}

// firstCard shows an announcement on the card that its author has just had, or on one of
// its own.
func (n *Announcements) firstCard(ctx context.Context, t tx, settings Settings, a *Announced, now time.Time) ([]bot.Post, error) {
	to := a.Community
	to.Channel = settings[OffersChannel]
	place, err := to.MarshalText()
	if err != nil {
		return nil, err
	}
	var card string
	var at int64
	err = found(t.row(ctx, `
		SELECT a.card, a.card_at FROM announcements a JOIN posts p ON p.key = a.card
		WHERE a.author = $1 AND a.community = $2 AND a.card_at > $3 AND a.id <> $6 AND p.place = $4 AND p.state NOT IN ('rejected', 'expired')
			AND (SELECT count(*) FROM announcements o WHERE o.card = a.card) < $5
			AND NOT EXISTS (SELECT 1 FROM posts e WHERE e.of_key = a.card AND e.state = 'rejected')
		ORDER BY a.card_at DESC LIMIT 1`, string(a.Author), a.community, millis(now.Add(-shareWithin)), string(place), maxOfCard, a.ID).Scan(&card, &at))
	if err != nil && err != bot.ErrNotFound {
		return nil, err
	}
	if err == nil {
		all, err := t.onCard(ctx, card)
		if err != nil {
			return nil, err
		}
		all = append(all, *a)
		slices.SortFunc(all, func(a, b Announced) int { return strings.Compare(a.ID, b.ID) })
		if m := n.Words.Card(all, settings); fits(m) {
			if err := t.setCard(ctx, a, card, at); err != nil {
				return nil, err
			}
			return t.edit(ctx, card, m, now)
		}
	}
	card = "annonce/" + t.ids.next(now)
	if err := t.setCard(ctx, a, card, millis(now)); err != nil {
		return nil, err
	}
	return n.newCard(ctx, t, settings, card, to, now)
}

// newCard posts a card of the announcements that have its key.
func (n *Announcements) newCard(ctx context.Context, t tx, settings Settings, card string, to bot.Address, now time.Time) ([]bot.Post, error) {
	all, err := t.onCard(ctx, card)
	if err != nil {
		return nil, err
	}
	return []bot.Post{{Key: card, Kind: bot.SendPost, To: to, Lang: n.Words.Lang(settings), Message: n.Words.Card(all, settings), Until: now.Add(cardLate)}}, nil
}

// replaceCard posts a new card in place of one that is lost, for all that were on it. The
// old one is deleted, should it stand all the same: nothing else would change it any more.
func (n *Announcements) replaceCard(ctx context.Context, t tx, settings Settings, a *Announced, now time.Time) ([]bot.Post, error) {
	to := a.Community
	to.Channel = settings[OffersChannel]
	card := "annonce/" + t.ids.next(now)
	if _, err := t.exec(ctx, "UPDATE announcements SET card = $2, card_at = $3, lost_told = 0 WHERE card = $1", a.Card, card, millis(now)); err != nil {
		return nil, err
	}
	posts, err := n.newCard(ctx, t, settings, card, to, now)
	if err != nil {
		return nil, err
	}
	old, err := t.replaced(ctx, a.Card, a.CardRef.ID != "", now)
	return append(posts, old...), err
}

// changeOf completes a post that changes another: its place and its language are the
// other's. There is none of a post that was forgotten long ago.
func (t tx) changeOf(ctx context.Context, of string, p bot.Post) ([]bot.Post, error) {
	var place string
	p.Of = of
	err := found(t.row(ctx, "SELECT place, lang FROM posts WHERE key = $1", of).Scan(&place, &p.Lang))
	if err == bot.ErrNotFound {
		return nil, nil
	}
	if err == nil {
		err = p.To.UnmarshalText([]byte(place))
	}
	return []bot.Post{p}, err
}

// forgetBodies forgets the words of a post and of its changes, but of those on their way.
func (t tx) forgetBodies(ctx context.Context, key string) error {
	_, err := t.exec(ctx, "UPDATE posts SET body = NULL WHERE (key = $1 OR of_key = $1) AND state NOT IN ('pending', 'sending')", key)
	return err
}

// placeOf is where a post goes.
func (t tx) placeOf(ctx context.Context, key string) (to bot.Address, err error) {
	var place string
	if err := t.row(ctx, "SELECT place FROM posts WHERE key = $1", key).Scan(&place); err != nil {
		return to, err
	}
	err = to.UnmarshalText([]byte(place))
	return to, err
}

// maxRunes is what cards may say together, so that they fit one message of every platform.
const maxRunes = 3200

func fits(m *bot.Message) bool {
	runes := 0
	for i := range m.Cards {
		runes += m.Cards[i].Runes()
	}
	return runes <= maxRunes
}

func (t tx) setCard(ctx context.Context, a *Announced, card string, at int64) error {
	_, err := t.exec(ctx, "UPDATE announcements SET card = $2, card_at = $3, lost_told = 0 WHERE id = $1", a.ID, card, at)
	return err
}

// onCard are the announcements of a card, in the order in which they came.
func (t tx) onCard(ctx context.Context, card string) ([]Announced, error) {
	return t.announced(ctx, "WHERE a.card = $1 ORDER BY a.id", card)
}

// editCard shows on a card how its announcements stand.
func (n *Announcements) editCard(ctx context.Context, t tx, settings Settings, card string, now time.Time) ([]bot.Post, error) {
	all, err := t.onCard(ctx, card)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return t.edit(ctx, card, n.Words.Card(all, settings), now)
}

// edit changes a post, where it is, in the language in which it is written.
func (t tx) edit(ctx context.Context, key string, m *bot.Message, now time.Time) ([]bot.Post, error) {
	return t.changeOf(ctx, key, bot.Post{Key: key + "/" + t.ids.next(now), Kind: bot.EditPost, Message: m})
}

// review shows moderators what waits for them, and what became of it: of what is
// withdrawn no word stays with them either.
func (n *Announcements) review(ctx context.Context, t tx, settings Settings, before, a *Announced, by bot.PersonID, now time.Time) ([]bot.Post, error) {
	if a.State != Held && before.State != Held && a.State != Withdrawn {
		return nil, nil
	}
	user, err := t.accountOf(ctx, by, a.Community)
	if err != nil {
		return nil, err
	}
	m := n.Words.Review(a, settings, user)
	to := a.Community
	to.Channel = settings[ModerationChannel]
	again := a.State == Held && before.State != Held // it is shown anew, where people look
	switch {
	case a.Review != "" && (a.State != Held || !a.reviewLost) && !(again && to.Channel != ""):
		return t.edit(ctx, a.Review, m, now)
	case a.State != Held || to.Channel == "":
		return nil, nil
	}
	old, err := t.replaced(ctx, a.Review, again && !a.reviewLost, now)
	if err != nil {
		return nil, err
	}
	key := "annonce/relecture/" + t.ids.next(now)
	if _, err := t.exec(ctx, "UPDATE announcements SET review = $2, review_at = $3 WHERE id = $1", a.ID, key, millis(now)); err != nil {
		return nil, err
	}
	return append(old, bot.Post{Key: key, Kind: bot.SendPost, To: to, Lang: n.Words.Lang(settings), Message: m}), nil
}

// replaced forgets the words of a post that another takes the place of, and deletes it
// where it stands.
func (t tx) replaced(ctx context.Context, key string, stands bool, now time.Time) (posts []bot.Post, err error) {
	if key == "" {
		return nil, nil
	}
	if stands {
		if posts, err = t.changeOf(ctx, key, bot.Post{Key: "retrait/" + t.ids.next(now), Kind: bot.DeletePost}); err != nil {
			return nil, err
		}
	}
	return posts, t.forgetBodies(ctx, key)
}

// accountOf is a person's account where a community is; empty where there is none.
func (t tx) accountOf(ctx context.Context, person bot.PersonID, in bot.Address) (user string, err error) {
	err = t.row(ctx, "SELECT coalesce(min(user_id), '') FROM accounts WHERE person = $1 AND platform = $2 AND space IN ('', $3)", string(person), in.Platform, in.Space).Scan(&user)
	return user, err
}

// WithdrawnCard is what is left of an announcement that was withdrawn, where it stood.
var WithdrawnCard = bot.Text{FR: "Cette annonce a été retirée.", EN: "This opening has been withdrawn."}

// holdShown keeps other processes, in one order, from the places where something stands
// that erasing a person takes out of them.
func (t tx) holdShown(ctx context.Context, person bot.PersonID) error {
	if t.engine == postgres { // nobody reports what is about to go, nor ends what holds a row of theirs
		if _, err := t.exec(ctx, `
			SELECT 1 FROM announcements WHERE author = $1 OR id IN (SELECT n.announcement FROM announcement_opens n WHERE n.person = $1
				UNION SELECT k.offer FROM kept_offers k WHERE k.person = $1 UNION SELECT r.offer FROM offer_reports r WHERE r.person = $1)
			ORDER BY id FOR UPDATE`, string(person)); err != nil {
			return err
		}
	}
	if err := t.holdCases(ctx, reportedBy, string(person)); err != nil {
		return err
	}
	return t.holdPosts(ctx, `
			SELECT a.card FROM announcements a WHERE a.author = $1 UNION ALL SELECT a.review FROM announcements a WHERE a.author = $1
			UNION ALL SELECT s.post FROM shared_offers s WHERE s.person = $1 UNION ALL SELECT card FROM offer_cases WHERE `+reportedBy+` UNION ALL SELECT f.goodbye FROM preferences f WHERE f.person = $1
			UNION ALL SELECT m.post FROM resource_peers m WHERE m.person = $1 UNION ALL `+proposalsOf, string(person))
}

// holdPosts keeps other processes from the places of posts whose keys a query gives, for
// whoever changes several of them one after the other.
func (t tx) holdPosts(ctx context.Context, keys string, args ...any) error {
	ids, err := query(ctx, t, "SELECT p.id FROM posts p WHERE p.key IN ("+keys+")", args, scanString)
	if err != nil {
		return err
	}
	return t.hold(ctx, ids...)
}

// withdrawAll takes a person's announcements out of everywhere, before they are erased:
// the words on their way are replaced too, and what they shared is taken down.
func (t tx) withdrawAll(ctx context.Context, person bot.PersonID, now time.Time) error {
	var some bool
	if err := t.row(ctx, "SELECT EXISTS (SELECT 1 FROM announcements WHERE author = $1)", string(person)).Scan(&some); err != nil {
		return err
	}
	if some {
		if err := deleteOffers(ctx, t, "id IN (SELECT id FROM announcements WHERE author = $1)", string(person)); err != nil {
			return err
		}
		if t.engine == sqlite { // its index keeps the words of what is deleted until all of it is merged
			if _, err := t.exec(ctx, "INSERT INTO offer_words (offer_words) VALUES ('optimize')"); err != nil {
				return err
			}
		}
	}
	cards, err := query(ctx, t, "SELECT DISTINCT card FROM announcements WHERE author = $1 AND card IS NOT NULL UNION SELECT review FROM announcements WHERE author = $1 AND review IS NOT NULL", []any{string(person)}, scanString)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := t.instead(ctx, card, &bot.Message{Text: WithdrawnCard}, now); err != nil {
			return err
		}
	}
	if err := t.forgetReports(ctx, person, now); err != nil {
		return err
	}
	shared, err := query(ctx, t, "SELECT post FROM shared_offers WHERE person = $1", []any{string(person)}, scanString)
	if err != nil {
		return err
	}
	for _, post := range shared {
		if err := t.takeDown(ctx, post, now); err != nil {
			return err
		}
	}
	return nil
}
