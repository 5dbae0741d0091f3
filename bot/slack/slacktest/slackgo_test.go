package slacktest

import (
	"context"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// library is a bot by slack-go that answers for as long as the test.
func library(t *testing.T, s *Server, w *Workspace, answer func(api *slack.Client, c *socketmode.Client, e socketmode.Event)) *slack.Client {
	t.Helper()
	api := slack.New(w.BotToken, slack.OptionAppLevelToken(s.AppToken), slack.OptionAPIURL(s.URL()))
	client := socketmode.New(api)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = client.RunContext(ctx) // it ends with the test
	}()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		for {
			select {
			case e := <-client.Events:
				answer(api, client, e)
			case <-ctx.Done():
				return
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		<-answered
	})
	s.AwaitSockets(1)
	return api
}

// A library that others wrote connects, answers a command, opens a form and thanks.
func TestSlackGo(t *testing.T) {
	s := Start(t)
	w := s.Workspace("Piscine")
	offers, camille := w.Channel("offres"), w.User("Camille", "fr-FR")
	offers.Join(camille)
	api := library(t, s, w, func(api *slack.Client, c *socketmode.Client, e socketmode.Event) {
		if err := libraryAnswers(api, c, e); err != nil {
			t.Error(err)
		}
	})
	a := camille.Command(offers, "/offres", "go nancy").Answer()
	if r := a.Message.Read(); r.Text != "Bonjour @Camille : go nancy" || !a.Message.Ephemeral || len(r.Buttons) != 1 {
		t.Errorf("%+v", a)
	}
	form := camille.Press(a.Message, "Ouvrir").Answer().View
	if form == nil || form.Title != "Un nom" || len(form.Fields()) != 1 {
		t.Fatalf("%+v", form)
	}
	a = camille.Submit(form, map[string]any{"Nom": "non"}).Answer()
	if a.View == nil || a.View.Field("Nom").Fault != "Un autre." || a.View.Field("Nom").Value != "non" {
		t.Errorf("%+v", a)
	}
	sent := camille.Submit(a.View, map[string]any{"Nom": "Sam"})
	if thanks := sent.Messages(1)[0]; !sent.Acknowledged().Closed || thanks.Read().Text != "Merci Sam" || thanks.ChannelID != camille.DM().ID {
		t.Errorf("%+v", thanks)
	}
	_, ts, err := api.PostMessage(offers.ID, slack.MsgOptionText("*Une* offre", false), slack.MsgOptionBlocks(slack.NewDividerBlock(), slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*Une* <https://example.org|offre>", false, false), nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	seen := camille.Sees(offers)
	last := seen[len(seen)-1]
	if r := last.Read(); last.TS != ts || r.Text != "Une offre" || len(r.Links) != 1 {
		t.Errorf("%+v", last)
	}
	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: offers.ID, IncludeAllMetadata: true})
	if err != nil || len(h.Messages) != 1 {
		t.Errorf("%+v, %v", h, err)
	}
}

func libraryAnswers(api *slack.Client, c *socketmode.Client, e socketmode.Event) error {
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		if err := c.Ack(*e.Request); err != nil {
			return err
		}
		button := slack.NewButtonBlockElement("open", "1", slack.NewTextBlockObject("plain_text", "Ouvrir", false, false))
		words := slack.NewTextBlockObject("mrkdwn", "Bonjour <@"+data.UserID+"> : "+data.Text, false, false)
		return slack.PostWebhook(data.ResponseURL, &slack.WebhookMessage{Text: "Bonjour", Blocks: &slack.Blocks{BlockSet: []slack.Block{slack.NewSectionBlock(words, nil, nil), slack.NewActionBlock("", button)}}})
	case slack.InteractionCallback:
		if data.Type == slack.InteractionTypeBlockActions {
			if err := c.Ack(*e.Request); err != nil {
				return err
			}
			input := slack.NewInputBlock("name", slack.NewTextBlockObject("plain_text", "Nom", false, false), nil, slack.NewPlainTextInputBlockElement(nil, "value"))
			_, err := api.OpenView(data.TriggerID, slack.ModalViewRequest{Type: slack.VTModal, Title: slack.NewTextBlockObject("plain_text", "Un nom", false, false), Submit: slack.NewTextBlockObject("plain_text", "OK", false, false), Blocks: slack.Blocks{BlockSet: []slack.Block{input}}})
			return err
		}
		name := data.View.State.Values["name"]["value"].Value
		if name == "non" {
			return c.Ack(*e.Request, slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "Un autre."}))
		}
		if err := c.Ack(*e.Request); err != nil {
			return err
		}
		_, _, err := api.PostMessage(data.User.ID, slack.MsgOptionText("Merci "+name, false))
		return err
	}
	return nil
}
