package board
import ("testing";"os";"fmt")
func TestDbg(t *testing.T){
 b,_:=os.ReadFile("/tmp/s/dbg.txt"); p:=newPaste(tidy(string(b)))
 for i:=range p.lines{ l:=&p.lines[i]; fmt.Printf("%d topic=%d icon=%v mail=%v %q\n",i,l.topic,l.icon,l.mail,l.text[l.value:])
  for _,c:=range p.titles(i){fmt.Printf("   title %d %q\n",c.score,c.words)}
  for _,c:=range l.companies(i,""){fmt.Printf("   company %d %q\n",c.score,c.name)}
  s,n:=l.place(); k,m:=l.contract(); fmt.Printf("   place %q %d contract %q %d\n",s,n,k,m)
  for _,m:=range recruits.FindAllStringIndex(l.text,-1){fmt.Printf("   rec %q\n",l.text[m[0]:m[1]])}
 }
 fmt.Printf("%+v\n",Read(string(b)))
}
