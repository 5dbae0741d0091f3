package main

import (
	"bytes"
	"testing"
)

func TestReduce(t *testing.T) {
	got := reduce(
		[]unit{{Code: "11", Name: "Île-de-France"}},
		[]unit{{Code: "75", Name: "Paris", Region: "11"}},
		[]unit{
			{Code: "75055", Name: "Little", Type: "commune-actuelle", Population: 3, Postal: []string{"75001", "75300"}},
			{Code: "75056", Name: "Paris", Type: "commune-actuelle", Population: 9, Postal: []string{"75001"}},
			{Code: "75057", Name: "Gone", Type: "commune-deleguee", Commune: "75056", Population: 99, Postal: []string{"75001"}},
			{Code: "75101", Name: "Paris 1er", Type: "arrondissement-municipal", Commune: "75056"},
		})
	want := "11\tÎle-de-France\n\n75\t11\tParis\n\n75101\t75056\n\n75001\t75056\n75300\t75055\n\n75055\tLittle\t3\n75056\tParis\t9\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	a, errA := pack(got)
	b, errB := pack(got)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("packed differently: %v, %v", errA, errB)
	}
}
