package notice

import "time"

// Awake is the first time from t on, within a day or so, at which none of some people has
// quiet hours; false where there is none.
func Awake(t time.Time, people ...Preferences) (time.Time, bool) {
	for end := t.Add(26 * time.Hour); t.Before(end); t = t.Truncate(time.Minute).Add(time.Minute) {
		if !quietFor(t, people) {
			return t, true
		}
	}
	return time.Time{}, false
}

func quietFor(t time.Time, people []Preferences) bool {
	for i := range people {
		if people[i].Quiet.has(t.In(people[i].Zone)) {
			return true
		}
	}
	return false
}
