package network

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// flow runs steps at once, each as soon as those that it needs are done. When one fails, those that need it are left out and
// all others are finished: an operation that Azure has begun goes on anyway, and the more of the work is done, the less is left to
// the next run.
type flow struct {
	ctx  context.Context //nolint:containedctx // a flow lives within one call
	wait sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

// done is closed when a step has ended; ok says how.
type done struct {
	ch chan struct{}
	ok bool
}

func newFlow(ctx context.Context) *flow { return &flow{ctx: ctx} }

// step begins do when all of after have ended well.
func (f *flow) step(do func(ctx context.Context) error, after ...*done) *done {
	_, end := f.staged(func(ctx context.Context, _ func()) error { return do(ctx) }, after...)
	return end
}

// staged is a step that others can build on before it has ended: reached is done when do says so, at the latest at its end.
func (f *flow) staged(do func(ctx context.Context, reach func()) error, after ...*done) (reached, end *done) {
	reached, end = &done{ch: make(chan struct{})}, &done{ch: make(chan struct{})}
	var once sync.Once
	reach := func(ok bool) { once.Do(func() { reached.ok = ok; close(reached.ch) }) }
	f.wait.Go(func() {
		defer close(end.ch)
		defer func() { reach(end.ok) }()
		for _, need := range after {
			<-need.ch
			if !need.ok {
				return
			}
		}
		err := f.ctx.Err()
		if err == nil {
			err = do(f.ctx, func() { reach(true) })
		}
		if err != nil {
			f.fail(err)
			return
		}
		end.ok = true
	})
	return reached, end
}

func (f *flow) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.errs = append(f.errs, err)
}

// end waits for all steps and answers their errors, each once.
func (f *flow) end() error {
	f.wait.Wait()
	var kept []error
	for _, err := range f.errs {
		if !slices.Contains(kept, err) {
			kept = append(kept, err)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return errors.Join(kept...)
}
