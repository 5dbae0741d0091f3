// Package discordtest is a Discord that runs inside a test: an HTTP and
// WebSocket server on loopback that speaks the gateway and the REST API of
// Discord, version 10. It promises to refuse what Discord refuses, with the same
// codes, and to fail the test for every request body that the official contract,
// a check of unknown properties or the table of limits does not allow. People
// use it through its Go API: they type, press, choose and fill in what a real
// client would let them.
//
// Bots by libraries that others wrote prove that it is no friend of our own adapter
// alone: discordgo in the process of the test, and discord.js in another one, which
// registers, answers, edits, reads files, resumes and is killed (TestDiscordJS). Both
// need Lenient, for properties that they write as false or empty where Discord has none.
//
//	s := discordtest.Start(t)
//	g := s.Guild("Piscine", "fr")
//	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
//	g.Join(camille)
//	run(s.URL(), s.Token) // the bot
//	s.AwaitReady(1)
//	s.AwaitRegistered(nil)
//	a := camille.Command(offers, "offres", map[string]any{"recherche": "go"}).Answer()
//	a = camille.Press(a.Message, a.Message.Button("Suivantes").CustomID).Answer()
package discordtest
