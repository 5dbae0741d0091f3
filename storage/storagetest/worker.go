package storagetest

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"rebond/storage"
)

// The environment of a process that a test starts: what it works on, and as what.
const (
	workerDatabase = "REBOND_TEST_DATABASE"
	workerAs       = "REBOND_TEST_AS"
)

// Main is the TestMain of a package whose tests start processes to kill them: in such
// a process it lets work do its part on the database until the input ends, as what
// [Worker] said. Elsewhere it runs the tests, and then what is to be done after them.
func Main(m *testing.M, work func(ctx context.Context, store *storage.Store, address, as string) error, after ...func()) {
	if address := os.Getenv(workerDatabase); address != "" {
		if err := worker(address, work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	Stop()
	for _, do := range after {
		do()
	}
	os.Exit(code)
}

func worker(address string, work func(ctx context.Context, store *storage.Store, address, as string) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	store, err := storage.Open(ctx, address)
	if err != nil {
		return err
	}
	defer store.Close()
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	return work(ctx, store, address, os.Getenv(workerAs))
}

// Worker starts this test again as a process that works on a database until it is
// killed, or the test ends.
func Worker(t testing.TB, address, as string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerDatabase+"="+address, workerAs+"="+as)
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}
