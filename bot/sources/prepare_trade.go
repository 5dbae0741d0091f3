package sources

import "rebond/bot"

// What a phrase says of the trade of an opening.
const (
	trade byte = iota + 1 // of tech, whatever stands around it
	other                 // of something else
	open                  // of tech or not: something else must say it
	tech                  // a word of tech, of no trade
	topic                 // the same, less surely: "digital"
)

// titled holds what is read in titles, in French and in English, masculine and singular.
// The longest phrase wins, so that "business developer" is no developer.
var titled = newPhrases(map[byte]string{trade: techTrades, other: otherTrades, open: openTrades, tech: techWords, topic: topicWords})

const techTrades = `
developpeur, developer, dev, devs, programmeur, programmer, coder, codeur, software engineer, software developer, software architect, integrateur web, integrateur html,
ingenieur logiciel, ingenieur informatique, ingenieur developpement, ingenieur etude developpement, ingenieur etude informatique, ingenieur etude logiciel, ingenieur backend, ingenieur frontend,
ingenieur systeme reseau, ingenieur systeme linux, ingenieur systeme information, ingenieur systeme cloud, ingenieur systeme infrastructure, ingenieur reseau, ingenieur reseau securite, ingenieur cloud, ingenieur devops, ingenieur data, ingenieur donnee, ingenieur ia,
ingenieur machine learning, ingenieur cybersecurite, ingenieur securite informatique, ingenieur securite systeme information, ingenieur test logiciel, ingenieur validation logiciel, ingenieur integration continue, ingenieur infrastructure, ingenieur production informatique,
ingenieur systeme embarque, ingenieur embarque, ingenieur logiciel embarque, ingenieur fiabilite site, ingenieur telecom, ingenieur telecommunication, ingenieur virtualisation, ingenieur stockage, ingenieur plateforme, ingenieur qa, ingenieur base donnee, ingenieur exploitation informatique,
concepteur developpeur, concepteur application, concepteur logiciel, analyste programmeur, analyste developpeur, analyste concepteur, analyste fonctionnel, analyste application, analyste informatique, analyste exploitation, analyste technique, analyste si, informaticien, chef projet it,
lead dev, lead developer, lead developpeur, lead tech, tech lead, techlead, technical lead, leader technique, referent technique, lead engineer, engineering manager, head engineering, vp engineering, director engineering, directeur engineering, responsable engineering,
cto, cio, cdo, ciso, rssi, dsi, chief technology officer, chief information officer, chief information security officer, chief product officer, chief data officer, directeur technique logiciel, directeur systeme information, responsable systeme information, responsable informatique, responsable si, directeur informatique, responsable securite systeme information,
backend engineer, frontend engineer, full stack engineer, fullstack engineer, backend, frontend, full stack, fullstack, back end, front end, back end engineer, front end engineer, mobile engineer, android engineer, ios engineer, web engineer, platform engineer, infrastructure engineer, cloud engineer, network engineer,
systems engineer, system engineer linux, site reliability engineer, site reliability, sre, devops, devsecops, finops, mlops, dataops, secops, gitops, noops, sysops, sysadmin, admin sys, admin systeme, admin reseau, administrateur systeme, administrateur reseau, administrateur systeme reseau, administrateur base donnee, administrateur bdd,
administrateur plateforme, administrateur serveur, administrateur messagerie, administrateur linux, administrateur unix, administrateur windows, administrateur cloud, administrateur infrastructure, administrateur securite, administrateur si, administrateur systeme information, administrateur donnee, administrateur web, administrateur site web, administrateur erp, administrateur outil informatique,
system administrator, systems administrator, network administrator, database administrator, dba, cloud architect, data architect, solution architect, solutions architect, enterprise architect, security architect, technical architect, it architect, system architect, infrastructure architect, network architect,
architecte logiciel, architecte technique, architecte solution, architecte cloud, architecte data, architecte si, architecte systeme, architecte systeme information, architecte reseau, architecte infrastructure, architecte applicatif, architecte donnee, architecte base donnee, architecte web, architecte fonctionnel, architecte entreprise, architecte securite, architecte informatique, architecte telecom, architecte devops, architecte ia, architecte multimedia,
data engineer, data scientist, data analyst, data analytics, data manager, data steward, data architecte, data ingenieur, data miner, dataminer, data science, data engineering, data platform, data lead, head data, lead data, data product manager, data ops, datascientist, dataengineer, analytics engineer, business intelligence, bi developer, bi analyst, bi engineer, consultant bi, consultant data, consultant decisionnel, consultant business intelligence, analyste data, analyste donnee, analyste bi, analyste decisionnel, scientifique donnee, chief data scientist,
machine learning, machine learning engineer, ml engineer, ai engineer, ai researcher, ai scientist, applied scientist, deep learning, llm engineer, prompt engineer, nlp engineer, computer vision, ingenieur recherche ia, quantitative developer,
product manager, product owner, head product, vp product, chief product, lead product, product lead, product director, directeur produit digital, product analyst, product ops, product operations, product marketing manager technique, proxy product owner, group product manager, technical product manager, po, product builder,
product designer, ux designer, ui designer, ux ui designer, ui ux designer, ux, ui, ux researcher, ux research, ux writer, user researcher, user experience, design system, interaction designer, service designer, webdesigner, web designer, designer ux, designer ui, designer interface, designer web, designer numerique, designer produit numerique, product design, head design, design ops, ergonome logiciel, ergonome ihm, ergonome web, ergonome informatique, motion designer ui, game designer, level designer, designer jeu video, game developer, gameplay programmer, technical artist,
pentester, penetration tester, pentest, red team, blue team, soc analyst, analyste soc, security engineer, security analyst, information security, cyber security, cybersecurity, cybersecurite, cyber securite, application security, appsec, security researcher, security officer it, threat intelligence, threat hunter, incident responder, analyste cyber, consultant cyber, consultant securite informatique, expert securite informatique, expert cyber, auditeur securite informatique, responsable securite informatique, analyste securite informatique, ethical hacker, hacker ethique, cryptologue, cryptographer, iam engineer,
qa engineer, qa analyst, qa lead, qa tester, qa manager, qa, quality assurance engineer, sdet, test engineer, test automation, automation tester, testeur logiciel, testeur informatique, testeur application, testeur automaticien logiciel, test lead, test manager, software tester, analyste test, recetteur, automaticien test logiciel, integrateur logiciel, integrateur application, integrateur informatique, integrateur progiciel, integrateur solution, release manager, release engineer, build engineer, homologateur logiciel, testeur jeu video, testeur qa,
support informatique, support it, support technique informatique, support applicatif, support utilisateur, support n1, support n2, support n3, support niveau 1, support niveau 2, support niveau 3, it support, technical support, support engineer, technical support engineer, application support, product support engineer, helpdesk, help desk, service desk, hotliner, hotline informatique, technicien informatique, technicien support, technicien systeme reseau, technicien systeme, technicien reseau, technicien helpdesk, technicien hotline, technicien micro, technicien micro informatique, technicien maintenance informatique, technicien exploitation informatique, technicien proximite, technicien deploiement, technicien deploiement informatique, technicien datacenter, technicien data center, technicien infrastructure, technicien poste travail, technicien telecom, technicien cybersecurite, technicien bureautique, technicien assistance informatique, technicien poste client, technicien it, technicien support informatique, it technician, it manager, it director, it engineer, it specialist, it officer, it administrator, it consultant, it operations, it project manager, it analyst, it lead, head it, responsable it, responsable support, charge support applicatif, assistance informatique, assistance technique informatique, correspondant informatique, pupitreur, operateur informatique, exploitant informatique, technicien exploitation applicative, gestionnaire parc informatique, gestionnaire application, gestionnaire exploitation informatique,
chef projet informatique, chef projet si, chef projet digital, chef projet web, chef projet numerique, chef projet technique, chef projet logiciel, chef projet data, chef projet erp, chef projet sap, chef projet cloud, chef projet infrastructure, chef projet infra, chef projet telecom, chef projet moa, chef projet moe, chef projet amoa, chef projet fonctionnel, chef projet applicatif, chef projet e commerce, chef projet systeme information, chef projet maitrise oeuvre informatique, chef projet multimedia, chef projet developpement logiciel, chef projet agile, chef projet ia, chef projet cybersecurite, chef projet crm, chef projet decisionnel, chef projet etude developpement informatique, chef projet mobile,
directeur projet informatique, directeur projet digital, directeur projet si, directeur projet it, technical project manager, technical program manager, digital project manager, software project manager, it program manager, delivery manager, service delivery manager, scrum master, scrummaster, agile coach, coach agile, agile master, pmo it, pmo informatique, pmo si, business analyst, business analyst it, moa, moe, amoa, assistant maitrise ouvrage, assistance maitrise ouvrage, maitrise ouvrage informatique, maitrise oeuvre informatique, consultant amoa, consultant moa, consultant fonctionnel, consultant technique, consultant informatique, consultant it, consultant erp, consultant crm, consultant sap, consultant salesforce, consultant cloud, consultant devops, consultant si, consultant systeme information, consultant logiciel, consultant progiciel, consultant reseau, consultant systeme reseau, consultant ia, consultant transformation digital, responsable application, responsable applicatif, responsable domaine applicatif, responsable infrastructure, responsable infrastructure it, responsable reseau informatique, responsable exploitation informatique, responsable production informatique, responsable developpement logiciel, responsable developpement informatique, responsable data, responsable etude informatique, responsable projet informatique, responsable parc informatique, responsable service informatique, responsable qa, responsable technique logiciel,
ingenieur avant vente, solutions engineer, solution engineer, presales engineer, pre sales engineer, sales engineer software, avant vente informatique, forward deployed engineer, customer engineer, implementation engineer, integration engineer, field engineer it, developer advocate, developer relations, devrel, developer experience, technical writer, redacteur technique informatique, documentaliste technique logiciel, technical account manager, technical evangelist,
embedded engineer, firmware engineer, embedded software, firmware, fpga engineer, ingenieur fpga, ingenieur firmware, verification engineer software, compiler engineer, kernel engineer, robotics software engineer, simulation engineer software, blockchain engineer, smart contract, web3 engineer, webmaster, webmestre, gestionnaire site web, urbaniste systeme information, urbaniste si, urbaniste informatique, auditeur informatique, auditeur si, auditeur systeme information, it auditor, cogniticien, expert informatique, expert systeme information, expert technique informatique, expert base donnee, expert reseau, expert systeme reseau, expert linux, expert cloud, expert devops, expert java, expert logiciel, expert telecom, formateur informatique, formateur developpement web, formateur developpeur, formateur cybersecurite, mainframe, intellectual coding, no code builder, low code, nocode, lowcode, growth engineer, marketing ops engineer, rpa developer, data entry automation engineer, erp manager, crm manager technique, referent informatique, domain leader it, tech support,
distinguished engineer, principal engineer, staff engineer, chef produit digital, chef produit numerique, chef produit logiciel, chef produit web, chef produit technique, responsable produit digital, full stack web, fullstack web, ingenieur full stack, ingenieur fullstack, ingenieur front, ingenieur back, ingenieur plateforme data, ingenieur mobile, ingenieur web, ingenieur software, ingenieur application, ingenieur sre, ingenieur securite cloud, ingenieur securite reseau, ingenieur integration logiciel, ingenieur recherche developpement logiciel, ingenieur recherche informatique, ingenieur support, ingenieur support logiciel, ingenieur support applicatif, ingenieur solution`

const otherTrades = `
business developer, business developper, business developpeur, business dev, business development, biz dev, bizdev, developpeur commercial, developpeur affaire, developpeur foncier, developpeur immobilier, developpeur vente, developpeur reseau franchise, developpeur franchise, developpeur economique, developpeur territorial, developpeur photo, developpeur projet eolien, developpeur projet solaire, developpeur projet photovoltaique, developpeur projet enr, real estate developer, market developer, property developer, partnership developer, learning developer, training developer, people development, organizational development,
developpement commercial, developpement rh, developpement durable, developpement foncier, developpement immobilier, developpement economique, developpement local, developpement social, developpement reseau commercial, developpement projet eolien,
commercial, technico commercial, ingenieur commercial, ingenieur affaire, ingenieur technico commercial, attache commercial, charge affaire, charge clientele, charge developpement, conseiller commercial, conseiller clientele, conseiller vente, conseiller client, vendeur, account executive, account manager, key account manager, compte cle, grand compte, sales, sales manager, sales executive, sales representative, sales development representative, sdr, bdr, inside sales, area sales manager, head sales, vp sales, sales director, directeur commercial, directeur vente, chef secteur, chef vente, chef rayon, delegue commercial, delegue pharmaceutique, telephoniste, teleprospecteur, televendeur, teleconseiller, business manager, manager affaire, sales operations, sales ops, revenue operations, renewals manager, partnership manager, partner manager, channel manager, customer success manager, customer success, csm, customer care, customer support representative, customer service, service client, relation client, charge relation client, care specialist, onboarding specialist,
recruteur, recruiter, tech recruiter, technical recruiter, it recruiter, recruteur it, recruteur tech, recruteur informatique, charge recrutement, charge recrutement it, consultant recrutement, consultant recrutement it, talent acquisition, talent acquisition specialist, talent acquisition partner, talent acquisition manager, talent partner, sourcer, sourceur, hr, human resources, ressource humaine, rh, charge rh, assistant rh, responsable rh, drh, hrbp, hr business partner, people partner, people operations, people ops, people manager, head people, chief people officer, gestionnaire paie, paie, payroll, charge formation, responsable formation, learning development, happiness manager, office manager, campus manager, employer branding, marque employeur,
comptable, comptabilite, expert comptable, accountant, accounting, controleur gestion, controleur financier, controller, financial controller, financial analyst, finance manager, finance director, analyste financier, daf, cfo, tresorier, treasury, auditeur financier, auditeur interne, audit interne, credit manager, risk manager, analyste credit, analyste risque, compliance officer, compliance manager, tax manager, fiscaliste, actuaire, actuary, fp a analyst, fp&a, fpa, trader, gestionnaire sinistre, gestionnaire assurance, conseiller bancaire, conseiller patrimoine, billing specialist, accounts payable, procurement, acheteur, buyer, acheteur it, acheteur informatique
juriste, juriste it, avocat, lawyer, legal counsel, counsel, notaire, paralegal, dpo, data protection officer, delegue protection donnee, juriste donnee personnel, juriste protection donnee, data privacy counsel, privacy counsel, affaire reglementaire, regulatory affairs,
marketing, marketing manager, product marketing, product marketing manager, chef produit marketing, charge marketing, responsable marketing, assistant marketing, marketing digital, digital marketing, chef projet marketing, chef projet evenementiel, chef projet communication, chef projet editorial, growth marketing, growth manager, growth marketer, growth, content manager, content marketing, community manager, social media, social media manager, charge communication, responsable communication, brand manager, traffic manager, consultant seo, seo manager, specialiste seo, charge seo, expert seo, seo specialist, copywriter, redacteur, redacteur web, journaliste, attache presse, event manager, evenementiel, e commerce manager, category manager, merchandiser, chef produit, influence, crm marketing, media buyer, graphiste, graphic designer, directeur artistique, art director, monteur video, videaste, photographe, brand designer, motion designer,
data entry, data entry operator, data entry clerk, operateur saisie, agent saisie, saisie donnee, data labeler, data annotator, data center facility manager,
architecte interieur, architecte dplg, architecte desa, architecte hmonp, architecte paysagiste, architecte batiment, architecte urbaniste, architecte chef projet batiment, architecte projet, architecte navale, interior designer, interior architect, landscape architect, decorateur, designer textile, fashion designer, designer mode, styliste, designer floral, designer espace, industrial designer, designer industriel, kitchen designer,
chef chantier, conducteur travaux, chef projet batiment, chef projet construction, chef projet industriel, chef projet eolien, chef projet photovoltaique, chef projet immobilier, chef projet btp, chef projet travaux, chef projet genie civil, chef projet environnement, chef projet rh, chef projet logistique, chef projet clinique, chef projet energie, chef projet urbanisme, chef projet mecanique, chef projet automobile, chef projet electrique, genie civil, genie electrique, genie climatique, genie mecanique, ingenieur genie civil, ingenieur structure, ingenieur mecanique, ingenieur mecanicien, ingenieur procede, ingenieur qualite, ingenieur methode, ingenieur electrique, ingenieur thermique, ingenieur chimiste, ingenieur agronome, ingenieur materiau, ingenieur travaux, ingenieur hse, ingenieur qhse, ingenieur environnement, ingenieur energie, ingenieur hydraulique, ingenieur biomedical, ingenieur brevet, ingenieur essai, ingenieur industrialisation, ingenieur maintenance, ingenieur qualite fournisseur, mechanical engineer, civil engineer, electrical engineer, structural engineer, process engineer, chemical engineer, manufacturing engineer, quality engineer manufacturing, field service engineer, hvac engineer, industrial engineer, hardware engineer, sound engineer, ingenieur son, ingenieur financier, financial engineer, ingenieur pedagogique, ingenieur patrimonial,
technicien maintenance, technicien maintenance industriel, technicien sav, technicien laboratoire, technicien qualite, technicien methode, technicien cvc, technicien chauffage, technicien atelier, technicien electrotechnique, technicien electrique, technicien frigoriste, technicien usinage, technicien bureau etude, technicien fibre, technicien fibre optique, technicien raccordement, technicien ascenseur, technicien eolien, technicien automobile, technicien surface, technicien production, technicien biologiste, technicien forestier, technicien paie, technicien comptable, technicien vente, technicien son, technicien lumiere, technicien controle, technicien bureau controle, technicien geometre, technicien photovoltaique, technicien alarme, technicien courant faible, electricien, mecanicien, soudeur, plombier, macon, menuisier, peintre, chaudronnier, usineur, tourneur, fraiseur, monteur, cableur, carrossier, automaticien, electrotechnicien, frigoriste, ajusteur, couvreur, charpentier, grutier, operateur production, operateur regleur, agent fabrication, agent production, conducteur ligne, conducteur machine, ouvrier,
cuisinier, serveur, serveur restaurant, chef partie, chef cuisine, barman, receptionniste, plongeur, patissier, boulanger, boucher, femme chambre, waiter, cook, bartender, housekeeper,
chauffeur, conducteur, livreur, cariste, magasinier, preparateur commande, manutentionnaire, agent logistique, responsable logistique, supply chain, approvisionneur, gestionnaire stock, driver, warehouse, logistics, planner, ordonnanceur,
infirmier, aide soignant, medecin, pharmacien, kinesitherapeute, psychologue, auxiliaire vie, auxiliaire puericulture, educateur, assistant social, dentiste, sage femme, ambulancier, nurse, doctor, physician, caregiver, opticien, dieteticien, veterinaire, preparateur pharmacie, 
professeur, enseignant, instituteur, animateur, moniteur, formateur anglais, formateur adulte, surveillant, teacher, tutor, professeur mathematique, assistant education,
assistant administratif, assistant direction, assistant commercial, assistant comptable, assistant manager, assistant juridique, assistant achat, assistant polyvalent, secretaire, secretariat, hotesse accueil, agent accueil, agent administratif, gestionnaire administratif, executive assistant, personal assistant, administrative assistant, receptionist, standardiste, gestionnaire adv, adv, administration vente, administrateur vente, administrateur bien, administrateur fonction publique,
agent securite, agent surete, agent prevention, agent entretien, agent nettoyage, agent immobilier, agent surveillance, gardien, vigile, security guard, pompier, agent securite incendie, ssiap, responsable securite incendie, responsable hse, responsable qhse, responsable securite site, coordinateur sps, maitre chien, operateur videosurveillance, 
coiffeur, estheticien, jardinier, paysagiste, agriculteur, fleuriste, cleaner, nettoyeur, caissier, hote caisse, employe libre service, employe polyvalent, responsable magasin, directeur magasin, store manager, shop manager, retail manager, manager rayon, gestionnaire locatif, negociateur immobilier, general manager, facility manager, facilities manager, directeur usine, responsable production, responsable atelier, responsable maintenance, responsable qualite, qualiticien, controleur qualite, quality inspector, metrologue, geometre, dessinateur, dessinateur projeteur, projeteur, economiste construction, chercheur biologie, biologiste, chimiste, clinical research associate, attache recherche clinique, medical writer, biostatisticien, translator, traducteur, interprete, chief staff, executive chief staff, investment analyst, investor relations, strategy manager, strategy consultant, consultant strategie, consultant rh, consultant finance, consultant comptable, consultant immobilier, consultant marketing, consultant organisation, courtier, assureur, mandataire, franchise`

const openTrades = `
ingenieur, engineer, engineering, architecte, architect, consultant, consulting, administrateur, administrator, technicien, technician, analyste, analyst, chef projet, project manager, program manager, programme manager, project, projet, programme, directeur projet, responsable projet, coordinateur projet, charge projet, pmo, product, produit, designer, design, integrateur, testeur, tester, test, formateur, trainer, support, expert, specialiste, specialist, scientist, scientifique, researcher, chercheur, researchers, lead, leader, head, manager, responsable, directeur, director, vp, chief, officer, alternant, alternance, apprenti, apprentissage, stagiaire, stage, intern, internship, apprentice, graduate, doctorant, phd, postdoc, r d, rd, operations, operateur, ops, coach, referent, charge mission, charge etude, auditeur, auditor, delivery, associate, research scientist, research engineer, ingenieur production, ingenieur etude, ingenieur exploitation, poste, mission, freelance, reconversion, securite, security, quality, qualite, animateur technique, animateur reseau, concepteur, conception, urbaniste, ergonome, etude, developpement, development, platform, plateforme, staff, principal, membre, member technical, technical staff, sales engineer, avant vente, presales`

const topicWords = `digital, numerique, web, it, logiciel, si, data, donnee, ia, ai, ml, cloud, saas, infra, infrastructure, reseau, systeme, cyber, erp, crm, technique, technical, tech, application, base donnee, automation, bi, decisionnel, algorithme, algorithm, calcul scientifique, iot, robotique, jeu video, mobile, site internet, internet, multimedia, programmation, code, high tech`

// techWords are the tools that nobody but the trades of tech works with; the names of
// [toolTable] are too.
const techWords = `cobol, active directory, citrix, vmware, itil, siem, edr, hadoop, agile, scrum, api, erp sap, s4hana, abap, dynamics 365, odoo, servicenow, sharepoint, power platform, informatica, datastage, talend, etl, datacenter, big data, bigdata, genai, llm, computer science, voip, mpls, cisco, fortinet, palo alto, intune, software, middleware, microservices, microservice, rest api, embedded, embarque, informatique, systeme information, telecom, telecommunication, geomatique, geomaticien, applicatif, maitre ouvrage systeme information`

// ofTech reports whether an offer is of one of the trades of tech: development, systems,
// networks, data, security, quality, product, design, projects and support of software.
// The title decides where it can; where it names a trade that is of tech or not, what the
// source says of it and the tools that the announcement names do.
func (a *announcement) ofTech() bool {
	var said tradeSaid
	said.read(plainWords(a.title))
	switch {
	case said.first == trade:
		return true
	case said.first == other:
		return false
	case said.open && said.tools+said.topics > 0, said.tools > 0 && len(a.title) <= 12:
		return true
	}
	evidence := a.toolCount()
	for _, skill := range a.skills {
		var s tradeSaid
		s.read(plainWords(words(bot.Fold(skill), 20)))
		switch {
		case s.first == other:
			evidence--
		case s.first == trade, departments[bot.Fold(skill)]:
			evidence += 3
		case s.tools > 0:
			evidence++
		}
	}
	if said.open || said.topics > 0 {
		return evidence >= 3
	}
	return evidence >= 5
}

// departments are the names of the parts of a company where the trades of tech are.
var departments = map[string]bool{
	"engineering": true, "tech": true, "technology": true, "it": true, "data": true, "software": true, "r&d": true, "product": true, "produit": true, "product & tech": true, "tech & product": true,
	"informatique": true, "software engineering": true, "product & engineering": true, "engineering & product": true, "design": true, "infrastructure": true, "security": true, "platform": true, "technique": false, "dsi": true,
}

// tradeSaid is what a title says of its trade.
type tradeSaid struct {
	first         byte // the first trade named that decides: [trade] or [other]; 0: none
	open          bool
	tools, topics int
}

func (s *tradeSaid) read(w []string) {
	for i := 0; i < len(w); {
		meaning, n := titled.at(w[i:])
		switch meaning {
		case trade, other:
			if s.first == 0 {
				s.first = meaning
			}
		case open:
			s.open = true
		case tech:
			s.tools++
		case topic:
			s.topics++
		default:
			if _, m := tools.at(w[i:]); m > 0 {
				s.tools++
				n = m
			}
		}
		i += max(n, 1)
	}
}
