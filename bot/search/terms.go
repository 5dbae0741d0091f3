package search

import "strings"

// maxCompound is the number of words in the longest term of the table.
const maxCompound = 3

// termTable holds the tech terms: each line is a term and the other ways it is
// written, folded. What stands after "-" holds a term but is none: "point de
// vue" is found as a whole and by its other words, not by "vue". A term is one
// word, never cut into its forms, never taken for a place, and complete as
// typed: "java" does not find "javascript".
const termTable = `
-: go to, go to market, go for, go live, go further, go beyond, go no go, no go, let s go, ready to go, go de ram, go de memoire, go de stockage
-: c est, c etait, c level, c suite, serie c, series c, categorie c, permis c, plan c, c v, c d i, c d d, r h, r d, j ai
-: point de vue, points de vue, vue d ensemble, vue sur, en vue de, en vue d, prise de vue, prises de vue, garde a vue
-: front office, tableau de bord, tableau blanc, excel at, the rest, rest of, the helm, play a
ada
agile: agilite
airflow
android
angular: angularjs, angular.js, angular js
ansible
apache
api: apis
argocd: argo cd
asp.net: aspnet, asp net
aws: amazon web services
azure
backend: back-end, back end
bash
bdd: base de donnees, bases de donnees, database, databases
bigdata: big data, big-data
bigquery: big query
bootstrap
c
c++: cpp, c plus plus
c#: csharp, c sharp
cassandra
cicd: ci/cd, ci cd, ci-cd
clojure
cloud
cobol
crystal
css: css3
cybersecurite: cyber-securite, cyber securite, cybersecurity, cyber security, cyber
dart
data
databricks
datascience: data science, data-science
datascientist: data scientist, data-scientist
dataengineer: data engineer, data-engineer
dbt
delphi
devops: dev ops, dev-ops
devsecops: dev sec ops
django
docker
drupal
dynamics
ecommerce: e-commerce, e commerce
elasticsearch: elastic, elastic search
elearning: e-learning, e learning
elixir
embarque: embedded
erlang
erp
etl
excel
express: express.js, expressjs
f#: fsharp
fastapi: fast api
figma
finops
firebase
flask
flutter
fortran
frontend: front-end, front end, front
fullstack: full-stack, full stack
gcp: google cloud, google cloud platform
git
github
gitlab
go: golang, go lang
grafana
graphql
groovy
grpc
hadoop
haskell
helm
helpdesk: help desk, help-desk
hibernate
html: html5
ia: ai, intelligence artificielle, artificial intelligence
ionic
ios
iot
itil
jakarta
java: j2ee, jee
javascript: js, ecmascript
jenkins
jest
jira
jquery
julia
kafka
keycloak
kotlin
kubernetes: k8s
laravel
linux: gnu/linux
llm: llms
looker
lua
machinelearning: machine learning, machine-learning, ml
magento
mariadb
matlab
microservices: micro-services, micro services, microservice
mlops: ml ops
mobile
mongodb: mongo, mongo db
mysql: my sql
nestjs: nest.js, nest js
.net: dotnet, dot net, net core, .net core
nextjs: next.js, next js
nginx
nodejs: node.js, node js, node
nosql: no sql
nuxt: nuxt.js, nuxtjs
objective-c: objectivec, objective c, objc
ocaml
openshift
openstack
oracle
osint
pandas
pascal
pentest: pen test, pentester, pentesting, pentesteur
perl
php
pl/sql: plsql, pl sql
play
postgresql: postgres, psql, pgsql
powerbi: power bi, power-bi
powershell
prestashop
prometheus
prolog
pulumi
puppet
python
pytorch
qa: quality assurance
qlik
qt
r
rabbitmq
rd: r&d
rails: ruby on rails, ror
react: react.js, reactjs, react js
reactnative: react native, react-native
redis
redux
rest: restful
rpa
ruby
rust
rxjs
salesforce
sap: s/4hana, abap
sas
saas
scala
scikit-learn: sklearn, scikit learn
scrum: scrummaster, scrum master
sdet
selenium
seo
shell
shopify
snowflake
soc
solidity
spark: pyspark
splunk
spring: springboot, spring boot, spring-boot
sql
sqlite
sqlserver: sql server, sql-server, mssql
sre: site reliability engineer, site reliability
svelte: sveltekit
swift: swiftui
symfony: symphony
tableau
tailwind
talend
tensorflow
terraform
three.js: threejs
typescript: ts
ui
unity
unix
unreal
ux
vb.net: vbnet, vb net
vba
vhdl
virtualisation: virtualization
vmware
vue: vue.js, vuejs, vue js, vue3
web3
webassembly: wasm
windev
windows
wordpress: word press
xml
zig
`

// noTerm begins the token of what only holds a term.
const noTerm = "-"

// terms gives each way of writing a tech term the token of the term.
var terms = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(termTable) {
		term, others, _ := strings.Cut(strings.TrimSpace(line), ":")
		if term == "" {
			continue
		}
		token := strings.NewReplacer("+", "plus", "#", "sharp", ".net", "dotnet", ".", "", "/", "", "-", "").Replace(term)
		if term != noTerm {
			m[term] = token
		}
		for other := range strings.SplitSeq(others, ",") {
			switch other = strings.TrimSpace(other); {
			case other == "":
			case term == noTerm:
				m[other] = noTerm + strings.ReplaceAll(other, " ", "")
			default:
				m[other] = token
			}
		}
	}
	return m
}()

// inTexts are runs of words that offers write and nobody looks for as one: with
// them an offer is found by the term, and by its words as before.
var inTexts = map[string]string{
	"in go": "go", "with go": "go", "using go": "go", "en go": "go", "avec go": "go", // … to build, not "go to"
	"ingenieur data": "dataengineer", "ingenieure data": "dataengineer", "ingenieur e data": "dataengineer", "ingenieur donnees": "dataengineer",
	"administrateur systeme": "sysadmin", "administrateur systemes": "sysadmin", "administratrice systeme": "sysadmin", "administratrice systemes": "sysadmin",
	"administrateur rice systemes": "sysadmin", "system administrator": "sysadmin", "systems administrator": "sysadmin", "admin sys": "sysadmin",
}

// synonyms are words of the trade, by their stem, that people use for one
// another in French and English.
var synonyms = map[string]string{
	"dev": "developpeur", "devs": "developpeur", "developer": "developpeur", "developper": "developpeur", "programmeur": "developpeur", "programmer": "developpeur",
	"engineer": "ingenieur", "inge": "ingenieur", "ing": "ingenieur", "administrator": "administrateur", "admin": "administrateur",
	"architect": "architecte", "analyst": "analyste", "tester": "testeur", "trainer": "formateur",
	"network": "reseau", "security": "securite", "software": "logiciel", "system": "systeme", "technician": "technicien",
	"adminsys": "sysadmin", "game": "jeu", "jeux": "jeu", "travaux": "travail", "vues": "vues", "tableaux": "tableaux", "javas": "javas", // no forms of a term
}

// empty are the words that a search does without: they are in most offers, or
// the endings of inclusive writing (développeur·se, H/F).
var empty = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		le la les l un une des du de d en et ou a au aux pour par sur dans avec chez ce cette ces son sa ses se s qui que qu ne n est je tu il on
		mon ma mes ton ta j cherche recherche the an of in for at and or to with i am looking as offre offres poste postes job jobs france
		e es euse euses ice rice rices trice trices h f x hf fh hfx ne nes ve ere eres fe fes ive ives ienne iennes m w
	`) {
		m[w] = true
	}
	return m
}()
