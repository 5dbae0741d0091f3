package sources

import (
	"strings"

	"rebond/bot"
)

// plainContracts are words that name a contract wherever they stand, titles
// included; saidContracts do where a source speaks of the contract.
var (
	plainContracts = map[string]Contract{
		"cdi": CDI, "cdd": CDD,
		"freelance": Freelance, "freelancer": Freelance, "freelances": Freelance,
		"alternance": Alternance, "alternant": Alternance, "alternante": Alternance, "apprentissage": Alternance,
		"apprenti": Alternance, "apprentie": Alternance, "professionnalisation": Alternance,
		"apprentice": Alternance, "apprenticeship": Alternance,
		"stage": Stage, "stagiaire": Stage, "intern": Stage, "internship": Stage, "trainee": Stage, "traineeship": Stage,
	}
	saidContracts = map[string]Contract{
		"permanent": CDI, "indeterminee": CDI, "unlimited": CDI, "din": CDI,
		"determinee": CDD, "fixed": CDD, "temporary": CDD, "temp": CDD, "seasonal": CDD, "saisonnier": CDD, "sai": CDD, "ddi": CDD,
		"contractor": Freelance, "independant": Freelance, "independent": Freelance, "independante": Freelance,
		"lib": Freelance, "liberale": Freelance, "portage": Freelance,
		"interim": Interim, "interimaire": Interim, "mis": Interim,
	}
)

// ReadContract reads a kind of contract in the words of a source, French or
// English. Work-study wins, since it is also a CDD; else the first kind named.
// "FullTime" is a working time: unknown.
func ReadContract(said string) Contract {
	if words := contractWords(said); len(words) == 1 && words[0] == "contract" {
		return Freelance // as applicant tracking systems say it
	}
	return readContract(said, plainContracts, saidContracts)
}

// ContractInTitle reads a kind of contract from a title: only the words that
// mean nothing else there ("Interim Manager", "Permanent Makeup" are trades).
func ContractInTitle(title string) Contract { return readContract(title, plainContracts) }

func readContract(said string, tables ...map[string]Contract) Contract {
	var first Contract
	before := ""
	for _, word := range contractWords(said) {
		for _, table := range tables {
			contract := table[word]
			if word == "stage" && (before == "early" || before == "late" || before == "growth" || before == "seed") {
				contract = "" // of a company
			}
			if contract == Alternance {
				return Alternance
			}
			if first == "" {
				first = contract
			}
		}
		before = word
	}
	return first
}

func contractWords(said string) []string {
	return strings.FieldsFunc(bot.Fold(said), func(r rune) bool { return !('a' <= r && r <= 'z') })
}
