package sources

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"rebond/bot"
)

const (
	maxTitle   = 200
	maxCompany = 100
	maxSkills  = 40
	maxID      = 200 // bytes
)

// Read reads every record of a JSON answer, as [Records] cuts it. offer turns a
// record into an offer or gives the reason why it is not one. A broken record
// costs that record only.
func Read[T any](data []byte, list string, offer func(T) (Offer, bot.Text)) (Batch, error) {
	records, err := Records(data, list)
	if err != nil {
		return Batch{}, err
	}
	return ReadRecords(records, offer), nil
}

// ReadRecords is [Read] for records already cut.
func ReadRecords[T any](records []json.RawMessage, offer func(T) (Offer, bot.Text)) Batch {
	var batch Batch
	for i, raw := range records {
		o, reason, broken := readRecord(raw, offer)
		batch.Add(o, reason, idOf(raw), i)
		if broken {
			batch.Refused[len(batch.Refused)-1].Broken = true
		}
	}
	return batch
}

// readRecord is one record as an offer, or the reason why it is none: broken where it is
// its shape, and not what the source says of it.
func readRecord[T any](raw json.RawMessage, offer func(T) (Offer, bot.Text)) (o Offer, reason bot.Text, broken bool) {
	var record T
	if reason = wrongField(unmarshal(raw, &record)); !reason.Empty() {
		return o, reason, true
	}
	if o, reason = offer(record); !reason.Empty() {
		return o, reason, false
	}
	if o, reason = Finish(o); reason.Empty() && o.URL == "" {
		reason = bot.Text{FR: "Il n’y a pas d’adresse web où voir l’offre.", EN: "There is no web address at which to see the offer."}
	}
	return o, reason, !reason.Empty()
}

// Add puts an offer into the batch or, if there is a reason against it, among
// the refused, under its id or its rank from 0.
func (b *Batch) Add(o Offer, reason bot.Text, id string, rank int) {
	if reason.Empty() {
		b.Offers = append(b.Offers, o)
		return
	}
	if id = strings.TrimSpace(collapse(bot.Clean(id, 60))); id == "" {
		if id = strconv.Itoa(rank+1) + "e"; rank == 0 {
			id = "1re"
		}
	}
	b.Refused = append(b.Refused, Refusal{Record: id, Reason: reason})
}

// idOf is the id of a record whose other fields may be broken.
func idOf(raw json.RawMessage) string {
	var record struct{ ID Said }
	if json.Unmarshal(raw, &record) != nil {
		return ""
	}
	return string(record.ID)
}

// wrongField says which field of a record is not of its type.
func wrongField(err error) bot.Text {
	if err == nil {
		return bot.Text{}
	}
	field := ""
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field = wrong.Field
	}
	if field == "" {
		return bot.Text{FR: "Ce n’est pas un objet JSON d’offre d’emploi.", EN: "It is not a JSON object that holds a job offer."}
	}
	return bot.Textf(bot.Text{
		FR: "Le champ «\u00a0%s\u00a0» n’a pas la forme attendue.",
		EN: "The field “%s” does not have the expected form.",
	}, field)
}

// Finish makes an offer fit to be kept: cleaned, cut, masked, without
// duplicates. The reason is empty unless the offer cannot be shown. The address
// may be empty, since a page that was read may not say its own.
func Finish(o Offer) (Offer, bot.Text) {
	o.ID = strings.TrimSpace(bot.Clean(o.ID, 0))
	o.Title = OneLine(o.Title, maxTitle)
	o.Company = OneLine(o.Company, maxCompany)
	o.ContractSaid = OneLine(o.ContractSaid, 100)
	o.LevelSaid = OneLine(o.LevelSaid, 100)
	o.Pay.Said = OneLine(o.Pay.Said, 200)
	o.Skills = skills(o.Skills)
	o.Places = distinctPlaces(o.Places)
	o.Description = cut(o.Description)
	o.URL, o.ApplyURL = strings.TrimSpace(o.URL), strings.TrimSpace(o.ApplyURL)
	if !IsWeb(o.ApplyURL) {
		o.ApplyURL = ""
	}
	if o.Published.IsZero() {
		o.Published = o.Updated
	}
	if o.Updated.IsZero() {
		o.Updated = o.Published
	}
	return o, missing(o)
}

func missing(o Offer) bot.Text {
	switch {
	case o.ID == "":
		return bot.Text{FR: "Il n’y a pas d’identifiant.", EN: "There is no identifier."}
	case len(o.ID) > maxID:
		return bot.Text{FR: "L’identifiant est trop long.", EN: "The identifier is too long."}
	case o.Title == "":
		return bot.Text{FR: "Il n’y a pas d’intitulé.", EN: "There is no title."}
	case o.URL != "" && !IsWeb(o.URL):
		return bot.Text{FR: "L’adresse de l’offre n’est pas une adresse web que l’on peut montrer.", EN: "The address of the offer is not a web address that can be shown."}
	}
	return bot.Text{}
}

func skills(all []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, s := range all {
		s = OneLine(s, 100)
		if key := bot.Fold(s); key == "" || seen[key] || len(kept) == maxSkills {
			continue
		} else {
			seen[key] = true
		}
		kept = append(kept, s)
	}
	return kept
}

// cut shortens markup to what an announcement may take, marks and links whole.
func cut(markup string) string {
	if len(markup) <= MaxDescription || len([]rune(markup)) <= MaxDescription {
		return markup
	}
	return Render(bot.ParseMarkup(markup), MaxDescription)
}
