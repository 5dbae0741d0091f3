package commands

import (
	"bytes"
	"image"
	_ "image/png"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/chart"
	"rebond/bot/schedule"
	"rebond/storage"
)

func theDay(t testing.TB, text string) (d schedule.Day) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// drawn is a curve of so many days that ends on a day: of each its weather and its energy,
// the last digits of the two lines being those of the last days; a point is a day without.
func drawn(t testing.TB, to string, length int, sky, energy string) *curve {
	t.Helper()
	last := theDay(t, to)
	var all []storage.DayWeather
	for i := range sky {
		if sky[i] == '.' {
			continue
		}
		d := storage.DayWeather{On: last - schedule.Day(len(sky)-1-i), Weather: int(sky[i] - '0')}
		if energy[i] != '.' {
			d.Energy = int(energy[i] - '0')
		}
		all = append(all, d)
	}
	return curveOf(all, last, length)
}

func TestCurveHasOneValueADay(t *testing.T) {
	c := drawn(t, "2026-11-23", 30, "5544..1.3", "33.2..1..")
	sky, energy := c.byDay(weatherOf), c.byDay(energyOf)
	if len(sky) != 30 || len(energy) != 30 {
		t.Fatalf("%d and %d values", len(sky), len(energy))
	}
	if want := []int{5, 5, 4, 4, -1, -1, 1, -1, 3}; !slices.Equal(sky[21:], want) {
		t.Errorf("the weather is %v, want %v", sky[21:], want)
	}
	if want := []int{3, 3, -1, 2, -1, -1, 1, -1, -1}; !slices.Equal(energy[21:], want) {
		t.Errorf("the energy is %v, want %v", energy[21:], want)
	}
	for i, v := range sky[:21] {
		if v != unnoted {
			t.Errorf("day %d, which was not noted, has %d", i, v)
		}
	}
}

// A day that is not of the curve is left out, tomorrow's of who flew to the west too.
func TestCurveEndsToday(t *testing.T) {
	today := theDay(t, "2026-11-23")
	c := curveOf([]storage.DayWeather{{On: today - 30, Weather: 1}, {On: today - 29, Weather: 2}, {On: today, Weather: 3}, {On: today + 1, Weather: 4}}, today, 30)
	if len(c.days) != 2 || c.days[0].Weather != 2 || c.days[1].Weather != 3 {
		t.Errorf("%+v", c.days)
	}
}

func TestLowerMedian(t *testing.T) {
	for want, values := range map[int][][]int{
		unnoted: {nil, {-1}, {-1, -1, -1, -1, -1, -1, -1}},
		1:       {{1}, {1, 5}, {5, 1}, {-1, 1, -1}, {1, 1, 5, 5}},
		3:       {{3}, {3, 4}, {1, 3, 5}, {5, 3, 1}, {5, 5, 3, 1, -1, 1, 4}, {3, -1, 4, -1, 3, -1, 4}},
		5:       {{5, 5, 1, 5, 1, 5, 1}},
	} {
		for _, v := range values {
			before := slices.Clone(v)
			if got := lowerMedian(v); got != want {
				t.Errorf("of %v it is %d, want %d", v, got, want)
			}
			if !slices.Equal(v, before) {
				t.Errorf("%v became %v", before, v)
			}
		}
	}
}

// A year always touches 53 weeks, whatever day it ends on, and each point is of its own week.
func TestCurveOfAYearHas53Weeks(t *testing.T) {
	for to := theDay(t, "2026-11-16"); to < theDay(t, "2028-03-05"); to++ {
		c := curveOf([]storage.DayWeather{{On: to - 364, Weather: 2}, {On: to, Weather: 4}}, to, 365)
		weeks := c.byWeek(weatherOf)
		if len(weeks) != 53 || weeks[0] != 2 || weeks[52] != 4 || len(c.chart().Labels) != 53 {
			t.Fatalf("%s: %d weeks, %v", to, len(weeks), weeks)
		}
	}
	c := drawn(t, "2026-11-25", 90, "1122334"+"5551..."+"...", strings.Repeat(".", 17)) // Wednesday: the third week has gaps alone
	weeks := c.byWeek(weatherOf)
	if len(weeks) != 14 || !slices.Equal(weeks[11:], []int{2, 5, unnoted}) {
		t.Errorf("%d weeks, the last are %v", len(weeks), weeks[len(weeks)-3:])
	}
}

func TestCurveIsTold(t *testing.T) {
	for _, c := range []struct {
		of         *curve
		said, alt  string
		sketch, en string
	}{
		{
			drawn(t, "2026-11-23", 30, "455.2.41", "22..1.21"),
			"Ta météo, 30 jours\nCe que tu as noté, du 25 octobre au 23 novembre 2026.\n2 jours de grand soleil, 2 jours d’éclaircies, 1 jour de pluie, 1 jour d’orage.\n3 jours d’énergie moyenne, 2 jours d’énergie basse.\nCe n’est ni un diagnostic ni une note.",
			"Courbes de ta météo et de ton énergie, du 25 octobre au 23 novembre 2026. 6 jours notés. Le plus souvent : éclaircies, grand soleil, énergie moyenne. Le dernier noté, le 23 novembre : orage, énergie basse.",
			"Météo (▁ orage, █ grand soleil)\n······················▆██·▃·▆▁\nÉnergie (▁ basse, █ haute)\n······················▄▄··▁·▄▁\nUn signe par jour, du 25 octobre au 23 novembre 2026\n· rien de noté",
			"Lines of your weather and of your energy, from 25 October to 23 November 2026. 6 days noted. Most often: sunny spells, sunshine, middling energy. The last one noted, on 23 November: storm, low energy.",
		},
		{
			drawn(t, "2026-11-23", 30, "3..", "..."),
			"Ta météo, 30 jours\nCe que tu as noté, du 25 octobre au 23 novembre 2026.\n1 jour de temps couvert.\nCe n’est ni un diagnostic ni une note.",
			"Courbes de ta météo et de ton énergie, du 25 octobre au 23 novembre 2026. 1 jour noté. Le dernier noté, le 21 novembre : couvert.",
			"Météo (▁ orage, █ grand soleil)\n···························▄··\nÉnergie (▁ basse, █ haute)\n······························\nUn signe par jour, du 25 octobre au 23 novembre 2026\n· rien de noté",
			"Lines of your weather and of your energy, from 25 October to 23 November 2026. 1 day noted. The last one noted, on 21 November: overcast.",
		},
		{
			drawn(t, "2026-11-23", 365, "3333", "3..."),
			"Ta météo, un an\nCe que tu as noté, du 24 novembre 2025 au 23 novembre 2026.\n4 jours de temps couvert.\n1 jour d’énergie haute.\nUn point par semaine : de ses jours notés, rangés du plus bas au plus haut, celui du milieu.\nCe n’est ni un diagnostic ni une note.",
			"Courbes de ta météo et de ton énergie, du 24 novembre 2025 au 23 novembre 2026. 4 jours notés. Un point par semaine : de ses jours notés, rangés du plus bas au plus haut, celui du milieu. Le plus souvent : couvert. Le dernier noté, le 23 novembre : couvert.",
			"Météo (▁ orage, █ grand soleil)\n" + strings.Repeat("·", 51) + "▄▄\nÉnergie (▁ basse, █ haute)\n" + strings.Repeat("·", 51) + "█·\nUn signe par semaine, le milieu de ses jours notés, du 24 novembre 2025 au 23 novembre 2026\n· rien de noté",
			"Lines of your weather and of your energy, from 24 November 2025 to 23 November 2026. 4 days noted. One point a week: of its noted days, from the lowest to the highest, the middle one. Most often: overcast. The last one noted, on 23 November: overcast.",
		},
	} {
		if got := plainFR(c.of.said()); got != c.said {
			t.Errorf("it says\n%s\nwant\n%s", got, c.said)
		}
		if got := plainFR(c.of.alt()); got != c.alt {
			t.Errorf("the picture is\n%s\nwant\n%s", got, c.alt)
		}
		if got := plainFR(c.of.sketch()); got != c.sketch {
			t.Errorf("the sketch is\n%s\nwant\n%s", got, c.sketch)
		}
		if got := bot.Plain(c.of.alt().EN); got != c.en {
			t.Errorf("the picture is\n%s\nwant\n%s", got, c.en)
		}
	}
	nothing := drawn(t, "2026-11-23", 90, "", "")
	if got := plainFR(nothing.said()); !strings.HasPrefix(got, "Ta météo, 90 jours\nIl n’y a rien à dessiner ici, du 26 août au 23 novembre 2026") {
		t.Errorf("of nothing it says\n%s", got)
	}
}

// grading are words that would grade somebody, compare them or remark on their silence.
var grading = regexp.MustCompile(`(?i)\b(bravo|bien joué|mieux|pire|progr[eè]s|s[ée]rie|record|score|moyenne de|en hausse|en baisse|sans réponse|manqu|oubli|\d+ (jours? )?sur \d+|\d+ %|streak|better|worse|missed|out of|up since|down since|well done)\b`)

// Whatever somebody has noted, the curve is drawn, is told in both languages, and judges
// nothing.
func TestCurveOfAnybody(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 11))
	for n := range 400 {
		length := []int{30, 90, 365}[n%3]
		today := theDay(t, "2026-11-23") + schedule.Day(random.IntN(800))
		var all []storage.DayWeather
		often := random.Float64()
		for on := today - 400; on <= today+1; on++ {
			if random.Float64() < often {
				all = append(all, storage.DayWeather{On: on, Weather: 1 + random.IntN(5), Energy: random.IntN(4)})
			}
		}
		c := curveOf(all, today, length)
		if len(c.days) == 0 {
			continue
		}
		sum := 0
		for _, days := range c.counts(weatherOf, 5) {
			sum += days
		}
		if sum != len(c.days) {
			t.Fatalf("%d days are counted of %d", sum, len(c.days))
		}
		signs := 1 + (length-1)/7
		if length == 30 {
			signs = 30
		}
		for _, l := range bot.Langs {
			if n < 9 {
				data, err := chart.PNG(c.chart(), chart.Theme(n%2), l)
				if err != nil {
					t.Fatal(err)
				}
				if _, kind, err := image.Decode(bytes.NewReader(data)); err != nil || kind != "png" {
					t.Fatal(kind, err)
				}
			}
			words := bot.Join("\n", c.said(), c.alt(), c.sketch()).In(l)
			if found := grading.FindString(words); found != "" {
				t.Fatalf("%q is in\n%s", found, words)
			}
			lines := strings.Split(c.sketch().In(l), "\n")
			for _, line := range []string{lines[1], lines[3]} {
				if got := utf8.RuneCountInString(line); got < signs || got > signs+1 {
					t.Fatalf("%d signs of %d days", got, length)
				}
			}
		}
	}
}

// The names of what is noted stand in a sentence as the buttons have them.
func TestNotedText(t *testing.T) {
	for _, c := range []struct {
		of     storage.DayWeather
		fr, en string
	}{
		{storage.DayWeather{Weather: 4, Energy: 2}, "éclaircies, énergie moyenne", "sunny spells, middling energy"},
		{storage.DayWeather{Weather: 1}, "orage", "storm"},
		{storage.DayWeather{Weather: 5, Energy: 3}, "grand soleil, énergie haute", "sunshine, high energy"},
	} {
		if got := notedText(&c.of); got.FR != c.fr || got.EN != c.en {
			t.Errorf("%+v is %q and %q", c.of, got.FR, got.EN)
		}
	}
}

func TestWordsOfWeeks(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	said := wordsSaid([]storage.WeekWord{{Monday: monday, Word: storage.Low}, {Monday: monday.AddDate(0, 0, -7), Word: storage.Unsaid}, {Monday: time.Date(2026, 9, 28, 0, 0, 0, 0, time.UTC), Word: storage.Middle}, {Monday: time.Date(2025, 12, 29, 0, 0, 0, 0, time.UTC), Word: storage.High}})
	for _, want := range []string{"Semaine du 16 au 22 novembre : plutôt bas.\n", "Semaine du 9 au 15 novembre : pas de mot.\n", "Semaine du 28 septembre au 4 octobre : moyen.\n", "Semaine du 29 décembre au 4 janvier : plutôt haut.\n"} {
		if !strings.Contains(plainFR(said), want) {
			t.Errorf("%q is not in\n%s", want, plainFR(said))
		}
	}
	for _, want := range []string{"Week from 16 to 22 November: rather low.\n", "Week from 28 September to 4 October: middling.\n"} {
		if !strings.Contains(bot.Plain(said.EN), want) {
			t.Errorf("%q is not in\n%s", want, bot.Plain(said.EN))
		}
	}
	unsaid := wordsSaid([]storage.WeekWord{{Monday: monday.AddDate(0, 0, -14), Word: storage.Unsaid}})
	if want := "« Pas de mot » : il faut les réponses d’au moins 8 personnes qui ont choisi de compter."; !strings.Contains(plainFR(unsaid), want) {
		t.Errorf("%q is not in\n%s", want, plainFR(unsaid))
	}
}
