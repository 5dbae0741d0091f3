package sources

import (
	"cmp"
	"slices"
	"strings"

	"rebond/bot"
)

// toolTable names the languages and tools that people look for offers by: how each is
// shown, then how it is written, folded. What stands after "title:" is one in titles only,
// since it is an everyday word elsewhere.
const toolTable = `
JavaScript: javascript, ecmascript
TypeScript: typescript
Python: python
Java: java, j2ee, jee
Kotlin: kotlin
Scala: scala
Go: golang; title: go
Rust: title: rust
Ruby: title: ruby
Ruby on Rails: ruby on rails, rails
PHP: php, php8, php7
Symfony: symfony, symfony2
Laravel: laravel
C++: c++, cpp
C#: c#, csharp
.NET: .net, dotnet, asp.net, vb.net
Swift: swiftui; title: swift
Objective-C: objective c
Elixir: elixir
Clojure: clojure
Haskell: haskell
COBOL: cobol
Perl: title: perl
React: react, reactjs, react.js
React Native: react native
Angular: angular, angularjs, angular.js
Vue.js: vuejs, vue.js, vue js, nuxt, nuxtjs, nuxt.js; title: vue
Svelte: svelte, sveltekit
Next.js: nextjs, next.js
Node.js: nodejs, node.js, node js; title: node
NestJS: nestjs, nest.js
Flutter: flutter
Android: android
iOS: ios
Spring: spring boot, springboot; title: spring
Django: django
FastAPI: fastapi
GraphQL: graphql
SQL: sql, pl sql, plsql
PostgreSQL: postgresql, postgres
MySQL: mysql, mariadb
Oracle: title: oracle
SQL Server: sql server, mssql
MongoDB: mongodb
Redis: redis
Elasticsearch: elasticsearch
Kafka: kafka
RabbitMQ: rabbitmq
AWS: aws, amazon web services
Azure: azure
GCP: gcp, google cloud
Docker: docker
Kubernetes: kubernetes, k8s, openshift
Terraform: terraform
Ansible: ansible
Jenkins: jenkins
GitLab: gitlab
Linux: linux, redhat, debian, ubuntu
Windows Server: windows server
Active Directory: active directory
VMware: vmware
Spark: pyspark, apache spark
Databricks: databricks
Snowflake: snowflake
BigQuery: bigquery
Airflow: airflow
dbt: dbt
Power BI: power bi, powerbi
Tableau: tableau software; title: tableau
Looker: looker
PyTorch: pytorch
TensorFlow: tensorflow
Selenium: selenium
Cypress: cypress
Playwright: playwright
Figma: figma
Salesforce: salesforce
SAP: sap, abap
ServiceNow: servicenow
Odoo: odoo
WordPress: wordpress
Drupal: drupal
Magento: magento
PrestaShop: prestashop
Shopify: shopify
Unity: unity3d; title: unity
Unreal Engine: unreal engine
Solidity: solidity
WinDev: windev, webdev
Prometheus: prometheus
Grafana: grafana
`

const maxTools = 6

// tool is a way of writing a name of [toolTable].
type tool struct {
	name  string
	title bool // it is one in a title
	body  bool // it is one anywhere
}

type toolNames map[string]tool

var tools = func() toolNames {
	m := toolNames{}
	for line := range strings.Lines(toolTable) {
		name, written, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		anywhere, title, _ := strings.Cut(written, "title: ")
		add := func(list string, body bool) {
			for w := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' }) {
				if w = strings.TrimSpace(w); w != "" {
					m[w] = tool{name: name, title: true, body: body}
					plain := strings.Join(plainWords(strings.Fields(w)), " ") // as in titles
					if _, known := m[plain]; !known {
						m[plain] = tool{name: name, title: true}
					}
				}
			}
		}
		add(anywhere, true)
		add(title, false)
	}
	return m
}()

// toolStarts are the first words of the names.
var toolStarts = func() map[string]bool {
	m := map[string]bool{}
	for written := range tools {
		first, _, _ := strings.Cut(written, " ")
		m[first] = true
	}
	return m
}()

// at is the longest name that begins w, and how many words it has.
func (t toolNames) at(w []string) (tool, int) {
	if len(w) == 0 || !toolStarts[w[0]] {
		return tool{}, 0
	}
	for n := min(3, len(w)); n > 0; n-- {
		if found, ok := t[strings.Join(w[:n], " ")]; ok {
			return found, n
		}
	}
	return tool{}, 0
}

// toolCount is how many names of tools the description holds.
func (a *announcement) toolCount() int { return len(a.named()) }

// mention is a tool, and where and how often it is named.
type mention struct {
	name     string
	first, n int
}

// named are the tools that the description names.
func (a *announcement) named() []mention {
	var all []mention
	for i := 0; i < len(a.body); {
		found, n := tools.at(a.body[i:])
		if n > 0 && found.body {
			if j := slices.IndexFunc(all, func(m mention) bool { return m.name == found.name }); j >= 0 {
				all[j].n++
			} else {
				all = append(all, mention{found.name, i, 1})
			}
		}
		i += max(n, 1)
	}
	return all
}

// tools are the names that the offer can be looked for by and that its source does not
// say: those of its title, then those its description names most. None where the source
// names some.
func (a *announcement) tools() []string {
	for _, s := range a.skills {
		if found, n := tools.at(words(bot.Fold(s), 10)); n > 0 && found.title {
			return nil
		}
	}
	var all []string
	for i := 0; i < len(a.title); {
		found, n := tools.at(a.title[i:])
		if n > 0 && !(found.name == "Go" && goes(a.title[i+1:])) && !slices.Contains(all, found.name) {
			all = append(all, found.name)
		}
		i += max(n, 1)
	}
	named := a.named()
	slices.SortStableFunc(named, func(a, b mention) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.first, b.first)) })
	for _, m := range named {
		if len(all) < maxTools && !slices.Contains(all, m.name) {
			all = append(all, m.name)
		}
	}
	return all[:min(len(all), maxTools)]
}

// goes reports whether a "go" before these words is no language: "go to market".
func goes(after []string) bool {
	return len(after) > 0 && slices.Contains([]string{"to", "live", "further", "beyond", "no"}, after[0])
}
