package bench

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// counting is a platform that only counts, and tells when it has what was awaited.
type counting struct {
	mu      sync.Mutex
	arrived int
	awaited int
	all     chan struct{}
	urgent  chan struct{} // one for each post of more than the usual priority
	usual   chan struct{} // holds one when another arrived
}

func (c *counting) Name() string                         { return "bench" }
func (c *counting) Run(context.Context, bot.Inbox) error { return nil }
func (c *counting) Send(_ context.Context, p bot.Post) (bot.MessageRef, error) {
	if p.Priority > 0 {
		c.urgent <- struct{}{}
		return bot.MessageRef{At: p.To, ID: p.Key}, nil
	}
	select {
	case c.usual <- struct{}{}:
	default:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.arrived++; c.arrived == c.awaited {
		close(c.all)
	}
	return bot.MessageRef{At: p.To, ID: p.Key}, nil
}
func (c *counting) Change(context.Context, bot.MessageRef, bot.Post) error { return nil }

// fanOut is n posts to 1,000 channels.
func fanOut(b *testing.B, outbox *storage.Outbox, n int) {
	b.Helper()
	for from := 0; from < n; from += 500 {
		var batch []bot.Post
		for i := from; i < min(n, from+500); i++ {
			batch = append(batch, bot.Post{Key: fmt.Sprint("fan/", i), Kind: bot.SendPost, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("Une pensée pour la semaine qui commence.")},
				To: bot.Address{Platform: "bench", Space: fmt.Sprint(i % 1000), Channel: "general"}})
		}
		if err := outbox.Put(context.Background(), batch...); err != nil {
			b.Fatal(err)
		}
	}
}

// delivers starts a dispatcher on an empty database that has n posts to send, and
// returns when the first awaited of them have arrived. Meanwhile does what else
// there is to measure.
func delivers(b *testing.B, address string, posts, awaited int, pace delivery.Pace, meanwhile func(*storage.Outbox, *counting)) time.Duration {
	b.Helper()
	store := storagetest.Open(b, address)
	outbox := &storage.Outbox{Store: store, Now: time.Now}
	fanOut(b, outbox, posts)
	c := &counting{awaited: awaited, all: make(chan struct{}), urgent: make(chan struct{}, 1), usual: make(chan struct{}, 1)}
	d := &delivery.Dispatcher{Outbox: outbox, Platforms: []bot.Platform{c}, Pace: map[string]delivery.Pace{"bench": pace}, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	start := time.Now()
	go func() {
		defer close(ended)
		d.Run(ctx)
	}()
	if meanwhile != nil {
		meanwhile(outbox, c)
	}
	<-c.all
	took := time.Since(start)
	stop()
	<-ended
	return took
}

func onEach(b *testing.B, measure func(b *testing.B, address func(testing.TB) string)) {
	b.Run("sqlite", func(b *testing.B) { measure(b, storagetest.SQLite) })
	b.Run("postgres", func(b *testing.B) { measure(b, storagetest.Postgres) })
}

// BenchmarkDelivery delivers 10,000 posts to 1,000 channels without any limit.
func BenchmarkDelivery(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		const posts = 10_000
		var took time.Duration
		var before, after uint64
		for b.Loop() {
			before = heap()
			took += delivers(b, address(b), posts, posts, delivery.Pace{}, nil)
			after = heap()
		}
		b.ReportMetric(posts*float64(b.N)/took.Seconds(), "posts/s")
		b.ReportMetric((float64(after)-float64(before))/1024, "KiB-more")
		b.ReportMetric(0, "ns/op")
	})
}

// heap is what is in memory once what nobody needs is gone.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkDeliveryAtLimit delivers the first of 10,000 posts to 1,000 channels,
// for about 20 seconds: how much longer it takes than the platform's limit asks.
func BenchmarkDeliveryAtLimit(b *testing.B) {
	for _, limit := range []int{50, 500} {
		b.Run(fmt.Sprintf("%d-a-second", limit), func(b *testing.B) {
			onEach(b, func(b *testing.B, address func(testing.TB) string) {
				awaited := 20 * limit
				var took time.Duration
				most := uint64(0)
				for b.Loop() {
					took += delivers(b, address(b), 10_000, awaited, delivery.Pace{PerSecond: float64(limit)}, func(_ *storage.Outbox, c *counting) {
						for watch := time.NewTicker(time.Second); ; {
							select {
							case <-c.all:
								watch.Stop()
								return
							case <-watch.C:
								most = max(most, heap())
							}
						}
					})
				}
				each := took.Seconds() / float64(b.N)
				b.ReportMetric(float64(awaited)/each, "posts/s")
				b.ReportMetric(100*(each*float64(limit)/float64(awaited-5)-1), "%-over") // five go at once at the start
				b.ReportMetric(float64(most)/(1<<20), "MiB-heap")
				b.ReportMetric(0, "ns/op")
			})
		})
	}
}

// BenchmarkDeliveryUrgent puts posts that a person waits for, one after another,
// during a fan-out of 10,000 at 50 a second, and during one with no limit: how long
// from the call of Put to the platform.
func BenchmarkDeliveryUrgent(b *testing.B) {
	for _, limit := range []int{50, 0} {
		b.Run(fmt.Sprintf("%d-a-second", limit), func(b *testing.B) {
			onEach(b, func(b *testing.B, address func(testing.TB) string) {
				var took []time.Duration
				for b.Loop() {
					delivers(b, address(b), 10_000, 200, delivery.Pace{PerSecond: float64(limit)}, func(outbox *storage.Outbox, c *counting) {
						for i := range 200 {
							start := time.Now()
							if err := outbox.Put(context.Background(), bot.Post{Key: fmt.Sprint("urgent/", i), Kind: bot.SendPost, Priority: 10, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("Voici.")},
								To: bot.Address{Platform: "bench", Space: "s", Channel: fmt.Sprint("c", i)}}); err != nil {
								b.Fatal(err)
							}
							<-c.urgent
							took = append(took, time.Since(start))
							for range 3 { // the fan-out goes on
								<-c.usual
							}
						}
					})
				}
				percentiles(b, took)
			})
		})
	}
}
