package discordtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// toFake sends what is meant for discord.com, in version 9, to the fake.
type toFake struct{ base *url.URL }

func (f toFake) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = f.base.Scheme, f.base.Host
	r.URL.Path = strings.Replace(r.URL.Path, "/api/v9/", "/api/v10/", 1)
	return http.DefaultTransport.RoundTrip(r)
}

// library is a bot by discordgo, not yet connected.
func library(t *testing.T, s *Server) *discordgo.Session {
	t.Helper()
	discordgo.APIVersion = "10"
	d, err := discordgo.New("Bot " + s.Token)
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	d.Client = &http.Client{Transport: toFake{base}}
	d.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsDirectMessages
	d.ShouldReconnectOnError = false
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// respond is a bot that greets, then asks, then thanks.
func respond(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
	button := discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "Encore", Style: discordgo.PrimaryButton, CustomID: "plus"}}}
	data := &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsIsComponentsV2, AllowedMentions: &discordgo.MessageAllowedMentions{}}
	response := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: data}
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		data.Components = []discordgo.MessageComponent{discordgo.TextDisplay{Content: "Bonjour " + i.Member.User.GlobalName + ", " + i.ApplicationCommandData().Options[0].StringValue()}, button}
	case discordgo.InteractionMessageComponent:
		response.Type = discordgo.InteractionResponseModal
		response.Data = &discordgo.InteractionResponseData{CustomID: "form", Title: "Encore", Components: []discordgo.MessageComponent{
			discordgo.Label{Label: "Nom", Component: discordgo.TextInput{CustomID: "nom", Style: discordgo.TextInputShort}},
		}}
	case discordgo.InteractionModalSubmit:
		input := i.ModalSubmitData().Components[0].(*discordgo.Label).Component.(*discordgo.TextInput)
		response.Type = discordgo.InteractionResponseUpdateMessage
		data.Components = []discordgo.MessageComponent{discordgo.TextDisplay{Content: "Merci " + input.Value}}
	}
	return response
}

// A library that others wrote connects, registers, answers, posts and reads.
func TestDiscordgo(t *testing.T) {
	s := Start(t)
	s.Lenient()
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	d := library(t, s)
	guilds, direct := make(chan string, 1), make(chan string, 1)
	d.AddHandler(func(_ *discordgo.Session, e *discordgo.GuildCreate) { guilds <- e.Guild.ID })
	d.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		if !e.Author.Bot {
			direct <- e.Content
		}
	})
	d.AddHandler(func(d *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := d.InteractionRespond(i.Interaction, respond(i)); err != nil {
			t.Errorf("answer: %v", err)
		}
	})
	if err := d.Open(); err != nil {
		t.Fatal(err)
	}
	if id := <-guilds; id != g.ID {
		t.Errorf("guild %s; want %s", id, g.ID)
	}
	admin := int64(discordgo.PermissionAdministrator)
	if _, err := d.ApplicationCommandBulkOverwrite(s.ApplicationID, "", []*discordgo.ApplicationCommand{{
		Name: "bonjour", Description: "Dire bonjour", Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "nom", Description: "Un nom", Required: true}},
	}, {Name: "admin", Description: "Régler", DefaultMemberPermissions: &admin}}); err != nil {
		t.Fatal(err)
	}
	a := camille.Command(offers, "bonjour", map[string]any{"nom": "Nancy"}).Answer()
	if !strings.Contains(a.Message.Markdown(), "Bonjour Camille, Nancy") {
		t.Errorf("%+v", a)
	}
	a = camille.Press(a.Message, "plus").Answer()
	if a = camille.Submit(a.Modal, map[string]any{"Nom": "Camille"}).Answer(); !a.Updated || !strings.Contains(a.Message.Markdown(), "Merci Camille") {
		t.Errorf("%+v", a)
	}
	m, err := d.ChannelMessageSendComplex(offers.ID, &discordgo.MessageSend{Content: "Une offre", AllowedMentions: &discordgo.MessageAllowedMentions{}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := d.ChannelMessages(offers.ID, 10, "", "", "")
	if err != nil || len(all) != 2 || all[0].ID != m.ID || len(all[1].Components) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := d.MessageThreadStart(offers.ID, m.ID, "Suivi", 1440); err != nil {
		t.Error(err)
	}
	camille.Says(camille.DM(), "coucou")
	if words := <-direct; words != "coucou" {
		t.Errorf("%q", words)
	}
}
