package board
import ("testing";"strings";"time";"fmt";"math/rand")
func TestTmpHostile(t *testing.T){
 units:=[]string{"(cdi)","dev(cdi) ","développeur (cdi) - ","recrute pour un dev un dev ","dev a ","un a de et ","Paris, Lyon / ","dev - ","dev (h/f) | ","45k-","45 000 € ","a Paris dev ","Saint-","Saint ","De La ","hybride 2j ","Chez A B C ","cdi, ","Poste : dev (x) (x) ","🚀","https://a.b/","\u202f","é̀","sur 13","(","dev) ","salaire ","teletravail ","no remote ","Objet : tr: ","prime de ","a@b.cd "}
 worst:=time.Duration(0)
 try:=func(s,n string){ b:=time.Now(); Read(s); if d:=time.Since(b); d>worst{worst=d; fmt.Println(d,n)} }
 for _,u:=range units{ s:=strings.Repeat(u,maxPasted/len([]rune(u))); try(s,u+" one"); 
  var b strings.Builder; for b.Len()<maxPasted { l:=strings.Repeat(u,1+500/len(u)); b.WriteString(l+"\n")}; try(b.String(),u+" 500"); 
  try(strings.Repeat(strings.Repeat(u,1+40/len(u))+"\n",400),u+" 40") }
 r:=rand.New(rand.NewSource(1))
 for i:=0;i<300;i++{ var b strings.Builder; for b.Len()<maxPasted{ b.WriteString(units[r.Intn(len(units))]); if r.Intn(20)==0{b.WriteString("\n")}}; try(b.String(),"mix") }
}
