package sources

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// MaxFile is the most bytes an import reads.
const MaxFile = 64 << 20

const importBatch = 500

// Sink keeps offers.
type Sink interface {
	// PutOffers keeps offers and says what became of each, in their order. An
	// offer without a date is published when it is first put.
	PutOffers(ctx context.Context, offers []Offer, now time.Time) ([]Outcome, error)
}

// Outcome is what became of an offer that was put.
type Outcome uint8

// The outcomes.
const (
	New Outcome = iota
	Changed
	Unchanged
	// Joined is a new one that is the same opening as one of another source, which is shown.
	Joined
)

// Summary is what an import did.
type Summary struct {
	Source                          string
	New, Changed, Unchanged, Joined int
	Refused                         []Refusal
}

// Import reads a file of offers in one of the formats and puts them into a
// sink, 500 at a time. Of records with one id, the last counts. Faults of the file are [*bot.UserError]: the file is
// read whole before anything is put. When the sink fails, the summary says what
// had been put.
func Import(ctx context.Context, r io.Reader, formats []Format, to Sink, now time.Time) (Summary, error) {
	data, err := readFile(r)
	if err != nil {
		return Summary{}, err
	}
	format, err := Recognise(data, formats)
	if err != nil {
		return Summary{}, err
	}
	summary := Summary{Source: format.Name}
	batch, err := format.Parse(data)
	if err != nil {
		return summary, fmt.Errorf("read offers of %s: %w", format.Name, err)
	}
	summary.Refused = batch.Refused
	for some := range slices.Chunk(lastOfEach(batch.Offers), importBatch) {
		if err := ctx.Err(); err != nil {
			return summary, err
		}
		outcomes, err := to.PutOffers(ctx, some, now)
		if err != nil {
			return summary, fmt.Errorf("keep offers of %s: %w", format.Name, err)
		}
		if len(outcomes) != len(some) {
			return summary, fmt.Errorf("keep offers of %s: %d outcomes for %d offers", format.Name, len(outcomes), len(some))
		}
		for _, o := range outcomes {
			switch o {
			case New:
				summary.New++
			case Changed:
				summary.Changed++
			case Joined:
				summary.Joined++
			default:
				summary.Unchanged++
			}
		}
	}
	return summary, nil
}

// readFile reads at most [MaxFile] bytes.
func readFile(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read offers: %w", err)
	}
	if len(data) > MaxFile {
		return nil, &bot.UserError{Text: bot.Text{
			FR: "Ce fichier est trop gros\u00a0: au plus 64\u00a0Mio. Coupe-le en plusieurs fichiers.",
			EN: "This file is too large: at most 64 MiB. Split it into several files.",
		}}
	}
	if len(Trim(data)) == 0 {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce fichier est vide.", EN: "This file is empty."}}
	}
	return data, nil
}

// Recognise gives the format of an answer by its shape; the error names in
// words the formats there are.
func Recognise(data []byte, formats []Format) (Format, error) {
	var names []string
	for _, f := range formats {
		if f.Recognises(data) {
			return f, nil
		}
		names = append(names, f.Name)
	}
	if data = Trim(data); len(data) > 0 && bytes.IndexByte([]byte("{["), data[0]) >= 0 && !json.Valid(data) {
		return Format{}, brokenJSON(data)
	}
	known := strings.Join(names, ", ")
	return Format{}, &bot.UserError{Text: bot.Textf(bot.Text{
		FR: "Ce fichier n’a pas la forme d’une réponse que je connais\u00a0: du JSON ou une page HTML de l’une de ces sources (%s).",
		EN: "This file does not have the shape of an answer that I know: JSON or an HTML page of one of these sources (%s).",
	}, known)}
}

// lastOfEach keeps, of the offers with one id, the last, at the first one's place.
func lastOfEach(offers []Offer) []Offer {
	type key struct{ source, id string }
	at := make(map[key]int, len(offers))
	kept := offers[:0]
	for _, o := range offers {
		k := key{o.Source, o.ID}
		if i, ok := at[k]; ok {
			kept[i] = o
			continue
		}
		at[k] = len(kept)
		kept = append(kept, o)
	}
	return kept
}
