package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// proposes lets a member propose a resource, and returns its id.
func (b *billboard) proposes(t testing.TB, by bot.PersonID, title string) (id string, err error) {
	t.Helper()
	item := &storage.ContentItem{Kind: storage.ResourceItem, Title: title, Body: `{"title":"` + title + `"}`}
	err = b.announcements.Store.Propose(t.Context(), b.here, by, item, b.at, func(id string) []bot.Post {
		to := b.here
		to.Channel = "moderation"
		return []bot.Post{{Key: "proposition/" + id, Kind: bot.SendPost, To: to, Lang: bot.FR, Message: saying(title)}}
	})
	return item.ID, err
}

// curates lets a moderator change what the community makes of an item.
func (b *billboard) curates(t testing.TB, id string, by bot.PersonID, do func(*storage.ContentItem)) *storage.ContentItem {
	t.Helper()
	item, err := b.announcements.Store.ChangeContent(t.Context(), b.here, id, by, b.at, func(i *storage.ContentItem) ([]notice.Notice, error) {
		do(i)
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// answers lets a moderator decide of a proposal that is still at a revision.
func (b *billboard) answers(t testing.TB, id string, revision int64, by bot.PersonID, as storage.ContentState) error {
	_, err := b.announcements.Store.ChangeContent(t.Context(), b.here, id, by, b.at, func(i *storage.ContentItem) ([]notice.Notice, error) {
		if i.State != storage.ItemWaiting || i.Revision != revision {
			return nil, storage.ErrChanged
		}
		i.State, i.Decided = as, saying("Décidé : "+i.Title)
		return []notice.Notice{{Key: "proposition/" + id, Topic: "proposition", Class: notice.Decision, Ref: id, To: b.here, At: b.at, Until: b.at.Add(time.Hour)}}, nil
	})
	return err
}

// shelf is what the community makes of items, by title: those changed last first.
func (b *billboard) shelf(t testing.TB, in bot.Address) (all []string) {
	t.Helper()
	items, err := b.announcements.Store.ContentItems(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		one, err := b.announcements.Store.ContentItem(t.Context(), in, i.ID)
		if err != nil || *one != i {
			t.Errorf("%+v, %v; want %+v", one, err, i)
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %d %s", i.Title, i.State, i.Revision, i.Account)))
	}
	return all
}

// acted are the acts on items that are written down, the first first.
func (b *billboard) acted(t testing.TB) (all []string) {
	t.Helper()
	for _, e := range b.log(t) {
		if _, setting := map[storage.Act]bool{storage.Act(storage.OffersChannel): true, storage.Act(storage.ModerationChannel): true}[e.What]; !setting {
			all = append(all, fmt.Sprintf("%s %s by %s", e.What, e.After, e.By))
		}
	}
	slices.Reverse(all)
	return all
}

func same[T ~[]E, E comparable](t testing.TB, got T, want ...E) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestProposals is what becomes of what members propose.
func TestProposals(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"it waits, moderators are told, and its author when they have decided": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			var ids []string
			for i, title := range []string{"Un", "Deux"} {
				b.at = now.Add(time.Duration(i) * time.Minute)
				id, err := b.proposes(t, alex, title)
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, id)
			}
			same(t, b.shelf(t, b.here), "Deux waiting 1 alex", "Un waiting 1 alex")
			b.shows(t, "moderation: Un", "moderation: Deux")
			if got := b.acted(t); got != nil {
				t.Errorf("%q", got)
			}
			for i, as := range []storage.ContentState{storage.ItemLiving, ""} {
				b.at = now.Add(time.Duration(10+i) * time.Minute)
				if err := b.answers(t, ids[i], 1, mod, as); err != nil {
					t.Fatal(err)
				}
				if err := b.answers(t, ids[i], 1, mod, as); !errors.Is(err, storage.ErrChanged) {
					t.Errorf("twice: %v", err)
				}
			}
			same(t, b.shelf(t, b.here), "Un living 2 alex")
			b.shows(t, "moderation: =Décidé : Un", "moderation: =Décidé : Deux")
			same(t, b.acted(t), "proposal_accepted Un by mod", "proposal_refused Deux by mod")
			end := b.at.Add(time.Hour).Format(time.DateTime)
			same(t, b.notices(t, alex), fmt.Sprintf("%s at %s until %s", ids[0], now.Add(10*time.Minute).Format(time.DateTime), now.Add(70*time.Minute).Format(time.DateTime)), fmt.Sprintf("%s at %s until %s", ids[1], b.at.Format(time.DateTime), end))
			if len(b.shelf(t, b.there)) != 0 {
				t.Error("another community has it")
			}
			if _, err := b.announcements.Store.ContentItem(t.Context(), b.there, ids[0]); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
		},
		"so many wait at most, of one person in one community": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			errs := together(storage.MaxProposals+2, func(i int) error {
				_, err := b.proposes(t, alex, fmt.Sprint("T", i))
				return err
			})
			if len(succeeded(errs)) != storage.MaxProposals || !errors.Is(errors.Join(errs...), storage.ErrTooManyProposals) {
				t.Fatalf("%v", errs)
			}
			if n := len(b.posted(t)); n != storage.MaxProposals {
				t.Errorf("moderators are told of %d", n)
			}
			if _, err := b.proposes(t, b.knows(t, "sam"), "De sam"); err != nil {
				t.Error(err)
			}
			items, err := b.announcements.Store.ContentItems(t.Context(), b.here)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range items {
				if i.Author == alex {
					if err := b.answers(t, i.ID, 1, mod, storage.ItemLiving); err != nil {
						t.Fatal(err)
					}
					break
				}
			}
			if _, err := b.proposes(t, alex, "Encore"); err != nil {
				t.Errorf("after one is decided: %v", err)
			}
			elsewhere := *b
			elsewhere.here = b.there
			if _, err := elsewhere.proposes(t, alex, "Ailleurs"); err != nil {
				t.Errorf("elsewhere: %v", err)
			}
		},
		"of two moderators at once one decides, and its author is told once": func(t *testing.T, b *billboard) {
			alex, moderators := b.knows(t, "alex"), []bot.PersonID{b.knows(t, "mod"), b.knows(t, "mad")}
			for i := range storagetest.Rounds(4, 50) {
				id, err := b.proposes(t, alex, fmt.Sprint("T", i))
				if err != nil {
					t.Fatal(err)
				}
				errs := together(2, func(i int) error {
					return b.answers(t, id, 1, moderators[i], []storage.ContentState{storage.ItemLiving, ""}[i])
				})
				if len(succeeded(errs)) != 1 || !errors.Is(errors.Join(errs...), storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
				if got := b.acted(t); len(got) != i+1 {
					t.Errorf("%d decisions: %q", i+1, got)
				}
				if got := b.notices(t, alex); len(got) != i+1 {
					t.Errorf("%d decisions: told %q", i+1, got)
				}
			}
		},
		"its author is erased: it stays, without them": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			waits, err := b.proposes(t, alex, "Un")
			if err != nil {
				t.Fatal(err)
			}
			if err := b.announcements.Store.Erase(t.Context(), alex, b.at); err != nil {
				t.Fatal(err)
			}
			same(t, b.shelf(t, b.here), "Un waiting 1")
			gone := storage.ProposerGone.FR
			b.shows(t, "moderation: "+gone, "moderation: ="+gone) // what was on its way no longer names them
			if err := b.answers(t, waits, 1, mod, storage.ItemLiving); err != nil {
				t.Fatal(err)
			}
			same(t, b.shelf(t, b.here), "Un living 2")
			b.shows(t, "moderation: =Décidé : Un")
			if n := b.count(t, "notices n JOIN communities c ON c.id = n.community WHERE c.platform = $1", b.here.Platform); n != 0 {
				t.Errorf("%d are told of it", n)
			}
			if _, err := b.proposes(t, alex, "Deux"); !errors.Is(err, bot.ErrNotFound) || strings.Contains(err.Error(), string(alex)) {
				t.Errorf("by somebody who is erased: %v", err)
			}
			if err := b.answers(t, waits, 2, alex, ""); err == nil {
				t.Error("it waits no more")
			}
			if _, err := b.announcements.Store.ChangeContent(t.Context(), b.here, waits, alex, b.at, func(i *storage.ContentItem) ([]notice.Notice, error) { i.State = ""; return nil, nil }); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("decided by somebody who is erased: %v", err)
			}
			same(t, b.shelf(t, b.here), "Un living 2")
		},
	})
}

// TestProposalWhileErased decides of a proposal whose author is being erased: it stays,
// without them.
func TestProposalWhileErased(t *testing.T) {
	address := storagetest.Postgres(t)
	b := openBillboard(t, storagetest.Open(t, address), address, "local")
	alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
	id, err := b.proposes(t, alex, "Un")
	if err != nil {
		t.Fatal(err)
	}
	p := &teller{&planner{b.mailbox, nil}, nil}
	other := p.begins(t) // what Erase does, in its order
	for _, text := range []string{"SELECT 1 FROM preferences WHERE person", "SELECT 1 FROM persons WHERE id"} {
		other.does(t, text+" = '"+string(alex)+"' FOR UPDATE")
	}
	decided := make(chan error, 1)
	go func() { decided <- b.answers(t, id, 1, mod, storage.ItemLiving) }()
	p.blocked(t)
	other.does(t, "UPDATE content_items SET author = NULL WHERE author = '"+string(alex)+"'")
	other.does(t, "DELETE FROM persons WHERE id = '"+string(alex)+"'")
	other.ends(t)
	if err := <-decided; err != nil {
		t.Fatal(err)
	}
	same(t, b.shelf(t, here), "Un living 2")
	same(t, b.acted(t), "proposal_accepted Un by mod")
}

// TestCuration is what moderators make of the items of packs, and of their own.
func TestCuration(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"an item of a pack is changed, hidden, shown and as it was": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			for step, do := range []struct {
				as   storage.ContentState
				body string
				want string
				act  string
			}{
				{storage.ItemHidden, "", "Titre hidden 1", "item_hidden"},
				{"", "", "", "item_shown"},
				{storage.ItemLiving, "{1}", "Titre living 1", "item_changed"},
				{storage.ItemLiving, "{2}", "Titre living 2", "item_changed"},
				{storage.ItemHidden, "{2}", "Titre hidden 3", "item_hidden"},
				{storage.ItemHidden, "{3}", "Titre hidden 4", "item_changed"},
				{storage.ItemLiving, "{3}", "Titre living 5", "item_shown"},
				{"", "", "", "item_changed"}, // as the pack has it: nothing is removed
			} {
				b.at = now.Add(time.Duration(step) * time.Minute)
				b.curates(t, "cv-une-page", mod, func(i *storage.ContentItem) {
					i.Kind, i.Title, i.State, i.Body = storage.TipItem, "Titre", do.as, do.body
				})
				if got := strings.Join(b.shelf(t, b.here), ", "); got != do.want {
					t.Errorf("%d: %q, want %q", step, got, do.want)
				}
				if got := b.acted(t); got[len(got)-1] != do.act+" Titre by mod" || len(got) != step+1 {
					t.Errorf("%d: %q, want %s", step, got, do.act)
				}
				if do.want != "" {
					i, err := b.announcements.Store.ContentItem(t.Context(), b.here, "cv-une-page")
					if err != nil || i.Body != do.body || !i.Changed.Equal(b.at) || i.Author != "" {
						t.Errorf("%d: %+v, %v", step, i, err)
					}
				}
			}
		},
		"one of their own is added, hidden and removed": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			own := b.curates(t, storage.NewItem, mod, func(i *storage.ContentItem) {
				i.Kind, i.Title, i.State, i.Body = storage.TipItem, "Le nôtre", storage.ItemLiving, "{1}"
			})
			b.curates(t, storage.NewItem, mod, func(i *storage.ContentItem) {
				i.Kind, i.Title, i.State, i.Body = storage.TipItem, "Un autre", storage.ItemLiving, "{2}"
			})
			if own.ID == storage.NewItem || own.Revision != 1 || len(b.shelf(t, b.here)) != 2 {
				t.Fatalf("%+v", own)
			}
			b.curates(t, own.ID, mod, func(i *storage.ContentItem) { i.State = storage.ItemHidden })
			b.curates(t, own.ID, mod, func(i *storage.ContentItem) { i.State, i.Body, i.Title = "", "", "" })
			same(t, b.shelf(t, b.here), "Un autre living 1")
			same(t, b.acted(t), "item_added Le nôtre by mod", "item_added Un autre by mod", "item_hidden Le nôtre by mod", "item_removed Le nôtre by mod")
		},
		"what changes nothing is not written down": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			if i := b.curates(t, "cv-une-page", mod, func(*storage.ContentItem) {}); i.Revision != 0 {
				t.Errorf("%+v", i)
			}
			b.curates(t, "cv-une-page", mod, func(i *storage.ContentItem) {
				i.Kind, i.Title, i.State = storage.TipItem, "Titre", storage.ItemHidden
			})
			if i := b.curates(t, "cv-une-page", mod, func(*storage.ContentItem) {}); i.Revision != 1 {
				t.Errorf("%+v", i)
			}
			wrong := errors.New("no")
			if _, err := b.announcements.Store.ChangeContent(t.Context(), b.here, "cv-une-page", mod, b.at, func(i *storage.ContentItem) ([]notice.Notice, error) {
				i.State = ""
				return nil, wrong
			}); !errors.Is(err, wrong) {
				t.Error(err)
			}
			same(t, b.shelf(t, b.here), "Titre hidden 1")
			same(t, b.acted(t), "item_hidden Titre by mod")
		},
		"two moderators who read the same change it once": func(t *testing.T, b *billboard) {
			moderators := []bot.PersonID{b.knows(t, "mod"), b.knows(t, "mad")}
			for round := range int64(storagetest.Rounds(4, 50)) {
				errs := together(2, func(i int) error {
					_, err := b.announcements.Store.ChangeContent(t.Context(), b.here, "cv-une-page", moderators[i], b.at, func(c *storage.ContentItem) ([]notice.Notice, error) {
						if c.Revision != round {
							return nil, storage.ErrChanged
						}
						c.Kind, c.Title, c.State, c.Body = storage.TipItem, "Titre", storage.ItemLiving, fmt.Sprint(round, " ", i)
						return nil, nil
					})
					return err
				})
				if len(succeeded(errs)) != 1 || !errors.Is(errors.Join(errs...), storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
			}
		},
	})
}

// TestContentTogether lets moderators decide of each other's proposals while they are named
// and removed, wait for groups, and erase themselves: nobody waits for somebody who waits
// for them.
func TestContentTogether(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){"all": func(t *testing.T, b *billboard) {
		s := b.announcements.Store
		names := []string{"m0", "m1", "m2", "m3"}
		expected := func(err error) bool {
			return err == nil || errors.Is(err, bot.ErrNotFound) || errors.Is(err, storage.ErrChanged) || errors.Is(err, storage.ErrTooManyProposals)
		}
		for i, err := range together(len(names), func(i int) error {
			for round := range storagetest.Rounds(8, 80) {
				who, other := b.knows(t, names[i]), b.knows(t, names[(i+1+round%3)%len(names)])
				var errs []error
				add := func(err error) {
					if !expected(err) {
						errs = append(errs, err)
					}
				}
				_, err := b.proposes(t, who, fmt.Sprint(i, " ", round))
				add(err)
				items, err := s.ContentItems(t.Context(), b.here)
				add(err)
				for k := range items[:min(2, len(items))] {
					add(b.answers(t, items[k].ID, items[k].Revision, who, []storage.ContentState{storage.ItemLiving, ""}[round%2]))
				}
				switch round % 4 {
				case 0:
					_, err = s.AddModerator(t.Context(), b.here, bot.Member{User: names[i]}, other, b.at)
				case 1:
					_, err = s.RemoveModerator(t.Context(), b.here, other, who, b.at)
				case 3:
					if round%8 == 7 {
						err = s.Erase(t.Context(), who, b.at)
					}
				}
				add(err)
				resource := fmt.Sprint("r", round/2)
				add(s.SetProgress(t.Context(), b.here, who, resource, storage.ResourceStarted, b.at))
				_, err = b.meets(t, who, resource)
				add(err)
				add(s.StopMeeting(t.Context(), b.here, who, resource, b.at))
				if err := errors.Join(errs...); err != nil {
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				t.Errorf("%s: %v", names[i], err)
			}
		}
	}})
}
