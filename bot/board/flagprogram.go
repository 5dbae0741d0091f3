package board

// What the patterns of programs share. Forms that tell the reader to do it: « tu
// installeras » is the job itself.
const (
	install = `(?:telecharge[rz]?|telechargement d[e']|installe[rz]?|installation d[e']|execute[rz]?|lance[rz]?|download(?:ing)?|install(?:ing)?|run(?:ning)?|execute)`
	forTest = `(?:pour|avant|lors de|for|before|during|to (?:take|pass|do|start|complete|join)|afin de (?:passer|faire|realiser)) (?:(?:passer|faire|` +
		`realiser|commencer|demarrer|participer a|rejoindre) )?(?:le |l'|la |ton |votre |notre |un |une |the |your |our |a |an |ce |cette |` +
		`this )?(?:\w+ )?(?:tests? techniques?|tests?|entretiens?|interviews?|exercices?|assessments?|challenges?|visio\w*|video call|appels?|calls?|` +
		`meetings?|rendez-vous|rdv|postuler|candidater|candidature|apply(?:ing)?|application|screening|onboarding)`
	// Tools that developers know: nothing is held for naming one.
	known = `(?:docker|podman|git|node(?:\.?js)?|npm|yarn|pnpm|python|go|golang|rust|java|jdk|vs ?code|visual studio|intellij|postman|figma|chrome|` +
		`firefox|navigateur|browser|zoom|microsoft teams|teams|google meet|meet|skype|slack|webex|jitsi|make|terraform|php|composer|symfony|laravel|` +
		`xcode|android studio|unity|postgres\w*|mysql|sqlite|kubernetes|minikube|kind|virtualbox|app store|play store|google play|discord)`
	ours = `(?:ce|cet|cette|notre|nos|mon|this|our|my|the attached|ci-joint|suivant|following) (?:\w+ )?(?:programmes?|logiciels?|appli\w*|outils?|` +
		`clients?|scripts?|executables?|fichiers?|archives?|software|programs?|tools?|apps?|application|projets?|projects?|repo\w*|depots?|zip|` +
		`launcher|package|plateforme|environnement)|(?:le |la |l'|the )(?:script|programme|projet|fichier|code|depot|archive|project|file|` +
		`program) (?:fournie?|jointe?|ci-jointe?|envoyee?|attached|provided)`
	remote  = `(?:any ?desk|team ?viewer|rust ?desk|ultra ?viewer|supremo|ammyy)`
	archive = `(?:zip|rar|7z|tar\.gz|tgz)`
)

// programSignals are about programs that the reader is told to install or run.
var programSignals = []signal{
	phrase(Program, "telecharg|install|execut|lance|download|run", install+` ¤(?:`+ours+`|\bprogrammes?|\blogiciels?|\bprograms?|\bsoftware|\bexecutables?|\.(?:exe|apk|dmg|msi|scr|jar)|\.`+archive+`)\b¤ `+forTest,
		lawful{before: `(?:rien a|ne pas|pas a|pas besoin d[e']|n'aurez pas a|inutile d[e']|never|not have to|no need to|nothing to|don't) ?`, within: `install\w* (?:docker|git|node|python) pour`, after: ` (?:des?|du|d'(?:offres?|integration|acceptation|intrusion|embarques?)|de (?:charge|performance|penetration|non|regression|la)|unitaires?|` +
			`fonctionnels?|clients?|coverage|suite|of|environments?)\b[^\n]*`, around: `aucun programme|nothing to install|sera demande a aucun`}),
	phrase(Program, "telecharg|install|download", `(?:telecharge[rz]?|installe[rz]?|download|install) ¤`+forTest,
		lawful{before: `(?:rien a|ne pas|pas a|pas besoin d[e']|n'aurez pas a|inutile d[e']|never|not have to|no need to|nothing to|don't|missions? ?:|you will|vous devrez savoir|serveurs?) ?`, within: known + `|(?:the |le |la |l'|ton |votre |your )?(?:enonce|sujet|job description|description|annonce|offre|candidature|formulaire|form|grille|` +
			`plaquette|brochure|documents?|documentation|guide|consignes?|brief|instructions?|pdf|dossier|cv|resume|fiche|subject|dependenc\w+|` +
			`dependances|tests?|capteurs?|serveurs?|equipements?|materiel|bancs?|environnements?)`, after: ` (?:des?|du|d'|de|et|unitaires?|fonctionnels?|clients?|coverage|suite|of|environments?)\b[^\n]*`, around: `app store|play store`}),
	phrase(Program, "attached|provided|enclosed|joint|fourni", `(?:run|execute[rz]?|launch|open|lance[rz]?|ouvre[rz]?) (?:the |le |la |l')?(?:(?:attached|provided|enclosed) (?:\w+ )?(?:projects?|files?|`+
		`programs?|scripts?|apps?|zip|repo\w*)|(?:projet|fichier|programme|script|archive|application) (?:jointe?|ci-jointe?|fournie?|`+
		`en piece jointe))`,
		lawful{within: `pdf|jupyter|notebook`}),
	phrase(Program, "test|recrutement|selection|evaluation", `(?:telecharge[rz]?|installe[rz]?) notre (?:logiciel|programme|application|appli|outil|client) (?:de |d')(?:test|recrutement|selection|evaluation)`, lawful{after: ` (?:sur|chez|aux|dans|unitaires?)[^\n]*`}),
	phrase(Program, "unzip|zippe|decompresse|extract", `(?:unzip|extract|decompresse[rz]?|dezippe[rz]?) ¤(?:run|npm|yarn|execute[rz]?|lance[rz]?|start)(?: \w+){0,2}`, lawful{within: `data|donnees|features?|information`}),
	phrase(Program, "executable|exe|apk", `(?:telecharge[rz]?|download|run|execute[rz]?|lance[rz]?|open|ouvre[rz]?) (?:§2)?(?:l'|le |the |un |an |cet |ce )(?:executables?|exe|apk)`, lawful{}),
	phrase(Program, "local", `(?:execute[rz]?|lance[rz]?|run) (?:le|the|ce|this|notre|our) (?:projet|project|code|repo\w*|depot|script|application) (?:en local|locally) ¤`+forTest, lawful{}),
	phrase(Program, "entretien|interview|test|assessment|visio", `(?:entretien|interview|tests?|assessment|visio\w*) ¤(?:a (?:telecharger|installer)|(?:need to|have to|please|must|asked to) (?:download|install) \w+(?: \w+)?)`,
		lawful{within: known + `|rien|enonce|sujet|pas|not|environnements?`, around: `app store|play store`}),
	phrase(Program, ".exe|.msi|.dmg|.apk|.scr|.iso|.jar|.bat|.cmd|.ps1|.vbs|.pkg|.appimage|.hta|.lnk", `(?:https?://|www\.)[^ \n]{1,200}\.(?:exe|msi|dmg|apk|scr|iso|jar|bat|cmd|ps1|vbs|pkg|appimage|hta|lnk)(?:[?#][^ \n]*)?`, lawful{after: `(?:\.[a-z]|[\w/-])[^\n]*`}),
	phrase(Program, ".exe|.msi|.dmg|.apk|.scr", `[\w-]+\.(?:exe|msi|dmg|apk|scr)`, lawful{before: `(?:sign\w*|analys\w*|publi\w*|generer|build\w*|\w*\.) ?(?:§2)?`, within: `(?:cmd|powershell|java|python|explorer|git|node)\.exe`, after: `\.[a-z][^\n]*`, around: `reverse|malwares?|forensic`}),
	phrase(Program, ".zip|.rar|.7z|.tgz|.tar.gz", `https?://[^ \n]{1,200}\.`+archive+`(?:[?#][^ \n]*)?`, lawful{after: `\.[a-z][^\n]*`}),
	phrase(Program, "clone|fork", `(?:git )?clone[rz]? ¤(?:and|et|puis|then|&&|,) (?:\w+ )?(?:run|execute[rz]?|lance[rz]?|demarre[rz]?|start|npm|yarn|pnpm)(?: (?:it|this|the|`+
		`le|la|l'application|install|start|locally|repo|project|projet|code))*`,
		lawful{around: `you will|vous serez|tu seras|au quotidien`}),
	phrase(Program, "npm|yarn|pip|cargo|npx", `(?:npm|yarn|pnpm|pip3?|cargo|npx)(?: (?:i|install|add|start|run|dev))?[ ,]¤(?:tests? (?:technique|project|projet)|our (?:\w+ )?(?:test|`+
		`project|repo)|notre (?:test|projet|repo)|(?:this|ce) (?:projet|project|repo|test)|challenge|assessment|interview|entretien|`+
		`candidat\w*)(?: (?:project|projet))?`,
		lawful{before: `(?:avec|maitrise de|tooling|outils|stack|with) (?:§2)`, around: `stack ?:|environnement technique`}),
	phrase(Program, "curl|wget|iwr|irm|powershell|mshta", `(?:(?:curl|wget|iwr|irm) [^\n]{1,150}\| ?(?:sudo )?(?:ba|z)?(?:sh|iex)|powershell(?:\.exe)? -\w+(?: [^ \n]+)?|mshta https?://[^ \n]+)`, lawful{}),
	phrase(Program, "desk|viewer|supremo|ammyy", install[:len(install)-1]+`|open|ouvre[rz]?|connecte[rz]?(?:-toi|-vous)?|rejoin\w+) (?:§3)?`+remote+`(?: `+forTest+`)?`,
		lawful{before: `(?:missions? ?:|savoir|you will|clients?|utilisateurs?) (?:§2)`, after: ` (?:sur (?:les|des|le)|on (?:user|client|the)|aux|chez|pour (?:les|des|assister|depanner)|client)[^\n]*`, around: `helpdesk|support|depannage|assistance|utilisateurs?|users|parc`}),
	phrase(Program, "desk|viewer|supremo|ammyy", `(?:entretiens?|interviews?|tests? technique|tests?|onboarding|recrutement|assessment)(?: \w+)?,? (?:se (?:fait|fera|passe|passera|deroule) |`+
		`is |will be |done |held |conducted )?(?:§2)?(?:sur|via|par|avec|on|through|using|over|with) `+remote+`|`+remote+` ¤`+forTest, lawful{around: `helpdesk|depannage|utilisateurs?`}),
	phrase(Program, "antivirus|anti-virus|pare-feu|firewall|defender|smartscreen|gatekeeper", `(?:desactive[rz]?|coupe[rz]?|disable|turn off|deactivate|turning off|disabling|desactivation d[e']) (?:§2)?(?:ton |votre |your |l'|the |le |`+
		`son )?(?:windows )?(?:antivirus|anti-virus|pare-feu|firewall|defender|smartscreen|gatekeeper)`,
		lawful{before: `(?:ne jamais|never|ne pas|jamais|don't|tentatives? de|attempts? to) ?`, around: `attaquants?|attackers?|malwares?|edr`}),
}
