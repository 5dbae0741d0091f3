// Package sourcestest helps the tests of the sources' parsers. It promises
// nothing to anyone else.
package sourcestest

import (
	"os"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/sources"
)

// File is a file of the package's testdata.
func File(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Offers parses data that the format must recognise, and in which nothing may
// be refused.
func Offers(t testing.TB, f sources.Format, data []byte) []sources.Offer {
	t.Helper()
	batch := Batch(t, f, data)
	for _, r := range batch.Refused {
		t.Errorf("%s refused: %s", r.Record, r.Reason.EN)
	}
	return batch.Offers
}

// Batch parses data that the format must recognise.
func Batch(t testing.TB, f sources.Format, data []byte) sources.Batch {
	t.Helper()
	if !f.Recognises(data) {
		t.Errorf("%s does not recognise %.60s", f.Name, data)
	}
	batch, err := f.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// Refused parses data of which one record must be refused and nothing kept,
// and gives its name and the reason in both languages.
func Refused(t testing.TB, f sources.Format, data string) (record string, reason bot.Text) {
	t.Helper()
	batch := Batch(t, f, []byte(data))
	if len(batch.Offers) != 0 || len(batch.Refused) != 1 {
		t.Fatalf("%d offers and %d refused; want one refused", len(batch.Offers), len(batch.Refused))
	}
	r := batch.Refused[0]
	if r.Reason.FR == "" || r.Reason.EN == "" || strings.ContainsAny(r.Reason.FR, "'") {
		t.Errorf("reason %+v", r.Reason)
	}
	return r.Record, r.Reason
}

// Equal compares a field with what is wanted of it.
func Equal[T comparable](t testing.TB, field string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %v\nwant %v", field, got, want)
	}
}

// Fuzz feeds a parser and checks that whatever it gives is fit to be kept.
func Fuzz(f *testing.F, format sources.Format, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		format.Recognises(data)
		batch, err := format.Parse(data)
		if err != nil && len(bot.UserErrors(err)) == 0 {
			t.Errorf("an error without words: %v", err)
		}
		for _, o := range batch.Offers {
			again, reason := sources.Finish(o)
			if !reason.Empty() || again.Title != o.Title || len(o.Description) > 4*sources.MaxDescription ||
				o.URL != "" && !sources.IsWeb(o.URL) || o.ApplyURL != "" && !sources.IsWeb(o.ApplyURL) {
				t.Errorf("not fit to be kept: %+v", o)
			}
		}
	})
}
