package discordtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What Discord accepts in one message, where the contract does not say it.
const (
	maxContent    = 2000 // characters of content; the contract says 4,000
	maxComponents = 40   // of all depths
	maxText       = 4000 // characters of all text displays together
	maxTextBytes  = 10170
	textOverhead  = 12 // bytes that each text display adds to those: discord-api-docs issue 8554
	maxEmbedText  = 6000
	maxNonce      = 25
)

// size is a number of characters.
func size(s string) int { return utf8.RuneCountInString(s) }

func empty(s string) bool { return strings.TrimSpace(s) == "" }

// postLimits are those of a message that the bot posts.
func postLimits(x *exchange) faults {
	f := x.messageLimits(x.object(), "", FlagSuppressEmbeds|FlagSuppressNotifications|FlagComponentsV2)
	if n := x.object()["nonce"]; n != nil && (size(fmt.Sprint(n)) > maxNonce || fmt.Sprint(n) == "") {
		f.add("nonce", "NONCE_TYPE_TOO_LONG", "%v is over %d characters, or none", n, maxNonce)
	}
	if truth(x.object()["enforce_nonce"]) && x.object()["nonce"] == nil {
		f.add("nonce", "BASE_TYPE_REQUIRED", "This field is required to enforce it")
	}
	return f
}

func editLimits(x *exchange) faults {
	return x.messageLimits(x.object(), "", FlagSuppressEmbeds|FlagComponentsV2)
}

func followUpLimits(x *exchange) faults {
	return x.messageLimits(x.object(), "", FlagSuppressEmbeds|FlagEphemeral|FlagSuppressNotifications|FlagComponentsV2)
}

func answerLimits(x *exchange) faults {
	return x.messageLimits(x.object(), "", FlagSuppressEmbeds|FlagEphemeral|FlagComponentsV2)
}

// callbackLimits are those of the first answer to an interaction.
func callbackLimits(x *exchange) faults {
	kind, _ := number(x.object()["type"])
	data, _ := x.object()["data"].(object)
	var f faults
	switch kind {
	case CallbackMessage, CallbackUpdate:
		return x.messageLimits(data, "data", FlagSuppressEmbeds|FlagEphemeral|FlagSuppressNotifications|FlagComponentsV2)
	case CallbackDeferred, CallbackDeferredUpdate:
		if n, _ := number(data["flags"]); n&^FlagEphemeral != 0 {
			f.add("data/flags", "BITFIELD", "only EPHEMERAL goes with a deferral, not %b", n)
		}
		for _, k := range keys(data) {
			if k != "flags" {
				f.add("data/"+k, "UNKNOWN_FIELD", "a deferral says nothing but flags")
			}
		}
	case CallbackChoices:
		seen := map[string]bool{}
		if len(list(data["choices"])) > maxOptions {
			f.add("data/choices", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxOptions)
		}
		for i, v := range list(data["choices"]) {
			o, _ := v.(object)
			choiceLimits(o, at("data/choices", i), seen, &f)
		}
	case CallbackModal:
		modalLimits(data, &f)
	}
	return f
}

// messageLimits are those of every message; prefix is where it is in the body.
func (x *exchange) messageLimits(b object, prefix string, flags int) faults {
	var f faults
	n, _ := number(b["flags"])
	if n&^flags != 0 {
		f.add(at(prefix, "flags"), "BITFIELD", "only the flags %b can be set here, not %b", flags, n)
	}
	if s := text(b["content"]); size(s) > maxContent {
		f.add(at(prefix, "content"), "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxContent)
	}
	if s := text(b["content"]); s != "" && empty(s) {
		f.add(at(prefix, "content"), "BASE_TYPE_REQUIRED", "This field is required")
	}
	embedLimits(list(b["embeds"]), prefix, &f)
	componentLimits(list(b["components"]), at(prefix, "components"), n&FlagComponentsV2 != 0, &f)
	x.mentionLimits(b, prefix, &f)
	if len(list(b["attachments"])) > 10 {
		f.add(at(prefix, "attachments"), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	for i, v := range list(b["attachments"]) {
		o, _ := v.(object)
		if name := text(o["filename"]); strings.ContainsAny(name, `/\`) {
			f.add(at(prefix, "attachments", i, "filename"), "INVALID_FILENAME", "%q", name)
		}
	}
	return f
}

func embedLimits(embeds []any, prefix string, f *faults) {
	if len(embeds) > 10 {
		f.add(at(prefix, "embeds"), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	total := 0
	for i, v := range embeds {
		o, _ := v.(object)
		footer, _ := o["footer"].(object)
		author, _ := o["author"].(object)
		for _, s := range []string{text(o["title"]), text(o["description"]), text(footer["text"]), text(author["name"])} {
			total += size(s)
		}
		for n, v := range list(o["fields"]) {
			field, _ := v.(object)
			total += size(text(field["name"])) + size(text(field["value"]))
			if empty(text(field["name"])) || empty(text(field["value"])) {
				f.add(at(prefix, "embeds", i, "fields", n), "BASE_TYPE_REQUIRED", "This field is required")
			}
		}
	}
	if total > maxEmbedText {
		f.add(at(prefix, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
}

// mentionLimits are our own rule: every message says whom it may ping, and that
// is nobody but those that the test allows.
func (x *exchange) mentionLimits(b object, prefix string, f *faults) {
	where := at(prefix, "allowed_mentions")
	if text(b["content"]) == "" && len(list(b["components"])) == 0 && len(list(b["embeds"])) == 0 {
		return
	}
	allowed, ok := b["allowed_mentions"].(object)
	if !ok {
		f.add(where, "OURS", "every message says whom it may ping")
		return
	}
	if len(list(allowed["parse"])) > 0 {
		f.add(at(where, "parse"), "OURS", "%v lets the text ping whom it likes", allowed["parse"])
	}
	if truth(allowed["replied_user"]) {
		f.add(at(where, "replied_user"), "OURS", "it pings who is answered")
	}
	for _, k := range []string{"users", "roles"} {
		for _, id := range list(allowed[k]) {
			if !x.pings[fmt.Sprint(id)] {
				f.add(at(where, k), "OURS", "%v may not be pinged: the test does not allow it", id)
			}
		}
		if slices.Contains(list(allowed["parse"]), any(k)) && len(list(allowed[k])) > 0 {
			f.add(at(where, k), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s are mutually exclusive.", k, k)
		}
	}
}
