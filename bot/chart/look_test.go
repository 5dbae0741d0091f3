package chart
import ("testing";"os";"rebond/bot";"math/rand/v2";"strings";"image";"image/png";"bytes";xdraw "golang.org/x/image/draw")
func TestLook(t *testing.T){
 r:=rand.New(rand.NewPCG(1,2))
 series:=func(n,k,max int,gaps bool)[]Series{var all []Series; for i:=range k{ s:=Series{Name:bot.Same([]string{"Au travail","En formation","En recherche","En pause","Autre chose","Pas de nouvelles"}[i])}; v:=r.IntN(max)
  for range n { v+=r.IntN(max/6+1)-max/12; if v<0{v= -v}; w:=v; if gaps&&r.IntN(7)==0{w=-1}; s.Values=append(s.Values,w)}; all=append(all,s)};return all}
 long:=series(60,3,200,true)
 long[1].Name=bot.Same(strings.Repeat("Un nom vraiment très long ",8))
 for i:=range long[2].Values{long[2].Values[i]=-1}
 c:=&Chart{Title:bot.Same("Six séries, des trous, soixante mois, et un titre qui est assez long pour aller à la ligne"),Labels:weeks(60),Panels:[]Panel{
  {Title:bot.Same("Soixante"),Series:long},{Title:bot.Same("Soixante barres"),Bars:true,Series:series(60,2,2_400_000,true)},{Title:bot.Same("Six"),Series:series(60,6,900,false)}}}
 d:=&Chart{Title:bot.Same("Douze"),Labels:weeks(12),Panels:[]Panel{{Title:bot.Same("Six"),Series:series(12,6,90,true)},{Title:bot.Same("Six barres"),Bars:true,Series:series(12,6,90,true)},{Title:bot.Same("Trois"),Bars:true,Series:series(12,3,90,true)},{Series:series(12,3,9,true)}}}
 e:=&Chart{Labels:weeks(1),Panels:[]Panel{{Title:bot.Same("Un"),Series:series(1,3,90,false)},{Title:bot.Same("Un"),Bars:true,Series:series(1,3,90,false)},{Title:bot.Same("Zéro"),Series:[]Series{{Values:[]int{0}}}}}}
 for n,x:=range map[string]*Chart{"c":c,"d":d,"e":e}{ b,err:=PNG(x,Theme(len(n)-1),bot.FR); if err!=nil{t.Fatal(err)}; t.Log(n,len(b)); os.WriteFile("/tmp/s/chart_"+n+".png",b,0o644)}
 b,_:=PNG(twelve(),Dark,bot.FR); im,_:=png.Decode(bytes.NewReader(b)); small:=image.NewRGBA(image.Rect(0,0,380,im.Bounds().Dy()*380/1000)); xdraw.CatmullRom.Scale(small,small.Rect,im,im.Bounds(),xdraw.Src,nil); f,_:=os.Create("/tmp/s/chart_phone.png"); png.Encode(f,small); f.Close()
}
