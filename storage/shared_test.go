package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// shares shows an offer in the channel of the community, in somebody's name.
func (b *billboard) shares(t testing.TB, person bot.PersonID, offer, key string) error {
	to := b.here
	to.Channel = "emploi"
	return b.announcements.Store.ShareOffer(t.Context(), person, offer, bot.Post{Key: key, To: to, Lang: bot.FR, Message: saying("shared " + key)}, b.at)
}

// reports tells what is wrong with an offer.
func (b *billboard) reports(t testing.TB, person bot.PersonID, offer, words, key string) error {
	to := b.here
	to.Channel = "moderation"
	_, err := b.announcements.Store.ReportOffer(t.Context(), &storage.Report{Community: b.here, Offer: offer, Person: person, Reason: "expiree", Words: words},
		&bot.Post{Key: key, To: to, Lang: bot.FR, Message: saying("reported " + key)}, b.at)
	return err
}

// TestShareOffer is how often members can show offers to others.
func TestShareOffer(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"the same once in 7 days, by one person": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			p := b.here.Platform
			for i, step := range []struct {
				who   bot.PersonID
				offer string
				at    time.Duration
				want  error
			}{
				{alex, "o1", 0, nil}, {alex, "o1", 0, storage.ErrShared}, {sam, "o1", 0, nil}, {alex, "o2", 0, nil},
				{alex, "o1", 7*day - time.Millisecond, storage.ErrShared}, {alex, "o1", 7 * day, nil}, {alex, "o1", 7 * day, storage.ErrShared},
			} {
				b.at = now.Add(step.at)
				if err := b.shares(t, step.who, step.offer, fmt.Sprint("partage/", p, i)); !errors.Is(err, step.want) {
					t.Errorf("%d: %v, want %v", i, err, step.want)
				}
			}
			b.shows(t, "emploi: shared partage/"+p+"0", "emploi: shared partage/"+p+"2", "emploi: shared partage/"+p+"3", "emploi: shared partage/"+p+"5")
		},
		"at most 5 a day, as time rolls on": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			share := func(i int) error { return b.shares(t, alex, fmt.Sprint("o", i), fmt.Sprint("p", b.here.Platform, i)) }
			errs := together(8, share)
			for _, err := range errs {
				if err != nil && !errors.Is(err, storage.ErrTooMany) {
					t.Error(err)
				}
			}
			if n := len(succeeded(errs)); n != 5 || len(b.posted(t)) != 5 {
				t.Errorf("%d are shared: %v", n, errs)
			}
			b.at = now.Add(day - time.Millisecond)
			if err := share(8); !errors.Is(err, storage.ErrTooMany) {
				t.Error(err)
			}
			b.at = now.Add(day)
			if err := share(8); err != nil {
				t.Error(err)
			}
		},
		"what was shared long ago is forgotten": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			if err := b.shares(t, alex, "o", "q"+b.here.Platform); err != nil {
				t.Fatal(err)
			}
			b.forgets(t, 90*day-time.Millisecond, "shared_offers WHERE person = $1", alex, 1)
			b.forgets(t, 90*day, "shared_offers WHERE person = $1", alex, 0)
		},
		"whoever erases themselves takes it down, sent or not": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			if err := errors.Join(b.shares(t, alex, "o1", "r1"), b.shares(t, sam, "o1", "r2")); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "emploi: shared r1", "emploi: shared r2")
			if err := b.shares(t, alex, "o2", "r3"); err != nil {
				t.Fatal(err)
			}
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "emploi: x", "emploi: shared r3", "emploi: x")
			if n := b.count(t, "posts WHERE key = 'r1' AND body IS NOT NULL"); n != 0 {
				t.Error("its words are left")
			}
		},
	})
}

// forgets prunes at a time, and fails the test unless so many rows of a person are left.
func (b *billboard) forgets(t *testing.T, at time.Duration, rows string, person bot.PersonID, want int) {
	t.Helper()
	if err := b.announcements.Store.Prune(t.Context(), now.Add(at)); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, rows, string(person)); n != want {
		t.Errorf("after %s: %d of %s", at, n, rows)
	}
}

// TestReportOffer is what moderators are told of offers.
func TestReportOffer(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"the first for a reason tells them, the others do not": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			if err := errors.Join(b.reports(t, alex, "o1", "un", "s1"), b.reports(t, sam, "o1", "deux", "s2"), b.reports(t, alex, "o2", "", "s3")); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "moderation: reported s1", "moderation: reported s3")
			to := b.here
			to.Channel = "moderation"
			for i, grave := range []bool{false, true, true} {
				key := fmt.Sprint("s", 4+i)
				told, err := b.announcements.Store.ReportOffer(t.Context(), &storage.Report{Community: b.here, Offer: "o1", Person: b.knows(t, key), Reason: "arnaque", Grave: grave}, &bot.Post{Key: key, To: to, Lang: bot.FR, Message: saying("reported " + key)}, b.at)
				if err != nil || !told {
					t.Errorf("for another reason: %v, %v", told, err)
				}
			}
			b.shows(t, "moderation: reported s4", "moderation: reported s5", "moderation: reported s6")
			if told, err := b.announcements.Store.ReportOffer(t.Context(), &storage.Report{Community: b.there, Offer: "o1", Person: sam, Reason: "perimee"}, nil, now); err != nil || told {
				t.Errorf("where there is nowhere to tell them: %v", err)
			}
			b.shows(t)
		},
		"of one person the last is kept, and told in place of the former": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			if err := errors.Join(b.reports(t, alex, "w1", "un", "w1"), b.reports(t, alex, "w2", "", "w2")); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "moderation: reported w1", "moderation: reported w2")
			if err := b.reports(t, alex, "w1", "trois", "w3"); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "moderation: reported w3", "moderation: x")
			if b.count(t, "offer_reports WHERE person = $1 AND offer = 'w1' AND words = 'trois'", string(alex)) != 1 || b.count(t, "offer_reports WHERE person = $1", string(alex)) != 2 {
				t.Error("not the last of each is kept")
			}
		},
		"at most 10 a day, as time rolls on": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			report := func(i int) error { return b.reports(t, alex, fmt.Sprint("o", i), "", fmt.Sprint("u", i)) }
			errs := together(12, report)
			for _, err := range errs {
				if err != nil && !errors.Is(err, storage.ErrTooMany) {
					t.Error(err)
				}
			}
			if n := len(succeeded(errs)); n != 10 || len(b.posted(t)) != 10 {
				t.Errorf("%d are reported: %v", n, errs)
			}
			b.at = now.Add(day)
			if err := report(12); err != nil {
				t.Error(err)
			}
		},
		"they go with whoever wrote them, or after 90 days": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			if err := errors.Join(b.reports(t, alex, "o1", "un", "v1"), b.reports(t, sam, "o1", "deux", "v2")); err != nil {
				t.Fatal(err)
			}
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			b.forgets(t, 90*day-time.Millisecond, "offer_reports WHERE person = $1", alex, 0)
			b.forgets(t, 90*day-time.Millisecond, "offer_reports WHERE person = $1", sam, 1)
			b.forgets(t, 90*day, "offer_reports WHERE person = $1", sam, 0)
		},
	})
}
