package storage_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// uses is a process that counts, by the clock of the teller.
func (p *teller) uses(s *storage.Store) *storage.Usage {
	return &storage.Usage{Store: s, Log: quiet(), Now: func() time.Time { return p.at }}
}

// ask is a command asked for by somebody in a community.
func (p *teller) ask(t testing.TB, u *storage.Usage, at bot.Address, person bot.PersonID, command string) {
	t.Helper()
	u.Asked(t.Context(), &bot.Request{At: at, From: bot.Member{ID: person}, Now: p.at}, &bot.Command{Name: command})
}

func wrote(t testing.TB, all ...*storage.Usage) {
	t.Helper()
	for _, u := range all {
		if err := u.Write(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUsage is how the people are counted who use a command.
func TestUsage(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"a person counts once a week for each command and community": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here, there), p.knows(t, "sam", here)
			u := p.uses(p.Store)
			for range 3 {
				p.ask(t, u, here, alex, "offres")
				p.ask(t, u, here, alex, "pause")
				p.ask(t, u, there, alex, "offres")
				p.ask(t, u, here, sam, "offres")
				wrote(t, u)
			}
			if got := p.week(t, here).Commands; !maps.Equal(got, map[string]int{"offres": 2, "pause": 1}) {
				t.Errorf("here %v", got)
			}
			if got := p.week(t, there).Commands; !maps.Equal(got, map[string]int{"offres": 1}) {
				t.Errorf("there %v", got)
			}
			p.at = nextMonday
			p.ask(t, u, here, alex, "offres")
			p.at = nextMonday.Add(-time.Second) // a clock that goes back does not count anybody again
			p.ask(t, u, here, alex, "offres")
			p.ask(t, u, here, sam, "offres")
			p.at = nextMonday
			p.ask(t, u, here, alex, "offres")
			wrote(t, u)
			if got := p.weeks(t, here, 2); got[0].Commands["offres"] != 2 || got[1].Commands["offres"] != 1 {
				t.Errorf("over two weeks %v, %v", got[0].Commands, got[1].Commands)
			}
		},
		"of several processes the one that met most people says how many": func(t *testing.T, p *teller) {
			one, other := p.uses(p.Store), p.uses(storagetest.Open(t, p.address))
			for i := range 7 {
				person := p.knows(t, fmt.Sprint("person", i), here)
				p.ask(t, one, here, person, "offres")
				if i < 5 {
					p.ask(t, other, here, person, "offres")
				}
			}
			wrote(t, other, one, other)
			if got := p.week(t, here).Commands["offres"]; got != 7 {
				t.Errorf("%d people of 7", got)
			}
		},
		"a process that starts again counts nobody twice": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			for range 4 {
				u := p.uses(p.Store)
				p.ask(t, u, here, alex, "offres")
				wrote(t, u)
				p.ask(t, u, here, sam, "offres")
				wrote(t, u, u)
			}
			if got := p.week(t, here).Commands["offres"]; got != 2 {
				t.Errorf("%d people of 2", got)
			}
		},
		"whoever is not known, or nowhere, is not counted": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			u := p.uses(p.Store)
			p.ask(t, u, here, "", "offres")
			p.ask(t, u, bot.Address{Platform: "local"}, alex, "offres")
			p.ask(t, u, bot.Address{Platform: "local", Space: "none"}, alex, "offres")
			wrote(t, u)
			if n := p.count(t, "weekly WHERE run <> ''"); n != 0 {
				t.Errorf("%d rows", n)
			}
			if n := p.count(t, "communities"); n != 1 {
				t.Errorf("%d communities", n)
			}
		},
		"what could not be written is written later, with all that came since": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			u := p.uses(p.Store)
			p.ask(t, u, here, alex, "offres")
			p.does(t, "ALTER TABLE weekly RENAME TO hidden")
			if err := u.Write(t.Context()); err == nil {
				t.Fatal("it was written into no table")
			}
			p.does(t, "ALTER TABLE hidden RENAME TO weekly")
			p.at = nextMonday
			p.ask(t, u, here, sam, "offres")
			wrote(t, u)
			if got := p.weeks(t, here, 2); got[0].Commands["offres"] != 1 || got[1].Commands["offres"] != 1 {
				t.Errorf("%v, %v", got[0].Commands, got[1].Commands)
			}
		},
	})
}

// TestUsageRuns counts subscribers when it begins, and writes what was counted when it ends.
func TestUsageRuns(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openTeller(t, address)
		alex := p.knows(t, "alex", here)
		p.asks(t, alex, "a", here)
		u := p.uses(p.Store)
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		ended := make(chan struct{})
		go func() {
			u.Run(ctx)
			close(ended)
		}()
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for p.count(t, "weekly WHERE what = 'subscribers' AND n = 1") == 0 {
			if <-look.C; ctx.Err() != nil {
				t.Fatal("subscribers are never counted")
			}
		}
		p.ask(t, u, here, alex, "offres")
		stop()
		<-ended
		if got := p.week(t, here).Commands["offres"]; got != 1 {
			t.Errorf("%d people at the end", got)
		}
	})
}

// TestUsageTogether counts what many ask of one process at the same time, while it writes.
func TestUsageTogether(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openTeller(t, address)
		p.knows(t, "alex", here)
		u := p.uses(p.Store)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for i := range 100 {
					p.ask(t, u, here, bot.PersonID(fmt.Sprint("person", i)), "offres")
					if i%20 == 0 {
						if err := u.Write(t.Context()); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		all.Wait()
		wrote(t, u)
		if got := p.week(t, here).Commands["offres"]; got != 100 {
			t.Errorf("%d people of 100", got)
		}
	})
}
