package bench

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/storage"
)

// program builds the real binary.
func program(b *testing.B) string {
	b.Helper()
	path := filepath.Join(shared.dir, "rebond")
	if out, err := exec.Command("go", "build", "-o", path, "rebond").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

// room is the program with its console open.
type room struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func open(b *testing.B, path, database string) *room {
	b.Helper()
	r := &room{Cmd: exec.Command(path, "console")}
	r.Dir, r.Env = b.TempDir(), append(os.Environ(), "REBOND_DATABASE="+database)
	in, err := r.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := r.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	r.in, r.out = in, bufio.NewReader(out)
	if err := r.Start(); err != nil {
		b.Fatal(err)
	}
	return r
}

// says types a line and waits for words of its answer.
func (r *room) says(b *testing.B, line, words string) {
	b.Helper()
	fmt.Fprintln(r.in, line)
	for {
		s, err := r.out.ReadString('\n')
		if err != nil {
			b.Fatalf("%s: %v", line, err)
		}
		if strings.Contains(s, words) {
			return
		}
	}
}

func (r *room) end() {
	r.in.Close()
	io.Copy(io.Discard, r.out)
	r.Wait()
}

// BenchmarkStart goes from the start of the process to its first answer, on a
// database of 100,000 offers.
func BenchmarkStart(b *testing.B) {
	path := program(b)
	engines(b, func(b *testing.B, store *storage.Store) {
		var took []time.Duration
		for b.Loop() {
			start := time.Now()
			r := open(b, path, address(b))
			r.says(b, "/aide", "/mesoffres")
			took = append(took, time.Since(start))
			r.end()
		}
		percentiles(b, took)
	})
}

// BenchmarkIdleMemory reads what the process holds in memory once it has
// answered searches and waits.
func BenchmarkIdleMemory(b *testing.B) {
	path := program(b)
	engines(b, func(b *testing.B, store *storage.Store) {
		most := 0
		for b.Loop() {
			r := open(b, path, address(b))
			r.says(b, "/aide", "/mesoffres")
			fresh := resident(b, r.Process.Pid)
			for _, line := range []string{"/offres", "/offres java nancy cdi", "/offres développeur 45k télétravail"} {
				r.says(b, line, "Modifier")
			}
			most = max(most, fresh, resident(b, r.Process.Pid))
			r.end()
		}
		b.ReportMetric(float64(most)/1024, "MiB")
		b.ReportMetric(0, "ns/op")
	})
}

// address is the database that the running benchmark's engine has filled.
func address(b *testing.B) string {
	if strings.Contains(b.Name(), "postgres") {
		return shared.pg
	}
	return shared.lite
}

// resident is the resident memory of a process, in KiB.
func resident(b *testing.B, pid int) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return kib
}
