// Package slacktest is a Slack that runs inside a test: an HTTP and WebSocket server
// on loopback that speaks Socket Mode, the Web API and response URLs. It promises to
// refuse what Slack refuses, with the same errors, and to fail the test for every
// message, view or acknowledgement that the official contract, a check of unknown
// properties or the table of limits does not allow. People use it through its Go API:
// they type, press, choose and fill in what a real client would let them.
//
// Bots by libraries that others wrote prove that it is no friend of our own adapter
// alone: slack-go in the process of the test, and Bolt for JavaScript in another one.
//
//	s := slacktest.Start(t)
//	w := s.Workspace("Piscine")
//	offers, camille := w.Channel("offres"), w.User("Camille", "fr-FR")
//	offers.Join(camille)
//	run(s.URL(), s.AppToken, w.BotToken) // the bot
//	s.AwaitSockets(1)
//	a := camille.Command(offers, "/offres", "go").Answer()
//	a = camille.Press(a.Message, "Suivantes").Answer()
package slacktest
