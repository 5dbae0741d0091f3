package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// doorWords say which doors a panel has, in which language.
type doorWords struct{ doors string }

func (w doorWords) Lang(chosen storage.Settings) bot.Lang {
	if l := chosen[storage.CommunityLanguage]; l != "" {
		return bot.Lang(l)
	}
	return bot.FR
}

func (w doorWords) Panel(chosen storage.Settings) (*bot.Message, bot.Lang) {
	return saying(w.doors + " in " + string(w.Lang(chosen))), w.Lang(chosen)
}

func (doorWords) Unseen(p *storage.Panel) *bot.Message {
	return saying(fmt.Sprintf("unseen in %s: %s, pin %s, refused %t", p.To.Channel, p.State, p.Pin, p.Refused))
}

// porter is a store of panels, as one version of the program has them.
type porter struct {
	*planner
	panels *storage.Panels
	by     bot.PersonID
}

func openPorter(t testing.TB, address, doors string) *porter {
	t.Helper()
	p := openPlanner(t, address)
	return &porter{p, &storage.Panels{Store: p.Store, Words: doorWords{doors}}, member(t, p.Store, "malik")}
}

func (p *porter) publishes(t testing.TB, in string) {
	t.Helper()
	if err := p.panels.Publish(t.Context(), channel(in), p.by, p.at); err != nil {
		t.Fatal(err)
	}
}

func (p *porter) shows(t testing.TB) {
	t.Helper()
	if err := p.panels.ShowAll(t.Context(), p.at); err != nil {
		t.Fatal(err)
	}
}

func (p *porter) panel(t testing.TB) *storage.Panel {
	t.Helper()
	got, err := p.panels.Panel(t.Context(), here)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// does lets what is put be done, as long as there is any, but for the kinds that are
// refused: each as its kind, its channel, its language and its words.
func (p *porter) does(t testing.TB, refused ...bot.PostKind) (done []string) {
	t.Helper()
	for {
		claimed := p.claim(t, 10)
		if len(claimed) == 0 {
			return done
		}
		for _, d := range claimed {
			state := delivery.Delivered
			if slices.Contains(refused, d.Kind) {
				state = delivery.Rejected
			} else {
				said := string(d.Kind) + " " + d.To.Channel
				if d.Message != nil {
					said += " " + string(d.Lang) + " " + d.Message.Text.FR
				}
				done = append(done, said)
			}
			p.settles(t, outcome(d, state))
		}
	}
}

func wantDone(t testing.TB, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("done\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPanels is where the doors of a community stand, and what they show.
func TestPanels(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, *porter, string){
		"it is published, pinned and written down": func(t *testing.T, p *porter, _ string) {
			if _, err := p.panels.Panel(t.Context(), here); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("before: %v", err)
			}
			p.publishes(t, "accueil")
			if got := p.panel(t); got.State != delivery.Pending || got.Pin != delivery.Pending || got.To != channel("accueil") || !got.Since.Equal(now) || got.Ref.ID != "" {
				t.Errorf("on its way: %+v", got)
			}
			wantDone(t, p.does(t), "send accueil fr offres in fr", "pin accueil")
			if got := p.panel(t); got.State != delivery.Delivered || got.Pin != delivery.Delivered || got.Refused || got.Ref.ID == "" || got.Ref.At != channel("accueil") {
				t.Errorf("there: %+v", got)
			}
			all, err := p.Store.Log(t.Context(), here, storage.AllOfLog, "", 10)
			if err != nil || len(all) != 1 || all[0].What != storage.PanelPublished || all[0].By != "malik" || all[0].After != "accueil" {
				t.Errorf("written down: %+v, %v", all, err)
			}
			if _, err := p.panels.Panel(t.Context(), there); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("in another community: %v", err)
			}
		},
		"the old one goes when there is a new one, wherever": func(t *testing.T, p *porter, _ string) {
			p.publishes(t, "accueil")
			p.does(t)
			first := p.panel(t).Ref
			p.publishes(t, "accueil")
			wantDone(t, p.does(t), "delete accueil", "send accueil fr offres in fr", "pin accueil")
			if got := p.panel(t); got.Ref == first || got.State != delivery.Delivered {
				t.Errorf("again: %+v", got)
			}
			p.publishes(t, "entraide")
			wantDone(t, p.does(t), "delete accueil", "send entraide fr offres in fr", "pin entraide")
		},
		"one that nobody has seen yet goes too": func(t *testing.T, p *porter, _ string) {
			p.publishes(t, "accueil")
			p.publishes(t, "accueil")
			wantDone(t, p.does(t), "send accueil fr offres in fr", "send accueil fr offres in fr", "pin accueil", "pin accueil", "delete accueil")
			if n := p.rows(t, "panels"); n != 1 {
				t.Errorf("%d panels", n)
			}
		},
		"it is edited where other doors are to be on it, once": func(t *testing.T, p *porter, address string) {
			p.publishes(t, "accueil")
			p.does(t)
			p.shows(t)
			wantDone(t, p.does(t))
			later := openPorter(t, address, "offres, conseils")
			later.shows(t)
			later.shows(t)
			wantDone(t, p.does(t), "edit accueil fr offres, conseils in fr")
			p.at = now.Add(time.Minute)
			p.shows(t) // the version of before comes back
			wantDone(t, p.does(t), "edit accueil fr offres in fr")
			if got := p.panel(t); got.Refused || got.Pin != delivery.Delivered {
				t.Errorf("edited: %+v", got)
			}
		},
		"it is edited before it is there": func(t *testing.T, p *porter, address string) {
			p.publishes(t, "accueil")
			openPorter(t, address, "offres, conseils").shows(t)
			wantDone(t, p.does(t), "send accueil fr offres in fr", "pin accueil", "edit accueil fr offres, conseils in fr")
		},
		"its language is that of the community": func(t *testing.T, p *porter, _ string) {
			p.chooses(t, p.by, storage.Settings{storage.CommunityLanguage: "en"})
			p.publishes(t, "accueil")
			wantDone(t, p.does(t), "send accueil en offres in en", "pin accueil")
			p.chooses(t, p.by, storage.Settings{storage.CommunityLanguage: "fr"})
			if err := errors.Join(p.panels.Show(t.Context(), here, p.at), p.panels.Show(t.Context(), there, p.at)); err != nil {
				t.Fatal(err)
			}
			wantDone(t, p.does(t), "edit accueil fr offres in fr")
		},
		"two processes edit it once": func(t *testing.T, p *porter, address string) {
			p.publishes(t, "accueil")
			p.does(t)
			for round := range storagetest.Rounds(5, 50) {
				doors := fmt.Sprint("offres and ", round)
				both := []*porter{openPorter(t, address, doors), openPorter(t, address, doors)}
				for _, err := range together(6, func(i int) error { return both[i%2].panels.ShowAll(t.Context(), p.at) }) {
					if err != nil {
						t.Error(err)
					}
				}
				wantDone(t, p.does(t), "edit accueil fr "+doors+" in fr")
				if n := p.rows(t, "posts WHERE kind = 'edit'"); n != round+1 {
					t.Errorf("%d edits are put for %d versions", n, round+1)
				}
			}
		},
		"two who publish at once leave one": func(t *testing.T, p *porter, address string) {
			other := openPorter(t, address, "offres")
			for _, err := range together(4, func(i int) error {
				return []*porter{p, other}[i%2].panels.Publish(t.Context(), channel(fmt.Sprint("c", i)), p.by, p.at)
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			sent, deleted := 0, 0
			for _, what := range p.does(t) {
				sent += strings.Count(what, "send ")
				deleted += strings.Count(what, "delete ")
			}
			if sent != 4 || deleted != 3 {
				t.Errorf("%d are sent, %d deleted", sent, deleted)
			}
			if got := p.panel(t); got.State != delivery.Delivered {
				t.Errorf("%+v", got)
			}
		},
		"it is edited years later": func(t *testing.T, p *porter, address string) {
			p.publishes(t, "accueil")
			p.does(t)
			p.at = now.AddDate(3, 0, 0)
			if err := p.Store.Prune(t.Context(), p.at); err != nil {
				t.Fatal(err)
			}
			if got := p.panel(t); got.State != delivery.Delivered || got.Ref.ID == "" || got.To != channel("accueil") {
				t.Errorf("%+v", got)
			}
			later := openPorter(t, address, "offres, conseils")
			later.at = p.at
			later.shows(t)
			wantDone(t, p.does(t), "edit accueil fr offres, conseils in fr")
			p.publishes(t, "accueil")
			wantDone(t, p.does(t), "delete accueil", "send accueil fr offres in fr", "pin accueil")
			p.at = p.at.AddDate(3, 0, 0)
			if err := p.Store.Prune(t.Context(), p.at); err != nil {
				t.Fatal(err)
			}
			if n := p.rows(t, "posts WHERE kind = 'send'"); n != 1 {
				t.Errorf("%d posts are remembered", n)
			}
		},
		"who leaves has no panel edited": func(t *testing.T, p *porter, address string) {
			p.publishes(t, "accueil")
			p.does(t)
			if err := p.Store.Leave(t.Context(), here, p.at); err != nil {
				t.Fatal(err)
			}
			openPorter(t, address, "offres, conseils").shows(t)
			wantDone(t, p.does(t))
		},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openPorter(t, address, "offres"), address) })
		})
	}
}

// TestRefusedPanels is of panels that cannot be posted, pinned or changed: it shows, and
// moderators are told once.
func TestRefusedPanels(t *testing.T) {
	for name, c := range map[string]struct {
		refused bot.PostKind
		edited  bool
		want    string
	}{
		"a channel that is gone": {bot.SendPost, false, "unseen in accueil: rejected, pin rejected, refused false"},
		"a pin":                  {bot.PinPost, false, "unseen in accueil: delivered, pin rejected, refused false"},
		"one that was deleted":   {bot.EditPost, true, "unseen in accueil: delivered, pin delivered, refused true"},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) {
				p := openPorter(t, address, "offres")
				tends := func() {
					t.Helper()
					if err := p.panels.Tend(t.Context(), p.at); err != nil {
						t.Fatal(err)
					}
				}
				p.publishes(t, "accueil")
				if c.edited {
					p.does(t)
					openPorter(t, address, "offres, conseils").shows(t)
				}
				tends()
				p.does(t, c.refused)
				tends() // there is nobody to tell yet
				wantDone(t, p.does(t))
				p.chooses(t, p.by, storage.Settings{storage.ModerationChannel: "modos"})
				for range 2 {
					tends()
				}
				wantDone(t, p.does(t), "send modos fr "+c.want)
				p.at = now.Add(time.Hour)
				p.publishes(t, "entraide")
				tends()
				want := []string{"send entraide fr offres in fr", "pin entraide", "delete accueil"}
				if c.refused == bot.SendPost { // there is nothing to delete
					want = want[:2]
				}
				wantDone(t, p.does(t), want...)
				if got := p.panel(t); got.State != delivery.Delivered || got.Pin != delivery.Delivered || got.Refused {
					t.Errorf("published elsewhere: %+v", got)
				}
				tends()
				wantDone(t, p.does(t))
			})
		})
	}
}
