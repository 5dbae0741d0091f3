package francetravail

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

const (
	unseen     = 18 * time.Hour // after which an offer is asked for: the licence allows 24 h
	maxDetails = 300            // offers asked for in one reading
	maxPoison  = 3              // failures after which no more are
)

// recheck asks, one by one, for the offers that have not been seen for long: those that
// France Travail has withdrawn are gone, the others are kept as they are now.
func (s *sweep) recheck(ctx context.Context) error {
	stale, err := s.reading.Stale(ctx, s.reading.Now.Add(-unseen), maxDetails)
	if err != nil {
		return err
	}
	asked, err := s.askAll(ctx, stale)
	if err == nil && len(asked.refused) > 0 && !asked.works && s.alive != "" {
		// Every id is refused: that says something of them only if one that is there is not.
		_, status, failure := s.detail(ctx, s.alive)
		asked.works, err = status == http.StatusOK, ours(failure)
	}
	gone := asked.gone
	if asked.works {
		gone = append(gone, asked.refused...)
	}
	if len(gone) > 0 {
		err = errors.Join(err, s.reading.Gone(ctx, gone...))
	}
	return err
}

// ours is an error that the source is not at fault for.
func ours(err error) error {
	if fault(err) != "" {
		return nil
	}
	return err
}

// asked is what was answered to some ids.
type asked struct {
	gone    []string // there is no such offer (204)
	refused []string // the id is (400, 404), which is how it is said of those long gone
	works   bool     // something was answered that shows that offers can be asked for
}

func (s *sweep) askAll(ctx context.Context, ids []string) (asked, error) {
	var all asked
	failures := 0
	for _, id := range ids {
		if s.seen[id] {
			continue
		}
		batch, status, err := s.detail(ctx, id)
		switch {
		case err == nil && status == http.StatusNoContent:
			all.gone, all.works = append(all.gone, id), true
		case err == nil:
			all.works = true
			if err := s.keep(ctx, batch); err != nil {
				return all, err
			}
		case status == http.StatusBadRequest || fault(err) == sources.NotFound:
			all.refused = append(all.refused, id)
		case fault(err) == sources.Failing || fault(err) == sources.Malformed || fault(err) == sources.TooLarge:
			// Perhaps that offer's alone: the others are asked for.
			if failures++; failures == maxPoison {
				return all, err
			}
		default:
			return all, err
		}
	}
	return all, nil
}

// detail asks for one offer.
func (s *sweep) detail(ctx context.Context, id string) (batch sources.Batch, status int, err error) {
	answer, err := s.get(ctx, s.address("/v2/offres/"+url.PathEscape(id)))
	if f, ok := errors.AsType[*sources.Failure](err); ok {
		return sources.Batch{}, f.Status, err
	}
	if err != nil || answer.Status == http.StatusNoContent {
		return sources.Batch{}, answer.Status, err
	}
	if batch, err = parsed(answer.Body, "offer"); err != nil {
		return sources.Batch{}, answer.Status, err
	}
	if len(batch.Offers) == 1 && batch.Offers[0].ID != id {
		batch = sources.Batch{Refused: []sources.Refusal{{Record: id, Reason: bot.Text{
			FR: "France Travail a répondu par une autre offre.",
			EN: "France Travail answered with another offer.",
		}}}}
	}
	return batch, answer.Status, nil
}
