package commands

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/fetch"
	"rebond/bot/sources/jobposting"
	"rebond/storage"
)

// paste begins a draft with what was pasted: a link, whose page is read, or a text.
func (p *publishing) paste(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	pasted := r.Args["annonce"]
	if link := soleLink(pasted); link != "" {
		return p.pasteLink(ctx, r, link, board.Read(strings.Replace(pasted, link, "", 1)))
	}
	a := board.Read(pasted)
	if pasted != "" && says(&a) == 0 && len(strings.Fields(pasted)) < fewWords {
		m, err := p.start(ctx, r)
		if err != nil {
			return nil, err
		}
		m.Text = bot.Textf(bot.Text{FR: "Je ne reconnais pas d’annonce dans « %s ». Colle son lien, ou son texte entier.\n\n%s", EN: "I do not recognise an opening in “%s”. Paste its link, or its whole text.\n\n%s"}, bot.Shorten(pasted, 100), m.Text)
		return m, nil
	}
	d, err := p.begin(ctx, r, a)
	if err != nil {
		return nil, err
	}
	return p.screen(ctx, r, d, cutText(pasted))
}

// fewWords are too few for an announcement of which nothing is recognised.
const fewWords = 12

// says counts the fields that were recognised in a text, beside the text itself.
func says(a *board.Announcement) (n int) {
	for _, f := range board.Fields() {
		if f != board.Text && *a.Field(f) != "" {
			n++
		}
	}
	return n
}

// cutText tells that a text was longer than an announcement can be.
func cutText(whole string) bot.Text {
	if utf8.RuneCountInString(strings.TrimSpace(whole)) <= board.MaxText {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "Ce texte est long : je n’en ai gardé que les %s premiers caractères environ. Vérifie la fin avec « Le poste ».", EN: "This text is long: I kept only about its first %s characters. Check its end with “The job”."}, board.MaxText)
}

// soleLink is the link that a text amounts to; empty where there is more in it.
func soleLink(text string) string {
	const around = 3 // words: « voici : https://… »
	words := strings.Fields(text)
	if len(words) > around+1 {
		return ""
	}
	link := ""
	for _, word := range words {
		word = strings.Trim(word, "<>()\"«»“”")
		lower := strings.ToLower(word)
		switch {
		case !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "www."):
			continue
		case link != "":
			return ""
		case strings.HasPrefix(lower, "www."):
			word = "https://" + word
		}
		link = word
	}
	return link
}

// unreadable tells that a page could not be read, and what to do.
var unreadable = bot.Text{FR: "Ce site ne me laisse pas lire l’annonce : colle son texte ici, avec « Coller le texte ».", EN: "This site does not let me read the opening: paste its text here, with “Paste the text”."}

// pasteLink keeps the link and what is said beside it, then reads its page: whatever happens
// meanwhile, they are not lost.
func (p *publishing) pasteLink(ctx context.Context, r *bot.Request, link string, said board.Announcement) (bot.Reply, error) {
	if len(link) > 1000 || !bot.SafeURL(link) {
		return nil, &bot.UserError{Param: "annonce", Text: bot.Textf(bot.Text{FR: "« %s » n’est pas une adresse que je peux lire. Colle l’adresse entière, qui commence par https://, ou le texte de l’annonce.", EN: "“%s” is not an address I can read. Paste the whole address, which begins with https://, or the text of the opening."}, bot.Shorten(link, 60))}
	}
	said.Text = "" // that of the page is the announcement
	d, err := p.begin(ctx, r, board.Announcement{Page: link})
	if err != nil {
		return nil, err
	}
	return p.readPage(ctx, r, d, said)
}

func (p *publishing) readAgain(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	return p.readPage(ctx, r, d, board.Announcement{})
}

// readPage fills a draft with what its page says, then with what was said beside the link.
func (p *publishing) readPage(ctx context.Context, r *bot.Request, d *storage.Draft, beside board.Announcement) (bot.Reply, error) {
	may, err := p.store.MayReadPage(ctx, r.From.ID, r.Now)
	if err != nil {
		return nil, err
	}
	if !may {
		if _, err := p.store.ChangeDraft(ctx, community(r), r.From.ID, d.ID, r.Now, func(a *board.Announcement) { a.Fill(&beside) }); err != nil {
			return nil, noDraft(err)
		}
		return &bot.Message{
			Text:    bot.Text{FR: "Je viens de lire une page pour toi : attends dix secondes, puis presse « Lire la page ». Le lien est gardé.", EN: "I have just read a page for you: wait ten seconds, then press “Read the page”. The link is kept."},
			Buttons: []bot.Button{{Label: bot.Text{FR: "Lire la page", EN: "Read the page"}, Style: bot.Primary, Do: posting("relire", d.ID)}, {Label: bot.Text{FR: "Remplir moi-même", EN: "Fill it in myself"}, Do: posting("brouillon", d.ID)}},
		}, nil
	}
	read, said, err := p.readLink(ctx, d.Page, r.Lang)
	forbidden := errors.Is(err, fetch.ErrForbidden)
	if err != nil && !forbidden {
		return nil, err
	}
	d, err = p.store.ChangeDraft(ctx, community(r), r.From.ID, d.ID, r.Now, func(a *board.Announcement) {
		a.Fill(&read)
		a.Fill(&beside)
		if forbidden {
			a.Page = ""
		}
	})
	if err != nil {
		return nil, noDraft(err)
	}
	return p.screen(ctx, r, d, said)
}

// readLink is what a page says, and what is to be told of it. A link that cannot be read may
// be one where to apply all the same.
func (p *publishing) readLink(ctx context.Context, link string, l bot.Lang) (a board.Announcement, said bot.Text, err error) {
	if p.pages == nil {
		return board.Announcement{Apply: link}, unreadable, nil
	}
	page, err := p.pages.Page(ctx, link)
	switch {
	case errors.Is(err, fetch.ErrForbidden):
		return a, bot.Text{FR: "Cette adresse n’est pas celle d’une page publique : je ne la lis pas. Colle le texte de l’annonce, ou remplis les champs.", EN: "This is not the address of a public page: I do not read it. Paste the text of the opening, or fill in the fields."}, err
	case errors.Is(err, fetch.ErrUnreadable):
		return board.Announcement{Apply: link}, unreadable, nil
	case err != nil:
		return a, said, err
	}
	o, ok := jobposting.Any(page.Body, page.ContentType, page.URL)
	if !ok {
		return board.Announcement{Apply: link}, unreadable, nil
	}
	a = board.FromOffer(&o, bot.Plain(payText(&o.Pay).In(l)))
	cut := cutText(bot.Plain(o.Description))
	more := board.Read(a.Title + "\n" + a.Text) // a page without data of its own says some of it in words
	a.Fill(&more)
	return a, bot.Join("\n", bot.Text{FR: "Voici ce que j’ai lu sur la page. Vérifie chaque ligne : je peux me tromper.", EN: "This is what I read on the page. Check each line: I can be wrong."}, cut), nil
}

// complete fills what is still empty in a draft with a pasted text.
func (p *publishing) complete(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	pasted := r.Args["annonce"]
	read, whole := board.Read(pasted), pasted
	d, err := p.store.ChangeDraft(ctx, community(r), r.From.ID, r.Args["id"], r.Now, func(a *board.Announcement) {
		if a.Text != "" && !strings.Contains(a.Text, read.Text) {
			whole = a.Text + "\n\n" + pasted
			read.Text = bot.Shorten(a.Text+"\n\n"+read.Text, board.MaxText)
			a.Text = ""
		}
		a.Fill(&read)
	})
	if err != nil {
		return nil, noDraft(err)
	}
	return p.screen(ctx, r, d, cutText(whole))
}
