package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rebond/bot"
)

// Discord says with which bot of Discord's Rebond speaks there; without a token it does
// not.
type Discord struct {
	Token      Secret   `toml:"token"`
	APIURL     string   `toml:"api_url"`            // the base of the API, with its version
	RegisterIn []string `toml:"register_in_guilds"` // ids of servers to try the commands in; none: all servers
	Shards     string   `toml:"shards"`             // auto, or those of this process: 0,1/4
}

// ShardsOf are the connections that this process keeps, and of how many; of is 0 where
// Discord decides.
func (d *Discord) ShardsOf() (ids []int, of int) {
	ids, of, _ = readShards(d.Shards)
	return ids, of
}

// maxShards is far more than any community's bot needs: 2,500 servers each.
const maxShards = 1000

func readShards(s string) (ids []int, of int, ok bool) {
	if s == "auto" {
		return nil, 0, true
	}
	list, total, _ := strings.Cut(s, "/")
	of, err := strconv.Atoi(total)
	if err != nil || of < 1 || of > maxShards {
		return nil, 0, false
	}
	for one := range strings.SplitSeq(list, ",") {
		id, err := strconv.Atoi(strings.TrimSpace(one))
		if err != nil || id < 0 || id >= of || slices.Contains(ids, id) {
			return nil, 0, false
		}
		ids = append(ids, id)
	}
	return ids, of, true
}

// check tells every value that is not allowed. A token is taken as it is often copied.
func (d *Discord) check(wrong func(bot.Text)) {
	d.Token = Secret(strings.TrimPrefix(strings.TrimSpace(string(d.Token)), "Bot "))
	if strings.ContainsAny(string(d.Token), " \t\r\n\"'") {
		wrong(bot.Text{FR: "discord.token contient une espace ou un guillemet : recopie le jeton en entier, et lui seul.", EN: "discord.token holds a space or a quotation mark: copy the whole token, and nothing else."})
	}
	if !safeBase(d.APIURL) {
		wrong(bot.Textf(bot.Text{FR: "discord.api_url vaut « %s » : il faut une adresse en https:// (ou http:// sur cette machine), car le jeton y passe.", EN: "discord.api_url is “%s”: it must be an https:// address (or http:// on this machine), as the token goes there."}, d.APIURL))
	}
	for _, id := range d.RegisterIn {
		if _, err := strconv.ParseUint(id, 10, 64); err != nil {
			wrong(bot.Textf(bot.Text{FR: "discord.register_in_guilds contient « %s » : il faut l’identifiant d’un serveur, fait de chiffres (Discord : mode développeur, clic droit sur le serveur, Copier l’identifiant).", EN: "discord.register_in_guilds holds “%s”: it must be the id of a server, which is digits (Discord: developer mode, right click on the server, Copy Server ID)."}, id))
		}
	}
	if _, _, ok := readShards(d.Shards); !ok {
		wrong(bot.Textf(bot.Text{FR: "discord.shards vaut « %s » : il faut \"auto\", ou les connexions de ce processus sur le total, comme \"0,1/4\".", EN: "discord.shards is “%s”: it must be \"auto\", or the connections of this process out of all, like \"0,1/4\"."}, d.Shards))
	}
}

// safeBase reports whether a secret may go to an address: nobody on the way can read it.
func safeBase(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
