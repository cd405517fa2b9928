package containers

import "sync"

// set collects what several readers find at once.
type set[T any] struct {
	mu  sync.Mutex
	all map[string]T
}

func newSet[T any]() *set[T] { return &set[T]{all: map[string]T{}} }

func (s *set[T]) put(name string, value T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[name] = value
}
