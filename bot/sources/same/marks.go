package same

import (
	"slices"
	"strconv"

	"rebond/bot"
)

// How many marks there are of each sort: eight in all.
const (
	maxCompanyMarks = 3
	headMarks       = 3   // of the beginning, which a copy that is cut keeps
	textMarks       = 5   // with those of the beginning
	headRuns        = 100 // runs in the beginning
)

// mark makes the marks: the company with words of the title, for texts that were
// written anew; runs of words, for a copy without the company.
func (p *Opening) mark() []string {
	var all []string
	if len(p.company) > 0 {
		whole := hash(append([]string{p.company[0]}, p.title.words...)...)
		var named []uint64
		for _, w := range p.title.words {
			named = append(named, hash(p.company[0], w))
		}
		all = sample(all, "c", []uint64{whole}, 1) // the rarest: where many begin their names alike, it alone tells
		all = sample(all, "c", named, maxCompanyMarks)
	}
	n := len(all)
	all = sample(all, "t", p.text.runs[:min(headRuns, len(p.text.runs))], n+headMarks)
	all = sample(all, "t", p.text.runs, n+textMarks)
	if len(all) == 0 {
		all = append(all, token("w", hash(bot.Fold(p.offer.Title))))
	}
	slices.Sort(all)
	return all
}

// sample adds tokens of the smallest hashes, each once, until there are max.
func sample(all []string, sort string, hashes []uint64, max int) []string {
	hashes = slices.Clone(hashes)
	slices.Sort(hashes)
	for _, h := range slices.Compact(hashes) {
		if len(all) >= max {
			break
		}
		if t := token(sort, h); !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// token is 44 bits of a hash in at most ten characters.
func token(sort string, h uint64) string {
	return sort + strconv.FormatUint(h>>20, 36)
}

func (p *Opening) sharesMark(other *Opening) bool {
	return slices.ContainsFunc(p.marks, func(m string) bool { return slices.Contains(other.marks, m) })
}
