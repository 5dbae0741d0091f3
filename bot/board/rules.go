package board

import (
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/sources"
)

// Field names a field of an announcement, as forms and faults do.
type Field = string

// The fields.
const (
	Title     Field = "titre"
	Company   Field = "entreprise"
	Place     Field = "lieu"
	Remote    Field = "teletravail"
	Text      Field = "texte"
	Contract  Field = "contrat"
	Pay       Field = "salaire"
	PublishBy Field = "qui"
	Apply     Field = "lien"
	Number    Field = "numero"
)

// The rules of the board, in runes where they are of texts.
const (
	minTitle, maxTitle     = 2, 80
	minCompany, maxCompany = 2, 60
	minPlace, maxPlace     = 2, 100
	maxSpread              = 2.5 // how many times the least the most may be
	minReason, maxReason   = 15, 200
	maxApply               = 512 // as long as a button can lead
)

// Faults lists every rule that the announcement breaks, each with its field; none: it
// can be published.
func (a *Announcement) Faults() []*bot.UserError {
	var all []*bot.UserError
	add := func(f Field, t bot.Text) {
		if !t.Empty() {
			all = append(all, &bot.UserError{Param: f, Text: t})
		}
	}
	add(Title, lengthFault(a.Title, minTitle, maxTitle, bot.Text{FR: "Donne l’intitulé du poste.", EN: "Give the job title."}))
	add(Company, lengthFault(a.Company, minCompany, maxCompany, a.noCompany()))
	if a.Place != "" || a.Remote != sources.Full {
		add(Place, lengthFault(a.Place, minPlace, maxPlace, bot.Text{FR: "Dis où est le poste, ou choisis « télétravail complet ».", EN: "Say where the job is, or choose “fully remote”."}))
	}
	add(Text, lengthFault(a.Text, 0, MaxText, bot.Text{}))
	if a.Contract == "" {
		add(Contract, bot.Text{FR: "Choisis le type de contrat.", EN: "Choose the kind of contract."})
	}
	add(Pay, a.payFault())
	if a.Publisher == "" {
		add(PublishBy, bot.Text{FR: "Dis à quel titre tu publies.", EN: "Say in what capacity you publish."})
	}
	add(Apply, applyFault(a.Apply))
	if a.Number != "" && !ValidNumber(a.Number) {
		add(Number, bot.Text{FR: "Ce n’est pas un numéro SIREN (9 chiffres) ou SIRET (14 chiffres) valable. Vérifie-le, ou laisse vide.", EN: "This is no valid SIREN (9 digits) or SIRET (14 digits). Check it, or leave it empty."})
	}
	return all
}

func (a *Announcement) noCompany() bot.Text {
	if a.Publisher == HiddenClient {
		return bot.Text{FR: "Donne le nom du client final : seule la modération le voit, il n’est pas affiché.", EN: "Give the name of the final client: only moderators see it, it is not shown."}
	}
	return bot.Text{FR: "Donne le nom de l’entreprise où l’on travaillera.", EN: "Give the name of the company people will work at."}
}

func lengthFault(s string, least, most int, missing bot.Text) bot.Text {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return missing
	case n > most:
		return bot.Textf(bot.Text{FR: "%s caractères, il en faut au plus %s.", EN: "%s characters; at most %s are allowed."}, n, most)
	case n < least:
		return bot.Textf(bot.Text{FR: "Il faut au moins %s caractères.", EN: "At least %s characters are needed."}, least)
	}
	return bot.Text{}
}

// payFault tells what is wrong with the pay, or with the reason why there is none.
func (a *Announcement) payFault() bot.Text {
	pay, amount := ReadPay(a.Pay)
	switch {
	case amount && pay.Min == 0:
		return bot.Text{FR: "Donne aussi le minimum : une fourchette, « 45 000 à 55 000 € par an ».", EN: "Give the minimum too: a range, “€45,000 to 55,000 a year”."}
	case amount && pay.Min > pay.Max:
		return bot.Text{FR: "Le minimum est plus grand que le maximum.", EN: "The minimum is more than the maximum."}
	case amount && float64(pay.Max) > maxSpread*float64(pay.Min):
		return bot.Text{FR: "La fourchette est trop large : le maximum vaut au plus 2,5 fois le minimum.", EN: "The range is too wide: the maximum is at most 2.5 times the minimum."}
	case amount:
		return bot.Text{}
	case utf8.RuneCountInString(a.Pay) > maxReason:
		return lengthFault(a.Pay, 0, maxReason, bot.Text{})
	case isReason(a.Pay):
		return bot.Text{}
	}
	return bot.Text{
		FR: "Donne le salaire fixe brut : « 45 000 à 55 000 € par an », « 450 € par jour ». S’il n’y en a pas, écris pourquoi en une phrase : elle sera affichée.",
		EN: "Give the fixed gross pay: “€45,000 to 55,000 a year”, “€450 a day”. If there is none, write why in a sentence: it will be shown.",
	}
}

// isReason reports whether words explain something: « selon profil » does not.
func isReason(s string) bool {
	return utf8.RuneCountInString(s) >= minReason && len(strings.Fields(s)) > 2 && strings.ContainsFunc(s, unicode.IsLetter)
}

func applyFault(to string) bot.Text {
	switch {
	case utf8.RuneCountInString(to) > maxApply:
		return lengthFault(to, 0, maxApply, bot.Text{})
	case to == "":
		return bot.Text{FR: "Donne l’adresse où postuler : un lien https, ou une adresse e-mail.", EN: "Give the address to apply at: an https link, or an e-mail address."}
	case IsMail(to):
		return bot.Text{}
	case strings.HasPrefix(strings.ToLower(to), "http://"):
		return bot.Text{FR: "Ce lien commence par http : il faut un lien sûr, qui commence par https.", EN: "This link begins with http: a safe link is needed, which begins with https."}
	case !isSafeLink(to):
		return bot.Text{FR: "Ce n’est ni un lien entier, qui commence par https://, ni une adresse e-mail.", EN: "This is neither a whole link, which begins with https://, nor an e-mail address."}
	}
	return bot.Text{}
}

// isSafeLink reports whether an address leads to a named host over https, and shows
// plainly where it does.
func isSafeLink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.User == nil && strings.Contains(strings.Trim(u.Hostname(), "."), ".") && bot.SafeURL(address)
}

// IsMail reports whether somebody can be written to at an address.
func IsMail(address string) bool {
	a, err := mail.ParseAddress(address)
	return err == nil && a.Address == address && a.Name == "" && len(address) <= 254 && bot.SafeURL("mailto:"+address) &&
		strings.Contains(address[strings.LastIndexByte(address, '@')+1:], ".")
}

// Same marks announcements of the same opening: those of one title, company and place.
func (a *Announcement) Same() string {
	sum := sha256.Sum256([]byte(plainly(a.Title) + "\x00" + plainly(a.Company) + "\x00" + plainly(a.Place)))
	return hex.EncodeToString(sum[:16])
}

// plainly is a text by its letters and digits alone.
func plainly(s string) string {
	return strings.Join(strings.FieldsFunc(bot.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#' }), " ")
}

// Source is the source of the offers that members announce.
const Source = "membre"

// Offer is the announcement as an offer among others, under an id. What it hides of
// itself is not in it.
func (a *Announcement) Offer(id string) sources.Offer {
	o := sources.Offer{
		Source: Source, ID: id, Title: a.Title, Company: a.Company, Description: bot.Escape(a.Text),
		Places: sources.Places(a.Place, ""), Remote: a.Remote, Contract: a.Contract, Level: sources.LevelInTitle(a.Title),
	}
	switch {
	case a.Publisher == HiddenClient: // its page would name it
		o.Company = ""
	case isSafeLink(a.Page):
		o.URL = a.Page
	}
	if pay, ok := ReadPay(a.Pay); ok {
		o.Pay = pay
	} else {
		o.Pay.Said = a.Pay
	}
	switch {
	case IsMail(a.Apply):
		o.ApplyURL = "mailto:" + a.Apply
	case a.Apply != "":
		o.ApplyURL = a.Apply
	}
	return o
}
