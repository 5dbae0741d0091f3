package content

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"rebond/bot"
	"rebond/bot/schedule"
)

// Check says what is wrong with a pack, what has expired on a day, and what expires in the
// days that follow it: of how many days is expiring. Wrong counts what has to be put right.
func (p *Pack) Check(on schedule.Day, expiring int) (said []bot.Text, wrong int) {
	for _, f := range slices.Concat(p.Faults, p.Coherence()) {
		if !f.Advice {
			wrong++
			said = append(said, f.Said())
			continue
		}
		said = append(said, bot.Textf(bot.Text{FR: "%s (conseil)", EN: "%s (advice)"}, f.Said()))
	}
	living := p.Living(on)
	said = append(said, bot.Textf(bot.Text{FR: "%s et %s, au %s.", EN: "%s and %s, on %s."},
		bot.Count(len(living.Tips), bot.Text{FR: "%s conseil", EN: "%s tip"}, bot.Text{FR: "%s conseils", EN: "%s tips"}),
		bot.Count(len(living.Resources), bot.Text{FR: "%s ressource", EN: "%s resource"}, bot.Text{FR: "%s ressources", EN: "%s resources"}), on.Date()))
	for i := range p.Series {
		s := &p.Series[i]
		line := bot.Textf(bot.Text{FR: "%s : %s", EN: "%s: %s"}, s.ID, bot.Count(len(p.Days(s.ID)), bot.Text{FR: "%s message", EN: "%s post"}, bot.Text{FR: "%s messages", EN: "%s posts"}))
		if rests := len(p.Rests(s.ID)); rests > 0 {
			line = bot.Textf(bot.Text{FR: "%s, et %s pour les jours de repos", EN: "%s, and %s for days of rest"}, line, rests)
		}
		said = append(said, line)
	}
	for _, i := range p.Ending(on, expiring) {
		if i.Expired(on) {
			said = append(said, bot.Textf(bot.Text{FR: "Expirée le %s : %s", EN: "Expired on %s: %s"}, i.Expires.Date(), i.ID))
		} else {
			said = append(said, bot.Textf(bot.Text{FR: "Expire le %s : %s", EN: "Expires on %s: %s"}, i.Expires.Date(), i.ID))
		}
	}
	return said, wrong
}

// Ending are the items that have expired on a day, or do within so many days of it, the
// earliest first.
func (p *Pack) Ending(on schedule.Day, within int) (items []*Item) {
	for _, i := range p.items() {
		if i.Expires != 0 && i.Expired(on+schedule.Day(within)) {
			items = append(items, i)
		}
	}
	slices.SortStableFunc(items, func(a, b *Item) int { return cmp.Or(cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.ID, b.ID)) })
	return items
}

// items are all of p's, tips first, those of series last.
func (p *Pack) items() (items []*Item) {
	for i := range p.Tips {
		items = append(items, &p.Tips[i].Item)
	}
	for i := range p.Resources {
		items = append(items, &p.Resources[i].Item)
	}
	for i := range p.Posts {
		items = append(items, &p.Posts[i].Item)
	}
	return items
}

// Link is an address that items lead to.
type Link struct {
	URL string
	IDs []string // of the items
}

// Links are the addresses of p, each once.
func (p *Pack) Links() []Link {
	ids := map[string][]string{}
	add := func(address, id string) {
		if !slices.Contains(ids[address], id) {
			ids[address] = append(ids[address], id)
		}
	}
	for _, i := range p.items() {
		for _, s := range i.Sources {
			add(s.URL, i.ID)
		}
	}
	for i := range p.Resources {
		add(p.Resources[i].URL, p.Resources[i].ID)
	}
	var links []Link
	for address, of := range ids {
		links = append(links, Link{address, of})
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.URL, b.URL) })
	return links
}

// Ask asks for a page and says how its site answers: the status of HTTP, and the address
// that it leads to.
type Ask func(ctx context.Context, address string) (status int, to string, err error)

// linksAtOnce is how many sites are asked at once; each is asked for one page at a time.
const linksAtOnce = 8

// CheckLinks asks for every link, and says which do not answer, in the order of links, and
// how many are dead: gone, or of a site that cannot be reached. A site that refuses
// programs tells nothing of its page.
func CheckLinks(ctx context.Context, links []Link, ask Ask) (said []bot.Text, dead int) {
	hosts := map[string][]int{}
	for i, l := range links {
		host := l.URL
		if u, err := url.Parse(l.URL); err == nil {
			host = u.Host
		}
		hosts[host] = append(hosts[host], i)
	}
	all := make([]bot.Text, len(links))
	gone := make([]bool, len(links))
	places := make(chan struct{}, linksAtOnce)
	var wait sync.WaitGroup
	for _, of := range hosts {
		wait.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			for _, i := range of {
				all[i], gone[i] = answered(ctx, links[i], ask)
			}
		})
	}
	wait.Wait()
	for i := range all {
		if gone[i] {
			dead++
		}
	}
	return slices.DeleteFunc(all, bot.Text.Empty), dead
}

// answered says how a link answers; nothing where it does as it should.
func answered(ctx context.Context, l Link, ask Ask) (said bot.Text, gone bool) {
	status, to, err := ask(ctx, l.URL)
	of := strings.Join(l.IDs, ", ")
	switch {
	case err != nil:
		return bot.Textf(bot.Text{FR: "Ne répond pas : %s (%s ; %s)", EN: "Does not answer: %s (%s; %s)"}, l.URL, of, err), true
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusMethodNotAllowed, status == http.StatusTooManyRequests, status == 999:
		return bot.Textf(bot.Text{FR: "À regarder toi-même, le site refuse les programmes : %s (%s ; %s)", EN: "Look for yourself, the site refuses programs: %s (%s; %s)"}, l.URL, of, status), false
	case status < 200 || status > 299:
		return bot.Textf(bot.Text{FR: "Ne répond pas : %s (%s ; %s)", EN: "Does not answer: %s (%s; %s)"}, l.URL, of, status), true
	case !samePage(l.URL, to):
		return bot.Textf(bot.Text{FR: "Mène ailleurs : %s (%s) → %s", EN: "Leads elsewhere: %s (%s) → %s"}, l.URL, of, to), false
	}
	return bot.Text{}, false
}

// samePage reports whether two addresses differ in nothing that matters.
func samePage(a, b string) bool {
	trim := func(s string) string {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
		return strings.TrimSuffix(strings.TrimPrefix(s, "www."), "/")
	}
	return trim(a) == trim(b)
}
