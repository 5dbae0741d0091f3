package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
)

// Panel is the doors of a community, pinned in one of its channels.
type Panel struct {
	To      bot.Address
	Ref     bot.MessageRef // where it is, once it is there
	Since   time.Time
	State   delivery.State // of the post; empty: forgotten
	Pin     delivery.State // likewise, of its being pinned
	Refused bool           // a change of it was: it may be there no longer

	community, post, shows string
	at                     bot.Address
}

// Panels are those of all communities.
type Panels struct {
	Store *Store
	Words PanelWords
}

// PanelWords are what panels say: commands has them.
type PanelWords interface {
	// Panel is the doors of a community, in its language.
	Panel(settings Settings) (*bot.Message, bot.Lang)
	// Unseen tells moderators that a panel could not be posted, pinned or changed.
	Unseen(p *Panel) *bot.Message
	// Lang is the language of a community.
	Lang(settings Settings) bot.Lang
}

// pinned is what follows a panel's key in that of its being pinned.
const pinned = "/epingle"

const panelColumns = `SELECT n.community, c.platform, c.space, n.post, n.shows, n.put_at, coalesce(p.place, ''), coalesce(p.state, ''), coalesce(p.message, ''), coalesce(p.message_at, ''),
	coalesce((SELECT x.state FROM posts x WHERE x.key = n.post || '` + pinned + `'), ''), EXISTS (SELECT 1 FROM posts e WHERE e.of_key = n.post AND e.kind = 'edit' AND e.state = 'rejected')
	FROM panels n JOIN communities c ON c.id = n.community LEFT JOIN posts p ON p.key = n.post `

func (t tx) panels(ctx context.Context, where string, args ...any) ([]Panel, error) {
	return query(ctx, t, panelColumns+where, args, func(rows *sql.Rows) (p Panel, err error) {
		var put int64
		var place, message, at string
		if err := rows.Scan(&p.community, &p.at.Platform, &p.at.Space, &p.post, &p.shows, &put, &place, &p.State, &message, &at, &p.Pin, &p.Refused); err != nil {
			return p, err
		}
		p.Since = instant(put)
		if place != "" {
			err = p.To.UnmarshalText([]byte(place))
		}
		if err == nil && message != "" {
			p.Ref.ID = message
			err = p.Ref.At.UnmarshalText([]byte(at))
		}
		return p, err
	})
}

// Panel returns that of a community; ErrNotFound where there is none.
func (p *Panels) Panel(ctx context.Context, at bot.Address) (*Panel, error) {
	all, err := p.Store.reader().panels(ctx, "WHERE c.platform = $1 AND c.space = $2", at.Platform, at.Space)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read panel: %w", err)
	}
	return &all[0], nil
}

// Publish puts the panel of a community in a channel and pins it there. The one that there
// was is deleted, wherever it is.
func (p *Panels) Publish(ctx context.Context, to bot.Address, by bot.PersonID, now time.Time) error {
	err := p.Store.change(ctx, func(t tx) error {
		community, err := t.holdModerators(ctx, to, now)
		if err != nil {
			return err
		}
		settings, err := t.settings(ctx, to)
		if err != nil {
			return err
		}
		m, l, mark, err := p.means(settings)
		if err != nil {
			return err
		}
		var old string
		if err := found(t.row(ctx, "SELECT post FROM panels WHERE community = $1", community).Scan(&old)); err != nil && err != bot.ErrNotFound {
			return err
		}
		key := "panneau/" + t.ids.next(now)
		if _, err := t.exec(ctx, `
			INSERT INTO panels (community, post, shows, put_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (community) DO UPDATE SET post = excluded.post, shows = excluded.shows, put_at = excluded.put_at`, community, key, mark, millis(now)); err != nil {
			return err
		}
		if err := t.audit(ctx, community, deed{by: by, what: PanelPublished, after: to.Channel}, now); err != nil {
			return err
		}
		gone, err := t.changeOf(ctx, old, bot.Post{Key: "retrait/" + t.ids.next(now), Kind: bot.DeletePost})
		if err != nil {
			return err
		}
		return t.put(ctx, now, append(gone,
			bot.Post{Key: key, Kind: bot.SendPost, To: to, Lang: l, Message: m},
			bot.Post{Key: key + pinned, Kind: bot.PinPost, Of: key, To: to, Lang: l}))
	})
	if err != nil {
		return fmt.Errorf("publish panel: %w", err)
	}
	p.Store.tellPosted()
	return nil
}

// Show edits the panel of a community, where it is, if it is to show something else than it
// does. Of several who find that at once, one does it.
func (p *Panels) Show(ctx context.Context, at bot.Address, now time.Time) error {
	was, err := p.Panel(ctx, at)
	if errors.Is(err, bot.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := p.show(ctx, was, now); err != nil {
		return fmt.Errorf("show panel: %w", err)
	}
	return nil
}

func (p *Panels) show(ctx context.Context, was *Panel, now time.Time) error {
	settings, err := p.Store.Settings(ctx, was.at)
	if err != nil {
		return err
	}
	if _, _, mark, err := p.means(settings); err != nil || mark == was.shows { // nothing to wait for anybody for
		return err
	}
	err = p.Store.change(ctx, func(t tx) error {
		if _, err := t.holdModerators(ctx, was.at, now); err != nil {
			return err
		}
		settings, err := t.settings(ctx, was.at)
		if err != nil {
			return err
		}
		m, l, mark, err := p.means(settings)
		if err != nil {
			return err
		}
		var key string
		switch err := found(t.row(ctx, "UPDATE panels SET shows = $2 WHERE community = $1 AND shows <> $2 RETURNING post", was.community, mark).Scan(&key)); {
		case err == bot.ErrNotFound: // somebody else has done it
			return nil
		case err != nil:
			return err
		}
		posts, err := t.edit(ctx, key, m, now)
		for i := range posts {
			posts[i].Lang = l
		}
		if err != nil {
			return err
		}
		return t.put(ctx, now, posts)
	})
	if err == nil {
		p.Store.tellPosted()
	}
	return err
}

// means is what a panel is to show, and a mark that tells it from anything else.
func (p *Panels) means(settings Settings) (m *bot.Message, l bot.Lang, mark string, err error) {
	m, l = p.Words.Panel(settings)
	text, err := json.Marshal(m)
	sum := sha256.Sum256(append([]byte(l+"\n"), text...))
	return m, l, hex.EncodeToString(sum[:8]), err
}

// ShowAll does what Show does for every community in which the bot still is. One panel
// that cannot be shown keeps no other from it.
func (p *Panels) ShowAll(ctx context.Context, now time.Time) error {
	all, err := p.Store.reader().panels(ctx, "WHERE c.left_at IS NULL ORDER BY n.community")
	if err != nil {
		return fmt.Errorf("read panels: %w", err)
	}
	var faults []error
	for i := range all {
		faults = append(faults, p.show(ctx, &all[i], now))
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("show panels: %w", err)
	}
	return nil
}

// Tend tells the moderators of each community, once, that its panel could not be posted,
// pinned or changed.
func (p *Panels) Tend(ctx context.Context, now time.Time) error {
	all, err := p.Store.reader().panels(ctx, `
		WHERE c.left_at IS NULL AND c.moderation_channel IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posts u WHERE u.key = n.post || '/refus')
			AND (p.state = 'rejected' OR EXISTS (SELECT 1 FROM posts e WHERE e.of_key = n.post AND e.kind <> 'delete' AND e.state = 'rejected')) ORDER BY n.community`)
	if err != nil {
		return fmt.Errorf("panels that are refused: %w", err)
	}
	var faults []error
	for i := range all {
		refused := &all[i]
		faults = append(faults, p.Store.change(ctx, func(t tx) error {
			settings, err := t.settings(ctx, refused.at)
			if err != nil || settings[ModerationChannel] == "" {
				return err
			}
			to := refused.at
			to.Channel = settings[ModerationChannel]
			return t.put(ctx, now, []bot.Post{{Key: refused.post + "/refus", Kind: bot.SendPost, To: to, Lang: p.Words.Lang(settings), Message: p.Words.Unseen(refused)}})
		}))
	}
	p.Store.tellPosted()
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("tell of panels that are refused: %w", err)
	}
	return nil
}
