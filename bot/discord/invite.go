package discord

import (
	"context"
	"fmt"
)

// Invite is the address at which whoever manages a server lets the bot into it, with its
// commands and the rights of [Rights]. A token that Discord refuses is a *bot.UserError.
func (a *Adapter) Invite(ctx context.Context) (url string, err error) {
	app, _, err := a.who(ctx)
	if err != nil {
		return "", a.explained(err)
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d&integration_type=0", app, needed()), nil
}
