package local

import "rebond/bot"

// words are the page's own, by the name that its templates call them.
var words = map[string]bot.Text{
	"room":      {FR: "La salle de Rebond", EN: "Rebond’s room"},
	"skip":      {FR: "Aller à la ligne de commande", EN: "Skip to the command line"},
	"channels":  {FR: "Salons", EN: "Channels"},
	"direct":    {FR: "Messages privés", EN: "Direct messages"},
	"groups":    {FR: "Conversations privées", EN: "Private conversations"},
	"people":    {FR: "Être quelqu’un d’autre", EN: "Be somebody else"},
	"peopleNow": {FR: "Tu es", EN: "You are"},
	"menu":      {FR: "Salons et personnes", EN: "Channels and people"},
	"messages":  {FR: "Messages", EN: "Messages"},
	"line":      {FR: "Parle à Rebond", EN: "Talk to Rebond"},
	"hint":      {FR: "/offres golang nancy", EN: "/jobs golang nancy"},
	"keys":      {FR: "Tabulation complète, Entrée envoie, flèche du haut reprend.", EN: "Tab completes, Enter sends, the up arrow brings back."},
	"send":      {FR: "Envoyer", EN: "Send"},
	"choices":   {FR: "Pour compléter", EN: "Completions"},
	"found":     {FR: "propositions", EN: "completions"},
	"foundOne":  {FR: "proposition", EN: "completion"},
	"tooMany":   {FR: "Trop de pages de la salle sont ouvertes : celle-ci attend son tour. Ferme-en quelques-unes.", EN: "Too many pages of the room are open: this one waits for its turn. Close some of them."},
	"unsure":    {FR: "La réponse s’est perdue, je ne sais pas si c’est passé. Réessaie : rien ne sera fait deux fois.", EN: "The answer was lost; I do not know whether it went through. Try again: nothing will be done twice."},
	"empty":     {FR: "Rien ici pour l’instant.", EN: "Nothing here for now."},
	"unread":    {FR: "du nouveau", EN: "something new"},
	"robot":     {FR: "robot", EN: "bot"},
	"pinned":    {FR: "Épinglé", EN: "Pinned"},
	"alone":     {FR: "Visible uniquement par toi", EN: "Only visible to you"},
	"hide":      {FR: "Masquer", EN: "Dismiss"},
	"hidden":    {FR: "Message masqué.", EN: "Message dismissed."},
	"choose":    {FR: "Choisir", EN: "Choose"},
	"chooseOne": {FR: "Choisis…", EN: "Choose…"},
	"atMost":    {FR: "au plus", EN: "at most"},
	"image":     {FR: "Voir l’image : %s", EN: "View the image: %s"},
	"save":      {FR: "Enregistrer", EN: "Save"},
	"writing":   {FR: "Rebond écrit…", EN: "Rebond is writing…"},
	"lost":      {FR: "La salle ne répond plus. Ce que tu as tapé est gardé ; je réessaie tout seul.", EN: "The room no longer answers. What you typed is kept; I keep trying by myself."},
	"back":      {FR: "La salle répond à nouveau.", EN: "The room answers again."},
	"failed":    {FR: "Rien n’a été envoyé : la salle ne répond pas. Relance rebond s’il est arrêté, puis réessaie ; ce que tu as tapé est gardé.", EN: "Nothing was sent: the room does not answer. Start rebond again if it has stopped, then try again; what you typed is kept."},
	"expired":   {FR: "La salle ne reconnaît plus cette page. Ouvre l’adresse que rebond affiche dans son terminal.", EN: "The room no longer knows this page. Open the address that rebond shows in its terminal."},
	"tooMuch":   {FR: "C’est trop long pour être envoyé. Raccourcis, puis réessaie.", EN: "This is too long to be sent. Shorten it, then try again."},
	"done":      {FR: "C’est reçu.", EN: "Received."},
	"updated":   {FR: "Message mis à jour.", EN: "Message updated."},
	"try":       {FR: "Trois choses à essayer :", EN: "Three things to try:"},
	"validate":  {FR: "Envoyer", EN: "Send"},
	"cancel":    {FR: "Annuler", EN: "Cancel"},
	"required":  {FR: "obligatoire", EN: "required"},
	"wrong":     {FR: "À corriger", EN: "To correct"},
	"none":      {FR: "(pas choisi)", EN: "(not chosen)"},
	"yes":       {FR: "oui", EN: "yes"},
	"no":        {FR: "non", EN: "no"},
	"noScript":  {FR: "Cette page a besoin de JavaScript. Sans lui, rebond console ouvre la même salle dans un terminal.", EN: "This page needs JavaScript. Without it, rebond console opens the same room in a terminal."},
	"doors":     {FR: "La salle", EN: "The room"},
	"thread":    {FR: "Fil :", EN: "Thread:"},
	"unnamed":   {FR: "sans nom", EN: "unnamed"},
	"backTo":    {FR: "Revenir à", EN: "Back to"},
	"closed":    {FR: "Ce fil a été supprimé. Reviens au salon pour continuer.", EN: "This thread has been deleted. Go back to the channel to go on."},
	"notHere":   {FR: "Ce message n’est plus ici, ou il est trop ancien pour être affiché.", EN: "This message is no longer here, or is too old to be shown."},
	"file":      {FR: "Ou prends le texte d’un fichier (.txt ou .md)", EN: "Or take the text of a file (.txt or .md)"},
	"fileRead":  {FR: "Le champ contient maintenant le texte de", EN: "The field now holds the text of"},
	"fileLarge": {FR: "Ce fichier est trop gros : 200 Ko au plus. Le champ n’a pas changé.", EN: "This file is too large: 200 KB at most. The field has not changed."},
	"fileOther": {FR: "Ce fichier n’est pas du texte. Enregistre-le en .txt, ou copie son texte dans le champ, qui n’a pas changé.", EN: "This file is not text. Save it as .txt, or copy its text into the field, which has not changed."},
	"fileEmpty": {FR: "Ce fichier est vide. Le champ n’a pas changé.", EN: "This file is empty. The field has not changed."},
	"fileLost":  {FR: "Je n’arrive pas à lire ce fichier. Copie son texte dans le champ, qui n’a pas changé.", EN: "I cannot read this file. Copy its text into the field, which has not changed."},
}

// What the page says when it refuses, and of direct messages.
var (
	directAbout  = bot.Text{FR: "Tes messages avec Rebond. Personne d’autre ne les voit.", EN: "Your messages with Rebond. Nobody else sees them."}
	privateOnly  = bot.Text{FR: "Conversation privée : seuls ses membres la voient, la modération pas plus que les autres. Sur Discord, qui a la permission « Gérer les fils » peut la lire aussi. Dans la salle, on n’y parle qu’à Rebond ; sur Discord et sur Slack, c’est ici que vous vous écrivez.", EN: "A private conversation: only its members see it, moderators no more than others. On Discord, whoever has the “Manage Threads” permission can read it too. In the room, one speaks only to Rebond here; on Discord and on Slack, this is where you write to each other."}
	noSuchPage   = bot.Text{FR: "Il n’y a rien à cette adresse.", EN: "There is nothing at this address."}
	noSuchThread = bot.Text{FR: "Ce fil n’existe pas, ou plus, ou il n’est pas pour toi.", EN: "There is no such thread, or no longer, or it is not for you."}
	tooLarge     = bot.Text{FR: "C’est trop long pour être envoyé. Raccourcis, puis réessaie.", EN: "This is too long to be sent. Shorten it, then try again."}
	tooLongHere  = bot.Text{FR: "C’est trop long pour une ligne d’un terminal. Réponds plus court, ou passe par la page.", EN: "This is too long for a line of a terminal. Answer shorter, or use the page."}
	notAForm     = bot.Text{FR: "Je ne comprends pas ce qui a été envoyé. Recharge la page, puis réessaie.", EN: "I do not understand what was sent. Reload the page, then try again."}
	tooMany      = bot.Text{FR: "Trop de pages sont ouvertes en même temps. Ferme-en quelques-unes.", EN: "Too many pages are open at the same time. Close some of them."}
	noKey        = bot.Text{FR: "Cette salle est privée. Ouvre l’adresse entière que rebond affiche dans son terminal : elle contient la clé. Ton navigateur s’en souviendra.", EN: "This room is private. Open the whole address that rebond shows in its terminal: it holds the key. Your browser will remember it."}
	wrongHost    = bot.Text{FR: "La salle ne répond qu’à 127.0.0.1 et à localhost.", EN: "The room answers to 127.0.0.1 and localhost only."}
	wrongOrigin  = bot.Text{FR: "Une autre page web a essayé d’entrer dans la salle. Je ne l’ai pas laissée faire.", EN: "Another web page tried to enter the room. I did not let it."}
	notAConsole  = bot.Text{FR: "Ici se branche rebond console, et rien d’autre.", EN: "This is where rebond console connects, and nothing else."}
)

// tryThese are lines for a first visit.
var tryThese = bot.Text{FR: "/offres golang nancy\n/offres télétravail débutant\n/aide", EN: "/jobs golang nancy\n/jobs remote junior\n/help"}
