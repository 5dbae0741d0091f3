package storage_test

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/storage"
)

// settled holds what is found, and what stands in the channels, to what is remembered, when
// nobody does anything any more.
func (u *tumult) settled(t *testing.T) {
	t.Helper()
	u.sound(t)
	for what, from := range map[string]string{
		"posts are left behind":                       "posts WHERE state NOT IN ('delivered', 'expired')",
		"are aside, and living":                       "offer_cases c JOIN announcements a ON a.id = c.offer WHERE c.state IN ('aside', 'removed') AND a.state = 'living'",
		"announcements are past their end and living": "announcements WHERE state = 'living' AND expires_at <= $1",
		"reports are decided of, and not answered":    "offer_reports WHERE outcome IS NOT NULL AND told = 0",
		"reports wait with no case that does":         "offer_reports r WHERE r.outcome IS NULL AND NOT EXISTS (SELECT 1 FROM offer_cases c WHERE c.community = r.community AND c.offer = r.offer AND c.state IN ('open', 'aside'))",
		"are approved and blocked":                    "authors WHERE approved_at IS NOT NULL AND blocked_at IS NOT NULL OR approved_at IS NULL AND blocked_at IS NULL",
	} {
		var args []any
		if strings.Contains(from, "$1") {
			args = append(args, u.at.UnixMilli())
		}
		if n := u.count(t, from, args...); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	var found []string
	for from := ""; ; {
		page, err := u.processes[1].Store.SearchOffers(t.Context(), u.here, search.Query{}, from, 50, u.at)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Offers {
			found = append(found, o.OfferID)
		}
		if from = page.Next; from == "" {
			break
		}
	}
	slices.Sort(found)
	if living := u.strings(t, "SELECT o.id FROM offers o LEFT JOIN announcements a ON a.id = o.id WHERE coalesce(a.state, 'living') = 'living' AND NOT EXISTS (SELECT 1 FROM offer_cases c WHERE c.offer = o.id AND c.state IN ('aside', 'removed')) ORDER BY o.id"); !slices.Equal(found, living) {
		t.Errorf("found %d: %q\nliving %d: %q", len(found), found, len(living), living)
	}
	u.stood(t)
}

// stood holds what stands in the channels to what is remembered: each announcement on one
// card, and before moderators, once, what waits for them.
func (u *tumult) stood(t *testing.T) {
	t.Helper()
	want := map[string]string{} // words by key
	for _, row := range u.strings(t, "SELECT card || '=' || id || ' ' || revision || ' ' || state FROM announcements WHERE card IS NOT NULL ORDER BY id") {
		key, line, _ := strings.Cut(row, "=")
		if want[key] != "" {
			want[key] += " | "
		}
		want[key] += line
	}
	for _, text := range []string{
		"SELECT review || '=review ' || id || ' ' || revision || ' ' || state FROM announcements WHERE state = 'held'",
		"SELECT card || '=case ' || id || ' ' || revision || ' ' || state FROM offer_cases WHERE state IN ('open', 'aside')",
	} {
		for _, row := range u.strings(t, text) {
			key, words, _ := strings.Cut(row, "=")
			want[key] = words
		}
	}
	wrong := 0
	for key, words := range want {
		if said, _, _ := strings.Cut(u.cards[key], "#"); said != words {
			if wrong++; wrong < 5 {
				t.Errorf("%s says %q, want %q", key, u.cards[key], words)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d say something else than they are to", wrong)
	}
	times := map[string]int{} // how often each thing stands
	for _, words := range u.cards {
		if words == storage.WithdrawnCard.FR {
			continue
		}
		for line := range strings.SplitSeq(words, " | ") {
			fields := strings.Fields(line)
			times[strings.Join(fields[:len(fields)-2], " ")]++
		}
	}
	for what, n := range times {
		if n > 1 {
			t.Errorf("%s stands %d times", what, n)
		}
	}
}

func (u *tumult) strings(t *testing.T, text string) (all []string) {
	t.Helper()
	rows, err := u.db.Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}
