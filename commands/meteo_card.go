package commands

import "rebond/bot/schedule"

// The rule of storms: so many of them in so many days bring the card of people to call, and
// then not again for a while.
const (
	stormsForCard = 3
	stormDays     = 14
	cardRest      = 7
)

// cardDue reports whether the card of people to call comes with a storm of today. Nothing is
// kept of when it came: the rule is told again over all the days of storm, in their order. So
// it comes again when a storm is answered once more on its day.
func cardDue(storms []schedule.Day, today schedule.Day) bool {
	came, last := false, schedule.Day(0)
	for i, on := range storms {
		if on > today {
			break
		}
		few := i+1 < stormsForCard || on-storms[i+1-stormsForCard] >= stormDays
		if few || came && on-last < cardRest {
			continue
		}
		came, last = true, on
	}
	return came && last == today
}
