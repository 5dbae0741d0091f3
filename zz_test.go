package main
import ("testing";"rebond/storage/storagetest")
func TestZZ(t *testing.T){
	clock := clockAt(t, "2026-11-23T08:30")
	p := openSlack(t, clock)
	malik := p.admin("Malik")
	db := storagetest.SQLite(t)
	inside(t, p, clock, slackEnviron(p, db, "REBOND_LOG_LEVEL=debug"), true)
	p.settle(malik)
	v := malik.presses(malik.types("/planifier").Message, "Une série d’un fichier").View
	for _, f := range v.Fields() { t.Logf("%+v", f) }
	camille := p.joins("Kit", "en-GB")
	t.Log(read(camille.types("/rebond help").Message))
	t.Log(read(camille.types("/rebond help jobs").Message))
	t.Log(read(camille.types("/rebond nonsense").Message))
	t.Log(read(camille.types("/rebond help-now").Message))
	t.Log(read(camille.writes("hello")))
	t.Log(read(malik.OpensHome()))
	t.Fail()
}
