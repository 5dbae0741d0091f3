package bottest

import "rebond/bot"

// rogue is what somebody wrote to do harm, wherever a message can hold it.
func rogue() *bot.Message {
	const script, mention, link = `<script>alert(1)</script>`, `@everyone <@123456789012345678> <!channel>`, `[clic](javascript:alert(1)) **gras** _ital_ ` + "`code`"
	said := bot.Textf(text("Quelqu’un a écrit : %s", "Somebody wrote: %s"), script+"\n# "+mention+"\n> "+link)
	return &bot.Message{
		Text: said,
		Cards: []bot.Card{{
			Title: bot.Same(script + " " + link), Body: bot.Same(mention + "\n- " + link),
			Facts:   []bot.Fact{fact(bot.Same(mention), bot.Same(link+` " onclick="alert(1)`))},
			Image:   &bot.Image{Alt: bot.Same(`"><img src=x onerror=alert(1)> ` + mention), URL: "https://rebond.example/%22%3E%3Cscript%3E?a='b'"},
			Footer:  bot.Same(script + " &lt;b&gt; &amp;"),
			Buttons: []bot.Button{press(bot.Same(script+` '"`), bot.Plainly), press(bot.Same(mention), bot.Danger), leads(bot.Same("x</a>"), "https://rebond.example/?q='%22%3E&x=javascript:alert(1)")},
		}},
		Selects: []bot.Select{{Prompt: bot.Same(script), Param: "choix", Do: bot.Call{Command: "choisir", Action: "choix"}, Options: []bot.Option{
			{Value: `"><script>`, Label: bot.Same(script)}, {Value: `' onclick='x`, Label: bot.Same(mention)},
		}}},
	}
}

// scripts are the world's.
func scripts() *bot.Message {
	return &bot.Message{
		Text:    text("Bienvenue — Bienvenüe — Добро пожаловать — 欢迎 — ようこそ — 환영합니다 — Καλώς ήρθες — ยินดีต้อนรับ — स्वागत है 🎉 👩‍💻 🏳️‍🌈 🇫🇷", "Welcome — Willkommen — Добро пожаловать — 欢迎 — ようこそ — 환영합니다 — Καλώς ήρθες — ยินดีต้อนรับ — स्वागत है 🎉 👩‍💻 🏳️‍🌈 🇬🇧"),
		Cards:   []bot.Card{{Title: text("Développeuse à 東京", "Developer in 東京"), Body: bot.Same("e\u0301te\u0301 · Łódź · İstanbul · Ω ≠ Ω · ﬁ · 🅰️"), Facts: []bot.Fact{fact(text("Langue", "Language"), bot.Same("日本語"))}, Buttons: []bot.Button{press(bot.Same("はい ✅"), bot.Primary)}}},
		Buttons: []bot.Button{press(bot.Same("Нет"), bot.Plainly)},
	}
}

// rightToLeft are names and words that read from right to left, among words
// that do not.
func rightToLeft() *bot.Message {
	return &bot.Message{
		Text: bot.Join("\n\n", bot.Textf(text("**%s** a publié une offre ; %s aussi, à 18 h.", "**%s** posted an opening; %s did too, at 18:00."), "ليلى", "דוד"), text("مرحبًا بك في Rebond، نحن هنا لمساعدتك !", "مرحبًا بك في Rebond، نحن هنا لمساعدتك!")),
		Cards: []bot.Card{{
			Title: bot.Same("مطوّر Go (Nancy)"), Body: bot.Same("ברוך הבא ל-Rebond."), Facts: []bot.Fact{fact(text("Contact", "Contact"), bot.Same("ليلى 12")), fact(text("Équipe", "Team"), bot.Same("דוד (2)"))},
			Buttons: []bot.Button{press(bot.Textf(text("Écrire à %s", "Write to %s"), "ليلى"), bot.Plainly), press(text("Plus tard", "Later"), bot.Plainly)},
		}},
	}
}
