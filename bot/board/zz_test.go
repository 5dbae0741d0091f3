package board
import ("testing";"os";"strings")
func TestZZ(t *testing.T){
 d,_:=os.ReadFile("/tmp/s/probe.txt"); rule:=map[string]Rule{"A":AgeLimit,"C":Criterion,"P":PayToApply,"G":Program}
 n,miss:=0,0
 for l:=range strings.Lines(string(d)) { k,s,_:=strings.Cut(strings.TrimSpace(l),"|"); n++
  ok:=false; for _,f:=range Findings(&Announcement{Text:s}) { if f.Rule==rule[k] {ok=true} }
  if !ok { miss++; t.Log("MISS",k,s,told(Findings(&Announcement{Text:s}))) } }
 t.Log(n,miss)
 for _,p:=range []string{"/tmp/s/fine.txt","testdata/announcements.txtar","testdata/heldout.txtar","../../storage/testdata/searches/offers.txt"} {
 d,_=os.ReadFile(p); n,miss=0,0
 for l:=range strings.Lines(string(d)) { n++; if h:=told(Findings(&Announcement{Text:l})); len(h)>0 { miss++; t.Log("FP",strings.TrimSpace(l),h) } }
 t.Log(p,n,miss) }
}
