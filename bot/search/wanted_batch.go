package search

import (
	"iter"
	"math/bits"
	"slices"
	"strings"
)

// Batch is a number of offers in memory, by their tokens, so that many queries are matched
// with all of them at once. A query finds in it what [Wanted.Match] says of each of them.
// What it works out for words and filters it keeps for the next query that has them.
type Batch struct {
	euros []int64           // by offer
	at    map[string]uint32 // of each token, where its offers are in holds
	holds [][]uint16
	words []string // those that an unfinished word may be the beginning of, in order
	known map[string]Set
}

// What a batch keeps of words and filters is limited, lest a batch cost what all queries do.
const maxKnown = 10_000

// NewBatch makes a batch of at most 65,536 offers, of which there are none yet.
func NewBatch() *Batch { return &Batch{at: map[string]uint32{}, known: map[string]Set{}} }

// Add adds an offer by the tokens of its text and its facets, and by its pay in euros a year.
// The first is offer 0. All are added before the first query is matched.
func (b *Batch) Add(tokens iter.Seq[string], euros int64) {
	offer := uint16(len(b.euros))
	b.euros = append(b.euros, euros)
	for token := range tokens {
		at, known := b.at[token]
		if !known {
			at = uint32(len(b.holds))
			b.at[strings.Clone(token)] = at // not the whole text that it is part of
			b.holds = append(b.holds, nil)
		}
		b.holds[at] = append(b.holds[at], offer)
	}
}

// Anchors are the tokens under which a query that finds any of the offers may be kept: their
// words, the beginnings of those, and their facets.
func (b *Batch) Anchors() []string {
	var all []string
	for token := range b.at {
		all = append(all, token)
		if !isWord(token) {
			continue
		}
		for _, n := range [...]int{shortBegin, longBegin} {
			if begin := beginning(token, n); begin != "" {
				all = append(all, begin)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// isWord reports whether a token is a word as it is written.
func isWord(token string) bool {
	return !strings.HasPrefix(token, stemMark) && !strings.HasPrefix(token, facetMark)
}

// Find returns the offers that a query finds. Its days do not count.
func (b *Batch) Find(q Query) Set {
	found := b.any()
	if q.Words != "" {
		found.and(b.recall(" "+q.Words, func() Set { return b.said(Terms(q.Words)) }))
	}
	for _, group := range q.Facets() {
		found.and(b.recall(strings.Join(group, facetMark), func() Set {
			any := newSet(len(b.euros))
			for _, token := range group {
				b.include(any, token)
			}
			return any
		}))
	}
	if q.Pay > 0 {
		for i := range found.All() {
			if b.euros[i] < int64(q.Pay) {
				found.drop(i)
			}
		}
	}
	return found
}

// any are all the offers.
func (b *Batch) any() Set {
	n := len(b.euros)
	all := newSet(n)
	for k := range all {
		all[k] = ^uint64(0)
	}
	if n%64 > 0 {
		all[n/64] = 1<<(n%64) - 1
	}
	return all
}

// recall is what was worked out under a key, or is now.
func (b *Batch) recall(key string, work func() Set) Set {
	found, known := b.known[key]
	if !known {
		if len(b.known) >= maxKnown {
			clear(b.known)
		}
		found = work()
		b.known[key] = found
	}
	return found
}

// said are the offers whose text satisfies all of some terms.
func (b *Batch) said(terms []Term) Set {
	all := b.any()
	for _, t := range terms {
		any := newSet(len(b.euros))
		b.include(any, t.Stem)
		if t.Prefix != "" {
			words := b.inOrder()
			at, _ := slices.BinarySearch(words, t.Prefix)
			for ; at < len(words) && strings.HasPrefix(words[at], t.Prefix); at++ {
				b.include(any, words[at])
			}
		}
		all.and(any)
	}
	return all
}

// include adds the offers that hold a token.
func (b *Batch) include(to Set, token string) {
	if at, known := b.at[token]; known {
		for _, offer := range b.holds[at] {
			to.add(int(offer))
		}
	}
}

// inOrder are the words of the offers as they are written, in order.
func (b *Batch) inOrder() []string {
	if b.words == nil {
		for token := range b.at {
			if isWord(token) {
				b.words = append(b.words, token)
			}
		}
		slices.Sort(b.words)
	}
	return b.words
}

// Set is some of the offers of a batch, by their number in it.
type Set []uint64

func newSet(size int) Set { return make(Set, (size+63)/64) }

func (s Set) add(offer int) { s[offer/64] |= 1 << (offer % 64) }

func (s Set) drop(offer int) { s[offer/64] &^= 1 << (offer % 64) }

func (s Set) and(o Set) {
	for k := range s {
		s[k] &= o[k]
	}
}

// All are the offers of the set in order.
func (s Set) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for k, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(k*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
