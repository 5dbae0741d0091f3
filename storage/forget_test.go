package storage_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// months after the first day of these tests, at the same hour.
func months(n int) time.Time { return now.AddDate(0, n, 0) }

func (p *teller) forgets(t testing.TB, at time.Time) {
	t.Helper()
	p.at = at
	if err := p.notices.Forget(t.Context(), at); err != nil {
		t.Fatal(err)
	}
}

// remembers reports whether anything is known of a person.
func (p *teller) remembers(t testing.TB, person bot.PersonID) bool {
	t.Helper()
	all, err := p.Store.Export(t.Context(), person, bot.FR)
	if err != nil {
		t.Fatal(err)
	}
	return len(all) > 0
}

// isThere reports whether a person is still one, at less cost than what is known of them.
func (p *teller) isThere(t testing.TB, person bot.PersonID) bool {
	t.Helper()
	return p.count(t, "persons WHERE id = '"+string(person)+"'") == 1
}

// says lets a composer tell all that there is to tell.
func (p *teller) says(t testing.TB) {
	t.Helper()
	for p.composes(t) > 0 {
	}
}

// warned are the notices by which people were told that they would be forgotten.
func (p *teller) warned(t testing.TB) int {
	t.Helper()
	return p.count(t, "notices WHERE topic = '"+storage.ForgottenTopic+"'")
}

// onTellersAtOnce is onTellers for tests that are slow because they ask a lot, one thing
// after the other, and of which none looks at who waits for whom.
func onTellersAtOnce(t *testing.T, tests map[string]func(*testing.T, *teller)) {
	for name, hold := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openTeller(t, address)) })
		})
	}
}

// TestForget is what becomes of people of whom nothing is heard.
func TestForget(t *testing.T) {
	onTellersAtOnce(t, map[string]func(*testing.T, *teller){
		"after 23 months they are told once, after 24 they are forgotten": func(t *testing.T, p *teller) {
			p.at = now.Add(-time.Second)
			alex := p.knows(t, "alex", there, here) // here a second later
			p.at = now.Add(2 * time.Second)
			sam := p.knows(t, "sam", there)
			for _, n := range []int{1, 22} {
				p.forgets(t, months(n))
			}
			p.forgets(t, months(23).Add(-time.Millisecond))
			if p.warned(t) != 0 || p.noticed() {
				t.Fatal("somebody is told before")
			}
			p.forgets(t, months(23)) // sam was seen two seconds later
			if p.warned(t) != 1 || !p.noticed() {
				t.Fatalf("%d are told", p.warned(t))
			}
			p.forgets(t, months(23).Add(2*time.Second))
			p.forgets(t, months(23).Add(time.Hour))
			if p.warned(t) != 2 {
				t.Errorf("%d notices of it", p.warned(t))
			}
			people := p.finds(t, 10)
			inOrder(t, people, alex, sam)
			day := months(24).Format(time.DateOnly)
			want := notice.Notice{Key: storage.ForgottenTopic + "/" + months(23).Format(time.DateOnly), Topic: storage.ForgottenTopic, Class: notice.Decision, Ref: day, For: alex, To: here, At: months(23), Until: months(23).Add(72 * time.Hour)}
			want.To.Member = "alex" // where they were last
			if !slices.Equal(people[0].Waiting, []notice.Notice{want}) {
				t.Errorf("got  %+v\nwant %+v", people[0].Waiting, want)
			}
			if got := people[1].Waiting; len(got) != 1 || got[0].To.Space != "cellar" || got[0].To.Member != "sam" {
				t.Errorf("%+v", got)
			}
			p.composes(t)
			if got := p.arrives(t); len(got) != 2 {
				t.Errorf("said %q", got)
			}
			p.forgets(t, months(23).AddDate(0, 0, 10))
			if p.warned(t) != 2 {
				t.Errorf("%d notices of it", p.warned(t))
			}
			p.forgets(t, months(24).Add(-time.Millisecond))
			if !p.remembers(t, alex) || !p.remembers(t, sam) {
				t.Fatal("somebody is forgotten before")
			}
			p.forgets(t, months(24))
			if p.remembers(t, alex) || !p.remembers(t, sam) {
				t.Error("alex is not forgotten, or sam is")
			}
			p.forgets(t, months(24).Add(2*time.Second))
			if p.remembers(t, sam) {
				t.Error("sam is not forgotten")
			}
		},
		"whoever is told late is forgotten a month after": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.forgets(t, months(40))
			if !p.remembers(t, alex) || p.warned(t) != 1 {
				t.Fatalf("forgotten without a word, or told %d times", p.warned(t))
			}
			if got := p.finds1(t).Waiting; len(got) != 1 || !got[0].Until.Equal(months(40).Add(72*time.Hour)) || got[0].Ref != months(41).Format(time.DateOnly) {
				t.Errorf("%+v", got)
			}
			p.says(t)
			p.forgets(t, months(41).Add(-time.Millisecond))
			if !p.remembers(t, alex) {
				t.Fatal("forgotten before")
			}
			p.forgets(t, months(41))
			if p.remembers(t, alex) {
				t.Error("not forgotten")
			}
		},
		"nobody is forgotten before the day they were told, however long the months are": func(t *testing.T, p *teller) {
			for day := range 366 {
				told := time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
				if told.Day() > 3 && told.Day() < 28 { // the others are around the end of a month
					continue
				}
				p.at = now
				person := p.knows(t, fmt.Sprint("person", day), here)
				p.forgets(t, told)
				p.composes(t)
				var on string
				if err := p.db.QueryRow("SELECT ref FROM notices WHERE person = '" + string(person) + "'").Scan(&on); err != nil {
					t.Fatal(err)
				}
				promised, err := time.Parse(time.DateOnly, on)
				if err != nil {
					t.Fatal(err)
				}
				for _, before := range []int{4, 1} {
					at := promised.AddDate(0, 0, -before).Add(23 * time.Hour)
					p.forgets(t, at)
					if !p.isThere(t, person) {
						t.Errorf("told on %s that it would be from %s on, forgotten on %s", told.Format(time.DateOnly), on, at.Format(time.DateOnly))
						break
					}
				}
				if p.forgets(t, promised.AddDate(0, 0, 1)); p.isThere(t, person) {
					t.Fatalf("told on %s that it would be from %s on, not forgotten a day after", told.Format(time.DateOnly), on)
				}
			}
		},
		"a command is heard": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			hears := func(at time.Time) {
				t.Helper()
				p.at = at
				if p.knows(t, "alex", here) != alex {
					t.Fatal("not the same person")
				}
			}
			first := months(20) // before they are told
			hears(first)
			p.forgets(t, months(23))
			p.forgets(t, first.AddDate(0, 22, 0))
			if p.warned(t) != 0 {
				t.Error("told though they were heard")
			}
			p.forgets(t, first.AddDate(0, 23, 0))
			p.says(t)
			second := p.at.Add(time.Hour) // and after
			hears(second)
			p.forgets(t, first.AddDate(0, 24, 0))
			p.forgets(t, second.AddDate(0, 22, 0))
			if !p.remembers(t, alex) || p.warned(t) != 1 {
				t.Fatalf("told %d times", p.warned(t))
			}
			p.forgets(t, second.AddDate(0, 23, 0))
			p.says(t)
			if p.warned(t) != 2 {
				t.Errorf("told %d times", p.warned(t))
			}
			p.forgets(t, second.AddDate(0, 24, 0))
			if p.remembers(t, alex) {
				t.Error("not forgotten")
			}
		},
		"a command at the last moment is heard": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.forgets(t, months(23))
			p.says(t)
			p.at = months(24).Add(-time.Millisecond)
			p.knows(t, "alex", here)
			p.forgets(t, months(24))
			p.forgets(t, months(30))
			if !p.remembers(t, alex) {
				t.Error("forgotten")
			}
		},
		"what they asked for and received is heard, and a decision is not": func(t *testing.T, p *teller) {
			names := []string{"digest", "chosen", "decision", "reply", "refused", "pending"}
			who := map[string]bot.PersonID{}
			for _, name := range names {
				who[name] = p.knows(t, name, here)
				p.asks(t, who[name], dailyTopic, here)
			}
			p.at = months(12)
			for _, name := range names {
				n := note("1", notice.Digest)
				if slices.Contains([]string{"chosen", "decision", "reply"}, name) {
					n.Class = notice.Class(name)
				}
				n.At = p.at
				p.notifies(t, who[name], n)
			}
			p.at = p.at.Add(time.Hour)
			p.composes(t)
			for _, d := range p.claims(t) {
				switch d.To.Member {
				case "refused":
					p.settles(t, outcome(d, "rejected"))
				case "pending":
				default:
					p.settles(t, outcome(d, "delivered"))
				}
			}
			if n := p.count(t, "posts"); n != len(names) {
				t.Fatalf("%d posts", n)
			}
			if err := p.Store.Prune(t.Context(), p.at.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			p.forgets(t, months(23))
			p.says(t)
			warned := map[string]bool{}
			for name, person := range who {
				warned[name] = p.fates(t, person)[storage.ForgottenTopic+"/"+months(23).Format(time.DateOnly)] != ""
			}
			if want := map[string]bool{"digest": false, "chosen": false, "decision": true, "reply": true, "refused": true, "pending": true}; !maps.Equal(warned, want) {
				t.Errorf("told %v, want %v", warned, want)
			}
			p.forgets(t, months(24))
			for name, person := range who {
				if p.remembers(t, person) == warned[name] {
					t.Errorf("%s: forgotten %t", name, warned[name])
				}
			}
			p.forgets(t, months(12).AddDate(0, 23, 0))
			if p.warned(t) != 0 {
				t.Error("told before 23 months after what they received")
			}
			p.forgets(t, months(12).AddDate(0, 23, 0).Add(2*time.Hour))
			if p.warned(t) != 2 {
				t.Errorf("%d told 23 months after what they received", p.warned(t))
			}
		},
		"what is received after the warning is heard": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.forgets(t, months(23))
			late := note("late", notice.Digest)
			late.At = months(23)
			p.notifies(t, alex, late)
			p.at = months(23).Add(time.Hour)
			p.composes(t)
			p.arrives(t)
			if err := p.Store.Prune(t.Context(), p.at.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			p.forgets(t, months(24))
			p.forgets(t, months(45))
			if !p.remembers(t, alex) {
				t.Error("forgotten")
			}
		},
		"whoever can be told nowhere is forgotten all the same": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.does(t, "DELETE FROM memberships")
			p.forgets(t, months(23))
			if p.warned(t) != 0 || !p.remembers(t, alex) {
				t.Fatal("told, or forgotten at once")
			}
			p.forgets(t, months(24).Add(-time.Millisecond))
			if !p.remembers(t, alex) {
				t.Fatal("forgotten before")
			}
			p.forgets(t, months(24))
			if p.remembers(t, alex) {
				t.Error("not forgotten")
			}
		},
		"nobody is forgotten who was never told": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			for i, told := range []func(){ // nothing runs, or too late, or it does not go out in its time
				func() {},
				func() { p.at = p.at.AddDate(0, 0, 5); p.says(t) },
				func() {
					p.says(t)
					p.at = p.at.AddDate(0, 0, 5)
					if got := p.arrives(t); got != nil {
						t.Fatalf("said %q", got)
					}
					p.says(t)
				},
			} {
				p.forgets(t, months(100+2*i))
				if p.warned(t) != 1 {
					t.Errorf("%d: %d notices", i, p.warned(t))
				}
				told()
				p.forgets(t, months(101+2*i))
				if !p.remembers(t, alex) {
					t.Fatalf("%d: forgotten without a word", i)
				}
				p.does(t, "DELETE FROM notices")
				p.does(t, "UPDATE persons SET forget_at = NULL")
			}
			p.forgets(t, months(110))
			p.forgets(t, months(111)) // told again, as it was not
			if p.warned(t) != 1 || len(p.finds1(t).Waiting) != 1 {
				t.Errorf("%d notices", p.warned(t))
			}
			p.says(t)
			p.forgets(t, months(112).Add(-time.Millisecond))
			if !p.remembers(t, alex) {
				t.Error("forgotten before a month after that")
			}
			p.forgets(t, months(112))
			if p.remembers(t, alex) {
				t.Error("not forgotten")
			}
		},
		"nothing is left in any table of whoever is forgotten": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex-unique", here), p.knows(t, "sam", here)
			for _, person := range []bot.PersonID{alex, sam} {
				p.asks(t, person, dailyTopic, here)
				p.asks(t, person, "veille", here)
				other := note("b", notice.Reply)
				other.Topic = "veille"
				p.notifies(t, person, note("a", notice.Digest), other)
			}
			p.composes(t)
			p.closes(t)
			p.chooses(t, alex, storage.Settings{storage.OffersChannel: "o"})
			b := &billboard{mailbox: p.mailbox, announcements: &storage.Announcements{Store: p.Store, Words: boardWords{}}, here: here, there: there}
			b.learns(t, "alex-unique", alex)
			b.learns(t, "sam", sam)
			p.forgets(t, months(23))
			p.composes(t)
			p.at = months(24)
			p.knows(t, "sam", here)
			p.forgets(t, months(24))
			all := strings.Join(p.everything(t), "\n")
			if strings.Contains(all, string(alex)) || strings.Contains(all, "alex-unique") {
				t.Error("something is left")
			}
			if strings.Count(all, string(sam)) < 4 {
				t.Error("of sam nothing is left")
			}
		},
		"many of them, some at a time": func(t *testing.T, p *teller) {
			const people = 205    // more than at a time
			p.knows(t, "p", here) // and others who were seen as they were
			others := "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < " + fmt.Sprint(people-1) + ") SELECT i FROM s) s"
			p.does(t, "INSERT INTO persons (id, created_at, seen_at) SELECT p.id || s.i, p.created_at, p.seen_at FROM persons p, "+others)
			p.does(t, "INSERT INTO accounts (platform, space, user_id, person) SELECT a.platform, a.space, a.user_id || s.i, a.person || s.i FROM accounts a, "+others)
			p.does(t, "INSERT INTO memberships (person, community, seen_at) SELECT m.person || s.i, m.community, m.seen_at FROM memberships m, "+others)
			turns := func(at time.Time, what string) (n int) {
				for last := -1; n < 20; n++ {
					p.forgets(t, at)
					now := p.count(t, what)
					if now == last {
						return n
					}
					last = now
				}
				return n
			}
			turns(months(23), "persons WHERE forget_at IS NOT NULL")
			if p.warned(t) != people {
				t.Errorf("%d told", p.warned(t))
			}
			p.says(t)
			turns(months(24), "persons")
			if left := p.count(t, "persons"); left != 0 {
				t.Errorf("%d left", left)
			}
		},
	})
}

// TestForgetWhile is what becomes of people while others do something for them.
func TestForgetWhile(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"whoever is heard while others are being forgotten is not": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // nothing can be held up between two of them
			}
			first, second := p.knows(t, "first", here), p.knows(t, "second", here)
			p.forgets(t, months(23))
			p.says(t)
			other := p.begins(t)
			other.does(t, "UPDATE memberships SET seen_at = seen_at WHERE person = '"+string(first)+"'")
			forgotten := make(chan error, 1)
			go func() { forgotten <- p.notices.Forget(t.Context(), months(24)) }()
			p.blocked(t)
			p.at = months(24)
			if p.knows(t, "second", here) != second {
				t.Fatal("already forgotten")
			}
			other.ends(t)
			if err := <-forgotten; err != nil {
				t.Fatal(err)
			}
			if p.remembers(t, first) || !p.remembers(t, second) {
				t.Errorf("the first is remembered: %t, the second: %t", p.remembers(t, first), p.remembers(t, second))
			}
		},
		"a person is taken in the order in which everybody takes them": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // there is one writer
			}
			alex := p.knows(t, "alex", here)
			p.forgets(t, months(23))
			p.says(t)
			other := p.begins(t) // what ChangeOwn does, and Notify, in their order
			other.takes(t, alex)
			forgotten := make(chan error, 1)
			go func() { forgotten <- p.notices.Forget(t.Context(), months(24)) }()
			p.blocked(t)
			if _, err := other.Exec("UPDATE persons SET language = 'en' WHERE id = '" + string(alex) + "'"); err != nil {
				t.Errorf("whoever changes something: %v", err)
				other.Rollback()
			} else {
				other.ends(t)
			}
			if err := <-forgotten; err != nil {
				t.Error(err)
			}
		},
	})
}

// everything is what every table holds, row by row.
func (p *teller) everything(t testing.TB) (all []string) {
	t.Helper()
	tables := slices.Concat(storage.PersonalTables(), slices.Collect(maps.Keys(impersonal)))
	for _, table := range tables {
		rows, err := p.db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			line, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range line {
				into[i] = &line[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%s %s", table, line))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return all
}
