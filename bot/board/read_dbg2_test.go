package board
import ("testing";"os";"fmt";"strings")
func TestDbgAll(t *testing.T){
 b,_:=os.ReadFile("/tmp/s/many.txt")
 for _,s:=range strings.Split(string(b),"\n====\n"){ a:=Read(s); fmt.Printf("%.60q\n   T=%q C=%q P=%q R=%q K=%q $=%q A=%q by=%q #=%q\n",s,a.Title,a.Company,a.Place,a.Remote,a.Contract,a.Pay,a.Apply,a.Publisher,a.Number)}
}
