package storagetest

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// Peak watches the memory in use until it is ended, and then says how much more it was at
// most than at the start, in bytes.
func Peak() (end func() uint64) {
	runtime.GC()
	stop, most, first := make(chan struct{}), uint64(0), uint64(0)
	var over sync.WaitGroup
	over.Go(func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			if most = max(most, sample[0].Value.Uint64()); first == 0 {
				first = most
			}
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	return func() uint64 {
		close(stop)
		over.Wait()
		return most - first
	}
}
